"""The model of rates: equal to plain loops, and it recovers what was put in."""

import math

import numpy as np
import polars as pl
import pytest
from tests.foresight.simulated import eventful
from tests.foresight.slow import statistic, world_before

from proxenia.errors import InputError
from proxenia.foresight.dynam import fit_rate
from proxenia.foresight.effects.registry import parse_terms
from proxenia.foresight.history import EventHistory
from proxenia.foresight.rate import Initiator, RateLikelihood, rate_design


def terms(history: EventHistory, effects: str):
    return parse_terms(effects, layers=history.layers, attributes=history.attributes)


def slow_loglik(history: EventHistory, words: list[str], beta: list[float], initiator: Initiator) -> float:
    """Day by day over every moment at which anything changes, everything counted anew."""
    moments = {history.start, history.end, *history.presence.time, *history.events.time}
    moments |= {time for one in history.attributes.values() for time in one.changes.time}
    moments = sorted(time for time in moments if history.start <= time <= history.end)
    total, before = 0.0, history.start

    def rate(world: object, actor: int) -> float:
        return math.exp(
            beta[0] + sum(b * statistic(word, world, -1, actor) for b, word in zip(beta[1:], words, strict=True))
        )

    for time in moments:
        world = world_before(history, time)
        present = world_before(history, np.nextafter(time, -np.inf)).present
        total -= (time - before) / 365.25 * sum(rate(world, i) for i, there in enumerate(present) if there)
        for row in history.new_ties:
            if history.events.time[row] == time:
                one = rate(world, history.events.first[row])
                other = rate(world, history.events.second[row])
                total += math.log(one if initiator == "first" else one + other)
        before = time
    return total


@pytest.mark.parametrize("initiator", ["either", "first"])
def test_equal_to_plain_loops(initiator: Initiator) -> None:
    history = eventful()
    fast = RateLikelihood(rate_design(history, terms(history, "degree,alter:size")), initiator=initiator)
    for beta in ([0.2, 0.1, -0.3], [1.0, 0.0, 0.5]):
        at = fast.evaluate(np.array(beta))
        assert at.loglik == pytest.approx(slow_loglik(history, ["degree", "alter:size"], beta, initiator), abs=1e-8)
        for place, one in enumerate(np.eye(3) * 1e-5):
            up, down = fast.evaluate(beta + one), fast.evaluate(beta - one)
            assert at.gradient[place] == pytest.approx((up.loglik - down.loglik) / 2e-5, abs=1e-4)
            assert at.curvature[place] == pytest.approx((down.gradient - up.gradient) / 2e-5, rel=1e-4, abs=1e-4)


def simulated(seed: int, *, constant: float, slope: float) -> EventHistory:
    """Draw waiting times and initiators from the rates; the partner by lot."""
    rng = np.random.default_rng(seed)
    size = rng.normal(size=15)
    rates = np.exp(constant + slope * size) / 365.25
    time, rows = 0.0, []
    for _ in range(500):
        time += rng.exponential(1 / rates.sum())
        first = int(rng.choice(15, p=rates / rates.sum()))
        second = int(rng.choice([other for other in range(15) if other != first]))
        rows.append((time, f"a{first}", f"a{second}"))
    return EventHistory.from_frames(
        pl.DataFrame({"label": [f"a{place}" for place in range(15)], "size": size}),
        pl.DataFrame(rows, schema=["time", "a", "b"], orient="row"),
        start=0.0,
    )


@pytest.mark.parametrize("initiator", ["either", "first"])
def test_what_was_put_in_comes_out(initiator: Initiator) -> None:
    history = simulated(4, constant=0.7, slope=0.8)
    fit = fit_rate(history, terms(history, "alter:size"), initiator=initiator)
    assert [one.id for one in fit.effects] == ["intercept", "alter:size"]
    for one, truth in zip(fit.effects, (0.7, 0.8), strict=True):
        assert abs(one.coef - truth) < 3 * one.se
    assert fit.null_loglik < fit.loglik
    assert fit.mcfadden is None


def test_an_effect_of_pairs_is_refused() -> None:
    history = eventful()
    with pytest.raises(InputError, match=r"'inertia' is about two actors.*degree, alter"):
        fit_rate(history, terms(history, "inertia"))
