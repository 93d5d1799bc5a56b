"""Average marginal associations: how much the expected count differs between two values of one condition.

Each city's expectation is computed twice, with the lower and with the higher value of the condition and everything else
as it is, and the differences are averaged over the cities. Standard errors follow by the delta method from the
covariance of both parts together, clustered by country (Cameron & Trivedi 2013, ch. 10): what one country's cities have
in common is not counted as many times evidence. With G countries the sum over them is multiplied by G / (G − 1) and
intervals use the t distribution with G − 1 degrees of freedom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.conditions.hurdle import Floats, Part, means_if_any

__all__ = ["LEVEL", "Contrast", "Difference", "Hurdle", "t_quantile"]

LEVEL: Final = 0.95


def t_quantile(clusters: int) -> float:
    """Return how many standard errors an interval reaches to each side.

    >>> round(t_quantile(31), 3)
    2.042
    """
    from scipy.stats import t  # noqa: PLC0415

    return float(t.ppf((1 + LEVEL) / 2, max(clusters - 1, 1)))


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of expectations with its standard error and 95 % interval.

    Attributes
    ----------
    estimate, standard_error, low, high
        In the unit of the outcome.
    """

    estimate: float
    standard_error: float
    low: float
    high: float

    @property
    def is_told_from_nought(self) -> bool:
        """The interval leaves out nought."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Contrast:
    """What a condition goes with: the three differences; one is none where its part could not be fitted.

    Attributes
    ----------
    any
        Of the share of cities with any, from -1 to 1, averaged over all cities.
    if_any
        Of the number, averaged over the cities with any.
    number
        Of the number of all cities, those without counted as 0: both parts together.
    """

    any: Difference | None
    if_any: Difference | None
    number: Difference | None


@dataclass(frozen=True, eq=False)
class Hurdle:
    """Both parts fitted to the same cities, and the covariance of all coefficients together.

    Attributes
    ----------
    columns
        Shape (cities, columns), the first the constant.
    counts
        Of each city.
    clusters
        The number of each city's country, from 0.
    any_part, number_part
        The parts; none where one could not be fitted.
    """

    columns: Floats
    counts: NDArray[np.int64]
    clusters: NDArray[np.int64]
    any_part: Part | None
    number_part: Part | None

    @property
    def cluster_count(self) -> int:
        """How many countries there are."""
        return int(self.clusters.max()) + 1

    def covariance(self) -> Floats:
        """Return the covariance of the coefficients of part one and then of part two, clustered by country."""
        parts, bread = self._scores()
        sums = np.zeros((self.cluster_count, parts.shape[1]))
        np.add.at(sums, self.clusters, parts)
        correction = self.cluster_count / max(self.cluster_count - 1, 1)
        return np.asarray(correction * bread @ (sums.T @ sums) @ bread)

    def _scores(self) -> tuple[Floats, Floats]:
        blocks, breads = [], []
        if self.any_part is not None:
            blocks.append(self.any_part.scores)
            breads.append(self.any_part.bread)
        if self.number_part is not None:
            scores = np.zeros((len(self.counts), self.number_part.scores.shape[1]))
            scores[self.counts > 0] = self.number_part.scores
            blocks.append(scores)
            breads.append(self.number_part.bread)
        width = sum(len(one) for one in breads)
        bread, at = np.zeros((width, width)), 0
        for one in breads:
            bread[at : at + len(one), at : at + len(one)] = one
            at += len(one)
        return np.hstack(blocks), bread

    def standard_errors(self) -> tuple[Floats, Floats]:
        """Return the standard errors of the coefficients of part one and of part two."""
        errors = np.sqrt(np.maximum(np.diag(self.covariance()), 0))
        first = 0 if self.any_part is None else len(self.any_part.coefficients)
        return errors[:first], errors[first:]

    def contrast(self, low: Floats, high: Floats, *, covariance: Floats | None = None) -> Contrast:
        """Return the average differences between two designs that differ in one condition.

        Parameters
        ----------
        low, high
            Like `columns`, with the lower and the higher value of the condition.
        covariance
            That of :meth:`covariance`, where it is there already.
        """
        spread = self.covariance() if covariance is None else covariance
        below, above = self._expected(low), self._expected(high)
        some = self.counts > 0
        wanted: list[Difference | None] = []
        for place, where in ((0, slice(None)), (1, some), (2, slice(None))):
            one, other = below[place], above[place]
            if one is None or other is None:
                wanted.append(None)
                continue
            estimate = float((other[0][where] - one[0][where]).mean())
            gradient = (other[1][where] - one[1][where]).mean(axis=0)
            wanted.append(self._difference(estimate, gradient, spread))
        return Contrast(*wanted)

    def _difference(self, estimate: float, gradient: Floats, spread: Floats) -> Difference:
        error = float(np.sqrt(max(float(gradient @ spread @ gradient), 0.0)))
        reach = t_quantile(self.cluster_count) * error
        return Difference(estimate, error, estimate - reach, estimate + reach)

    def _expected(self, columns: Floats) -> Sequence[tuple[Floats, Floats] | None]:
        """Return of each city the chance of any, the number if any and the number, each with its gradient."""
        first = 0 if self.any_part is None else len(self.any_part.coefficients)
        second = 0 if self.number_part is None else len(self.number_part.coefficients)
        none = np.zeros((len(columns), first + second))
        chance = mean = None
        if self.any_part is not None:
            share = 1 / (1 + np.exp(-(columns @ self.any_part.coefficients)))
            slope = none.copy()
            slope[:, :first] = columns * (share * (1 - share))[:, None]
            chance = (share, slope)
        if self.number_part is not None:
            number, by_line, by_size = means_if_any(columns, self.number_part.coefficients)
            slope = none.copy()
            slope[:, first:-1] = columns * by_line[:, None]
            slope[:, -1] = by_size
            mean = (number, slope)
        if chance is None or mean is None:
            return chance, mean, None
        both = chance[0] * mean[0]
        return chance, mean, (both, chance[1] * mean[0][:, None] + chance[0][:, None] * mean[1])
