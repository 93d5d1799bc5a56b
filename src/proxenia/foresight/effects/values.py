"""The forms in which a statistic is handed to a model: of the partner, of few or all pairs, of pairs asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["AllPairs", "FewPairs", "Floats", "Indices", "OfPartner", "Pairs", "Values", "few_pairs", "pair_keys"]

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


def pair_keys(first: Indices, second: Indices, size: int) -> Indices:
    """Return one whole number a pair, the same in either order, in the order of the lower and then the higher actor.

    >>> pair_keys(np.array([0, 4]), np.array([4, 0]), 10).tolist()
    [4, 4]
    """
    keys: Indices = np.minimum(first, second) * size + np.maximum(first, second)
    return keys


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of actors for which numbers are asked.

    Attributes
    ----------
    first, second
        The two of each pair, in any order.
    size
        How many actors there are.
    """

    first: Indices
    second: Indices
    size: int

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def keys(self) -> Indices:
        """One whole number a pair."""
        return pair_keys(self.first, self.second, self.size)
