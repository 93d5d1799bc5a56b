"""The hazard: known rates come back, a second estimate by another way agrees, and what is wrong is said."""

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.hazard import PRIOR_SD, estimate_hazard, yearly_chance

TRUE = np.array([-4.0, 1.2, -0.7, 0.5])
HISTORIES = 300


def simulated(seed: int, *, rows: int = 3_000) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    flags = rng.random((rows, 2)) < (0.3, 0.5)
    design = np.column_stack([flags, rng.normal(size=rows)]).astype(np.float64)
    chance = yearly_chance(TRUE[0] + design @ TRUE[1:])
    return design, rng.random(rows) < chance


def test_intervals_cover_the_truth_in_simulated_years() -> None:
    covered = np.zeros(len(TRUE))
    for seed in range(HISTORIES):
        design, happened = simulated(seed)
        found = estimate_hazard(design, happened, np.arange(len(design)))
        covered += np.abs(found.coefficients - TRUE) <= 1.959964 * found.errors
    assert (covered / HISTORIES >= 0.92).all(), covered / HISTORIES
    assert (covered / HISTORIES <= 0.99).all(), covered / HISTORIES


def test_without_a_prior_it_is_the_estimate_of_another_library() -> None:
    design, happened = simulated(11)
    ours = estimate_hazard(design, happened, np.arange(len(design)), prior_sd=1e6)
    link = sm.families.links.CLogLog()
    theirs = sm.GLM(happened.astype(float), sm.add_constant(design), family=sm.families.Binomial(link=link)).fit()
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-5)
    assert ours.loglik == pytest.approx(theirs.llf, abs=1e-6)
    assert (ours.errors >= theirs.bse * 0.999).all()


def test_the_prior_draws_to_nought_and_keeps_what_never_ends_finite() -> None:
    happened = np.zeros(400, dtype=bool)
    happened[:10] = True
    always = np.zeros((400, 1))
    always[:10] = 1
    found = estimate_hazard(always, happened, np.arange(400))
    assert 2 < found.coefficients[1] < 4 * PRIOR_SD
    tighter = estimate_hazard(always, happened, np.arange(400), prior_sd=0.5)
    assert 0 < tighter.coefficients[1] < found.coefficients[1]


def test_what_shares_its_fate_widens_the_errors() -> None:
    design, happened = simulated(5, rows=800)
    alone = estimate_hazard(design, happened, np.arange(800))
    doubled, twice = np.vstack([design] * 4), np.concatenate([happened] * 4)
    groups = np.tile(np.arange(800), 4)
    together = estimate_hazard(doubled, twice, groups)
    apart = estimate_hazard(doubled, twice, np.arange(3_200))
    assert (together.errors > 1.6 * apart.errors).all()
    assert together.errors == pytest.approx(alone.errors, rel=0.25)


@pytest.mark.parametrize("all_of_them", [True, False])
def test_nothing_or_everything_happened(all_of_them: bool) -> None:
    with pytest.raises(InputError, match="of 5 years of ties"):
        estimate_hazard(np.ones((5, 1)), np.full(5, all_of_them), np.arange(5))


def test_a_gap_among_the_numbers() -> None:
    with pytest.raises(InputError, match="not a finite number"):
        estimate_hazard(np.array([[np.nan], [1.0]]), np.array([True, False]), np.arange(2))
