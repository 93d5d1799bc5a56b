"""Conditions as dated figures, and drivers as somebody coded them, on made-up cities."""

import pytest
from tests.profiles.made_cities import CITY, city, figure, made, state, tie
from tests.snapshot.made import said

from proxenia.errors import InputError
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import Condition, Driver
from proxenia.profiles.city_record import CityRecord, city_record
from proxenia.profiles.condition import CONDITION_TABLE, CONDITIONS, condition_table, conditions_found, conditions_of
from proxenia.profiles.driver import SIDES
from proxenia.profiles.figure import Figure
from proxenia.profiles.ground import ProfileGround

KM_A_DEGREE = 111.195


def figures(*statements: Statement, year: int = 2020) -> dict[str, Figure]:
    found = conditions_found(ProfileGround(made(*statements, year=year), (CITY,)), CITY)
    return {one.id: one for condition in found for one in condition.figures}


def test_the_conditions_are_those_of_the_vocabulary_and_unknown_where_nobody_tells() -> None:
    assert list(CONDITIONS) == [term.value for term in Condition]
    found = conditions_found(ProfileGround(made(*city(CITY, None)), (CITY,)), CITY)
    assert [(one.known, one.figures, bool(one.missing)) for one in found] == [(False, (), True)] * len(CONDITIONS)


def test_figures_of_city_region_and_country_are_labelled() -> None:
    rows = [
        *city(CITY, "XA", "XA-01"),
        *state("XA"),
        figure(CITY, "urban_population", "500000", unit="persons"),
        figure(CITY, "border_distance", "12.5", None, unit="km", source="edition"),
        figure("iso:XA", "income", "40000", unit="USD"),
        figure("iso:XA", "federal", "1"),
        figure("iso:XA", "regional_autonomy", "20"),
        figure("iso:XA-01", "regional_autonomy", "23.5"),
    ]
    told = figures(*rows)
    assert {name: (one.value, one.of, one.date) for name, one in told.items()} == {
        "urban_population": (500_000.0, "city", "2015"),
        "country_income": (40_000.0, "country", "2015"),
        "border_distance": (12.5, "city", "2010"),
        "region_autonomy": (23.5, "region", "2015"),
        "federal": (1.0, "country", "2015"),
        "regional_autonomy": (20.0, "country", "2015"),
    }
    assert told["region_autonomy"].subject == "iso:XA-01"
    assert "border_distance" in figures(*rows, year=1990), "a border without a date of its own is told on every day"
    assert "urban_population" not in figures(*rows, year=2014)


def harbour(identifier: str, place: str, size: str) -> list[Statement]:
    return [*city(identifier, location=place), said(identifier, "harbour", "edition", value=size)]


def test_the_nearest_harbour_is_computed_and_a_hub_is_medium_or_large() -> None:
    rows = [
        *city(location="0 0"),
        *harbour("gn:10", "1 0", "very_small"),
        *harbour("gn:11", "0 3", "large"),
        *harbour("gn:12", "-2.5 0", "small"),
    ]
    told = figures(*rows)
    assert told["harbour_distance"].value == pytest.approx(KM_A_DEGREE, rel=1e-3)
    assert told["hub_distance"].value == pytest.approx(3 * KM_A_DEGREE, rel=1e-3)
    assert (told["hub_distance"].records, told["hub_distance"].sources) == (("gn:11",), ("edition",))
    assert "Name of gn:11 (size: large)" in (told["hub_distance"].note or "")
    assert (told["hub_distance"].date, told["hub_distance"].dated_by) == ("2010", "edition")


def test_harbours_across_the_antimeridian_and_at_the_pole_are_near() -> None:
    rows = [*city(location="179.9 0"), *harbour("gn:10", "-179.9 0", "large"), *harbour("gn:11", "170 0", "large")]
    assert figures(*rows)["hub_distance"].value == pytest.approx(0.2 * KM_A_DEGREE, rel=1e-3)
    polar = [*city(location="0 90"), *harbour("gn:10", "123 89", "large"), *harbour("gn:11", "0 80", "large")]
    assert figures(*polar)["hub_distance"].value == pytest.approx(KM_A_DEGREE, rel=1e-3)


def test_offices_with_the_own_state_stand_for_representation() -> None:
    rows = [*city(), *state("XA"), *state("XB"), tie(CITY, "iso:XB", "representation")]
    assert "offices_at_centre" not in figures(*rows)
    told = figures(*rows, tie(CITY, "iso:XA", "representation"))["offices_at_centre"]
    assert (told.value, told.date, told.dated_by, len(told.records)) == (1.0, "2020-12-31", "day", 1)


def test_all_cities_at_once_are_told_the_same_as_each_alone() -> None:
    world = made(*city(), *city("gn:2"), *state("XA"), figure("iso:XA", "federal", "0"), figure("gn:2", "income", "3"))
    table = conditions_of(world)
    assert table.schema == CONDITION_TABLE
    for one in (CITY, "gn:2"):
        own = ProfileGround(world, (one,))
        assert conditions_found(own, one) == conditions_found(ProfileGround(world), one, table=table)
        assert condition_table(own).equals(table.filter(table["city"] == one))


ACT = [
    said("act:x", "event", value="aid", period="2010", title="Aid", driver="citizen_activism", coder="A person"),
    said("gn:1", "participation", object="act:x", role="donor"),
    said("gn:2", "participation", object="act:x", role="recipient"),
]


def record(of: str, *statements: Statement, year: int = 2020) -> CityRecord:
    return city_record(made(*city("gn:1"), *city("gn:2"), *state("XA"), *statements, year=year), of)


def test_a_driver_is_of_the_one_that_acts() -> None:
    told = record("gn:1", *ACT).drivers
    assert [(one.record, one.driver, one.side, one.coder, one.confidence, one.date) for one in told.coded] == [
        ("act:x", "citizen_activism", "inside_out", "A person", None, "2010")
    ]
    assert record("gn:2", *ACT).drivers.coded == ()
    assert record("gn:1", *ACT, year=2005).drivers.coded == ()
    culture = record("gn:1", *ACT).conditions[0]
    assert [(one.id, one.value) for one in culture.figures] == [("citizen_driven", 1.0)]


def test_the_driver_of_a_tie_is_its_subjects_though_the_tie_has_no_direction() -> None:
    coded = tie("gn:2", "gn:1", driver="network_push", source="lines")
    assert record("gn:1", coded).drivers.by_side == {"inside_out": 0, "outside_in": 0}
    told = record("gn:2", coded, tie("gn:1", "gn:2")).drivers
    assert (told.by_driver, told.by_side) == ({"network_push": 1}, {"inside_out": 0, "outside_in": 1})


def test_a_record_coded_twice_counts_once_and_each_statement_is_shown() -> None:
    again = said("act:x", "event", "lines", value="aid", period="2010", title="Aid", driver="citizen_activism")
    told = record("gn:1", *ACT, again).drivers
    assert (len(told.coded), told.by_driver) == (2, {"citizen_activism": 1})


def test_every_driver_comes_from_one_side() -> None:
    assert SIDES.keys() == {driver.value for driver in Driver}
    assert sorted(driver for driver, side in SIDES.items() if side == "outside_in") == [
        "network_push",
        "organisation_call",
    ]


def test_the_record_of_a_state_is_refused() -> None:
    with pytest.raises(InputError, match="only cities have profiles"):
        record("iso:XA")
