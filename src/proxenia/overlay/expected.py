"""Expected ties: for every pair of countries, how many city ties the gravity model expects, and the difference."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from proxenia.overlay.gravity import GravityFit, estimate_gravity
from proxenia.overlay.gravity_terms import GravityTable, gravity_table
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["ExpectedTies", "expected_ties"]


@dataclass(frozen=True, eq=False)
class ExpectedTies:
    """What the gravity model expects of the pairs of countries.

    Attributes
    ----------
    fit
        The model.
    table
        The terms it was fitted on.
    pairs
        As :data:`proxenia.overlay.gravity.EXPECTED`: `residual` is the count less the expected count.
    """

    fit: GravityFit
    table: GravityTable
    pairs: pl.DataFrame

    def more(self, limit: int) -> pl.DataFrame:
        """Return the pairs with the most city ties beyond the expected, the farthest first."""
        above = self.pairs.filter(pl.col("residual") > 0)
        return above.sort("residual", "a", "b", descending=[True, False, False]).head(limit)

    def fewer(self, limit: int) -> pl.DataFrame:
        """Return the pairs with the most city ties lacking from the expected, the farthest first."""
        return self.pairs.filter(pl.col("residual") < 0).sort("residual", "a", "b").head(limit)

    def of_pair(self, a: str, b: str) -> dict[str, Any] | None:
        """Return the row of two countries in either order, as plain values; nothing when there is none."""
        place = self._places.get((min(a, b), max(a, b)))
        return None if place is None else self.pairs.row(place, named=True)

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        """Where each pair stands in the table."""
        return {pair: place for place, pair in enumerate(self.pairs.select("a", "b").iter_rows())}


def expected_ties(pairs: pl.DataFrame, snapshot: Snapshot, *, without: tuple[str, ...] = ()) -> ExpectedTies:
    """Fit the gravity model to the pairs of countries and return what it expects of each.

    Parameters
    ----------
    pairs
        As :data:`proxenia.overlay.tables.PAIRS`.
    snapshot
        As of the same day.
    without
        Terms to leave out.

    Raises
    ------
    InputError
        When the model cannot be fitted; the message names the term.
    """
    table = gravity_table(pairs, snapshot, without=without)
    fit = estimate_gravity(table)
    return ExpectedTies(fit, table, fit.expected_ties(table.rows))
