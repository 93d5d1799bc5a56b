"""Ties that ended and began again.

Where one source says of one pair that a tie ended and that there was one again from a later day, these are two ties: an
alliance from 1942 to 1945 and one since 1949. The last spell keeps the id of the pair and kind; each earlier one has an
id of its own, made of that id and the day on which the next one began. Without this the end of the first would be an
end of both.
"""

from typing import Final

import polars as pl

from proxenia.model.period import FAR_FUTURE
from proxenia.model.statement import content_id

__all__ = ["split_spells"]

_LATEST: Final = pl.when(pl.col("period").str.contains("/", literal=True)).then("end_latest").fill_null(FAR_FUTURE)
"""A single date is when something happened, not when the tie ended."""


def split_spells(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the statements of ties with the `record` of their spell.

    A statement belongs to the spell in which it begins, or ends where its start is not known; one without dates to the
    last.

    Parameters
    ----------
    ties
        Statements with `id`, `record`, `source`, `period`, `start_earliest` and `end_latest`.
    """
    begins = _beginnings(ties)
    if begins.is_empty():
        return ties
    day = pl.coalesce("start_earliest", "end_latest", pl.lit(FAR_FUTURE))
    passed = (
        ties.select("id", "record", day.alias("day"))
        .join(begins, on="record", how="inner")
        .filter(pl.col("begin") > pl.col("day"))
        .group_by("id", "record")
        .agg(pl.col("begin").min())
    )
    own = passed.select("record", "begin").unique()
    ids = [f"tie:{content_id(record, begin)[:16]}" for record, begin in own.iter_rows()]
    own = own.with_columns(pl.Series("spell", ids, dtype=pl.String()))
    spells = passed.join(own, on=["record", "begin"], how="left").select("id", "record", "spell")
    return (
        ties.join(spells, on=["id", "record"], how="left", maintain_order="left")
        .with_columns(record=pl.coalesce("spell", "record"))
        .drop("spell")
    )


def _beginnings(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the days on which a tie began again by the source with the first name that says so: `record`, `begin`."""
    dated = ties.filter(pl.col("start_earliest").is_not_null()).sort("record", "source", "start_earliest")
    before = _LATEST.cum_max().shift(1).over("record", "source")
    again = dated.with_columns(_before=before).filter(pl.col("start_earliest") > pl.col("_before"))
    first = again.group_by("record").agg(pl.col("source").min())
    return again.join(first, on=["record", "source"], how="semi").select("record", begin="start_earliest").unique()
