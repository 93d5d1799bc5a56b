"""Steps: how far apart the actors of a layer stand, counted in ties."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.engines import distances
from proxenia.measures.engines.distances import EXACT_NODES, SAMPLED_SOURCES
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure, Precision

__all__ = ["DIAMETER", "EFFECTIVE_DIAMETER"]

SHARE: Final = 0.9
_EMPTY: Final = "Nobody is tied in the layer."
_LINE: Final = (("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"))


def _diameter(ground: Ground) -> float | None:
    found = distances(ground.graph, seed=ground.seed)
    return float(found.farthest.max()) if ground.graph.size else None


def _effective_diameter(ground: Ground) -> float | None:
    found = distances(ground.graph, seed=ground.seed)
    return _steps_of_share(found.counts) if ground.graph.size else None


def _steps_of_share(counts: NDArray[np.int64]) -> float:
    """Return within how many steps 90 % of the pairs stand, on a straight line between whole steps."""
    shares = np.concatenate([[0.0], np.cumsum(counts) / counts.sum()])
    above = int(np.searchsorted(shares, SHARE))
    return float(above - 1 + (SHARE - shares[above - 1]) / (shares[above] - shares[above - 1]))


def _precision(ground: Ground) -> Precision:
    if ground.graph.size <= EXACT_NODES:
        return Precision(exact=True)
    return Precision.estimated(ground.seed, SAMPLED_SOURCES, "actors", about="the cost tells how far it may be off")


DIAMETER = LayerMeasure(
    id="diameter",
    label="Diameter",
    meaning=(
        "How many steps along ties lie between the two actors that are farthest apart, of those that reach each other."
    ),
    unit="steps",
    lowest=1,
    highest=None,
    undefined=_EMPTY,
    reference="doi:10.1017/CBO9780511815478",
    cost=(
        "Actors times edges, a thousand actors at a time; exact up to 60,000 actors. Above, the greatest distance from "
        "4,096 actors drawn with the seed: never more than the diameter, and never less than half of that of the "
        "components they lie in."
    ),
    example=Example(ties=_LINE, working="From a to e it is four steps, and no two are farther apart.", value=4),
    compute=_diameter,
    precision=_precision,
)

EFFECTIVE_DIAMETER = LayerMeasure(
    id="effective_diameter",
    label="Effective diameter (90 %)",
    meaning="Within how many steps along ties nine of ten pairs of actors stand, of those that reach each other.",
    unit="steps",
    lowest=0,
    highest=None,
    undefined=_EMPTY,
    reference="doi:10.1145/1217299.1217301",
    cost=(
        "Actors times edges, a thousand actors at a time; exact up to 60,000 actors. Above, from 4,096 actors drawn "
        "with the seed: the share of pairs behind it is off by at most 0.021, with a probability of 95 %."
    ),
    example=Example(
        ties=_LINE,
        working=(
            "Of the 10 pairs 4 stand one step apart, 3 two, 2 three and 1 four. Within three steps stand 9 of 10: "
            "exactly 90 %."
        ),
        value=3,
    ),
    compute=_effective_diameter,
    precision=_precision,
)
