"""GraphML: actors as nodes, every tie an edge of its own.

The file holds one directed multigraph, as GraphML readers do not mix directed and undirected edges: where an
edge's `directed` is false its order means nothing. `kind` names the layer of a tie, `id` the tie.
"""

from pathlib import Path
from typing import Any, Final

import networkx as nx

from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["build_graph", "write_graphml"]

_NODE: Final = ("kind", "subtype", "name", "abbreviation", "country", "region", "longitude", "latitude", "population")
_EDGE: Final = (
    "kind",
    "valid_from",
    "valid_to",
    "first_listed",
    "undated",
    "status",
    "status_since",
    "fields",
    "reciprocal",
    "independent_sources",
    "statements",
)
_DIRECTED: Final = frozenset(kind.value for kind in TieKind if kind.is_directed)


def _stated(row: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are known, lists joined: GraphML has neither lists nor nothing."""
    joined = {key: ";".join(value) if isinstance(value, list) else value for key, value in row.items()}
    return {key: value for key, value in joined.items() if value is not None and value != ""}


def build_graph(snapshot: Snapshot) -> "nx.MultiDiGraph[str]":
    """Return the snapshot as a networkx multigraph; the key of an edge is the id of its tie."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in snapshot.actors.select("id", *_NODE).iter_rows(named=True):
        graph.add_node(row.pop("id"), **_stated(row))
    for row in snapshot.ties.select("id", "a", "b", *_EDGE).iter_rows(named=True):
        tie, a, b = row.pop("id"), row.pop("a"), row.pop("b")
        graph.add_edge(a, b, key=tie, directed=row["kind"] in _DIRECTED, id=tie, **_stated(row))
    return graph


def write_graphml(snapshot: Snapshot, folder: Path) -> None:
    """Write `graph.graphml`."""
    nx.write_graphml_xml(build_graph(snapshot), folder / "graph.graphml", encoding="utf-8")
