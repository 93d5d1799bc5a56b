"""Dates and periods: every form a source writes, and the days it may mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxenia.errors import PeriodError
from proxenia.model.period import FAR_FUTURE, FAR_PAST, Period, day_number, day_text, days_in_month


def bounds(text: str) -> tuple[str, str]:
    period = Period.parse(text)
    return day_text(period.start_earliest), day_text(period.end_latest)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1979", "1979-01-01", "1979-12-31"),
        ("1979-11", "1979-11-01", "1979-11-30"),
        ("1979-11-26", "1979-11-26", "1979-11-26"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("195X", "1950-01-01", "1959-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("0000", "0000-01-01", "0000-12-31"),
        ("-0431", "-0431-01-01", "-0431-12-31"),
        ("-0004-02", "-0004-02-01", "-0004-02-29"),
        ("-043X", "-0439-01-01", "-0430-12-31"),
        ("1979/1990", "1979-01-01", "1990-12-31"),
        ("-0431/-0404", "-0431-01-01", "-0404-12-31"),
        ("1950~", "1950-01-01", "1950-12-31"),
        ("1950?/1960", "1950-01-01", "1960-12-31"),
        ("2001-21", "2001-03-01", "2001-05-31"),
    ],
)
def test_the_days_a_text_may_mean(text: str, first: str, last: str) -> None:
    assert bounds(text) == (first, last)
    assert Period.parse(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "then",
        "79",
        "1979-13",
        "1979-02-30",
        "1979-00",
        "2023-02-29",
        "1990/1979",
        "/",
        "1979/1980/1981",
        "26.11.1979",
        "19790",
        "1979 ",
        "１９７９",
        "1979-1",
        "1979-11-26T10:00",
    ],
)
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert repr(text) in str(caught.value)
    assert "1979/.." in str(caught.value)


@pytest.mark.parametrize("text", ["1979/then", "./..", "then/1979", " /1979"])
def test_of_an_interval_the_side_that_is_no_date_is_named(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert repr(caught.value.value) in str(caught.value)
    assert caught.value.value in text.split("/")


def test_open_and_unknown_ends_differ() -> None:
    still = Period.parse("1979/..")
    assert (still.open_end, still.unknown_end, still.end_latest) == (True, False, FAR_FUTURE)
    ended = Period.parse("1979/")
    assert (ended.open_end, ended.unknown_end, ended.end_latest) == (False, True, FAR_FUTURE)
    begun = Period.parse("../1990")
    assert (begun.open_start, begun.start_earliest, begun.start_text, begun.end_text) == (True, FAR_PAST, "", "1990")
    forgotten = Period.parse("/1956")
    assert (forgotten.unknown_start, forgotten.start_earliest) == (True, FAR_PAST)
    assert day_text(forgotten.start_latest) == "1956-12-31"


def test_approximate_and_uncertain_are_kept_apart() -> None:
    marks = {
        text: (Period.parse(text).approximate, Period.parse(text).uncertain) for text in ("1950~", "1950?", "1950%")
    }
    assert marks == {"1950~": (True, False), "1950?": (False, True), "1950%": (True, True)}


def test_a_tie_may_hold_from_its_first_possible_day() -> None:
    period = Period.parse("1979-11/1990")
    assert not period.may_hold_on(day_number(1979, 10, 31))
    assert period.may_hold_on(day_number(1979, 11, 1))
    assert period.may_hold_on(day_number(1990, 12, 31))
    assert not period.may_hold_on(day_number(1991, 1, 1))


@given(st.dates())
def test_day_numbers_are_those_of_the_calendar(day: date) -> None:
    assert day_number(day.year, day.month, day.day) == day.toordinal()
    assert day_text(day.toordinal()) == day.isoformat()


@given(st.integers(-3000, 3000), st.integers(1, 12), st.data())
def test_days_of_any_year_follow_one_another(year: int, month: int, data: st.DataObject) -> None:
    day = data.draw(st.integers(1, days_in_month(year, month)))
    number = day_number(year, month, day)
    text = day_text(number)
    assert Period.parse(text).start_earliest == number
    assert Period.parse(day_text(number + 1)).start_earliest == number + 1
    assert day_number(year + 1) - day_number(year) == 337 + days_in_month(year, 2)


years = st.integers(-2000, 2100).map(lambda year: f"{'-' if year < 0 else ''}{abs(year):04d}")


@given(years, years, years, years)
def test_overlap_is_mutual_and_containment_implies_it(one: str, two: str, three: str, four: str) -> None:
    first = Period.parse("/".join(sorted((one, two), key=int)))
    second = Period.parse("/".join(sorted((three, four), key=int)))
    assert first.overlaps(second) == second.overlaps(first)
    assert first.contains(first)
    if first.contains(second):
        assert first.overlaps(second)
