"""Standard errors of a model of pairs, in which pairs that share a country resemble each other.

The estimator is that of Aronow, Samii and Assenova, Cluster-Robust Variance Estimation for Dyadic Data, Political
Analysis, 2015, arXiv:1312.3398: the scores of two pairs count together when the pairs share an actor.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["DYADIC", "PAIRWISE", "dyadic_covariance", "pairwise_covariance", "robust_covariance"]

Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]

DYADIC: Final = "robust to pairs that share a country (Aronow, Samii and Assenova 2015)"
PAIRWISE: Final = (
    "robust pair by pair (HC0 of White 1980); over shared countries they are not defined on so little data"
)


def dyadic_covariance(scores: Numbers, hessian: Numbers, one: Positions, two: Positions) -> Numbers:
    """Return the covariance of estimates on pairs, robust to pairs that share an actor.

    Parameters
    ----------
    scores
        Shape (pairs, parameters): the derivative of each pair's log-likelihood at the estimates.
    hessian
        Shape (parameters, parameters): the second derivative of the whole log-likelihood.
    one, two
        Shape (pairs,): the numbers of the two actors of each pair, from 0 on.

    Returns
    -------
    NDArray
        Shape (parameters, parameters). With few actors a variance on its diagonal may come out negative.
    """
    sums = np.zeros((int(max(one.max(), two.max())) + 1, scores.shape[1]))
    np.add.at(sums, one, scores)
    np.add.at(sums, two, scores)
    # Each pair stands in the sums of both its actors, so its own square is there twice.
    return _sandwich(sums.T @ sums - scores.T @ scores, hessian)


def pairwise_covariance(scores: Numbers, hessian: Numbers) -> Numbers:
    """Return the covariance of estimates when pairs count as independent (HC0)."""
    return _sandwich(scores.T @ scores, hessian)


def robust_covariance(
    scores: Numbers, hessian: Numbers, one: Positions, two: Positions, *, turn: Numbers
) -> tuple[Numbers, str]:
    """Return the covariance over shared actors, else pair by pair, and which of the two it is in words.

    Parameters
    ----------
    turn
        Shape (parameters, parameters): the linear change of the parameters whose covariance is asked for.
    """
    over_actors = turn @ dyadic_covariance(scores, hessian, one, two) @ turn.T
    if (np.diag(over_actors) > 0).all():
        return over_actors, DYADIC
    return turn @ pairwise_covariance(scores, hessian) @ turn.T, PAIRWISE


def _sandwich(meat: Numbers, hessian: Numbers) -> Numbers:
    bread = np.linalg.inv(-hessian)
    covariance: Numbers = bread @ meat @ bread
    return covariance
