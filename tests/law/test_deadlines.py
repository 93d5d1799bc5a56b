"""Days are counted as laws count them: month ends, leap days, weekends and public holidays."""

from datetime import date

import pytest

from proxenia.law.deadlines import count_days, has_calendar
from proxenia.model.legal import DayKind

CALENDAR, WORKING = DayKind.CALENDAR, DayKind.WORKING


@pytest.mark.parametrize(
    ("begin", "days", "expected"),
    [
        ("2026-01-31", 28, "2026-02-28"),
        ("2026-01-31", 29, "2026-03-01"),
        ("2024-01-31", 29, "2024-02-29"),
        ("2024-02-29", 365, "2025-02-28"),
        ("2024-02-29", 366, "2025-03-01"),
        ("2024-03-01", -1, "2024-02-29"),
        ("2026-03-01", -1, "2026-02-28"),
        ("2100-03-01", -1, "2100-02-28"),
        ("2027-03-01", -30, "2027-01-30"),
        ("2026-12-31", 1, "2027-01-01"),
    ],
)
def test_calendar_days(begin: str, days: int, expected: str) -> None:
    assert count_days(date.fromisoformat(begin), days, kind=CALENDAR, country="BE").day == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("begin", "days", "country", "subdivision", "expected"),
    [
        # A Friday: the weekend does not count.
        ("2026-11-20", 1, "BE", None, "2026-11-23"),
        ("2026-11-23", -1, "BE", None, "2026-11-20"),
        # Christmas and the new year, which are Fridays.
        ("2026-12-24", 1, "BE", None, "2026-12-28"),
        ("2026-12-31", 1, "BE", None, "2027-01-04"),
        # Reunification day of Vietnam, 30 April, and 1 May 2026: Thursday and Friday.
        ("2026-04-29", 1, "VN", None, "2026-05-04"),
        # The national day of Quebec, 24 June 2026, is a Wednesday and no holiday of Ontario.
        ("2026-06-23", 1, "CA", "QC", "2026-06-25"),
        ("2026-06-23", 1, "CA", "ON", "2026-06-24"),
        # The weekend of Egypt is Friday and Saturday.
        ("2026-11-19", 1, "EG", None, "2026-11-22"),
        # A leap day is a working day like others.
        ("2024-02-28", 1, "DE", None, "2024-02-29"),
        ("2024-02-28", 2, "DE", None, "2024-03-01"),
    ],
)
def test_working_days(begin: str, days: int, country: str, subdivision: str | None, expected: str) -> None:
    counted = count_days(date.fromisoformat(begin), days, kind=WORKING, country=country, subdivision=subdivision)
    assert counted.day == date.fromisoformat(expected)
    assert "public holidays" in counted.note


def test_a_country_without_a_calendar_is_told() -> None:
    assert not has_calendar("QQ")
    counted = count_days(date(2026, 11, 20), 1, kind=WORKING, country="QQ")
    assert counted.day == date(2026, 11, 23)
    assert "not known" in counted.note


@pytest.mark.parametrize(("begin", "days"), [(date(2026, 1, 1), 10_000), (date(9999, 12, 30), 5), (date(1, 1, 1), -5)])
def test_days_beyond_the_calendar_are_not_counted(begin: date, days: int) -> None:
    assert count_days(begin, days, kind=CALENDAR, country="BE").day is None
