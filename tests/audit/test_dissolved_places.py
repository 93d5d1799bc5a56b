from tests.audit.made import A, B, body, findings, pairs, place, values
from tests.snapshot.made import said, twinning

KIND = "dissolved_places"
GONE = place(A, "Aton", dissolved="2005-12-31")


def test_a_list_later_than_the_end_of_a_city_is_found() -> None:
    found = findings(KIND, *GONE, *place(B, "Bury"), twinning(B, A, "old_list", period="1979/..", listed="2010"))
    assert pairs(found) == [(A, B)]
    assert values(found) == ["Aton ended: 2005-12-31", "Bury – Aton: twinning, since 1979 (list of 2010)"]


def test_a_state_that_is_no_more_is_found_too() -> None:
    union = place("px:soviet-union", "Soviet Union", kind="state", dissolved="1991-12-26")
    assert findings(KIND, *union, said("iso:FI", "diplomatic_relation", "old_list", object="px:soviet-union"))


def test_a_list_of_its_lifetime_or_a_tie_that_ended_is_none() -> None:
    assert not findings(KIND, *GONE, twinning(A, B, "old_list", listed="2001"))
    assert not findings(KIND, *GONE, twinning(A, B, "old_list", period="1979/2005", listed="2010"))
    assert not findings(KIND, *GONE, twinning(A, B, "old_list", status="ended", listed="2010"))
    assert not findings(KIND, *GONE, twinning(A, B, "no_date")), "a list without date may be of its lifetime"


def test_a_body_that_ended_is_not_a_place() -> None:
    joined = said(B, "membership", "new_list", object="px:club", listed="2025")
    assert not findings(KIND, *body("px:club", "Club", dissolved="1999"), joined)
