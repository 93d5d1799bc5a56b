"""Eigenvector centrality: to be tied with those who are well tied themselves."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures import engines
from proxenia.measures.graph import Graph, Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["EIGENVECTOR"]


def _eigenvector(ground: Ground) -> NDArray[np.float64]:
    values = np.full(ground.graph.size, np.nan)
    if ground.graph.size:
        inside = _largest_component(ground.graph)
        values[inside] = engines.eigenvector(_within(ground.graph, inside))
    return values


def _largest_component(graph: Graph) -> NDArray[np.bool_]:
    """Return which nodes lie in it; of two alike, the one with the first node by identifier."""
    component = engines.components(graph)
    largest: NDArray[np.bool_] = component == np.argmax(np.bincount(component))
    return largest


def _within(graph: Graph, inside: NDArray[np.bool_]) -> Graph:
    kept = inside[graph.edges[:, 0]]
    renumbered = np.cumsum(inside) - 1
    nodes = tuple(node for node, yes in zip(graph.nodes, inside, strict=True) if yes)
    return Graph(nodes, renumbered[graph.edges[kept]], graph.weights[kept])


EIGENVECTOR = ActorMeasure(
    id="eigenvector",
    label="Eigenvector centrality",
    meaning="To be tied with those who are well tied themselves: the actor's value is in proportion to the sum of its "
    "partners'. Only the largest connected part of the layer has values, whose squares add up to 1, for values of "
    "parts that no tie joins cannot be compared. Two ties with the same partner count once.",
    unit="index",
    lowest=0,
    highest=1,
    undefined="The actor lies outside the largest connected part (of two alike, the one with the first identifier).",
    reference="doi:10.1080/0022250X.1972.9989806",
    cost="In proportion to the edges, a few hundred times; exact.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("d", "e")),
        working="With y for a and x for b and c: y is in proportion to 2 x, and x, by the same factor, to y. So the "
        "factor is the root of 2 and y = x times that root. With y² + 2 x² = 1: y = 1 / root of 2, x = 1/2. d and e "
        "lie outside the largest part.",
        value={"a": 0.5**0.5, "b": 1 / 2, "c": 1 / 2, "d": None, "e": None},
    ),
    compute=_eigenvector,
)
