"""Since when a statement speaks: the one rule by which everything without a date of its own has its place in time.

A statement speaks on the day of the list that it names (its `listed`), else on that of its source's edition, else on
the day on which its source was read, else on that on which the ledger learnt it. What it says held on that day;
nobody knows how long before.
"""

import polars as pl

from proxenia.snapshot.periods import parsed_periods

__all__ = ["editions_of", "with_told_day"]


def editions_of(sources: pl.DataFrame) -> pl.DataFrame:
    """Return the first day of every source's edition: `source`, `edition_day`, null where it has no date.

    Parameters
    ----------
    sources
        Rows of `id` and `date`.
    """
    return _with_first_day(sources.select(source="id", date="date"), "date", "edition_day").select(
        "source", "edition_day"
    )


def with_told_day(statements: pl.DataFrame, editions: pl.DataFrame) -> pl.DataFrame:
    """Return the statements with `named_day`, of the list they name, `read_day`, and `told_day`, since when they speak.

    Parameters
    ----------
    statements
        Rows of statements or of a snapshot's evidence.
    editions
        What :func:`editions_of` returns.
    """
    read = statements.with_columns(_read=pl.coalesce("retrieved_at", "recorded_at").str.slice(0, 10))
    placed = _with_first_day(_with_first_day(read, "listed", "named_day"), "_read", "read_day")
    return (
        placed.join(editions, on="source", how="left", maintain_order="left")
        .with_columns(told_day=pl.coalesce("named_day", "edition_day", "read_day"))
        .drop("_read", "edition_day")
    )


def _with_first_day(rows: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    days = parsed_periods(rows[column]).select(pl.col("period").alias(column), pl.col("start_earliest").alias(name))
    return rows.join(days, on=column, how="left", maintain_order="left")
