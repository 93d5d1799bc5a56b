"""Distances over the globe: one formula for two points and for whole columns of them."""

from math import asin, cos, pi, sin, sqrt
from typing import Any, Final, TypeVar

__all__ = ["EARTH_RADIUS_KM", "distance_km", "great_circle_km"]

EARTH_RADIUS_KM: Final = 6371.0088
"""The mean radius of the Earth (IUGG)."""

_RADIANS: Final = pi / 180
Column = TypeVar("Column")


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance between two (lon, lat) points in kilometres.

    >>> round(distance_km((4.48, 51.92), (121.46, 31.22)))
    8928
    """
    (lon, lat), (lon_b, lat_b) = one, other
    turn = sin((lat_b - lat) * _RADIANS / 2) ** 2
    turn += cos(lat * _RADIANS) * cos(lat_b * _RADIANS) * sin((lon_b - lon) * _RADIANS / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, turn)))


def great_circle_km(longitude: Column, latitude: Column, other_longitude: Column, other_latitude: Column) -> Column:
    """Return the great-circle distances between points in degrees (haversine formula), as the columns are.

    A column is what does arithmetic and has the methods `sin`, `cos`, `arcsin`, `sqrt` and `clip`: an expression or a
    series of Polars. What is not known stays so.
    """
    lon, lat, lon_b, lat_b = (_radians(column) for column in (longitude, latitude, other_longitude, other_latitude))
    turn = ((lat_b - lat) / 2).sin() ** 2 + lat.cos() * lat_b.cos() * ((lon_b - lon) / 2).sin() ** 2
    kilometres: Column = 2 * EARTH_RADIUS_KM * turn.clip(0.0, 1.0).sqrt().arcsin()
    return kilometres


def _radians(degrees: Any) -> Any:
    return degrees * _RADIANS
