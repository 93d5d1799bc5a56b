"""Small worlds for the tests of measures: the graph of a worked example as a snapshot."""

from collections.abc import Iterable, Mapping

import hypothesis.strategies as st
import networkx as nx
import polars as pl
from hypothesis import HealthCheck, settings

from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import TABLES, empty_frame

__all__ = ["NODES", "PAIRS", "QUICKLY", "ground_of", "ground_of_pairs", "networkx_of", "snapshot_of"]

Facts = Mapping[str, object]

NODES = [f"n{number:02}" for number in range(14)]
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), min_size=1, max_size=40).filter(
    lambda pairs: any(a != b for a, b in pairs)
)
QUICKLY = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def table(name: str, rows: Iterable[Facts]) -> pl.DataFrame:
    """Return a table of the schema; what a row does not say is missing."""
    listed = list(rows)
    return pl.DataFrame(listed, schema=TABLES[name].schema) if listed else empty_frame(name)


def snapshot_of(example: Example) -> Snapshot:
    """Return a snapshot with the ties of an example, and the actors they tie."""
    said, places, about = example.said or {}, example.places or {}, example.about or {}
    ties = [
        {"id": f"tie:{number:04}", "kind": "twinning", "status": "active", "a": a, "b": b, **said.get(number, {})}
        for number, (a, b) in enumerate(example.ties)
    ]
    actors = [
        {"id": node, "kind": "city", "name": node, **_place(places.get(node)), **about.get(node, {})}
        for node in sorted({end for pair in example.ties for end in pair})
    ]
    columns = set(TABLES["actors"].schema)
    known = [{name: value for name, value in one.items() if name in columns} for one in actors]
    return Snapshot(
        {name: empty_frame(name) for name in TABLES} | {"ties": table("ties", ties), "actors": table("actors", known)}
    )


def _place(place: tuple[float, float] | None) -> Facts:
    return {} if place is None else {"longitude": place[0], "latitude": place[1]}


def ground_of(example: Example, *, layer: str = "twinning", seed: int = 1) -> Ground:
    """Return the ground of an example."""
    return Ground.of(snapshot_of(example), layer, seed=seed)


def ground_of_pairs(pairs: Iterable[tuple[str, str]]) -> Ground:
    """Return the ground of twinnings between actors of which nothing else is known."""
    return ground_of(Example(ties=tuple(pairs), working="", value=None))


def networkx_of(ground: Ground) -> nx.Graph:
    other = nx.Graph()
    other.add_nodes_from(ground.graph.nodes)
    for (one, two), weight in zip(ground.graph.edges.tolist(), ground.graph.weights.tolist(), strict=True):
        other.add_edge(ground.graph.nodes[one], ground.graph.nodes[two], weight=weight)
    return other
