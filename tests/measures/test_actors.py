"""Measures of actors: what each declares, its example worked by hand, and networkx on graphs drawn at random."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import hypothesis.strategies as st
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from tests.measures.worlds import NODES, PAIRS, QUICKLY, ground_of, ground_of_pairs, networkx_of

from proxenia.measures import engines
from proxenia.measures.engines.betweenness import EXACT_NODES, SAMPLED_SOURCES
from proxenia.measures.graph import Graph, Ground
from proxenia.measures.measure import ActorMeasure, Example
from proxenia.measures.registry import ACTOR_MEASURES

MEASURES = list(ACTOR_MEASURES.values())
IDS = list(ACTOR_MEASURES)
WANTED = {
    "degree",
    "strength",
    "countries_reached",
    "closeness",
    "betweenness",
    "pagerank",
    "eigenvector",
    "core_number",
    "clustering",
    "participation_coefficient",
    "overlapping_degree",
    "reciprocated_share",
    "mean_distance_km",
    "median_distance_km",
    "dormant_share",
}


def values(measure: ActorMeasure, ground: Ground) -> dict[str, float]:
    return dict(zip(ground.graph.nodes, measure.compute(ground).tolist(), strict=True))


def assert_equal(found: dict[str, float], expected: dict[str, float | None], *, within: float = 1e-9) -> None:
    assert found.keys() == expected.keys()
    for node, wanted in expected.items():
        if wanted is None or math.isnan(wanted):
            assert math.isnan(found[node]), f"{node}: {found[node]} where there is none"
        else:
            assert found[node] == pytest.approx(wanted, abs=within), node


def test_every_measure_that_was_promised_is_there() -> None:
    assert set(IDS) >= WANTED


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_the_example_worked_by_hand_comes_out(measure: ActorMeasure) -> None:
    assert isinstance(measure.example.value, dict)
    within = 1e-4 if measure.unit == "km" else 1e-9
    assert_equal(values(measure, ground_of(measure.example)), measure.example.value, within=within)


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_a_declaration_says_everything(measure: ActorMeasure) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", measure.id)
    assert re.fullmatch(r"doi:10\.\d{4,}/\S+|https://\S+", measure.reference)
    for text in (measure.meaning, measure.undefined, measure.cost, measure.example.working):
        assert len(text) > 20
        assert text.endswith(".")
    assert measure.lowest is not None
    assert measure.highest is None or measure.highest > measure.lowest
    assert measure.unit in {"actors", "ties", "countries", "share", "index", "km"}


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_a_layer_without_ties_has_no_values(measure: ActorMeasure) -> None:
    assert measure.compute(ground_of_pairs([])).shape == (0,)


@QUICKLY
@given(pairs=PAIRS, chance=st.randoms(use_true_random=False))
def test_values_keep_to_the_range_and_to_the_actors(pairs: list, chance: Random) -> None:
    where = {node: (chance.uniform(-180, 180), chance.uniform(-90, 90)) for node in NODES[:-2]}
    about = {node: {"country": chance.choice(["IT", "FR", "DE"])} for node in NODES[1:]}
    claims = {number: {"reciprocal": chance.choice([True, False])} for number in range(0, len(pairs), 2)}
    ground = ground_of(Example(tuple(pairs), "", None, places=where, about=about, said=claims))
    for measure in MEASURES:
        found = measure.compute(ground)
        assert found.dtype == np.float64
        assert found.shape == (ground.graph.size,)
        defined = found[~np.isnan(found)]
        assert (defined >= measure.lowest - 1e-12).all(), measure.id
        assert measure.highest is None or (defined <= measure.highest + 1e-12).all(), measure.id


@QUICKLY
@given(pairs=PAIRS)
def test_the_order_and_direction_of_ties_do_not_matter(pairs: list) -> None:
    one, turned = ground_of_pairs(pairs), ground_of_pairs([(b, a) for a, b in reversed(pairs)])
    for measure in MEASURES:
        assert_equal(values(measure, one), values(measure, turned))


def largest_eigenvector(graph: nx.Graph) -> dict[str, float]:
    largest = max(
        (sorted(part) for part in nx.connected_components(graph)), key=lambda part: (len(part), -NODES.index(part[0]))
    )
    found = (
        nx.eigenvector_centrality_numpy(graph.subgraph(largest))
        if len(largest) > 2
        else dict.fromkeys(largest, 0.5**0.5)
    )
    return {node: abs(found[node]) if node in found else math.nan for node in graph}


def defined_clustering(graph: nx.Graph) -> dict[str, float]:
    return {node: value if graph.degree[node] > 1 else math.nan for node, value in nx.clustering(graph).items()}


def defined_betweenness(graph: nx.Graph) -> dict[str, float]:
    return nx.betweenness_centrality(graph) if len(graph) > 2 else dict.fromkeys(graph, math.nan)


PEERS: dict[str, Callable[[nx.Graph], dict[str, float]]] = {
    "degree": lambda graph: dict(graph.degree()),
    "strength": lambda graph: dict(graph.degree(weight="weight")),
    "closeness": nx.closeness_centrality,
    "betweenness": defined_betweenness,
    "pagerank": lambda graph: nx.pagerank(graph, weight=None, tol=1e-13, max_iter=1000),
    "eigenvector": largest_eigenvector,
    "core_number": nx.core_number,
    "clustering": defined_clustering,
}


@QUICKLY
@given(pairs=PAIRS)
def test_networkx_gives_the_same(pairs: list) -> None:
    ground = ground_of_pairs(pairs)
    graph = networkx_of(ground)
    for name, compute in PEERS.items():
        assert_equal(values(ACTOR_MEASURES[name], ground), compute(graph))


@QUICKLY
@given(pairs=PAIRS, kinds=st.lists(st.sampled_from(["twinning", "agreement", "partnership"]), min_size=40, max_size=40))
def test_what_spans_kinds_of_tie_follows_from_the_degrees_in_each(pairs: list, kinds: list) -> None:
    said = {number: {"kind": kinds[number]} for number in range(len(pairs))}
    ground = ground_of(Example(tuple(pairs), "", None, said=said), layer="cities")
    by_kind = [
        networkx_of(ground_of_pairs([pair for pair, kind in zip(pairs, kinds, strict=False) if kind == one]))
        for one in sorted(set(kinds))
    ]
    by_kind = [graph for graph in by_kind if len(graph)]
    held = {node: [graph.degree[node] if node in graph else 0 for graph in by_kind] for node in ground.graph.nodes}
    assert_equal(values(ACTOR_MEASURES["overlapping_degree"], ground), {node: sum(held[node]) for node in held})
    several = len(by_kind)
    spread = {
        node: several / (several - 1) * (1 - sum((one / sum(each)) ** 2 for one in each)) if several > 1 else None
        for node, each in held.items()
    }
    assert_equal(values(ACTOR_MEASURES["participation_coefficient"], ground), spread)


def test_ties_of_another_kind_do_not_count_where_the_layer_is_one_kind() -> None:
    example = replace(ACTOR_MEASURES["overlapping_degree"].example, value=None)
    assert values(ACTOR_MEASURES["degree"], ground_of(example)) == {"a": 2, "b": 1, "c": 1}
    assert values(ACTOR_MEASURES["degree"], ground_of(example, layer="agreement")) == {"a": 1, "b": 1}
    assert values(ACTOR_MEASURES["degree"], ground_of(example, layer="cities")) == {"a": 2, "b": 1, "c": 1}
    assert values(ACTOR_MEASURES["strength"], ground_of(example, layer="cities")) == {"a": 3, "b": 2, "c": 1}


def test_suspended_ties_make_no_graph() -> None:
    example = Example((("a", "b"), ("a", "c")), "", None, said={1: {"status": "suspended"}})
    assert values(ACTOR_MEASURES["dormant_share"], ground_of(example)) == {"a": 0, "b": 0}


def test_a_ground_of_rivals_has_no_ties_to_be_dormant_or_claimed() -> None:
    """The links of contests are acts, of which nobody says a status."""
    ground = ground_of_pairs([("a", "b")])
    ground.__dict__["links"] = ground.links.with_columns(tie=ground.links["tie"].str.replace("tie", "act"))
    for name in ("dormant_share", "reciprocated_share"):
        assert np.isnan(ACTOR_MEASURES[name].compute(ground)).all()


def scale_free(size: int, seed: int) -> Graph:
    drawn = nx.barabasi_albert_graph(size, 2, seed=seed)
    return Graph.of_pairs([(f"{one:05}", f"{two:05}") for one, two in drawn.edges])


def largest_error(sources: int) -> float:
    """Return the bound of Hoeffding that the measure states: an actor's value keeps it with a probability of 95 %."""
    return math.sqrt(math.log(2 / 0.05) / (2 * sources))


def with_leaves(size: int, leaves: int, seed: int) -> Graph:
    """Return a graph of which most hangs by one tie, as many cities do."""
    chance = Random(seed)
    drawn = nx.barabasi_albert_graph(size, 2, seed=seed)
    drawn.add_edges_from((chance.randrange(size), size + leaf) for leaf in range(leaves))
    return Graph.of_pairs([(f"{one:05}", f"{two:05}") for one, two in drawn.edges])


@pytest.mark.parametrize(
    ("graph", "sources"), [(scale_free(1_500, seed=5), 512), (with_leaves(600, 4_600, seed=6), None)]
)
def test_estimated_betweenness_keeps_its_stated_error(graph: Graph, sources: int | None) -> None:
    exact = engines.betweenness(graph)
    drawn = sources or SAMPLED_SOURCES
    assert drawn < graph.size
    estimated = engines.betweenness(graph, limit=100, seed=3, sources=drawn)
    assert not np.array_equal(exact, estimated)
    assert np.mean(np.abs(exact - estimated) > largest_error(drawn)) <= 0.05
    assert np.corrcoef(exact, estimated)[0, 1] > 0.99


def test_the_error_is_stated_where_people_read_it() -> None:
    told = ACTOR_MEASURES["betweenness"].cost
    assert f"{SAMPLED_SOURCES:,} sources" in told
    assert f"exact up to {EXACT_NODES:,} nodes" in told
    assert f"at most {math.ceil(largest_error(SAMPLED_SOURCES) * 1000) / 1000}" in told


def test_estimated_betweenness_follows_from_its_seed() -> None:
    graph = scale_free(1_500, seed=2)
    one, again, other = (
        engines.betweenness(Graph(graph.nodes, graph.edges, graph.weights), limit=100, seed=seed, sources=256)
        for seed in (7, 7, 8)
    )
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_sample_of_all_sources_is_exact() -> None:
    graph = scale_free(600, seed=4)
    assert engines.betweenness(graph, limit=100) == pytest.approx(engines.betweenness(graph), abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_betweenness_where_much_hangs_by_one_tie(seed: int) -> None:
    """Trees, circles with trees, pairs, several parts: what is counted without a search is right too."""
    drawn = nx.disjoint_union_all(
        [
            nx.random_labeled_tree(90, seed=seed),
            nx.gnm_random_graph(150, 160, seed=seed),
            nx.cycle_graph(9),
            nx.star_graph(12),
            nx.path_graph(2),
            nx.gnm_random_graph(80, 300, seed=seed),
        ]
    )
    ground = ground_of_pairs([(f"n{one:03}", f"n{two:03}") for one, two in drawn.edges])
    assert_equal(values(ACTOR_MEASURES["betweenness"], ground), nx.betweenness_centrality(networkx_of(ground)))
