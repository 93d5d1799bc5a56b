"""The graph of a layer, and the world around it, ready for measures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
import scipy.sparse
from numpy.typing import NDArray

from proxenia.errors import NotFoundError
from proxenia.measures.layers import LAYERS, Layer, parse_layer
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Graph", "Ground"]

_PLACE: Final = ("id", "kind", "name", "country", "longitude", "latitude", "population")


@dataclass(frozen=True, eq=False)
class Graph:
    """A simple, undirected graph with whole-number weights; no loops.

    Attributes
    ----------
    nodes
        Identifiers of actors, sorted; only those with an edge.
    edges
        Shape (edges, 2), positions in `nodes`, the lower first; sorted, each pair once.
    weights
        Shape (edges,): how many ties run between the two.
    """

    nodes: tuple[str, ...]
    edges: NDArray[np.int64]
    weights: NDArray[np.int64]

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[str, str]]) -> "Graph":
        """Return the graph of pairs of identifiers; a pair that stands twice has the weight 2.

        >>> Graph.of_pairs([("c", "a"), ("a", "b"), ("a", "c")]).weights.tolist()
        [1, 2]
        """
        listed = list(pairs)
        frame = pl.DataFrame(
            {"a": [a for a, _ in listed], "b": [b for _, b in listed]}, schema={"a": pl.String, "b": pl.String}
        )
        return cls.of_links(frame)

    @classmethod
    def of_links(cls, links: pl.DataFrame) -> "Graph":
        """Return the graph of a table with the columns `a` and `b`; loops are left out."""
        pairs = links.filter(pl.col("a") != pl.col("b")).select("a", "b")
        names = pl.concat([pairs["a"], pairs["b"].rename("a")]).unique().sort()
        at = pl.DataFrame({"id": names, "at": np.arange(len(names), dtype=np.int64)})
        placed = pairs.join(at.rename({"at": "one"}), left_on="a", right_on="id").join(
            at.rename({"at": "two"}), left_on="b", right_on="id"
        )
        counted = (
            placed.select(pl.min_horizontal("one", "two").alias("one"), pl.max_horizontal("one", "two").alias("two"))
            .group_by("one", "two")
            .agg(pl.len().cast(pl.Int64).alias("weight"))
            .sort("one", "two")
        )
        return cls(tuple(names), counted.select("one", "two").to_numpy(), counted["weight"].to_numpy())

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.nodes)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """The position of each node."""
        return {node: number for number, node in enumerate(self.nodes)}

    @cached_property
    def matrix(self) -> scipy.sparse.csr_array:
        """The symmetric adjacency matrix with 1 where an edge runs, shape (nodes, nodes)."""
        return self._matrix(np.ones(len(self.edges), dtype=np.float64))

    @cached_property
    def weighted_matrix(self) -> scipy.sparse.csr_array:
        """The symmetric matrix with the edges' weights."""
        return self._matrix(self.weights.astype(np.float64))

    def _matrix(self, values: NDArray[np.float64]) -> scipy.sparse.csr_array:
        one, two = self.edges.T if len(self.edges) else (np.empty(0, np.int64), np.empty(0, np.int64))
        ends = (np.concatenate([one, two]), np.concatenate([two, one]))
        return scipy.sparse.csr_array((np.concatenate([values, values]), ends), shape=(self.size, self.size))


@dataclass(frozen=True, eq=False)
class Ground:
    """What a measure is computed on: a layer of a snapshot, and every other layer where it needs them.

    Parameters
    ----------
    snapshot
        As of the day that is asked for.
    layer
        The layer.
    seed
        For measures that draw at random.
    """

    snapshot: Snapshot
    layer: Layer
    seed: int = 1

    @classmethod
    def of(cls, snapshot: Snapshot, layer: str, *, seed: int = 1) -> "Ground":
        """Return the ground of a layer by its id.

        Raises
        ------
        UnknownValueError
            When there is no such layer.
        """
        return cls(snapshot, parse_layer(layer), seed)

    @cached_property
    def links(self) -> pl.DataFrame:
        """The ties of the layer: `tie`, `a`, `b`."""
        return self.layer.links(self.snapshot)

    @cached_property
    def graph(self) -> Graph:
        """The graph of the layer."""
        return Graph.of_links(self.links)

    @cached_property
    def layers(self) -> Mapping[str, Graph]:
        """The graphs of the kinds of tie between local governments (or states), which do not overlap each other."""
        wanted = _SINGLE_KINDS[self.layer.level]
        return {name: Graph.of_links(LAYERS[name].links(self.snapshot)) for name in wanted}

    @cached_property
    def actors(self) -> pl.DataFrame:
        """The actors of the graph's nodes, row by row: id, kind, name, country, longitude, latitude, population."""
        nodes = pl.DataFrame({"id": self.graph.nodes}, schema={"id": pl.String})
        known = self.snapshot.actors.select(_PLACE)
        return nodes.join(known, on="id", how="left", maintain_order="left")

    def position(self, identifier: str) -> int | None:
        """Return where an actor stands in the graph; nothing when it has no tie of this layer.

        Raises
        ------
        NotFoundError
            When the snapshot knows no such actor.
        """
        actor = self.snapshot.canonical(identifier)
        if actor not in self.graph.at and self.snapshot.actors.filter(pl.col("id") == actor).is_empty():
            raise NotFoundError("actor", identifier)
        return self.graph.at.get(actor)


_SINGLE_KINDS: Final = {
    "urban": ("twinning", "agreement", "partnership", "membership"),
    "state": ("diplomatic_relation", "mission", "alliance", "sanction"),
}
