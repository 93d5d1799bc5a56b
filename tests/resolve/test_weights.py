import numpy as np
import pytest

from proxenia.resolve.evidence import FEATURES, matrix
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.scoring import asked_table, score_names
from proxenia.resolve.weights import load_weights, probabilities


def test_the_weights_are_those_of_the_evidence() -> None:
    weights = load_weights()
    assert len(weights.placed) == len(weights.alone) == len(FEATURES)
    assert 0.5 < weights.accept_placed <= 1
    assert 0.5 < weights.accept_alone <= 1
    assert 0 < weights.reject < 0.5


def test_what_ought_to_speak_for_a_place_does() -> None:
    weights = dict(zip(FEATURES, load_weights().placed, strict=True))
    assert weights["own_name"] > 0
    assert weights["people"] > 0
    assert weights["smaller_than_own"] < 0
    assert weights["within_10_km"] > weights["beyond_100_km"]
    assert weights["division_agrees"] > weights["division_differs"]
    assert weights["tied"] > weights["untied"]


def test_probabilities_of_one_name_and_none_of_them_make_one() -> None:
    evidence = np.array([[2.0], [0.0], [-1.0]])
    found = probabilities(evidence, np.array([1, 1, 2]), (1.0,))
    odds = np.exp([2.0, 0.0])
    assert found[:2] == pytest.approx(odds / (1 + odds.sum()))
    assert found[2] == pytest.approx(np.exp(-1) / (1 + np.exp(-1)))
    assert probabilities(np.zeros((0, 1)), np.zeros(0), (1.0,)).tolist() == []


def test_evidence_by_hand(gazetteer: Gazetteer) -> None:
    asked = asked_table(["Suzhou"], ["CN"])
    scored = score_names(asked, gazetteer)
    numbers = matrix(scored)
    names = list(FEATURES)
    largest = numbers[scored["population"].arg_max()]
    assert largest[names.index("own_name")] == 1
    assert largest[names.index("larger_than_own")] > 0
    assert largest[names.index("smaller_than_own")] == 0
    assert largest[names.index("own_rivals")] >= 1
    assert largest[names.index("only_one")] == 0
    assert scored["probability"].sum() <= 1 + 1e-5


def test_no_names_no_candidates(gazetteer: Gazetteer) -> None:
    assert score_names(asked_table([], []), gazetteer).is_empty()
