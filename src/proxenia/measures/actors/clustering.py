"""Clustering: whether an actor's partners are tied with each other."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures import engines
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["CLUSTERING"]


def _clustering(ground: Ground) -> NDArray[np.float64]:
    return engines.clustering(ground.graph)


CLUSTERING = ActorMeasure(
    id="clustering",
    label="Clustering",
    meaning="The share of the pairs of the actor's partners that are tied with each other too. 1 is a circle in which "
    "everyone knows everyone; 0 is an actor whose partners meet through it alone.",
    unit="share",
    lowest=0,
    highest=1,
    undefined="The actor has fewer than two partners.",
    reference="doi:10.1038/30918",
    cost="In proportion to the sum of the squared degrees.",
    example=Example(
        ties=(("a", "b"), ("b", "c"), ("c", "a"), ("a", "d")),
        working="a's partners b, c and d make three pairs, of which b and c are tied: 1/3. b's partners a and c are "
        "tied: 1. d has one partner and so no pair.",
        value={"a": 1 / 3, "b": 1, "c": 1, "d": None},
    ),
    compute=_clustering,
)
