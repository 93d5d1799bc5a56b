"""Ended or suspended here, listed there: one speaker says that a tie ended, a later list still names it.

A list counts when it is dated after the end (or suspension), or when it has no date at all. An older list is no
contradiction: it could not know. Of an end without a date, what matters is when it was told. A list that says itself
that the tie is over, suspended or asleep does not count. Treaties and offices, of which two states have several, are
not looked at: one that ended says nothing of the others.
"""

from typing import Final

import polars as pl

from proxenia.audit.check import Check, as_said
from proxenia.audit.ground import SEVERAL_AT_ONCE, Ground
from proxenia.model.vocabulary import Status

__all__ = ["ENDED_AND_LISTED"]

_SPEAKER: Final = ("source", "reference", "subject")
_STANDING: Final = [Status.SIGNED.value, Status.ACTIVE.value]


def _stopped(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the statements that call a tie ended or suspended, and the last day on which that may have been."""
    suspended = pl.col("status").eq_missing(pl.lit(Status.SUSPENDED.value))
    when = pl.when(pl.col("valid_to").is_not_null() & ~suspended).then("end_latest").otherwise("since_latest")
    # Nobody says when it stopped: it had when that was written, so a list of the same day contradicts it already.
    by_then = pl.col("seen_day") - 1
    return ties.filter(pl.col("ended") | suspended).with_columns(stopped_day=pl.coalesce(when, by_then))


def _listed(ties: pl.DataFrame) -> pl.DataFrame:
    """Return the statements by which a list names a tie as standing: dated lists, and sources without any date."""
    has_no_date = pl.col("named_day").is_null() & pl.col("edition_day").is_null()
    standing = pl.col("status").is_null() | pl.col("status").is_in(_STANDING)
    return ties.filter(standing & ~pl.col("ended") & (pl.col("named_day").is_not_null() | has_no_date))


def _contradicts() -> pl.Expr:
    other = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_list")) for name in _SPEAKER)
    later = (pl.col("named_day_list") > pl.col("stopped_day")).fill_null(value=True)
    return other & later


def _find(ground: Ground) -> pl.DataFrame:
    ties = ground.ties.filter(~pl.col("kind").is_in(SEVERAL_AT_ONCE))
    stopped = _stopped(ties)
    listed = _listed(ties.join(stopped.select("record").unique(), on="record", how="semi"))
    columns = ("record", "statement", *_SPEAKER)
    pairs = (
        stopped.select(*columns, "stopped_day")
        .join(listed.select(*columns, "named_day").rename(_of_list), on="record")
        .filter(_contradicts())
    )
    ended, still = pairs.select("statement"), pairs.select(pl.col("statement_list").alias("statement"))
    low, high = pl.min_horizontal("s", "o"), pl.max_horizontal("s", "o")
    return pl.concat(
        as_said(
            ground.ties.join(side.unique(), on="statement", how="semi"),
            case=pl.col("record"),
            actors=pl.concat_list(low, high),
            place=place,
        )
        for place, side in enumerate((ended, still))
    )


def _of_list(name: str) -> str:
    return name if name == "record" else f"{name}_list"


ENDED_AND_LISTED: Final = Check(
    "ended_and_listed",
    "Ended here, listed there",
    "One source says that the tie ended or was suspended; a later list, or one without a date, still names it.",
    _find,
)
