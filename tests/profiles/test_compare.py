"""Cities side by side: every number by hand on a small made-up world, and what cannot be compared."""

from typing import Any

import pytest
from tests.overlay.made_cities import city, state, tie
from tests.snapshot.made import compiled, said

from proxenia.errors import InputError, NotFoundError
from proxenia.model.period import FAR_FUTURE, FAR_PAST, day_number
from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.compare import (
    METHOD,
    ComparedCity,
    Comparison,
    TieCount,
    check_cities,
    compare_cities,
    comparison_of,
)
from proxenia.profiles.compare_ground import CompareGround
from proxenia.profiles.compare_ties import WITHOUT_DATE, ComparedTie, HeldTies, YearTies, ties_by_year
from proxenia.snapshot.snapshot import Snapshot

# Made for this test: three cities, five partners, two city networks.
A, B, C = "gn:1", "gn:2", "gn:3"
YEAR = 2020


def placed(identifier: str, country: str, longitude: float) -> list[Any]:
    return [*city(identifier, country), said(identifier, "location", value=f"{longitude} 0", unit="degrees")]


def world() -> Snapshot:
    city_networks = [
        line
        for one in ("px:net-one", "px:net-two")
        for line in (said(one, "kind", value="city_network"), said(one, "name", value=one))
    ]
    return compiled(
        *(line for code in ("XA", "XB", "XC") for line in state(f"iso:{code}", code)),
        *placed(A, "XA", 0.0),
        *placed(B, "XB", 10.0),
        *city(C, "XC"),
        *placed("gn:4", "XB", 90.0),
        *placed("gn:5", "XA", 1.0),
        *city("gn:6", "XC"),
        *city("gn:7", "XC"),
        *city_networks,
        tie(A, "gn:4", period="1990/.."),
        tie(A, "gn:5", period="2000/.."),
        tie(A, "gn:6", period="1960/2010", status="ended"),
        tie(A, "gn:7", status="suspended", status_since="2015"),
        tie(A, B, "agreement", period="2005/..", fields="economy;peace"),
        said(A, "membership", object="px:net-one", fields="peace", listed="2018"),
        tie(B, "gn:4", period="2010/.."),
        tie(B, "gn:6", period="2011/..", status="dormant", status_since="2019"),
        tie(B, "px:net-one", "membership", period="2001/.."),
        tie(B, "px:net-two", "membership", period="2002/.."),
        tie(C, "gn:5", period="2025/.."),
    )


def compared(*cities: str, year: int = YEAR) -> Comparison:
    whole = world()
    return compare_cities(whole, cities, now=whole.as_of(year))


def numbers(counts: tuple[TieCount, ...]) -> dict[str, int]:
    assert all(one.number == len(one.ties) == len(set(one.ties)) for one in counts), (
        "a number is the number of its ties"
    )
    return {one.word: one.number for one in counts if one.number}


def first(found: Comparison) -> ComparedCity:
    return found.cities[0]


def test_live_suspended_and_dead_ties_are_told_apart() -> None:
    one, two = compared(A, B).cities
    assert numbers(one.by_standing) == {"live": 4, "suspended": 1, "dead": 1}
    assert (one.suspended_share, one.dead_share, one.dormant_share) == (0.2, round(1 / 6, 6), 0.0)
    assert numbers(two.by_standing) == {"live": 5}
    assert (two.dormant.number, two.dormant_share) == (1, 0.2)


def test_ties_by_kind_and_field_count_the_live_ones() -> None:
    one = first(compared(A, B))
    assert numbers(one.by_kind) == {"twinning": 2, "agreement": 1, "membership": 1}
    assert numbers(one.by_field) == {"intercity": 2, "economy": 1, "peace": 2}, "a tie of two fields counts in both"
    assert one.dated.number == 3


def test_reach_worked_by_hand() -> None:
    reach = first(compared(A, B)).reach
    assert (reach.partners, reach.placed) == (3, 3)
    assert [(one.country, one.partners) for one in reach.countries] == [("XB", 2)], "the own country is not reached"
    # 90, 10 and 1 degrees of the equator, 111.19508 km each.
    assert reach.farthest == "gn:4"
    assert reach.farthest_km == pytest.approx(10007.6, abs=0.05)
    assert reach.median_km == pytest.approx(1112.0, abs=0.05)
    assert reach.mean_km == pytest.approx(101 / 3 * 111.19508, abs=0.05)
    nowhere = compared(A, C, year=2026).cities[1].reach
    assert (nowhere.partners, nowhere.placed, nowhere.mean_km, nowhere.farthest) == (1, 0, None, None)


def test_shared_and_missing_partners() -> None:
    found = compared(A, B)
    lines = {line.id: line for line in found.partners}
    assert set(lines["gn:4"].ties) == {A, B}
    assert found.partners[0].id == "gn:4", "the partner of both comes first"
    assert set(lines["gn:6"].ties) == {B}
    assert set(lines["gn:6"].former) == {A}, "it was tied once"
    assert "gn:7" not in lines, "a suspended tie alone makes no partner"
    one, two = found.cities
    assert one.missing_partners == ("gn:6",)
    assert two.missing_partners == ("gn:5",)
    assert len(found.among) == 1


def test_memberships_shared_and_missing() -> None:
    found = compared(A, B)
    assert [(line.id, len(line.ties)) for line in found.memberships] == [("px:net-one", 2), ("px:net-two", 1)]
    assert found.cities[0].missing_memberships == ("px:net-two",)
    assert found.cities[1].missing_memberships == ()


def test_years_follow_what_was_in_force_and_keep_the_undated_apart() -> None:
    found = compared(A, B)
    assert (found.first_year, found.last_year) == (1941, 2020)
    of = {(line.year, line.word): line.ties for line in first(found).years}
    assert (1959, "intercity") not in of
    assert of[1960, "intercity"] == 1
    assert of[2009, "intercity"] == 4, "gn:4, gn:5, gn:6 and gn:7"
    assert of[2010, "intercity"] == 4, "the last day of 2010 is still in the interval"
    assert of[2015, "intercity"] == 2, "gn:6 ended, gn:7 is suspended"
    assert (2017, "no_date") not in of
    assert of[2018, "no_date"] == of[2020, "no_date"] == 1, "from the list that names it"
    assert of[2020, "economy"] == of[2020, "peace"] == 1


def held(since: int, until: int, *, fields: tuple[str, ...] = ("peace",), undated: bool = False) -> ComparedTie:
    return ComparedTie(
        *("tie:1", "twinning", fields, "gn:9", "live", "active", None, None), undated=undated, since=since, until=until
    )


def test_years_begin_and_end_with_their_last_day() -> None:
    first_day, last_day = day_number(2018, 1, 1), day_number(2018, 12, 31)
    ties = (
        held(last_day, last_day, fields=("peace", "economy")),
        held(last_day + 1, FAR_FUTURE),
        held(FAR_PAST, first_day, undated=True),
        held(FAR_PAST, last_day - 1),
        held(day_number(2021, 1, 1), FAR_FUTURE, fields=("culture",)),
        held(last_day, first_day, fields=("culture",)),
    )
    assert ties_by_year(ties, last=2020, years=4) == (
        YearTies(2017, WITHOUT_DATE, 1),
        YearTies(2017, "peace", 1),
        YearTies(2018, "economy", 1),
        YearTies(2018, "peace", 1),
        YearTies(2019, "peace", 1),
        YearTies(2020, "peace", 1),
    )


@pytest.mark.parametrize("year", [1959, 1985, 2010, 2018, 2020, 2026])
def test_what_everybody_shares_gives_the_same_comparison(year: int) -> None:
    whole = world()
    now = whole.as_of(year)
    everybody = {one: whole.actor(one) for one in whole.actors["id"]}
    ground = CompareGround(now, everybody, HeldTies.of(whole, now), CityTables.of(now))
    assert comparison_of(check_cities(whole, (B, A, C)), ground) == compare_cities(whole, (B, A, C), now=now)
    assert ground.ties.of_actor("gn:404") == ()


@pytest.mark.parametrize("year", [1959, 1985, 2010, 2014, 2018, 2020, 2026])
def test_the_last_year_agrees_with_the_snapshot_as_of_it(year: int) -> None:
    whole = world()
    now = whole.as_of(year)
    for one in compare_cities(whole, (A, B, C), now=now).cities:
        in_force = {tie.id for tie in one.ties if tie.standing == "live"}
        last = sum(line.ties for line in one.years if line.year == year)
        undated = sum(tie.undated for tie in one.ties if tie.standing == "live")
        fields = sum(len(tie.fields) for tie in one.ties if tie.standing == "live" and not tie.undated)
        assert last == undated + fields
        assert in_force <= set(now.ties["id"])


def test_the_profiles_stand_beside_and_a_region_has_none() -> None:
    found = compared(A, B)
    for one in found.cities:
        assert len({finding.id for finding in one.profiles}) == len(one.profiles) == 6
        assert {finding.answer for finding in one.profiles} <= {"yes", "no", "unknown"}
    whole = compiled(*city("iso:XA-R", "XA", kind="region"), *city(A, "XA"), tie("iso:XA-R", A))
    region = compare_cities(whole, ("iso:XA-R", A), now=whole.as_of(YEAR)).cities[0]
    assert (region.kind, region.profiles) == ("region", ())
    assert numbers(region.by_standing) == {"live": 1}


def test_what_begins_later_is_not_there_and_is_not_dead() -> None:
    assert numbers(compared(A, C).cities[1].by_standing) == {}
    assert compared(A, C).cities[1].dead_share is None
    assert numbers(compared(A, C, year=2026).cities[1].by_standing) == {"live": 1}


@pytest.mark.parametrize(
    ("cities", "words"),
    [
        ((A,), "1 city was given to compare"),
        ((), "0 cities were given"),
        ((A, B, C, "gn:4", "gn:5", "gn:6"), "6 cities were given"),
        ((A, A), r"Name of gn:1 \(gn:1\) was given twice"),
        ((A, "iso:XA"), "is a state"),
        ((A, "px:net-one"), "is a city network"),
    ],
)
def test_what_cannot_be_compared_is_told(cities: tuple[str, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        compared(*cities)


def test_nobody_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        compared(A, "gn:404")


def test_the_payload_is_plain_and_the_same_each_time() -> None:
    one = compared(B, A, C).as_json()
    assert one == compared(B, A, C).as_json()
    assert [city["id"] for city in one["cities"]] == [B, A, C], "in the order asked for"
    assert one["method"] == METHOD
