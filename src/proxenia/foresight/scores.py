"""How good predicted chances were, once it is known which pairs tied themselves.

Of half a million pairs a few dozen tie themselves. So a Brier score is close to the share of those who do, whatever is
predicted; the log score and what stands at the top of the list tell predictors apart.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CHANCE_EDGES",
    "SCORES",
    "Ranking",
    "Scored",
    "calibration",
    "chance_classes",
    "resampled",
    "score",
]

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

LEAST_CHANCE: Final = 1e-12
"""Chances are taken to lie at least so far from 0 and 1, so that no single pair makes a log score infinite."""
RECALL_AT: Final = (10, 50, 100)

SCORES: Final[dict[str, str]] = {
    "brier": "mean squared difference between chance and what happened, over all candidates; lower is better",
    "log_score": "mean of -log of the chance given to what happened, over all candidates, in nats; lower is better",
    "log_score_per_tie": "the same sum divided by the new ties instead of the candidates; lower is better",
    "average_precision": "mean over the new ties of the precision at their place in the list; higher is better",
    "lift": "average precision over that of a list in any order, the share of candidates that tied themselves",
    "recall_at_10": "share of the new ties among the 10 likeliest candidates",
    "recall_at_50": "share of the new ties among the 50 likeliest candidates",
    "recall_at_100": "share of the new ties among the 100 likeliest candidates",
    "recall_at_ties": "share of the new ties among as many of the likeliest candidates as there are new ties",
}
"""Every score and what it means. All but the first two are missing where no candidate tied itself."""

CHANCE_EDGES: Final = tuple(10.0 ** (half / 2) for half in range(-16, 1))
"""Classes of chance that add up over cuts: half powers of ten, from 10⁻⁸ to 1."""


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """The candidates in the order of their chances, those with the same chance as one group.

    Attributes
    ----------
    groups
        The last place (counted from 1) of each group, the likeliest first.
    hits
        New ties in the places up to the end of each group.
    of_ties
        The group of each new tie.
    """

    groups: Indices
    hits: Indices
    of_ties: Indices

    @classmethod
    def of(cls, chances: Floats, tied: Indices) -> "Ranking":
        """Return the ranking of chances, where the rows `tied` happened."""
        order = np.argsort(-chances, kind="stable")
        ranked = chances[order]
        ends = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], True))
        happened = np.zeros(len(chances), dtype=bool)
        happened[tied] = True
        hits = np.cumsum(happened[order])[ends]
        of_ties = np.searchsorted(-ranked[ends], -chances[tied])
        return cls(groups=ends + 1, hits=hits, of_ties=of_ties)

    def average_precision(self) -> float:
        """Return the sum of precision times what recall grows by, group after group."""
        grown = np.diff(self.hits, prepend=0)
        return float(np.sum(grown * self.hits / self.groups) / self.hits[-1])

    def recall_at(self, places: int) -> float:
        """Return the share of the new ties among the likeliest; of a group cut through, the share it has on average.

        >>> Ranking.of(np.array([0.9, 0.1, 0.1]), np.array([0, 2])).recall_at(2)
        0.75
        """
        group = int(np.searchsorted(self.groups, places))
        if group == len(self.groups):
            return 1.0
        before, found = (0, 0) if group == 0 else (int(self.groups[group - 1]), int(self.hits[group - 1]))
        share = (places - before) / (int(self.groups[group]) - before)
        return float((found + share * (int(self.hits[group]) - found)) / self.hits[-1])

    def curve(self) -> tuple[tuple[float, float], ...]:
        """Return recall and precision at each group in which a new tie stands, the likeliest first."""
        there = np.flatnonzero(np.diff(self.hits, prepend=0))
        return tuple((float(self.hits[one] / self.hits[-1]), float(self.hits[one] / self.groups[one])) for one in there)


@dataclass(frozen=True, eq=False, slots=True)
class Scored:
    """The scores of one prediction.

    Attributes
    ----------
    values
        By the names of :data:`SCORES`; none where nothing happened.
    curve
        Recall and precision.
    loss_of_ties
        -log of the chance of each pair that tied itself.
    loss_of_others
        The sum of -log of what was left, over all who did not.
    ranking
        The order.
    """

    values: dict[str, float | None]
    curve: tuple[tuple[float, float], ...]
    loss_of_ties: Floats
    loss_of_others: float
    ranking: Ranking | None


def score(chances: Floats, tied: Indices) -> Scored:
    """Return the scores of chances, where the rows `tied` happened and no others.

    >>> found = score(np.array([0.5, 0.25, 0.25]), np.array([0])).values
    >>> round(found["brier"], 4), round(found["log_score"], 4), found["average_precision"]
    (0.125, 0.4228, 1.0)
    """
    told = np.clip(chances, LEAST_CHANCE, 1 - LEAST_CHANCE)
    of_ties: Floats = -np.log(told[tied])
    of_others = float(-np.log1p(-told).sum() + np.log1p(-told[tied]).sum())
    whole = float(of_ties.sum()) + of_others
    values: dict[str, float | None] = dict.fromkeys(SCORES)
    values["brier"] = float((np.square(chances).sum() + (1 - 2 * chances[tied]).sum()) / len(chances))
    values["log_score"] = whole / len(chances)
    if not len(tied):
        return Scored(values, (), of_ties, of_others, None)
    ranking = Ranking.of(chances, tied)
    precision = ranking.average_precision()
    values["log_score_per_tie"] = whole / len(tied)
    values["average_precision"] = precision
    values["lift"] = precision * len(chances) / len(tied)
    for places in RECALL_AT:
        values[f"recall_at_{places}"] = ranking.recall_at(places)
    values["recall_at_ties"] = ranking.recall_at(len(tied))
    return Scored(values, ranking.curve(), of_ties, of_others, ranking)


def resampled(scored: Scored, draws: NDArray[np.int64], candidates: int) -> dict[str, Floats]:
    """Return log score, log score per tie and average precision of samples of the new ties, drawn with replacement.

    Parameters
    ----------
    draws
        How often each new tie is drawn: a row a sample, a column a tie.
    candidates
        How many there are.
    """
    if scored.ranking is None:
        return {}
    number = draws.sum(axis=1)
    whole = draws @ scored.loss_of_ties + scored.loss_of_others
    ranking = scored.ranking
    groups, place = np.unique(ranking.of_ties, return_inverse=True)
    in_groups = np.zeros((len(draws), len(groups)))
    for tie, group in enumerate(place):
        in_groups[:, group] += draws[:, tie]
    hits = np.cumsum(in_groups, axis=1)
    others = (ranking.groups - ranking.hits)[groups]
    precision = np.divide(hits, hits + others, out=np.zeros_like(hits), where=hits > 0)
    return {
        "log_score": whole / candidates,
        "log_score_per_tie": whole / number,
        "average_precision": (in_groups * precision).sum(axis=1) / number,
    }


def calibration(chances: Floats, tied: Indices) -> tuple[tuple[float, float, int, float, int], ...]:
    """Return the candidates in ten groups of the same size by chance, the least likely first.

    Each group: its least and largest chance, how many candidates, new ties expected, new ties seen. Candidates with the
    same chance stay together, so that there may be fewer groups.
    """
    order = np.argsort(chances, kind="stable")
    ranked = chances[order]
    happened = np.zeros(len(chances), dtype=np.int64)
    happened[tied] = 1
    cuts = [int(np.searchsorted(ranked, ranked[len(ranked) * tenth // 10], side="left")) for tenth in range(1, 10)]
    edges = sorted({0, *cuts, len(ranked)})
    return tuple(
        (
            float(ranked[low]),
            float(ranked[high - 1]),
            high - low,
            float(ranked[low:high].sum()),
            int(happened[order[low:high]].sum()),
        )
        for low, high in pairwise(edges)
    )


def chance_classes(chances: Floats, tied: Indices) -> NDArray[np.float64]:
    """Return for each class of :data:`CHANCE_EDGES` the candidates, the new ties expected and those seen.

    The classes of several cuts can be added up. A chance below the lowest edge counts in the lowest class.
    """
    place = np.clip(np.searchsorted(CHANCE_EDGES, chances, side="right") - 1, 0, len(CHANCE_EDGES) - 2)
    size = len(CHANCE_EDGES) - 1
    seen = np.bincount(place[tied], minlength=size)
    return np.column_stack(
        [np.bincount(place, minlength=size), np.bincount(place, weights=chances, minlength=size), seen]
    ).astype(np.float64)
