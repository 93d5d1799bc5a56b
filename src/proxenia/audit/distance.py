"""Distances over the globe, for whole columns."""

from typing import Final

import polars as pl

from proxenia.model.globe import great_circle_km

__all__ = ["distance_km"]

_POINTS: Final = ("longitude", "latitude", "longitude_other", "latitude_other")


def distance_km() -> pl.Expr:
    """Return the great-circle distance between `longitude`/`latitude` and their `_other`.

    >>> here = {"longitude": [4.48], "latitude": [51.92], "longitude_other": [121.46], "latitude_other": [31.22]}
    >>> pl.DataFrame(here).select(distance_km().round()).item()
    8928.0
    """
    return great_circle_km(*(pl.col(name) for name in _POINTS))
