"""Median distance: half of an actor's partners are nearer, half are farther."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.actors.partners import partner_distances_km
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["MEDIAN_DISTANCE"]


def _median_distance(ground: Ground) -> NDArray[np.float64]:
    node, kilometres = partner_distances_km(ground)
    middle = pl.DataFrame({"node": node, "km": kilometres}).group_by("node").agg(pl.median("km"))
    values = np.full(ground.graph.size, np.nan)
    values[middle["node"].to_numpy()] = middle["km"].to_numpy()
    return values


MEDIAN_DISTANCE = ActorMeasure(
    id="median_distance_km",
    label="Median distance",
    meaning="Half of the actor's partners are nearer than this, half are farther, along the shortest line over the "
    "globe. Of an even number of partners it is the mean of the two in the middle.",
    unit="km",
    lowest=0,
    highest=20015.115,
    undefined="The actor's own place is not known, or that of none of its partners is.",
    reference="https://en.wikipedia.org/wiki/Haversine_formula",
    cost="In proportion to the edges, and to the logarithm of the degree.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "d"), ("a", "e")),
        working="On a globe of radius 6371.0088 km one degree along the equator is 111.195080 km. Seen from a, b is "
        "10 degrees away, c 20 and d 90; the place of e is not known. The one in the middle is c: 2223.9016 km.",
        value={"a": 2223.901597, "b": 1111.950798, "c": 2223.901597, "d": 10007.557185, "e": None},
        places={"a": (0.0, 0.0), "b": (10.0, 0.0), "c": (-20.0, 0.0), "d": (0.0, 90.0)},
    ),
    compute=_median_distance,
)
