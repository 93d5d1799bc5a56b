"""The two maps: what is drawn, what the page tells without a script, and the files to take along."""

import csv
from io import StringIO
from typing import Any

import polars as pl
import pytest
from tests.asking import Asking
from tests.atlas.page_reading import ReadPage
from tests.factory import THIS_YEAR
from tests.two_maps_world import CLASS_OF, two_maps_snapshot

from proxenia.atlas.app import make_app
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages.two_maps import SHOWN_PAIRS, build
from proxenia.atlas.two_maps import build_overlay_map, shown_pairs
from proxenia.overlay.rule import CLASS_SENTENCES
from proxenia.overlay.tables import PAIRS
from proxenia.snapshot.snapshot import Snapshot

SILENT = {name: 0 if dtype == pl.Int64() else False for name, dtype in PAIRS.items() if dtype in (pl.Int64, pl.Boolean)}


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the sample world with a state level."""
    return two_maps_snapshot(tmp_path_factory.mktemp("states"))


@pytest.fixture(scope="module")
def asking(states: Snapshot) -> Asking:
    """Give a client of its atlas."""
    return Asking(make_app(states, this_year=THIS_YEAR))


@pytest.fixture(scope="module")
def index(states: Snapshot) -> AtlasIndex:
    """Give every record of it."""
    return AtlasIndex(states)


def made(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return pairs of which only what is given is said."""
    empty = dict.fromkeys(PAIRS.names())
    return pl.DataFrame([empty | SILENT | row for row in rows], schema=PAIRS)


def drawn(asking: Asking, year: int) -> dict[tuple[str, str], dict[str, Any]]:
    answer = asking.get(f"/api/v1/map/overlay?as_of={year}").json()
    codes = [country["id"][4:] for country in answer["countries"]]
    columns = answer["pairs"]
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    names = [one["id"] for one in answer["classes"]]
    return {(codes[row["a"]], codes[row["b"]]): row | {"class": names[row["class"]]} for row in rows}


def test_every_class_is_drawn_by_its_pairs(asking: Asking) -> None:
    now = drawn(asking, 2026)
    assert {pair: now[pair]["class"] for pair in CLASS_OF} == CLASS_OF
    assert {row["class"] for row in now.values()} == set(CLASS_SENTENCES)
    assert now["NL", "RU"] == {**now["NL", "RU"], "city_ties": 1, "tied": 0, "hostile": 1, "state_known": 1}
    assert now["DE", "TR"] == {**now["DE", "TR"], "city_ties": 1, "tied": 1, "alliance": 1, "missions": 0}
    assert now["GB", "JP"] == {**now["GB", "JP"], "city_ties": 1, "state_known": 0}


def test_the_year_decides(asking: Asking) -> None:
    assert ("NL", "RU") not in drawn(asking, 2010), "nobody dates the tie before 2026, and no rupture either"
    assert drawn(asking, 2010)["DE", "TR"]["class"] == "aligned"
    assert drawn(asking, 1800) == {}


def test_the_widest_pairs_come_first_and_silence_is_left_out() -> None:
    pairs = made(
        {"a": "AA", "b": "BB", "class": "unknown"},
        {"a": "AA", "b": "CC", "class": "unknown", "state_known": True},
        {"a": "AA", "b": "DD", "class": "unknown", "city_ties": 3},
        {"a": "BB", "b": "CC", "class": "absent", "state_known": True, "city_known": True},
        {"a": "BB", "b": "DD", "class": "aligned", "city_ties": 9, "state_known": True, "city_known": True},
    )
    assert shown_pairs(pairs).select("a", "b").rows() == [("BB", "DD"), ("AA", "DD"), ("AA", "CC"), ("BB", "CC")]


def test_all_pairs_of_the_year_are_counted_the_silent_ones_too(index: AtlasIndex) -> None:
    pairs = made(
        {"a": "DE", "b": "NL", "class": "aligned", "city_ties": 2, "tied": True, "missions_ab": 2, "missions_ba": 1},
        {"a": "DE", "b": "TR", "class": "unknown"},
        {"a": "NL", "b": "TR", "class": "unknown"},
    )
    answer = build_overlay_map(index, pairs, 2026)
    counts = {one.id: one.pairs for one in answer.classes}
    assert counts == {"aligned": 1, "substitute": 0, "contrary": 0, "latent": 0, "absent": 0, "unknown": 2}
    assert {one.id: one.meaning for one in answer.classes} == CLASS_SENTENCES
    assert [country.id for country in answer.countries] == ["iso:DE", "iso:NL"]
    assert answer.pairs["missions"] == [3]


def test_a_country_lies_at_its_state_else_at_its_largest_city(index: AtlasIndex) -> None:
    pairs = made({"a": "DE", "b": "XX", "class": "aligned", "city_ties": 1, "state_known": True})
    germany, nowhere = build_overlay_map(index, pairs, 2026).countries
    assert (germany.name, germany.iso_numeric) == ("Germany", "276")
    assert (germany.longitude, germany.latitude) == (13.411, 52.524), "Berlin: the sample names no place of the state"
    assert (nowhere.name, nowhere.iso_numeric, nowhere.longitude) == ("XX", None, None)


def test_the_page_reads_without_a_script(asking: Asking) -> None:
    page = ReadPage(asking.get("/two-maps?as_of=2026").text)
    text = page.html
    for sentence in CLASS_SENTENCES.values():
        assert sentence in text
    links = {one.attributes.get("href") for one in page.elements if one.name == "a"}
    assert {"/country-pair/NL/RU?as_of=2026", "/country-pair/CN/NL?as_of=2026"} <= links
    assert {"/overlay.csv?as_of=2026", "/api/v1/map/overlay?as_of=2026"} <= links
    assert "relations broken off" in text
    assert "How to cite" in text
    assert "/two-maps?as_of=2026" in links, "the navigation leads here"


def test_the_page_of_a_country(asking: Asking) -> None:
    text = asking.get("/two-maps?as_of=2026&country=ru").text
    assert "/country-pair/NL/RU" in text
    assert "/country-pair/CN/NL" not in text
    assert '<option value="RU" selected>' in text
    assert "/overlay.csv?as_of=2026&amp;country=RU" in text
    assert 'name="country" value="RU"' in text, "the year's form keeps the country"


@pytest.mark.parametrize("query", ["country=R", "country=<b>", "view=moon", "hide=aligned,", "as_of=x", "as_of=9999"])
def test_an_address_that_does_not_fit_is_told(asking: Asking, query: str) -> None:
    assert asking.get(f"/two-maps?{query}").status_code == 422


def test_one_class_may_be_shown_alone(asking: Asking) -> None:
    answer = asking.get("/two-maps?class=contrary&as_of=2020&view=overlay", follow_redirects=True)
    assert answer.address == "/two-maps?as_of=2020&view=overlay&hide=aligned,substitute,latent,absent,unknown"
    assert answer.status_code == 200
    refused = asking.get("/two-maps?class=zzz")
    assert refused.status_code == 422
    assert "aligned|substitute|contrary" in ReadPage(refused.text).text


def test_an_unknown_country_reads_as_the_world(asking: Asking) -> None:
    page = asking.get("/two-maps?country=ZZ")
    assert page.status_code == 200
    assert "/country-pair/NL/RU" in page.text


def test_a_world_without_a_state_level_is_unknown(client: Asking) -> None:
    answer = client.get("/api/v1/map/overlay?as_of=2026").json()
    assert {one["id"] for one in answer["classes"] if one["pairs"]} == {"unknown"}
    assert set(answer["pairs"]["state_known"]) == {0}
    assert "No pair of this class" in client.get("/two-maps").text


def test_the_pairs_as_a_sheet(asking: Asking) -> None:
    links = {one.attributes.get("href", "") for one in ReadPage(asking.get("/two-maps?country=EG").text).elements}
    world, own = (
        next(link for link in links if link.startswith("/overlay.csv") and ("EG" in link) is one)
        for one in (False, True)
    )
    rows = list(csv.DictReader(StringIO(asking.get(world).body.decode("utf-8-sig"))))
    assert {(row["a"], row["b"]): row["class"] for row in rows if (row["a"], row["b"]) in CLASS_OF} == CLASS_OF
    chosen = list(csv.DictReader(StringIO(asking.get(own).body.decode("utf-8-sig"))))
    assert chosen
    assert all("EG" in (row["a"], row["b"]) for row in chosen)


def test_the_tables_hold_the_widest_only(index: AtlasIndex) -> None:
    many = [
        {"a": "DE", "b": f"{first}{second}", "class": "contrary", "city_ties": 5, "hostile": True, "sanction_ab": True}
        for first in "FGH"
        for second in "ABCDEFGHIJ"
    ]
    narrow = {"a": "DE", "b": "NL", "class": "substitute", "city_ties": 1, "sanction_ba": True}
    lapsed = {"a": "CN", "b": "DE", "class": "substitute", "city_ties": 2, "rupture": True, "recognises_ba": False}
    pairs = made(*many, narrow, lapsed)
    page = build(index, pairs, build_overlay_map(index, pairs, 2026), [])
    assert [line.grounds for line in page.contrary] == ["sanction"] * SHOWN_PAIRS
    assert [line.b.id for line in page.contrary[:2]] == ["iso:FA", "iso:FB"]
    assert [line.grounds for line in page.substitute] == [
        "relations ended, and with them recognition",
        "sanction on arms or persons only",
    ]
    assert (page.pairs, page.city_ties) == (32, 153)
