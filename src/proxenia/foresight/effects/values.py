"""The forms in which a statistic is handed to a model: of the partner, of few pairs, of all pairs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["AllPairs", "FewPairs", "Floats", "OfPartner", "Values", "few_pairs"]

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class OfPartner:
    """A number of each actor, which counts when it is the partner: s(i, j) = value of j."""

    numbers: Floats


@dataclass(frozen=True, eq=False, slots=True)
class FewPairs:
    """Numbers of ordered pairs, nought for every pair that is not named; no pair twice, in order of row and column."""

    rows: Indices
    columns: Indices
    numbers: Floats


@dataclass(frozen=True, eq=False, slots=True)
class AllPairs:
    """A number of every pair, the same seen from both sides; made when asked for, since n times n numbers take room."""

    of: Callable[[Indices], Floats]


Values = OfPartner | FewPairs | AllPairs


def few_pairs(matrix: Floats) -> FewPairs:
    """Return the pairs of a matrix that are not nought.

    >>> few_pairs(np.array([[0.0, 2.0], [0.0, 0.0]]))
    FewPairs(rows=array([0]), columns=array([1]), numbers=array([2.]))
    """
    rows, columns = np.nonzero(matrix)
    return FewPairs(rows, columns, matrix[rows, columns])
