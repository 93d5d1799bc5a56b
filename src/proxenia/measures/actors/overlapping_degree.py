"""Overlapping degree: partners of every kind of tie together."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.actors.degrees_by_kind import degrees_by_kind
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["OVERLAPPING_DEGREE"]


def _overlapping_degree(ground: Ground) -> NDArray[np.float64]:
    held: NDArray[np.float64] = degrees_by_kind(ground).sum(axis=0)
    return np.where(held > 0, held, np.nan)


OVERLAPPING_DEGREE = ActorMeasure(
    id="overlapping_degree",
    label="Overlapping degree",
    meaning="The actor's partners in every kind of tie of its level, added up: twinnings, agreements, projects and "
    "memberships of a city; relations, missions, alliances and sanctions of a state. A partner by two kinds of tie "
    "counts twice.",
    unit="actors",
    lowest=1,
    highest=None,
    undefined="The actor has a tie of none of these kinds.",
    reference="doi:10.1103/PhysRevE.89.032804",
    cost="In proportion to the edges of all kinds.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "b")),
        working="a is twinned with b and c (2) and has an agreement with b (1): 3. b has one of each: 2. c has 1.",
        value={"a": 3, "b": 2, "c": 1},
        said={2: {"kind": "agreement"}},
    ),
    compute=_overlapping_degree,
)
