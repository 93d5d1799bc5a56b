"""Degree: with how many others an actor is tied."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["DEGREE"]


def _degree(ground: Ground) -> NDArray[np.float64]:
    return np.bincount(ground.graph.edges.ravel(), minlength=ground.graph.size).astype(np.float64)


DEGREE = ActorMeasure(
    id="degree",
    label="Degree",
    meaning="With how many others the actor is tied. Two ties with the same partner count once.",
    unit="actors",
    lowest=1,
    highest=None,
    undefined="The actor has no tie in the layer.",
    reference="doi:10.1016/0378-8733(78)90021-7",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "c")),
        working="a is tied with b and, twice, with c: two others. b and c are tied with a alone.",
        value={"a": 2, "b": 1, "c": 1},
    ),
    compute=_degree,
)
