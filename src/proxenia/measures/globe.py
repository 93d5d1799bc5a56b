"""Distances over the globe, for whole arrays."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.model import globe

__all__ = ["great_circle_km"]

Numbers = NDArray[np.float64]


def great_circle_km(
    longitude: Numbers, latitude: Numbers, other_longitude: Numbers, other_latitude: Numbers
) -> Numbers:
    """Return the great-circle distances between points in degrees; NaN where a place is not known.

    >>> rotterdam, shanghai = (np.array([4.48]), np.array([51.92])), (np.array([121.46]), np.array([31.22]))
    >>> great_circle_km(*rotterdam, *shanghai).round().tolist()
    [8928.0]
    """
    columns: Sequence[pl.Series] = [pl.Series(one) for one in (longitude, latitude, other_longitude, other_latitude)]
    return globe.great_circle_km(*columns).to_numpy()
