"""A discrete-time hazard for few events: the complementary log-log model with a stated prior.

With x the covariates of a tie in a year, the chance that the event happens in that year is 1 − exp(−exp(b'x)): the
grouped form of a proportional hazard in continuous time (Prentice & Gloeckler 1978, doi 10.2307/2529588). A
coefficient is how much the logarithm of the yearly rate differs per unit.

**Prior.** Events are few, and a covariate under which almost everything or nothing ended has no finite estimate by
likelihood alone. Every coefficient but the constant is drawn to nought by a normal prior with the standard deviation
:data:`PRIOR_SD`, which hardly binds where there is evidence: it says that a rate e^±5 times as high would surprise.

**Standard errors.** Ties between the same countries share their fate: a coefficient's error is the larger of what the
curvature gives and what gives the spread among groups (a sandwich by group).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.errors import InputError

__all__ = ["PRIOR_SD", "HazardEstimate", "estimate_hazard", "yearly_chance"]

Floats = NDArray[np.float64]

PRIOR_SD: Final = 2.5
"""Standard deviation of the prior of every coefficient but the constant, in logarithms of a rate."""
_CONSTANT_SD: Final = 200.0
_MOST_STEPS: Final = 200
_MOST_HALVINGS: Final = 30
_CLOSE: Final = 1e-9
_LEAST, _MOST = -30.0, 3.5
"""Linear predictors are kept within these: yearly chances of 1e-13 and of 1 to 15 digits."""


@dataclass(frozen=True, eq=False, slots=True)
class HazardEstimate:
    """Coefficients, the constant first, with the covariance of their errors.

    Attributes
    ----------
    loglik
        The log-likelihood without the prior.
    """

    coefficients: Floats
    covariance: Floats
    loglik: float
    iterations: int

    @property
    def errors(self) -> Floats:
        """Standard errors."""
        found: Floats = np.sqrt(np.diag(self.covariance))
        return found


def yearly_chance(predictor: Floats) -> Floats:
    """Return the chance within a year for values of the linear predictor.

    >>> yearly_chance(np.array([-30.0, 0.0])).round(3)
    array([0.   , 0.632])
    """
    return np.asarray(-np.expm1(-np.exp(np.clip(predictor, _LEAST, _MOST))), dtype=np.float64)


def estimate_hazard(
    rows: Floats, happened: NDArray[np.bool_], groups: Sequence[int] | NDArray[np.int64], *, prior_sd: float = PRIOR_SD
) -> HazardEstimate:
    """Return the most probable coefficients by Fisher scoring.

    Parameters
    ----------
    rows
        One row a tie and year at risk, one column a covariate; the constant is added.
    happened
        Whether the event happened in that year.
    groups
        Which rows share their fate.

    Raises
    ------
    InputError
        When nothing happened, or in every row, or the numbers are not finite.
    """
    _check(rows, happened)
    design = np.column_stack([np.ones(len(rows)), rows])
    precision = np.full(design.shape[1], prior_sd**-2)
    precision[0] = _CONSTANT_SD**-2
    now = np.zeros(design.shape[1])
    now[0] = np.log(-np.log1p(-happened.mean()))
    level = _posterior(design, happened, now, precision)
    steps = 0
    while steps < _MOST_STEPS:
        steps += 1
        score, information = _derivatives(design, happened, now, precision)
        step = np.linalg.solve(information, score)
        for _ in range(_MOST_HALVINGS):
            tried = _posterior(design, happened, now + step, precision)
            if tried >= level:
                break
            step = step / 2
        now, gain, level = now + step, tried - level, max(tried, level)
        if gain < _CLOSE and float(np.abs(step).max()) < np.sqrt(_CLOSE):
            break
    _, information = _derivatives(design, happened, now, precision)
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    covariance = _covariance(design, happened, now, inverse, np.asarray(groups))
    return HazardEstimate(now, covariance, _loglik(design, happened, now), steps)


def _check(rows: Floats, happened: NDArray[np.bool_]) -> None:
    if not np.isfinite(rows).all():
        raise InputError(
            "A covariate of a tie and year is not a finite number",
            expected="Expected numbers without gaps",
            next_step="Leave the rows out, or the covariate",
        )
    if not happened.any() or happened.all():
        raise InputError(
            f"The event happened in {int(happened.sum())} of {len(happened)} years of ties",
            expected="Expected some in which it happened and some in which it did not",
            next_step="Give a later cut, or other kinds of tie",
        )


def _loglik(design: Floats, happened: NDArray[np.bool_], coefficients: Floats) -> float:
    rate = np.exp(np.clip(design @ coefficients, _LEAST, _MOST))
    return float(np.log(-np.expm1(-rate[happened])).sum() - rate[~happened].sum())


def _posterior(design: Floats, happened: NDArray[np.bool_], coefficients: Floats, precision: Floats) -> float:
    return _loglik(design, happened, coefficients) - 0.5 * float(precision @ coefficients**2)


def _weights(design: Floats, happened: NDArray[np.bool_], coefficients: Floats) -> tuple[Floats, Floats]:
    """Return each row's residual, by which the score is made, and its weight in the information."""
    rate = np.exp(np.clip(design @ coefficients, _LEAST, _MOST))
    odds = rate / np.expm1(rate)
    residual = np.where(happened, odds, -rate)
    return residual, rate * odds


def _derivatives(
    design: Floats, happened: NDArray[np.bool_], coefficients: Floats, precision: Floats
) -> tuple[Floats, Floats]:
    residual, weight = _weights(design, happened, coefficients)
    score = design.T @ residual - precision * coefficients
    return score, (design.T * weight) @ design + np.diag(precision)


def _covariance(
    design: Floats, happened: NDArray[np.bool_], coefficients: Floats, inverse: Floats, groups: NDArray[np.int64]
) -> Floats:
    """Return the covariance by the curvature, each error widened to that among groups where that is larger."""
    residual, _ = _weights(design, happened, coefficients)
    _, place = np.unique(groups, return_inverse=True)
    scores = np.zeros((int(place.max()) + 1, design.shape[1]))
    np.add.at(scores, place, design * residual[:, None])
    spread = np.diag(inverse @ (scores.T @ scores) @ inverse)
    wider = np.sqrt(np.maximum(spread / np.diag(inverse), 1.0))
    widened: Floats = inverse * np.outer(wider, wider)
    return widened
