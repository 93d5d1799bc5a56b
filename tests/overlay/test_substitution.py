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
    one = found(*region, said_so, polity="iso:XA-R")
    assert (one.city_ties, one.recognised_by, one.organisations) == (None, None, (UN,))
    assert list(one.evidence.values()) == ["For want of a state."]


def test_a_member_is_no_such_polity() -> None:
    with pytest.raises(InputError, match="no polity without full recognition") as caught:
        found(polity="iso:XA")
    assert POLITY in caught.value.expected
