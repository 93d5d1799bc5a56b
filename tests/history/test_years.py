"""Years as people write them, and as the project counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxenia.errors import InputError, NotFoundError
from proxenia.history.years import as_written, astronomical, checked_year, date_label, year_label, year_text
from proxenia.model.period import Period, day_number


@given(st.integers(min_value=-9999, max_value=9999).filter(bool))
def test_both_ways_of_counting_are_each_other_s_inverse(year: int) -> None:
    assert as_written(astronomical(year)) == year
    assert astronomical(as_written(astronomical(year))) == astronomical(year)


@given(st.integers(min_value=-9998, max_value=9999).filter(bool))
def test_the_edtf_text_of_a_year_is_that_year(year: int) -> None:
    period = Period.parse(year_text(year))
    assert period.start_earliest == day_number(astronomical(year))
    assert period.end_latest == day_number(astronomical(year), 12, 31)


def test_431_before_the_common_era_is_written_in_three_ways() -> None:
    assert (year_label(-431), year_text(-431), astronomical(-431)) == ("431 BCE", "-0430", -430)
    assert date_label("-0430") == "431 BCE"
    assert (year_label(-1), year_text(-1), astronomical(-1)) == ("1 BCE", "0000", 0)


@pytest.mark.parametrize("year", ["-431", " -431 ", "-0431", -431])
def test_a_year_is_a_number_or_its_digits(year: int | str) -> None:
    assert checked_year(year, this_year=2026) == -431


@pytest.mark.parametrize("text", ["text", "", "4 31", "43.1", "1e3", "-", "--431", "٤٣١", "431 BCE", "9" * 10, "\x00"])
def test_what_is_no_year_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InputError, match=r"is no year\. Expected a year from -3000 \(3000 BCE\) to 2026\. Write it in"):
        checked_year(text, this_year=2026)


@pytest.mark.parametrize("year", [0, "0", "-0", "0000"])
def test_there_is_no_year_0(year: int | str) -> None:
    with pytest.raises(NotFoundError, match=r"There is no year '0'\. Near it: -1, 1\. Years are counted as people"):
        checked_year(year, this_year=2026)


@pytest.mark.parametrize(
    ("year", "near"), [(-9999, -3000), (-3001, -3000), (2027, 2026), ("3000", 2026), (10**8, 2026)]
)
def test_a_year_outside_the_history_names_the_nearest(year: int | str, near: int) -> None:
    with pytest.raises(NotFoundError, match=rf"Near it: {near}\. The history goes from -3000 \(3000 BCE\) to 2026"):
        checked_year(year, this_year=2026)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (None, ""),
        ("", ""),
        ("1979-11-26", "26 November 1979"),
        ("1979-13", "1979"),
        ("-0476~", "about 477 BCE"),
        ("2012%", "perhaps about 2012"),
        ("03XX", "the 4th century"),
        ("10XX", "the 11th century"),
        ("11XX", "the 12th century"),
        ("20XX", "the 21st century"),
        ("-00XX", "the 1st century BCE"),
        ("-043X", "the 430s BCE"),
        ("whenever", "whenever"),
    ],
)
def test_a_date_in_words(text: str | None, label: str) -> None:
    assert date_label(text) == label
