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
LARGEST_SCORE: Final = 1e-6
"""A fit has converged when no derivative of the mean log-likelihood is larger than this."""

LEAST_ALPHA: Final = 1e-7
"""Below it a negative binomial cannot be told from a Poisson, and its derivatives lose their digits."""


@dataclass(frozen=True, eq=False)
class CountFit:
    """A negative binomial fit, with variance mu + alpha mu².

    Attributes
    ----------
    beta
        Shape (columns,): the coefficients of the columns given.
    alpha
        The dispersion; 0 would be a Poisson.
    log_likelihood, poisson_log_likelihood
        At these estimates; at those of a Poisson fit with the same columns.
    poisson_beta, poisson_scores, poisson_hessian
        That Poisson fit, where this one started: its coefficients, and derivatives as below without the dispersion's.
    scores
        Shape (counts, columns + 1): the derivative of each count's log-likelihood by `beta` and `alpha`.
    hessian
        Shape (columns + 1, columns + 1): the second derivative of the log-likelihood.
    converged
        No derivative of the mean log-likelihood is larger than :data:`LARGEST_SCORE`.
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


def _poisson(counts: Numbers, columns: Numbers) -> Numbers:
    from statsmodels.genmod.families import Poisson  # noqa: PLC0415
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415

    beta: Numbers = np.asarray(GLM(counts, columns, family=Poisson()).fit(tol=1e-10).params)
    return beta


def _poisson_log_likelihood(counts: Numbers, columns: Numbers, beta: Numbers) -> float:
    from scipy.special import gammaln  # noqa: PLC0415

    line = columns @ beta
    return float((counts * line - np.exp(line) - gammaln(counts + 1)).sum())


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


def fit_counts(counts: Numbers, columns: Numbers) -> CountFit:
    """Return the negative binomial fit of counts; the columns hold a constant and are not collinear.

    Parameters
    ----------
    counts
        Shape (n,): whole numbers from 0 on, not all of them 0.
    columns
        Shape (n, k): best with means near 0, for the exponential of a line must not overflow.
    """
    from statsmodels.discrete.discrete_model import NegativeBinomial  # noqa: PLC0415

    # A search may try a line so steep that its exponential overflows; it then turns back by itself.
    with np.errstate(all="ignore"):
        first = _poisson(counts, columns)
        model = NegativeBinomial(counts, columns, loglike_method="nb2", check_rank=False)
        mean = np.exp(columns @ first)
        found = _best(model, np.append(first, _first_alpha(counts, mean)))
        beta, alpha = found[:-1], max(float(found[-1]), LEAST_ALPHA)
        scores = scores_of(counts, columns, beta, alpha)
        # At the edge, where the counts are a Poisson's, the likelihood may still rise towards an alpha of 0.
        inside = scores if alpha > LEAST_ALPHA else scores[:, :-1]
        at = np.append(beta, alpha)
        return CountFit(
            beta=beta,
            alpha=alpha,
            log_likelihood=float(model.loglike(at)),
            poisson_log_likelihood=_poisson_log_likelihood(counts, columns, first),
            poisson_beta=first,
            poisson_scores=columns * (counts - mean)[:, None],
            poisson_hessian=-(columns * mean[:, None]).T @ columns,
            scores=scores,
            hessian=np.asarray(model.hessian(at)),
            converged=bool(np.isfinite(at).all() and np.abs(inside.mean(axis=0)).max() < LARGEST_SCORE),
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
        fitted = GLM(counts, columns, family=family).fit(maxiter=MOST_STEPS)
        alone = family.deviance(counts, np.full(len(counts), counts.mean()))
        return float(1.0 - fitted.deviance / alone)
