"""Strength: how many ties an actor has."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["STRENGTH"]


def _strength(ground: Ground) -> NDArray[np.float64]:
    ends, weights = ground.graph.edges.T.ravel(), np.tile(ground.graph.weights, 2)
    return np.bincount(ends, weights=weights, minlength=ground.graph.size).astype(np.float64)


STRENGTH = ActorMeasure(
    id="strength",
    label="Strength",
    meaning="How many ties the actor has. Two ties with the same partner count twice, so it is never less than the "
    "degree.",
    unit="ties",
    lowest=1,
    highest=None,
    undefined="The actor has no tie in the layer.",
    reference="doi:10.1073/pnas.0400087101",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("c", "a")),
        working="a has one tie with b and two with c: three. b has one, c has two.",
        value={"a": 3, "b": 1, "c": 2},
    ),
    compute=_strength,
)
