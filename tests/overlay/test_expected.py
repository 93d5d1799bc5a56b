"""The gravity model: known coefficients recovered, a slow maximisation equalled, and what it refuses."""

from dataclasses import replace
from time import process_time

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize
from scipy.special import gammaln
from tests.overlay.simulated import TRUE, TRUE_ALPHA, simulated_table

from proxenia.errors import InputError, UnknownValueError
from proxenia.overlay.counts import deviance_share, fit_counts, fit_dispersion, scores_of
from proxenia.overlay.dyadic_errors import DYADIC, PAIRWISE, dyadic_covariance, robust_covariance
from proxenia.overlay.gravity import EXPECTED, GravityFit, estimate_gravity
from proxenia.overlay.gravity_terms import TERMS, GravityTable, parse_terms

FIT_SECONDS = 5.0
"""20,000 pairs take about a second; processor time, with room for a slow machine."""


@pytest.fixture(scope="module")
def table() -> GravityTable:
    """Give simulated pairs of 60 countries."""
    return simulated_table()


@pytest.fixture(scope="module")
def fit(table: GravityTable) -> GravityFit:
    """Give the model of the simulated pairs."""
    return estimate_gravity(table)


def _columns(table: GravityTable) -> tuple[np.ndarray, np.ndarray]:
    counts = table.rows["city_ties"].to_numpy().astype(float)
    return counts, np.column_stack([np.ones(len(counts)), table.rows.select(table.terms).to_numpy()])


def test_coefficients_that_made_the_counts_are_recovered(fit: GravityFit) -> None:
    assert fit.converged
    for coefficients in (fit.coefficients, fit.poisson):
        assert [one.term for one in coefficients] == list(TRUE)
        for one in coefficients:
            assert abs(one.estimate - TRUE[one.term]) < 3 * one.standard_error, one
            # The errors are small enough for the test to be able to fail.
            assert one.standard_error < max(0.35, abs(TRUE[one.term]) / 4), one
    assert abs(fit.dispersion.alpha - TRUE_ALPHA) < 3 * fit.dispersion.standard_error
    assert abs(fit.alpha_of_expected - TRUE_ALPHA) < 0.3


def test_estimates_equal_a_slow_maximisation_of_the_written_out_likelihood(
    table: GravityTable, fit: GravityFit
) -> None:
    counts, columns = _columns(table)
    middle, spread = columns.mean(axis=0), columns.std(axis=0)
    middle[0], spread[0] = 0.0, 1.0
    standard = (columns - middle) / spread

    def loss(parameters: np.ndarray) -> float:
        mean, size = np.exp(standard @ parameters[:-1]), np.exp(-parameters[-1])
        chance = size / (size + mean)
        likely = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1)
        return -float((likely + size * np.log(chance) + counts * np.log1p(-chance)).sum())

    start = np.zeros(columns.shape[1] + 1)
    start[0] = np.log(counts.mean())
    with np.errstate(all="ignore"):
        found = minimize(loss, start, method="BFGS", jac="3-point", options={"gtol": 1e-4, "maxiter": 2000})
    slopes = found.x[:-1] / spread
    slopes[0] -= (slopes[1:] * middle[1:]).sum()
    assert slopes == pytest.approx([one.estimate for one in fit.coefficients], abs=1e-4)
    assert np.exp(found.x[-1]) == pytest.approx(fit.dispersion.alpha, abs=1e-4)
    assert -found.fun == pytest.approx(fit.log_likelihood, abs=1e-4)


def test_scores_are_the_derivatives_of_the_likelihood(table: GravityTable) -> None:
    counts, columns = _columns(table)
    counts, columns = counts[:50], columns[:50] - np.append(0.0, columns[:, 1:].mean(axis=0))
    at = np.array([0.2, 0.5, -1.0, 0.3, 0.1, 0.2, 0.4, 0.7])

    def likelihoods(parameters: np.ndarray) -> np.ndarray:
        mean, size = np.exp(columns @ parameters[:-1]), 1 / parameters[-1]
        likely = gammaln(counts + size) - gammaln(size) - gammaln(counts + 1)
        return likely + size * np.log(size / (size + mean)) + counts * np.log(mean / (size + mean))

    scores = scores_of(counts, columns, at[:-1], at[-1])
    for number in range(len(at)):
        step = np.zeros(len(at))
        step[number] = 1e-6
        slope = (likelihoods(at + step) - likelihoods(at - step)) / 2e-6
        assert scores[:, number] == pytest.approx(slope, abs=1e-5)


def test_errors_count_every_two_pairs_that_share_a_country() -> None:
    generator = np.random.default_rng(3)
    pairs = [(a, b) for a in range(6) for b in range(a + 1, 6)]
    scores, hessian = generator.normal(size=(len(pairs), 2)), -np.array([[4.0, 1.0], [1.0, 3.0]])
    meat = sum(
        np.outer(scores[i], scores[j])
        for i, one in enumerate(pairs)
        for j, other in enumerate(pairs)
        if set(one) & set(other)
    )
    bread = np.linalg.inv(-hessian)
    one, two = np.array(pairs).T
    assert dyadic_covariance(scores, hessian, one, two) == pytest.approx(bread @ meat @ bread)


def test_errors_over_countries_that_are_not_defined_are_replaced_and_named() -> None:
    # Three pairs of three countries whose scores cancel out: the sum over shared countries is zero.
    scores, hessian = np.array([[1.0], [1.0], [-2.0]]), np.array([[-1.0]])
    one, two = np.array([0, 0, 1]), np.array([1, 2, 2])
    covariance, errors = robust_covariance(scores, hessian, one, two, turn=2 * np.eye(1))
    assert (covariance.item(), errors) == (24.0, PAIRWISE)
    covariance, errors = robust_covariance(abs(scores), hessian, one, two, turn=np.eye(1))
    assert (covariance.item(), errors) == (16.0, DYADIC)


def test_expected_counts_add_up_and_the_residual_is_counted_less_expected(table: GravityTable, fit: GravityFit) -> None:
    told = fit.expected_ties(table.rows)
    assert told.schema == EXPECTED
    assert told["expected"].sum() == pytest.approx(fit.ties)
    assert fit.totals["poisson"] == pytest.approx(1.0)
    assert told["residual"].sum() == pytest.approx(0.0, abs=1e-6)
    one = told.row(0, named=True)
    assert one["residual"] == pytest.approx(one["city_ties"] - one["expected"])
    spread = (one["expected"] + fit.alpha_of_expected * one["expected"] ** 2) ** 0.5
    assert one["pearson"] == pytest.approx(one["residual"] / spread)
    # A variance that fits makes Pearson residuals with a variance near 1.
    assert told["pearson"].var() == pytest.approx(1.0, abs=0.35)


def test_measures_of_fit_are_what_their_names_say(table: GravityTable, fit: GravityFit) -> None:
    counts, columns = _columns(table)
    centred = columns - np.append(0.0, columns[:, 1:].mean(axis=0))
    alone = fit_counts(counts, np.ones((len(counts), 1)))
    parameters = len(TERMS) + 2
    assert fit.log_likelihood_constant == pytest.approx(alone.log_likelihood)
    assert fit.mcfadden == pytest.approx(1 - fit.log_likelihood / alone.log_likelihood)
    assert 0 < fit.mcfadden < 1
    assert fit.aic == pytest.approx(2 * parameters - 2 * fit.log_likelihood)
    assert fit.bic == pytest.approx(parameters * np.log(len(counts)) - 2 * fit.log_likelihood)
    assert fit.dispersion.statistic == pytest.approx(2 * (fit.log_likelihood - fit.log_likelihood_poisson))
    assert fit.dispersion.p < 1e-6
    for one in fit.coefficients:
        assert (one.low, one.high) == pytest.approx(
            (one.estimate - 1.95996 * one.standard_error, one.estimate + 1.95996 * one.standard_error), abs=1e-4
        )
    assert 0 < deviance_share(counts, centred[:, :2], alpha=0.0) < deviance_share(counts, centred, alpha=0.0) < 1


def test_counts_of_a_poisson_are_seen_to_be_one() -> None:
    table = simulated_table(alpha=0.0)
    fit = estimate_gravity(table)
    assert fit.dispersion.alpha < 0.02
    assert fit.dispersion.p > 0.01
    assert fit.alpha_of_expected < 0.02
    for one in fit.coefficients:
        assert abs(one.estimate - TRUE[one.term]) < 4 * one.standard_error, one


def test_dispersion_given_the_means_is_the_one_that_made_them() -> None:
    generator = np.random.default_rng(5)
    mean = np.full(20_000, 3.0)
    made = generator.poisson(mean * generator.gamma(0.5, 2.0, len(mean))).astype(float)
    assert fit_dispersion(made, mean) == pytest.approx(2.0, rel=0.05)
    assert fit_dispersion(np.full(50, 3.0), np.full(50, 3.0)) == 0.0


def test_pairs_that_lack_something_are_left_out_counted_and_never_filled(table: GravityTable, fit: GravityFit) -> None:
    lacking = (
        pl.when(pl.col("a") == "AA").then(None).otherwise(pl.col("log_distance")).alias("log_distance"),
        pl.when(pl.col("b") == "AC").then(None).otherwise(pl.col("city_ties")).alias("city_ties"),
    )
    holed = replace(table, rows=table.rows.with_columns(lacking))
    found = estimate_gravity(holed)
    assert {one.reason: (one.pairs, one.countries) for one in found.left_out} == {
        "city_ties": (2, ()),
        "log_distance": (58, ("AA",)),
    }
    assert found.pairs == fit.pairs - 60
    told = found.expected_ties(holed.rows)
    assert told["expected"].null_count() == told["residual"].null_count() == told["pearson"].null_count() == 60


def test_order_of_rows_plays_no_part(table: GravityTable, fit: GravityFit) -> None:
    turned = estimate_gravity(replace(table, rows=table.rows.reverse()))
    assert turned.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-8)
    assert [one.standard_error for one in turned.poisson] == pytest.approx([one.standard_error for one in fit.poisson])


@pytest.mark.parametrize(
    ("made", "named", "words"),
    [
        (pl.lit(1.0).alias("same_bloc"), "same_bloc", "is 1 for every pair"),
        ((pl.col("log_distance") * 2 + pl.col("log_size")).alias("same_bloc"), "same_bloc", "follows from"),
        (pl.col("contiguous").alias("common_language"), "common_language", "follows from"),
        (pl.lit(None, dtype=pl.Float64).alias("log_distance"), "log_distance", "known for no pair"),
    ],
)
def test_a_term_that_cannot_be_told_is_refused_by_name(
    table: GravityTable, made: pl.Expr, named: str, words: str
) -> None:
    with pytest.raises(InputError, match=words) as caught:
        estimate_gravity(replace(table, rows=table.rows.with_columns(made)))
    assert f"'{named}'" in caught.value.happened
    assert f"--without {named}" in caught.value.next_step


@pytest.mark.parametrize("side", [0.0, 1.0])
def test_a_term_that_separates_is_refused_by_name(table: GravityTable, side: float) -> None:
    counts = pl.when(pl.col("contiguous") == side).then(0).otherwise(pl.col("city_ties") + 1).alias("city_ties")
    with pytest.raises(InputError, match="separates") as caught:
        estimate_gravity(replace(table, rows=table.rows.with_columns(counts)))
    assert "'contiguous'" in caught.value.happened


@pytest.mark.parametrize("rows", [0, 79])
def test_too_few_pairs_are_refused(table: GravityTable, rows: int) -> None:
    with pytest.raises(InputError, match=f"has {rows} pairs") as caught:
        estimate_gravity(replace(table, rows=table.rows.head(rows)))
    assert "80 pairs" in caught.value.expected


def test_pairs_without_a_single_tie_are_refused(table: GravityTable) -> None:
    with pytest.raises(InputError, match="with 0 city ties"):
        estimate_gravity(replace(table, rows=table.rows.with_columns(city_ties=pl.lit(0, dtype=pl.Int64))))


def test_a_term_that_is_left_out_is_not_missed(table: GravityTable) -> None:
    terms = parse_terms(("same_bloc", "colonial_tie"))
    fit = estimate_gravity(replace(table, rows=table.rows.drop("same_bloc", "colonial_tie"), terms=terms))
    assert fit.terms == terms
    with pytest.raises(UnknownValueError, match="gdp"):
        parse_terms(("gdp",))


def test_twenty_thousand_pairs_are_quick(fit: GravityFit) -> None:
    table = simulated_table(countries=201)
    assert table.rows.height == 20_100
    begun = process_time()
    large = estimate_gravity(table)
    assert process_time() - begun < FIT_SECONDS
    assert large.coefficient("log_distance").standard_error < fit.coefficient("log_distance").standard_error
