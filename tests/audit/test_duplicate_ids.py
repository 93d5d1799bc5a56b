from tests.audit.made import A, B, C, findings, pairs, place, values
from tests.snapshot.made import same, twinning

KIND = "duplicate_ids"
HERE, NEAR, FAR = "4.48 51.92", "4.60 51.95", "5.40 51.92"


def test_one_name_and_country_within_15_km_is_found() -> None:
    found = findings(
        KIND,
        *place("gn:1", "Saint-Ay", country="FR", location=HERE),
        *place(A, "SAINT AY", source="list", country="FR", location=NEAR),
    )
    assert pairs(found) == [("gn:1", A)]
    assert values(found) == ["gn:1 is called Saint-Ay", "wd:Q1 is called SAINT AY"]


def test_another_name_country_or_place_is_another_place() -> None:
    one = place("gn:1", "Ay", country="FR", location=HERE)
    assert not findings(KIND, *one, *place(A, "Ay", country="FR", location=FAR))
    assert not findings(KIND, *one, *place(A, "Ay", country="BE", location=NEAR))
    assert not findings(KIND, *one, *place(A, "Oy", country="FR", location=NEAR))
    assert not findings(KIND, *one, *place(A, "Ay", country="FR")), "without coordinates nothing is sure"
    assert not findings(KIND, *one, *place(A, "Ay", country="FR", location=NEAR, kind="region"))


def test_two_entries_with_one_stated_identifier_are_found() -> None:
    one, other = place(A, "Ay", same_as="gn:7"), place(B, "Oy", same_as="gn:7")
    found = findings(KIND, *one, *other)
    assert pairs(found) == [(A, B)]
    assert values(found) == ["wd:Q1 is gn:7", "wd:Q2 is gn:7"]
    assert not findings(KIND, *one, *place(B, "Oy", same_as="gn:8"))
    assert not findings(KIND, *one, *place("list:Oy", "Oy", same_as="gn:7")), "two registers may name one place"


def test_two_entries_of_one_register_for_one_place_are_found() -> None:
    said = (twinning(A, C, "old_list"), *place(B, "Oy", source="old_list"))
    found = findings(KIND, *said, judgements=[same(A, "gn:1"), same(B, "gn:1")])
    assert pairs(found) == [(A, B)]
    assert values(found) == ["wd:Q1 is named in a twinning", "wd:Q2 is called Oy"]
    assert not findings(KIND, *said, judgements=[same(A, "gn:1"), same("list:Oy", "gn:1")])


def test_a_name_of_too_many_places_decides_nothing() -> None:
    many = [one for number in range(60) for one in place(f"wd:Q{100 + number}", "Ay", country="FR", location=HERE)]
    assert not findings(KIND, *many)
