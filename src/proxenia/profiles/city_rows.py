"""A table with rows of many cities on a day, whose rows lie in a store that many days share.

Most cities of a country have the same answer for the same reason, and nearly all have the same a year before: rows that
differ in nothing but the city are held once, and so are those that differ in nothing but the day on which was counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from threading import Lock
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.snapshot.row_store import RowStore, StoredRows

__all__ = ["CityRows", "CityStore"]

_DAY: Final = "day"
"""What dates a row that is counted as of the day asked for."""


@dataclass(frozen=True, eq=False)
class _Cities:
    """Each `city` of a table once, sorted, with the `count` of its rows."""

    counted: pl.DataFrame

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Where the rows of each city begin, and how many there are."""
        counts = self.counted["count"].to_list()
        spans = zip(accumulate(counts, initial=0), counts, strict=False)
        return dict(zip(self.counted["city"].to_list(), spans, strict=True))

    @property
    def column(self) -> pl.Series:
        """The city of each row."""
        return self.counted.select(pl.col("city").repeat_by("count").explode()).to_series()


class CityStore:
    """Where the rows of a table lie, for as many days as are asked for; safe among threads."""

    def __init__(self) -> None:
        self.rows = RowStore()
        self._lock = Lock()
        self._latest: _Cities | None = None

    def cities(self, column: pl.Series) -> _Cities:
        """Return the cities of a sorted column; those of the table before, where they are the same."""
        counted = column.rle().struct.unnest().select(city="value", count="len")
        with self._lock:
            if self._latest is None or not self._latest.counted.equals(counted):
                self._latest = _Cities(counted)
            return self._latest


@dataclass(frozen=True, eq=False)
class CityRows:
    """The rows of many cities on a day.

    Attributes
    ----------
    cities
        Whose they are.
    stored
        The rows without the city, and without the date where they are dated by the day.
    day
        The day (EDTF).
    """

    cities: _Cities
    stored: StoredRows
    day: str | None

    @classmethod
    def of(cls, table: pl.DataFrame, day: str | None = None, store: CityStore | None = None) -> "CityRows":
        """Return the rows of a table.

        Parameters
        ----------
        table
            Its first column is the city, by which it is sorted; `date` (EDTF) and `dated_by` are among the others.
        day
            The day (EDTF).
        store
            Of the same table on other days.
        """
        held = CityStore() if store is None else store
        undated = table.with_columns(date=pl.when(~_is_dated_by(day)).then("date"))
        return cls(held.cities(table["city"]), held.rows.add(undated.drop("city")), day)

    @property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Where the rows of each city begin in the table, and how many there are."""
        return self.cities.places

    @property
    def table(self) -> pl.DataFrame:
        """The whole table, made anew."""
        return self._dated(self.stored.table).insert_column(0, self.cities.column)

    def values(self, name: str, city: str) -> list[Any]:
        """Return what stands in the rows of one city in a column other than the date; nothing of one not there."""
        first, count = self.places.get(city, (0, 0))
        values = self.stored.store.values(name)
        return [values[number] for number in self._numbers[first : first + count].tolist()]

    @cached_property
    def _numbers(self) -> NDArray[np.uint32]:
        return self.stored.numbers.to_numpy()

    def of_city(self, city: str) -> list[dict[str, Any]]:
        """Return the rows of one city by the names of the columns; none of one that is not there."""
        first, count = self.places.get(city, (0, 0))
        rows = map(self.stored.store.row, self._numbers[first : first + count].tolist())
        return [{"city": city, **row, "date": self._date(row)} for row in rows]

    def _date(self, row: Mapping[str, Any]) -> str | None:
        date: str | None = row["date"]
        return self.day if date is None and row["dated_by"] == _DAY else date

    def _dated(self, rows: pl.DataFrame) -> pl.DataFrame:
        is_of_day = (pl.col("dated_by") == _DAY) & pl.col("date").is_null()
        return rows.with_columns(date=pl.when(is_of_day).then(pl.lit(self.day, dtype=pl.String())).otherwise("date"))


def _is_dated_by(day: str | None) -> pl.Expr:
    same = pl.col("date") == pl.lit(day, dtype=pl.String())
    return ((pl.col("dated_by") == _DAY) & same).fill_null(value=False)
