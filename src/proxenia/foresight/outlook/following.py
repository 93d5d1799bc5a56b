"""How the weights of pairs follow what a run has done so far: partners gained and lost, and partners shared.

A predictor weighs pairs as known at the cut. Where it weighs the partners of the two cities, or those they share, a
tie of the first year makes others more or less likely in the second: the weight of a pair is multiplied by
exp(Σ b (g(now) - g(at the cut))), with the predictor's coefficients b and its own scale g(x) = log(1 + x). Pairs are
drawn from the weights at the cut and taken with a probability in proportion to that factor, which is exact.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.candidates import Candidates
from proxenia.foresight.predictors.predictor import Prediction

__all__ = ["LARGEST", "Follows", "RunState"]

Indices = NDArray[np.int64]
Numbers = NDArray[np.float64]

LARGEST: Final = 64.0
"""A factor beyond it counts as it."""
_DEGREE: Final = "degree"
_COMMON: Final = "common_partners"
_FEWEST: Final = 16


@dataclass(frozen=True, slots=True)
class Follows:
    """The coefficients of the logarithms of what a run changes: of both degrees, and of the partners shared."""

    degree: float = 0.0
    common_partners: float = 0.0

    @classmethod
    def of(cls, prediction: Prediction) -> "Follows":
        """Return what of a prediction follows a run."""
        found = {one.id: one.coef for one in prediction.coefficients}
        return cls(found.get(_DEGREE, 0.0), found.get(_COMMON, 0.0))

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return self.degree != 0 or self.common_partners != 0


class RunState:
    """What some runs have changed since the cut.

    Parameters
    ----------
    candidates
        The pairs, with the cities' degrees and partners at the cut.
    runs
        How many runs.
    """

    def __init__(self, candidates: Candidates, follows: Follows, *, runs: int) -> None:
        self._candidates, self._follows = candidates, follows
        self._degree = np.zeros((runs, candidates.cities.height), dtype=np.int16)
        self._ends = np.full((runs, _FEWEST, 2), -1, dtype=np.int64)
        self._signs = np.zeros((runs, _FEWEST), dtype=np.int64)
        self._many = np.zeros(runs, dtype=np.int64)

    def change(self, runs: Indices, first: Indices, second: Indices, sign: int) -> None:
        """Add new ties between cities (sign 1), or take ended ones away (-1)."""
        if not self._follows.any or not len(runs):
            return
        np.add.at(self._degree, (runs, first), sign)
        np.add.at(self._degree, (runs, second), sign)
        order = np.argsort(runs, kind="stable")
        runs, first, second = runs[order], first[order], second[order]
        begun = np.searchsorted(runs, runs, side="left")
        place = self._many[runs] + np.arange(len(runs)) - begun
        while place.max() >= self._signs.shape[1]:
            self._ends = np.concatenate([self._ends, np.full_like(self._ends, -1)], axis=1)
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)], axis=1)
        self._ends[runs, place, 0], self._ends[runs, place, 1] = first, second
        self._signs[runs, place] = sign
        self._many += np.bincount(runs, minlength=len(self._many))

    def bounds(self) -> Numbers:
        """Return for each run a number that no factor exceeds, 1 or more."""
        if not self._follows.any:
            return np.ones(len(self._many))
        most, least = self._degree.max(axis=1), self._degree.min(axis=1)
        b = self._follows.degree
        of_degree = 2 * abs(b) * np.log1p(np.maximum(most, 0) if b > 0 else np.maximum(-least, 0))
        most_shared = np.minimum(self._many, self._degree_span())
        of_common = abs(self._follows.common_partners) * np.log1p(most_shared)
        found: Numbers = np.minimum(np.exp(of_degree + of_common), LARGEST)
        return found

    def _degree_span(self) -> Indices:
        """Return how many changed ties one city has at most, twice: no two cities gain or lose more shared ones."""
        count = np.zeros(self._degree.shape, dtype=np.int64)
        for side in (0, 1):
            runs, places = np.nonzero(self._ends[:, :, side] >= 0)
            np.add.at(count, (runs, self._ends[runs, places, side]), 1)
        most: Indices = 2 * count.max(axis=1)
        return most

    def factors(self, runs: Indices, rows: Indices) -> Numbers:
        """Return how many times as heavy a pair is in a run as at the cut."""
        first, second = self._candidates.first[rows], self._candidates.second[rows]
        logs = np.zeros(len(rows))
        if self._follows.degree:
            for city in (first, second):
                before = self._candidates.degrees[city].astype(float)
                now = np.maximum(before + self._degree[runs, city], 0.0)
                logs += self._follows.degree * (np.log1p(now) - np.log1p(before))
        if self._follows.common_partners:
            some = np.flatnonzero(self._many[runs] > 0)
            before = self._candidates.shared_partners[first[some], second[some]].astype(float)
            now = np.maximum(before + self._shared_change(runs[some], first[some], second[some]), 0.0)
            logs[some] += self._follows.common_partners * (np.log1p(now) - np.log1p(before))
        return np.minimum(np.exp(logs), LARGEST)

    def _shared_change(self, runs: Indices, first: Indices, second: Indices) -> Indices:
        """Return how many more partners two cities share than at the cut."""
        tied = self._candidates.adjacency
        x, y, sign = self._ends[runs, :, 0], self._ends[runs, :, 1], self._signs[runs]
        change = np.zeros(len(runs), dtype=np.int64)
        news = []
        for one, other in ((first, second), (second, first)):
            partner = np.where(x == one[:, None], y, np.where(y == one[:, None], x, -1))
            known = (partner >= 0) & tied[partner, other[:, None]]
            change += (sign * known).sum(axis=1)
            news.append(partner)
        # Partners that both gained or lost.
        for row in np.flatnonzero((news[0] >= 0).any(axis=1) & (news[1] >= 0).any(axis=1)):
            mine = dict(zip(news[0][row].tolist(), sign[row].tolist(), strict=True))
            theirs = dict(zip(news[1][row].tolist(), sign[row].tolist(), strict=True))
            both = (mine.keys() & theirs.keys()) - {-1}
            change[row] += sum(mine[partner] * theirs[partner] for partner in both)
        return change
