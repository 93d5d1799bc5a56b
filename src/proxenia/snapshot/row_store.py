"""Rows of many tables alike: each different row is held once, and a table is the numbers of its rows.

What stands at the end of a year stands mostly as it did a year before: the tables of eighty years take little more room
than those of a few, and are all there at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from threading import Lock
from typing import Any, Final

import polars as pl

__all__ = ["RowStore", "StoredRows"]


_MOST_READ: Final = 8_192
"""So many rows are kept as they were read."""


class RowStore:
    """The different rows of all tables that were added; safe among threads.

    >>> store = RowStore()
    >>> one, other = (store.add(pl.DataFrame({"class": ["aligned", name]})) for name in ("unknown", "aligned"))
    >>> other.table["class"].to_list(), len(store)
    (['aligned', 'aligned'], 2)
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._rows: pl.DataFrame | None = None
        self._numbers = pl.DataFrame(schema={"hash": pl.UInt64, "number": pl.UInt32})
        self._values: dict[str, list[Any]] = {}
        self._read: dict[int, dict[str, Any]] = {}

    def __len__(self) -> int:
        """Return how many different rows there are."""
        return 0 if self._rows is None else self._rows.height

    def add(self, table: pl.DataFrame) -> "StoredRows":
        """Add a table, of which rows that are there already take no room.

        Parameters
        ----------
        table
            Of the same columns as all others. Values that are equal are the same: -0.0 is 0.0.
        """
        with self._lock:
            rows = table.clear() if self._rows is None else self._rows
            known = self._known(table, rows)
            new = table.filter(known.is_null())
            different, numbers = _numbered(new, first=rows.height)
            found = pl.int_range(table.height, eager=True).to_frame("row").with_columns(number=known)
            places = found.filter(pl.col("number").is_null())["row"].to_numpy()
            told = known.fill_null(0).to_numpy(writable=True)
            told[places] = numbers.to_numpy()
            self._rows = rows.vstack(different).rechunk()  # a row of many parts takes longer to find
            self._values = {}
            self._note(different, first=rows.height)
            return StoredRows(self, pl.Series("number", told, dtype=pl.UInt32))

    def _known(self, table: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
        """Return the number of each row that is there already, else null."""
        hashes = table.hash_rows().to_frame("hash")
        numbers = hashes.join(self._numbers, on="hash", how="left", maintain_order="left")["number"]
        if rows.is_empty() or table.is_empty():
            return numbers
        there = rows[numbers.fill_null(0)]
        same = reduce(and_, (table[name].eq_missing(there[name]) for name in table.columns))
        return pl.select(pl.when(same).then(numbers)).to_series()  # two rows may have one hash

    def _note(self, different: pl.DataFrame, *, first: int) -> None:
        """Note the hashes of new rows; of rows with one hash the first is found."""
        if different.is_empty():
            return
        numbers = pl.int_range(first, first + different.height, dtype=pl.UInt32, eager=True)
        noted = different.hash_rows().to_frame("hash").with_columns(number=numbers)
        self._numbers = pl.concat([self._numbers, noted]).unique("hash", keep="first", maintain_order=True)

    @property
    def rows(self) -> pl.DataFrame:
        """The different rows in the order of their numbers; raises IndexError of a store without tables."""
        if self._rows is None:
            raise IndexError("no table was added")
        return self._rows

    def values(self, column: str) -> list[Any]:
        """Return the values of a column in the order of their numbers; many who look up one value share the list."""
        values = self._values
        known = values.get(column)
        if known is None:
            known = values[column] = self.rows[column].to_list()
        return known

    def row(self, number: int) -> Mapping[str, Any]:
        """Return a row by the names of its columns, not to be changed: whoever asks for it again gets the same."""
        known = self._read.get(number)
        if known is None:
            if len(self._read) >= _MOST_READ:
                self._read.clear()
            known = self._read[number] = self.rows.row(number, named=True)
        return known


def _numbered(new: pl.DataFrame, *, first: int) -> tuple[pl.DataFrame, pl.Series]:
    """Return the different rows of a table, and for each of its rows the number of its own, from `first` on."""
    rows = new.with_row_index("_row").group_by(new.columns, maintain_order=True).agg("_row")
    numbers = rows.select("_row").with_row_index("number", offset=first).explode("_row").sort("_row")["number"]
    return rows.select(new.columns), numbers


@dataclass(frozen=True, eq=False)
class StoredRows:
    """A table whose rows lie in a store.

    Attributes
    ----------
    store
        Where they lie.
    numbers
        Of each row of the table.
    """

    store: RowStore
    numbers: pl.Series

    @property
    def table(self) -> pl.DataFrame:
        """The whole table, made anew."""
        return self.take(self.numbers)

    def take(self, numbers: pl.Series) -> pl.DataFrame:
        """Return the rows with some numbers."""
        return self.store.rows[numbers]

    def row(self, place: int) -> Mapping[str, Any]:
        """Return one row of the table by the names of its columns."""
        return self.store.row(self.numbers[place])
