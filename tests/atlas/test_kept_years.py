"""Years that are kept for good: their pages are those that are computed when somebody asks, and this year stays."""

import asyncio
from dataclasses import replace

import polars as pl
import pytest
from tests.asking import Asking
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.page_memory import KeptPages
from proxenia.atlas.prepared import keep_years, until_computed
from proxenia.atlas.remembered import Background, Remembered
from proxenia.atlas.world import FIRST_SLIDER_YEAR, AtlasWorld
from proxenia.overlay.alignment_ties import CityGround
from proxenia.overlay.overlay import Overlay
from proxenia.profiles.city_tables import CityTables, TableStores
from proxenia.profiles.compare_ties import HeldTies
from proxenia.profiles.condition import condition_table
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.registry import profile_table
from proxenia.snapshot.as_of import TablesOfADay
from proxenia.snapshot.row_store import RowStore
from proxenia.snapshot.snapshot import Snapshot

YEARS = (1950, 1990, 2022)


def same_tables(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert one.schema == other.schema
    assert one.equals(other)
    assert one.height > 0


@pytest.mark.parametrize("year", YEARS)
def test_tables_of_cities_come_back_as_they_were(snapshot: Snapshot, year: int) -> None:
    stores = TableStores()
    for other in YEARS:
        CityTables.of(snapshot.as_of(other), stores)
    alone, held = CityTables.of(snapshot.as_of(year)), CityTables.of(snapshot.as_of(year), stores)
    ground = ProfileGround(snapshot.as_of(year))
    same_tables(held.profiles, profile_table(ground))
    assert held.conditions.equals(condition_table(ground))
    assert dict(alone.answers) == dict(held.answers)
    for city in alone.answers:
        assert (alone.findings(city), alone.conditions_of(city)) == (held.findings(city), held.conditions_of(city))


def test_pairs_come_back_as_they_were(snapshot: Snapshot) -> None:
    store = RowStore()
    for year in YEARS:
        computed, laid_in = (replace(Overlay.of(snapshot, year)) for _ in range(2))
        laid_in.lay_in(store)
        assert "_computed" not in laid_in.__dict__
        same_tables(computed.pairs, laid_in.pairs)
        for code in computed.names:
            assert computed.of_country(code).equals(laid_in.of_country(code))
        one, other = sorted(computed.names)[:2]
        assert computed.pair(one, other) == laid_in.pair(one, other)
    assert len(store) < 2 * computed.pairs.height


@pytest.mark.parametrize("year", YEARS)
def test_pages_of_a_year_that_is_kept_are_those_that_are_computed(snapshot: Snapshot, year: int) -> None:
    one, other = sorted(Overlay.of(snapshot, year).names)[:2]
    pages = (f"/country/{one}", f"/country-pair/{one}/{other}", "/overlay.csv", "/profiles", "/country/FR")
    addresses = [f"{page}?as_of={year}" for page in pages]
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


def test_what_is_kept_is_not_computed_again(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(snapshot, this_year=THIS_YEAR, kept=KeptPages(most_bytes=0))
    world: AtlasWorld = app.state.atlas
    world.keep_year(1990)
    for work in ("proxenia.profiles.city_tables.profile_table", "proxenia.overlay.overlay.pairs_on"):
        monkeypatch.setattr(work, lambda *_: pytest.fail("computed again"))
    monkeypatch.setattr(CityGround, "of", lambda *_: pytest.fail("computed again"))
    monkeypatch.setattr(HeldTies, "of", lambda *_: pytest.fail("computed again"))
    world.keep_year(1990)
    city = snapshot.actors.filter(pl.col("kind") == "city")["id"][0]
    one, other = sorted(world.countries_of.overlay(1990).names)[:2]
    for page in (f"/country/{one}", f"/country-pair/{one}/{other}", f"/city/{city}", f"/city/{city}/profile"):
        assert Asking(app).get(f"{page}?as_of=1990").status_code == 200, page


def test_what_is_kept_holds_no_filtered_table_of_actors(snapshot: Snapshot) -> None:
    world = AtlasWorld(snapshot, this_year=THIS_YEAR)
    world.keep_year(1990)
    city = snapshot.actors.filter(pl.col("kind") == "city")["id"][0]
    world.profiles.city(city, year=1990)
    tables = world.profiles.snapshot(1990).tables
    assert isinstance(tables, TablesOfADay)
    assert "actors" not in tables.filtered


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
