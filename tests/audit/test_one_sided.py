from tests.audit.made import A, B, C, findings, pairs, place, values
from tests.snapshot.made import said, same, twinning

KIND = "one_sided"
MANY = "both_sides"


def test_a_claim_that_is_not_returned_is_found() -> None:
    found = findings(
        KIND,
        *place(A, "Aton"),
        *place(B, "Bury"),
        twinning(A, B, MANY, period="1979/.."),
        twinning(B, C, MANY),
        twinning(C, B, MANY),
    )
    assert pairs(found) == [(A, B)]
    assert values(found) == ["Aton lists Bury: twinning, since 1979; Bury lists 1 other, not Aton"]


def test_a_claim_that_is_returned_is_none() -> None:
    assert not findings(KIND, twinning(A, B, MANY), twinning(B, A, MANY))


def test_it_is_found_from_both_ends_of_an_identity() -> None:
    """The answer may name the city by another of its identifiers."""
    given = (twinning(A, B, MANY), twinning(B, "gn:9", MANY))
    assert len(findings(KIND, *given)) == 2
    assert not findings(KIND, *given, judgements=[same(A, "gn:9")])


def test_a_list_that_has_lost_who_claims_says_nothing_of_it() -> None:
    assert not findings(KIND, twinning(A, B, "old_list"))


def test_an_answer_in_another_register_does_not_count() -> None:
    assert pairs(findings(KIND, twinning(A, B, MANY), twinning(B, A, "old_list"))) == [(A, B)]


def test_an_answer_of_another_kind_or_a_former_tie_is_an_answer() -> None:
    assert not findings(KIND, twinning(A, B, MANY), said(B, "agreement", MANY, object=A))
    assert not findings(KIND, twinning(A, B, MANY), twinning(B, A, MANY, status="ended"))


def test_what_is_over_or_not_yet_is_no_claim() -> None:
    for status in ("ended", "proposed", "negotiated"):
        assert not findings(KIND, twinning(A, B, MANY, status=status))
    assert not findings(KIND, twinning(A, B, MANY, period="1950/1990"))
    assert findings(KIND, twinning(A, B, MANY, period="1950/2090")), "a fixed term is not over before its end"


def test_a_membership_has_one_side_by_nature() -> None:
    assert not findings(KIND, said(A, "membership", MANY, object="px:club"))


def test_two_statements_of_one_claim_are_one_finding() -> None:
    found = findings(KIND, twinning(A, B, MANY, period="1979/.."), twinning(A, B, MANY, reference="row 2"))
    assert len(found) == 1
    assert len(found[0]["statements"]) == 2
    assert values(found)[0].endswith("Q2 lists nobody there")


def test_a_register_of_some_countries_says_nothing_of_the_others() -> None:
    """C lies where nobody lists anybody, B where somebody does, and D nobody knows where."""
    cities = (*place(A, "Aton", country="FR"), *place(B, "Bury", country="FR"), *place(C, "Cove", country="JP"))
    claims = [twinning(A, other, MANY) for other in (B, C, "wd:Q4")]
    assert pairs(findings(KIND, *cities, *claims)) == [(A, B), (A, "wd:Q4")]


def test_a_register_in_which_nearly_all_places_speak_covers_every_country() -> None:
    ring = [f"wd:Q{number}" for number in range(10, 20)]
    given = [twinning(one, other, MANY) for one in ring for other in ring if one != other]
    japan = place(C, "Cove", country="JP")
    assert pairs(findings(KIND, *given, *japan, twinning(ring[0], C, MANY))) == [(ring[0], C)]
