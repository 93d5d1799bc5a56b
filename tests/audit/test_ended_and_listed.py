from tests.audit.made import A, B, findings, pairs, values
from tests.snapshot.made import twinning

KIND = "ended_and_listed"
ENDED = twinning(A, B, "old_list", status="ended", status_since="2012", reference="https://a.example/1")
SUSPENDED = twinning(A, B, "old_list", status="suspended", status_since="2012-03")


def test_a_later_list_that_still_names_it_is_found() -> None:
    found = findings(KIND, ENDED, twinning(B, A, "new_list", listed="2025"))
    assert pairs(found) == [(A, B)]
    assert values(found) == ["Q1 – Q2: twinning, ended 2012", "Q2 – Q1: twinning (list of 2025)"]
    assert findings(KIND, SUSPENDED, twinning(B, A, "new_list", listed="2025", status="active"))
    assert findings(KIND, twinning(A, B, "old_list", period="1950/1990"), twinning(A, B, "new_list", listed="1991"))


def test_an_older_list_could_not_know() -> None:
    assert not findings(KIND, ENDED, twinning(B, A, "new_list", listed="2012-06"))
    assert not findings(KIND, SUSPENDED, twinning(B, A, "new_list", listed="2011"))


def test_a_list_without_any_date_counts_and_a_page_of_a_dated_source_does_not() -> None:
    assert findings(KIND, ENDED, twinning(A, B, "no_date"))
    assert not findings(KIND, ENDED, twinning(A, B, "new_list", period="1979/.."))


def test_a_list_that_says_itself_that_it_is_over_or_asleep_agrees() -> None:
    for status in ("ended", "suspended", "dormant"):
        assert not findings(KIND, ENDED, twinning(A, B, "new_list", listed="2025", status=status))


def test_nobody_contradicts_himself_in_one_place() -> None:
    """A list that names the tie and, at the same place, its suspension, tells one story."""
    named = twinning(A, B, "old_list", listed="2025")
    assert not findings(KIND, SUSPENDED, named)
    assert findings(KIND, SUSPENDED, twinning(A, B, "old_list", listed="2025", reference="row 9"))


def test_an_end_that_nobody_dates_is_contradicted_from_the_day_it_was_told() -> None:
    undated = twinning(A, B, "both_sides", status="ended", listed="2016")
    assert findings(KIND, undated, twinning(B, A, "both_sides", listed="2016"))
    assert not findings(KIND, undated, twinning(B, A, "old_list", listed="2010"))
