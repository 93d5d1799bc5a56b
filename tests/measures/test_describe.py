"""The whole table of a layer: every measure, shared work done once, the same seed the same answer."""

import pytest
from tests.measures.worlds import ground_of_pairs, snapshot_of

from proxenia.errors import UnknownValueError
from proxenia.measures import engines
from proxenia.measures.describe import describe
from proxenia.measures.engines import communities
from proxenia.measures.graph import Graph, Ground
from proxenia.measures.measure import Example
from proxenia.measures.ranking import RANKING, rank_actors
from proxenia.measures.registry import ACTOR_MEASURES, LAYER_MEASURES

RING = [(f"n{number}", f"n{(number + 1) % 9}") for number in range(9)] + [("n0", "n3")]


def test_every_measure_is_there_with_the_value_it_has_alone() -> None:
    example = Example(tuple(RING), "", None)
    found = describe(snapshot_of(example), "twinning")
    assert list(found) == list(LAYER_MEASURES)
    alone = {
        name: measure.compute(Ground.of(snapshot_of(example), "twinning")) for name, measure in LAYER_MEASURES.items()
    }
    assert found == alone
    assert (found["nodes"], found["edges"], found["diameter"]) == (9, 10, 4)


def test_an_empty_layer_is_described_without_values() -> None:
    found = describe(snapshot_of(Example(tuple(RING), "", None)), "sanction")
    assert {name for name, value in found.items() if value is not None} == {"nodes", "edges", "components", "triangles"}


def test_an_unknown_layer_is_refused() -> None:
    with pytest.raises(UnknownValueError, match="Did you mean 'twinning'"):
        describe(snapshot_of(Example((), "", None)), "twining")


def test_what_several_measures_need_is_computed_once() -> None:
    graph = Graph.of_pairs(RING)
    assert engines.distances(graph, seed=1) is engines.distances(graph, seed=2), "exact distances need no seed"
    assert communities(graph, seed=1) is communities(graph, seed=1)
    assert engines.distances(Graph.of_pairs(RING)) is not engines.distances(graph)


def test_actors_are_ranked_with_ties_in_rank_and_without_the_undefined() -> None:
    ground = ground_of_pairs([("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")])
    ranking = rank_actors(ACTOR_MEASURES["degree"], ground)
    assert ranking.schema == RANKING
    assert ranking.select("rank", "id", "value").rows() == [(1, "c", 3), (2, "a", 2), (2, "b", 2), (4, "d", 1)]
    assert rank_actors(ACTOR_MEASURES["clustering"], ground)["id"].to_list() == ["a", "b", "c"]
