import pytest
from tests.audit.made import A, B, findings, pairs, values
from tests.snapshot.made import said, twinning

KIND = "conflicting_years"


def test_starts_that_share_no_day_are_found_side_by_side() -> None:
    found = findings(
        KIND,
        twinning(A, B, "new_list", period="1989-11-17/.."),
        twinning(B, A, "old_list", period="1988/..", listed="2010"),
        twinning(A, B, "no_date"),
    )
    assert pairs(found) == [(A, B)]
    assert values(found) == ["Q2 – Q1: twinning, since 1988 (list of 2010)", "Q1 – Q2: twinning, since 1989-11-17"]
    assert [said["source"] for said in found[0]["statements"]] == ["old_list", "new_list"]


def test_two_sides_of_one_register_may_disagree() -> None:
    assert findings(
        KIND, twinning(A, B, "both_sides", period="1979/.."), twinning(B, A, "both_sides", period="1980/..")
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("1979/..", "1979-11-26/.."), ("197X/..", "1979/.."), ("1979~/..", "1982/.."), ("1979?/..", "1982/..")],
)
def test_starts_that_may_be_the_same_agree(one: str, other: str) -> None:
    assert not findings(KIND, twinning(A, B, "old_list", period=one), twinning(A, B, "new_list", period=other))


def test_ends_that_share_no_day_are_found() -> None:
    found = findings(
        KIND,
        twinning(A, B, "old_list", period="1950/1990"),
        twinning(A, B, "new_list", status="ended", status_since="1995"),
    )
    assert values(found) == ["Q1 – Q2: twinning, 1950 to 1990", "Q1 – Q2: twinning, ended 1995"]


def test_an_end_before_another_source_s_start_is_found() -> None:
    assert findings(KIND, twinning(A, B, "old_list", period="/1960"), twinning(A, B, "new_list", period="1975/.."))


def test_a_tie_that_one_source_tells_as_renewed_is_no_conflict() -> None:
    first = twinning(A, B, "old_list", period="1950/1960")
    again = twinning(A, B, "old_list", period="1990/..", reference="row 2")
    assert not findings(KIND, first, again)
    assert not findings(KIND, twinning(A, B, "old_list", period="1950/", status="ended"), again)
    assert findings(KIND, first, twinning(A, B, "new_list", period="1990/..")), "another source knows one period only"


def test_different_kinds_of_tie_have_years_of_their_own() -> None:
    agreement = said(A, "agreement", "new_list", object=B, period="2005/..")
    assert not findings(KIND, twinning(A, B, "old_list", period="1979/.."), agreement)


@pytest.mark.parametrize("kind", ["treaty", "representation"])
def test_treaties_and_offices_have_years_of_their_own(kind: str) -> None:
    first = said(A, kind, "one_list", object=B, period="1961/..")
    second = said(A, kind, "other_list", object=B, period="1994/..")
    assert not findings(KIND, first, second)
    assert findings(KIND, twinning(A, B, "one_list", period="1961/.."), twinning(A, B, "other_list", period="1994/.."))
