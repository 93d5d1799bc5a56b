"""Proximity: how far it is to the nearest harbour, computed from the coordinates of the harbours that sources list."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.engines.kept import kept
from proxenia.measures.globe import great_circle_km
from proxenia.model.predicates import Attribute
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.thresholds import HUB_SIZES
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["HARBOUR_DISTANCES", "harbour_distances"]

HARBOUR_DISTANCES: Final = pl.Schema(
    {
        "city": pl.String(),
        "value": pl.Float64(),
        "harbour": pl.String(),
        "size": pl.String(),
        "date": pl.String(),
        "dated_by": pl.String(),
        "source": pl.String(),
        "statement": pl.String(),
    }
)
"""One row a city whose place is known: kilometres to the nearest harbour, and which one that is."""

_CHUNK: Final = 1_000
"""Cities compared with all harbours at once, so that memory stays small."""


def harbour_distances(ground: ProfileGround, *, hubs: bool) -> pl.DataFrame:
    """Return how far each city lies from the nearest harbour, in a straight line over the globe.

    Parameters
    ----------
    ground
        The cities, and the harbours of the same snapshot.
    hubs
        Only harbours of the sizes :data:`proxenia.profiles.thresholds.HUB_SIZES`.
    """
    harbours = _harbours(ground.snapshot, hubs=hubs)
    cities = ground.cities.drop_nulls(["longitude", "latitude"])
    if harbours.is_empty() or cities.is_empty():
        return pl.DataFrame(schema=HARBOUR_DISTANCES)
    nearest = _nearest(_vectors(cities), _vectors(harbours))
    met = harbours[nearest]
    kilometres = great_circle_km(*_degrees(cities), *_degrees(met))
    told = met.select("harbour", "size", "date", "dated_by", "source", "statement")
    return told.with_columns(cities["city"], value=pl.Series(kilometres)).select(HARBOUR_DISTANCES.names())


@kept
def _harbours(snapshot: Snapshot, *, hubs: bool) -> pl.DataFrame:
    told = ProfileGround(snapshot).figures_of(Attribute.HARBOUR).rename({"subject": "harbour", "word": "size"})
    wanted = told.filter(pl.col("size").is_in(HUB_SIZES)) if hubs else told
    placed = snapshot.actors.select("longitude", "latitude", harbour="id").drop_nulls()
    return wanted.join(placed, on="harbour", maintain_order="left").sort("harbour")


def _degrees(places: pl.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return places["longitude"].to_numpy(), places["latitude"].to_numpy()


def _vectors(places: pl.DataFrame) -> NDArray[np.float64]:
    """Return places as points of the unit sphere: the nearest has the largest product."""
    longitude, latitude = (np.radians(one) for one in _degrees(places))
    level = np.cos(latitude)
    return np.stack([level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)], axis=1)


def _nearest(cities: NDArray[np.float64], harbours: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the number of the nearest harbour of each city; of equally near ones the first."""
    starts = range(0, len(cities), _CHUNK)
    return np.concatenate([np.argmax(cities[start : start + _CHUNK] @ harbours.T, axis=1) for start in starts])
