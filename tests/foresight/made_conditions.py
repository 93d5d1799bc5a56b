"""Made-up cities for the tests of conditions: every figure and count in them is drawn or made up."""

import numpy as np
import polars as pl

from proxenia.foresight.conditions.declared import CONDITIONS

__all__ = ["made_table"]

_KNOWN = ("size", "near_border", "regional_autonomy")


def made_table(seed: int = 1, *, cities: int = 600, countries: int = 30, parts: int = 2) -> pl.DataFrame:
    """Cities of which the larger have more, and those near a border fewer; three conditions are known."""
    numbers = np.random.default_rng(seed)
    country = numbers.integers(0, countries, cities)
    size = numbers.normal(16, 2, cities)
    near = (numbers.random(cities) < 0.3).astype(float)
    autonomy = numbers.normal(1.5, 0.8, countries)[country]
    some = numbers.random(cities) < 1 / (1 + np.exp(-(-6 + 0.4 * size)))
    counts = 1 + numbers.negative_binomial(1.5, 1 / (1 + np.exp(-2.0 + 0.2 * (size - 16) - 0.8 * near)))
    columns = {
        "city": [f"gn:{number}" for number in range(1, cities + 1)],
        "country": [f"X{number:02d}" for number in country],
        "part": [("Europe", "Asia", "Africa")[number % parts] for number in country],
        "count": np.where(some, counts, 0).astype(np.int64),
        "size": size,
        "near_border": near,
        "regional_autonomy": autonomy,
    }
    unknown = {name: pl.Series([None] * cities, dtype=pl.Float64) for name in CONDITIONS if name not in _KNOWN}
    return pl.DataFrame({**columns, **unknown})
