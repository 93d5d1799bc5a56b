"""The relational event model: equal to its slow second implementation, of all pairs and of drawn ones."""

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.foresight.simulated import eventful, layered, simulate
from tests.foresight.slow import Choice, choice_derivatives, choices, of_pair, world_before

from proxenia.errors import InputError
from proxenia.foresight.dynam import Fit, fit_coordination, fit_estimable
from proxenia.foresight.effects.effect import Term
from proxenia.foresight.effects.registry import EFFECTS, parse_terms
from proxenia.foresight.history import EventHistory
from proxenia.foresight.layers import GroupTable, PairTable
from proxenia.foresight.relational import MOST_NUMBERS, fit_relational, pair_numbers
from proxenia.foresight.sampling import UNIFORM_SHARE, Drawn, PairSampler, Sampling

ALL = (
    "weighted_inertia,inertia,recency:7,degree,common_partners,tie:near,distance:near,alter:size,difference:size,"
    "same:country,crowding:country"
)
LAYERED = "inertia,common_partners,tie:border,tie:club,distance:place,distance:border,same:country,crowding:country"
FOUR = "inertia,common_partners,tie:near,alter:size"
TRUTH = {"inertia": 0.8, "common_partners": 0.3, "tie:near": 0.9, "alter:size": 0.5}


def terms(history: EventHistory, effects: str) -> tuple[Term, ...]:
    return parse_terms(effects, layers=history.layers, attributes=history.attributes)


def fitted(history: EventHistory, effects: str, **options: object) -> Fit:
    return fit_relational(history, terms(history, effects), **options)  # type: ignore[arg-type]


def slow_maximum(seen: list[Choice], count: int) -> tuple[np.ndarray, np.ndarray, float]:
    beta = np.zeros(count)
    for _ in range(40):
        _, gradient, information = choice_derivatives(seen, beta.tolist())
        step = np.linalg.solve(np.array(information), np.array(gradient))
        beta = beta + step / max(1.0, np.abs(step).max())
        if np.abs(step).max() < 1e-11:
            break
    loglik, _, information = choice_derivatives(seen, beta.tolist())
    return beta, np.sqrt(np.diag(np.linalg.inv(np.array(information)))), loglik


@pytest.mark.parametrize("history", [eventful(5), layered()], ids=["all-effects", "all-layers"])
def test_numbers_of_pairs_equal_the_slow_ones_at_every_time(history: EventHistory) -> None:
    effects = ALL if "near" in history.layers else LAYERED
    asked, words = terms(history, effects), effects.split(",")
    first, second = np.triu_indices(len(history.labels), 1)
    for time in np.unique(history.events.time)[::4]:
        world = world_before(history, float(time))
        slow = [of_pair(words, world, i, j) for i, j in zip(first.tolist(), second.tolist(), strict=True)]
        assert pair_numbers(history, asked, float(time), first, second) == pytest.approx(np.array(slow), abs=1e-9)
        assert pair_numbers(history, asked, float(time), second, first) == pytest.approx(np.array(slow), abs=1e-9)


def test_every_effect_is_among_those_compared() -> None:
    assert {word.split(":")[0] for word in f"{ALL},{LAYERED}".split(",")} == set(EFFECTS)


@pytest.mark.parametrize(("history", "effects"), [(layered(), LAYERED), (eventful(), ALL)], ids=["layers", "effects"])
def test_the_forms_for_all_pairs_say_the_same(history: EventHistory, effects: str) -> None:
    """What the coordination model is given, and what is told of pairs asked for."""
    from proxenia.foresight.effects.state import State
    from proxenia.foresight.effects.values import AllPairs, FewPairs, Pairs

    state = State(history)
    statistics = [(term, term.effect.begin(state, term.about)) for term in terms(history, effects)]
    for _, statistic in statistics:
        state.tell(statistic)
    for time in np.unique(history.events.time):
        state.advance(float(time))
        who = state.who
        first, second = (who[ends] for ends in np.triu_indices(len(who), 1))
        for term, statistic in statistics:
            values = statistic.values(state)
            matrix = np.zeros((state.size, state.size))
            if isinstance(values, FewPairs):
                matrix[values.rows, values.columns] = values.numbers
            elif isinstance(values, AllPairs):
                matrix[np.ix_(who, who)] = values.of(who)
            else:
                matrix[:] = values.numbers
            told = statistic.of_pairs(state, Pairs(first, second, state.size))
            both = term.effect.id in {"degree", "alter", "crowding"}
            assert told == pytest.approx(matrix[first, second] + both * matrix[second, first], abs=1e-9), term.id


@pytest.mark.parametrize("at_risk", ["all", "untied"])
def test_estimates_of_all_pairs_equal_the_slow_ones(at_risk: str) -> None:
    history = simulate(actors=9, events=50, seed=3, near=0.8, alter=0.4, relational=True)
    effects = "degree,common_partners,tie:near,alter:size"
    fit = fitted(history, effects, at_risk=at_risk)
    seen = choices(history, effects.split(","), untied=at_risk == "untied")
    beta, errors, loglik = slow_maximum(seen, 4)
    assert fit.n_events == len(seen)
    assert (len(seen) < 50) == (at_risk == "untied")
    assert [one.coef for one in fit.effects] == pytest.approx(beta.tolist(), abs=1e-6)
    assert [one.se for one in fit.effects] == pytest.approx(errors.tolist(), rel=1e-5)
    assert fit.loglik == pytest.approx(loglik, abs=1e-8)
    assert fit.null_loglik == pytest.approx(-sum(math.log(len(one.numbers)) for one in seen))


def test_all_effects_of_a_history_in_which_everything_changes() -> None:
    history = eventful()
    effects = "degree,tie:near,alter:size,difference:size,crowding:country"
    fit = fitted(history, effects)
    beta, errors, loglik = slow_maximum(choices(history, effects.split(",")), 5)
    assert [one.coef for one in fit.effects] == pytest.approx(beta.tolist(), abs=1e-6)
    assert [one.se for one in fit.effects] == pytest.approx(errors.tolist(), rel=1e-5)
    assert fit.loglik == pytest.approx(loglik, abs=1e-8)


@pytest.mark.parametrize("sampling", ["uniform", "favouring"])
def test_estimates_of_drawn_pairs_equal_the_slow_ones(sampling: Sampling, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given the same draws: everything behind them is counted anew in plain loops."""
    history = simulate(actors=12, events=60, seed=4, near=0.8, alter=0.4, inertia=0.5, relational=True)
    drawn: list[tuple[float, Drawn]] = []
    honest = PairSampler.draw

    def kept(self: PairSampler, state: object, *rest: object) -> Drawn:
        found = honest(self, state, *rest)  # type: ignore[arg-type]
        drawn.append((state.time, found))  # type: ignore[attr-defined]
        return found

    monkeypatch.setattr(PairSampler, "draw", kept)
    fit = fitted(history, FOUR, controls=15, sampling=sampling, seed=2)
    seen = []
    for time, one in drawn:
        world = world_before(history, time)
        counts = np.flatnonzero(one.counts)
        pairs = [(int(one.pairs.first[at]), int(one.pairs.second[at])) for at in counts]
        assert all(i != j for i, j in pairs)
        numbers = [of_pair(FOUR.split(","), world, i, j) for i, j in pairs]
        # A pair that stands k times weighs k times as much.
        seen.append(Choice(numbers, [-math.log(one.chance[at]) for at in counts], 0))
    beta, errors, loglik = slow_maximum(seen, 4)
    assert [one.coef for one in fit.effects] == pytest.approx(beta.tolist(), abs=1e-6)
    assert [one.se for one in fit.effects] == pytest.approx(errors.tolist(), rel=1e-5)
    assert fit.loglik == pytest.approx(loglik, abs=1e-8)
    assert (fit.controls, fit.sampling, fit.seed) == (15, sampling, 2)


class TestAgreement:
    """Sampled estimates lie about those of all pairs, as far off as drawing allows."""

    history = simulate(actors=40, events=400, seed=1, inertia=0.8, common=0.3, near=0.9, alter=0.5, relational=True)

    @pytest.mark.parametrize("sampling", ["uniform", "favouring"])
    def test_within_what_drawing_allows(self, sampling: Sampling) -> None:
        """What drawing adds to the variance is the difference of the two; each estimate keeps to it, and their mean."""
        exact = fitted(self.history, FOUR)
        off = dict.fromkeys(TRUTH, 0.0)
        allowed = dict.fromkeys(TRUTH, 0.0)
        for seed in range(10):
            sampled = fitted(self.history, FOUR, controls=30, sampling=sampling, seed=seed)
            for one, true in zip(sampled.effects, exact.effects, strict=True):
                assert one.se > true.se * 0.97
                drawing = math.sqrt(max(one.se**2 - true.se**2, (0.1 * true.se) ** 2))
                assert abs(one.coef - true.coef) < 3.5 * drawing, (one.id, seed)
                off[one.id] += (one.coef - true.coef) / 10
                allowed[one.id] += drawing / 10
        assert all(abs(off[name]) < 3 * allowed[name] / math.sqrt(10) for name in TRUTH)

    def test_favouring_tells_more_of_rare_effects(self) -> None:
        rare = simulate(actors=150, events=120, seed=2, inertia=3.0, common=0.5, near=0.5, relational=True)
        errors = {
            sampling: fitted(rare, "inertia,common_partners", controls=15, sampling=sampling, seed=1).effects[0].se
            for sampling in ("uniform", "favouring")
        }
        assert errors["favouring"] < 0.75 * errors["uniform"]


def test_intervals_of_simulated_histories_cover_the_truth() -> None:
    """A small number here; 500 in ``benchmarks/foresight.py coverage relational``."""
    covered = 0
    for seed in range(30):
        history = simulate(
            actors=20, events=120, seed=seed, inertia=0.8, common=0.3, near=0.9, alter=0.5, relational=True
        )
        for one in fitted(history, FOUR, controls=20, seed=seed).effects:
            covered += abs(one.coef - TRUTH[one.id]) < 1.96 * one.se
    assert 107 <= covered <= 120, "between 89 % and all of 120: five standard deviations about 95 %"


class TestSampler:
    """Draws come as often as their chances say."""

    @pytest.mark.parametrize(
        ("history", "effects"),
        [
            (eventful(), "inertia,degree,common_partners,tie:near,same:country"),
            (layered(), "tie:border,tie:club,same:country,degree"),
        ],
        ids=["ties", "layers"],
    )
    def test_chances(self, history: EventHistory, effects: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from proxenia.foresight.design import begin_statistics
        from proxenia.foresight.effects import sources
        from proxenia.foresight.effects.state import State

        monkeypatch.setattr(sources, "MOST_SHARE", 1.0)
        state = State(history)
        sampler = PairSampler(state, begin_statistics(state, terms(history, effects)), sampling="favouring", seed=1)
        state.advance(float(history.events.time[len(history.events.time) // 2]))
        none = np.zeros(0, dtype=np.int64)
        count = 60_000
        drawn = sampler.draw(state, none, none, count)
        keys, times = np.unique(drawn.pairs.keys[drawn.counts], return_counts=True)
        chance = dict(zip(drawn.pairs.keys.tolist(), drawn.chance.tolist(), strict=True))
        there = len(state.who)
        assert len(keys) == there * (there - 1) // 2, "every pair of those present can be drawn"
        for key, often in zip(keys.tolist(), times.tolist(), strict=True):
            expected = count * chance[key]
            assert abs(often - expected) < 4.5 * math.sqrt(expected)
        least = UNIFORM_SHARE * 2 / (there * (there - 1))
        assert min(chance[key] for key in keys.tolist()) >= least * (1 - 1e-12)
        # What does not count is the rest.
        assert sum(chance[key] for key in keys.tolist()) == pytest.approx(drawn.counts.mean(), abs=0.02)

    def test_the_same_seed_draws_the_same(self) -> None:
        history = simulate(actors=20, events=60, seed=1, near=0.5, relational=True)
        one, again, other = (fitted(history, "degree,tie:near", controls=5, seed=seed) for seed in (3, 3, 4))
        assert one == again
        assert one.effects != other.effects


def test_an_absent_actor_stands_in_no_choice_set() -> None:
    """However many are absent, the estimates are the same."""
    frames = {"label": [f"a{k}" for k in range(30)], "present": [True] * 10 + [False] * 20}
    rng = np.random.default_rng(3)
    rows = [(float(step), *(f"a{k}" for k in rng.choice(10, size=2, replace=False))) for step in range(40)]
    told = pl.DataFrame(rows, schema=["time", "a", "b"], orient="row")
    few = EventHistory.from_frames(pl.DataFrame(frames).head(10), told)
    many = EventHistory.from_frames(pl.DataFrame(frames), told)
    for one, other in zip(fitted(few, "degree,inertia").effects, fitted(many, "degree,inertia").effects, strict=True):
        assert (one.coef, one.se) == pytest.approx((other.coef, other.se))


def crowd(**layers: object) -> EventHistory:
    """600 actors in two countries, 30 ties a day apart."""
    rng = np.random.default_rng(5)
    rows = [(float(step), *(f"a{k}" for k in rng.choice(600, size=2, replace=False))) for step in range(30)]
    return EventHistory.from_frames(
        pl.DataFrame({"label": [f"a{k}" for k in range(600)], "country": ["x", "y"] * 300}),
        pl.DataFrame(rows, schema=["time", "a", "b"], orient="row"),
        layers=layers,  # type: ignore[arg-type]
        repeats="count",
    )


def test_what_is_wrong_is_said() -> None:
    history = crowd(border=GroupTable("country", pl.DataFrame({"a": ["x"], "b": ["y"], "value": [1.0]})))
    with pytest.raises(InputError, match=r"600 of 600 actors are present.*at most 500.*relational"):
        fit_coordination(history, terms(history, "tie:border"))
    with pytest.raises(InputError, match="0 drawn pairs are too few"):
        fitted(history, "tie:border", controls=0)
    with pytest.raises(InputError, match=r"at most .* pairs for each new tie"):
        fitted(history, "tie:border", controls=MOST_NUMBERS)
    with pytest.raises(InputError, match=r"'inertia' .*runs to minus infinity"):
        fitted(history, "tie:border,inertia", controls=50)
    with pytest.raises(InputError, match="'inertia' is the same for every choice"):
        fitted(history, "tie:border,inertia", controls=50, at_risk="untied")
    with pytest.raises(InputError, match="'same:country' is collinear: it follows from tie:border"):
        fitted(history, "tie:border,same:country", controls=50)
    one_day = EventHistory.from_frames(
        pl.DataFrame({"label": ["a", "b", "c"]}), pl.DataFrame({"time": [1.0, 1.0], "a": ["a", "b"], "b": ["b", "c"]})
    )
    with pytest.raises(InputError, match="All 2 new ties have the same date"):
        fitted(one_day, "degree")


def test_numbers_beyond_reckoning_are_refused() -> None:
    made = simulate(actors=6, events=12, seed=1)
    size = replace(made.attributes["size"], initial=made.attributes["size"].initial * 1e200)
    far = replace(made, attributes={"size": size})
    for fit in (fit_relational, fit_coordination):
        with pytest.raises(InputError, match="Scale the covariates"):
            fit(far, terms(far, "alter:size"))


def test_what_cannot_be_estimated_is_left_out_when_asked() -> None:
    history = crowd(border=GroupTable("country", pl.DataFrame({"a": ["x"], "b": ["y"], "value": [1.0]})))
    asked = terms(history, "inertia,tie:border,same:country")
    fit, left_out = fit_estimable(lambda some: fit_relational(history, some, controls=50), asked)
    assert [one.id for one in fit.effects] == ["tie:border"]
    assert "collinear" in left_out["same:country"]
    assert "minus infinity" in left_out["inertia"]
    with pytest.raises(InputError, match="'inertia'"):
        fit_estimable(lambda some: fit_relational(history, some, controls=50), asked[:1])
    with pytest.raises(InputError, match="0 drawn pairs"):
        fit_estimable(lambda some: fit_relational(history, some, controls=0), asked)


def test_it_stops_when_asked_and_says_so() -> None:
    history = simulate(actors=15, events=60, seed=1, near=0.5, relational=True)
    seen: list[int] = []
    fit = fitted(
        history, "tie:near", controls=5, progress=lambda done, _: seen.append(done), stop=lambda: len(seen) >= 40
    )
    assert (fit.stopped, fit.n_events) == (True, 40)
    assert seen == list(range(1, 41))
    with pytest.raises(InputError, match="Stopped before any"):
        fitted(history, "tie:near", stop=lambda: True)
    assert not fitted(history, "tie:near").stopped


def test_ten_thousand_actors_fit_into_little_room() -> None:
    """A matrix of all pairs would take 800 MB; nothing of the kind is made."""
    import tracemalloc

    rng = np.random.default_rng(1)
    names = [f"a{k}" for k in range(10_000)]
    rows = [(float(step), *(names[k] for k in rng.choice(10_000, size=2, replace=False))) for step in range(200)]
    near = pl.DataFrame({"a": names[:-1], "b": names[1:], "value": [1.0] * 9_999})
    tracemalloc.start()
    history = EventHistory.from_frames(
        pl.DataFrame({"label": names, "size": rng.normal(size=10_000)}),
        pl.DataFrame(rows, schema=["time", "a", "b"], orient="row"),
        layers={"near": PairTable(near)},
    )
    fitted(history, "degree,alter:size,difference:size", controls=20)
    pair_numbers(
        history, terms(history, "inertia,common_partners,tie:near"), 1e6, np.arange(9_999), np.arange(1, 10_000)
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6
