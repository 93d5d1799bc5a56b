"""Degrees, components, triangles, cores: what takes one pass over the edges."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph

from proxenia.measures.engines.kept import kept
from proxenia.measures.graph import Graph

__all__ = ["clustering", "components", "core_numbers", "degrees", "triangles"]


@kept
def degrees(graph: Graph) -> NDArray[np.int64]:
    """Return with how many others each node is tied."""
    return np.bincount(graph.edges.ravel(), minlength=graph.size).astype(np.int64)


@kept
def components(graph: Graph) -> NDArray[np.int64]:
    """Return the number of each node's component, from 0; the first node's is 0."""
    if not graph.size:
        return np.empty(0, np.int64)
    labels: NDArray[np.int64] = csgraph.connected_components(graph.matrix, directed=False)[1].astype(np.int64)
    return labels


@kept
def triangles(graph: Graph) -> NDArray[np.int64]:
    """Return in how many triangles each node stands."""
    matrix = graph.matrix
    # Entry (u, v) of the square counts the common neighbours; kept where u and v are tied themselves.
    closed = (matrix @ matrix).multiply(matrix).sum(axis=1)
    return np.rint(np.asarray(closed).ravel() / 2).astype(np.int64)


@kept
def clustering(graph: Graph) -> NDArray[np.float64]:
    """Return the share of the pairs of each node's neighbours that are tied; NaN with fewer than two neighbours.

    networkx gives 0 where this gives NaN.
    """
    degree = degrees(graph).astype(np.float64)
    pairs = degree * (degree - 1) / 2
    share: NDArray[np.float64] = np.divide(triangles(graph), pairs, out=np.full(graph.size, np.nan), where=pairs > 0)
    return share


@kept
def core_numbers(graph: Graph) -> NDArray[np.int64]:
    """Return the largest k of each node such that it lies in a part where all have k neighbours or more."""
    import rustworkx  # noqa: PLC0415

    other = rustworkx.PyGraph(multigraph=False)
    other.add_nodes_from(range(graph.size))
    other.add_edges_from_no_data([(one, two) for one, two in graph.edges.tolist()])
    numbers: dict[int, int] = rustworkx.core_number(other)  # type: ignore[assignment]
    return np.array([numbers[node] for node in range(graph.size)], dtype=np.int64)
