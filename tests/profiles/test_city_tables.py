"""What is taken of one city from the tables of all is what is found of it alone."""

import pytest
from tests.atlas.test_profiles import WORLD
from tests.factory import THIS_YEAR
from tests.profiles.made_cities import SOURCES
from tests.snapshot.made import compiled

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import city_profile
from proxenia.atlas.statement_places import StatementPlaces
from proxenia.profiles.city_record import city_record
from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.registry import PROFILES
from proxenia.snapshot.snapshot import Snapshot


@pytest.fixture(scope="module")
def world() -> Snapshot:
    """Give a world made for tests."""
    return compiled(*WORLD, sources=SOURCES)


@pytest.mark.parametrize("city", ["gn:1", "gn:2", "gn:3", "gn:4"])
def test_a_city_alone_and_from_the_tables_of_all(world: Snapshot, city: str) -> None:
    snapshot = world.as_of(THIS_YEAR)
    tables = CityTables.of(snapshot)
    assert city_record(snapshot, city, tables=tables) == city_record(snapshot, city)
    index = AtlasIndex(world)
    alone = city_profile.build(index, snapshot, city, as_of=THIS_YEAR)
    places = StatementPlaces(world)
    assert city_profile.build(index, snapshot, city, as_of=THIS_YEAR, tables=tables, places=places) == alone


def test_nothing_is_known_of_a_city_that_is_not_there(world: Snapshot) -> None:
    tables = CityTables.of(world.as_of(THIS_YEAR))
    assert tables.conditions_of("gn:99") == []
    assert tables.findings("gn:99") == []
    assert "gn:99" not in tables.answers
    assert len(tables.findings("gn:1")) == len(PROFILES)


def test_the_answers_of_a_city_stand_in_the_order_of_the_profiles(world: Snapshot) -> None:
    tables = CityTables.of(world.as_of(THIS_YEAR))
    for city, answers in tables.answers.items():
        assert list(answers) == list(PROFILES)
        assert answers == {row["profile"]: row["answer"] for row in tables.findings(city)}
    assert set(tables.answers) == set(tables.profiles["city"])


def test_the_answers_shown_are_those_of_the_city_and_of_its_peers(world: Snapshot) -> None:
    page = city_profile.build(AtlasIndex(world), world.as_of(THIS_YEAR), "gn:1", as_of=THIS_YEAR)
    labels = {one.id: one.label for one in page.profiles}
    own, of_peers = city_profile.shown_answers(page)
    told = [{one.id: one.answer for one in page.profiles}, *(line.answers for line in page.peers)]
    for shown, answers in zip([own, *of_peers], told, strict=True):
        for words, answer in ((shown.has, "yes"), (shown.has_not, "no"), (shown.unknown, "unknown")):
            assert words == ", ".join(labels[one] for one in labels if answers.get(one) == answer)
