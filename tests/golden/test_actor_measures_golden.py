"""Measures of actors and pairs on a real list of twinnings at its real size: networkx gives the same within 1e-9.

The list has names, countries and places of its own, so the graph is made from it as it stands: one node is one name in
one country.
"""

import csv
import math
from collections import defaultdict
from pathlib import Path
from statistics import fmean, median

import networkx as nx
import numpy as np
import pytest
from tests.measures.worlds import ground_of, networkx_of

from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example
from proxenia.measures.registry import ACTOR_MEASURES, PAIR_MEASURES

LIST = Path("city", "wikipedia_lists_2026_hekman", "pairs_geocoded.csv")
WITHIN = 1e-9

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows(reference_dir: Path) -> list[Row]:
    """Give the list's rows."""
    with (reference_dir / LIST).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def ground_of_rows(rows: list[Row]) -> Ground:
    ties, places, about = [], {}, {}
    for row in rows:
        ends = []
        for end in "12":
            node = f"{row['city' + end]}, {row['country' + end]}"
            ends.append(node)
            places[node] = float(row["lng" + end]), float(row["lat" + end])
            about[node] = {"country": row["country" + end]}
        ties.append((ends[0], ends[1]))
    return ground_of(Example(tuple(ties), "", None, places=places, about=about))


@pytest.fixture(scope="module")
def ground(rows: list[Row]) -> Ground:
    """Give the ground of the whole list."""
    return ground_of_rows(rows)


@pytest.fixture(scope="module")
def peer(ground: Ground) -> nx.Graph:
    """Give the same graph as networkx has it."""
    return networkx_of(ground)


def compute(name: str, ground: Ground) -> dict[str, float]:
    return dict(zip(ground.graph.nodes, ACTOR_MEASURES[name].compute(ground).tolist(), strict=True))


def assert_equal(found: dict[str, float], expected: dict[str, float]) -> None:
    assert found.keys() == expected.keys()
    off = {node: abs(found[node] - expected[node]) for node in expected}
    worst = max(off, key=lambda node: off[node])
    assert off[worst] <= WITHIN, f"{worst}: {found[worst]}, networkx says {expected[worst]}"


def test_the_graph_has_its_real_size(ground: Ground) -> None:
    assert ground.graph.size > 10_000
    assert len(ground.graph.edges) > 15_000


def test_degree_and_strength(ground: Ground, peer: nx.Graph) -> None:
    assert compute("degree", ground) == dict(peer.degree())
    assert compute("strength", ground) == dict(peer.degree(weight="weight"))


def test_core_numbers(ground: Ground, peer: nx.Graph) -> None:
    assert compute("core_number", ground) == nx.core_number(peer)


def test_clustering(ground: Ground, peer: nx.Graph) -> None:
    found = compute("clustering", ground)
    assert {node for node, value in found.items() if math.isnan(value)} == {
        node for node, degree in peer.degree() if degree < 2
    }
    assert_equal({node: 0.0 if math.isnan(value) else value for node, value in found.items()}, nx.clustering(peer))


def test_pagerank(ground: Ground, peer: nx.Graph) -> None:
    assert_equal(compute("pagerank", ground), nx.pagerank(peer, weight=None, tol=1e-15, max_iter=1000))


def test_eigenvector(ground: Ground, peer: nx.Graph) -> None:
    found = {node: value for node, value in compute("eigenvector", ground).items() if not math.isnan(value)}
    largest = max(nx.connected_components(peer), key=len)
    assert found.keys() == largest
    expected = nx.eigenvector_centrality_numpy(peer.subgraph(sorted(largest)), tol=1e-14)
    assert_equal(found, {node: abs(value) for node, value in expected.items()})


def test_closeness_of_nodes_all_over_the_graph(ground: Ground, peer: nx.Graph) -> None:
    found = compute("closeness", ground)
    some = list(found)[:: ground.graph.size // 40]
    assert_equal({node: found[node] for node in some}, {node: nx.closeness_centrality(peer, node) for node in some})


def test_betweenness_in_the_ties_of_one_country(rows: list[Row]) -> None:
    """The whole graph takes networkx too long for a test."""
    ground = ground_of_rows([row for row in rows if "Sweden" in (row["country1"], row["country2"])])
    assert 500 < ground.graph.size < 3_000
    assert_equal(compute("betweenness", ground), nx.betweenness_centrality(networkx_of(ground)))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance by the angle between the two vectors, which is another formula than the one tested."""

    def vector(place: tuple[float, float]) -> np.ndarray:
        longitude, latitude = np.radians(place)
        return np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])

    here, there = vector(one), vector(other)
    return 6371.0088 * float(np.arctan2(np.linalg.norm(np.cross(here, there)), here @ there))


def test_countries_and_distances(ground: Ground, peer: nx.Graph) -> None:
    actors = {row["id"]: row for row in ground.actors.iter_rows(named=True)}
    reached, far = defaultdict(set), defaultdict(list)
    for one, other in peer.edges:
        here, there = actors[one], actors[other]
        between = kilometres((here["longitude"], here["latitude"]), (there["longitude"], there["latitude"]))
        for node, country, abroad in (
            (one, here["country"], there["country"]),
            (other, there["country"], here["country"]),
        ):
            far[node].append(between)
            reached[node] |= {abroad} - {country}
    assert compute("countries_reached", ground) == {node: len(reached[node]) for node in peer}
    for name, middle in (("mean_distance_km", fmean), ("median_distance_km", median)):
        found = compute(name, ground)
        assert found == pytest.approx({node: middle(far[node]) for node in peer}, abs=1e-6, rel=1e-9)


def test_pairs_of_cities(ground: Ground, peer: nx.Graph) -> None:
    nodes = list(ground.graph.nodes)
    known = max(peer.degree(), key=lambda each: (each[1], each[0]))[0]
    around = sorted(nx.single_source_shortest_path_length(peer, known, cutoff=2))[::25]
    for other in [*around, *nodes[:: len(nodes) // 20]]:
        if other == known:
            continue
        found = {name: measure.compute(ground, known, other) for name, measure in PAIR_MEASURES.items()}
        assert found["common_partners"] == len(list(nx.common_neighbors(peer, known, other)))
        ((_, _, expected),) = nx.adamic_adar_index(peer, [(known, other)])
        assert found["adamic_adar"] == pytest.approx(expected, abs=WITHIN)
        steps = nx.shortest_path_length(peer, known, other) if nx.has_path(peer, known, other) else None
        assert found["path"] == steps
