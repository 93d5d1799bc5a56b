"""A table with rows of many cities, in which rows that differ in nothing but the city are held once.

Most cities of a country have the same answer for the same reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import polars as pl

from proxenia.snapshot.packed import packed, unpacked

__all__ = ["CityRows", "PackedRows"]


class PackedRows(NamedTuple):
    """The rows of :class:`CityRows` as few bytes."""

    different: bytes
    numbers: bytes
    cities: bytes


@dataclass(frozen=True, eq=False)
class CityRows:
    """The rows of many cities.

    Attributes
    ----------
    different
        Each different row once, without the city.
    numbers
        Of each row of the table, which is sorted by city, the number of its row in `different`.
    cities
        Each `city` once, sorted, with the `count` of its rows.
    """

    different: pl.DataFrame
    numbers: pl.Series
    cities: pl.DataFrame

    @classmethod
    def of(cls, table: pl.DataFrame) -> "CityRows":
        """Return the rows of a table whose first column is the city, and which is sorted by it."""
        columns = table.columns[1:]
        rows = table.select(columns).with_row_index("place").group_by(columns, maintain_order=True).agg("place")
        numbers = rows.select("place").with_row_index("number").explode("place").sort("place")["number"]
        cities = table["city"].rle().struct.unnest().select(city="value", count="len")
        return cls(rows.select(columns), numbers, cities)

    @classmethod
    def unpacked(cls, few: PackedRows) -> "CityRows":
        """Return the rows that :meth:`packed` made few bytes of."""
        return cls(unpacked(few.different), unpacked(few.numbers).to_series(), unpacked(few.cities))

    def packed(self) -> PackedRows:
        """Return the rows as few bytes."""
        return PackedRows(packed(self.different), packed(self.numbers.to_frame()), packed(self.cities))

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Where the rows of each city begin in the table, and how many there are."""
        counts = self.cities["count"].to_list()
        spans = zip(accumulate(counts, initial=0), counts, strict=False)
        return dict(zip(self.cities["city"].to_list(), spans, strict=True))

    @property
    def table(self) -> pl.DataFrame:
        """The whole table, made anew."""
        cities = self.cities.select(pl.col("city").repeat_by("count").explode()).to_series()
        return self.different[self.numbers].insert_column(0, cities)

    def column(self, name: str) -> pl.Series:
        """Return a column of the table other than the city."""
        return self.different[name].gather(self.numbers)

    def of_city(self, city: str) -> list[dict[str, Any]]:
        """Return the rows of one city by the names of the columns; none of one that is not there."""
        numbers = self.numbers.slice(*self.places.get(city, (0, 0)))
        return [{"city": city} | self.different.row(number, named=True) for number in numbers]
