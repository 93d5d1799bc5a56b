"""Search finds a name in any script, with typing errors, and keeps to a country when asked."""

import pytest
from tests.factory import BERLIN, CAIRO, COLOGNE, ISTANBUL, LONDON, LONDON_CA, ROTTERDAM, SHANGHAI, TOKYO
from tests.snapshot.made import compiled, said

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import search as search_page
from proxenia.atlas.search import NameSearch
from proxenia.atlas.world import AtlasWorld


def first(world: AtlasWorld, query: str) -> tuple[str, str]:
    found = world.search.find(query)
    return (found[0].actor, found[0].how) if found else ("", "")


@pytest.mark.parametrize(
    ("query", "actor"),
    [
        ("Rotterdam", ROTTERDAM),
        ("  ROTTERDAM ", ROTTERDAM),
        ("Роттердам", ROTTERDAM),
        ("роттердам", ROTTERDAM),
        ("鹿特丹", ROTTERDAM),
        ("上海", SHANGHAI),
        ("東京", TOKYO),
        ("القاهرة", CAIRO),
        ("اسطنبول", ISTANBUL),
        ("Стамбул", ISTANBUL),
        ("İstanbul", ISTANBUL),
        ("Koln", COLOGNE),
        ("Cologne", COLOGNE),
        ("zzzz", ""),
        ("Eurocities", "px:eurocities"),
        ("London", LONDON),
        ("London,CA", LONDON_CA),
        ("london, ca", LONDON_CA),
        ("London,GB", LONDON),
        ("London,FR", ""),
        ("", ""),
        (" ,CA", ""),
        ("%_*?(", ""),
    ],
)
def test_names_of_any_script(world: AtlasWorld, query: str, actor: str) -> None:
    assert first(world, query)[0] == actor


@pytest.mark.parametrize(
    ("query", "actor"),
    [
        ("Roterdam", ROTTERDAM),
        ("Rottterdam", ROTTERDAM),
        ("Rotetrdam", ROTTERDAM),
        ("Shangai", SHANGHAI),
        ("Istambul", ISTANBUL),
        ("Belrin", BERLIN),
        ("Роттердм", ROTTERDAM),
    ],
)
def test_typing_errors(world: AtlasWorld, query: str, actor: str) -> None:
    assert first(world, query) == (actor, "similar")


def test_the_beginning_of_a_name(world: AtlasWorld) -> None:
    assert first(world, "Rott") == (ROTTERDAM, "prefix")
    assert {found.actor for found in world.search.find("Lon")} == {LONDON, LONDON_CA}
    assert len(world.search.find("Lon", limit=1)) == 1


def test_the_larger_of_one_name_comes_first(world: AtlasWorld) -> None:
    assert [found.actor for found in world.search.exact("London")] == [LONDON, LONDON_CA]


@pytest.mark.parametrize("query", ["x" * 200, "上" * 200, "\u202e", "\x00", "a,bb", "," * 50, "🙂"])
def test_nonsense_finds_nobody_and_breaks_nothing(world: AtlasWorld, query: str) -> None:
    assert world.search.find(query) == []


def test_the_payload_says_how_it_was_found(world: AtlasWorld) -> None:
    page = search_page.build(world.view(2026), world.search, "Shangai")
    hit = page.hits[0]
    assert (hit.actor.name, hit.met, hit.how, hit.actor.address) == (
        "Shanghai",
        "Shanghai",
        "similar",
        f"/city/{SHANGHAI}",
    )
    assert hit.ties == 2


def test_what_one_source_alone_names_and_ties_to_nobody_is_not_found() -> None:
    snapshot = compiled(
        *(said("ports:7", key, value=value) for key, value in (("kind", "city"), ("name", "Lonely Quay"))),
        *(said("mine:A", key, value=value) for key, value in (("kind", "city"), ("name", "Lonely Town"))),
        said("mine:A", "twinning", object="gn:2747891"),
    )
    found = NameSearch(AtlasIndex(snapshot)).find("Lonely")
    assert [one.actor for one in found] == ["mine:A"]
