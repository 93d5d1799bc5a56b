"""Where statements stand: of each its source and the place in it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.snapshot.snapshot import Snapshot

__all__ = ["StatementPlaces", "places_of"]

Place = tuple[str, str]


def places_of(snapshot: Snapshot, statements: Iterable[str]) -> dict[str, Place]:
    """Return the source and the reference of some statements, sorted; those that nobody made are left out."""
    rows = snapshot.evidence.filter(pl.col("statement").is_in(sorted(set(statements))))
    found = rows.select("statement", "source", "reference").iter_rows()
    return {statement: (source, reference) for statement, source, reference in sorted(found)}


class StatementPlaces:
    """The same from the identifiers of all statements in their order, without looking through all of them.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        statements = snapshot.evidence.select("statement", "source", "reference")
        ordered = statements.sort("statement", "source", "reference").unique(
            "statement", keep="last", maintain_order=True
        )
        self._sources, self._references = _Words(ordered["source"]), _Words(ordered["reference"])
        self._ids = np.array(ordered["statement"].to_list(), dtype=np.bytes_)

    def __call__(self, statements: Iterable[str]) -> Mapping[str, Place]:
        """Return the source and the reference of some statements, as :func:`places_of`."""
        wanted = sorted(set(statements))
        asked = np.array(wanted, dtype=np.bytes_)
        places = np.searchsorted(self._ids, asked)
        is_there = self._ids.take(places, mode="clip") == asked
        found = places[is_there]
        said = zip(self._sources.at(found), self._references.at(found), strict=True)
        return dict(zip(compress(wanted, is_there), said, strict=True))


class _Words:
    """A column in which most words stand often: each word once, and which one stands in each row."""

    def __init__(self, column: pl.Series) -> None:
        words = column.unique()
        self._words = words.to_list()
        self._numbers = column.cast(pl.Enum(words)).to_physical().to_numpy()

    def at(self, rows: NDArray[np.intp]) -> Iterator[str]:
        """Return the words in some rows."""
        return map(self._words.__getitem__, self._numbers[rows].tolist())
