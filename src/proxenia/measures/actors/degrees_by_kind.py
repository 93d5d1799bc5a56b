"""The degrees of a layer's actors in each kind of tie of their level: what measures across kinds are made of."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.engines import degrees
from proxenia.measures.graph import Graph, Ground

__all__ = ["degrees_by_kind"]


def degrees_by_kind(ground: Ground) -> NDArray[np.float64]:
    """Return the degrees, shape (kinds of tie that the level has any of, nodes of the ground's graph)."""
    graphs = [graph for graph in ground.layers.values() if graph.size]
    return np.array([_degrees_of(ground, graph) for graph in graphs]).reshape(len(graphs), ground.graph.size)


def _degrees_of(ground: Ground, graph: Graph) -> NDArray[np.float64]:
    held = np.append(degrees(graph), 0)
    nowhere = graph.size
    at = graph.at
    return held[[at.get(node, nowhere) for node in ground.graph.nodes]].astype(np.float64)
