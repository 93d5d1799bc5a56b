"""How the weights of pairs follow what a run has done so far: partners gained and lost, and partners shared.

A predictor weighs pairs as known at the cut. Where it weighs the partners of the two cities, those they share, their
new ties of late or the ties of their two countries, a tie of the first year makes others more or less likely in the
second: the weight of a pair is multiplied by exp(Σ b (g(now) - g(at the cut))), with the predictor's coefficients b and
its own scale g(x) = log(1 + x). Pairs are drawn from the weights at the cut and taken with a probability in proportion
to that factor, which is exact.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.foresight.candidates import Candidates
from proxenia.foresight.predictors.predictor import Prediction

__all__ = ["LARGEST", "MOST_SHARED", "Follows", "RunState"]

Indices = NDArray[np.int64]
Numbers = NDArray[np.float64]

LARGEST: Final = 128.0
"""A factor beyond it counts as it."""
MOST_SHARED: Final = 3
"""Partners that a pair comes to share within a run; more count as so many."""
_RECENT_YEARS: Final = 5
_FEWEST: Final = 16


@dataclass(frozen=True, slots=True)
class Follows:
    """The coefficients of the logarithms of what a run changes.

    Attributes
    ----------
    degree, recent_ties
        Of both cities' partners, and of their new ties of the last five years.
    common_partners, country_pair
        Of the partners both share, and of the tied pairs of their two countries.
    """

    degree: float = 0.0
    recent_ties: float = 0.0
    common_partners: float = 0.0
    country_pair: float = 0.0

    @classmethod
    def of(cls, prediction: Prediction) -> "Follows":
        """Return what of a prediction follows a run."""
        found = {one.id: one.coef for one in prediction.coefficients}
        return cls(**{name: found.get(name, 0.0) for name in cls.__dataclass_fields__})

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return any(getattr(self, name) != 0 for name in self.__dataclass_fields__)


def _log_change(before: NDArray[np.number[Any]], change: NDArray[np.number[Any]]) -> Numbers:
    found: Numbers = np.log1p(np.maximum(before + change, 0)) - np.log1p(before)
    return found


def _most(coefficient: float, before: NDArray[np.number[Any]], change: NDArray[np.number[Any]]) -> Numbers:
    """Return for each run what both cities of a pair add at most to the logarithm of a factor."""
    found: Numbers = 2 * np.maximum(coefficient * _log_change(before, change), 0).max(axis=1)
    return found


class RunState:
    """What some runs have changed since the cut.

    Parameters
    ----------
    candidates
        The pairs, with what was known of their cities at the cut.
    runs
        How many runs.
    """

    def __init__(self, candidates: Candidates, follows: Follows, *, runs: int) -> None:
        self._candidates, self._follows = candidates, follows
        countries = len(candidates.countries[0])
        self._degree = np.zeros((runs, candidates.cities.height), dtype=np.int16)
        self._recent = np.zeros((runs, candidates.cities.height), dtype=np.int16)
        self._aged = np.zeros(candidates.cities.height, dtype=np.int16)
        self._of_countries = np.zeros((runs, countries, countries), dtype=np.int16)
        self._ends = np.full((runs, _FEWEST, 2), -1, dtype=np.int64)
        self._signs = np.zeros((runs, _FEWEST), dtype=np.int64)
        self._many = np.zeros(runs, dtype=np.int64)

    def begin(self, year: int) -> None:
        """Begin a year: ties of the last years before the cut are no longer of late."""
        if self._follows.recent_ties:
            last = self._new_ties_of_last(year - _RECENT_YEARS)
            self._aged = (last - self._recent_at_cut).astype(np.int16)

    def _new_ties_of_last(self, first: int) -> Indices:
        """Return how many dated ties of each city began in a year or later, up to the cut."""
        known = self._candidates.known
        last = known.dated.between(first, known.cut)
        ends = pl.concat([last["a"], last["b"]]).value_counts(name="count")
        number = dict(ends.rename({ends.columns[0]: "id"}).iter_rows())
        return np.array([number.get(city, 0) for city in self._candidates.cities["id"]], dtype=np.int64)

    @cached_property
    def _recent_at_cut(self) -> Indices:
        return self._new_ties_of_last(self._candidates.known.cut - _RECENT_YEARS + 1)

    @cached_property
    def _tied_countries(self) -> Indices:
        """How many pairs of known cities of each two countries are tied at the cut."""
        names, of_city = self._candidates.countries
        counted = np.zeros((len(names), len(names)), dtype=np.int64)
        first, second = np.nonzero(np.triu(self._candidates.adjacency, k=1))
        np.add.at(counted, (of_city[first], of_city[second]), 1)
        both = counted + counted.T
        np.fill_diagonal(both, np.diag(counted))
        return both

    def change(self, runs: Indices, first: Indices, second: Indices, sign: int) -> None:
        """Add new ties between cities (sign 1), or take ended ones away (-1)."""
        if not self._follows.any or not len(runs):
            return
        for city in (first, second):
            np.add.at(self._degree, (runs, city), sign)
            if sign > 0:
                np.add.at(self._recent, (runs, city), 1)
        of_city = self._candidates.countries[1]
        one, other = of_city[first], of_city[second]
        np.add.at(self._of_countries, (runs, one, other), sign)
        apart = one != other
        np.add.at(self._of_countries, (runs[apart], other[apart], one[apart]), sign)
        self._remember(runs, first, second, sign)

    def _remember(self, runs: Indices, first: Indices, second: Indices, sign: int) -> None:
        order = np.argsort(runs, kind="stable")
        runs, first, second = runs[order], first[order], second[order]
        place = self._many[runs] + np.arange(len(runs)) - np.searchsorted(runs, runs, side="left")
        while place.max() >= self._signs.shape[1]:
            self._ends = np.concatenate([self._ends, np.full_like(self._ends, -1)], axis=1)
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)], axis=1)
        self._ends[runs, place, 0], self._ends[runs, place, 1] = first, second
        self._signs[runs, place] = sign
        self._many += np.bincount(runs, minlength=len(self._many))

    def bounds(self) -> Numbers:
        """Return for each run a number that no factor exceeds, 1 or more."""
        follows, logs = self._follows, np.zeros(len(self._many))
        if follows.degree:
            logs += _most(follows.degree, self._candidates.degrees, self._degree)
        if follows.recent_ties:
            logs += _most(follows.recent_ties, self._recent_at_cut, self._recent + self._aged)
        if follows.country_pair:
            change = follows.country_pair * _log_change(self._tied_countries, self._of_countries)
            logs += np.maximum(change, 0).max(axis=(1, 2))
        if follows.common_partners:
            logs += abs(follows.common_partners) * np.log1p(np.minimum(self._many, MOST_SHARED))
        found: Numbers = np.minimum(np.exp(logs), LARGEST)
        return found

    def factors(self, runs: Indices, rows: Indices, marks: Numbers | None = None) -> Numbers:
        """Return how many times as heavy a pair is in a run as at the cut.

        Parameters
        ----------
        marks
            Where only more or less than a number matters: what certainly is less is not computed to its end.
        """
        follows, pairs = self._follows, self._candidates
        first, second = pairs.first[rows], pairs.second[rows]
        logs = np.zeros(len(rows))
        for city in (first, second):
            if follows.degree:
                logs += follows.degree * _log_change(pairs.degrees[city], self._degree[runs, city])
            if follows.recent_ties:
                change = self._recent[runs, city] + self._aged[city]
                logs += follows.recent_ties * _log_change(self._recent_at_cut[city], change)
        if follows.country_pair:
            one, other = pairs.countries[1][first], pairs.countries[1][second]
            change = self._of_countries[runs, one, other]
            logs += follows.country_pair * _log_change(self._tied_countries[one, other], change)
        if follows.common_partners:
            open_still = self._many[runs] > 0
            if marks is not None:
                most = abs(follows.common_partners) * np.log1p(MOST_SHARED)
                open_still &= np.exp(logs + most) > marks
            some = np.flatnonzero(open_still)
            before = pairs.shared_partners[first[some], second[some]]
            shared = np.clip(self._shared_change(runs[some], first[some], second[some]), -MOST_SHARED, MOST_SHARED)
            logs[some] += follows.common_partners * _log_change(before, shared)
        return np.asarray(np.minimum(np.exp(logs), LARGEST))

    def _shared_change(self, runs: Indices, first: Indices, second: Indices) -> Indices:
        """Return how many more partners two cities share than at the cut."""
        tied = self._candidates.adjacency
        x, y, sign = self._ends[runs, :, 0], self._ends[runs, :, 1], self._signs[runs]
        change = np.zeros(len(runs), dtype=np.int64)
        partners = []
        for one, other in ((first, second), (second, first)):
            partner = np.where(x == one[:, None], y, np.where(y == one[:, None], x, -1))
            known = (partner >= 0) & tied[partner, other[:, None]]
            change += (sign * known).sum(axis=1)
            partners.append(partner)
        # Partners that both gained or lost.
        for row in np.flatnonzero((partners[0] >= 0).any(axis=1) & (partners[1] >= 0).any(axis=1)):
            mine = dict(zip(partners[0][row].tolist(), sign[row].tolist(), strict=True))
            theirs = dict(zip(partners[1][row].tolist(), sign[row].tolist(), strict=True))
            both = (mine.keys() & theirs.keys()) - {-1}
            change[row] += sum(mine[partner] * theirs[partner] for partner in both)
        return change
