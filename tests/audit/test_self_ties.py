from tests.audit.made import A, B, findings, pairs, values
from tests.snapshot.made import same, twinning

KIND = "self_ties"


def test_two_names_of_one_place_tied_to_each_other_are_found() -> None:
    found = findings(KIND, twinning(A, B), judgements=[same(A, "gn:1"), same(B, "gn:1")])
    assert pairs(found) == [("gn:1",)]
    assert values(found) == ["wd:Q1 and wd:Q2 are both gn:1 (twinning)"]


def test_a_tie_of_two_places_is_none() -> None:
    assert not findings(KIND, twinning(A, B), judgements=[same(A, "gn:1"), same(B, "gn:2")])
