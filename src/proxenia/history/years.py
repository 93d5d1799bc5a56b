"""Years as people write them: 431 BCE is -431, and there is no year 0.

Inside the project years are counted as astronomers do, where 0 is 1 BCE (:mod:`proxenia.model.period`); the EDTF text
of 431 BCE is ``-0430``. The history layer takes and shows years as people write them and turns them round here, in one
place.
"""

import re
from typing import Final

from proxenia.errors import InputError, NotFoundError

__all__ = ["FIRST_YEAR", "as_written", "astronomical", "checked_year", "date_label", "year_label", "year_text"]

FIRST_YEAR: Final = -3_000
"""The earliest year that can be asked for, 3000 BCE: the register knows of no system of cities before."""

_DATE = re.compile(r"(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%])?")
_DECADE = re.compile(r"(-?\d{3})X([~?%])?")
_CENTURY = re.compile(r"(-?)(\d{2})XX([~?%])?")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARKS: Final = {"~": "about ", "%": "perhaps about ", "?": "perhaps "}
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


def astronomical(year: int) -> int:
    """Return a year as the project counts inside.

    >>> astronomical(-431), astronomical(-1), astronomical(1), astronomical(2026)
    (-430, 0, 1, 2026)
    """
    return year if year > 0 else year + 1


def as_written(year: int) -> int:
    """Return an astronomical year as people write it; there is no year 0.

    >>> as_written(-430), as_written(0), as_written(1)
    (-431, -1, 1)
    """
    return year if year > 0 else year - 1


def year_label(year: int) -> str:
    """Return the words for a year that is counted as people write it.

    >>> year_label(-431), year_label(1167)
    ('431 BCE', '1167')
    """
    return str(year) if year > 0 else f"{-year} BCE"


def year_text(year: int) -> str:
    """Return the EDTF text of a year that is counted as people write it.

    >>> year_text(-431), year_text(-1), year_text(1167)
    ('-0430', '0000', '1167')
    """
    inside = astronomical(year)
    return f"{'-' if inside < 0 else ''}{abs(inside):04d}"


def checked_year(year: int | str, *, this_year: int) -> int:
    """Return a year that may be asked for, counted as people write it.

    Parameters
    ----------
    year
        A number, or its digits with a minus sign for years before the common era.
    this_year
        The last year there is.

    Raises
    ------
    InputError
        When it is no year.
    NotFoundError
        When it is the year 0, which nobody writes, or lies outside `FIRST_YEAR` to `this_year`.
    """
    if isinstance(year, str):
        if re.fullmatch(r"[-+]?[0-9]{1,9}", year.strip()) is None:
            raise InputError(
                f"{year[:40]!r} is no year",
                expected=f"Expected a year from {FIRST_YEAR} ({year_label(FIRST_YEAR)}) to {this_year}",
                next_step="Write it in digits, with a minus sign for years before the common era: -431 is 431 BCE",
            )
        year = int(year)
    if year == 0:
        told = "Years are counted as people write them: 1 BCE is -1, and the year 1 comes after it"
        raise NotFoundError("year", "0", near=("-1", "1"), next_step=told)
    if not FIRST_YEAR <= year <= this_year:
        nearest = FIRST_YEAR if year < FIRST_YEAR else this_year
        told = f"The history goes from {FIRST_YEAR} ({year_label(FIRST_YEAR)}) to {this_year}"
        raise NotFoundError("year of the history", str(year), near=(str(nearest),), next_step=told)
    return year


def date_label(text: str | None) -> str:
    """Return one EDTF date in words, before the common era included; nothing for none.

    >>> [date_label(text) for text in ("-0477", "-0430~", "1354-08-28", "-05XX", "01XX", "195X", "-06XX?")]
    ['478 BCE', 'about 431 BCE', '28 August 1354', 'the 6th century BCE', 'the 2nd century', 'the 1950s', \
'perhaps the 7th century BCE']
    """
    if not text:
        return ""
    for pattern, words in ((_DATE, _date_words), (_CENTURY, _century_words), (_DECADE, _decade_words)):
        match = pattern.fullmatch(text)
        if match is not None:
            return _MARKS.get(match.groups()[-1] or "", "") + words(match)
    return text


def _date_words(match: re.Match[str]) -> str:
    year, month, day, _ = match.groups()
    shown = year_label(as_written(int(year)))
    if month and 1 <= int(month) <= len(_MONTHS):
        shown = f"{_MONTHS[int(month) - 1]} {shown}"
        shown = f"{int(day)} {shown}" if day else shown
    return shown


def _century_words(match: re.Match[str]) -> str:
    sign, hundreds, _ = match.groups()
    number = int(hundreds) + 1
    ending = "th" if 10 < number % 100 < 20 else _ENDINGS.get(number % 10, "th")
    return f"the {number}{ending} century{' BCE' if sign else ''}"


def _decade_words(match: re.Match[str]) -> str:
    tens = match[1]
    return f"the {abs(int(tens))}0s{' BCE' if tens.startswith('-') else ''}"
