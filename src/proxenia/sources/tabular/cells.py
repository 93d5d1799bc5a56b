"""Single cells of a publisher's table: a state, a number, a year – understood, or refused with a reason."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from proxenia.sources.context import Context
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["plain_number", "state_of", "year_of"]

LONGEST_NUMBER: Final = 40
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_YEAR: Final = re.compile(r"([0-9]{4})(?:\.0+)?")


def state_of(context: Context, text: str, *, known: Mapping[str, str] = {}) -> str:
    """Return the identifier of the state that a text names, past ones included.

    A part of a state, such as Scotland, is no state: what is said of it is not said of the whole.

    Parameters
    ----------
    known
        Words of this source that mean a state and are known nowhere else: the identifier of each.

    Raises
    ------
    RowRefused
        When it names none.
    """
    if text in known:
        return known[text]
    state = context.countries.state(text)
    if state is None:
        raise RowRefused(context.countries.reason(text))
    if context.countries.division(text):
        raise RowRefused(f"{text!r} is a part of {state} and no state")
    return state


def plain_number(
    text: str, what: str, *, least: int | None = None, most: int | None = None, decimals: int | None = None
) -> str:
    """Return a number in plain decimal notation: no exponent, no zeros at its end.

    Parameters
    ----------
    decimals
        Rounded to so many digits after the point, which takes away the noise of binary fractions; 0 asks for a
        whole number and refuses another.

    Raises
    ------
    RowRefused
        When it is no number, or not between `least` and `most`.

    Examples
    --------
    >>> plain_number("13168.219999999999", "the distance", decimals=6), plain_number("64.0", "the stock")
    ('13168.22', '64')
    >>> plain_number("1e3", "the stock"), plain_number("-0.0", "the stock")
    ('1000', '0')
    """
    if len(text) > LONGEST_NUMBER or _NUMBER.fullmatch(text) is None:
        raise RowRefused(f"{what} {text[:80]!r} is not a number" if text else f"{what} is empty")
    number = Decimal(text)
    if (least is not None and number < least) or (most is not None and number > most):
        limits = f"at least {least}" if most is None else f"between {least} and {most}"
        raise RowRefused(f"{what} {text} is not {limits}")
    if decimals == 0 and number != number.to_integral_value():
        raise RowRefused(f"{what} {text} is not a whole number")
    shown = f"{number:f}" if decimals is None else f"{number:.{decimals}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "+0") else shown


def year_of(text: str, what: str = "the year", *, first: int = 1, last: int = 9999) -> int:
    """Return a year of the common era; ``2003.0``, as tables with gaps are written, is 2003.

    Raises
    ------
    RowRefused
        When it is none, or not between `first` and `last`.

    Examples
    --------
    >>> year_of("2003.0")
    2003
    """
    found = _YEAR.fullmatch(text)
    if found is None:
        raise RowRefused(f"{what} {text[:80]!r} is not a year" if text else f"{what} is empty")
    year = int(found[1])
    if not first <= year <= last:
        raise RowRefused(f"{what} {text} is not between {first} and {last}")
    return year
