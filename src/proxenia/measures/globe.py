"""Distances over the globe, for whole columns."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["EARTH_RADIUS_KM", "great_circle_km"]

EARTH_RADIUS_KM: Final = 6371.0088
"""The mean radius of the Earth (IUGG)."""


def great_circle_km(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    other_longitude: NDArray[np.float64],
    other_latitude: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the great-circle distances between points in degrees (haversine formula); NaN where a place is not known.

    >>> rotterdam, shanghai = (np.array([4.48]), np.array([51.92])), (np.array([121.46]), np.array([31.22]))
    >>> great_circle_km(*rotterdam, *shanghai).round().tolist()
    [8928.0]
    """
    phi, other = np.radians(latitude), np.radians(other_latitude)
    half_latitude = np.sin((other - phi) / 2) ** 2
    half_longitude = np.sin((np.radians(other_longitude) - np.radians(longitude)) / 2) ** 2
    chord = np.clip(half_latitude + np.cos(phi) * np.cos(other) * half_longitude, 0.0, 1.0)
    kilometres: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return kilometres
