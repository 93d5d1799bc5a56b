"""Wikidata's dates as EDTF, the common form of dates here.

Source: Wikibase's data model, "Dates and times", and Help:Dates of Wikidata.

- **Year numbers.** The JSON counts as historians do: there is no year 0, 44 BCE is ``-0044``. EDTF counts as
  astronomers do: 1 BCE is ``0000``, 44 BCE is ``-0043``. The RDF that SPARQL sees counts like EDTF.
- **Calendar.** A day of the (proleptic) Julian calendar becomes the same day of the (proleptic) Gregorian one. Months
  and years of the Julian calendar stay as they are written: the ten days or so are less than what is known.
- **Precision.** 11 and finer a day, 10 a month, 9 a year, 8 a decade (``196X``), 7 a century. What is coarser, or lies
  outside four-digit years, gives nothing. Wikidata's nineteenth century is 1801–1900, EDTF's ``18XX`` is 1800–1899: the
  century is kept under EDTF's name, one year beside. A decade before the common era (49–40 BCE) is none of EDTF's
  decades and gives nothing.
- A date that claims a precision which it does not show (``+1967-00-00`` as a day) counts for what it shows.
"""

import re
from typing import Final

from proxenia.model.period import day_text, days_in_month
from proxenia.sources.wikidata.entity import Moment

__all__ = ["GREGORIAN", "JULIAN", "edtf_of", "moment_of_rdf"]

GREGORIAN: Final = "Q1985727"
JULIAN: Final = "Q1985786"
_TIME = re.compile(r"([+-]?)([0-9]{1,16})-([0-9]{2})-([0-9]{2})(?:T.*)?", re.ASCII)
_JULIAN_DAY_OF_ZERO: Final = 1_721_425
"""The Julian day number of day number 0, 31 December of 1 BCE."""
_DAY, _MONTH, _YEAR, _DECADE, _CENTURY = 11, 10, 9, 8, 7


def edtf_of(moment: Moment) -> str | None:
    """Return the EDTF text of a moment, or nothing where it has none.

    >>> edtf_of(Moment("+1967-06-27T00:00:00Z", 11)), edtf_of(Moment("+1967-00-00T00:00:00Z", 9))
    ('1967-06-27', '1967')
    >>> edtf_of(Moment("+1917-10-25T00:00:00Z", 11, JULIAN)), edtf_of(Moment("-0044-03-15T00:00:00Z", 11, JULIAN))
    ('1917-11-07', '-0043-03-13')
    >>> edtf_of(Moment("+1960-00-00T00:00:00Z", 8)), edtf_of(Moment("+1900-00-00T00:00:00Z", 7))
    ('196X', '18XX')
    >>> edtf_of(Moment("-0450-00-00T00:00:00Z", 7)), edtf_of(Moment("-13000000000-00-00T00:00:00Z", 3))
    ('-04XX', None)
    """
    match = _TIME.fullmatch(moment.time)
    if match is None or moment.precision < _CENTURY:
        return None
    sign, digits, month_text, day_part = match.groups()
    written = -int(digits) if sign == "-" else int(digits)
    if written == 0 or abs(written) > 9999:
        return None
    if moment.precision <= _DECADE:
        return _masked(written, moment.precision)
    return _dated(written, int(month_text), int(day_part), moment)


def _masked(written: int, precision: int) -> str | None:
    """Return a century or a decade; `written` has no year 0."""
    if precision == _DECADE:
        return f"{written // 10:03d}X" if written > 0 else None
    century = (abs(written) - 1) // 100
    return f"{century:02d}XX" if written > 0 else f"-{century:02d}XX"


def _dated(written: int, month: int, day: int, moment: Moment) -> str | None:
    year = written if written > 0 else written + 1
    shown = _YEAR if not month else _MONTH if not day else _DAY
    precision = min(moment.precision, shown)
    if precision == _YEAR:
        return _year_text(year)
    if not 1 <= month <= 12:
        return None
    if precision == _MONTH:
        return f"{_year_text(year)}-{month:02d}"
    if moment.calendar == JULIAN:
        return _from_julian(year, month, day)
    if not 1 <= day <= days_in_month(year, month):
        return None
    return f"{_year_text(year)}-{month:02d}-{day:02d}"


def _year_text(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def _from_julian(year: int, month: int, day: int) -> str | None:
    """Return the Gregorian day of a Julian one; `year` is astronomical."""
    longest = 29 if month == 2 and year % 4 == 0 else 28 if month == 2 else days_in_month(1, month)
    if not 1 <= day <= longest:
        return None
    early = (14 - month) // 12
    years, months = year + 4800 - early, month + 12 * early - 3
    julian_day = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32_083
    text = day_text(julian_day - _JULIAN_DAY_OF_ZERO)
    return text if len(text.lstrip("-")) == 10 else None


def moment_of_rdf(time: str, precision: int, calendar: str = GREGORIAN) -> Moment:
    """Return the moment of a date as SPARQL gives it, in the way the JSON writes it.

    The RDF has a year 0, and its days are Gregorian already, whatever calendar the value names.

    >>> moment_of_rdf("-0043-03-13T00:00:00Z", 11, JULIAN)
    Moment(time='-0044-03-13T00:00:00Z', precision=11, calendar='Q1985727')
    >>> edtf_of(moment_of_rdf("-0043-03-13T00:00:00Z", 11)), edtf_of(moment_of_rdf("1990-01-01T00:00:00Z", 9))
    ('-0043-03-13', '1990')
    """
    match = _TIME.fullmatch(time)
    if match is None:
        return Moment(time, precision, calendar)
    sign, digits, month, day = match.groups()
    year = -int(digits) if sign == "-" else int(digits)
    year = year - 1 if year <= 0 else year
    text = f"{'-' if year < 0 else '+'}{abs(year):04d}-{month}-{day}T00:00:00Z"
    return Moment(text, precision, GREGORIAN)
