"""The learnt weights of the evidence, and the probability of each candidate that follows from them.

The probability of a candidate is exp(its evidence · weights) over 1 + the sum of the same of all candidates of the
name; the 1 stands for *none of them*. This is the conditional logit of McFadden (1974), learnt by
`tools/learn_weights.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from proxenia.errors import UnreadableFileError
from proxenia.resolve.evidence import FEATURES

__all__ = ["Weights", "load_weights", "probabilities"]

_STEEPEST: Final = 40.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What the evidence of names with a country weighs, and of names alone.

    Attributes
    ----------
    placed, alone
        A weight for each of `FEATURES`.
    accept_placed, accept_alone
        From this probability on a match is taken.
    reject
        Below this probability nobody need look at it.
    """

    placed: tuple[float, ...]
    alone: tuple[float, ...]
    accept_placed: float
    accept_alone: float
    reject: float


@cache
def load_weights() -> Weights:
    """Return the weights that this package brings.

    Raises
    ------
    UnreadableFileError
        When they are not those of the evidence known here.
    """
    told: Mapping[str, Any] = yaml.safe_load(
        files("proxenia.resolve").joinpath("weights.yml").read_text(encoding="utf-8")
    )
    for model in ("placed", "alone"):
        if list(told["weights"][model]) != list(FEATURES):
            raise UnreadableFileError(
                f"The weights of {model} in weights.yml are not those of the evidence",
                expected=f"Expected {', '.join(FEATURES)}",
                next_step="Run python tools/learn_weights.py",
            )
    thresholds = told["thresholds"]
    return Weights(
        tuple(told["weights"]["placed"].values()),
        tuple(told["weights"]["alone"].values()),
        thresholds["accept_placed"],
        thresholds["accept_alone"],
        thresholds["reject"],
    )


def probabilities(evidence: Floats, names: NDArray[Any], weights: Floats | tuple[float, ...]) -> Floats:
    """Return the probability that each candidate is the place its name means.

    Parameters
    ----------
    evidence
        A row for each candidate.
    names
        The name that each row belongs to; rows of one name stand together.

    Examples
    --------
    >>> probabilities(np.array([[1.0], [1.0], [0.0]]), np.array([7, 7, 8]), (0.0,)).round(3).tolist()
    [0.333, 0.333, 0.5]
    """
    if not len(names):
        return np.zeros(0)
    odds = np.exp(np.clip(evidence @ np.asarray(weights), -_STEEPEST, _STEEPEST))
    starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    whole = 1.0 + np.add.reduceat(odds, starts)
    sizes = np.diff(np.r_[starts, len(names)])
    return np.asarray(odds / np.repeat(whole, sizes))
