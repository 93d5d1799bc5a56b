"""How often the intervals hold the truth, tried on counts that were drawn from known coefficients."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.conditions.hurdle import CONSTANT, Floats, Part, Refusal, fit_any, fit_number
from proxenia.foresight.conditions.marginal import Contrast, Hurdle

__all__ = ["TRUTH", "Drawn", "draw_counts", "estimate_coverage", "fitted_to", "true_contrast"]

NAMES: Final = (CONSTANT, "size", "near")
CITIES: Final = 500
COUNTRIES: Final = 40


@dataclass(frozen=True, eq=False)
class Drawn:
    """Coefficients of both parts as they are put in: of the log-odds of any; of the number, with log r."""

    any: Floats
    number: Floats


TRUTH: Final = Drawn(any=np.array([0.4, 0.7, -0.5]), number=np.array([0.8, 0.4, 0.5, 0.2]))
"""What :func:`estimate_coverage` puts in: the constant, an amount, a yes or no; of the number also log r."""


def draw_counts(
    seed: int, *, cities: int = CITIES, truth: Drawn = TRUTH
) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Return columns, counts and the countries of cities, drawn from a hurdle model.

    Parameters
    ----------
    seed
        The same seed draws the same.
    cities
        How many.
    truth
        The coefficients.
    """
    numbers = np.random.default_rng(seed)
    near = numbers.random(cities) < 0.3
    columns = np.column_stack([np.ones(cities), numbers.normal(size=cities), near]).astype(float)
    some = numbers.random(cities) < 1 / (1 + np.exp(-(columns @ truth.any)))
    size, share = np.exp(truth.number[-1]), 1 / (1 + np.exp(-(columns @ truth.number[:-1])))
    counts = np.zeros(cities, dtype=np.int64)
    # Drawn until there is one: the negative binomial without its zeros.
    while (missing := some & (counts == 0)).any():
        counts[missing] = numbers.negative_binomial(size, 1 - share[missing])
    return columns, counts, np.arange(cities, dtype=np.int64) % COUNTRIES


def fitted_to(columns: Floats, counts: NDArray[np.int64], countries: NDArray[np.int64]) -> Hurdle:
    """Return both parts fitted to counts.

    Raises
    ------
    InputError
        When a part cannot be fitted; the error names the column.
    """
    some = counts > 0
    parts = fit_any(columns, some, NAMES), fit_number(columns[some], counts[some], NAMES)
    for part in parts:
        if isinstance(part, Refusal):
            raise InputError(
                f"The counts cannot be fitted: {part.column}: {part.reason}", next_step="Draw more cities, or others"
            )
    return Hurdle(columns, counts, countries, *(part for part in parts if isinstance(part, Part)))


def true_contrast(hurdle: Hurdle, low: Floats, high: Floats, *, truth: Drawn = TRUTH) -> Contrast:
    """Return what the differences are by the coefficients that were put in, of the same cities."""

    def known(part: Part | None, coefficients: Floats) -> Part | None:
        return None if part is None else replace(part, coefficients=coefficients)

    put_in = replace(
        hurdle, any_part=known(hurdle.any_part, truth.any), number_part=known(hurdle.number_part, truth.number)
    )
    return put_in.contrast(low, high)


def estimate_coverage(runs: int, *, seed: int = 1, cities: int = CITIES) -> Mapping[str, float]:
    """Return the share of drawn worlds in which each 95 % interval holds the truth.

    Parameters
    ----------
    runs
        How many worlds are drawn; five hundred take a quarter of a minute.
    seed
        Of the first; the others count on from it.
    cities
        In each world.

    Returns
    -------
    Mapping
        By condition and quantity, such as ``near if_any``, from 0 to 1.
    """
    held: dict[str, int] = {}
    for run in range(runs):
        hurdle = fitted_to(*draw_counts(seed + run, cities=cities))
        spread = hurdle.covariance()
        for place, name in enumerate(NAMES[1:], start=1):
            low, high = hurdle.columns.copy(), hurdle.columns.copy()
            high[:, place] = 1.0 if name == "near" else high[:, place] + 1
            low[:, place] = 0.0 if name == "near" else low[:, place]
            found, true = hurdle.contrast(low, high, covariance=spread), true_contrast(hurdle, low, high)
            for part in ("any", "if_any", "number"):
                interval, put_in = getattr(found, part), getattr(true, part)
                key = f"{name} {part}"
                held[key] = held.get(key, 0) + (interval.low <= put_in.estimate <= interval.high)
    return {name: count / runs for name, count in held.items()}
