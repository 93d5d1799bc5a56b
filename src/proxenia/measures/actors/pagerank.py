"""PageRank: how often a walker who follows ties at random passes by an actor."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures import engines
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["PAGERANK"]


def _pagerank(ground: Ground) -> NDArray[np.float64]:
    return engines.pagerank(ground.graph)


PAGERANK = ActorMeasure(
    id="pagerank",
    label="PageRank",
    meaning="The share of time that a walker spends at the actor who follows ties at random and, at 15 of 100 steps, "
    "starts anew anywhere. A partner with few others gives more than one with many. All actors together have 1; two "
    "ties with the same partner count once.",
    unit="share",
    lowest=0,
    highest=1,
    undefined="The actor has no tie in the layer.",
    reference="doi:10.1016/S0169-7552(98)00110-X",
    cost="In proportion to the edges, about 150 times; exact.",
    example=Example(
        ties=(("a", "b"), ("a", "c")),
        working="b and c get half of what a passes on: x = 0.05 + 0.85 y / 2, where y is a's share. a gets all that b "
        "and c pass on: y = 0.05 + 0.85 * 2 x. So y = (0.05 + 1.7 * 0.05) / (1 - 0.85 * 0.85) = 0.135 / 0.2775 = "
        "18/37, and x = (1 - y) / 2 = 19/74.",
        value={"a": 18 / 37, "b": 19 / 74, "c": 19 / 74},
    ),
    compute=_pagerank,
)
