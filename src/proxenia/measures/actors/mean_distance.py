"""Mean distance: how far away an actor's partners are, on average."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.actors.partners import partner_distances_km
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["MEAN_DISTANCE"]


def _mean_distance(ground: Ground) -> NDArray[np.float64]:
    node, kilometres = partner_distances_km(ground)
    number = np.bincount(node, minlength=ground.graph.size)
    total = np.bincount(node, weights=kilometres, minlength=ground.graph.size)
    mean: NDArray[np.float64] = np.divide(total, number, out=np.full(ground.graph.size, np.nan), where=number > 0)
    return mean


MEAN_DISTANCE = ActorMeasure(
    id="mean_distance_km",
    label="Mean distance",
    meaning="How far away the actor's partners are on average, along the shortest line over the globe. One partner "
    "at the other end of the world moves it much; the median distance it hardly moves.",
    unit="km",
    lowest=0,
    highest=20015.115,
    undefined="The actor's own place is not known, or that of none of its partners is.",
    reference="https://en.wikipedia.org/wiki/Haversine_formula",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "d"), ("d", "e")),
        working="On a globe of radius 6371.0088 km a quarter of a great circle is 10007.5572 km. b is a quarter from "
        "a along the equator, c half a circle, d has no known place: (10007.5572 + 20015.1144) / 2 = 15011.3358.",
        value={"a": 15011.335778, "b": 10007.557185, "c": 20015.11437, "d": None, "e": None},
        places={"a": (0.0, 0.0), "b": (90.0, 0.0), "c": (180.0, 0.0), "e": (5.0, 5.0)},
    ),
    compute=_mean_distance,
)
