"""What many runs say of a number: its mean, and the intervals in which the middle 50 and 90 % of the runs lie."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEVELS", "Interval", "intervals_of"]

LEVELS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The shares of runs at or below the bounds and the median."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An expected number with its intervals.

    Attributes
    ----------
    expected
        The mean of the runs.
    low_90, low_50, median, high_50, high_90
        The bounds of the intervals, and the middle. They are numbers that runs came to: each is the smallest at or
        below which the share of runs lies that it stands for, so that an interval of counts holds at least as many
        runs as it says.
    """

    expected: float
    low_90: float
    low_50: float
    median: float
    high_50: float
    high_90: float

    @classmethod
    def of(cls, runs: NDArray[np.number[Any]]) -> "Interval":
        """Return the interval of one number's runs.

        >>> Interval.of(np.arange(100))
        Interval(expected=49.5, low_90=4.0, low_50=24.0, median=49.0, high_50=74.0, high_90=94.0)
        """
        return intervals_of(np.asarray(runs)[:, None])[0]

    def with_median(self) -> "Interval":
        """Return the same with the median as the expected number."""
        return replace(self, expected=self.median)

    def as_json(self) -> dict[str, float]:
        """Return the numbers by name."""
        return asdict(self)


def intervals_of(runs: NDArray[np.number[Any]]) -> list[Interval]:
    """Return the interval of every column of (runs, numbers)."""
    if not runs.shape[1]:
        return []
    ordered = np.sort(runs, axis=0)
    count = len(ordered)
    places = [max(int(np.ceil(level * count)) - 1, 0) for level in LEVELS]
    means = np.round(runs.mean(axis=0), 6)
    bounds = [np.round(ordered[place].astype(float), 6) for place in places]
    return [Interval(*(float(one[column]) for one in (means, *bounds))) for column in range(runs.shape[1])]
