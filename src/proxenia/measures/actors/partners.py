"""Each edge of a layer seen from each of its two ends: the actor and its partner, with their countries and places."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.globe import great_circle_km
from proxenia.measures.graph import Ground

__all__ = ["partner_countries", "partner_distances_km"]


def _both_ways(ground: Ground) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    one, two = ground.graph.edges.T
    return np.concatenate([one, two]), np.concatenate([two, one])


def partner_countries(ground: Ground) -> pl.DataFrame:
    """Return one row an actor and partner: `node`, `country`, `partner_country`; null where not known."""
    node, partner = _both_ways(ground)
    country = ground.actors["country"]
    return pl.DataFrame({"node": node, "country": country.gather(node), "partner_country": country.gather(partner)})


def partner_distances_km(ground: Ground) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return for each actor and partner whose places are both known the actor's position and the kilometres between."""
    node, partner = _both_ways(ground)
    longitude, latitude = (ground.actors[name].cast(float).fill_null(np.nan).to_numpy() for name in _PLACE)
    kilometres = great_circle_km(longitude[node], latitude[node], longitude[partner], latitude[partner])
    known = ~np.isnan(kilometres)
    return node[known], kilometres[known]


_PLACE = ("longitude", "latitude")
