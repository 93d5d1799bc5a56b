"""Substitution by hand in a made-up world: XT is recognised by XA alone and is no member of the United Nations."""

import polars as pl
import pytest
from tests.overlay.made_cities import city, ground, on, pair, pairs, state, tie
from tests.snapshot.made import said

from proxenia.errors import InputError
from proxenia.overlay.rule import RULE
from proxenia.overlay.substitution import Substitution, find_polities, substitution_of

UN = "px:united-nations"
POLITY = "iso:XT"
MEMBERS = ("XA", "XB", "XC", "XD")
ELSEWHERE = [pair("XT", f"Y{letter}", "latent", missions_ab=1) for letter in "ABCDE"[: RULE.least_missions_sent - 1]]
TABLE = pairs(
    pair("XA", "XT", "aligned", missions_ab=1, missions_ba=1),
    pair("XB", "XT", "substitute", no_relations=True),
    pair("XC", "XT", "latent", alliance=True),
    pair("XD", "XT", "unknown"),
    *ELSEWHERE,
)
STATES = [
    said(UN, "kind", value="igo"),
    *(row for code in (*MEMBERS, "XT") for row in state(f"iso:{code}", f"State {code}")),
    *(row for one in ELSEWHERE for row in state(f"iso:{one['b']}", one["b"])),
    *(tie(f"iso:{code}", UN, "membership", period="1945/..") for code in MEMBERS),
    tie("iso:XA", POLITY, "recognition", period="1990/.."),
    tie("iso:XC", POLITY, "alliance", period="1990/.."),
]
CITIES = [
    *city("wd:Q1", "XT"),
    *city("wd:Q2", "XT"),
    *(row for n, code in enumerate(MEMBERS) for row in city(f"wd:Q1{n}", code)),
    tie("wd:Q1", "wd:Q10"),
    tie("wd:Q1", "wd:Q11"),
    tie("wd:Q2", "wd:Q11", driver="functional_substitute", summary="A city for its state."),
    tie("wd:Q1", "wd:Q13"),
    tie("wd:Q1", "wd:Q2"),
]


def found(*more: object, table: pl.DataFrame = TABLE, polity: str = POLITY) -> Substitution:
    return substitution_of(ground(table, *STATES, *CITIES, *more), table, polity)


def test_by_hand() -> None:
    one = found()
    # Cities: XA, XB twice, XD; not the tie within XT. State: 2 missions with XA, 4 elsewhere, a recognition, an ally.
    assert one.city_ties == 4
    assert one.state_ties == {"missions": 6, "offices": 0, "relations": 0, "recognition": 1, "alliance": 1}
    assert one.city_share == 4 / 12
    assert (one.recognised_by, one.refused_by) == (1, 1)
    # Partners: XA, XB, XC, XD and the four elsewhere; of XD the state level cannot say.
    assert (one.countries, one.city_countries, one.state_countries) == (8, 3, 6)
    assert (one.cities_only, one.unknown) == (("XB",), ("XD",))
    assert one.cities_only_share == 1 / 7
    assert one.by_class == {"aligned": 1, "substitute": 2, "unknown": 1}
    assert [(carrier.actor, carrier.ties) for carrier in one.carriers] == [("wd:Q1", 3), ("wd:Q2", 1)]
    assert list(one.evidence.values()) == ["A city for its state."]
    assert one.partners[0].country == "XB"
    assert one.as_json()["partners"][0]["class"] == "substitute"


def test_silent_lists_share_nothing_out() -> None:
    quiet = TABLE.with_columns(pl.lit(0, dtype=pl.Int64).alias(name) for name in ("missions_ab", "missions_ba"))
    one = found(table=quiet)
    assert one.city_ties == 4
    assert (one.city_share, one.cities_only, one.cities_only_share) == (None, (), None)
    assert one.unknown == ("XB", "XD")


def test_an_office_that_is_no_mission_is_a_tie_of_the_state() -> None:
    office = tie(POLITY, "iso:XB", "representation", mission="representative office")
    one = found(office)
    assert one.state_ties["offices"] == 1
    assert one.cities_only == ()


def test_whom_the_polity_recognises_is_no_recognition_of_it() -> None:
    one = found(tie(POLITY, "iso:XB", "recognition"))
    assert (one.recognised_by, one.state_ties["recognition"]) == (1, 1)
    assert one.cities_only == ("XB",)


def test_the_office_of_a_mission_after_the_break_is_no_mission() -> None:
    broken = said("iso:XB", "no_relations", object=POLITY, value="1", period="2010/..")
    listed = tie(POLITY, "iso:XB", "representation", mission="embassy", listed="2015")
    before = tie(POLITY, "iso:XB", "representation", mission="embassy", listed="2005")
    table = pairs(*(row for row in TABLE.iter_rows(named=True) if row["a"] != "XB"))
    missions = pair("XB", "XT", "substitute", no_relations=True, missions_ba=1)
    table = pl.concat([table, pairs(missions)]).sort("a", "b")
    after = found(broken, listed, table=table)
    assert (after.state_ties["missions"], after.state_ties["offices"], after.cities_only) == (6, 1, ())
    gone = found(broken, before, table=table)
    assert (gone.state_ties["missions"], gone.state_ties["offices"], gone.cities_only) == (6, 0, ("XB",))


def test_a_polity_without_a_code_has_no_known_cities() -> None:
    polity = [
        *state("px:island", "An island"),
        tie("iso:XA", "px:island", "recognition"),
        tie("px:island", "iso:XA", "representation", mission="embassy", listed="2015"),
    ]
    one = found(*polity, polity="px:island")
    assert (one.city_ties, one.city_share, one.cities_only_share) == (None, None, None)
    assert one.state_ties == {"missions": 1, "offices": 0, "relations": 0, "recognition": 1, "alliance": 0}
    assert [(partner.country, partner.city_ties) for partner in one.partners] == [("XA", None)]


def test_who_is_a_polity_follows_from_recognition_and_membership() -> None:
    assert find_polities(on(*STATES))["id"].to_list() == [POLITY]
    assert find_polities(on(*STATES, year=1980)).is_empty(), "nobody recognised it yet"
    joined = tie(POLITY, UN, "membership", period="2010/..")
    assert find_polities(on(*STATES, joined)).is_empty()
    assert find_polities(on(*STATES, joined, year=2005))["id"].to_list() == [POLITY]
    withdrawn = [row for row in STATES if row.predicate != "recognition"]
    ended = tie("iso:XA", POLITY, "recognition", period="1990/2001", status="ended")
    assert find_polities(on(*withdrawn, ended)).is_empty()


def test_without_any_membership_nobody_can_be_told_apart() -> None:
    assert find_polities(on(*(row for row in STATES if row.predicate != "membership"))).is_empty()


def test_a_region_is_named_only_when_a_source_says_so() -> None:
    region = city("iso:XA-R", "XA", kind="region")
    office = tie("iso:XA-R", UN, "representation")
    assert find_polities(on(*STATES, *region, office))["id"].to_list() == [POLITY]
    said_so = tie("iso:XA-R", UN, "representation", driver="functional_substitute", summary="For want of a state.")
    assert find_polities(on(*STATES, *region, said_so))["id"].to_list() == ["iso:XA-R", POLITY]
    one = found(*region, said_so, polity="iso:XA-R")  # and no source places a city in it
    assert (one.city_ties, one.recognised_by, one.organisations) == (None, None, (UN,))
    assert list(one.evidence.values()) == ["For want of a state."]


QUASI = said("iso:XA-R", "quasi_sovereign", value="1", period="2001/2015-06")


def test_a_region_that_a_source_calls_quasi_sovereign_on_the_day() -> None:
    region = city("iso:XA-R", "XA", kind="region")
    assert "iso:XA-R" not in set(find_polities(on(*STATES, *region, QUASI))["id"]), "it ended in 2015"
    assert "iso:XA-R" in set(find_polities(on(*STATES, *region, QUASI, year=2010))["id"])
    assert "iso:XA-R" not in set(find_polities(on(*STATES, *region, QUASI, year=2000))["id"])
    seen = said("iso:XA-R", "quasi_sovereign", value="1", period="2010")
    assert "iso:XA-R" in set(find_polities(on(*STATES, *region, seen))["id"]), "a year of observation does not end"
    taken_back = said("iso:XA-R", "quasi_sovereign", value="0", period="2018/..")
    assert "iso:XA-R" not in set(find_polities(on(*STATES, *region, seen, taken_back))["id"])
    member = said("iso:XA", "quasi_sovereign", value="1", period="2010")
    assert find_polities(on(*STATES, member))["id"].to_list() == [POLITY], "no member of the United Nations"
    twice = find_polities(on(*STATES, said(POLITY, "quasi_sovereign", value="1", period="2001/..")))
    assert twice["recognised_by"].to_list() == [1]


def test_a_region_has_the_ties_of_the_cities_that_a_source_places_in_it() -> None:
    region = [*city("iso:XA-R", "XA", kind="region"), said("iso:XA-R", "quasi_sovereign", value="1", period="2001/..")]
    cities = [
        *city("wd:Q21", "XA"),
        said("wd:Q21", "region", object="iso:XA-R"),
        *city("wd:Q22", "XA"),
        said("wd:Q22", "region", object="iso:XA-S"),
        *city("wd:Q23", "XA"),
        tie("wd:Q21", "wd:Q11"),
        tie("wd:Q21", "wd:Q22"),  # at home
        tie("wd:Q22", "wd:Q12"),  # of another region
        tie("wd:Q23", "wd:Q12"),  # nobody tells the region
        tie("wd:Q23", "wd:Q13"),
        tie("iso:XA-R", "wd:Q12"),  # its own
    ]
    one = found(*region, *cities, polity="iso:XA-R")
    assert one.city_ties == 2
    assert [(carrier.actor, carrier.ties) for carrier in one.carriers] == [("iso:XA-R", 1), ("wd:Q21", 1)]
    assert [(partner.country, partner.city_ties) for partner in one.partners] == [("XB", 1), ("XC", 1)]
    # wd:Q10 of the world above lies in XA too and has a tie with XT.
    assert (one.unplaced_cities, one.unplaced_ties) == (2, 3)
    assert (one.city_share, one.cities_only, one.unknown) == (None, (), ("XB", "XC"))
    assert one.as_json()["unplaced_ties"] == 3
    assert (found().unplaced_cities, found().unplaced_ties) == (0, 0)


def test_the_offices_of_a_region_count_when_the_lists_name_enough_of_them() -> None:
    region = [*city("iso:XA-R", "XA", kind="region"), said("iso:XA-R", "quasi_sovereign", value="1", period="2001/..")]
    placed = [*city("wd:Q21", "XA"), said("wd:Q21", "region", object="iso:XA-R"), tie("wd:Q21", "wd:Q11")]
    known = pairs(
        pair("XA", "XB", "aligned", missions_ab=1),
        pair("XA", "XT", "aligned", missions_ab=1),
        *(pair("XA", one["b"], "latent", missions_ab=1) for one in ELSEWHERE),
    )
    hosts = [POLITY, *(f"iso:{one['b']}" for one in ELSEWHERE)]
    offices = [tie("iso:XA-R", host, "representation", mission="representative office") for host in hosts]
    one = found(*region, *placed, *offices, polity="iso:XA-R", table=known)
    assert (one.city_ties, one.state_ties["offices"]) == (1, len(hosts))
    assert one.city_share == 1 / (1 + len(hosts))
    assert (one.cities_only, one.cities_only_share) == (("XB",), 1 / (1 + len(hosts)))
    few = found(*region, *placed, *offices[1:], polity="iso:XA-R", table=known)
    assert (few.city_share, few.cities_only) == (None, ())


def test_a_polity_without_a_code_has_the_cities_that_a_source_places_in_it() -> None:
    polity = [*state("px:island", "An island"), tie("iso:XA", "px:island", "recognition")]
    placed = [*city("wd:Q31", "XD"), said("wd:Q31", "region", object="px:island"), tie("wd:Q31", "wd:Q10")]
    one = found(*polity, *placed, polity="px:island")
    assert (one.city_ties, one.city_share) == (1, None)
    assert [(partner.country, partner.city_ties) for partner in one.partners] == [("XA", 1)]


def test_a_member_is_no_such_polity() -> None:
    with pytest.raises(InputError, match="no polity without full recognition") as caught:
        found(polity="iso:XA")
    assert POLITY in caught.value.expected
