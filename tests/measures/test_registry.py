"""The registry: every measure has a word of its own, and a mistyped one is told what is near it."""

import pytest

from proxenia.errors import UnknownValueError
from proxenia.measures.layers import LAYERS
from proxenia.measures.measure import ActorMeasure, LayerMeasure, PairMeasure
from proxenia.measures.registry import ACTOR_MEASURES, LAYER_MEASURES, MEASURES, PAIR_MEASURES, parse_measure


def test_no_two_measures_share_a_word_or_a_heading() -> None:
    assert len(MEASURES) == len(ACTOR_MEASURES) + len(LAYER_MEASURES) + len(PAIR_MEASURES)
    assert len({measure.label for measure in MEASURES.values()}) == len(MEASURES)
    assert all(name == measure.id for name, measure in MEASURES.items())
    assert not set(MEASURES) & set(LAYERS), "a word is a measure or a layer"


def test_each_measure_is_of_its_kind() -> None:
    for measures, kind in (
        (ACTOR_MEASURES, ActorMeasure),
        (LAYER_MEASURES, LayerMeasure),
        (PAIR_MEASURES, PairMeasure),
    ):
        assert measures
        assert all(isinstance(measure, kind) for measure in measures.values())


def test_a_measure_is_found_by_its_word() -> None:
    assert parse_measure("modularity") is LAYER_MEASURES["modularity"]
    with pytest.raises(UnknownValueError, match="Did you mean 'modularity'"):
        parse_measure("modularty")
