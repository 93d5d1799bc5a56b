"""Numbers as people write them: a whole number has no point, and what is not a number is missing."""

import math
from typing import Final

import polars as pl

__all__ = ["plain_number", "with_plain_numbers"]

_LARGEST_WHOLE: Final = 2.0**53
"""Above, a float no longer tells one whole number from the next."""


def plain_number(value: float | None) -> float | int | None:
    """Return a number for JSON: a whole one without a point, nothing for what is none.

    >>> plain_number(24269.0), plain_number(0.5), plain_number(float("nan"))
    (24269, 0.5, None)
    """
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def with_plain_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table for CSV whose floats are text: whole ones without a point, missing ones empty.

    >>> with_plain_numbers(pl.DataFrame({"value": [24269.0, 0.5, None]}))["value"].to_list()
    ['24269', '0.5', None]
    """
    return frame.with_columns(_plain(name) for name, dtype in frame.schema.items() if dtype == pl.Float64)


def _plain(name: str) -> pl.Expr:
    value = pl.col(name)
    finite = pl.when(value.is_finite()).then(value)
    is_whole = (finite == finite.round()) & (finite.abs() < _LARGEST_WHOLE)
    whole = pl.when(is_whole).then(finite).cast(pl.Int64).cast(pl.String)
    return whole.fill_null(finite.cast(pl.String)).alias(name)
