"""What a baseline is calibrated on: windows that had passed by the cut, with what was known before each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.candidates import Candidates
from proxenia.foresight.known import Known

__all__ = ["MOST_PAIRS", "PAST_YEARS", "Window", "past_windows", "shared_windows"]

Floats = NDArray[np.float64]

PAST_YEARS: Final = 10
"""Years before the cut that calibrate a baseline; at least two windows."""
MOST_PAIRS: Final = 150_000
"""Candidates of a past window that are looked at: all ties, and a sample of the rest that stands for all of them."""


@dataclass(frozen=True, eq=False)
class Window:
    """A past window.

    Attributes
    ----------
    candidates
        Candidates before it, or a sample.
    stands_for
        How many candidates each stands for.
    tied
        Rows of those that tied themselves.
    """

    candidates: Candidates
    stands_for: Floats
    tied: NDArray[np.int64]


def past_windows(
    known: Known, *, years: int, seed: int, span: int = PAST_YEARS, most_pairs: int = MOST_PAIRS
) -> Iterator[Window]:
    """Give the windows of that length in the years before the cut, the last one first.

    Covariates are those of each window's own beginning. Windows before the first dated ties are left out.

    Parameters
    ----------
    known
        What was known at the cut.
    years
        Length of a window.
    seed
        Draws the sample of pairs.
    span
        How many years the windows fill; two windows at least.
    most_pairs
        How many pairs of a window that did not tie themselves are looked at.
    """
    number = max(2, -(-span // years))
    for start in (known.cut - step * years for step in range(1, number + 1)):
        window = _window(known, start, years, seed, most_pairs)
        if window is not None:
            yield window


def shared_windows(known: Known, *, years: int, seed: int) -> tuple[Window, ...]:
    """Return the windows that the baselines are calibrated on: made once for all of them."""
    key = f"windows {years} {seed}"
    if key not in known.kept:
        known.kept[key] = tuple(past_windows(known, years=years, seed=seed))
    windows: tuple[Window, ...] = known.kept[key]
    return windows


def _window(known: Known, start: int, years: int, seed: int, most_pairs: int) -> Window | None:
    before = known.as_of(start)
    try:
        candidates = Candidates.of(before)
    except InputError:
        return None
    tied = candidates.rows_of(known.dated.between(start + 1, start + years))
    if len(candidates) - len(tied) <= most_pairs:
        return Window(candidates, np.ones(len(candidates)), tied)
    return _sampled(candidates, tied, most_pairs, np.random.default_rng([seed, start % 2**32]))


def _sampled(candidates: Candidates, tied: NDArray[np.int64], most_pairs: int, rng: np.random.Generator) -> Window:
    others = np.delete(np.arange(len(candidates)), tied)
    taken = rng.choice(others, size=most_pairs, replace=False)
    rows = np.sort(np.concatenate([tied, taken]))
    stands_for = np.where(np.isin(rows, tied), 1.0, len(others) / len(taken))
    return Window(candidates.only(rows), stands_for, np.searchsorted(rows, tied))
