"""What is kept of a year as few bytes: pages from it are those that are computed, and this year stays."""

import asyncio

import polars as pl
import pytest
from tests.asking import Asking
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.packed_years import PackedYears
from proxenia.atlas.page_memory import KeptPages
from proxenia.atlas.prepared import keep_years, until_computed
from proxenia.atlas.profiles_by_year import ProfilesByYear
from proxenia.atlas.remembered import Background, Remembered
from proxenia.atlas.world import FIRST_SLIDER_YEAR, AtlasWorld
from proxenia.overlay.overlay import Overlay
from proxenia.profiles.city_tables import CityTables
from proxenia.snapshot.packed import packed, unpacked
from proxenia.snapshot.snapshot import Snapshot

YEARS = (1950, 1990, 2022)


def same_tables(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert one.schema == other.schema
    assert one.equals(other)
    assert one.height > 0


@pytest.mark.parametrize("year", YEARS)
def test_tables_of_cities_come_back_as_they_were(snapshot: Snapshot, year: int) -> None:
    before = CityTables.of(snapshot.as_of(year))
    after = CityTables.unpacked(before.packed())
    same_tables(before.profiles, after.profiles)
    assert before.conditions.equals(after.conditions)
    assert dict(before.answers) == dict(after.answers)


@pytest.mark.parametrize("year", YEARS)
def test_pairs_come_back_as_they_were(snapshot: Snapshot, year: int) -> None:
    before, after = Overlay.of(snapshot, year), Overlay.of(snapshot, year)
    after.unpack(before.packed())
    assert "pairs" in after.__dict__
    assert before is not after
    same_tables(before.pairs, after.pairs)
    for code in before.names:
        assert before.of_country(code).equals(after.of_country(code))


def test_few_bytes_are_few() -> None:
    table = pl.DataFrame({"city": [f"gn:{number}" for number in range(10_000)], "answer": ["unknown"] * 10_000})
    assert len(packed(table)) < table.estimated_size() / 3
    assert unpacked(packed(table)).equals(table)


@pytest.mark.parametrize("year", YEARS)
def test_pages_of_a_year_that_is_kept_are_those_that_are_computed(snapshot: Snapshot, year: int) -> None:
    addresses = [f"{page}?as_of={year}" for page in ("/country/FR", "/country-pair/DE/FR", "/overlay.csv", "/profiles")]
    cities = snapshot.actors.filter(pl.col("kind") == "city")["id"].head(4)
    addresses += [f"/city/{city}{page}?as_of={year}" for city in cities for page in ("", "/profile")]
    computed, kept = (make_app(snapshot, this_year=THIS_YEAR, kept=KeptPages(most_bytes=0)) for _ in range(2))
    kept.state.atlas.keep_year(year)
    for address in addresses:
        one, other = Asking(computed).get(address), Asking(kept).get(address)
        assert (one.status_code, one.body) == (other.status_code, other.body), address


def test_every_year_of_the_slider_is_kept_while_nobody_asks(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, kept = AtlasWorld(snapshot, this_year=THIS_YEAR), list[int]()
    monkeypatch.setattr(AtlasWorld, "keep_year", lambda _, year: kept.append(year))
    quiet = iter([0.0, 0.0, *[1.0] * 200])  # somebody asks twice, then nobody
    asyncio.run(keep_years(world, lambda: next(quiet)))
    world.levels.background.close()
    assert kept == list(range(THIS_YEAR - 1, FIRST_SLIDER_YEAR - 1, -1))


def test_what_is_kept_is_not_computed_again() -> None:
    computed = list[int]()
    years = PackedYears(lambda year: computed.append(year) or year, pack=str, unpack=lambda _, text: int(text))
    years.keep(1990, 1990)
    assert (1990 in years, 1991 in years) == (True, False)
    assert (years(1990), years(1991)) == (1990, 1991)
    assert computed == [1991]


def test_tables_of_a_kept_year_are_taken_from_few_bytes(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    world = AtlasWorld(snapshot, this_year=THIS_YEAR)
    profiles = ProfilesByYear(world.index, world.levels.snapshot, Background())
    profiles.keep_year(1990, snapshot.as_of(1990))
    before = CityTables.of(snapshot.as_of(1990)).profiles
    monkeypatch.setattr(CityTables, "of", lambda _: pytest.fail("computed again"))
    profiles.keep_year(1990, snapshot.as_of(1990))
    found = profiles.tables(1990)
    assert found is not None
    same_tables(before, found.profiles)


def test_what_is_told_to_stay_is_not_forgotten() -> None:
    asked = list[int]()
    years = Remembered(lambda year: asked.append(year) or year, most=2)
    years.stay(2026)
    for year in (2026, 1990, 1991, 1992, 2026, 1992):
        assert years(year) == year
    assert asked == [2026, 1990, 1991, 1992]


def test_a_year_that_fails_is_told_and_the_next_is_kept(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world, kept = AtlasWorld(snapshot, this_year=THIS_YEAR), list[int]()

    def keep_year(_: AtlasWorld, year: int) -> None:
        if year == 1990:
            raise ZeroDivisionError
        kept.append(year)

    monkeypatch.setattr(AtlasWorld, "keep_year", keep_year)
    asyncio.run(keep_years(world, lambda: 1.0))
    world.levels.background.close()
    assert kept == [year for year in range(THIS_YEAR - 1, FIRST_SLIDER_YEAR - 1, -1) if year != 1990]
    assert "the year 1990 is not kept ready" in caplog.text


def test_work_waits_until_there_is_room_behind_the_answers(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    world, done = AtlasWorld(snapshot, this_year=THIS_YEAR), list[str]()
    ask, room = Background.ask, iter([False, False, True])
    monkeypatch.setattr(Background, "ask", lambda self, work: next(room) and ask(self, work))
    asyncio.run(until_computed(world, lambda: done.append("done")))
    world.levels.background.close()
    assert done == ["done"]
