"""Measures of two actors: what each declares, its example worked by hand, and networkx on graphs drawn at random."""

import re
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from tests.measures.worlds import NODES, PAIRS, QUICKLY, ground_of, ground_of_pairs, networkx_of

from proxenia.errors import NotFoundError
from proxenia.measures.measure import PairMeasure
from proxenia.measures.pairs.path import shortest_path
from proxenia.measures.registry import PAIR_MEASURES

MEASURES = list(PAIR_MEASURES.values())
IDS = list(PAIR_MEASURES)


def test_every_measure_that_was_promised_is_there() -> None:
    assert set(IDS) >= {"adamic_adar", "common_partners", "path"}


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_the_example_worked_by_hand_comes_out(measure: PairMeasure) -> None:
    ground = ground_of(measure.example)
    assert isinstance(measure.example.value, tuple)
    for one, other, expected in measure.example.value:
        assert measure.compute(ground, one, other) == pytest.approx(expected, abs=5e-7), (one, other)


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_a_declaration_says_everything(measure: PairMeasure) -> None:
    assert re.fullmatch(r"doi:10\.\d{4,}/\S+|https://\S+", measure.reference)
    for text in (measure.meaning, measure.undefined, measure.cost, measure.example.working):
        assert len(text) > 20
        assert text.endswith(".")
    assert measure.unit in {"actors", "steps", "index"}


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_who_is_not_known_is_an_error_and_who_has_no_tie_has_no_value(measure: PairMeasure) -> None:
    ground = ground_of(measure.example, layer="agreement")
    assert measure.compute(ground, "a", "b") is None
    with pytest.raises(NotFoundError, match="nobody"):
        measure.compute(ground, "a", "nobody")


@QUICKLY
@given(pairs=PAIRS)
def test_networkx_gives_the_same_for_every_pair(pairs: list) -> None:
    ground = ground_of_pairs(pairs)
    graph = networkx_of(ground)
    steps = dict(nx.all_pairs_shortest_path_length(graph))
    for one in graph:
        for other in graph:
            if one == other:
                assert {measure.compute(ground, one, other) for measure in MEASURES} == {None}
                continue
            found = {name: PAIR_MEASURES[name].compute(ground, one, other) for name in IDS}
            assert found["path"] == steps[one].get(other)
            assert found["common_partners"] == len(list(nx.common_neighbors(graph, one, other)))
            ((_, _, expected),) = nx.adamic_adar_index(graph, [(one, other)])
            assert found["adamic_adar"] == pytest.approx(expected, abs=1e-9)


@QUICKLY
@given(pairs=PAIRS)
def test_a_path_goes_over_ties_and_is_as_long_as_it_is_said_to_be(pairs: list) -> None:
    ground = ground_of_pairs(pairs)
    graph = networkx_of(ground)
    for one, other in zip(NODES, NODES[3:], strict=False):
        if one not in graph or other not in graph:
            continue
        path = shortest_path(ground, one, other)
        if path is None:
            assert not nx.has_path(graph, one, other)
            continue
        assert (path[0], path[-1]) == (one, other)
        assert all(graph.has_edge(*step) for step in pairwise(path))
        assert len(path) - 1 == PAIR_MEASURES["path"].compute(ground, one, other)
        assert shortest_path(ground, one, other) == path
