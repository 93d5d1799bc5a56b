"""Closeness: in how few steps an actor reaches the others."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures import engines
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["CLOSENESS"]


def _closeness(ground: Ground) -> NDArray[np.float64]:
    return engines.closeness(ground.graph)


CLOSENESS = ActorMeasure(
    id="closeness",
    label="Closeness",
    meaning="In how few steps the actor reaches the others over ties: 1 over the mean number of steps to those it can "
    "reach, times the share of all others that it can reach (the form of Wasserman and Faust for a graph that falls "
    "into parts). 1 means tied with everyone.",
    unit="index",
    lowest=0,
    highest=1,
    undefined="The actor has no tie in the layer.",
    reference="doi:10.1017/CBO9780511815478",
    cost="In proportion to nodes times edges, a thousand sources at once; always exact.",
    example=Example(
        ties=(("a", "b"), ("b", "c"), ("d", "e")),
        working="Of four others a reaches two, b in 1 step and c in 2: 1.5 on average, so (2/4) / 1.5 = 1/3. b reaches "
        "two in 1 step each: (2/4) / 1. d reaches only e: (1/4) / 1.",
        value={"a": 1 / 3, "b": 1 / 2, "c": 1 / 3, "d": 1 / 4, "e": 1 / 4},
    ),
    compute=_closeness,
)
