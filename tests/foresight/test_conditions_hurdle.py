"""The two parts of the hurdle model: equal to statsmodels and to plain sums, at their limits too."""

import math

import numpy as np
import pytest
from statsmodels.discrete.discrete_model import Logit
from statsmodels.discrete.truncated_model import HurdleCountModel, TruncatedLFNegativeBinomialP

from proxenia.foresight.conditions import hurdle
from proxenia.foresight.conditions.coverage import TRUTH, draw_counts
from proxenia.foresight.conditions.hurdle import Refusal, fit_any, fit_number, means_if_any

NAMES = ("constant", "size", "near")


@pytest.fixture(scope="module")
def drawn():
    """Give columns and counts drawn from known coefficients."""
    columns, counts, _ = draw_counts(7, cities=900)
    return columns, counts


def plain_loglik(columns: np.ndarray, counts: np.ndarray, coefficients: np.ndarray) -> float:
    """Add up the chances of every count, each written out as a product; nothing of the package is used."""
    size, total = math.exp(coefficients[-1]), 0.0
    for row, count in zip(columns, counts, strict=True):
        odds = math.exp(sum(a * b for a, b in zip(row, coefficients[:-1], strict=True)))
        share = odds / (1 + odds)
        weight = 1.0
        for k in range(int(count)):
            weight *= (size + k) / (k + 1) * share
        total += math.log(weight) + size * math.log(1 - share) - math.log(1 - (1 - share) ** size)
    return total


def test_the_likelihood_is_that_of_a_negative_binomial_without_zeros(drawn) -> None:
    columns, counts = drawn
    some = counts > 0
    for at in (TRUTH.number, np.array([0.1, -0.2, 0.9, -1.5]), np.array([-2.0, 0.3, 0.0, 3.0])):
        found = hurdle._number_at(columns[some], counts[some].astype(float), at)
        assert found.loglik == pytest.approx(plain_loglik(columns[some], counts[some], at), rel=1e-10)
        for place, step in enumerate(np.eye(4) * 1e-5):
            up, down = (
                hurdle._number_at(columns[some], counts[some].astype(float), at + way * step) for way in (1, -1)
            )
            assert found.scores.sum(axis=0)[place] == pytest.approx(
                (up.loglik - down.loglik) / 2e-5, rel=1e-5, abs=1e-4
            )
            second = (down.scores.sum(axis=0) - up.scores.sum(axis=0)) / 2e-5
            assert found.information[place] == pytest.approx(second, rel=1e-5, abs=1e-4)


def test_whether_there_is_any_is_statsmodels_logit(drawn) -> None:
    columns, counts = drawn
    ours = fit_any(columns, counts > 0, NAMES)
    theirs = Logit((counts > 0).astype(float), columns).fit(disp=0)
    assert ours.slopes == pytest.approx(theirs.params, abs=1e-6)
    assert ours.loglik == pytest.approx(theirs.llf, abs=1e-6)
    assert np.sqrt(np.diag(ours.bread)) == pytest.approx(theirs.bse, rel=1e-5)


def test_how_many_if_any_is_statsmodels_truncated_negative_binomial(drawn) -> None:
    columns, counts = drawn
    some = counts > 0
    ours = fit_number(columns[some], counts[some], NAMES)
    theirs = TruncatedLFNegativeBinomialP(counts, columns).fit(disp=0, method="bfgs", maxiter=1000, gtol=1e-7)
    assert ours.loglik == pytest.approx(theirs.llf, abs=1e-5)
    assert ours.loglik >= theirs.llf - 1e-9
    assert ours.slopes[1:] == pytest.approx(theirs.params[1:-1], abs=2e-4)
    assert ours.slopes[0] + ours.log_size == pytest.approx(theirs.params[0], abs=2e-4)
    assert math.exp(-ours.log_size) == pytest.approx(theirs.params[-1], abs=2e-4)
    assert np.sqrt(np.diag(ours.bread))[1:3] == pytest.approx(theirs.bse[1:3], rel=1e-2)
    means = means_if_any(columns[some], ours.coefficients)[0]
    assert means == pytest.approx(theirs.predict(columns[some], which="mean"), rel=1e-3)


def test_the_second_part_is_that_of_statsmodels_hurdle_model(drawn) -> None:
    columns, counts = drawn
    some = counts > 0
    theirs = HurdleCountModel(counts, columns, dist="negbin", zerodist="poisson").fit(disp=0, maxiter=500)
    ours = fit_number(columns[some], counts[some], NAMES)
    assert ours.slopes[1:] == pytest.approx(theirs.params[4:6], abs=5e-3)


def test_means_are_those_of_a_sum_over_counts() -> None:
    columns, coefficients = np.array([[1.0, 0.4]]), np.array([0.3, 1.1, -0.7])
    odds, size = math.exp(0.3 + 0.4 * 1.1), math.exp(-0.7)
    chance, total, mean = (1 + odds) ** -size, 0.0, 0.0
    for count in range(1, 2000):
        chance *= (size + count - 1) / count * odds / (1 + odds)
        total, mean = total + chance, mean + count * chance
    found, by_line, by_size = means_if_any(columns, coefficients)
    assert found[0] == pytest.approx(mean / total, rel=1e-9)
    for slope, step in ((by_line, np.array([1e-6, 0, 0])), (by_size, np.array([0, 0, 1e-6]))):
        up, down = (means_if_any(columns, coefficients + way * step)[0][0] for way in (1, -1))
        assert slope[0] == pytest.approx((up - down) / 2e-6, rel=1e-6)


def test_counts_as_narrow_as_a_poisson_meet_that_limit(drawn) -> None:
    columns, _ = drawn
    counts = np.random.default_rng(3).poisson(np.exp(columns @ [0.6, 0.4, 0.3]))
    some = counts > 0
    # The narrowest of many: what is left of spread is taken away by hand, so that the limit must be met.
    narrow = np.minimum(counts[some], np.ceil(np.exp(columns[some] @ [0.6, 0.4, 0.3])) + 1).astype(np.int64)
    found = fit_number(columns[some], narrow, NAMES)
    assert found.held == "poisson"
    assert found.bread[-1, -1] == 0
    assert np.all(np.diag(found.bread)[:-1] > 0)


def test_counts_as_wide_as_a_logarithmic_series_are_fitted(drawn) -> None:
    columns, _ = drawn
    counts = np.random.default_rng(5).logseries(1 / (1 + np.exp(-(columns @ [1.0, 0.5, 0.5]))))
    found = fit_number(columns, counts, NAMES)
    assert found.slopes == pytest.approx([1.0, 0.5, 0.5], abs=0.35)
    assert found.log_size < -1 or found.held == "logarithmic"


def test_a_column_that_separates_is_named(drawn) -> None:
    columns, counts = drawn
    refused = fit_any(columns, (counts > 0) | (columns[:, 2] > 0), NAMES)
    assert isinstance(refused, Refusal)
    assert refused.column == "near"
    some = counts > 0
    ones = np.where(columns[some][:, 2] > 0, 1, counts[some])
    refused = fit_number(columns[some], ones, NAMES)
    assert isinstance(refused, Refusal)
    assert refused.column == "near"
