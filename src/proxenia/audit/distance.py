"""Distances over the globe, for whole columns."""

from typing import Final

import polars as pl

__all__ = ["EARTH_RADIUS_KM", "distance_km"]

EARTH_RADIUS_KM: Final = 6371.0088
"""The mean radius of the Earth (IUGG)."""


def distance_km() -> pl.Expr:
    """Return the great-circle distance between `longitude`/`latitude` and their `_other` (haversine formula).

    >>> here = {"longitude": [4.48], "latitude": [51.92], "longitude_other": [121.46], "latitude_other": [31.22]}
    >>> pl.DataFrame(here).select(distance_km().round()).item()
    8928.0
    """
    phi, other = pl.col("latitude").radians(), pl.col("latitude_other").radians()
    half_lat = ((other - phi) / 2).sin() ** 2
    half_lon = ((pl.col("longitude_other").radians() - pl.col("longitude").radians()) / 2).sin() ** 2
    return 2 * EARTH_RADIUS_KM * (half_lat + phi.cos() * other.cos() * half_lon).clip(0.0, 1.0).sqrt().arcsin()
