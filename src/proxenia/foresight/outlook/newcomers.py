"""New ties of cities that no dated tie names yet: how many, and between which countries.

Most new ties of the past had such a city at one end at least. Nobody can say which city it will be, so these ties are
told by their two countries alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known, known_cities
from proxenia.foresight.predictors.expectation import DEFAULT_RULE, RULES

__all__ = ["Newcomers", "expect_newcomers", "newcomer_ties"]

Indices = NDArray[np.int64]

_LEAST_POOL: Final = 50
"""Past ties that the countries are drawn from, at least, where there are as many."""
_MOST_WINDOWS: Final = 8
_LEAST: Final = 0.5
"""Never fewer are expected where there were newcomers before, as among known cities."""


@dataclass(frozen=True, eq=False, slots=True)
class Newcomers:
    """What is expected of ties with a city that is not known yet.

    Attributes
    ----------
    expected
        New ties in the window.
    past
        The numbers it rests on: first and last year of a past window of the same length, and its ties of newcomers.
    countries_a, countries_b
        The countries of past ties of newcomers, a row a tie; each is as likely to come again.
    """

    expected: float
    past: tuple[tuple[int, int, int], ...]
    countries_a: tuple[str, ...]
    countries_b: tuple[str, ...]


def newcomer_ties(dated: DatedTies, cut: int, years: int) -> list[tuple[str, str]]:
    """Return the countries of each pair that tied itself within the years after a cut and was no pair of known cities.

    The lower country stands first. A pair counts once.
    """
    told = dated.until(cut)
    there = set(known_cities(told)[0]["id"]) if told.cities.height else set()
    window = dated.between(cut + 1, cut + years).select("a", "b", "country_a", "country_b").unique(["a", "b"])
    return sorted(
        (min(one, other), max(one, other))
        for a, b, one, other in window.iter_rows()
        if a not in there or b not in there
    )


def expect_newcomers(known: Known, *, years: int, rule: str = DEFAULT_RULE) -> Newcomers:
    """Return what is expected after the cut, by the same rule as for known cities."""
    counted: dict[int, list[tuple[str, str]]] = {}

    def window(origin: int) -> list[tuple[str, str]]:
        if origin not in counted:
            counted[origin] = newcomer_ties(known.dated, origin, years)
        return counted[origin]

    expected = RULES[rule][0](known, years, lambda behind: len(window(known.cut - behind)))
    pool: list[tuple[str, str]] = []
    for number in range(1, _MOST_WINDOWS + 1):
        if len(pool) >= _LEAST_POOL:
            break
        pool += window(known.cut - number * years)
    past = tuple((first + 1, first + years, len(window(first))) for first in (known.cut - years,))
    return Newcomers(
        expected=max(float(expected), _LEAST) if pool else 0.0,
        past=past,
        countries_a=tuple(pair[0] for pair in pool),
        countries_b=tuple(pair[1] for pair in pool),
    )
