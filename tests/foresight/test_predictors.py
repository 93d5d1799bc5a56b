"""Predictors: chances that add up to what is expected, fits equal to plain ones, reasons for a pair."""

from math import exp, log

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import nbinom
from tests.foresight.made_cities import city_world, known_of, made_dated

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.expectation import RULES, Expectation, expect, new_ties
from proxenia.foresight.predictors.past import past_windows
from proxenia.foresight.predictors.predictor import MOST_YEARS, Prediction, Reason, check_years
from proxenia.foresight.predictors.registry import BASELINES, PREDICTORS, predictors_of
from proxenia.foresight.predictors.softmax import Past, fit_softmax
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

CITIES: list[tuple[str, str, float | None, float | None]] = [
    (name, code, float(place), 50.0) for place, (name, code) in enumerate(zip("abcdef", ["DE", "NL"] * 3, strict=True))
]


@pytest.fixture(scope="module")
def known(city_world: Snapshot) -> Known:
    return Known.of(city_world, 2000)


@pytest.fixture(scope="module")
def predictions(known: Known) -> dict[str, Prediction]:
    return {name: one.fit(known, years=5, seed=1) for name, one in PREDICTORS.items()}


def test_the_model_and_the_five_baselines_are_there() -> None:
    assert list(PREDICTORS) == ["relational", *BASELINES]
    assert BASELINES == ("persistence", "degree", "common_partners", "gravity", "country_pair")
    assert all(one.id == name and one.label and one.meaning and one.reference for name, one in PREDICTORS.items())
    assert [one.id for one in predictors_of(("gravity", "degree", "gravity"))] == ["gravity", "degree"]
    with pytest.raises(UnknownValueError, match="'gravty' is not a known model or baseline"):
        predictors_of(("gravty",))


@pytest.mark.parametrize("name", list(PREDICTORS))
def test_chances_share_out_the_same_number(predictions: dict[str, Prediction], name: str) -> None:
    one = predictions[name]
    assert one.weights.sum() == pytest.approx(1.0)
    assert (one.weights > 0).all()
    assert one.expected == predictions["persistence"].expected
    row = int(np.argmax(one.weights))
    assert one.chances()[row] == pytest.approx(1 - exp(-one.expected * one.weights[row]))
    assert one.chances().sum() <= one.expected


@pytest.mark.parametrize("name", list(PREDICTORS))
def test_reasons_say_how_much_likelier_a_pair_is(predictions: dict[str, Prediction], name: str) -> None:
    one = predictions[name]
    row = int(np.argmax(one.weights))
    reasons = one.reasons(row)
    assert all(reason.words.endswith(".") for reason in reasons)
    sizes = [abs(log(reason.factor)) for reason in reasons]
    assert sizes == sorted(sizes, reverse=True)
    told = sum(log(reason.factor) for reason in reasons)
    if one.coefficients:
        other = int(np.argmin(one.weights))
        apart = sum(log(reason.factor) for reason in one.reasons(other))
        assert told - apart == pytest.approx(log(one.weights[row] / one.weights[other]), abs=1e-4)
        assert {reason.effect for reason in reasons} == {each.id for each in one.coefficients}
    else:
        assert len(reasons) == 1
        assert exp(told) == pytest.approx(one.weights[row] * len(one.weights))


def test_persistence_gives_every_pair_the_past_frequency(predictions: dict[str, Prediction]) -> None:
    one = predictions["persistence"]
    assert np.ptp(one.weights) == 0
    assert one.chances()[0] == pytest.approx(1 - exp(-one.expected / len(one.candidates)))


def test_the_made_world_is_found_out(predictions: dict[str, Prediction]) -> None:
    """Near cities, cities with partners and those that share some tie themselves there."""
    found = {one.id: one for one in predictions["relational"].coefficients}
    assert found["log_distance_km"].coef < -2 * found["log_distance_km"].se
    assert found["common_partners"].coef > 2 * found["common_partners"].se
    assert found["degree"].coef > 0
    gravity = {one.id: one.coef for one in predictions["gravity"].coefficients}
    assert gravity["log_distance_km"] < 0


@pytest.mark.parametrize("name", list(PREDICTORS))
def test_the_same_seed_gives_the_same_bytes(
    city_world: Snapshot, predictions: dict[str, Prediction], name: str
) -> None:
    again = PREDICTORS[name].fit(Known.of(city_world, 2000), years=5, seed=1)
    assert again.weights.tobytes() == predictions[name].weights.tobytes()


@pytest.mark.parametrize("years", [0, -1, MOST_YEARS + 1, 200])
def test_a_window_that_cannot_be_predicted_is_refused(known: Known, years: int) -> None:
    for one in PREDICTORS.values():
        with pytest.raises(InputError, match=f"A window of {years} years cannot be predicted"):
            one.fit(known, years=years, seed=1)
    check_years(1)
    check_years(MOST_YEARS)


def test_a_factor_too_large_for_a_number_is_no_error() -> None:
    assert Reason.of("degree", 1e6, "Many.").factor < float("inf")


def test_the_softmax_is_the_maximum_of_the_plain_density() -> None:
    rng = np.random.default_rng(2)
    past = []
    for size in (40, 60):
        numbers = rng.normal(size=(size, 2)) * [1.0, 7.0] + [0.0, 3.0]
        past.append(Past(numbers, rng.choice([1.0, 5.0], size), rng.choice(size, 6, replace=False)))
    scale = np.concatenate([one.features for one in past]).std(axis=0)

    def density(coefficients: np.ndarray) -> float:
        told = -0.5 * float(np.square(coefficients * scale).sum())
        for one in past:
            whole = sum(
                weight * exp(float(row @ coefficients))
                for row, weight in zip(one.features, one.stands_for, strict=True)
            )
            told += sum(float(one.features[row] @ coefficients) - log(whole) for row in one.tied)
        return -told

    plain = minimize(density, np.zeros(2), tol=1e-12)
    found = fit_softmax(past, 2)
    assert found.coefficients == pytest.approx(plain.x, abs=1e-5)
    step = np.array([1e-4, 0.0])
    at = found.coefficients
    bend = (density(at + step) + density(at - step) - 2 * density(at)) / step[0] ** 2
    assert found.errors[0] >= 1 / np.sqrt(bend) * 0.999


def test_with_nothing_to_learn_from_nothing_is_learnt() -> None:
    empty = Past(np.ones((3, 1)), np.ones(3), np.zeros(0, dtype=np.int64))
    assert fit_softmax([empty], 1).coefficients.tolist() == [0.0]
    assert fit_softmax([], 2).errors.tolist() == [1.0, 1.0]


def test_a_sample_of_a_past_window_stands_for_all(known: Known) -> None:
    whole = next(past_windows(known, years=5, seed=1))
    some = next(past_windows(known, years=5, seed=1, most_pairs=100))
    assert whole.stands_for.sum() == len(whole.candidates)
    assert len(some.candidates) == 100 + len(some.tied)
    assert some.stands_for.sum() == pytest.approx(len(whole.candidates))
    assert (some.stands_for[some.tied] == 1).all()
    assert some.candidates.known.cut == 1995
    named = [{one["id"], other["id"]} for one, other in (some.candidates.pair(int(row)) for row in some.tied)]
    assert named == [{one["id"], other["id"]} for one, other in (whole.candidates.pair(int(row)) for row in whole.tied)]


ROWS: list[tuple[object, ...]] = [
    ("a", "b", 1980, None, None),
    ("c", "d", 1981, None, None),
    ("a", "c", 1986, None, None),
    ("a", "c", 1987, None, None),
    ("b", "e", 1988, None, None),
    ("a", "b", 1989, None, None),
    ("a", "d", 1991, None, None),
    ("e", "c", 1993, None, None),
    ("b", "f", 1995, None, None),
]


def test_new_ties_count_pairs_of_known_cities_once() -> None:
    dated = made_dated(ROWS, CITIES)
    assert new_ties(dated, 1985, 5) == 1, "a and c, twice; b and e: e is not known yet; a and b are tied"
    assert new_ties(dated, 1990, 5) == 2
    assert new_ties(dated, 1990, 1) == 1
    assert new_ties(dated, 1900, 5) == 0


def test_the_rules_for_the_number_by_hand() -> None:
    known = known_of(made_dated(ROWS, CITIES), 1995)
    assert expect(known, years=5, rule="last").expected == 2
    # Windows of five years that lie in the last ten: from 1986-90 to 1991-95.
    counts = [new_ties(known.dated, start, 5) for start in range(1985, 1991)]
    assert expect(known, years=5, rule="mean").expected == pytest.approx(sum(counts) / 6)
    # Three ties began in 1991 to 1995, one of them in 1994 and 1995.
    assert expect(known, years=5, rule="pace").expected == pytest.approx(2 * (1 / 2 + 1) / (3 / 5 + 1))
    assert expect(known, years=5).past[-1] == (1991, 1995, 2)
    assert [one[:2] for one in expect(known, years=5).past] == [(first, first + 4) for first in range(1986, 1992)]


def test_no_past_tie_does_not_make_the_next_impossible() -> None:
    known = known_of(made_dated(ROWS[:2], CITIES), 1982)
    for rule in RULES:
        told = expect(known, years=5, rule=rule)
        assert told.expected == 0.5
        assert told.interval(0.9)[0] == 0


def test_the_spread_is_that_of_a_negative_binomial() -> None:
    told = Expectation(20.0, "pace", 0.25, ())
    size = 4.0
    spread = nbinom(size, size / (size + 20.0))
    assert spread.var() == pytest.approx(20 + 0.25 * 400)
    assert told.interval(0.5) == (spread.ppf(0.25), spread.ppf(0.75))
    assert told.chance_of(18) == pytest.approx(spread.pmf(18))
    drawn = told.draw(np.random.default_rng(1), size=20_000)
    assert drawn.mean() == pytest.approx(20, abs=0.3)
    assert drawn.var() == pytest.approx(120, rel=0.05)
    again = told.draw(np.random.default_rng(1), size=20_000)
    assert drawn.tobytes() == again.tobytes()
