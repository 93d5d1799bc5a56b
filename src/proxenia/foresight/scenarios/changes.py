"""What a scenario changes in an outlook, in the outlook's own terms: multipliers, shifts of rates, memberships.

Every run draws each number anew, from a stream of its own: the streams of the outlook stay the same with a scenario
and without (common random numbers), so that a difference between the two is the scenario's alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

__all__ = ["MOST_OF_ENDS", "MOST_OF_NEW", "Changes", "Drawn", "Membership", "Number", "Reach", "Shift"]

Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_] | Sequence[str]

_STREAM: Final = 0x5CE7
"""Tells the stream of scenarios from those of the outlook."""
_SMALLEST: Final = 1e-12
_LEAST: Final = -20.0
MOST_OF_ENDS: Final = 15.0
"""The largest logarithm of a rate of suspensions or ends."""
MOST_OF_NEW: Final = 3.0
"""The largest logarithm of a number of new ties: e to the third is twenty times as many."""


@dataclass(frozen=True, slots=True)
class Number:
    """A coefficient with what is known of it.

    Attributes
    ----------
    key
        Coefficients with the same key are one number: a run draws it once.
    error
        The standard error of an estimated one.
    low, high
        The 95 % interval of an estimated number, the range of an assumed one.
    sign
        -1 or 1 where draws may not cross zero.
    most
        No draw is above it.
    origin
        Where it comes from, in plain words.
    """

    key: int
    estimated: bool
    value: float
    low: float
    high: float
    error: float = 0.0
    sign: int = 0
    origin: str = ""
    most: float = MOST_OF_ENDS

    def at(self, chance: float) -> float:
        """Return the number below which a share of the draws lies: normal when estimated, triangular when assumed."""
        if self.estimated:
            drawn = self.value + self.error * float(ndtri(chance))
        else:
            drawn = _triangular(chance, self.low, self.value, self.high)
        low = max(_LEAST, 0.0) if self.sign > 0 else _LEAST
        return min(max(drawn, low), 0.0 if self.sign < 0 else self.most)


def _triangular(chance: float, low: float, mode: float, high: float) -> float:
    if high <= low:
        return mode
    turn = (mode - low) / (high - low)
    if chance < turn:
        return low + float(np.sqrt(chance * (high - low) * (mode - low)))
    return high - float(np.sqrt((1 - chance) * (high - low) * (high - mode)))


@dataclass(frozen=True, eq=False)
class Reach:
    """Which pairs a shift reaches.

    Attributes
    ----------
    pairs
        Pairs of countries, the lower code first, each with the change of the covariate there (1 or -1; 0: none).
    countries
        Countries: a pair is reached when one of its two is among them; none when countries do not matter.
    cities
        Pairs of cities, the lower id first, with the change of the covariate.
    everybody
        Every pair is reached.
    field
        Ties of this field alone.
    """

    pairs: "dict[tuple[str, str], float] | None" = None
    countries: frozenset[str] | None = None
    cities: "dict[tuple[str, str], float] | None" = None
    everybody: bool = False
    step: float = 1.0
    field: str = ""

    def of(self, country_a: Words, country_b: Words, city_a: Words | None, city_b: Words | None) -> Numbers:
        """Return the change of the covariate of each pair."""
        a, b = np.asarray(country_a, dtype=str), np.asarray(country_b, dtype=str)
        if self.pairs is not None:
            return _looked_up(a, b, self.pairs)
        if self.cities is not None:
            if city_a is None or city_b is None:
                return np.zeros(len(a))
            return _looked_up(np.asarray(city_a, dtype=str), np.asarray(city_b, dtype=str), self.cities)
        if self.everybody:
            return np.full(len(a), self.step)
        inside = sorted(self.countries or ())
        return self.step * (np.isin(a, inside) | np.isin(b, inside)).astype(float)


def _looked_up(a: npt.NDArray[np.str_], b: npt.NDArray[np.str_], told: dict[tuple[str, str], float]) -> Numbers:
    """Return what is told of each pair: only those with both ends in it are looked at one by one."""
    ends = sorted({end for pair in told for end in pair})
    found = np.zeros(len(a))
    for place in np.flatnonzero(np.isin(a, ends) & np.isin(b, ends)):
        one, other = str(a[place]), str(b[place])
        found[place] = told.get((min(one, other), max(one, other)), 0.0)
    return found


@dataclass(frozen=True, eq=False)
class Shift:
    """One coefficient of one change at work.

    Attributes
    ----------
    change
        Which change of the scenario it belongs to, from 0.
    acts_on
        ``new_ties``, ``suspensions`` or ``endings``.
    on, until
        The first and the last day.
    part
        The share of a pair's ties that are of the kind it reaches; a fund for a field reaches that field's.
    """

    change: int
    coefficient: str
    acts_on: str
    number: Number
    reach: Reach
    on: date
    until: date | None = None
    part: float = 1.0

    def share_of(self, year: int) -> float:
        """Return the share of a year in which it holds.

        A rupture in the middle of a year meets the second half of that year's new ties alone.
        """
        first, last = date(year, 1, 1), date(year, 12, 31)
        begin, end = max(self.on, first), min(self.until or last, last)
        return max((end - begin).days + 1, 0) / ((last - first).days + 1)


@dataclass(frozen=True, slots=True)
class Membership:
    """Who joins and who leaves a city network in a year; `founded` when it begins in that year."""

    city_network: str
    name: str
    year: int
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    founded: bool = False


@dataclass(frozen=True, eq=False)
class Changes:
    """Everything that a scenario changes in an outlook.

    Examples
    --------
    >>> Changes().drawn(0, seed=1).new_ties(2027, ["DE"], ["FR"], ["gn:1"], ["gn:2"])
    array([0.])
    """

    shifts: tuple[Shift, ...] = ()
    joined_and_left: tuple[Membership, ...] = ()

    @cached_property
    def first_year(self) -> int:
        """The year before which nothing changes."""
        years = [one.on.year for one in self.shifts] + [one.year for one in self.joined_and_left]
        return min(years, default=9_999)

    def drawn(self, run: int, seed: int) -> "Drawn":
        """Return the changes of one run, each coefficient with a number of its own.

        Parameters
        ----------
        run
            The number of the run, from 0.
        seed
            The seed of the outlook.
        """
        numbers: dict[int, float] = {}
        for one in self.shifts:
            if one.number.key not in numbers:
                chance = np.random.default_rng([_STREAM, seed, run, one.number.key]).random()
                numbers[one.number.key] = one.number.at(min(max(chance, _SMALLEST), 1 - _SMALLEST))
        return Drawn(self, numbers)

    def at(self, share: float) -> "Drawn":
        """Return the changes with every number at one place of its range: 0 for its low end, 1 for its high end."""
        return Drawn(
            self, {one.number.key: one.number.low + share * (one.number.high - one.number.low) for one in self.shifts}
        )


@dataclass(frozen=True, eq=False)
class Drawn:
    """The changes of one run."""

    changes: Changes
    numbers: dict[int, float]

    def new_ties(self, year: int, country_a: Words, country_b: Words, city_a: Words, city_b: Words) -> Numbers:
        """Return the logarithm by which the expected number of new ties of each pair is multiplied in a year."""
        return self._summed("new_ties", year, (country_a, country_b, city_a, city_b))

    def suspensions(self, year: int, country_a: Words, country_b: Words) -> Numbers:
        """Return what is added to the logarithm of the yearly rate at which each tie is suspended."""
        return self._summed("suspensions", year, (country_a, country_b, None, None))

    def endings(self, year: int, country_a: Words, country_b: Words) -> Numbers:
        """Return what is added to the logarithm of the yearly rate at which each tie is ended."""
        return self._summed("endings", year, (country_a, country_b, None, None))

    def fields(self, year: int) -> dict[str, float]:
        """Return the logarithm by which new ties of a field are multiplied in a year, wherever they are."""
        found: dict[str, float] = {}
        for one in self.changes.shifts:
            if one.reach.field and one.reach.everybody:
                found[one.reach.field] = found.get(one.reach.field, 0.0) + self._shift(one, year)
        return {field: value for field, value in found.items() if value}

    def memberships(self, year: int) -> tuple[Membership, ...]:
        """Return who joins and who leaves city networks in a year: sure, not by chance."""
        return tuple(one for one in self.changes.joined_and_left if one.year == year)

    def _shift(self, one: Shift, year: int) -> float:
        """Return the number of a shift in a year, less where it holds for a part of it."""
        share, number = one.part * one.share_of(year), self.numbers[one.number.key]
        if share == 1.0:
            return number
        return float(np.log1p(share * np.expm1(number))) if share else 0.0

    def _summed(self, acts_on: str, year: int, pairs: tuple[Words, Words, Words | None, Words | None]) -> Numbers:
        total = np.zeros(len(pairs[0]))
        for one in self.changes.shifts:
            if one.acts_on != acts_on or (one.reach.field and one.reach.everybody):
                continue
            shift = self._shift(one, year)
            if shift:
                total += shift * one.reach.of(*pairs)
        return total
