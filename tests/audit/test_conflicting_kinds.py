from tests.audit.made import A, B, findings, pairs, values
from tests.snapshot.made import said, twinning

from proxenia.model.statement import Statement

KIND = "conflicting_kinds"


def agreement(a: str, b: str, source: str, **more: str) -> Statement:
    return said(a, "agreement", source, object=b, **more)


def test_a_twinning_here_and_an_agreement_there_are_found() -> None:
    found = findings(KIND, agreement(B, A, "old_list"), twinning(A, B, "new_list"))
    assert pairs(found) == [(A, B)]
    assert values(found) == ["Q1 – Q2: twinning", "Q2 – Q1: agreement"]


def test_a_source_that_names_both_knows_two_ties() -> None:
    both = (twinning(A, B, "new_list"), agreement(A, B, "new_list", reference="row 2"))
    assert not findings(KIND, *both)
    assert not findings(KIND, *both, twinning(A, B, "old_list"))


def test_two_sides_of_one_register_may_disagree() -> None:
    assert findings(KIND, twinning(A, B, "both_sides"), agreement(B, A, "both_sides"))
    assert not findings(KIND, twinning(A, B, "both_sides"), agreement(A, B, "both_sides"))


def test_a_membership_beside_a_twinning_and_a_former_twinning_are_no_conflict() -> None:
    assert not findings(KIND, twinning(A, B, "old_list"), said(A, "membership", "new_list", object=B))
    assert not findings(KIND, twinning(A, B, "old_list", period="1950/1990"), agreement(A, B, "new_list"))
