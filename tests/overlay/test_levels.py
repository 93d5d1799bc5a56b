"""Both levels and the context on made worlds: every row of what counts, from which day, and where silence is told."""

from dataclasses import replace
from typing import Any

import pytest
from tests.overlay.worlds import (
    HOSTS,
    LISTED,
    UNION,
    at_home,
    between,
    city,
    laid,
    mission,
    missions_to,
    sent_by,
    state,
)
from tests.snapshot.made import said

from proxenia.model.statement import Statement

AB = (*state("AA", "Aland"), *state("BB", "Beland"))
CITIES = (*at_home(100, "AA"), *at_home(200, "BB"))
TWINNED = said("gn:100", "twinning", object="gn:200", period="1950/..")
LISTS = sent_by("AA", "BB")


def row(statements: tuple[Statement, ...], when: int | str) -> dict[str, Any]:
    """The row of Aland and Beland."""
    pairs = laid((*AB, *statements), when).pairs.iter_rows(named=True)
    return next(found for found in pairs if (found["a"], found["b"]) == ("AA", "BB"))


# The state level


def test_silence_is_a_finding_only_where_a_list_tells_both_well() -> None:
    assert row((*CITIES, TWINNED, *LISTS), 2011)["class"] == "substitute"
    assert row((*CITIES, *LISTS), 2011)["class"] == "absent"
    four = (*LISTS[:-5], *missions_to("BB", HOSTS[:4]))
    assert row((*CITIES, TWINNED, *four), 2011)["class"] == "unknown"
    assert row((*CITIES, TWINNED, *LISTS), 2009)["class"] == "unknown", "the list is of 2010"


def test_a_list_holds_from_its_date_on_though_its_missions_are_older() -> None:
    old = tuple(mission(sender, host, period="1950/..") for sender in ("AA", "BB") for host in HOSTS[:5])
    statements = (*CITIES, TWINNED, *(told for host in HOSTS for told in state(host)), *old)
    assert [row(statements, year)["class"] for year in (2000, 2011)] == ["unknown", "substitute"]


def test_members_of_a_body_of_defence_are_allied_while_both_belong_to_it() -> None:
    nato = (
        said("px:nato", "kind", value="igo"),
        said("px:nato", "name", value="Pact", language="en"),
        said("iso:AA", "membership", object="px:nato", period="1949-08-24/.."),
        said("iso:BB", "membership", object="px:nato", period="1982-05-30/2001"),
    )
    found = [row((*CITIES, TWINNED, *nato), year) for year in (1981, 1990, 2002)]
    assert [one["class"] for one in found] == ["unknown", "aligned", "unknown"]
    report = laid((*AB, *CITIES, TWINNED, *nato), 1990).pair("AA", "BB")
    assert "both belong to the Pact, whose members defend each other (1982-05-30 to 2001-12-31;" in report.reason
    assert [told.says for told in report.evidence if told.level == "state"] == ["Membership", "Membership"]


def test_one_list_must_tell_both() -> None:
    other = tuple(replace(told, source="list") for told in LISTS[-5:])
    assert row((*CITIES, TWINNED, *LISTS[:-5], *other), 2011)["class"] == "unknown"


def test_five_missions_in_one_state_are_not_five_states() -> None:
    kinds = ("embassy", "consulate", "consulate general", "high commission", "permanent mission")
    one_host = tuple(mission("BB", "HA", kind) for kind in kinds)
    assert row((*CITIES, TWINNED, *LISTS[:-5], *one_host), 2011)["state_known"] is False


def test_an_undated_mission_counts_from_the_date_of_its_list() -> None:
    statements = (*CITIES, TWINNED, mission("AA", "BB"))
    assert row(statements, "2010-06-14")["class"] == "unknown"
    found = row(statements, "2010-06-15")
    assert (found["class"], found["missions_ab"], found["missions_ba"]) == ("aligned", 1, 0)


def test_a_dated_mission_counts_from_its_opening_to_its_end() -> None:
    statements = (*CITIES, TWINNED, mission("BB", "AA", period="1960/1980-03"))
    assert [row(statements, when)["missions_ba"] for when in (1959, 1960, 1979, "1980-03-31", "1980-04-01")] == [
        0,
        1,
        1,
        1,
        0,
    ]


def test_each_office_counts_by_its_own_dates() -> None:
    statements = (
        mission("AA", "BB", "consulate", period="1990/.."),
        mission("AA", "BB", "embassy", period="1950/.."),
        mission("AA", "BB", "honorary consulate", period="1940/.."),
        mission("AA", "BB", "consulate general"),
    )
    assert [row(statements, when)["missions_ab"] for when in (1945, 1955, 1995, 2011)] == [0, 1, 2, 3]


def test_a_closed_office_says_nothing_after_its_list() -> None:
    statements = (mission("AA", "BB", status="ended"),)
    assert row(statements, 2011)["state_known"] is False


def test_the_same_office_in_two_rows_is_one() -> None:
    again = mission("AA", "BB", listed="2010-06-16")
    assert row((mission("AA", "BB"), again), 2011)["missions_ab"] == 1


def test_relations_and_alliances_tie() -> None:
    relation = said("iso:AA", "diplomatic_relation", "register", object="iso:BB", period="1970/1990")
    alliance = said("iso:AA", "alliance", "register", object="iso:BB", period="1950/1960")
    statements = (*CITIES, TWINNED, relation, alliance)
    classes = [row(statements, year)["class"] for year in (1949, 1955, 1965, 1975, 1995)]
    assert classes == ["unknown", "aligned", "unknown", "aligned", "unknown"]


def test_missing_relations_outrank_a_mission_but_not_an_alliance() -> None:
    none_kept = between("no_relations", "BB", "AA", "1960/..")
    offices = (*CITIES, TWINNED, mission("AA", "BB", period="1950/.."), none_kept)
    assert [row(offices, year)["class"] for year in (1955, 1965)] == ["aligned", "substitute"]
    allied = said("iso:AA", "alliance", "register", object="iso:BB", period="1950/..")
    assert row((*offices, allied), 1965)["class"] == "aligned"


def test_an_office_that_nobody_dates_and_no_dated_list_names_counts_from_its_reading() -> None:
    said_of = said("iso:AA", "representation", "bare", object="iso:BB", mission="embassy")
    office = replace(said_of, retrieved_at="2020-05-01")
    found = [row((*CITIES, TWINNED, office), when)["missions_ab"] for when in ("2020-04-30", "2020-05-01", 2031)]
    assert found == [0, 1, 0]


def test_an_undated_value_counts_from_the_day_its_page_was_read() -> None:
    statements = (*CITIES, TWINNED, between("no_relations", "AA", "BB", read="2020-05-01"))
    assert [row(statements, when)["class"] for when in ("2020-04-30", "2020-05-01")] == ["unknown", "substitute"]


def test_a_conflict_is_hostile_until_it_ends() -> None:
    office = mission("AA", "BB", period="1950/..")
    statements = (*CITIES, TWINNED, office, between("armed_conflict", "AA", "BB", "1961-01-03/2015-07-20"))
    classes = [row(statements, when)["class"] for when in (1960, 1961, "2015-07-20", "2015-07-21")]
    assert classes == ["aligned", "contrary", "contrary", "aligned"]


@pytest.mark.parametrize(
    ("listed", "afterwards"), [("2015-07-20", ("unknown", 0)), ("2016-02", ("aligned", 1)), ("2010", ("unknown", 0))]
)
def test_a_rupture_closes_offices_until_a_later_list_names_them(listed: str, afterwards: tuple[str, int]) -> None:
    office = mission("AA", "BB", period="1950/..", listed=listed)
    statements = (*CITIES, TWINNED, office, between("rupture", "AA", "BB", "1961-01-03/2015-07-20"))
    found = [row(statements, when) for when in ("1961-01-02", "1961-01-03", "2015-07-20", "2015-07-21")]
    told = [(one["class"], one["missions_ab"]) for one in found]
    assert told == [("aligned", 1), ("contrary", 0), ("contrary", 0), afterwards]


def test_several_ruptures_close_an_office_each_time() -> None:
    breaks = [between("rupture", "AA", "BB", period) for period in ("1961/1963", "1970/1972", "2012/..")]
    office = mission("AA", "BB", period="1950/..", listed="2010-06-15")
    years = (1955, 1962, 1965, 1971, 1980, 2011, 2013)
    found = [row((*CITIES, TWINNED, office, *breaks), year)["missions_ab"] for year in years]
    assert found == [1, 0, 1, 0, 1, 1, 0]


def test_an_undated_office_is_not_believed_where_one_does_not_recognise_the_other() -> None:
    recognised = said("iso:CC", "recognition", "register", object="iso:BB", period="1950/..")
    undated = (*CITIES, TWINNED, mission("BB", "AA"), recognised, *sent_by("AA", "BB"))
    found = row(undated, 2015)
    assert (found["class"], found["missions_ba"], found["state_known"]) == ("unknown", 1, False)
    assert row((*undated, mission("BB", "AA", period="1994/..", kind="mission of Beland: embassy")), 2015)["tied"]
    by_both = said("iso:AA", "recognition", "register", object="iso:BB", period="2011/..")
    assert row((*undated, by_both), 2015)["class"] == "aligned"
    assert row((*undated, by_both), 2010)["class"] == "unknown"


@pytest.mark.parametrize(("when", "wanted"), [(2015, True), ("2020-06-14", True), (2021, False)])
def test_what_a_list_leaves_open_goes_on_for_ten_years(when: int | str, wanted: bool) -> None:
    allied = said("iso:AA", "alliance", "missions", object="iso:BB", period="1950/..", listed=LISTED)
    assert row((*CITIES, TWINNED, allied), when)["alliance"] is wanted
    assert row((*CITIES, TWINNED, mission("AA", "BB", period="1950/..")), when)["tied"] is wanted
    endless = said("iso:AA", "alliance", "register", object="iso:BB", period="1950/..")
    assert row((*CITIES, TWINNED, endless), when)["alliance"]


def test_a_value_of_zero_says_that_it_is_not_so() -> None:
    denied = said("iso:AA", "rupture", "register", object="iso:BB", value="0", period="1961/..")
    assert row((*CITIES, TWINNED, denied), 2011)["state_known"] is False


def test_hostile_states_without_city_ties_are_absent() -> None:
    assert row((*CITIES, between("rupture", "AA", "BB", "1961/..")), 2000)["class"] == "absent"


def test_a_rupture_with_a_polity_no_longer_recognised_is_no_hostility() -> None:
    rupture = between("rupture", "AA", "BB", "1979-01-01/..")
    recognised = said("iso:AA", "recognition", "register", object="iso:BB", period="1928/1978-12-31", status="ended")
    assert row((*CITIES, TWINNED, rupture), 2000)["class"] == "contrary"
    found = row((*CITIES, TWINNED, rupture, recognised), 2000)
    assert (found["class"], found["rupture"], found["recognises_ab"]) == ("substitute", True, False)


def sanction(subject: str, target: str, **more: Any) -> Statement:
    return said(subject, "sanction", "register", object=target, **{"period": "2014-07-31/..", **more})


def member(code: str, period: str | None, body: str = UNION, **more: Any) -> Statement:
    return said(f"iso:{code}", "membership", "register", object=body, period=period, **more)


UNITED = said(UNION, "kind", "register", value="igo")


def test_a_sanction_is_told_by_direction() -> None:
    found = row((*CITIES, TWINNED, sanction("iso:BB", "iso:AA")), 2015)
    assert (found["sanction_ab"], found["sanction_ba"], found["class"]) == (False, True, "contrary")


def test_a_sanction_of_the_union_binds_its_members_while_they_are_members() -> None:
    statements = (*CITIES, TWINNED, UNITED, sanction(UNION, "iso:BB"), member("AA", "1973-01-01/2020-01-31"))
    flags = [row(statements, when)["sanction_ab"] for when in ("2014-07-30", "2014-07-31", 2019, "2020-01-31", 2020)]
    assert flags == [False, True, True, True, False]


def test_a_sanction_against_the_union_meets_its_members() -> None:
    statements = (*CITIES, TWINNED, UNITED, sanction("iso:BB", UNION), member("AA", "1973-01-01/.."))
    found = row(statements, 2015)
    assert (found["sanction_ab"], found["sanction_ba"], found["class"]) == (False, True, "contrary")


def test_another_body_binds_nobody() -> None:
    club = said("px:club", "kind", "register", value="igo")
    statements = (*CITIES, TWINNED, club, sanction("px:club", "iso:BB"), member("AA", "1973/..", "px:club"))
    assert row(statements, 2015)["state_known"] is False


@pytest.mark.parametrize(
    ("restricts", "wanted"),
    [
        ("arms", "aligned"),
        ("persons", "aligned"),
        ("sectors", "contrary"),
        ("everything", "contrary"),
        ("", "contrary"),
    ],
)
def test_only_wide_sanctions_are_hostile(restricts: str, wanted: str) -> None:
    more = {"restricts": restricts} if restricts else {}
    statements = (*CITIES, TWINNED, mission("AA", "BB"), sanction("iso:AA", "iso:BB", **more))
    found = row(statements, 2015)
    assert (found["sanction_ab"], found["class"]) == (True, wanted)


def test_a_narrow_sanction_alone_does_not_make_silence_a_finding() -> None:
    statements = (*CITIES, TWINNED, sanction("iso:AA", "iso:BB", restricts="arms"))
    found = row(statements, 2015)
    assert (found["sanction_ab"], found["state_known"], found["class"]) == (True, False, "unknown")


def test_a_lifted_sanction_is_over() -> None:
    lifted = sanction("iso:AA", "iso:BB", period="2014/2016-05-01", status="ended")
    assert [row((lifted,), when)["sanction_ab"] for when in ("2016-05-01", "2016-05-02")] == [True, False]


# The city level


def test_city_ties_are_counted_by_kind_between_two_countries() -> None:
    statements = (
        *CITIES,
        TWINNED,
        *city(300, "AA", kind="region"),
        said("gn:300", "treaty", object="gn:200", period="1990/.."),
        said("gn:201", "agreement", object="gn:100", period="1990/.."),
        said("gn:201", "partnership", object="gn:101", period="1990/.."),
        said("gn:101", "membership", object="gn:201", period="1990/.."),
        said("gn:201", "twinning", object="gn:101", period="1990/1994"),
    )
    found = row(statements, 1995)
    counts = [found[name] for name in ("city_ties", "twinning", "agreement", "partnership", "treaty")]
    assert counts == [4, 1, 1, 1, 1]


def test_a_place_of_which_nobody_says_what_it_is_counts_as_a_city() -> None:
    place = (said("list:Somewhere", "country", object="iso:BB"), said("list:Somewhere", "name", value="Somewhere"))
    tie = said("gn:100", "twinning", object="list:Somewhere", period="1990/..")
    assert row((*CITIES, *place, tie), 1995)["twinning"] == 1


def test_a_suspended_tie_does_not_count_and_a_dormant_one_does() -> None:
    statements = (
        *CITIES,
        TWINNED,
        said("gn:101", "twinning", object="gn:201", period="1960/..", status="suspended", status_since="2022-03"),
        said("gn:101", "agreement", object="gn:201", period="1960/..", status="dormant", status_since="2005"),
        said("gn:100", "agreement", object="gn:201", period="1960/..", status="signed"),
    )
    before, after = row(statements, 2000), row(statements, 2022)
    assert [before[name] for name in ("city_ties", "suspended", "dormant")] == [3, 0, 0]
    assert [after[name] for name in ("city_ties", "suspended", "dormant")] == [2, 1, 1]


def test_an_undated_city_tie_counts_from_its_first_list() -> None:
    tie = said("gn:100", "twinning", object="gn:200")
    assert [row((*CITIES, tie), when)["city_ties"] for when in ("2010-06-14", "2010-06-15")] == [0, 1]


def test_a_country_without_any_city_tie_in_force_has_no_data() -> None:
    office = mission("AA", "BB", period="1900/..")
    only_one = (*at_home(100, "AA"), office)
    assert row(only_one, 1950)["class"] == "unknown"
    late = (*at_home(100, "AA"), *at_home(200, "BB", since=1960), office)
    assert [row(late, year)["class"] for year in (1959, 1960)] == ["unknown", "latent"]


def test_a_tie_that_is_only_suspended_gives_no_data() -> None:
    asleep = said("gn:100", "twinning", object="gn:101", period="1900/..", status="suspended")
    statements = (*city(100, "AA"), *city(101, "AA"), asleep, *at_home(200, "BB"), mission("AA", "BB"))
    assert row(statements, 2011)["city_known"] is False


# The context


def test_votes_are_the_latest_and_not_older_than_five_years() -> None:
    votes = [
        said("iso:BB", "vote_agreement", "register", object="iso:AA", value=value, unit="share", period=period)
        for value, period in (("0.5", "2000/2004"), ("0.75", "2005/2009"))
    ]
    found = [row(tuple(votes), when)["vote_agreement"] for when in (1999, 2004, 2007, 2009, "2014-12-31", 2015)]
    assert found == [None, 0.5, 0.75, 0.75, 0.75, None]


def test_organisations_are_shared_while_both_are_members() -> None:
    statements = (
        UNITED,
        member("AA", "1960/.."),
        member("BB", "1970/1990"),
        said("px:other", "kind", "register", value="igo"),
        member("BB", "1950/..", "px:other"),
    )
    shared = [row(statements, year)["shared_organisations"] for year in (1949, 1955, 1975, 1995)]
    assert shared == [None, 0, 1, 0]


def test_a_membership_of_lists_lapses_with_the_next_list_of_its_source() -> None:
    statements = (
        UNITED,
        member("AA", None, listed="2000"),
        member("BB", None, listed="2010"),
        *state("CC"),
        member("CC", None, listed="2014"),
        member("AA", "1950/..", "px:other"),
        said("px:other", "kind", "register", value="igo"),
    )

    def shared(when: int, one: str, two: str) -> int | None:
        pairs = laid((*AB, *statements), when).pairs.iter_rows(named=True)
        return next(found["shared_organisations"] for found in pairs if (found["a"], found["b"]) == (one, two))

    assert [shared(year, "BB", "CC") for year in (2013, 2014)] == [0, 0]
    assert [shared(year, "AA", "BB") for year in (2009, 2010, 2013)] == [0, 0, 0]
    both = (*statements, member("AA", None, listed="2010", summary="again"))
    pairs = laid((*AB, *both), 2012).pairs.iter_rows(named=True)
    assert next(found["shared_organisations"] for found in pairs if (found["a"], found["b"]) == ("AA", "BB")) == 1


def test_recognition_is_told_by_direction_and_null_while_nobody_speaks() -> None:
    other = said("iso:CC", "recognition", "register", object="iso:BB", period="1990/..")
    statements = (*state("CC"), other)
    assert [row(statements, year)["recognises_ab"] for year in (1980, 1995)] == [None, False]
    assert row(statements, 1995)["recognises_ba"] is None
    own = said("iso:AA", "recognition", "register", object="iso:BB", period="1992/1999", status="ended")
    assert [row((*statements, own), year)["recognises_ab"] for year in (1991, 1995, 2000)] == [False, True, False]


def test_values_of_a_list_of_pairs_come_first() -> None:
    facts = [
        said("iso:BB", name, "register", object="iso:AA", value=value)
        for name, value in (("distance", "123.5"), ("contiguity", "1"), ("common_language", "0"), ("colonial_tie", "0"))
    ]
    languages = [said(f"iso:{code}", "official_language", "register", value="fr") for code in ("AA", "BB")]
    found = row((*facts, *languages), 2000)
    told = [found[name] for name in ("distance_km", "contiguous", "common_language", "colonial_tie")]
    assert told == [123.5, True, False, False]


def test_official_languages_fill_the_gap_where_both_are_known() -> None:
    french = said("iso:AA", "official_language", "register", value="fr-CA")
    for tag, wanted in (("fr", True), ("de", False)):
        other = said("iso:BB", "official_language", "register", value=tag)
        assert row((french, other), 2000)["common_language"] is wanted
    assert row((french,), 2000)["common_language"] is None


def test_distance_is_measured_between_capitals_else_the_largest_cities() -> None:
    quarter_km = 10_007.557
    largest = (
        *city(100, "AA", place="0 0", population=10),
        *city(101, "AA", place="50 50", population=9),
        *city(200, "BB", place="90 0", population=5),
    )
    assert row(largest, 2000)["distance_km"] == pytest.approx(quarter_km, abs=0.01)
    capital = said("iso:BB", "capital", "register", object="gn:201")
    seat = city(201, "BB", place="45 0", population=1)
    assert row((*largest, *seat, capital), 2000)["distance_km"] == pytest.approx(quarter_km / 2, abs=0.01)
    assert row((), 2000)["distance_km"] is None


def test_people_are_told_or_null() -> None:
    pairs = laid((*state("AA", population=7), *state("BB")), 2000).pairs
    assert pairs.select("population_a", "population_b").row(0) == (7, None)


def test_states_of_the_past_are_no_pairs_of_today() -> None:
    gone = (said("px:gone", "kind", value="state"), said("px:gone", "dissolved", period="1990"))
    over = (*state("ZZ"), said("iso:ZZ", "dissolved", "register", period="1990"))
    assert laid((*AB, *gone, *over), 1980).pairs.select("a", "b").rows() == [("AA", "BB")]


def test_a_relation_that_nobody_dates_counts_from_the_day_its_page_was_read() -> None:
    kept = replace(said("iso:AA", "diplomatic_relation", "bare", object="iso:BB"), retrieved_at="2020-05-01")
    found = [row((*CITIES, TWINNED, kept), when) for when in ("2020-04-30", "2020-05-01")]
    assert [(one["relation"], one["class"]) for one in found] == [(False, "unknown"), (True, "aligned")]
