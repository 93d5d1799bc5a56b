"""Days counted as laws count them: calendar days, and working days by a country's public holidays.

The day from which is counted does not count itself, and a due day is not moved: what a particular law says of due days
on a holiday is told by its rule, not guessed here.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import holidays

from proxenia.model.legal import DayKind

__all__ = ["Counted", "count_days", "has_calendar"]

_LONGEST_DAYS: Final = 3_000
_LATEST_YEAR: Final = 2_200
_WEEKEND: Final = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that was counted to.

    Attributes
    ----------
    day
        The day; none where it cannot be told.
    note
        What the counting rests on: which calendar, and what it may miss.
    """

    day: date | None
    note: str


@lru_cache(maxsize=256)
def _calendar(country: str, subdivision: str | None) -> holidays.HolidayBase | None:
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        return None
    part = subdivision if subdivision in known[country] else None
    return holidays.country_holidays(country, subdiv=part)


def has_calendar(country: str) -> bool:
    """Tell whether the public holidays of a country (ISO 3166-1 alpha-2) are known.

    >>> has_calendar("VN"), has_calendar("QQ")
    (True, False)
    """
    return _calendar(country, None) is not None


def count_days(begin: date, days: int, *, kind: DayKind, country: str, subdivision: str | None = None) -> Counted:
    """Return the day so many days after another, or before it when the number is negative.

    Parameters
    ----------
    begin
        The day from which is counted.
    days
        How many; negative to count backwards.
    kind
        Which days count.
    country, subdivision
        Whose public holidays are no working days: ISO 3166-1 alpha-2, and the part behind the hyphen of ISO 3166-2.

    Examples
    --------
    >>> count_days(date(2024, 1, 30), 30, kind=DayKind.CALENDAR, country="BE").day
    datetime.date(2024, 2, 29)
    >>> count_days(date(2026, 12, 31), 1, kind=DayKind.WORKING, country="BE").day
    datetime.date(2027, 1, 4)
    """
    if abs(days) > _LONGEST_DAYS or not 1 < begin.year < _LATEST_YEAR:
        return Counted(None, "too far away to be counted")
    if kind is DayKind.CALENDAR:
        return Counted(begin + timedelta(days=days), "calendar days")
    calendar = _calendar(country, subdivision)
    if calendar is None:
        note = f"working days, Monday to Friday: the public holidays of {country} are not known here"
        return Counted(_count_working(begin, days, (), _WEEKEND), note)
    note = f"working days, by the public holidays of {country} in the package holidays {version('holidays')}"
    return Counted(_count_working(begin, days, calendar, frozenset(calendar.weekend)), note)


def _count_working(begin: date, days: int, free: Container[date], weekend: Container[int]) -> date:
    step = timedelta(days=1 if days > 0 else -1)
    day, left = begin, abs(days)
    while left:
        day += step
        left -= day.weekday() not in weekend and day not in free
    return day
