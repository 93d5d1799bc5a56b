"""The nearest of many places on the globe, for many places at once, in blocks of flat memory."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.model.globe import EARTH_RADIUS_KM

__all__ = ["nearest"]

_BLOCK: Final = 512


def _points(places: pl.DataFrame) -> NDArray[np.float64]:
    """Return places as points on the unit sphere, for which a dot product tells the distance."""
    lon, lat = np.radians(places["longitude"].to_numpy()), np.radians(places["latitude"].to_numpy())
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def nearest(places: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Return for every place the row number of the nearest mark (`mark`) and how far it is (`km`), in their order.

    The cost grows with the product of both heights.

    Parameters
    ----------
    places, marks
        Tables with `longitude` and `latitude` in degrees; there is at least one mark.

    Examples
    --------
    >>> here = pl.DataFrame({"longitude": [4.48], "latitude": [51.92]})
    >>> cities = pl.DataFrame({"longitude": [121.46, 4.3], "latitude": [31.22, 52.08]})
    >>> nearest(here, cities).select("mark", pl.col("km").round(1)).row(0)
    (1, 21.6)
    """
    spots, targets = _points(places), _points(marks).T
    found = np.zeros(places.height, dtype=np.int64)
    cosines = np.zeros(places.height)
    for begin in range(0, places.height, _BLOCK):
        block = spots[begin : begin + _BLOCK] @ targets
        best = block.argmax(axis=1)
        found[begin : begin + _BLOCK] = best
        cosines[begin : begin + _BLOCK] = block[np.arange(len(best)), best]
    return pl.DataFrame({"mark": found, "km": np.arccos(np.clip(cosines, -1.0, 1.0)) * EARTH_RADIUS_KM})
