"""A power law fitted to degrees, and what it is worth beside a lognormal and an exponential.

After Clauset, Shalizi and Newman (doi:10.1137/070710111), with the exact likelihood of whole numbers. The package
powerlaw is a peer in the tests: it takes seconds to load and stops at an exponent of 3 (decision 15).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import erfc, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, zeta

from proxenia.measures.engines.kept import kept
from proxenia.measures.engines.structure import degrees
from proxenia.measures.graph import Graph

__all__ = ["Comparison", "PowerLaw", "compare_exponential", "compare_lognormal", "estimate_power_law", "fit_power_law"]

_SMALLEST_TAIL: Final = 10
_TERMS: Final = 1000
_LOWEST, _HIGHEST = 1 + 1e-6, 60.0
_HALVINGS: Final = 60


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """A power law that holds from a degree on.

    Attributes
    ----------
    exponent
        alpha: the share of degrees of `start` or more that are k is in proportion to ``k ** -alpha``.
    start
        The degree from which it holds, the one with the smallest gap.
    gap
        The greatest distance between its cumulative shares and the real ones (Kolmogorov–Smirnov), 0 to 1.
    tail
        How many nodes have that degree or more.
    """

    exponent: float
    start: int
    gap: float
    tail: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The log-likelihood ratio of a power law to another law (Vuong, doi:10.2307/1912557).

    Attributes
    ----------
    ratio
        Divided by its standard deviation: above 0 the power law fits better, below 0 the other.
    p_value
        The probability that a ratio so far from 0 comes by chance while neither fits better.
    """

    ratio: float
    p_value: float


@kept
def estimate_power_law(graph: Graph) -> PowerLaw | None:
    """Return the power law of a graph's degrees; none when all are alike."""
    values, counts = np.unique(degrees(graph), return_counts=True)
    if len(values) < 2:
        return None
    tails = np.cumsum(counts[::-1])[::-1]
    starts = [at for at in range(len(values) - 1) if at == 0 or tails[at] >= _SMALLEST_TAIL]
    return min((fit_power_law(values[at:], counts[at:]) for at in starts), key=lambda fit: (fit.gap, fit.start))


def fit_power_law(values: NDArray[np.int64], counts: NDArray[np.int64]) -> PowerLaw:
    """Return the likeliest power law of values from the lowest on; `counts` tells how often each stands."""
    start, tail = int(values[0]), int(counts.sum())
    mean_log = float(counts @ np.log(values)) / tail
    exponent = _root(lambda alpha: _mean_log(alpha, start) - mean_log)
    real = np.cumsum(counts) / tail
    whole = zeta(exponent, start)
    at, before_next = (1 - zeta(exponent, np.append(values, values[-1] + 1) + offset) / whole for offset in (1, 0))
    # Between two values the real share stands still and the fitted one climbs: the gap is greatest at either end.
    gap = max(np.abs(real - at[:-1]).max(), np.abs(real - before_next[1:]).max())
    return PowerLaw(exponent, start, float(gap), tail)


def _mean_log(alpha: float, start: int) -> float:
    """Return the mean of ln k under a power law: the sum of ``ln k * k ** -alpha`` over the zeta function.

    The first terms are added, the rest follows from the formula of Euler and Maclaurin.
    """
    first = np.arange(start, start + _TERMS, dtype=np.float64)
    end = float(start + _TERMS)
    power, ending = end**-alpha, log(end)
    rest = end * power * (ending / (alpha - 1) + 1 / (alpha - 1) ** 2)
    edge = power * ending / 2 - power / end * (1 - alpha * ending) / 12
    return float((np.log(first) @ first**-alpha + rest + edge) / zeta(alpha, start))


def _root(falling: Callable[[float], float]) -> float:
    """Return where a falling function passes zero, by halving."""
    low, high = _LOWEST, _HIGHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2


@kept
def compare_exponential(graph: Graph, fit: PowerLaw | None = None) -> Comparison | None:
    """Return the power law compared with an exponential from the same degree on; none without a power law.

    `fit` is the likeliest power law unless another is given. Nothing either when both laws fit every degree alike.
    """
    fit = fit or estimate_power_law(graph)
    if fit is None:
        return None
    tail = _tail(graph, fit)
    rate = np.log1p(1 / (tail.mean() - fit.start)) if tail.max() > fit.start else np.inf
    return _compared(fit, tail, np.log(-np.expm1(-rate)) - rate * (tail - fit.start))


@kept
def compare_lognormal(graph: Graph, fit: PowerLaw | None = None) -> Comparison | None:
    """Return the power law compared with a lognormal from the same degree on; see :func:`compare_exponential`."""
    from scipy.optimize import minimize  # noqa: PLC0415

    fit = fit or estimate_power_law(graph)
    if fit is None:
        return None
    tail = _tail(graph, fit)
    values, counts = np.unique(tail, return_counts=True)

    def unlikely(parameters: NDArray[np.float64]) -> float:
        return -float(counts @ _lognormal(values, fit.start, parameters)) / fit.tail

    logs = np.log(tail)
    best = minimize(
        unlikely,
        np.array([logs.mean(), log(max(logs.std(), 0.1))]),
        method="Nelder-Mead",
        bounds=[(-50.0, 50.0), (-4.0, 4.0)],
        options={"xatol": 1e-9, "fatol": 1e-13, "maxiter": 4000},
    )
    return _compared(fit, tail, _lognormal(tail, fit.start, best.x))


def _tail(graph: Graph, fit: PowerLaw) -> NDArray[np.int64]:
    degree = degrees(graph)
    return degree[degree >= fit.start]


def _lognormal(values: NDArray[np.int64], start: int, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-likelihood of whole numbers: a value stands for all between half below and half above it."""
    mean, spread = parameters[0], np.exp(parameters[1])
    above, below, lowest = (
        log_ndtr((mean - np.log(edge)) / spread) for edge in (values - 0.5, values + 0.5, np.array(start - 0.5))
    )
    likelihood: NDArray[np.float64] = above + np.log(-np.expm1(np.minimum(below - above, -1e-300))) - lowest
    return likelihood


def _compared(fit: PowerLaw, tail: NDArray[np.int64], other: NDArray[np.float64]) -> Comparison | None:
    gains = -fit.exponent * np.log(tail) - np.log(zeta(fit.exponent, fit.start)) - other
    spread = float(gains.std())
    if not np.isfinite(spread) or spread < 1e-12:
        return None
    ratio = float(gains.sum()) / (sqrt(len(tail)) * spread)
    return Comparison(ratio, erfc(abs(ratio) / sqrt(2)))
