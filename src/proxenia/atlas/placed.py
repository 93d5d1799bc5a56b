"""The ties between local governments of a year with the countries of their ends."""

from typing import Final

import polars as pl

from proxenia.atlas.year import YearView
from proxenia.overlay.rule import RULE

__all__ = ["placed_ties", "ties_abroad", "ties_between", "ties_within"]

_LOCAL: Final = pl.col("kind").fill_null("city").is_in(RULE.city_actors)


def placed_ties(view: YearView) -> pl.DataFrame:
    """Return the city ties on the map of a year, suspended ones too, whose both ends have a country.

    The columns are those of the view and `one` and `two`, the countries of `a` and `b`, and `start_earliest`.
    """
    snapshot = view.index.snapshot
    homes = snapshot.actors.filter(_LOCAL & pl.col("country").is_not_null()).select("id", "country")
    return (
        view.ties.filter(pl.col("kind").is_in(RULE.city_tie_kinds))
        .join(homes.rename({"id": "a", "country": "one"}), on="a")
        .join(homes.rename({"id": "b", "country": "two"}), on="b")
        .join(snapshot.ties.select("id", "start_earliest", "fields"), on="id")
        .sort("id")
    )


def ties_between(placed: pl.DataFrame, a: str, b: str) -> pl.DataFrame:
    """Return the ties between two countries."""
    one, two = pl.col("one"), pl.col("two")
    return placed.filter(((one == a) & (two == b)) | ((one == b) & (two == a)))


def ties_abroad(placed: pl.DataFrame, code: str) -> pl.DataFrame:
    """Return the ties between a country and others."""
    return placed.filter((pl.col("one") == code) != (pl.col("two") == code))


def ties_within(placed: pl.DataFrame, code: str) -> pl.DataFrame:
    """Return the ties between two local governments of a country."""
    return placed.filter((pl.col("one") == code) & (pl.col("two") == code))
