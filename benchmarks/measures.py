"""How fast the costly measures are beside networkx and igraph, how the cost grows, and what the whole table takes.

Command: ``uv run python -m benchmarks measures``; igraph comes with the extra ``peers``. Data: three published lists of
twinnings as they are (``PROXENIA_REFERENCE``, else ``../shared/reference``), names with their country as actors, or
three graphs drawn by preferential attachment. Every run of ours starts from a fresh graph, so that nothing is
remembered, and makes the sparse matrix; the peers get their graph made. Figures are medians by the clock. Where
networkx would take hours, its time for some sources is multiplied up, which the line says. Values are compared as well.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import networkx as nx
import numpy as np
import polars as pl

from benchmarks.world import make_ledger, reference_folder
from proxenia.measures import engines
from proxenia.measures.graph import Graph

RUNS = 3
NETWORKX_SOURCES = 25
ENOUGH_SECONDS = 30.0
"""What has taken so long is not run again."""
SMALL = 2_000
"""Up to so many nodes networkx searches from every one of them."""

IGRAPH_RUNS, IGRAPH_ROUNDS = 3, 5
"""Of so many seeded runs of igraph's Leiden, of so many rounds each, the best counts."""

Task = Callable[[], Any]


def _lists(folder: Path) -> dict[str, list[tuple[str, str]]]:
    city = folder / "city"
    dyads = pl.read_csv(city / "baltic_twinnings_dated_2013" / "dyads.csv", infer_schema=False)
    pairs = pl.read_csv(city / "wikipedia_lists_2026_hekman" / "pairs_raw.csv", infer_schema=False)
    named = [
        (f"{one}, {here}", f"{two}, {there}")
        for frame in (dyads, pairs)
        for one, here, two, there in frame.select("city1", "country1", "city2", "country2").iter_rows()
    ]
    claims = pl.read_csv(city / "wikidata_p190_2016" / "relations.csv").rows()
    return {"Baltic Sea": named[: dyads.height], "Wikidata 2016": claims, "Wikipedia 2026": named[dyads.height :]}


def _graphs() -> dict[str, Graph]:
    folder = reference_folder()
    if folder is not None:
        return {name: Graph.of_pairs(pairs) for name, pairs in _lists(folder).items()}
    print("  the reference data is not here (PROXENIA_REFERENCE): graphs drawn at random")
    drawn = {f"drawn, {size:,} nodes": nx.barabasi_albert_graph(size, 2, seed=1) for size in (1_500, 10_000, 20_000)}
    return {name: Graph.of_pairs([(f"{a:05}", f"{b:05}") for a, b in one.edges]) for name, one in drawn.items()}


def _timed(task: Task, *, runs: int = RUNS) -> tuple[float, Any]:
    """Return the median of several runs, and what the last one gave."""
    taken: list[float] = []
    while len(taken) < runs and sum(taken) < ENOUGH_SECONDS:
        begin = time.perf_counter()
        answer = task()
        taken.append(time.perf_counter() - begin)
    return median(taken), answer


def _fresh(graph: Graph) -> Graph:
    """Return the same graph with nothing remembered of it."""
    return Graph(graph.nodes, graph.edges, graph.weights)


def _diameter(graph: Graph) -> float:
    return float(engines.distances(graph).farthest.max())


def _modularity(graph: Graph) -> float:
    return engines.modularity(graph, engines.communities(graph))


OURS: dict[str, Callable[[Graph], Any]] = {
    "betweenness": engines.betweenness,
    "closeness": engines.closeness,
    "diameter": _diameter,
    "triangles": engines.triangles,
    "core numbers": engines.core_numbers,
    "PageRank": engines.pagerank,
    "communities": _modularity,
}


def _by_networkx(graph: Graph) -> dict[str, tuple[Task, float]]:
    """Return what networkx does, with the number its time is multiplied by."""
    other = nx.Graph(graph.edges.tolist())
    all_of_them = graph.size <= SMALL
    chosen = list(range(0, graph.size, max(graph.size // NETWORKX_SOURCES, 1)))[:NETWORKX_SOURCES]
    times = 1.0 if all_of_them else graph.size / len(chosen)
    return {
        "betweenness": (
            lambda: nx.betweenness_centrality(other, k=None if all_of_them else len(chosen), seed=1),
            times,
        ),
        "closeness": (
            lambda: [nx.closeness_centrality(other, u=node) for node in (other if all_of_them else chosen)],
            times,
        ),
        "diameter": (
            lambda: max(nx.diameter(other.subgraph(part), usebounds=True) for part in nx.connected_components(other)),
            1.0,
        ),
        "triangles": (lambda: nx.triangles(other), 1.0),
        "core numbers": (lambda: nx.core_number(other), 1.0),
        "PageRank": (lambda: nx.pagerank(other, tol=1e-13, max_iter=1000), 1.0),
        "communities": (
            lambda: nx.community.modularity(other, nx.community.louvain_communities(other, seed=1)),
            1.0,
        ),
    }


def _by_igraph(graph: Graph) -> dict[str, Callable[[], Any]]:
    import igraph  # noqa: PLC0415

    other = igraph.Graph(n=graph.size, edges=graph.edges.tolist())
    return {
        "betweenness": lambda: 2 * np.array(other.betweenness()) / ((graph.size - 1) * (graph.size - 2)),
        # igraph gives the closeness within a component, without the share of all that lies in it.
        "closeness": lambda: np.array(other.closeness()),
        "diameter": lambda: other.diameter(directed=False),
        "triangles": lambda: len(other.list_triangles()),
        "core numbers": lambda: np.array(other.coreness()),
        "PageRank": lambda: np.array(other.pagerank()),
        "communities": lambda: _best_of_igraph(other),
    }


def _best_of_igraph(other: Any) -> float:
    """Return the best modularity of some seeded runs."""
    found = []
    for seed in range(IGRAPH_RUNS):
        random.seed(seed)
        found.append(other.community_leiden("modularity", n_iterations=IGRAPH_ROUNDS).modularity)
    return max(found)


def _difference(name: str, graph: Graph, ours: Any, theirs: Any) -> str:
    if name == "communities":
        return f"modularity {ours:.4f}, theirs {theirs:.4f}"
    if name == "triangles":
        ours = ours.sum() / 3
    if name == "closeness":
        ours = ours * (graph.size - 1) / engines.distances(graph, limit=graph.size).reached
    return f"values differ by {np.abs(np.asarray(ours) - np.asarray(theirs)).max():.0e} at most"


def _line(name: str, graph: Graph, peer: Task | None, slow: tuple[Task, float] | None) -> None:
    compute = OURS[name]
    mine, value = _timed(lambda: compute(_fresh(graph)))
    told = [f"{mine:.3f} s"]
    if peer is not None:
        theirs, other = _timed(peer)
        told.append(f"igraph {theirs:.3f} s, {theirs / mine:.1f} times ({_difference(name, graph, value, other)})")
    if slow is not None:
        task, times = slow
        taken = _timed(task, runs=1 if times > 1 else RUNS)[0] * times
        how = f", multiplied up from {NETWORKX_SOURCES} sources" if times > 1 else ""
        told.append(f"networkx {taken:,.2f} s, {taken / mine:,.0f} times{how}")
    print(f"  {name}: {'; '.join(told)}", flush=True)


def _whole_table() -> None:
    from proxenia.cli.settings import load_settings  # noqa: PLC0415
    from proxenia.resolve.gazetteer import gazetteer_folder  # noqa: PLC0415

    cache = load_settings().cache
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with make_ledger(folder, cache):
            pass
        (folder / "cache").mkdir()
        (folder / "cache" / gazetteer_folder(cache).name).symlink_to(gazetteer_folder(cache))
        environment = {**os.environ, "PROXENIA_DATA": place, "PROXENIA_CACHE": str(folder / "cache")}
        command = [sys.executable, "-m", "proxenia", "describe", "--layer", "twinning", "--json"]

        def describe() -> None:
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)

        describe()  # compiles the snapshot, once
        print(
            f"  proxenia describe --layer twinning, from start to end: {_timed(describe)[0]:.1f} s (median of {RUNS})"
        )


def main() -> None:
    """Print seconds and ratios for each graph, then the time of the whole table."""
    has_igraph = find_spec("igraph") is not None
    if not has_igraph:
        print("  igraph is not installed (extra peers): networkx alone")
    for title, graph in _graphs().items():
        print(f"{title}: {graph.size:,} nodes, {len(graph.edges):,} edges (medians of up to {RUNS} runs)")
        peers, slow = (_by_igraph(graph) if has_igraph else {}), _by_networkx(graph)
        for name in OURS:
            _line(name, graph, peers.get(name), slow.get(name))
    _whole_table()
