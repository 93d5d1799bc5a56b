"""Distances in steps: from every node to every other, by sets of bits.

One bit stands for one source; a step spreads the bits of a thousand sources along all edges at once. That is exact, and
a hundred times quicker here than a search from each source by the libraries (decision 15).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph

from proxenia.measures.engines.kept import kept
from proxenia.measures.graph import Graph

__all__ = ["EXACT_NODES", "SAMPLED_SOURCES", "Distances", "closeness", "distances", "shortest_path"]

EXACT_NODES: Final = 60_000
"""Up to so many nodes all distances are computed; above, those from a sample of sources."""
SAMPLED_SOURCES: Final = 4096

_WORDS: Final = 16
_BITS: Final = 64


@dataclass(frozen=True, eq=False)
class Distances:
    """Steps between nodes, from all sources or from a sample of them.

    Attributes
    ----------
    counts
        How many ordered pairs (source, other node) stand 1, 2, 3 … steps apart.
    reached, total, farthest
        Of each node: how many sources reach it, the sum of its distances from them, and the greatest of these.
    sources
        How many sources there were: all nodes when `exact`.
    exact
        Whether every node was a source.
    """

    counts: NDArray[np.int64]
    reached: NDArray[np.int64]
    total: NDArray[np.int64]
    farthest: NDArray[np.int64]
    sources: int
    exact: bool


def distances(graph: Graph, *, seed: int = 1, limit: int = EXACT_NODES) -> Distances:
    """Return the distances of a graph: exact up to `limit` nodes, else from 4,096 sources drawn with the seed.

    From k sources the share of pairs within any distance is off by at most ``sqrt(ln(2 / 0.05) / (2 k))``, 0.021 for
    4,096, with a probability of 95 % (https://doi.org/10.1080/01621459.1963.10500830).
    """
    return _swept(graph, None if graph.size <= limit else seed)


@kept
def _swept(graph: Graph, seed: int | None) -> Distances:
    tally = _Tally(graph)
    if graph.size:
        # Sources that lie close together reach the same nodes in the same steps, and so share the work.
        near = csgraph.reverse_cuthill_mckee(graph.matrix, symmetric_mode=True).astype(np.int64)
        if seed is not None:
            drawn = np.random.default_rng(seed).permutation(graph.size)[:SAMPLED_SOURCES]
            near = near[np.isin(near, drawn)]
        tally.spread_from(near)
        sources = len(near)
    else:
        sources = 0
    return Distances(
        counts=np.array(tally.counts, dtype=np.int64),
        reached=tally.reached[tally.place],
        total=tally.total[tally.place],
        farthest=tally.farthest[tally.place],
        sources=sources,
        exact=seed is None,
    )


class _Tally:
    """The counts of the sweep, over rows sorted by falling degree: row r has a j-th neighbour iff r < len(nth[j])."""

    def __init__(self, graph: Graph) -> None:
        matrix = graph.matrix
        degree = np.diff(matrix.indptr)
        order = np.argsort(-degree, kind="stable")
        self.size = graph.size
        self.place = np.empty(graph.size, dtype=np.int64)
        self.place[order] = np.arange(graph.size)
        starts, falling = matrix.indptr[:-1][order], degree[order]
        holders = [int(np.searchsorted(-falling, -number, side="left")) for number in range(max(degree, default=0))]
        self.nth = [self.place[matrix.indices[starts[:end] + number]] for number, end in enumerate(holders)]
        self.counts: list[int] = []
        self.reached = np.zeros(graph.size, dtype=np.int64)
        self.total = np.zeros(graph.size, dtype=np.int64)
        self.farthest = np.zeros(graph.size, dtype=np.int64)

    def spread_from(self, sources: NDArray[np.int64]) -> None:
        """Add the distances from the sources to the counts."""
        block = _WORDS * _BITS
        for first in range(0, len(sources), block):
            self._spread_block(self.place[sources[first : first + block]])

    def _spread_block(self, rows: NDArray[np.int64]) -> None:
        words = -(-len(rows) // _BITS)
        front = np.zeros((self.size, words), dtype=np.uint64)
        number = np.arange(len(rows))
        front[rows, number // _BITS] = np.left_shift(np.uint64(1), (number % _BITS).astype(np.uint64))
        unseen = ~front
        spare = np.empty_like(front)
        steps = 0
        while True:
            steps += 1
            new = self._neighbours_bits(front, spare)
            new &= unseen
            found = np.bitwise_count(new).sum(axis=1, dtype=np.int64)
            if not self._count(found, steps):
                return
            unseen &= ~new
            front, spare = new, front

    def _neighbours_bits(self, front: NDArray[np.uint64], out: NDArray[np.uint64]) -> NDArray[np.uint64]:
        np.take(front, self.nth[0], axis=0, out=out, mode="clip")
        for neighbours in self.nth[1:]:
            out[: len(neighbours)] |= front[neighbours]
        return out

    def _count(self, found: NDArray[np.int64], steps: int) -> int:
        together = int(found.sum())
        if together:
            if steps > len(self.counts):
                self.counts.append(0)
            self.counts[steps - 1] += together
            self.reached += found
            self.total += found * steps
            self.farthest[found > 0] = np.maximum(self.farthest[found > 0], steps)
        return together


def closeness(graph: Graph) -> NDArray[np.float64]:
    """Return the closeness of each node: the share of the others that it reaches, over the mean steps to them.

    Wasserman and Faust's form, as in networkx, which compares nodes of different components; 0 to 1. Always exact.
    """
    found = distances(graph, limit=graph.size)
    share: NDArray[np.float64] = np.divide(
        found.reached.astype(np.float64) ** 2,
        found.total * (graph.size - 1.0),
        out=np.zeros(graph.size),
        where=found.total > 0,
    )
    return share


def shortest_path(graph: Graph, one: int, two: int) -> list[int] | None:
    """Return the nodes of a shortest path, both ends among them; nothing when there is none.

    >>> shortest_path(Graph.of_pairs([("a", "b"), ("b", "c"), ("d", "e")]), 0, 2)
    [0, 1, 2]
    """
    before = csgraph.breadth_first_order(graph.matrix, one, directed=True, return_predecessors=True)[1]
    path = [two]
    while path[-1] != one:
        path.append(int(before[path[-1]]))
        if path[-1] < 0:
            return None
    return path[::-1]
