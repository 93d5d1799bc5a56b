"""How much each feature of a pair goes with tying itself: a softmax over the candidates, fitted on past windows.

Given that a candidate ties itself in a window, it is pair k with probability exp(x_k·b) / Σ_j exp(x_j·b): the
likelihood of the relational event model (:mod:`proxenia.foresight.relational`) with a window as one moment. The
coefficients are drawn to nought as though a standard deviation of a feature had a coefficient around 0 with a standard
deviation of 1: with a dozen ties to learn from, that keeps chance patterns small.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.relational import Block, RelationalLikelihood

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
    seen = [one for one in past if len(one.tied)]
    if not seen:
        return Softmax(np.zeros(width), np.ones(width))
    everything = np.concatenate([one.features for one in seen])
    spread: Floats = everything.std(axis=0)
    scale: Floats = np.where(spread > 0, spread, 1.0)
    middle: Floats = everything.mean(axis=0)
    likelihood = RelationalLikelihood([_block(one, middle, scale) for one in seen])
    now: Floats = np.zeros(width)
    density, gradient, curvature = _derivatives(likelihood, now)
    for _ in range(_STEPS):
        step: Floats = np.linalg.solve(curvature, gradient).astype(np.float64)
        now, (density, gradient, curvature) = _climb(likelihood, now, step, density)
        if float(np.abs(step).max()) < _CLOSE:
            break
    return Softmax(now / scale, np.sqrt(np.diag(np.linalg.inv(curvature))) / scale)


def _climb(
    likelihood: RelationalLikelihood, now: Floats, step: Floats, density: float
) -> tuple[Floats, tuple[float, Floats, Floats]]:
    """Go a Newton step, or as much of it as leads up."""
    share = 1.0
    while True:
        there = now + share * step
        at = _derivatives(likelihood, there)
        if at[0] >= density - 1e-12 * abs(density) or share < 1e-6:
            return there, at
        share /= 2


def _derivatives(likelihood: RelationalLikelihood, coefficients: Floats) -> tuple[float, Floats, Floats]:
    """Return the log of the posterior density, its gradient, and its curvature turned round."""
    at = likelihood.evaluate(coefficients)
    density = at.loglik - 0.5 * float(coefficients @ coefficients)
    return density, at.gradient - coefficients, at.information + np.eye(len(coefficients))


def _block(one: Past, middle: Floats, scale: Floats) -> Block:
    standard = (one.features - middle) / scale
    return Block(
        numbers=standard[None],
        offsets=np.log(one.stands_for)[None],
        ties=np.array([float(len(one.tied))]),
        observed=standard[one.tied].sum(axis=0),
        observed_offset=float(np.log(one.stands_for[one.tied]).sum()),
    )
