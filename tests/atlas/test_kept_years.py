"""Years that are kept for good: their pages are those that are computed when somebody asks, and this year stays."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
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
        assert "_computed_table" not in laid_in.__dict__
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


def test_of_what_is_kept_no_table_is_filtered(snapshot: Snapshot) -> None:
    app = make_app(snapshot, this_year=THIS_YEAR, kept=KeptPages(most_bytes=0))
    world: AtlasWorld = app.state.atlas
    world.keep_year(1990)
    cities = snapshot.actors.filter(pl.col("kind") == "city")["id"].to_list()
    addresses = [f"/city/{city}{page}" for city in cities for page in ("", "/profile")]
    for address in ("/cases", f"/compare?city={cities[0]}&city={cities[1]}", *addresses):
        assert Asking(app).get(f"{address}{'&' if '?' in address else '?'}as_of=1990").status_code in {200, 404}, (
            address
        )
    held = world.profiles.snapshot(1990).tables, world.countries_of.standings(1990).ground.snapshot.tables
    for tables in held:
        assert isinstance(tables, TablesOfADay)
        assert vars(tables)["_filtered"] == {}


def test_a_year_that_fails_midway_is_kept_the_next_time(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    world = AtlasWorld(snapshot, this_year=THIS_YEAR)
    with monkeypatch.context() as failing:
        failing.setattr("proxenia.atlas.countries.by_country", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.keep_year(1990)
    world.keep_year(1990)
    computed = list[int]()
    monkeypatch.setattr("proxenia.atlas.countries.by_country", lambda _: computed.append(1))
    for year in range(1900, 1950):  # more than are remembered
        world.countries_of.overlay(year)
    one = min(world.countries_of.overlay(1990).names)
    assert world.country(one, 1990).code == one
    assert not computed


def test_who_reads_pairs_while_they_are_laid_in_holds_them_no_longer(snapshot: Snapshot) -> None:
    overlay, store = replace(Overlay.of(snapshot, 1990)), RowStore()
    before = replace(overlay).pairs
    with ThreadPoolExecutor(4) as readers:
        read = [readers.submit(lambda: overlay.pairs) for _ in range(8)]
        overlay.lay_in(store)
    assert all(one.result().equals(before) for one in read)
    assert "_computed_table" not in overlay.__dict__


def test_what_stays_takes_no_room_from_the_others() -> None:
    asked = list[int]()
    years = Remembered(lambda year: asked.append(year) or year, most=2)
    for year in range(2000, 2010):
        years(year)
        years.stay(year)
    asked.clear()
    for year in (1932, 1933, 1932, 1933, 2000, 1932, 1934, 1933, 1932):
        assert years(year) == year
    assert asked == [1932, 1933, 1934, 1933, 1932]


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
