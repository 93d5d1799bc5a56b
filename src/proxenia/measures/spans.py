"""From which day to which a tie, an office or a value between two states held: `since` and `until`, both inclusive.

They tell what :meth:`proxenia.snapshot.snapshot.Snapshot.as_of` tells, for every day at once: what may have held on
a day holds on it, a tie that nobody dates holds from the first dated list that names it, a status that came later does
not count before, and no tie outlives its ends.
"""

from collections.abc import Sequence

import polars as pl

from proxenia.model.period import FAR_FUTURE, FAR_PAST
from proxenia.model.vocabulary import Status
from proxenia.snapshot.periods import parsed_periods
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.ties import STATUS_RANK

__all__ = ["days_of", "held_on", "tie_spans", "within_lives"]

_LAST = pl.lit(FAR_FUTURE, dtype=pl.Int32)
_FIRST = pl.lit(FAR_PAST, dtype=pl.Int32)


def held_on(spans: pl.DataFrame, days: Sequence[int]) -> pl.DataFrame:
    """Return the rows that held, once for each day of `days` on which they did, with the column `day`."""
    if len(days) == 1:
        day = days[0]
        return spans.filter(pl.col("since") <= day, pl.col("until") >= day).with_columns(
            day=pl.lit(day, dtype=pl.Int32)
        )
    asked = pl.DataFrame({"day": days}, schema={"day": pl.Int32})
    return spans.join(asked, how="cross").filter(pl.col("since") <= pl.col("day"), pl.col("until") >= pl.col("day"))


def days_of(texts: pl.Series, name: str) -> pl.DataFrame:
    """Return the first and the last day of EDTF texts: `name`, `first_day`, `last_day`, null where a side is open."""
    return parsed_periods(texts).select(
        pl.col("period").alias(name),
        pl.col("start_earliest").alias("first_day"),
        pl.col("end_latest").alias("last_day"),
    )


def tie_spans(snapshot: Snapshot, ties: pl.DataFrame) -> pl.DataFrame:
    """Return ties with `since`, `until` and the `status` of that time: one row for each status a tie had.

    Parameters
    ----------
    ties
        Rows of the snapshot's table.
    """
    ended_some_day = (
        (pl.col("status") == Status.ENDED.value) & pl.col("end_latest").is_null() & pl.col("status_since").is_null()
    )
    ties = ties.with_columns(
        _from=pl.coalesce("start_earliest", "first_listed"),
        _to=pl.when(ended_some_day)
        .then(pl.coalesce(pl.col("first_listed") - 1, _FIRST))
        .otherwise(pl.coalesce("end_latest", _LAST)),
    ).filter(pl.col("_from").is_not_null())
    spells = _status_spells(snapshot, ties)
    return (
        ties.drop("status")
        .join(spells, on="id", how="inner", maintain_order="left_right")
        .with_columns(since=pl.max_horizontal("_from", "begins"), until=pl.min_horizontal("_to", "ceases"))
        .filter(pl.col("since") <= pl.col("until"))
        .drop("_from", "_to", "begins", "ceases")
    )


def _status_spells(snapshot: Snapshot, ties: pl.DataFrame) -> pl.DataFrame:
    """Return every status of every tie: `id`, `status`, `begins`, `ceases`."""
    always = ties.filter(pl.col("status_since_earliest").is_null()).select("id", "status", begins=_FIRST, ceases=_LAST)
    dated = ties.filter(pl.col("status_since_earliest").is_not_null())
    if dated.is_empty():
        return always
    shown = dated.select("id", "status", begins="status_since_earliest", rank=pl.lit(len(STATUS_RANK), pl.Int8))
    before = dated.select("id", pl.lit(Status.ACTIVE.value).alias("status"), begins=_FIRST, rank=pl.lit(-1, pl.Int8))
    points = pl.concat([before, _stated(snapshot, dated), shown]).sort("id", "begins", "rank", "status")
    spells = (
        points.unique(["id", "begins"], keep="last", maintain_order=True)
        .with_columns(ceases=(pl.col("begins").shift(-1) - 1).over("id").fill_null(FAR_FUTURE))
        .select("id", "status", "begins", "ceases")
    )
    return pl.concat([always, spells])


def _stated(snapshot: Snapshot, ties: pl.DataFrame) -> pl.DataFrame:
    """Return the dated statuses that statements give, but for those after the one that is shown."""
    said = snapshot.evidence.filter(pl.col("status").is_not_null(), pl.col("status_since").is_not_null()).join(
        ties.select(record="id", _shown="status_since_earliest"), on="record", how="inner"
    )
    return (
        said.join(days_of(said["status_since"], "status_since"), on="status_since", how="inner")
        .filter(pl.col("first_day") < pl.col("_shown"))
        .select(
            "status",
            id="record",
            begins="first_day",
            rank=pl.col("status").replace_strict(STATUS_RANK, return_dtype=pl.Int8),
        )
        .select("id", "status", "begins", "rank")
    )


def within_lives(spans: pl.DataFrame, snapshot: Snapshot, ends: Sequence[str]) -> pl.DataFrame:
    """Return the rows cut to the days on which the actors in the columns `ends` existed."""
    lives = snapshot.actors.filter(
        pl.col("founded_earliest").is_not_null() | pl.col("dissolved_latest").is_not_null()
    ).select("id", "founded_earliest", "dissolved_latest")
    for end in ends:
        spans = (
            spans.join(lives, left_on=end, right_on="id", how="left", maintain_order="left")
            .with_columns(
                since=pl.max_horizontal("since", "founded_earliest"),
                until=pl.min_horizontal("until", "dissolved_latest"),
            )
            .drop("founded_earliest", "dissolved_latest")
        )
    return spans.filter(pl.col("since") <= pl.col("until"))
