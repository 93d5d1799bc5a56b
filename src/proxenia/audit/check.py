"""What a check is, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.audit.ground import Ground

__all__ = ["SAID", "Check", "as_said", "nothing_said"]

SAID: Final = pl.Schema(
    {
        "case": pl.String(),
        "actors": pl.List(pl.String()),
        "place": pl.Int32(),
        "statement": pl.String(),
        "source": pl.String(),
        "reference": pl.String(),
        "value": pl.String(),
    }
)
"""One row for every statement of every case.

`case` keeps together the statements of one finding, `actors` are the identifiers that it is about, `place` orders its
statements (the rest of the order follows from their content), `value` is what the statement says in plain words.
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One way in which registers disagree, or a register with itself.

    Attributes
    ----------
    id
        The word for it in data files, in the interface and on the command line.
    label, meaning
        A heading, and one plain sentence for those who keep lists.
    find
        Returns the statements of every case, as :data:`SAID`; the rows may come in any order.
    """

    id: str
    label: str
    meaning: str
    find: Callable[[Ground], pl.DataFrame]


def as_said(rows: pl.DataFrame, *, case: pl.Expr, actors: pl.Expr, place: pl.Expr | int = 0) -> pl.DataFrame:
    """Return rows of statements as :data:`SAID`."""
    order = pl.lit(place) if isinstance(place, int) else place
    return rows.select(
        case.cast(pl.String()).alias("case"),
        actors.alias("actors"),
        order.cast(pl.Int32()).alias("place"),
        "statement",
        "source",
        "reference",
        "value",
    )


def nothing_said() -> pl.DataFrame:
    """Return what a check finds where nothing disagrees."""
    return pl.DataFrame(schema=SAID)
