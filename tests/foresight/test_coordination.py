"""The coordination model: equal to its slow second implementation, and it recovers what was put in."""

from pathlib import Path

import numpy as np
import pytest
from tests.foresight.simulated import eventful, simulate
from tests.foresight.slow import derivatives, loglik, moments

from proxenia.cli.histories import load_history
from proxenia.foresight.coordination import CoordinationLikelihood
from proxenia.foresight.design import coordination_design
from proxenia.foresight.dynam import Fit, fit_coordination
from proxenia.foresight.effects.registry import parse_terms
from proxenia.foresight.history import EventHistory

FEW = "inertia,degree,common_partners,tie:near"
ALL = (
    "weighted_inertia,inertia,recency:7,degree,common_partners,tie:near,distance:near,alter:size,difference:size,"
    "same:country,crowding:country"
)
MIXED = "degree,alter:size,weighted_inertia,difference:size,tie:near"
PUBLISHED = "weighted_inertia,degree,common_partners,tie:contig,alter:regime,difference:regime,alter:gdp,difference:gdp"


def fitted(history: EventHistory, effects: str) -> Fit:
    return fit_coordination(history, parse_terms(effects, layers=history.layers, attributes=history.attributes))


def likelihood_of(history: EventHistory, effects: str) -> tuple[CoordinationLikelihood, list[str]]:
    design = coordination_design(history, parse_terms(effects, layers=history.layers, attributes=history.attributes))
    return CoordinationLikelihood(design), [term.id for term in design.terms]


@pytest.mark.parametrize(
    "effects", [FEW, ALL, MIXED, "alter:size", "difference:size,distance:near", "crowding:country"]
)
@pytest.mark.parametrize("seed", [5, 6])
def test_equal_to_the_slow_implementation(effects: str, seed: int) -> None:
    history = eventful(seed)
    fast, words = likelihood_of(history, effects)
    seen = moments(history, words)
    rng = np.random.default_rng(seed)
    for beta in (np.zeros(len(words)), rng.normal(scale=0.4, size=len(words))):
        at = fast.evaluate(beta)
        gradient, information = derivatives(seen, beta.tolist())
        assert at.loglik == pytest.approx(loglik(seen, beta.tolist()), rel=1e-10)
        assert at.gradient == pytest.approx(np.array(gradient), abs=1e-8)
        assert at.information == pytest.approx(np.array(information), rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("effects", [ALL, MIXED])
def test_the_curvature_is_the_slope_of_the_gradient(effects: str) -> None:
    fast, words = likelihood_of(eventful(), effects)
    beta = np.random.default_rng(1).normal(scale=0.3, size=len(words))
    step = 1e-5
    slopes = [
        (fast.evaluate(beta - step * one).gradient - fast.evaluate(beta + step * one).gradient) / (2 * step)
        for one in np.eye(len(words))
    ]
    assert fast.evaluate(beta).curvature == pytest.approx(np.array(slopes), rel=1e-5, abs=1e-5)


def slow_maximum(seen: list, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Fisher's steps with the slow derivatives, to the last digits."""
    beta = np.zeros(count)
    for _ in range(60):
        gradient, information = derivatives(seen, beta.tolist())
        step = np.linalg.solve(np.array(information), np.array(gradient))
        share = 1.0
        while loglik(seen, (beta + share * step).tolist()) < loglik(seen, beta.tolist()) - 1e-9:
            share /= 2
        beta += share * step
        if np.abs(step).max() < 1e-11:
            break
    return beta, np.sqrt(np.diag(np.linalg.inv(np.array(information))))


def test_estimates_equal_the_slow_ones() -> None:
    history = simulate(actors=8, events=40, seed=3, inertia=0.5, near=0.8)
    fit = fitted(history, "inertia,tie:near,alter:size,degree")
    seen = moments(history, [one.id for one in fit.effects])
    beta, errors = slow_maximum(seen, 4)
    assert [one.coef for one in fit.effects] == pytest.approx(beta.tolist(), abs=1e-8)
    assert [one.se for one in fit.effects] == pytest.approx(errors.tolist(), rel=1e-5)
    assert fit.loglik == pytest.approx(loglik(seen, beta.tolist()), abs=1e-9)


def test_what_was_put_in_comes_out() -> None:
    truth = {"inertia": 1.0, "common_partners": 0.4, "tie:near": 1.2, "alter:size": 0.6}
    history = simulate(actors=25, events=600, seed=11, inertia=1.0, common=0.4, near=1.2, alter=0.6)
    for one in fitted(history, ",".join(truth)).effects:
        assert abs(one.coef - truth[one.id]) < 3 * one.se
        assert one.se < 0.2


def test_intervals_of_simulated_histories_cover_the_truth() -> None:
    """A small number here; 500 in ``benchmarks/foresight.py coverage``."""
    covered = 0
    for seed in range(40):
        history = simulate(actors=12, events=60, seed=seed, near=0.8)
        one = fitted(history, "tie:near,alter:size").effects[0]
        covered += abs(one.coef - 0.8) < 1.96 * one.se
    assert 34 <= covered <= 40


def test_many_ties_of_one_time_count_one_by_one() -> None:
    """Those of the same time see the same state, and not each other."""
    fast, words = likelihood_of(eventful(), FEW)
    assert max(len(step.first) for step in fast.design.steps) == 2
    assert sum(len(step.first) for step in fast.design.steps) == fast.design.events
    assert words == ["degree", "inertia", "common_partners", "tie:near"]


@pytest.fixture(scope="module")
def fisheries(reference_dir: Path) -> EventHistory:
    return load_history(reference_dir / "state" / "fisheries_treaties")


class TestFisheries:
    """The bilateral fisheries treaties of the reference data."""

    def test_the_data(self, fisheries: EventHistory) -> None:
        assert len(fisheries.labels) == 154
        assert len(fisheries.new_ties) == 69
        assert int(fisheries.present.sum()) == 137

    def test_the_published_estimates(self, fisheries: EventHistory) -> None:
        """As printed, to three places, in the article 'The Coordination Model and Extensions' of the R package."""
        fit = fitted(fisheries, PUBLISHED)
        assert [round(one.coef, 3) for one in fit.effects] == [0.134, 0.568, 0.289, 1.648, -0.015, 0.008, 6.089, -4.601]
        assert [round(one.se, 3) for one in fit.effects] == [0.048, 0.058, 0.146, 0.184, 0.016, 0.013, 1.516, 1.582]
        assert round(fit.loglik) == -359

    def test_equal_to_the_slow_implementation(self, fisheries: EventHistory) -> None:
        fit = fitted(fisheries, "inertia,degree,common_partners,tie:contig")
        seen = moments(fisheries, [one.id for one in fit.effects])
        beta = [one.coef for one in fit.effects]
        gradient, information = derivatives(seen, beta)
        assert fit.loglik == pytest.approx(loglik(seen, beta), abs=1e-8)
        # The slow gradient is nought there, so that its own next step would lead nowhere.
        step = np.linalg.solve(np.array(information), np.array(gradient))
        assert np.abs(step).max() < 1e-8
        errors = np.sqrt(np.diag(np.linalg.inv(np.array(information))))
        assert [one.se for one in fit.effects] == pytest.approx(errors.tolist(), rel=1e-5)
