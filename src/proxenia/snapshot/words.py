"""Words and sentences of several statements brought together to one record."""

import polars as pl

__all__ = ["first_text", "union_of_words"]


def union_of_words(statements: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return `record` and the sorted union of all the words that its statements carry, joined there by semicolons."""
    return (
        statements.filter(pl.col(column).is_not_null())
        .select("record", pl.col(column).str.split(";"))
        .explode(column)
        .group_by("record")
        .agg(pl.col(column).unique().sort())
    )


def first_text(statements: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return `record` and the text of the source whose id comes first (then of the lowest statement id)."""
    return (
        statements.filter(pl.col(column).is_not_null())
        .sort("record", "source", "id")
        .group_by("record", maintain_order=True)
        .agg(pl.col(column).first())
    )
