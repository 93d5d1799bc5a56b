"""Betweenness: exact, estimated from a sample of sources above a size.

Brandes' two passes (doi:10.1080/0022250X.2001.9990249), with two things that fit the graphs of cities. Half of the
cities hang from the rest by one tie: what passes by them is counted without any search. And the searches from sources
that lie close together are made at once, with products of sparse and dense matrices. On the twinnings of the world that
is several times quicker than the libraries (decision 15).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.sparse import csgraph

from proxenia.measures.engines.kept import kept
from proxenia.measures.engines.structure import components
from proxenia.measures.graph import Graph

__all__ = ["EXACT_NODES", "SAMPLED_SOURCES", "betweenness"]

EXACT_NODES: Final = 30_000
"""Up to so many nodes betweenness is exact; above, it is estimated."""
SAMPLED_SOURCES: Final = 4096
"""From k sources a node's share is off by at most ``sqrt(ln(2 / 0.05) / (2 k))``, 0.022 for 4,096, with 95 %."""

_TOGETHER: Final = 64

Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]


@kept
def betweenness(
    graph: Graph, *, seed: int = 1, limit: int = EXACT_NODES, sources: int = SAMPLED_SOURCES
) -> NDArray[np.float64]:
    """Return the share of all shortest paths between two others that run through each node, 0 to 1.

    As networkx normalises it. Above `limit` nodes it is estimated from `sources` nodes drawn with the seed (Brandes and
    Pich, doi:10.1142/S0218127407018403). With fewer than three nodes there are no two others: NaN.

    >>> betweenness(Graph.of_pairs([("a", "b"), ("b", "c"), ("c", "d")])).round(3).tolist()
    [0.0, 0.667, 0.667, 0.0]
    """
    if graph.size < 3:
        return np.full(graph.size, np.nan)
    middle = _Middle.of(graph)
    drawn = np.arange(graph.size)
    if graph.size > limit:
        drawn = np.random.default_rng(seed).permutation(graph.size)[:sources]
    passed = middle.passed.astype(np.float64)
    passed[middle.nodes] += _passed_within(middle, drawn) * (graph.size / len(drawn))
    return passed / ((graph.size - 1) * (graph.size - 2))


@dataclass(frozen=True, eq=False)
class _Middle:
    """What is left of a graph when nodes with one neighbour are taken away again and again.

    Attributes
    ----------
    nodes
        Which nodes are left: one at least of each component.
    matrix
        How these are tied.
    held
        How many nodes each of these stands for: itself and all that hung from it.
    at
        Of each node of the graph, which of these it hung from or is (a position in `nodes`).
    passed
        Of each node of the graph, how many ordered pairs pass by it of which one at least hung from it. There is one
        way only for each of them, so no search is needed.
    """

    nodes: Positions
    matrix: scipy.sparse.csr_array
    held: Positions
    at: Positions
    passed: Positions

    @classmethod
    def of(cls, graph: Graph) -> "_Middle":
        held, squares, hung_from = _taken_away(graph)
        whole = np.bincount(components(graph))[components(graph)]
        left = hung_from == np.arange(graph.size)
        hung = held - 1
        # A node taken away parts its branches from each other and from the rest; one that is left, only the former.
        passed = np.where(
            left, hung**2 - squares + 2 * hung * (whole - held), (whole - 1) ** 2 - squares - (whole - held) ** 2
        )
        while not np.array_equal(hung_from, hung_from[hung_from]):
            hung_from = hung_from[hung_from]
        nodes = np.flatnonzero(left)
        at = (np.cumsum(left) - 1)[hung_from]
        return cls(nodes, graph.matrix[nodes][:, nodes], held[nodes], at, passed)


def _taken_away(graph: Graph) -> tuple[Positions, Positions, Positions]:
    """Take away nodes with one neighbour, again and again.

    Returns the size of the branch of each node (itself included), the sum of the squared sizes of the branches that
    hung from it, and the node it hung from: itself when it is left.
    """
    starts, neighbours = graph.matrix.indptr, graph.matrix.indices
    degree = np.diff(starts).astype(np.int64)
    held, squares = np.ones(graph.size, dtype=np.int64), np.zeros(graph.size, dtype=np.int64)
    hung_from = np.arange(graph.size)
    leaves = np.flatnonzero(degree == 1).tolist()
    while leaves:
        leaf = leaves.pop()
        if degree[leaf] != 1:
            continue
        ties = neighbours[starts[leaf] : starts[leaf + 1]]
        holder = int(ties[hung_from[ties] == ties][0])
        hung_from[leaf] = holder
        degree[leaf] = 0
        held[holder] += held[leaf]
        squares[holder] += held[leaf] ** 2
        degree[holder] -= 1
        if degree[holder] == 1:
            leaves.append(holder)
    return held, squares, hung_from


def _passed_within(middle: _Middle, drawn: Positions) -> Numbers:
    """Return how many pairs of a drawn source and a target pass by each node that is left, where none hung from it."""
    times = np.bincount(middle.at[drawn], minlength=len(middle.nodes))
    part = csgraph.connected_components(middle.matrix, directed=False)[1]
    near = csgraph.reverse_cuthill_mckee(middle.matrix, symmetric_mode=True).astype(np.int64)
    near = near[times[near] > 0]
    # Sources of different parts never meet, so the first of each part share one column, the second of each, and so on.
    near = near[np.argsort(part[near], kind="stable")]
    column = np.arange(len(near)) - np.searchsorted(part[near], part[near], side="left")
    weights = np.zeros((int(part.max()) + 1, int(column.max()) + 1))
    weights[part[near], column] = times[near]

    def passed_from(first: int) -> Numbers:
        now = (column >= first) & (column < first + _TOGETHER)
        return _passed_from(
            middle, near[now], column[now] - first, part=part, weights=weights[:, first : first + _TOGETHER]
        )

    # The work is done in C, where threads do not wait for each other; adding up in order keeps the answer the same.
    with ThreadPoolExecutor() as threads:
        found: Numbers = sum(
            threads.map(passed_from, range(0, weights.shape[1], _TOGETHER)), np.zeros(len(middle.nodes))
        )
    return found


def _passed_from(
    middle: _Middle, sources: Positions, column: Positions, *, part: Positions, weights: Numbers
) -> Numbers:
    """Return the pairs of some sources: outward the number of shortest ways, inward the targets that depend on them."""
    passed = np.zeros(len(middle.nodes))
    spread = np.zeros((len(middle.nodes), weights.shape[1]))
    steps = _ways_by_step(middle.matrix, sources, column, spread)
    depends = np.zeros_like(steps[-1][1])
    for (far, far_ways), (near, near_ways) in zip(steps[:1:-1], steps[-2:0:-1], strict=True):
        share = np.zeros_like(far_ways)
        np.divide(middle.held[far][:, None] + depends, far_ways, out=share, where=far_ways > 0)
        spread[far] = share
        depends = (middle.matrix[near] @ spread) * near_ways
        spread[far] = 0
        passed[near] += (depends * weights[part[near]]).sum(axis=1)
    return passed


def _ways_by_step(
    matrix: scipy.sparse.csr_array, sources: Positions, column: Positions, spread: Numbers
) -> list[tuple[Positions, Numbers]]:
    """Return for 0, 1, 2 … steps the nodes so far from a source, and the number of shortest ways there by column.

    `spread` is empty before and after.
    """
    spread[sources, column] = 1
    unseen = spread == 0
    rows = np.unique(sources)
    steps = [(rows, spread[rows])]
    while len(rows):
        met = np.zeros(len(spread), dtype=bool)
        met[matrix[rows].indices] = True
        ahead = np.flatnonzero(met)
        ways = (matrix[ahead] @ spread) * unseen[ahead]
        spread[rows] = 0
        found = ways.any(axis=1)
        rows, ways = ahead[found], ways[found]
        spread[rows] = ways
        unseen[rows] &= ways == 0
        if len(rows):
            steps.append((rows, ways))
    return steps
