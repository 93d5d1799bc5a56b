"""Betweenness: how much of what others send each other passes by an actor."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures import engines
from proxenia.measures.engines.betweenness import EXACT_NODES, SAMPLED_SOURCES
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example, Precision

__all__ = ["BETWEENNESS"]


def _betweenness(ground: Ground) -> NDArray[np.float64]:
    return engines.betweenness(ground.graph, seed=ground.seed)


def _precision(ground: Ground) -> Precision:
    if ground.graph.size <= EXACT_NODES:
        return Precision(exact=True)
    return Precision.estimated(
        ground.seed, SAMPLED_SOURCES, "sources", error=float(np.sqrt(np.log(2 / 0.05) / (2 * SAMPLED_SOURCES)))
    )


BETWEENNESS = ActorMeasure(
    id="betweenness",
    label="Betweenness",
    meaning="Of all pairs of other actors, the share that stands nearest to each other by way of this one. Where a "
    "pair has several shortest ways, each counts in part. High for those that join parts of the world which hardly "
    "know each other otherwise.",
    unit="share",
    lowest=0,
    highest=1,
    undefined="The layer ties fewer than three actors.",
    reference="doi:10.2307/3033543",
    cost="In proportion to nodes times edges, of those that do not hang from the rest by one tie: exact up to 30,000 "
    "nodes. Above, estimated from 4,096 sources drawn with the seed (Brandes and Pich, doi:10.1142/S0218127407018403): "
    "with a probability of 95 % an actor's value is off by at most 0.022 (Hoeffding, "
    "doi:10.1080/01621459.1963.10500830).",
    example=Example(
        ties=(("a", "b"), ("b", "c"), ("b", "d"), ("c", "e"), ("d", "e")),
        working="Six pairs of others. By way of b: a–c, a–d and a–e in whole, c–d in half (the other half by e): 3.5 "
        "of 6. By way of c: a–e and b–e in half each: 1 of 6, and d likewise. By way of e: c–d in half: 0.5 of 6.",
        value={"a": 0, "b": 3.5 / 6, "c": 1 / 6, "d": 1 / 6, "e": 0.5 / 6},
    ),
    compute=_betweenness,
    precision=_precision,
)
