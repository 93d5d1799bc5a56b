"""Models of counts: a Poisson fit, and a negative binomial one (NB2) that starts from it.

The libraries are loaded on first use: they take longer to load than the model takes to fit.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["CountFit", "deviance_share", "fit_counts", "fit_dispersion"]

Numbers = NDArray[np.float64]

MOST_STEPS: Final = 500
POLISHING_STEPS: Final = 50
DEVIANCE_STEP: Final = 1e-12
"""Newton steps end when the deviance changes by less than this share; an absolute bound lies below its digits."""

LARGEST_SCORE: Final = 1e-6
"""A fit has converged when no derivative of the mean log-likelihood is larger than this."""

LEAST_ALPHA: Final = 1e-7
"""The lowest dispersion that is looked at: below it the likelihood loses its digits."""


@dataclass(frozen=True, eq=False)
class CountFit:
    """A negative binomial fit, with variance mu + alpha mu².

    Attributes
    ----------
    beta
        Shape (columns,): the coefficients of the columns given.
    alpha
        The dispersion; 0 when the counts scatter no more than a Poisson's.
    log_likelihood, poisson_log_likelihood
        At these estimates; at those of a Poisson fit with the same columns.
    poisson_beta, poisson_scores, poisson_hessian
        That Poisson fit, where this one started: its coefficients, and derivatives as below without the dispersion's.
    scores
        Shape (counts, columns + 1): the derivative of each count's log-likelihood by `beta` and `alpha`.
    hessian
        Shape (columns + 1, columns + 1): the second derivative of the log-likelihood.
    converged
        No derivative of the mean log-likelihood, by `beta` and by the logarithm of `alpha`, is larger than
        :data:`LARGEST_SCORE`.
    """

    beta: Numbers
    alpha: float
    log_likelihood: float
    poisson_log_likelihood: float
    poisson_beta: Numbers
    poisson_scores: Numbers
    poisson_hessian: Numbers
    scores: Numbers
    hessian: Numbers
    converged: bool


def _first_alpha(counts: Numbers, mean: Numbers) -> float:
    """Return a dispersion to start from: that of the squared residuals on the squared means, bounded."""
    over = ((counts - mean) ** 2 - counts) / mean
    slope = float((over * mean).sum() / (mean**2).sum())
    return min(max(slope, 0.05), 5.0)


def scores_of(counts: Numbers, columns: Numbers, beta: Numbers, alpha: float) -> Numbers:
    """Return the derivative of each count's log-likelihood by the coefficients and the dispersion."""
    from scipy.special import digamma  # noqa: PLC0415

    mean, size = np.exp(columns @ beta), 1.0 / alpha
    by_beta = columns * ((counts - mean) / (1.0 + alpha * mean))[:, None]
    by_size = digamma(counts + size) - digamma(size) - np.log1p(alpha * mean) + 1.0 - (counts + size) / (mean + size)
    return np.column_stack([by_beta, -(size**2) * by_size])


def _best(model: Any, start: Numbers) -> Numbers:
    """Return the maximum of the likelihood: BFGS from the start, then Newton steps from there."""
    options = {"disp": 0, "skip_hessian": True, "warn_convergence": False}
    found = model.fit(start_params=start, method="bfgs", maxiter=MOST_STEPS, **options)
    rough: Numbers = np.asarray(found.params, dtype=np.float64)
    if not np.isfinite(rough).all() or rough[-1] < LEAST_ALPHA:
        return rough
    polished = model.fit(start_params=rough, method="newton", maxiter=POLISHING_STEPS, **options)
    fine: Numbers = np.asarray(polished.params, dtype=np.float64)
    better = np.isfinite(fine).all() and fine[-1] > 0 and model.loglike(fine) >= model.loglike(rough)
    return fine if better else rough


@dataclass(frozen=True, eq=False)
class _Poisson:
    beta: Numbers
    mean: Numbers
    log_likelihood: float
    scores: Numbers
    hessian: Numbers


def _fit_poisson(counts: Numbers, columns: Numbers) -> _Poisson:
    from scipy.special import gammaln  # noqa: PLC0415
    from statsmodels.genmod.families import Poisson  # noqa: PLC0415
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415

    beta: Numbers = np.asarray(
        GLM(counts, columns, family=Poisson()).fit(maxiter=MOST_STEPS, atol=0, rtol=DEVIANCE_STEP).params
    )
    line = columns @ beta
    mean = np.exp(line)
    return _Poisson(
        beta=beta,
        mean=mean,
        log_likelihood=float((counts * line - mean - gammaln(counts + 1)).sum()),
        scores=columns * (counts - mean)[:, None],
        hessian=-(columns * mean[:, None]).T @ columns,
    )


def fit_counts(counts: Numbers, columns: Numbers) -> CountFit:
    """Return the negative binomial fit of counts; the columns hold a constant and are not collinear.

    Parameters
    ----------
    counts
        Shape (n,): whole numbers from 0 on, not all of them 0.
    columns
        Shape (n, k): best with means near 0, for the exponential of a line must not overflow.
    """
    # A search may try a line so steep that its exponential overflows; it then turns back by itself.
    with np.errstate(all="ignore"):
        first = _fit_poisson(counts, columns)
        # Where the likelihood falls as soon as the dispersion leaves 0, a Poisson is the most likely.
        rise = ((counts - first.mean) ** 2 - counts) / 2
        return _beside(counts, columns, first) if rise.sum() > 0 else _at_zero(first, rise)


def _at_zero(first: _Poisson, rise: Numbers) -> CountFit:
    """Return a fit without dispersion; `rise` is the derivative of each count's log-likelihood by it."""
    hessian = np.zeros((len(first.beta) + 1,) * 2)
    hessian[:-1, :-1], hessian[-1, -1] = first.hessian, -(first.mean**2).sum() / 2
    scores = np.column_stack([first.scores, rise])
    converged = bool(np.abs(first.scores.mean(axis=0)).max() < LARGEST_SCORE)
    return _count_fit(first.beta, 0.0, first.log_likelihood, first, scores, hessian, converged)


def _beside(counts: Numbers, columns: Numbers, first: _Poisson) -> CountFit:
    """Return a fit with dispersion, from a Poisson's estimates on."""
    from statsmodels.discrete.discrete_model import NegativeBinomial  # noqa: PLC0415

    model = NegativeBinomial(counts, columns, loglike_method="nb2", check_rank=False)
    found = _best(model, np.append(first.beta, _first_alpha(counts, first.mean)))
    beta, alpha = found[:-1], max(float(found[-1]), LEAST_ALPHA)
    scores, at = scores_of(counts, columns, beta, alpha), np.append(beta, alpha)
    # By the logarithm of alpha: near 0 the derivative by alpha itself is large and has few digits.
    steepest = np.abs(np.append(scores[:, :-1].mean(axis=0), alpha * scores[:, -1].mean())).max()
    converged = bool(np.isfinite(at).all() and steepest < LARGEST_SCORE)
    hessian = np.asarray(model.hessian(at))
    return _count_fit(beta, alpha, float(model.loglike(at)), first, scores, hessian, converged)


def _count_fit(  # noqa: PLR0917
    beta: Numbers, alpha: float, likelihood: float, first: _Poisson, scores: Numbers, hessian: Numbers, converged: bool
) -> CountFit:
    return CountFit(
        beta=beta,
        alpha=alpha,
        log_likelihood=likelihood,
        poisson_log_likelihood=first.log_likelihood,
        poisson_beta=first.beta,
        poisson_scores=first.scores,
        poisson_hessian=first.hessian,
        scores=scores,
        hessian=hessian,
        converged=converged,
    )


def fit_dispersion(counts: Numbers, mean: Numbers) -> float:
    """Return the dispersion that is most likely when the means are given; 0 when a Poisson is."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415
    from scipy.special import gammaln  # noqa: PLC0415

    def loss(log_alpha: float) -> float:
        size = np.exp(-log_alpha)
        likely = gammaln(counts + size) - gammaln(size) - size * np.log1p(mean / size) - counts * np.log(mean + size)
        return -float(likely.sum())

    found = float(np.exp(minimize_scalar(loss, bounds=(np.log(LEAST_ALPHA), 10.0), method="bounded").x))
    return found if found > 10 * LEAST_ALPHA else 0.0


def deviance_share(counts: Numbers, columns: Numbers, *, alpha: float) -> float:
    """Return the share of the deviance that a model with a constant explains, at a given dispersion.

    An `alpha` of 0 is a Poisson. With the dispersion given, models of the same counts can be compared: 0 says
    no more than the mean does, 1 says every count.
    """
    from statsmodels.genmod import families  # noqa: PLC0415
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415

    family = families.NegativeBinomial(alpha=alpha) if alpha > 0 else families.Poisson()
    with np.errstate(all="ignore"):
        fitted = GLM(counts, columns, family=family).fit(maxiter=MOST_STEPS, atol=0, rtol=DEVIANCE_STEP)
        alone = family.deviance(counts, np.full(len(counts), counts.mean()))
        return float(1.0 - fitted.deviance / alone)
