"""The ties between local governments of a year with the countries of their ends."""

from typing import Final

import polars as pl

from proxenia.atlas.index import Slices
from proxenia.atlas.year import YearView
from proxenia.measures.engines.kept import kept
from proxenia.overlay.rule import RULE
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["abroad_and_within", "by_country", "by_pair", "placed_ties"]

_ADDED: Final = ("one", "two", "start_earliest", "fields")
_LOCAL: Final = pl.col("kind").fill_null("city").is_in(RULE.city_actors)


def placed_ties(view: YearView) -> pl.DataFrame:
    """Return the city ties on the map of a year, suspended ones too, whose both ends have a country.

    The columns are those of the view and `one` and `two`, the countries of `a` and `b`, `start_earliest` and `fields`.
    """
    placed = _placed(view.index.snapshot)
    return placed.join(view.ties, on="id", maintain_order="left").select(*view.ties.columns, *_ADDED)


@kept
def _placed(snapshot: Snapshot) -> pl.DataFrame:
    """Return the city ties of all years whose both ends have a country, by their identifiers in order."""
    homes = snapshot.actors.filter(_LOCAL & pl.col("country").is_not_null()).select("id", "country")
    return (
        snapshot.ties.filter(pl.col("kind").is_in(RULE.city_tie_kinds))
        .join(homes.rename({"id": "a", "country": "one"}), on="a")
        .join(homes.rename({"id": "b", "country": "two"}), on="b")
        .select("id", *_ADDED)
        .sort("id")
    )


def by_pair(placed: pl.DataFrame) -> Slices:
    """Return the ties of every pair of countries, by their codes with a hyphen between, the lower first."""
    low, high = pl.min_horizontal("one", "two"), pl.max_horizontal("one", "two")
    return Slices(placed.with_columns(pair=low + "-" + high).sort("pair", "id"), "pair")


def by_country(placed: pl.DataFrame) -> Slices:
    """Return the ties of every country by its code, those between two countries in the part of either."""
    ends = [placed.with_columns(code="one"), placed.filter(pl.col("one") != pl.col("two")).with_columns(code="two")]
    return Slices(pl.concat(ends).sort("code", "id"), "code")


def abroad_and_within(placed: pl.DataFrame, code: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the ties between a country and others, and those between two local governments of it."""
    one, two = placed["one"] == code, placed["two"] == code
    return placed[(one ^ two).arg_true()], placed[(one & two).arg_true()]
