"""Scores of predicted chances: worked by hand, equal to plain loops, and to scikit-learn's where it is at hand."""

from importlib.util import find_spec
from itertools import pairwise
from math import log

import numpy as np
import pytest

from proxenia.foresight.scores import CHANCE_EDGES, SCORES, Ranking, calibration, chance_classes, resampled, score

CHANCES = np.array([0.9, 0.5, 0.5, 0.2, 0.1])
TIED = np.array([0, 2, 4])


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Give 400 chances with many ties among them, and which came true."""
    rng = np.random.default_rng(5)
    chances = rng.choice([0.001, 0.01, 0.02, 0.05, 0.2, 0.6], 400) * rng.choice([1.0, 0.9], 400)
    return chances, np.flatnonzero(rng.random(400) < chances)


def test_worked_by_hand() -> None:
    found = score(CHANCES, TIED).values
    assert found["brier"] == pytest.approx((0.01 + 0.25 + 0.25 + 0.04 + 0.81) / 5)
    whole = -(log(0.9) + 2 * log(0.5) + log(0.8) + log(0.1))
    assert found["log_score"] == pytest.approx(whole / 5)
    assert found["log_score_per_tie"] == pytest.approx(whole / 3)
    # The first pair is right; two of three with the pair of 0.5; three of all five.
    precision = (1 + 2 / 3 + 3 / 5) / 3
    assert found["average_precision"] == pytest.approx(precision)
    assert found["lift"] == pytest.approx(precision * 5 / 3)
    assert found["recall_at_ties"] == pytest.approx(2 / 3), (
        "three places hold the first and both of 0.5, one of them right"
    )
    assert found["recall_at_10"] == 1.0
    assert set(found) == set(SCORES)


def test_the_curve_and_places_within_a_group() -> None:
    ranking = Ranking.of(CHANCES, TIED)
    assert np.array(ranking.curve()) == pytest.approx(np.array([(1 / 3, 1.0), (2 / 3, 2 / 3), (1.0, 3 / 5)]))
    assert ranking.recall_at(1) == pytest.approx(1 / 3)
    assert ranking.recall_at(2) == pytest.approx(1.5 / 3), "of two with the same chance one is right: half on average"


def test_equal_to_plain_loops(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    chances, tied = drawn
    happened = set(tied.tolist())
    brier = sum((chance - (row in happened)) ** 2 for row, chance in enumerate(chances)) / len(chances)
    losses = [-log(chance if row in happened else 1 - chance) for row, chance in enumerate(chances)]
    precision = 0.0
    for level in sorted(set(chances.tolist()), reverse=True):
        above = [row for row, chance in enumerate(chances) if chance >= level]
        right = [row for row in above if row in happened]
        new = [row for row in right if chances[row] == level]
        precision += len(new) / len(happened) * len(right) / len(above)
    found = score(chances, tied).values
    assert found["brier"] == pytest.approx(brier, rel=1e-12)
    assert found["log_score"] == pytest.approx(sum(losses) / len(losses), rel=1e-12)
    assert found["average_precision"] == pytest.approx(precision, rel=1e-12)
    if find_spec("sklearn"):
        from sklearn.metrics import average_precision_score, brier_score_loss, log_loss

        truth = np.isin(np.arange(len(chances)), tied)
        assert found["brier"] == pytest.approx(brier_score_loss(truth, chances))
        assert found["log_score"] == pytest.approx(log_loss(truth, chances))
        assert found["average_precision"] == pytest.approx(average_precision_score(truth, chances))


def test_no_tie_leaves_the_scores_of_rank_empty() -> None:
    found = score(CHANCES, np.zeros(0, dtype=np.int64))
    assert found.values["brier"] == pytest.approx(float(np.square(CHANCES).mean()))
    assert found.values["log_score"] is not None
    assert [name for name, value in found.values.items() if value is None] == list(SCORES)[2:]
    assert not found.curve
    assert not resampled(found, np.zeros((3, 0), dtype=np.int64), 5)


def test_a_chance_of_nothing_that_comes_true_is_punished_but_finite() -> None:
    value = score(np.array([0.0, 0.5]), np.array([0])).values["log_score"]
    assert value is not None
    assert 10 < value < 20


def test_each_tie_drawn_once_gives_the_scores_again(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    chances, tied = drawn
    found = score(chances, tied)
    once = resampled(found, np.ones((1, len(tied)), dtype=np.int64), len(chances))
    for name, values in once.items():
        assert values[0] == pytest.approx(found.values[name], rel=1e-12)
    only = np.zeros((1, len(tied)), dtype=np.int64)
    only[0, 0] = 4
    alone = resampled(found, only, len(chances))
    others = np.delete(np.arange(len(chances)), tied)
    above = int((chances[others] >= chances[tied[0]]).sum())
    assert alone["average_precision"][0] == pytest.approx(4 / (4 + above)), "four times the same tie above the others"


def test_calibration_adds_up_and_keeps_equal_chances_together(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    chances, tied = drawn
    groups = calibration(chances, tied)
    assert sum(group[2] for group in groups) == len(chances)
    assert sum(group[3] for group in groups) == pytest.approx(chances.sum())
    assert sum(group[4] for group in groups) == len(tied)
    assert all(one[1] < other[0] for one, other in pairwise(groups))
    assert len(calibration(np.full(50, 0.1), np.array([3]))) == 1
    tenths = calibration(np.linspace(0.01, 0.5, 100), np.array([99]))
    assert [group[2] for group in tenths] == [10] * 10
    assert [group[4] for group in tenths] == [0] * 9 + [1]


def test_classes_of_chance_add_up_over_cuts(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    chances, tied = drawn
    classes = chance_classes(chances, tied)
    assert classes.shape == (len(CHANCE_EDGES) - 1, 3)
    assert classes.sum(axis=0) == pytest.approx([len(chances), chances.sum(), len(tied)])
    assert chance_classes(np.array([1e-12, 1.0]), np.array([1]))[[0, -1]].tolist() == [[1, 1e-12, 0], [1, 1, 1]]
