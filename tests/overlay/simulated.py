"""Simulated pairs of countries: drawn from a gravity model whose coefficients are known. No country here is real."""

from itertools import combinations
from typing import Final

import numpy as np
import polars as pl

from proxenia.overlay.gravity_terms import TERMS, GravityTable

TRUE: Final = {
    "constant": -9.0,
    "log_size": 0.6,
    "log_distance": -1.1,
    "contiguous": 0.7,
    "common_language": 0.4,
    "colonial_tie": 0.9,
    "same_bloc": 0.5,
}
TRUE_ALPHA: Final = 0.8


def simulated_terms(*, countries: int, seed: int) -> pl.DataFrame:
    """Return pairs of made-up countries with made-up terms."""
    generator = np.random.default_rng(seed)
    codes = [f"{one}{two}" for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for two in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"][:countries]
    size = dict(zip(codes, generator.normal(16.0, 1.5, countries), strict=True))
    pairs = list(combinations(codes, 2))
    made = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs], "log_size": [size[a] + size[b] for a, b in pairs]}
    made["log_distance"] = generator.normal(8.3, 0.8, len(pairs)).tolist()
    for name, share in (("contiguous", 0.05), ("common_language", 0.15), ("colonial_tie", 0.04), ("same_bloc", 0.2)):
        made[name] = (generator.random(len(pairs)) < share).astype(float).tolist()
    return pl.DataFrame(made)


def simulated_table(*, countries: int = 60, seed: int = 7, alpha: float = TRUE_ALPHA) -> GravityTable:
    """Return a table whose counts are drawn from a negative binomial (a Poisson where `alpha` is 0)."""
    terms = simulated_terms(countries=countries, seed=seed)
    generator = np.random.default_rng(seed + 1)
    mean = np.exp(TRUE["constant"] + sum(terms[name].to_numpy() * TRUE[name] for name in TERMS))
    factor = generator.gamma(1 / alpha, alpha, len(mean)) if alpha else 1.0
    counts = generator.poisson(mean * factor).astype(np.int64)
    rows = terms.with_columns(city_ties=pl.Series(counts, dtype=pl.Int64))
    return GravityTable(rows.select("a", "b", "city_ties", *TERMS), tuple(TERMS), (), "population", "simulated")
