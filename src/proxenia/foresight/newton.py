"""Maximum likelihood by Newton–Raphson with step halving, and errors that name the effect at fault."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Protocol

import numpy as np

from proxenia.errors import InputError
from proxenia.foresight.effects.values import Floats

__all__ = ["Evaluation", "Likelihood", "Maximum", "maximise"]

MOST_STEPS = 100
MOST_HALVINGS = 40
LONG = 50.0
"""Square of a step's length, in standard errors, from which it is likely to lead too far."""
CLOSE = 3e-5
"""Length of the last step, in standard errors; what is left after it is about the square of that."""
COLLINEAR = 1e-9
"""Share of an effect's own information below which it is taken to follow from the effects before it."""
FAR = 100.0
"""Distance from nought, in standard deviations of the effect among choices, beyond which no estimate is believed."""
DWINDLED = 1e-4
"""Share of an effect's information at the start that is left when its estimate has run away."""
RUNNING, UNKNOWN = 3.0, 0.05
"""The same distance, and how few standard errors it may be, for an estimate that is taken to run away."""


@dataclass(frozen=True, eq=False, slots=True)
class Evaluation:
    """A log-likelihood with its derivatives.

    Attributes
    ----------
    loglik, gradient
        The log-likelihood and its first derivatives.
    information
        The expected information, never negative: standard errors come from it.
    curvature
        Second derivatives at what was observed, less than nought turned round: steps come from it where it can be used.
    """

    loglik: float
    gradient: Floats
    information: Floats
    curvature: Floats


class Likelihood(Protocol):
    """What can be maximised."""

    def evaluate(self, coefficients: Floats, /) -> Evaluation:
        """Return the log-likelihood with its derivatives."""
        ...

    def reaches(self, coefficients: Floats, floor: float, /) -> bool:
        """Tell whether the log-likelihood is as high as a floor, where that is quicker than its derivatives."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class Maximum:
    """Where the likelihood is highest, and how many steps led there."""

    coefficients: Floats
    at: Evaluation
    iterations: int


def maximise(likelihood: Likelihood, names: Sequence[str], *, start: Floats, events: int) -> Maximum:
    """Return the maximum of a likelihood.

    Raises
    ------
    InputError
        When an effect never varies, follows from others, or has no finite estimate; the error names it.
    """
    # Numbers that are too large for their squares are told as an error below, not by a warning.
    with np.errstate(over="ignore", invalid="ignore"):
        return _maximised(likelihood, names, start=start, events=events)


def _maximised(likelihood: Likelihood, names: Sequence[str], *, start: Floats, events: int) -> Maximum:
    now, at = start, likelihood.evaluate(start)
    if not (np.isfinite(at.loglik) and np.isfinite(at.information).all()):
        raise InputError(
            "The likelihood cannot be computed at its start", next_step="Scale the covariates to moderate numbers"
        )
    _check_information(at.information, names)
    begun = np.diag(at.information)
    scale: Floats = np.sqrt(begun / max(events, 1))
    for iteration in range(1, MOST_STEPS + 1):
        step = _step(at)
        far = sqrt(max(float(step @ at.gradient), 0.0))
        if far < CLOSE:
            # The step's own gain is known without another look: half the square of its length.
            return Maximum(now + step, replace(at, loglik=at.loglik + far**2 / 2), iteration)
        now, at, moved = _move(likelihood, now, step, at)
        _check_finite(now, at.information, names, scale=scale, begun=begun)
        if not moved:
            # The likelihood is flat to the last digit: as near as numbers allow, or not at all.
            if far < 30 * CLOSE:
                return Maximum(now, at, iteration)
            break
    raise InputError(
        f"The estimates do not settle within {MOST_STEPS} steps",
        next_step=f"Leave out the effect that varies least: {names[int(np.argmin(scale))]}",
    )


def _step(at: Evaluation) -> Floats:
    """Return Newton's step, or Fisher's where the likelihood bends the wrong way."""
    try:
        np.linalg.cholesky(at.curvature)
    except np.linalg.LinAlgError:
        return _solved(at.information, at.gradient)
    return _solved(at.curvature, at.gradient)


def _solved(matrix: Floats, right: Floats) -> Floats:
    found: Floats = np.linalg.solve(matrix, right).astype(float)
    return found


def _move(likelihood: Likelihood, now: Floats, step: Floats, at: Evaluation) -> tuple[Floats, Evaluation, bool]:
    share, least = 1.0, at.loglik - 1e-12 * abs(at.loglik)
    far = float(step @ at.gradient) > LONG
    for _ in range(MOST_HALVINGS):
        # A long step often leads too far: that is asked first, since the derivatives take most of the time.
        if far and not likelihood.reaches(now + share * step, least):
            share /= 2
            continue
        there = likelihood.evaluate(now + share * step)
        if np.isfinite(there.loglik) and there.loglik >= least:
            return now + share * step, there, True
        share /= 2
    return now, at, False


def _check_information(information: Floats, names: Sequence[str]) -> None:
    """Refuse effects that never vary among the choices, or that follow from others."""
    own = np.diag(information)
    for name, size in zip(names, own, strict=True):
        if not size > 1e-14:
            raise InputError(
                f"The effect {name!r} is the same for every choice, so that nothing can be estimated from it",
                next_step="Leave it out",
            )
    scaled = information / np.sqrt(np.outer(own, own))
    for last in range(1, len(names)):
        weights, *_ = np.linalg.lstsq(scaled[:last, :last], scaled[:last, last], rcond=None)
        if 1 - scaled[:last, last] @ weights < COLLINEAR:
            others = [name for name, weight in zip(names, weights, strict=False) if abs(weight) > 1e-6]
            raise InputError(
                f"The effect {names[last]!r} is collinear: it follows from {', '.join(others)}",
                next_step="Leave one of them out",
            )


def _check_finite(
    coefficients: Floats, information: Floats, names: Sequence[str], *, scale: Floats, begun: Floats
) -> None:
    """Refuse effects whose estimates run away, for they separate what happened from what did not."""
    away = np.abs(coefficients) * scale
    # An estimate that runs away grows while its information dwindles faster; a large honest one is well known.
    known = np.abs(coefficients) * np.sqrt(np.maximum(np.diag(information), 0))
    # A rare effect is never far away on its scale, but next to nothing is left to learn of it.
    lost = (np.diag(information) < DWINDLED * begun) & (known < UNKNOWN)
    worst = int(np.argmax(np.where(lost, np.inf, away)))
    running = lost[worst] or (away[worst] > RUNNING and known[worst] < UNKNOWN)
    if not np.isfinite(away).all() or away[worst] > FAR or running:
        raise InputError(
            f"The effect {names[worst]!r} separates the new ties from all other choices: its estimate runs to "
            f"{'plus' if coefficients[worst] > 0 else 'minus'} infinity",
            expected="Expected new ties both with and without it",
            next_step="Leave it out, or take a longer history",
        )
