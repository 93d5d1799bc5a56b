"""How much each feature of a pair goes with tying itself: a softmax over the candidates, fitted on past windows.

Given that a candidate ties itself in a window, it is pair k with probability exp(x_k·b) / Σ_j exp(x_j·b). The
coefficients are drawn to nought as though a standard deviation of a feature had a coefficient around 0 with a standard
deviation of 1: with a dozen ties to learn from, that keeps chance patterns small.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Past", "Softmax", "fit_softmax", "softmax"]

Floats = NDArray[np.float64]
_STEPS = 50
_CLOSE = 1e-9


@dataclass(frozen=True, eq=False, slots=True)
class Past:
    """A past window's features (a column each), how many candidates each row stands for, and the rows that tied."""

    features: Floats
    stands_for: Floats
    tied: NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Softmax:
    """Coefficients with their standard errors (posterior), per unit of the feature."""

    coefficients: Floats
    errors: Floats


def softmax(scores: Floats) -> Floats:
    """Return exp(score) as shares of their sum.

    >>> softmax(np.log([1.0, 3.0])).round(2).tolist()
    [0.25, 0.75]
    """
    raised = np.exp(scores - scores.max())
    shares: Floats = raised / raised.sum()
    return shares


def fit_softmax(past: Sequence[Past], width: int) -> Softmax:
    """Return the coefficients of highest posterior density (Newton; the density is concave).

    Where no tie is to be learnt from they are 0.
    """
    if not past:
        return Softmax(np.zeros(width), np.ones(width))
    everything = np.concatenate([one.features for one in past])
    spread: Floats = everything.std(axis=0)
    scale: Floats = np.where(spread > 0, spread, 1.0)
    middle: Floats = everything.mean(axis=0)
    standard = [Past((one.features - middle) / scale, one.stands_for, one.tied) for one in past]
    now: Floats = np.zeros(width)
    density, gradient, curvature = _derivatives(standard, now)
    for _ in range(_STEPS):
        step: Floats = np.linalg.solve(curvature, gradient).astype(np.float64)
        now, (density, gradient, curvature) = _climb(standard, now, step, density)
        if float(np.abs(step).max()) < _CLOSE:
            break
    return Softmax(now / scale, np.sqrt(np.diag(np.linalg.inv(curvature))) / scale)


def _climb(
    past: Sequence[Past], now: Floats, step: Floats, density: float
) -> tuple[Floats, tuple[float, Floats, Floats]]:
    """Go a Newton step, or as much of it as leads up."""
    share = 1.0
    while True:
        there = now + share * step
        at = _derivatives(past, there)
        if at[0] >= density - 1e-12 * abs(density) or share < 1e-6:
            return there, at
        share /= 2


def _derivatives(past: Sequence[Past], coefficients: Floats) -> tuple[float, Floats, Floats]:
    density = -0.5 * float(coefficients @ coefficients)
    gradient = -coefficients.copy()
    curvature = np.eye(len(coefficients))
    for one in past:
        if not len(one.tied):
            continue
        scores = one.features @ coefficients
        top = scores.max()
        raised = np.exp(scores - top) * one.stands_for
        total = raised.sum()
        shares = raised / total
        mean = shares @ one.features
        events = len(one.tied)
        density += float(scores[one.tied].sum() - events * (np.log(total) + top))
        gradient += one.features[one.tied].sum(axis=0) - events * mean
        spread = (one.features * shares[:, None]).T @ one.features - np.outer(mean, mean)
        curvature += events * spread
    return density, gradient, curvature
