"""Betweenness: exact with rustworkx or networkit, estimated from a sample of sources above a size."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.engines.kept import kept
from proxenia.measures.graph import Graph

__all__ = ["EXACT_NODES", "SAMPLED_SOURCES", "betweenness"]

EXACT_NODES: Final = 30_000
"""Up to so many nodes betweenness is exact; above, it is estimated."""
SAMPLED_SOURCES: Final = 1024
"""From k sources a node's share is off by at most ``sqrt(ln(2 / 0.05) / (2 k))``, 0.042 for 1,024, with 95 %."""

_SMALL: Final = 3_000
_TOGETHER: Final = 64


@kept
def betweenness(graph: Graph, *, seed: int = 1, limit: int = EXACT_NODES) -> NDArray[np.float64]:
    """Return the share of all shortest paths between two others that run through each node, 0 to 1.

    As networkx normalises it. Above `limit` nodes it is estimated from 1,024 sources drawn with the seed (Brandes and
    Pich, doi:10.1142/S0218127407018403). With fewer than three nodes there are no two others: NaN.
    """
    if graph.size < 3:
        return np.full(graph.size, np.nan)
    if graph.size <= min(limit, _SMALL):
        return _by_rustworkx(graph)
    if graph.size <= limit:
        return _by_networkit(graph)
    sources = np.sort(np.random.default_rng(seed).permutation(graph.size)[:SAMPLED_SOURCES])
    return _from_sources(graph, sources)


def _by_rustworkx(graph: Graph) -> NDArray[np.float64]:
    import rustworkx  # noqa: PLC0415

    other = rustworkx.PyGraph(multigraph=False)
    other.add_nodes_from(range(graph.size))
    other.add_edges_from_no_data([(one, two) for one, two in graph.edges.tolist()])
    # One thread: the sum of floating numbers depends on their order, and the answer must not.
    shares = rustworkx.betweenness_centrality(other, normalized=True, parallel_threshold=graph.size + 1)
    return np.array([shares[node] for node in range(graph.size)])


def _by_networkit(graph: Graph) -> NDArray[np.float64]:
    # Loading it takes seconds: only a graph on which it saves more pays for that.
    import networkit  # noqa: PLC0415

    other = networkit.GraphFromCoo((graph.edges[:, 0].copy(), graph.edges[:, 1].copy()), n=graph.size, directed=False)
    work = networkit.centrality.Betweenness(other, normalized=True)
    work.run()
    return np.array(work.scores())


def _from_sources(graph: Graph, sources: NDArray[np.int64]) -> NDArray[np.float64]:
    passed = np.zeros(graph.size)
    for first in range(0, len(sources), _TOGETHER):
        passed += _dependencies(graph, sources[first : first + _TOGETHER])
    return passed / (len(sources) * (graph.size - 2)) * (graph.size / (graph.size - 1))


def _dependencies(graph: Graph, sources: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how many targets of each source depend on each node, in sum: Brandes' two passes, many sources at once."""
    column = np.arange(len(sources))
    paths = np.zeros((graph.size, len(sources)))
    paths[sources, column] = 1
    front, unseen, fronts = paths.copy(), paths == 0, []
    while front.any():
        fronts.append(front > 0)
        front = (graph.matrix @ front) * unseen
        unseen &= front == 0
        paths += front
    share = np.zeros_like(paths)
    for step in range(len(fronts) - 1, 1, -1):
        onward = np.divide(1 + share, paths, out=np.zeros_like(paths), where=fronts[step])
        share += (graph.matrix @ onward) * paths * fronts[step - 1]
    share[sources, column] = 0
    total: NDArray[np.float64] = share.sum(axis=1)
    return total
