"""Peers of a city: worked by hand on a small made-up world, and the rules that hold in any."""

import math

import pytest
from tests.overlay.made_cities import city, on, state, tie
from tests.snapshot.made import said

from proxenia.errors import InputError, NotFoundError
from proxenia.model.statement import Statement
from proxenia.profiles.peer_components import COMPONENTS
from proxenia.profiles.peers import METHOD, Peer, PeerComponent, peers_in_brief, peers_of
from proxenia.snapshot.snapshot import Snapshot

# Made for this test: four cities that could be alike, three partners, two city networks.
HALL = "gn:1"
TWIN_OF_HALL = "gn:2"
LARGER = "gn:3"
ALONE = "gn:9"


def city_network(identifier: str) -> list[Statement]:
    return [said(identifier, "kind", value="city_network"), said(identifier, "name", value=identifier)]


def world() -> Snapshot:
    cities = [
        *city(HALL, "XA", population=100_000),
        *city(TWIN_OF_HALL, "XB", population=100_000),
        *city(LARGER, "XB", population=5_000_000),
        *city("gn:4", "XC", population=90_000),
        *city("gn:5", "XC", population=3_000),
        *city("gn:6", "XD", population=3_000),
        *city(ALONE, "XD", population=3_000),
    ]
    states = [line for code in ("XA", "XB", "XC", "XD") for line in state(f"iso:{code}", code)]
    members = [said(f"iso:{code}", "membership", object="px:united-nations", period="1950/..") for code in ["XA", "XB"]]
    un = [said("px:united-nations", "kind", value="igo"), said("px:united-nations", "name", value="United Nations")]
    ties = [
        tie(HALL, "gn:4"),
        tie(HALL, "gn:5"),
        tie(TWIN_OF_HALL, "gn:4"),
        tie(TWIN_OF_HALL, "gn:5"),
        tie(LARGER, "gn:6"),
        tie(LARGER, "gn:4", "agreement", fields="economy"),
        tie(HALL, "px:net-one", "membership", fields="economy;peace"),
        tie(TWIN_OF_HALL, "px:net-one", "membership", fields="economy;peace"),
        tie(LARGER, "px:net-two", "membership", fields="peace"),
    ]
    return on(*cities, *states, *members, *un, *city_network("px:net-one"), *city_network("px:net-two"), *ties)


def part(peer: Peer, name: str) -> PeerComponent:
    return next(one for one in peer.components if one.id == name)


def test_the_city_that_is_the_same_in_everything_comes_first() -> None:
    found = peers_of(world(), HALL)
    first = found.peers[0]
    assert (first.id, first.rank, first.compared, first.left_out) == (TWIN_OF_HALL, 1, 7, 0)
    assert all(one.difference == 0 for one in first.components)
    assert found.none_because == ""
    assert found.actors == 5, "the one without a tie does not count"
    assert [peer.distance for peer in found.peers] == sorted(peer.distance for peer in found.peers)


def test_the_distance_is_the_mean_of_the_ranks_of_what_is_known() -> None:
    for peer in peers_of(world(), HALL).peers:
        ranks = [one.distance for one in peer.components if one.distance is not None]
        assert peer.distance == pytest.approx(sum(ranks) / len(ranks), abs=1e-9)
        assert peer.compared == len(ranks)
        assert peer.compared + peer.left_out == len(COMPONENTS)


def test_the_values_worked_by_hand() -> None:
    larger = next(peer for peer in peers_of(world(), HALL).peers if peer.id == LARGER)
    # Of HALL two of three ties are twinnings; of LARGER one is a twinning, one an agreement, one a membership.
    assert part(larger, "kinds").difference == pytest.approx(1 / 3)
    assert part(larger, "kinds").own == {"twinning": 0.666667, "membership": 0.333333}
    # A twinning is in the field intercity; a membership in two fields counts half in each.
    assert part(larger, "fields").own == {"intercity": 0.666667, "economy": 0.166667, "peace": 0.166667}
    assert part(larger, "fields").theirs == {"intercity": 0.333333, "economy": 0.333333, "peace": 0.333333}
    assert part(larger, "fields").difference == pytest.approx((1 / 3 + 1 / 6 + 1 / 6) / 2)
    assert part(larger, "reach").own, part(larger, "reach").theirs == (1, 2)
    assert part(larger, "reach").difference == pytest.approx(math.log(3 / 2))
    assert part(larger, "size").difference == pytest.approx(math.log(50))
    assert part(larger, "size").says == "100,000 against 5,000,000"
    # One of three partners is shared: gn:4.
    assert part(larger, "partners").difference == pytest.approx(2 / 3)
    assert part(larger, "partners").shared == ("gn:4",)
    assert part(larger, "partners").says == "1 shared (Name of gn:4) of 2 and 2"
    assert part(larger, "memberships").difference == 1
    assert part(larger, "country_class").own == {"country": "XA", "un_member": 1.0}
    # gn:4 is tied with three: 1 / ln 3.
    assert larger.adamic_adar == pytest.approx(1 / math.log(3))


def test_a_country_of_which_less_is_known_is_not_as_alike_as_the_same_country() -> None:
    codes = ("XA", "XB", "XC")
    cities = [
        line for number, code in enumerate((*codes, "XA"), 1) for line in city(f"gn:{number}", code, population=10)
    ]
    states = [line for code in codes for line in state(f"iso:{code}", code)]
    facts = [
        said("iso:XA", "federal", value="1", unit="yes or no", period="2010"),
        said("iso:XB", "federal", value="0", unit="yes or no", period="2010"),
        *(said(f"iso:{code}", "urban_share", value="0.5", unit="share", period="2010") for code in codes),
    ]
    ties = [tie(f"gn:{one}", "gn:9") for one in (1, 2, 3, 4)]
    found = peers_of(on(*cities, *states, *facts, *city("gn:9", None), *ties), "gn:1").peers
    apart = {peer.id: part(peer, "country_class").difference for peer in found}
    # Of federal and urban share: the same country 0, the other known one (1 + 0) / 2, the third the mean of 0 and 1.
    assert (apart["gn:4"], apart["gn:2"], apart["gn:3"]) == (0.0, 0.5, 0.25)


def test_what_is_not_known_is_left_out_and_counted_never_taken_for_unlike() -> None:
    fourth = next(peer for peer in peers_of(world(), HALL).peers if peer.id == "gn:4")
    unknown = part(fourth, "memberships")
    assert (unknown.distance, unknown.difference, unknown.own, unknown.theirs) == (None, None, None, None)
    assert unknown.says == "not known of both: left out"
    assert fourth.left_out >= 1


def test_a_candidate_of_whom_too_little_is_known_is_no_peer() -> None:
    bare = [*city("gn:20", None), tie("gn:20", HALL)]
    base = world_statements_and(bare)
    assert "gn:20" not in {peer.id for peer in peers_of(base, HALL, n=100).peers}
    alone = peers_of(base, "gn:20")
    assert alone.peers == ()
    assert alone.none_because == "Too little is known of Name of gn:20: 3 of 7 respects, and 4 are needed."


def world_statements_and(more: list[Statement]) -> Snapshot:
    pairs = [(HALL, "gn:4"), (TWIN_OF_HALL, "gn:4"), (LARGER, "gn:4")]
    cities = [line for one in (HALL, TWIN_OF_HALL, LARGER, "gn:4") for line in city(one, "XA", population=1000)]
    return on(*cities, *(tie(a, b) for a, b in pairs), *more)


def test_equals_come_in_the_order_of_their_identifiers() -> None:
    found = peers_of(world_statements_and([]), HALL)
    same = [peer.id for peer in found.peers if peer.distance == found.peers[0].distance]
    assert same == [TWIN_OF_HALL, LARGER]


def test_a_city_without_a_tie_says_why_it_has_no_peers() -> None:
    found = peers_of(world(), ALONE)
    assert found.peers == ()
    assert found.known == ()
    assert found.none_because == "Name of gn:9 has no tie in force on 2020-12-31: nothing to compare."


def test_suspended_and_ended_ties_count_for_nothing() -> None:
    ended = [
        *city("gn:30", "XA", population=1000),
        tie("gn:30", HALL, status="suspended", status_since="2010"),
        tie("gn:30", "gn:4", period="2000/2005"),
    ]
    assert "no tie in force" in peers_of(world_statements_and(ended), "gn:30").none_because


def test_the_number_asked_for_is_kept_to() -> None:
    assert len(peers_of(world(), HALL, n=2).peers) == 2
    for wrong in (0, -1, 101):
        with pytest.raises(InputError, match=f"{wrong} peers were asked for"):
            peers_of(world(), HALL, n=wrong)


def test_only_local_governments_have_peers() -> None:
    with pytest.raises(InputError, match="a state"):
        peers_of(world(), "iso:XA")
    with pytest.raises(NotFoundError):
        peers_of(world(), "gn:404")


def test_in_brief_the_same_peers_are_told_with_what_they_are_nearest_in() -> None:
    for asked in (HALL, LARGER, "gn:4", ALONE):
        whole, brief = peers_of(world(), asked), peers_in_brief(world(), asked)
        assert brief.none_because == whole.none_because
        assert [(one.id, one.distance, one.compared, one.left_out) for one in brief.peers] == [
            (one.id, one.distance, one.compared, one.left_out) for one in whole.peers
        ]
        for one, peer in zip(brief.peers, whole.peers, strict=True):
            known = [(part.distance, part.id, f"{part.label}: {part.says}") for part in peer.components]
            nearest = sorted(part for part in known if part[0] is not None)[:3]
            assert one.nearest_in == tuple(told for _, _, told in nearest)
    with pytest.raises(InputError, match="a state"):
        peers_in_brief(world(), "iso:XA")


def test_the_answer_is_the_same_each_time_and_fits_json() -> None:
    one, two = peers_of(world(), HALL).as_json(), peers_of(world(), HALL).as_json()
    assert one == two
    assert one["method"] == METHOD
    assert {"distance", "components", "adamic_adar"} <= set(one["peers"][0])


def test_each_component_explains_itself() -> None:
    assert len({one.id for one in COMPONENTS}) == len(COMPONENTS) == 7
    for one in COMPONENTS:
        assert one.meaning.endswith(".")
        assert one.undefined.endswith(".")
