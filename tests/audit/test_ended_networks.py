from tests.audit.made import A, body, findings, pairs, place, values
from tests.snapshot.made import said

from proxenia.model.statement import Statement

KIND = "ended_networks"
CLUB = body("px:club", "The Club", dissolved="1999")


def member(**more: str) -> Statement:
    return said(A, "membership", "new_list", object="px:club", **more)


def test_a_member_listed_after_the_end_is_found() -> None:
    found = findings(KIND, *CLUB, *place(A, "Aton"), member(listed="2025"))
    assert pairs(found) == [(A, "px:club")]
    assert values(found) == ["The Club ended: 1999", "Aton – The Club: membership (list of 2025)"]


def test_a_member_of_its_lifetime_and_one_that_left_are_none() -> None:
    assert not findings(KIND, *CLUB, member(listed="1998"))
    assert not findings(KIND, *CLUB, member(listed="2025", period="1990/1999"))
    assert not findings(KIND, *CLUB, member(listed="2025", status="ended"))


def test_a_member_that_is_no_more_is_told_elsewhere() -> None:
    gone = place(A, "Aton", dissolved="1990")
    joined = said(A, "membership", "new_list", object="px:other", listed="2025")
    assert not findings(KIND, *gone, joined)
