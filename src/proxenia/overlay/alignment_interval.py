"""The interval of a share, by bootstrap.

In every draw each tie (or each partner country) gets a random weight, exponentially distributed with mean 1, in place
of being counted once: the Bayesian bootstrap of Rubin (1981), doi:10.1214/aos/1176345338. A city all of whose ties are
of one class would then get an interval without width, so each draw also holds half a tie inside the class and half a
tie outside it; this is what keeps the promised coverage for few ties and for shares near 0 and 1 (Brown, Cai and
DasGupta 2001, doi:10.1214/ss/1009213286). The weights of `k` ties together are one draw from a gamma distribution of
shape `k`.

The draws depend on the seed and on the two counts alone: the same counts give the same interval, whatever else is
asked for.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["DRAWS", "FEWEST_TIES", "LEVEL", "SEED", "estimate_share_interval", "estimate_share_intervals"]

DRAWS: Final = 2_000
"""Draws of the bootstrap."""
FEWEST_TIES: Final = 5
"""With fewer ties (or countries) with data there is no interval."""
LEVEL: Final = 0.95
"""The share of cities whose interval should hold the share that their ties are a sample of."""
SEED: Final = 1
"""The seed when none is given."""
_HALF: Final = 0.5


def estimate_share_intervals(inside: ArrayLike, total: ArrayLike, *, seed: int = SEED) -> NDArray[np.float64]:
    """Return the 95 % intervals of shares.

    Parameters
    ----------
    inside, total
        Whole numbers of shape (n,): how many ties are of the class, out of how many.
    seed
        Of the draws.

    Returns
    -------
    numpy.ndarray
        Shape (n, 2): the lower and the upper bound, 0 to 1; NaN where `total` is below :data:`FEWEST_TIES`.

    Examples
    --------
    >>> estimate_share_intervals([8, 2], [10, 4]).round(1).tolist()
    [[0.5, 1.0], [nan, nan]]
    """
    counts = np.column_stack([np.asarray(inside, dtype=np.int64), np.asarray(total, dtype=np.int64)])
    if not len(counts):
        return np.empty((0, 2))
    different, places = np.unique(counts, axis=0, return_inverse=True)
    bounds = np.array([estimate_share_interval(int(one), int(all_), seed=seed) for one, all_ in different])
    return bounds[places.ravel()]


@lru_cache(maxsize=8_192)
def estimate_share_interval(inside: int, total: int, *, seed: int = SEED) -> tuple[float, float]:
    """Return the 95 % interval of one share, as :func:`estimate_share_intervals` does of many.

    >>> [round(bound, 1) for bound in estimate_share_interval(8, 10)]
    [0.5, 1.0]
    """
    if total < FEWEST_TIES:
        return float("nan"), float("nan")
    draws = np.random.default_rng([seed, inside, total])
    weights = draws.gamma([[inside + _HALF], [total - inside + _HALF]], size=(2, DRAWS))
    low, high = np.quantile(weights[0] / weights.sum(axis=0), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    # A bound at the end of the scale is known: no share can lie beyond it.
    return (0.0 if inside == 0 else float(low)), (1.0 if inside == total else float(high))
