"""Average marginal associations: equal to statsmodels where it can do the same, to plain derivatives elsewhere."""

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.discrete.discrete_model import Logit

from proxenia.foresight.conditions.coverage import draw_counts, estimate_coverage, fitted_to, true_contrast
from proxenia.foresight.conditions.marginal import Hurdle, t_quantile

SIZE, NEAR = 1, 2


@pytest.fixture(scope="module")
def hurdle() -> Hurdle:
    """Give both parts fitted to counts drawn from known coefficients."""
    return fitted_to(*draw_counts(11, cities=800))


def designs(hurdle: Hurdle, place: int, *, step: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    low, high = hurdle.columns.copy(), hurdle.columns.copy()
    if place == NEAR:
        low[:, place], high[:, place] = 0.0, 1.0
    else:
        high[:, place] += step
    return low, high


def test_the_share_with_any_is_statsmodels_marginal_effect(hurdle: Hurdle) -> None:
    some = (hurdle.counts > 0).astype(float)
    fit = Logit(some, hurdle.columns).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": hurdle.clusters, "use_correction": False}
    )
    theirs = fit.get_margeff(at="overall", method="dydx", dummy=True)
    countries = hurdle.cluster_count
    correction = np.sqrt(countries / (countries - 1))
    near = hurdle.contrast(*designs(hurdle, NEAR)).any
    assert near.estimate == pytest.approx(theirs.margeff[1], abs=1e-8)
    assert near.standard_error == pytest.approx(correction * theirs.margeff_se[1], rel=1e-4)
    small = 1e-5
    size = hurdle.contrast(*designs(hurdle, SIZE, step=small)).any
    assert size.estimate / small == pytest.approx(theirs.margeff[0], rel=1e-4)
    assert size.standard_error / small == pytest.approx(correction * theirs.margeff_se[0], rel=1e-3)


def moved(hurdle: Hurdle, by: np.ndarray) -> Hurdle:
    first = len(hurdle.any_part.coefficients)
    return replace(
        hurdle,
        any_part=replace(hurdle.any_part, coefficients=hurdle.any_part.coefficients + by[:first]),
        number_part=replace(hurdle.number_part, coefficients=hurdle.number_part.coefficients + by[first:]),
    )


@pytest.mark.parametrize("place", [SIZE, NEAR])
@pytest.mark.parametrize("part", ["any", "if_any", "number"])
def test_standard_errors_are_those_of_numeric_derivatives(hurdle: Hurdle, place: int, part: str) -> None:
    spread = hurdle.covariance()
    low, high = designs(hurdle, place)
    gradient = np.array(
        [
            (
                getattr(moved(hurdle, step).contrast(low, high, covariance=spread), part).estimate
                - getattr(moved(hurdle, -step).contrast(low, high, covariance=spread), part).estimate
            )
            / 2e-6
            for step in np.eye(len(spread)) * 1e-6
        ]
    )
    found = getattr(hurdle.contrast(low, high), part)
    assert found.standard_error == pytest.approx(float(np.sqrt(gradient @ spread @ gradient)), rel=1e-5)
    reach = t_quantile(hurdle.cluster_count) * found.standard_error
    assert (found.low, found.high) == pytest.approx((found.estimate - reach, found.estimate + reach))


def test_the_covariance_is_the_sum_over_countries(hurdle: Hurdle) -> None:
    width = len(hurdle.any_part.coefficients)
    middle = np.zeros((width, width))
    for country in range(hurdle.cluster_count):
        total = hurdle.any_part.scores[hurdle.clusters == country].sum(axis=0)
        middle += np.outer(total, total)
    bread = np.linalg.inv(hurdle.any_part.information)
    countries = hurdle.cluster_count
    expected = countries / (countries - 1) * bread @ middle @ bread
    assert hurdle.covariance()[:width, :width] == pytest.approx(expected)
    assert np.abs(hurdle.covariance()[:width, width:]).max() > 0, "the parts share what a country's cities share"


def test_cities_counted_twice_in_their_countries_are_no_more_evidence(hurdle: Hurdle) -> None:
    twice = fitted_to(*(np.concatenate([one, one]) for one in (hurdle.columns, hurdle.counts, hurdle.clusters)))
    once, both = (one.contrast(*designs(one, SIZE)).number for one in (hurdle, twice))
    assert both.estimate == pytest.approx(once.estimate, rel=1e-6)
    assert both.standard_error == pytest.approx(once.standard_error, rel=1e-6)


def test_a_part_that_is_not_there_is_no_number(hurdle: Hurdle) -> None:
    only = replace(hurdle, number_part=None)
    found, whole = only.contrast(*designs(only, SIZE)), hurdle.contrast(*designs(hurdle, SIZE))
    assert (found.if_any, found.number) == (None, None)
    assert found.any.estimate == pytest.approx(whole.any.estimate)
    assert found.any.standard_error == pytest.approx(whole.any.standard_error)


def test_the_truth_is_found_again() -> None:
    hurdle = fitted_to(*draw_counts(2, cities=20_000))
    for place in (SIZE, NEAR):
        low, high = designs(hurdle, place)
        found, true = hurdle.contrast(low, high), true_contrast(hurdle, low, high)
        for part in ("any", "if_any", "number"):
            one = getattr(found, part)
            assert abs(one.estimate - getattr(true, part).estimate) < 3 * one.standard_error < 0.35


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    held = estimate_coverage(60)
    assert set(held) == {f"{name} {part}" for name in ("size", "near") for part in ("any", "if_any", "number")}
    assert all(0.88 <= share <= 1 for share in held.values()), held
    assert 0.92 <= np.mean(list(held.values())) <= 0.985
    assert estimate_coverage(3) == estimate_coverage(3)
