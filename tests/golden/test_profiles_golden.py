"""Profiles on the founding register: for each a city that has it and one that has not, with what decides; then all.

Three profiles need more than the register to say no or to say anything: how much municipalities decide, where residents
came from. There the publishers' tables of the reference data are read beside it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import polars as pl
import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register, import_source
from proxenia.ledger import Ledger, open_ledger
from proxenia.profiles.cases import case_of
from proxenia.profiles.city_record import city_record
from proxenia.profiles.condition import conditions_of
from proxenia.profiles.driver import coded_drivers
from proxenia.profiles.finding import NO, UNKNOWN, YES, Finding
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.registry import PROFILES, findings_of, profiles_of
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.as_of import Undated
from proxenia.snapshot.choice import Choice, choose, trimmed
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
YEAR = 2026
REGISTER = "founding_register"
TOKYO, BRUGES, BERLIN, BRUSSELS, LYON = "gn:1850147", "gn:2800931", "gn:2950159", "gn:2800866", "gn:2996944"
TAIPEI, BARCELONA, RAMALLAH, MONTREAL, TORONTO = (
    "gn:1668341",
    "gn:3128760",
    "gn:282239",
    "gn:6077243",
    "gn:6167865",
)
LONDON, LISBON, DUBLIN, AMSTERDAM, ROTTERDAM, RIYADH = (
    "gn:2643743",
    "gn:2267057",
    "gn:2964574",
    "gn:2759794",
    "gn:2747891",
    "gn:108410",
)
COLUMBUS, HOUSTON = "gn:4256038", "gn:4699066"
LONGEST_ALL = 2.0
"""Seconds for all profiles of all cities, also of a register ten times as large."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[Ledger]:
    with open_ledger(tmp_path_factory.mktemp("profiles") / "ledger.sqlite") as opened:
        import_founding_register(opened, gazetteer, recorded_at=MOMENT)
        yield opened


@pytest.fixture(scope="module")
def register(ledger: Ledger) -> Snapshot:
    """Give the register alone."""
    return compile_snapshot(ledger, code_version="test").as_of(YEAR)


@pytest.fixture(scope="module")
def world(register: Snapshot, ledger: Ledger, gazetteer: Gazetteer, reference_dir: Path) -> Snapshot:
    """Give the register with the indices of autonomy and the UN's tables of migrants."""
    state = reference_dir / "state"
    for source, folder, files in (
        ("autonomy", "autonomy_rai", ("rai_country_scores.csv",)),
        ("autonomy", "autonomy_lai", ("lai_1990_2014.csv",)),
        ("autonomy", "autonomy_federal", ("federal_political_systems.csv",)),
        ("migrant_stock", "migrant_stock", ("un_migrant_stock_od_long_1990_2000_2010_2019.csv",)),
        ("migrant_stock", "migrant_stock", ("stock_totals_2020.csv",)),
    ):
        for file in files:
            reading = Context(describe(source), state / folder / file, "2026-11-22", countries=gazetteer.countries)
            import_source(reader_of(source), reading, ledger, gazetteer, recorded_at=MOMENT)
    return compile_snapshot(ledger, code_version="test").as_of(YEAR)


def finding(snapshot: Snapshot, profile: str, city: str) -> Finding:
    return PROFILES[profile].compute(snapshot, city)


def reference_of(snapshot: Snapshot, found: Finding) -> str:
    said = snapshot.evidence.filter(pl.col("statement").is_in(list(found.statements)))
    return " ".join(said["reference"].sort())


def test_tokyo_is_a_mega_city_and_berlin_is_none_by_their_urban_areas(register: Snapshot) -> None:
    tokyo = finding(register, "mega_city", TOKYO)
    assert (tokyo.answer, tokyo.value, tokyo.date, tokyo.of) == (YES, 33_400_000, "2025", "city")
    assert tokyo.sources == (REGISTER,)
    assert "http" in reference_of(register, tokyo)
    assert finding(register, "mega_city", BERLIN).value == 3_552_000
    assert finding(register, "mega_city", BERLIN).answer == NO


def test_bruges_is_no_mega_city_and_its_municipality_decides_nothing(register: Snapshot) -> None:
    bruges = finding(register, "mega_city", BRUGES)
    assert bruges.answer == NO
    assert (bruges.value, bruges.date) == (255_844, "2008-01-01")
    assert bruges.value < bruges.threshold
    assert bruges.statements, "the figure leads to who says so"
    assert [one.id for one in bruges.beside] == ["population"]


def test_dubai_is_no_mega_city_by_its_urban_area(register: Snapshot) -> None:
    dubai = finding(register, "mega_city", "gn:292223")
    assert (dubai.answer, dubai.value, dubai.date, dubai.of) == (NO, 2_785_000, "2018", "city")
    assert "UN_WorldCities_2018.csv" in reference_of(register, dubai)


def test_before_a_figure_was_told_nothing_is_known(register: Snapshot) -> None:
    assert finding(register.as_of(2017), "mega_city", TOKYO).answer == UNKNOWN
    assert finding(register.as_of(2020), "mega_city", TOKYO).value == 37_468_000


def test_london_is_a_gateway_and_barcelona_is_none(register: Snapshot) -> None:
    london, barcelona = (finding(register, "immigrant_gateway", one) for one in (LONDON, BARCELONA))
    assert (london.answer, london.value, london.date, london.of) == (YES, 2_998_264, "2011", "city")
    assert (barcelona.answer, barcelona.value, barcelona.date) == (NO, 572_459, "2024-01-01")
    assert london.sources == barcelona.sources == (REGISTER,)


def test_lower_bounds_say_at_least(register: Snapshot) -> None:
    riyadh, lisbon = (finding(register, "immigrant_gateway", one) for one in (RIYADH, LISBON))
    assert (riyadh.answer, riyadh.value, riyadh.at_least) == (YES, 1_000_000, True)
    assert "At least 1,000,000" in riyadh.reason
    assert (lisbon.answer, lisbon.value, lisbon.at_least) == (UNKNOWN, 100_000, True), "a bound is no number below"


@pytest.mark.parametrize(
    ("city", "polity", "of", "since"),
    [
        (TAIPEI, "iso:TW", "country", "1971/.."),
        (BARCELONA, "iso:ES-CT", "region", "2006/.."),
        (RAMALLAH, "iso:PS", "country", "1988-11-15/.."),
        (MONTREAL, "iso:CA-QC", "region", "1965-04-12/.."),
    ],
)
def test_cities_of_quasi_sovereign_polities(register: Snapshot, city: str, polity: str, of: str, since: str) -> None:
    found = finding(register, "quasi_sovereign", city)
    assert (found.answer, found.subject, found.of, found.date, found.value) == (YES, polity, of, since, 1.0)
    assert (found.sources, found.tested) == ((REGISTER,), "quasi_sovereign")
    assert found.note


def test_lyon_and_toronto_lie_in_no_such_polity(register: Snapshot) -> None:
    lyon, toronto = (finding(register, "quasi_sovereign", one) for one in (LYON, TORONTO))
    assert (lyon.answer, lyon.case, lyon.subject) == (NO, "elsewhere", "iso:FR")
    assert (toronto.answer, toronto.case) == (NO, "elsewhere"), "another province is one, and its own is known"
    assert "geonames" in lyon.sources
    assert lyon.statements


@pytest.mark.parametrize("city", [BERLIN, BRUSSELS])
def test_berlin_and_brussels_lie_in_decentralised_countries(register: Snapshot, city: str) -> None:
    found = finding(register, "decentralised_country", city)
    assert (found.answer, found.of, found.date) == (YES, "country", "2015")
    assert found.subject in {"iso:DE", "iso:BE"}
    assert [one.id for one in found.beside] == ["regional_autonomy"]


@pytest.mark.parametrize(("city", "regions", "municipalities"), [(LISBON, 3.803829, 58.4), (DUBLIN, 3.0, 33.1)])
def test_lisbon_and_dublin_do_not_by_both_indices(
    world: Snapshot, register: Snapshot, city: str, regions: float, municipalities: float
) -> None:
    found = finding(world, "decentralised_country", city)
    assert (found.answer, found.case, found.of) == (NO, "both_below", "country")
    assert found.value == pytest.approx(regions)
    assert pytest.approx(municipalities) in finding_figures(world, city)
    alone = finding(register, "decentralised_country", city)
    assert alone.answer in {NO, UNKNOWN}
    if alone.answer == UNKNOWN:
        assert "municipalities" in alone.missing


def finding_figures(snapshot: Snapshot, city: str) -> list[float]:
    autonomy = next(one for one in city_record(snapshot, city).conditions if one.id == "autonomy")
    return [one.value for one in autonomy.figures if one.value is not None]


def test_amsterdam_has_diaspora_ties_by_what_is_coded(register: Snapshot) -> None:
    found = finding(register, "diaspora_ties", AMSTERDAM)
    assert (found.answer, found.case, found.tested) == (YES, "coded", "migrant_driver")
    assert "act:amsterdam-earthquake-2023" in found.records
    assert found.value == len(found.records)


def test_without_a_coded_driver_the_share_of_ties_decides(world: Snapshot) -> None:
    table = profiles_of(world).filter(pl.col("profile") == "diaspora_ties")
    counted = table.filter(pl.col("case").is_in(["share", "share_below"]))
    assert set(counted["answer"]) == {YES, NO}
    city = counted.filter(pl.col("answer") == NO).sort("city").row(0, named=True)
    assert (city["value"], city["answer"]) == (count_again(world, city["city"]), NO)
    other = counted.filter(pl.col("answer") == YES).sort("city").row(0, named=True)
    assert (other["value"], other["answer"]) == (count_again(world, other["city"]), YES)


def count_again(snapshot: Snapshot, city: str) -> float:
    """Count the share in plain Python: ties in force abroad, and the five main origins of the country."""
    country = {row[0]: row[1] for row in snapshot.actors.select("id", "country").iter_rows()}
    local = set(snapshot.actors.filter(pl.col("kind").fill_null("city").is_in(["city", "region"]))["id"])
    stock = [
        (row["number"], row["b"])
        for row in snapshot.dyads.filter(pl.col("attribute") == "migrant_stock").iter_rows(named=True)
        if row["a"] == f"iso:{country[city]}" and row["period"] == "2019" and row["number"]
    ]
    origins = {origin[4:] for _, origin in sorted(stock, key=lambda pair: (-pair[0], pair[1]))[:5]}
    there = []
    for tie in snapshot.ties.iter_rows(named=True):
        if city not in (tie["a"], tie["b"]) or tie["kind"] not in {"twinning", "agreement", "partnership", "treaty"}:
            continue
        other = tie["b"] if tie["a"] == city else tie["a"]
        in_force = tie["status"] not in {"proposed", "negotiated", "signed", "suspended"}
        if in_force and other in local and country.get(other) not in (None, country[city]):
            there.append(country[other])
    return sum(one in origins for one in there) / len(there)


def test_columbus_lives_from_exports_and_houston_does_not(register: Snapshot) -> None:
    columbus, houston = (finding(register, "export_oriented", one) for one in (COLUMBUS, HOUSTON))
    assert (columbus.answer, columbus.value, columbus.date, columbus.of) == (YES, 0.4642, "2017", "city")
    assert (houston.answer, houston.value, houston.date) == (NO, 0.1732, "2017")
    assert columbus.sources == houston.sources == (REGISTER,)
    assert finding(register, "export_oriented", TOKYO).answer == UNKNOWN, "nobody tells what its own area exports"


def test_no_figure_stands_without_date_and_source(register: Snapshot) -> None:
    known_sources = set(register.sources["id"])
    known_statements = set(register.evidence["statement"])
    ground = ProfileGround(register)
    table = profiles_of(register)
    assert table.select("city", "profile").n_unique() == table.height == ground.cities.height * len(PROFILES) > 5_000
    for row in (*table.iter_rows(named=True), *conditions_of(register).iter_rows(named=True)):
        if row["value"] is not None or row.get("answer") in {YES, NO}:
            assert row["date"], row
            assert row["dated_by"] in {"figure", "edition", "reading", "day"}, row
            assert row["of"] in {"city", "region", "country"}, row
            assert row["subject"], row
            assert row["sources"], row
            assert set(row["sources"]) <= known_sources, row
            assert row["statements"], row
            assert set(row["statements"]) <= known_statements, row
        else:
            assert row["answer"] == UNKNOWN, row


@pytest.mark.parametrize("year", [1950, 1985, 2010, 2024])
@pytest.mark.parametrize("undated", ["listed", "never"])
def test_what_is_dated_once_for_all_days_is_what_a_day_alone_gives(
    register: Snapshot, year: int, undated: Undated
) -> None:
    day = register.as_of(year, undated=undated)
    alone = replace(day, tables=dict(day.tables), whole=None)
    assert alone.ties.height < register.ties.height
    for work in (profiles_of, conditions_of, coded_drivers):
        assert work(day).equals(work(alone)), work


def test_what_is_chosen_of_a_day_is_not_all_of_it(register: Snapshot) -> None:
    day, choice = register.as_of(YEAR), Choice.of(role="signatory")
    assert day.whole is register
    chosen = choose(day, choice)
    assert chosen.snapshot.whole is None
    assert trimmed(chosen).whole is None
    drivers = coded_drivers(chosen.snapshot)
    assert 0 < drivers.height < coded_drivers(day).height
    assert set(drivers["record"]) <= {*chosen.snapshot.ties["id"], *chosen.snapshot.acts["id"]}


def test_every_finding_of_every_city_in_words_has_a_reason_and_says_what_is_missing(register: Snapshot) -> None:
    ground = ProfileGround(register)
    table = profiles_of(register)
    every = sorted({city for _, part in table.group_by("profile", "case") for city in part["city"].sort()[:3]})
    for city in every:
        for found in findings_of(ground, city, table=table):
            assert found.reason.endswith((".", "…")) or found.note, found
            assert bool(found.missing) is (found.answer == UNKNOWN), found
            for one in found.beside:
                assert one.date, one
                assert one.sources, one
                assert one.statements, one


def test_all_profiles_of_all_cities_are_told_in_time(world: Snapshot) -> None:
    fresh = Snapshot(tables=world.tables, manifest=world.manifest, aliases=world.aliases)
    start = perf_counter()
    profiles_of(fresh)
    assert perf_counter() - start < LONGEST_ALL


def test_a_renewed_agreement_is_not_ended_by_an_older_protocol(ledger: Ledger) -> None:
    whole = compile_snapshot(ledger, code_version="test")
    ports = case_of(whole, "rotterdam-shanghai-ports", now=whole.as_of(YEAR))
    assert ports.status == "active"
    standing = {(record.kind, record.until, record.standing) for record in ports.records}
    assert standing == {("partnership", "2006", "dead"), ("agreement", None, "live")}
