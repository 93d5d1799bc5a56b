"""Actors that are the same in one respect, taken together: what is unlike one of them is as unlike all.

Of twenty thousand cities some hundred mixes of ties are found, two hundred countries, fifty reaches: what is asked of
all others is asked once of each of these, and a rank counts how many actors stand behind each.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["Groups", "rank_shares"]

_SAME: Final = 12
"""Differences that agree in so many decimals rank alike: the last digits of a float hang on the order of a sum."""
_NOBODY_KNOWS: Final = -1.0

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
Number = TypeVar("Number", np.float64, np.int8)


@dataclass(frozen=True, eq=False)
class Groups:
    """The rows of a world by what they are in one respect.

    Attributes
    ----------
    of
        The group of each row.
    first
        A row of each group, which stands for the others.
    sizes
        How many rows each group has.
    """

    of: Places
    first: Places
    sizes: NDArray[np.int64]

    def spread(self, values: NDArray[Number]) -> NDArray[Number]:
        """Return for each row what is told of its group."""
        return values if self.is_each else values.take(self.of)

    @cached_property
    def is_each(self) -> bool:
        """Whether every row stands alone, in the order of the rows."""
        return bool(np.array_equal(self.of, np.arange(len(self.first))))

    @classmethod
    def of_values(cls, values: NDArray[Any]) -> "Groups":
        """Return the rows with the same values together; the groups stand in the order of their values."""
        told = np.nan_to_num(values, nan=_NOBODY_KNOWS) if values.dtype.kind == "f" else values
        _, first, of, sizes = np.unique(told, axis=0, return_index=True, return_inverse=True, return_counts=True)
        return cls(of.reshape(-1).astype(np.intp), first.astype(np.intp), sizes.astype(np.int64))

    @classmethod
    def each(cls, rows: int) -> "Groups":
        """Return every row alone."""
        return cls(np.arange(rows), np.arange(rows), np.ones(rows, dtype=np.int64))

    @classmethod
    def of_sets(cls, sets: csr_array) -> "Groups":
        """Return the rows with the same set together."""
        numbers: dict[bytes, int] = {}
        spans = zip(sets.indptr[:-1].tolist(), sets.indptr[1:].tolist(), strict=True)
        of = [numbers.setdefault(np.sort(sets.indices[start:end]).tobytes(), len(numbers)) for start, end in spans]
        return cls.of_values(np.array(of, dtype=np.int64))


def rank_shares(differences: Numbers, sizes: NDArray[np.int64]) -> Numbers:
    """Return for each difference the share of all actors that are more alike, those as alike counting half.

    That is its rank over the whole graph: 0 next to nobody else is as alike, 1 nobody is less alike. NaN stays NaN.

    Parameters
    ----------
    differences
        One a group.
    sizes
        How many actors stand behind each.

    >>> rank_shares(np.array([0.0, 5.0, 5.0, np.nan, 9.0]), np.array([1, 1, 1, 1, 1])).tolist()
    [0.125, 0.5, 0.5, nan, 0.875]
    >>> rank_shares(np.array([0.0, 5.0, 9.0]), np.array([1, 2, 1])).tolist()
    [0.125, 0.5, 0.875]
    """
    rounded = np.round(differences, _SAME)
    # Most are as unlike as can be where sets are compared: only the others have to be sorted.
    greatest = np.fmax.reduce(rounded)
    less, unknown = np.flatnonzero(rounded < greatest), np.flatnonzero(np.isnan(rounded))
    ranks, nearer = _ranked(rounded[less], sizes[less])
    everybody = int(sizes.sum()) - int(sizes[unknown].sum())
    shares = np.full(len(rounded), (nearer + everybody) / 2)
    shares[less], shares[unknown] = ranks, np.nan
    shares /= max(everybody, 1)
    return shares


def _ranked(differences: Numbers, sizes: NDArray[np.int64]) -> tuple[Numbers, int]:
    """Return how many are more alike, half of those as alike among them; and how many there are in all."""
    if not len(differences):
        return differences, 0
    # The sort is stable as it is then quick with runs: the sizes of cities rise from one's own both ways.
    order = np.argsort(differences, kind="stable")
    ordered = differences[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    alike, lengths = sizes[order], None
    if len(starts) < len(ordered):
        alike, lengths = np.add.reduceat(alike, starts), np.diff(starts, append=len(ordered))
    up_to = np.cumsum(alike)
    middle = up_to - alike / 2
    ranks = np.empty(len(differences))
    ranks[order] = middle if lengths is None else np.repeat(middle, lengths)
    return ranks, int(up_to[-1])
