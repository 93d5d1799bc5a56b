"""Connection: into how many parts a layer falls, and how large the largest is."""

from typing import Final

import numpy as np

from proxenia.measures.engines import components
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure

__all__ = ["COMPONENTS", "LARGEST_COMPONENT"]

_TIES: Final = (("a", "b"), ("b", "c"), ("d", "e"))


def _components(ground: Ground) -> float:
    return float(len(np.unique(components(ground.graph))))


def _largest(ground: Ground) -> float | None:
    return float(np.bincount(components(ground.graph)).max()) if ground.graph.size else None


COMPONENTS = LayerMeasure(
    id="components",
    label="Components",
    meaning=(
        "Into how many parts the layer falls: within a part everyone reaches everyone over ties, between parts nobody."
    ),
    unit="components",
    lowest=0,
    highest=None,
    undefined="Always defined.",
    reference="doi:10.1017/CBO9780511815478",
    cost="In proportion to the edges.",
    example=Example(ties=_TIES, working="a, b and c hang together; d and e are apart from them.", value=2),
    compute=_components,
)

LARGEST_COMPONENT = LayerMeasure(
    id="largest_component",
    label="Largest component",
    meaning="How many actors the largest part has in which everyone reaches everyone over ties.",
    unit="actors",
    lowest=2,
    highest=None,
    undefined="Nobody is tied in the layer.",
    reference="doi:10.1017/CBO9780511815478",
    cost="In proportion to the edges.",
    example=Example(ties=_TIES, working="a, b and c are three; d and e are two.", value=3),
    compute=_largest,
)
