"""Names in bulk: from a table of names to the probability of every candidate, all in columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from proxenia.resolve.candidates import ALIKE, HEAD, TERRITORIES, find_candidates, find_hints
from proxenia.resolve.evidence import AROUND_KM, FAR_KM, matrix, weigh
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.surroundings import context_of
from proxenia.resolve.weights import Weights, load_weights, probabilities

__all__ = ["ASKED", "Surroundings", "asked_table", "best_of", "score_names"]

ASKED: Final = pl.Schema(
    {
        "q": pl.UInt32(),
        "name": pl.String(),
        "country": pl.String(),
        "division": pl.String(),
        "lon": pl.Float64(),
        "lat": pl.Float64(),
    }
)
"""Names asked for: `country` is a code or empty, `division` GeoNames' code or empty, the coordinates may be missing."""
ROUNDS: Final = 2
"""How often names that were found help to find their twins."""
_SURE: Final = 0.95
"""A twin found with this probability speaks for its own twins."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The twins of the names asked for.

    Attributes
    ----------
    pairs
        Names that the list ties to each other: `q`, `r`, both ways round.
    fixed
        Twins whose place is known: `q`, `b` (a GeoNames number).
    ties
        What other lists hold (:data:`proxenia.resolve.surroundings.TIES`).
    """

    pairs: pl.DataFrame
    fixed: pl.DataFrame
    ties: pl.DataFrame


def asked_table(names: Iterable[str], countries: Iterable[str]) -> pl.DataFrame:
    """Return names and the codes of their countries (empty where unknown) as a table to ask with.

    >>> asked_table(["Rotterdam"], ["NL"]).row(0)
    (0, 'Rotterdam', 'NL', '', None, None)
    """
    table = pl.DataFrame(
        {"name": list(names), "country": list(countries)},
        schema_overrides={"name": pl.String(), "country": pl.String()},
    )
    return table.with_row_index("q").select(
        "q", "name", "country", division=pl.lit(""), lon=pl.lit(None, pl.Float64), lat=pl.lit(None, pl.Float64)
    )


def score_names(
    asked: pl.DataFrame,
    gazetteer: Gazetteer,
    *,
    past: pl.DataFrame | None = None,
    different: pl.DataFrame | None = None,
    surroundings: Surroundings | None = None,
    weights: Weights | None = None,
) -> pl.DataFrame:
    """Return the candidates of names with their evidence, their `probability` and whether one is `taken`.

    They are sorted by name and number.

    Parameters
    ----------
    asked
        The names (`ASKED`).
    past
        States of today that a name's past state may mean: `q`, `country`; their names have no `country` in `asked`.
    different
        Places that a name is known not to mean: `q`, `number`.
    """
    chosen = weights or load_weights()
    found = find_candidates(asked, _reach(asked, past), gazetteer)
    if different is not None:
        found = found.join(different, on=["q", "number"], how="anti")
    hints = find_hints(asked)
    alone = _alone(asked, past)
    scored = _scored(weigh(found, asked, hints, gazetteer), alone, chosen)
    for _ in range(ROUNDS if surroundings is not None else 0):
        assert surroundings is not None  # noqa: S101
        partners = _placed_partners(scored, surroundings)
        context = context_of(found, partners, surroundings.ties, gazetteer.spots)
        scored = _scored(weigh(found, asked, hints, gazetteer, context), alone, chosen)
    return scored


def best_of(scored: pl.DataFrame) -> pl.DataFrame:
    """Return the likeliest candidate of each name; of equals, the one with the lower number."""
    ordered = scored.sort(["q", "probability", "number"], descending=[False, True, False])
    return ordered.unique("q", keep="first", maintain_order=True)


def _reach(asked: pl.DataFrame, past: pl.DataFrame | None) -> pl.DataFrame:
    own = asked.filter(pl.col("country") != "").select("q", "country")
    beside = own.join(
        pl.DataFrame(
            [(state, area) for state, areas in TERRITORIES.items() for area in areas],
            schema={"country": pl.String(), "area": pl.String()},
            orient="row",
        ),
        on="country",
    ).select("q", country="area")
    return pl.concat([own, beside, *([past.select("q", "country")] if past is not None else [])])


def _alone(asked: pl.DataFrame, past: pl.DataFrame | None) -> pl.Series:
    """Return the names of which no state is known."""
    nowhere = asked.filter(pl.col("country") == "").select("q")
    return nowhere["q"] if past is None else nowhere.join(past.select("q").unique(), on="q", how="anti")["q"]


def _scored(weighed: pl.DataFrame, alone: pl.Series, weights: Weights) -> pl.DataFrame:
    """Add the probability of each candidate, and from which one on it is taken."""
    names, numbers = weighed["q"].to_numpy(), matrix(weighed)
    likely = probabilities(numbers, names, weights.placed)
    if len(alone):
        is_alone = np.isin(names, alone.to_numpy())
        likely = np.where(is_alone, probabilities(numbers, names, weights.alone), likely)
    accept = np.full(len(names), weights.accept_placed)
    if len(alone):
        accept[is_alone] = weights.accept_alone
    # Of names that are only alike seven in ten were right: something beyond the name must speak for the place.
    witnessed = (pl.col("km") <= AROUND_KM).fill_null(value=False) | (pl.col("tied") > 0)
    far = (pl.col("km") > FAR_KM).fill_null(value=False)
    # Chaoyang (Beijing) is none of the other Chaoyangs: an addition that decides nothing is not overruled by size.
    silent = pl.col("hinted") & ~pl.col("hint_near") & ~pl.col("agrees") & (pl.col("form") == HEAD)
    refused = ((pl.col("form") == ALIKE) & ~witnessed) | far | (silent & (pl.col("rivals") > 1))
    # Rounded, for the last bits of a sum depend on the machine and on the names beside it.
    scored = weighed.with_columns(probability=pl.Series(likely.round(6)), accept=pl.Series(accept))
    return scored.with_columns(taken=(pl.col("probability") >= pl.col("accept")) & ~refused)


def _placed_partners(scored: pl.DataFrame, surroundings: Surroundings) -> pl.DataFrame:
    """Return the twins whose place is known or found for sure: `q`, `b`."""
    sure = best_of(scored).filter(pl.col("probability") >= _SURE).select(r="q", b="number")
    met = surroundings.pairs.join(sure, on="r").select("q", "b")
    return pl.concat([surroundings.fixed.select("q", "b"), met]).unique()
