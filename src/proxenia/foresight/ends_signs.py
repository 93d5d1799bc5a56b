"""What became of ties, and the signs of life that they gave: lists that name them, and acts of the two."""

from typing import Final

import polars as pl

from proxenia.foresight.dated_ties import year_of_day
from proxenia.measures.spans import days_of
from proxenia.model.vocabulary import Status
from proxenia.snapshot.listing import editions_of, with_told_day
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["OWN_SELECTION", "ends_of", "signs_of"]

OWN_SELECTION: Final = "founding_register"
"""The source that holds a choice of ties, some of them for their end; every other source lists whatever there is."""
_MOST_DAYS: Final = 366
_OFF: Final = (Status.SUSPENDED.value, Status.ENDED.value)


def ends_of(snapshot: Snapshot, ties: pl.DataFrame, cut: int) -> pl.DataFrame:
    """Return what became of ties by the end of a year.

    Columns: `id`; `event`, ``suspended`` or ``ended``, whichever came first, null where neither is known by then;
    `left_in`, its year, and `leave`, the last year at risk (that year, else null); `over_undated`, it is over and the
    year is not known.

    Parameters
    ----------
    ties
        Rows of `id`.
    """
    ends = _said(snapshot, ties)
    dated = ends.filter(pl.col("year").is_not_null(), pl.col("year") <= cut)
    first = dated.sort("id", "day", "event").unique("id", keep="first", maintain_order=True)
    never = ends.group_by("id").agg(over_undated=pl.col("year").is_null().all())
    return never.join(first.select("id", "event", left_in="year", leave="year"), on="id", how="left")


def _said(snapshot: Snapshot, ties: pl.DataFrame) -> pl.DataFrame:
    """Return every suspension and end that is told: `id`, `event`, `day`, `year` (null where not known to the year)."""
    wanted = ties.select("id")
    told = snapshot.evidence.filter(pl.col("status").is_in(_OFF)).join(
        wanted, left_on="record", right_on="id", how="semi"
    )
    days = days_of(told["status_since"], "status_since")
    stated = told.join(days, on="status_since", how="left").select(
        id="record", event="status", day="first_day", last="last_day"
    )
    over = snapshot.ties.join(wanted, on="id", how="semi").filter(pl.col("end_earliest").is_not_null())
    ended = over.select("id", event=pl.lit(Status.ENDED.value), day="end_earliest", last="end_latest")
    known = (pl.col("last") - pl.col("day") < _MOST_DAYS).fill_null(value=False)
    found = pl.concat([stated, ended]).with_columns(year=pl.when(known).then(year_of_day(pl.col("day"))))
    return found.select("id", "event", "day", "year").unique()


def signs_of(snapshot: Snapshot, ties: pl.DataFrame, cut: int) -> pl.DataFrame:
    """Return the signs of life of ties up to the end of a year.

    Columns: `id`, `year`, `what` (``list``: a list, edition or reading names it; ``act``: both took part in an act, or
    it was kept in spite of a quarrel; ``dormant``: since when it is told to be dormant), `elsewhere` (a source beside
    the register's own selection).

    Parameters
    ----------
    ties
        Rows of `id`, `a` and `b`.
    """
    pairs = ties.select("id", "a", "b").unique()
    stood = [_stood(snapshot, pairs, status, what) for status, what in _STOOD.items()]
    found = pl.concat([_lists(snapshot, pairs), _acts(snapshot, pairs), *stood])
    return found.filter(pl.col("year") <= cut).unique().sort("id", "year", "what", "elsewhere")


def _lists(snapshot: Snapshot, pairs: pl.DataFrame) -> pl.DataFrame:
    said = snapshot.evidence.filter(~pl.col("status").is_in(_OFF).fill_null(value=False)).join(
        pairs, left_on="record", right_on="id", how="semi"
    )
    told = with_told_day(said, editions_of(snapshot.sources))
    return told.select(
        id="record",
        year=year_of_day(pl.col("told_day")),
        what=pl.lit("list"),
        elsewhere=pl.col("source") != OWN_SELECTION,
    ).unique()


def _acts(snapshot: Snapshot, pairs: pl.DataFrame) -> pl.DataFrame:
    took_part = snapshot.participations.select("act", "actor").unique()
    dated = snapshot.acts.filter(pl.col("earliest").is_not_null()).select(act="id", day="latest")
    return (
        pairs.join(took_part, left_on="a", right_on="actor")
        .join(took_part, left_on=("act", "b"), right_on=("act", "actor"), how="semi")
        .join(dated, on="act")
        .select("id", year=year_of_day(pl.col("day")), what=pl.lit("act"), elsewhere=pl.lit(value=False))
    )


_STOOD: Final = {Status.DORMANT: "dormant", Status.ACTIVE: "act"}


def _stood(snapshot: Snapshot, pairs: pl.DataFrame, status: Status, what: str) -> pl.DataFrame:
    """Return in which year somebody said of ties that they stood so."""
    said = snapshot.evidence.filter(pl.col("status") == status.value).join(
        pairs, left_on="record", right_on="id", how="semi"
    )
    days = days_of(said["status_since"], "status_since")
    return (
        said.join(days, on="status_since", how="left")
        .filter(pl.col("last_day").is_not_null())
        .select(id="record", year=year_of_day(pl.col("last_day")), what=pl.lit(what), elsewhere=pl.lit(value=False))
    )
