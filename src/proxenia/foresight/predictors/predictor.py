"""What a predictor is, and what it says: a chance for every candidate pair, with its reasons."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.candidates import Candidates
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.expectation import Expectation

__all__ = ["MOST_YEARS", "Coefficient", "Prediction", "Predictor", "Reason", "check_years"]

Floats = NDArray[np.float64]

MOST_YEARS: Final = 25
"""The longest window that is predicted: beyond a generation nothing in the past says how good it would be."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a pair is more or less likely than others.

    Attributes
    ----------
    effect
        The effect or feature.
    factor
        How many times as likely as the average candidate it makes the pair, all else alike.
    words
        One plain sentence, without the number.
    """

    effect: str
    factor: float
    words: str

    @classmethod
    def of(cls, effect: str, log_factor: float, words: str) -> "Reason":
        """Return a reason from the logarithm of its factor."""
        return cls(effect, exp(min(log_factor, 700.0)), words)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """An estimated coefficient: what a unit more of the effect adds to the log of the chance."""

    id: str
    coef: float
    se: float


@dataclass(frozen=True, eq=False)
class Prediction:
    """Which of the candidates tie themselves in the years after the cut.

    Attributes
    ----------
    predictor
        Its id.
    candidates
        The pairs.
    years
        Length of the window.
    expectation
        How many new ties are expected among all candidates, and what that rests on.
    weights
        How they are shared out among the candidates; sums to 1.
    coefficients
        What was estimated; empty for baselines that estimate nothing.
    reasons_of
        Gives the reasons of a pair.
    """

    predictor: str
    candidates: Candidates
    years: int
    expectation: Expectation
    weights: Floats
    reasons_of: Callable[[int], tuple[Reason, ...]]
    coefficients: tuple[Coefficient, ...] = ()

    @property
    def expected(self) -> float:
        """New ties expected in the window among the candidates."""
        return self.expectation.expected

    def chances(self) -> Floats:
        """Return the chance of each candidate to tie itself within the window: 1 - exp(-expected · weight)."""
        return -np.expm1(-self.expected * self.weights)

    def reasons(self, row: int) -> tuple[Reason, ...]:
        """Return why a candidate is as likely as it is, the strongest first."""
        return tuple(sorted(self.reasons_of(row), key=lambda one: -abs(np.log(max(one.factor, 1e-300)))))


class Predictor(Protocol):
    """A way to predict. It sees what was known at the cut and nothing else."""

    @property
    def id(self) -> str:
        """Its name in commands and data."""

    @property
    def label(self) -> str:
        """Its name for people."""

    @property
    def meaning(self) -> str:
        """What it takes for likely, in one sentence."""

    @property
    def reference(self) -> str:
        """Where it comes from."""

    def fit(self, known: Known, *, years: int, seed: int) -> Prediction:
        """Return what it says of the years after the cut."""
        ...


def check_years(years: int) -> None:
    """Refuse a window that cannot be predicted.

    >>> check_years(0)
    Traceback (most recent call last):
    ...
    proxenia.errors.InputError: A window of 0 years cannot be predicted. Expected 1 to 25 years. Give 5, as the ...
    """
    if not 1 <= years <= MOST_YEARS:
        raise InputError(
            f"A window of {years} years cannot be predicted",
            expected=f"Expected 1 to {MOST_YEARS} years",
            next_step="Give 5, as the backtest does",
        )
