"""Conflicting years: sources give starts, or ends, of one tie that cannot be the same.

Two dates conflict when they share no day: 1979 and 26 November 1979 agree, 1988 and 1989 do not. A date marked as
approximate or uncertain conflicts with nothing. An end that lies wholly before another source's start conflicts too.
Where one source tells two periods of which the first was over before the second began, the tie was renewed: then the
first start and the last end count. Two states have treaties and offices of different years; these are not looked at.
"""

from typing import Final

import polars as pl

from proxenia.audit.check import Check, as_said
from proxenia.audit.ground import SEVERAL_AT_ONCE, Ground
from proxenia.model.vocabulary import Status

__all__ = ["CONFLICTING_YEARS"]

_TELLER: Final = ("record", "source")
_VAGUE: Final = r"[~?%]"


def _starts(ties: pl.DataFrame) -> pl.DataFrame:
    return ties.filter(pl.col("valid_from").is_not_null() & ~pl.col("valid_from").str.contains(_VAGUE)).select(
        *_TELLER, "statement", pl.col("start_earliest").alias("low"), pl.col("start_latest").alias("high")
    )


def _ends(ties: pl.DataFrame) -> pl.DataFrame:
    since = pl.col("status").eq_missing(pl.lit(Status.ENDED.value)) & pl.col("valid_to").is_null()
    text = pl.when(since).then("status_since").otherwise("valid_to")
    return (
        ties.with_columns(_end=text)
        .filter(pl.col("_end").is_not_null() & ~pl.col("_end").str.contains(_VAGUE))
        .select(
            *_TELLER,
            "statement",
            pl.when(since).then("since_earliest").otherwise("end_earliest").alias("low"),
            pl.when(since).then("since_latest").otherwise("end_latest").alias("high"),
        )
    )


def _over(ties: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """Return the ends, and the starts of periods that ended nobody says when."""
    since_start = pl.col("start_latest").alias("high")
    is_over = pl.col("ended") & pl.col("valid_to").is_null() & pl.col("status_since").is_null()
    unknown = ties.filter(is_over & pl.col("start_latest").is_not_null()).select(*_TELLER, "statement", since_start)
    return pl.concat([ends.select(*_TELLER, "statement", "high"), unknown])


def _renewals(starts: pl.DataFrame, over: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of statements of one source of which the first was over before the second began."""
    again = starts.select(*_TELLER, pl.col("statement").alias("statement_again"), "low")
    return (
        over.join(again, on=_TELLER, how="inner")
        .filter((pl.col("statement") != pl.col("statement_again")) & (pl.col("high") < pl.col("low")))
        .select("statement", "statement_again")
    )


def _disputed(dates: pl.DataFrame) -> pl.DataFrame:
    """Return the ties with two dates that share no day: intervals all meet when the latest first day does."""
    return (
        dates.group_by("record")
        .agg(pl.col("low").max(), pl.col("high").min())
        .filter(pl.col("low") > pl.col("high"))
        .select("record")
    )


def _ended_before_begun(starts: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    first = ends.group_by("record").agg(pl.col("high").min())
    last = starts.group_by("record").agg(pl.col("low").max())
    return first.join(last, on="record").filter(pl.col("high") < pl.col("low")).select("record")


def _find(ground: Ground) -> pl.DataFrame:
    ties = ground.ties.filter(~pl.col("kind").is_in(SEVERAL_AT_ONCE))
    starts, ends = _starts(ties), _ends(ties)
    renewed = _renewals(starts, _over(ties, ends))
    starts = starts.join(renewed, left_on="statement", right_on="statement_again", how="anti")
    ends = ends.join(renewed, on="statement", how="anti")
    disputed = pl.concat([_disputed(starts), _disputed(ends), _ended_before_begun(starts, ends)]).unique()
    dated = pl.concat([starts, ends]).select("statement").unique()
    rows = ties.join(disputed, on="record", how="semi").join(dated, on="statement", how="semi")
    low, high = pl.min_horizontal("s", "o"), pl.max_horizontal("s", "o")
    return as_said(rows, case=pl.col("record"), actors=pl.concat_list(low, high), place=_first_day())


def _first_day() -> pl.Expr:
    return pl.coalesce("start_earliest", "end_earliest", "since_earliest")


CONFLICTING_YEARS: Final = Check(
    "conflicting_years",
    "Conflicting years",
    "Sources give years for the start, or for the end, of the same tie that cannot both be right.",
    _find,
)
