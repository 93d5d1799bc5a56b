"""Dates and periods as EDTF text with day numbers, before the common era included.

A day number counts days of the proleptic Gregorian calendar; day 1 is 0001-01-01 (the scale of
:meth:`datetime.date.toordinal`), earlier days are zero or negative. Years are astronomical: ``0000`` is 1 BCE
and ``-0431`` is 432 BCE. Source: Library of Congress, Extended Date/Time Format (EDTF), ISO 8601-2:2019.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from proxenia.errors import PeriodError

__all__ = ["FAR_FUTURE", "FAR_PAST", "Period", "day_number", "day_text", "days_in_month"]

FAR_PAST: Final = -4_000_000
FAR_FUTURE: Final = 4_000_000
OPEN: Final = ".."
LONGEST_TEXT: Final = 100
"""Characters of an EDTF text: edtf's own parser takes half a minute for a list of five thousand years."""

_PLAIN = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%])?")
_DECADE = re.compile(r"(-?[0-9]{3})X")
_CENTURY = re.compile(r"(-?[0-9]{2})XX")
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Bounds = tuple[int, int, bool, bool]
"""Earliest day, latest day, is approximate, is uncertain."""


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return how many days a month has.

    >>> days_in_month(2024, 2), days_in_month(1900, 2), days_in_month(-4, 2)
    (29, 28, 29)
    """
    return 29 if month == 2 and _is_leap(year) else _MONTH_DAYS[month - 1]


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Return the day number of a date of any year.

    >>> day_number(1, 1, 1), day_number(0, 12, 31), day_number(2026, 11, 22) == date(2026, 11, 22).toordinal()
    (1, 0, True)
    """
    if year > 0:
        return date(year, month, day).toordinal()
    cycles = -year // 400 + 1
    return date(year + 400 * cycles, month, day).toordinal() - 146_097 * cycles


def day_text(number: int) -> str:
    """Return the EDTF text of a day number.

    >>> day_text(722815), day_text(day_number(-431, 3, 1))
    ('1980-01-01', '-0431-03-01')
    """
    cycles = (-number) // 146_097 + 1 if number < 1 else 0
    moved = date.fromordinal(number + 146_097 * cycles)
    year = moved.year - 400 * cycles
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{moved.month:02d}-{moved.day:02d}"


def _plain_bounds(text: str) -> Bounds | None:
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    year_text, month_text, day_part, mark = match.groups()
    year = int(year_text)
    try:
        if day_part is not None:
            earliest = latest = day_number(year, int(month_text), int(day_part))
        elif month_text is not None:
            month = int(month_text)
            earliest = day_number(year, month, 1)
            latest = earliest + days_in_month(year, month) - 1
        else:
            earliest = day_number(year)
            latest = earliest + (365 if _is_leap(year) else 364)
    except (ValueError, IndexError):
        if month_text is not None and not 1 <= int(month_text) <= 12:
            return None
        raise PeriodError(text, reason="no such day") from None
    if mark is None:
        return earliest, latest, False, False
    return earliest, latest, mark in "~%", mark in "?%"


def _masked_bounds(text: str) -> Bounds | None:
    for pattern, span in ((_DECADE, 10), (_CENTURY, 100)):
        match = pattern.fullmatch(text)
        if match is not None:
            first = int(match[1]) * span
            low, high = (first, first + span - 1) if not text.startswith("-") else (first - span + 1, first)
            return day_number(low), day_number(high, 12, 31), False, False
    return None


@lru_cache(maxsize=4096)
def _parser_bounds(text: str) -> Bounds:
    """Return the bounds that edtf's own parser gives; it is slow, so only for what the fast path does not know.

    It takes digits of any script and blanks around a date; a period has one way to be written.
    """
    if not text.isascii() or any(letter.isspace() for letter in text):
        raise PeriodError(text)
    # Imported here because its grammar takes longer to build than everything else a command does.
    from edtf import parse_edtf  # noqa: PLC0415
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed = parse_edtf(text)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        bounds = day_number(low.tm_year, low.tm_mon, low.tm_mday), day_number(high.tm_year, high.tm_mon, high.tm_mday)
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise PeriodError(text) from None
    if not FAR_PAST < bounds[0] <= bounds[1] < FAR_FUTURE:
        raise PeriodError(text, reason="it is more than ten thousand years away")
    return *bounds, bool(getattr(parsed, "is_approximate", False)), bool(getattr(parsed, "is_uncertain", False))


def _date_bounds(text: str) -> Bounds:
    return _plain_bounds(text) or _masked_bounds(text) or _parser_bounds(text)


@dataclass(frozen=True, slots=True)
class Period:
    """When something held: its EDTF text and the days its start and its end may lie on.

    A single date is an event somewhere within it: it starts and ends between the date's first and last day.
    An interval ``A/B`` starts within A and ends within B. ``..`` is an open side (``1979/..`` still holds), an
    empty side is not known. Approximate and uncertain dates keep their strict bounds and say so.

    Attributes
    ----------
    text
        The EDTF text as given.
    start_earliest, start_latest, end_earliest, end_latest
        Day numbers, inclusive. An open or unknown side has the bounds `FAR_PAST` and `FAR_FUTURE`.
    open_start, open_end
        The period is known to be open there.
    unknown_start, unknown_end
        The period has a start or an end, and nobody says when.
    approximate, uncertain
        A date of it is marked ``~`` or ``?``.
    """

    text: str
    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    open_start: bool = False
    open_end: bool = False
    unknown_start: bool = False
    unknown_end: bool = False
    approximate: bool = False
    uncertain: bool = False

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Return the period of an EDTF text.

        Raises
        ------
        PeriodError
            When the text is not EDTF, or ends before it begins.

        Examples
        --------
        >>> period = Period.parse("1979-11-26/..")
        >>> day_text(period.start_earliest), period.open_end
        ('1979-11-26', True)
        >>> Period.parse("195X").overlaps(Period.parse("1959-12-31"))
        True
        """
        bounds = _plain_bounds(text)
        if bounds is not None:
            low, high, approximate, uncertain = bounds
            return cls(text, low, high, low, high, False, False, False, False, approximate, uncertain)
        if len(text) > LONGEST_TEXT:
            raise PeriodError(text, reason=f"it is longer than {LONGEST_TEXT} characters")
        start, slash, end = text.partition("/")
        if not slash:
            low, high, approximate, uncertain = _date_bounds(text)
            return cls(text, low, high, low, high, False, False, False, False, approximate, uncertain)
        return cls._parse_interval(text, start, end)

    @classmethod
    def _parse_interval(cls, text: str, start: str, end: str) -> "Period":
        if "/" in end or not (start or end):
            raise PeriodError(text)
        blank = (FAR_PAST, FAR_FUTURE, False, False)
        first = blank if start in ("", OPEN) else _date_bounds(start)
        last = blank if end in ("", OPEN) else _date_bounds(end)
        if start not in ("", OPEN) and end not in ("", OPEN) and last[1] < first[0]:
            raise PeriodError(text, reason="it ends before it begins")
        return cls(
            text,
            first[0],
            first[1] if start not in ("", OPEN) else (last[1] if end not in ("", OPEN) else FAR_FUTURE),
            last[0] if end not in ("", OPEN) else (first[0] if start not in ("", OPEN) else FAR_PAST),
            last[1],
            start == OPEN,
            end == OPEN,
            start == "",
            end == "",
            first[2] or last[2],
            first[3] or last[3],
        )

    @property
    def start_text(self) -> str:
        """The EDTF text of the start; empty when open or unknown."""
        start = self.text.partition("/")[0]
        return "" if start == OPEN else start

    @property
    def end_text(self) -> str:
        """The EDTF text of the end; empty when open or unknown; the date itself for a single date."""
        _, slash, end = self.text.partition("/")
        if not slash:
            return self.text
        return "" if end == OPEN else end

    def overlaps(self, other: "Period") -> bool:
        """Tell whether both may hold on one day.

        >>> Period.parse("1939/1945").overlaps(Period.parse("1945/.."))
        True
        >>> Period.parse("-0431/-0404").overlaps(Period.parse("-0403"))
        False
        """
        return self.start_earliest <= other.end_latest and other.start_earliest <= self.end_latest

    def contains(self, other: "Period") -> bool:
        """Tell whether every day on which `other` may hold lies within this period's outer bounds.

        >>> Period.parse("1950/1990").contains(Period.parse("1979-11"))
        True
        >>> Period.parse("1950/1990").contains(Period.parse("1979/.."))
        False
        """
        return self.start_earliest <= other.start_earliest and other.end_latest <= self.end_latest

    def may_hold_on(self, day: int) -> bool:
        """Tell whether the period may hold on a day number.

        >>> Period.parse("1979/..").may_hold_on(day_number(1980))
        True
        """
        return self.start_earliest <= day <= self.end_latest
