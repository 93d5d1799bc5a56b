"""Each profile on made-up cities: every rule that gives an answer, and what it rests on."""

import pytest
from tests.profiles.made_cities import CITY, city, figure, find, made, state, tie
from tests.snapshot.made import said

from proxenia.errors import InputError, NotFoundError, UnknownValueError
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import Profile
from proxenia.profiles.finding import Finding
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.registry import PROFILE_TABLE, PROFILES, cities_with, findings_of, profiles_of
from proxenia.profiles.thresholds import DIASPORA_ORIGINS, THRESHOLDS

MILLION = 1_000_000


def short(found: Finding) -> tuple[str, str, float | None, str | None]:
    return found.answer, found.case, found.value, found.of


def test_the_profiles_are_those_of_the_vocabulary_with_thresholds_that_say_where_they_come_from() -> None:
    assert set(PROFILES) == {term.value for term in Profile}
    used = {one.id for profile in PROFILES.values() for one in profile.thresholds}
    assert used == set(THRESHOLDS)
    assert all(one.unit and one.meaning and one.origin and one.in_words for one in THRESHOLDS.values())


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], ("unknown", "no_figure", None, None)),
        ([figure(CITY, "population", "20000000", "2019")], ("unknown", "no_figure", None, None)),
        ([figure(CITY, "urban_population", "10000000")], ("yes", "own", 10.0 * MILLION, "city")),
        ([figure(CITY, "urban_population", "9999999")], ("no", "own_below", 9_999_999.0, "city")),
        ([figure("iso:XA", "urban_population", "9999999")], ("no", "country_below", 9_999_999.0, "country")),
        ([figure("iso:XA", "urban_population", "10000000")], ("unknown", "no_figure", None, None)),
        (
            [figure(CITY, "urban_population", "12000000"), figure("iso:XA", "urban_population", "5000000")],
            ("yes", "own", 12.0 * MILLION, "city"),
        ),
    ],
)
def test_only_the_urban_area_makes_a_mega_city(statements: list[Statement], expected: tuple[object, ...]) -> None:
    assert short(find("mega_city", *city(), *state("XA"), *statements)) == expected


@pytest.mark.parametrize(
    ("value", "note", "country", "expected"),
    [
        ("1000000", "", "", ("yes", "own", 1.0 * MILLION, "city")),
        ("1000000", "Lower bound: at least one million", "", ("yes", "own_at_least", 1.0 * MILLION, "city")),
        ("250000", "Lower bound: between 250,000 and a million", "", ("unknown", "bound_below", 250_000.0, "city")),
        (
            "250000",
            "Lower bound: between 250,000 and a million",
            "900000",
            ("no", "country_below", 900_000.0, "country"),
        ),
        ("250000", "", "5000000", ("no", "own_below", 250_000.0, "city")),
    ],
)
def test_a_lower_bound_can_say_yes_and_never_no(
    value: str, note: str, country: str, expected: tuple[object, ...]
) -> None:
    about = {"summary": note} if note else {}
    rows = [figure(CITY, "foreign_born", value, **about)]
    rows += [figure("iso:XA", "foreign_born", country)] if country else []
    found = find("immigrant_gateway", *city(), *state("XA"), *rows)
    assert short(found) == expected
    assert found.at_least is (bool(note) and found.of == "city")
    assert (found.missing != "") is (found.answer == "unknown")


def test_exports_of_the_country_decide_nothing_and_stand_beside() -> None:
    country = figure("iso:XA", "exports", "0.8", unit="share")
    found = find("export_oriented", *city(), *state("XA"), country)
    assert short(found) == ("unknown", "no_figure", None, None)
    assert [(one.of, one.value, one.date) for one in found.beside] == [("country", 0.8, "2015")]
    own = find("export_oriented", *city(), *state("XA"), country, figure(CITY, "exports", "0.15", unit="share"))
    assert short(own) == ("no", "own_below", 0.15, "city")
    assert "15 %" in own.reason
    much = find("export_oriented", *city(), figure(CITY, "exports", "0.2", unit="share"))
    assert short(much) == ("yes", "own", 0.2, "city")


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, ("unknown", "no_figure", None)),
        ({"federal": "1"}, ("yes", "federation", 1.0)),
        ({"federal": "0"}, ("unknown", "half_known", 0.0)),
        ({"federal": "0", "regional_autonomy": "14.9"}, ("unknown", "half_known", 14.9)),
        ({"federal": "0", "regional_autonomy": "15"}, ("yes", "regional_autonomy", 15.0)),
        ({"regional_autonomy": "2", "local_autonomy": "70"}, ("yes", "local_autonomy", 70.0)),
        ({"regional_autonomy": "2", "local_autonomy": "66.6"}, ("no", "both_below", 2.0)),
    ],
)
def test_a_country_is_decentralised_by_one_figure_and_not_so_by_both_indices(
    figures: dict[str, str], expected: tuple[object, ...]
) -> None:
    rows = [figure("iso:XA", name, value) for name, value in figures.items()]
    found = find("decentralised_country", *city(), *state("XA"), *rows)
    assert (found.answer, found.case, found.value) == expected
    assert found.of == ("country" if figures else None)
    assert found.subject == ("iso:XA" if figures else None)
    shown = {"federation": "federal"}.get(found.tested, found.tested)
    assert {one.id for one in found.beside} == set(figures) - {shown}
    assert len(found.statements) == (len(figures) if found.answer != "yes" else 1)


POLITY = [*state("XA"), *state("XB"), figure("iso:XB-CT", "quasi_sovereign", "1", "1990/..", summary="Offices abroad")]


@pytest.mark.parametrize(
    ("country", "region", "expected"),
    [
        ("XA", None, ("no", "elsewhere")),
        ("XB", "XB-CT", ("yes", "named")),
        ("XB", "XB-ZZ", ("no", "elsewhere")),
        ("XB", None, ("unknown", "no_region")),
        (None, None, ("unknown", "no_country")),
        ("GE", "GE-AB", ("unknown", "parted_region")),
        ("GE", "GE-TB", ("no", "elsewhere")),
        ("GE", None, ("unknown", "no_region")),
    ],
)
def test_a_quasi_sovereign_polity_is_found_by_region_or_country(
    country: str | None, region: str | None, expected: tuple[str, str]
) -> None:
    found = find("quasi_sovereign", *city(CITY, country, region), *POLITY)
    assert (found.answer, found.case) == expected
    if found.answer == "yes":
        assert (found.of, found.subject, found.date, found.value) == ("region", "iso:XB-CT", "1990/..", 1.0)
    if found.answer == "no":
        assert (found.of, found.date, found.dated_by) == ("country", "2020-12-31", "day")
        assert found.statements
        assert found.sources == ("list",)


def test_a_polity_that_has_ended_or_not_begun_is_none() -> None:
    ended = figure("iso:XB-CT", "quasi_sovereign", "1", "1990/2005")
    other = figure("iso:XC", "quasi_sovereign", "1", "1950/..")
    rows = [*city(CITY, "XB", "XB-CT"), *state("XA"), *state("XB"), ended, other]
    assert find("quasi_sovereign", *rows, year=2000).answer == "yes"
    assert find("quasi_sovereign", *rows, year=2020).answer == "no"
    assert find("quasi_sovereign", *rows, year=1980).answer == "no"
    assert find("quasi_sovereign", *rows, year=1940).case == "no_list"


def test_a_source_that_looked_and_said_no_is_heard() -> None:
    refused = figure("iso:XC", "quasi_sovereign", "0", "2015", summary="Foreign affairs stay with the centre")
    found = find("quasi_sovereign", *city(CITY, "XC"), *POLITY, refused)
    assert short(found) == ("no", "named_not", 0.0, "country")


def test_a_state_that_some_recognise_and_that_is_no_member_is_one() -> None:
    rows = [*city(CITY, "XP"), *state("XA"), *state("XP", in_un=False), tie("iso:XA", "iso:XP", "recognition")]
    found = find("quasi_sovereign", *rows)
    assert short(found) == ("yes", "recognised_by_some", 1.0, "country")
    assert (found.tested, found.threshold, len(found.records)) == ("recognised_by", 1.0, 1)


def abroad(number: int, country: str, first: int = 100) -> list[Statement]:
    there = [f"gn:{first + place}" for place in range(number)]
    return [row for one in there for row in (*city(one, country), tie(CITY, one))]


def from_there(whose: str, *countries: str, persons: int = 1_000) -> list[Statement]:
    return [
        said(whose, "migrant_stock", object=f"iso:{code}", value=str(persons - place), unit="persons", period="2010")
        for place, code in enumerate(countries)
    ]


@pytest.mark.parametrize(
    ("to_origin", "elsewhere", "expected"),
    [
        (3, 2, ("yes", "share", 0.6)),
        (3, 3, ("yes", "share", 0.5)),
        (2, 3, ("no", "share_below", 0.4)),
        (4, 0, ("unknown", "few_ties", None)),
        (0, 0, ("unknown", "no_ties", None)),
    ],
)
def test_ties_go_to_where_residents_came_from(to_origin: int, elsewhere: int, expected: tuple[object, ...]) -> None:
    ties = [*abroad(to_origin, "XO"), *abroad(elsewhere, "XC", 200)]
    found = find("diaspora_ties", *city(), *state("XA"), *ties, *from_there("iso:XA", "XO"))
    assert (found.answer, found.case, found.value) == expected
    assert [(one.of, one.date) for one in found.beside] == [("country", "2010")]
    if found.value is not None:
        assert len(found.records) == to_origin
        assert "its country" in found.reason


def test_the_citys_own_residents_count_before_those_of_its_country() -> None:
    ties = abroad(5, "XO")
    own = from_there(CITY, "XC")
    found = find("diaspora_ties", *city(), *state("XA"), *ties, *from_there("iso:XA", "XO"), *own)
    assert (found.answer, found.value) == ("no", 0.0)
    assert [one.of for one in found.beside] == ["city"]


def test_only_the_main_origins_by_the_latest_count_are_looked_at() -> None:
    many = [f"X{letter}" for letter in "BCDEFGHI"][:DIASPORA_ORIGINS]
    stock = [*from_there("iso:XA", *many), *from_there("iso:XA", "XO", persons=10)]
    assert find("diaspora_ties", *city(), *state("XA"), *abroad(5, "XO"), *stock).value == 0.0
    later = said("iso:XA", "migrant_stock", object="iso:XO", value="10", unit="persons", period="2015")
    assert find("diaspora_ties", *city(), *state("XA"), *abroad(5, "XO"), *stock, later).value == 1.0
    assert find("diaspora_ties", *city(), *state("XA"), *abroad(5, "XO"), *stock, later, year=2014).value == 0.0


def test_without_migrant_data_it_is_unknown_and_a_coded_driver_decides() -> None:
    rows = [*city(), *state("XA"), *abroad(5, "XO")]
    assert find("diaspora_ties", *rows).case == "no_origins"
    coded = tie(CITY, "gn:100", "agreement", driver="migrant_origins", coder="a rule", confidence="high")
    found = find("diaspora_ties", *rows, coded)
    assert short(found) == ("yes", "coded", 1.0, "city")
    assert (found.tested, found.date, len(found.records)) == ("migrant_driver", "2000", 1)
    assert find("diaspora_ties", *rows, coded, of="gn:100").answer == "unknown", "the driver is of the one that acts"


def test_a_region_and_a_name_that_nobody_bears_have_no_profile() -> None:
    world = made(said("iso:XB-CT", "kind", value="region"), said("iso:XB-CT", "name", value="A region"))
    with pytest.raises(InputError, match="is a region"):
        PROFILES["mega_city"].compute(world, "iso:XB-CT")
    with pytest.raises(NotFoundError):
        PROFILES["mega_city"].compute(world, "gn:404")


WORLD = (
    *city("gn:1", "XB", "XB-CT"),
    *city("gn:2", "XA"),
    *city("gn:3", None),
    *POLITY,
    figure("gn:1", "urban_population", "12000000"),
    figure("gn:2", "urban_population", "11000000"),
    figure("iso:XA", "federal", "1"),
    figure("iso:XB", "foreign_born", "5"),
)


def test_all_cities_at_once_are_told_the_same_as_each_alone() -> None:
    world = made(*WORLD)
    table = profiles_of(world)
    assert table.schema == PROFILE_TABLE
    assert table.select("city", "profile").n_unique() == table.height == 3 * len(PROFILES)
    for one in ("gn:1", "gn:2", "gn:3"):
        alone = findings_of(ProfileGround(world, (one,)), one)
        together = findings_of(ProfileGround(world), one, table=table)
        assert alone == together
        assert [found.id for found in alone] == list(PROFILES)


def test_an_empty_world_has_no_profiles() -> None:
    assert profiles_of(made()).is_empty()


def test_a_list_has_the_highest_value_first_and_knows_its_words() -> None:
    larger = [*city("gn:4", "XA"), figure("gn:4", "urban_population", "11000000")]
    world = made(*WORLD, *larger, said("gn:4", "population", value="9", unit="persons"))
    table = profiles_of(world)
    assert cities_with(world, table, "mega_city")["city"].to_list() == ["gn:1", "gn:4", "gn:2"]
    assert cities_with(world, table, "mega_city", answer="unknown")["city"].to_list() == ["gn:3"]
    with pytest.raises(UnknownValueError, match="mega_town"):
        cities_with(world, table, "mega_town")
    with pytest.raises(UnknownValueError, match="perhaps"):
        cities_with(world, table, "mega_city", answer="perhaps")
