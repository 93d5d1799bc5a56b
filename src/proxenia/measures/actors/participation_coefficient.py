"""Participation coefficient: how evenly an actor's partners spread over the kinds of tie."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.actors.degrees_by_kind import degrees_by_kind
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["PARTICIPATION_COEFFICIENT"]


def _participation_coefficient(ground: Ground) -> NDArray[np.float64]:
    by_kind = degrees_by_kind(ground)
    kinds, nodes = by_kind.shape
    together = by_kind.sum(axis=0)
    defined = (together > 0) & (kinds > 1)
    shares = np.divide(by_kind, together, out=np.zeros_like(by_kind), where=defined)
    values = np.full(nodes, np.nan)
    values[defined] = kinds / max(kinds - 1, 1) * (1 - (shares[:, defined] ** 2).sum(axis=0))
    return values


PARTICIPATION_COEFFICIENT = ActorMeasure(
    id="participation_coefficient",
    label="Participation coefficient",
    meaning="How evenly the actor's partners spread over the kinds of tie of its level: twinnings, agreements, "
    "projects and memberships of a city; relations, missions, alliances and sanctions of a state. 0 is one kind "
    "alone, 1 the same number in each kind that anyone has on that day.",
    unit="index",
    lowest=0,
    highest=1,
    undefined="The actor has a tie of none of these kinds, or fewer than two of the kinds have any tie.",
    reference="doi:10.1103/PhysRevE.89.032804",
    cost="In proportion to the edges of all kinds.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "b")),
        working="Two kinds have ties, so M = 2 and the factor M / (M - 1) is 2. a has 2 twinned partners and 1 by "
        "agreement: 2 * (1 - (2/3)² - (1/3)²) = 8/9. b has one of each: 2 * (1 - 1/4 - 1/4) = 1. c is only twinned: 0.",
        value={"a": 8 / 9, "b": 1, "c": 0},
        said={2: {"kind": "agreement"}},
    ),
    compute=_participation_coefficient,
)
