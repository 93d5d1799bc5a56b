"""The measures on real graphs: every value is the one networkx gives, and no communities of its are better.

The graphs are made from the published lists themselves, without the gazetteer: names with their country are the actors.
"""

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from scipy.sparse import csgraph
from tests.measures.worlds import networkx_of, table

from proxenia.measures import engines
from proxenia.measures.describe import describe
from proxenia.measures.graph import Ground
from proxenia.measures.registry import ACTOR_MEASURES, LAYER_MEASURES
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import TABLES, empty_frame

WITHIN = 1e-9
Ties = list[tuple[str, str]]


def world(ties: Ties, actors: dict[str, dict[str, object]], languages: Ties = ()) -> Snapshot:  # type: ignore[assignment]
    rows = [
        {"id": f"tie:{number:06}", "kind": "twinning", "status": "active", "a": a, "b": b}
        for number, (a, b) in enumerate(ties)
    ]
    people = [
        {"kind": "city", "name": name, **actors.get(name, {}), "id": name}
        for name in sorted({end for tie in ties for end in tie})
    ]
    spoken = [{"subject": f"iso:{code}", "attribute": "official_language", "value": tag} for code, tag in languages]
    frames = {
        "ties": table("ties", rows),
        "actors": pl.DataFrame(people, schema=TABLES["actors"].schema, infer_schema_length=None),
        "attributes": table("attributes", spoken),
    }
    return Snapshot(tables={name: empty_frame(name) for name in TABLES} | frames)


@pytest.fixture(scope="module")
def wikidata(reference_dir: Path) -> Ground:
    """Give the 17,401 twinnings of Wikidata in 2016: a large graph of which only the ties are known."""
    claims = pl.read_csv(reference_dir / "city" / "wikidata_p190_2016" / "relations.csv")
    return Ground.of(world(claims.rows(), {}), "twinning")


@pytest.fixture(scope="module")
def baltic(reference_dir: Path) -> Ground:
    """Give the twinnings around the Baltic Sea: a graph small enough for every shortest path in plain Python."""
    dyads = pl.read_csv(reference_dir / "city" / "baltic_twinnings_dated_2013" / "dyads.csv", infer_schema=False)
    ties = [(f"{a}, {here}", f"{b}, {there}") for a, here, b, there in dyads.select(dyads.columns[:4]).rows()]
    return Ground.of(world(ties, {}), "twinning")


@pytest.fixture(scope="module")
def union(reference_dir: Path) -> Ground:
    """Give the twinnings of cities of the European Union, with country, place and inhabitants."""
    path = reference_dir / "city" / "eu_sistercities_wikidata" / "by_origin_country_raw.csv"
    listed = pl.read_csv(path, infer_schema=False)
    ends = (
        ("origincityLabel", "origincountry", "originlat", "originlong", "originpopulation"),
        ("sistercityLabel", "destination_countryLabel", "destinationlat", "destinationlong", "destinationpopulation"),
    )
    ties: Ties = []
    actors: dict[str, dict[str, object]] = {}
    for row in listed.iter_rows(named=True):
        names = []
        for city, country, latitude, longitude, population in ends:
            names.append(f"{row[city]}, {row[country]}")
            actors.setdefault(names[-1], facts(row[country], row[latitude], row[longitude], row[population]))
        ties.append((names[0], names[1]))
    tongues = [
        ("Austria", "de"),
        ("Germany", "de-DE"),
        ("France", "fr"),
        ("Italy", "it"),
        ("Poland", "pl"),
        ("Spain", "es"),
    ]
    return Ground.of(world(ties, actors, tongues), "twinning")


def number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def facts(
    country: str | None, latitude: str | None, longitude: str | None, population: str | None
) -> dict[str, object]:
    people = number(population)
    return {
        "country": country,
        "latitude": number(latitude),
        "longitude": number(longitude),
        "population": None if people is None else int(people),
    }


def value(ground: Ground, name: str) -> float:
    found = LAYER_MEASURES[name].compute(ground)
    assert found is not None, name
    return found


LAYER_PEERS: dict[str, Callable[[nx.Graph], float]] = {
    "nodes": len,
    "edges": lambda graph: graph.number_of_edges(),
    "mean_degree": lambda graph: 2 * graph.number_of_edges() / len(graph),
    "max_degree": lambda graph: max(degree for _, degree in graph.degree()),
    "components": nx.number_connected_components,
    "largest_component": lambda graph: max(len(part) for part in nx.connected_components(graph)),
    "triangles": lambda graph: sum(nx.triangles(graph).values()) / 3,
    "transitivity": nx.transitivity,
    "degree_assortativity": nx.degree_assortativity_coefficient,
    "diameter": lambda graph: max(
        nx.diameter(graph.subgraph(part), usebounds=True) for part in nx.connected_components(graph)
    ),
}


@pytest.mark.parametrize("name", LAYER_PEERS)
@pytest.mark.parametrize("graph", ["wikidata", "baltic"])
def test_a_layer_has_the_value_of_networkx(graph: str, name: str, request: pytest.FixtureRequest) -> None:
    ground: Ground = request.getfixturevalue(graph)
    assert value(ground, name) == pytest.approx(LAYER_PEERS[name](networkx_of(ground)), abs=WITHIN)


def test_the_graphs_have_their_real_size(wikidata: Ground, baltic: Ground, union: Ground) -> None:
    assert value(wikidata, "edges") == 17_401
    assert value(baltic, "edges") > 1_500
    assert value(union, "edges") > 10_000


def known_part(ground: Ground, column: str) -> nx.Graph:
    """Return the ties both of whose ends have a value of a column, with the values on the nodes."""
    graph = networkx_of(ground)
    known = {row["id"]: row[column] for row in ground.actors.iter_rows(named=True) if row[column] is not None}
    part = graph.edge_subgraph([edge for edge in graph.edges if all(end in known for end in edge)]).copy()
    nx.set_node_attributes(part, {node: known[node] for node in part}, "value")
    return part


def test_assortativity_is_that_of_networkx(union: Ground) -> None:
    part = known_part(union, "country")
    expected = nx.attribute_assortativity_coefficient(part, "value")
    assert value(union, "country_assortativity") == pytest.approx(expected, abs=WITHIN)
    home = sum(part.nodes[one]["value"] == part.nodes[two]["value"] for one, two in part.edges)
    assert value(union, "ei_index") == pytest.approx(1 - 2 * home / part.number_of_edges(), abs=WITHIN)


def test_assortativity_by_a_number_is_the_correlation_of_the_ends(union: Ground) -> None:
    """By numpy: networkx makes a matrix of all values, gigabytes for these; on small graphs it is asked elsewhere."""
    for column, name, scale in (
        ("latitude", "latitude_assortativity", lambda north: north),
        ("population", "population_assortativity", np.log),
    ):
        part = known_part(union, column)
        ends = np.array([[part.nodes[end]["value"] for end in edge] for edge in part.edges], dtype=float)
        ends = scale(ends if column == "latitude" else ends[(ends > 0).all(axis=1)])
        one, two = np.concatenate([ends, ends[:, ::-1]]).T
        assert value(union, name) == pytest.approx(np.corrcoef(one, two)[0, 1], abs=WITHIN)


def test_assortativity_by_language_is_that_of_networkx_where_each_country_has_one(union: Ground) -> None:
    part = known_part(union, "country")
    tongues = {"Austria": "de", "Germany": "de", "France": "fr", "Italy": "it", "Poland": "pl", "Spain": "es"}
    part.remove_nodes_from([node for node, country in part.nodes("value") if country not in tongues])
    nx.set_node_attributes(part, {node: tongues[country] for node, country in part.nodes("value")}, "value")
    expected = nx.attribute_assortativity_coefficient(part, "value")
    assert value(union, "language_assortativity") == pytest.approx(expected, abs=WITHIN)


def test_the_steps_are_those_of_scipy(baltic: Ground, wikidata: Ground) -> None:
    """Breadth-first searches from every actor of the small graph, from 200 of the large one."""
    steps = csgraph.shortest_path(baltic.graph.matrix, unweighted=True)
    found = engines.distances(baltic.graph)
    apart = steps[np.isfinite(steps) & (steps > 0)].astype(int)
    assert found.counts.tolist() == np.bincount(apart)[1:].tolist()
    within = np.cumsum(np.bincount(apart)) / len(apart)
    effective = float(np.interp(0.9, within, np.arange(len(within))))
    assert value(baltic, "effective_diameter") == pytest.approx(effective, abs=WITHIN)

    chosen = np.arange(0, wikidata.graph.size, wikidata.graph.size // 200)
    steps = csgraph.shortest_path(wikidata.graph.matrix, unweighted=True, indices=chosen)
    steps[~np.isfinite(steps)] = 0
    found = engines.distances(wikidata.graph)
    assert found.total[chosen].tolist() == steps.sum(axis=1).tolist()
    assert found.farthest[chosen].tolist() == steps.max(axis=1).tolist()


ACTOR_PEERS: dict[str, Callable[[nx.Graph], dict[str, float]]] = {
    "degree": lambda graph: dict(graph.degree()),
    "closeness": nx.closeness_centrality,
    "betweenness": nx.betweenness_centrality,
    "pagerank": lambda graph: nx.pagerank(graph, weight=None, tol=1e-13, max_iter=1000),
    "core_number": nx.core_number,
    "clustering": lambda graph: {
        node: share if graph.degree[node] > 1 else np.nan for node, share in nx.clustering(graph).items()
    },
}
QUICK = ("degree", "pagerank", "core_number", "clustering")


@pytest.mark.parametrize("name", ACTOR_PEERS)
def test_actors_have_the_values_of_networkx(name: str, baltic: Ground, wikidata: Ground) -> None:
    for ground in (baltic, wikidata) if name in QUICK else (baltic,):
        expected = ACTOR_PEERS[name](networkx_of(ground))
        found = ACTOR_MEASURES[name].compute(ground)
        np.testing.assert_allclose(found, [expected[node] for node in ground.graph.nodes], rtol=0, atol=WITHIN)


@pytest.mark.parametrize("graph", ["wikidata", "baltic", "union"])
def test_no_communities_of_networkx_are_better(graph: str, request: pytest.FixtureRequest) -> None:
    ground: Ground = request.getfixturevalue(graph)
    other = networkx_of(ground)
    mine = value(ground, "modularity")
    labels = engines.communities(ground.graph, seed=ground.seed)
    groups: dict[int, set[str]] = {}
    for node, label in zip(ground.graph.nodes, labels.tolist(), strict=True):
        groups.setdefault(label, set()).add(node)
    assert mine == pytest.approx(nx.community.modularity(other, groups.values(), weight=None), abs=WITHIN)
    for seed in (1, 2, 3):
        louvain = nx.community.louvain_communities(other, weight=None, seed=seed)
        assert mine >= nx.community.modularity(other, louvain, weight=None) - 1e-12
    if graph == "baltic":  # greedy joining takes a quarter of a minute on the large ones
        greedy = nx.community.greedy_modularity_communities(other)
        assert mine >= nx.community.modularity(other, greedy, weight=None) - 1e-12


def test_the_whole_table_is_there(union: Ground) -> None:
    found = describe(union.snapshot, "twinning")
    assert not [name for name, one in found.items() if one is None]
    assert found == describe(union.snapshot, "twinning"), "the same seed gives the same table"
