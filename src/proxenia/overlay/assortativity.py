"""Degree assortativity: whether actors with many ties are tied to others with many; against shuffled graphs.

Newman, Assortative Mixing in Networks, Physical Review Letters 89, 208701, 2002, doi:10.1103/PhysRevLett.89.208701.
A shuffled graph has the same degrees and no loop or double edge (Maslov and Sneppen, Specificity and Stability in
Topology of Protein Networks, Science 296, 2002, doi:10.1126/science.1065103): what the degrees alone bring about, above
all in a dense graph, is in its value too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.graph import Graph

__all__ = ["Assortativity", "assortativity_of", "degree_assortativity", "shuffled_edges"]

Edges = NDArray[np.int64]

SHUFFLED_GRAPHS: Final = 20
FIRST_ROUNDS: Final = 20
ROUNDS_BETWEEN: Final = 4


@dataclass(frozen=True, slots=True)
class Assortativity:
    """The degree assortativity of a graph.

    Attributes
    ----------
    actors, edges
        The size of the graph.
    value
        From -1 to 1; nothing when all actors have as many ties.
    shuffled_mean, shuffled_deviation
        Mean and standard deviation of the value in shuffled graphs.
    z
        How many such deviations the value lies above that mean.
    """

    actors: int
    edges: int
    value: float | None
    shuffled_mean: float | None
    shuffled_deviation: float | None
    z: float | None


def degree_assortativity(edges: Edges) -> float | None:
    """Return the correlation of the degrees at the two ends of edges; nothing when it is not defined.

    >>> star = np.array([[0, 1], [0, 2], [0, 3]])
    >>> degree_assortativity(star)
    -1.0
    """
    if not len(edges):
        return None
    degrees = np.bincount(edges.ravel()).astype(np.float64)
    one, two = degrees[edges[:, 0]], degrees[edges[:, 1]]
    mean = (one.sum() + two.sum()) / (2 * len(edges))
    spread = float(((one - mean) ** 2 + (two - mean) ** 2).sum() / 2)
    return float(((one - mean) * (two - mean)).sum() / spread) if spread else None


def shuffled_edges(edges: Edges, generator: np.random.Generator, *, rounds: int) -> Edges:
    """Return a graph with the same degrees, after rounds in which edges swap their ends two by two.

    A swap that would make a loop or a second edge between two actors is not done.
    """
    edges, size = np.sort(edges, axis=1), int(edges.max(initial=0)) + 1
    for _ in range(rounds):
        half = len(edges) // 2
        order = generator.permutation(len(edges))
        left, right = order[:half], order[half : 2 * half]
        turned = np.where(generator.random((half, 1)) < 0.5, edges[right], edges[right][:, ::-1])
        first = np.sort(np.column_stack([edges[left, 0], turned[:, 1]]), axis=1)
        second = np.sort(np.column_stack([turned[:, 0], edges[left, 1]]), axis=1)
        keys = np.stack([first[:, 0] * size + first[:, 1], second[:, 0] * size + second[:, 1]])
        there, counted = np.unique(keys, return_counts=True)
        taken = np.union1d(there[counted > 1], edges[:, 0] * size + edges[:, 1])
        loops = (first[:, 0] == first[:, 1]) | (second[:, 0] == second[:, 1])
        done = ~loops & ~np.isin(keys, taken).any(axis=0)
        edges = edges.copy()
        edges[left[done]], edges[right[done]] = first[done], second[done]
    return edges


def assortativity_of(graph: Graph, *, seed: int) -> Assortativity:
    """Return the degree assortativity of a graph beside that of shuffled ones.

    The cost grows with the edges: 38,000 take about a second.
    """
    value = degree_assortativity(graph.edges)
    if value is None:
        return Assortativity(graph.size, len(graph.edges), None, None, None, None)
    generator = np.random.default_rng(seed)
    edges, found = shuffled_edges(graph.edges, generator, rounds=FIRST_ROUNDS), []
    for _ in range(SHUFFLED_GRAPHS):
        edges = shuffled_edges(edges, generator, rounds=ROUNDS_BETWEEN)
        found.append(degree_assortativity(edges) or 0.0)
    mean, deviation = float(np.mean(found)), float(np.std(found, ddof=1))
    z = (value - mean) / deviation if deviation else None
    return Assortativity(graph.size, len(graph.edges), value, mean, deviation, z)
