"""Leagues, systems and networks of cities with their spans, and who belonged to them when.

What held in a year is what held on its 31 December, as everywhere (:mod:`proxenia.snapshot.as_of`). Three rules fill
what old sources leave open, and each is marked where it was used:

- A **membership that ended nobody says when** is shown until the league ended, and in one that lasts until the first
  list that says so (`end_known` is false).
- A **membership without a start** in a league that is over is named apart and never counted; in one that lasts it is
  shown from the earliest list that names it, as everywhere.
- A **league whose end nobody states** though all its memberships are over is shown until the last date a source gives
  for it.
"""

from typing import Final

import polars as pl

from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["league_spans", "member_spans"]

_OVER: Final = pl.col("status") == Status.ENDED.value
_END: Final = pl.col("end_latest").is_not_null()


def _memberships(snapshot: Snapshot) -> pl.DataFrame:
    bodies = snapshot.actors.filter(pl.col("kind") == ActorKind.CITY_NETWORK.value).select(b="id")
    return (
        snapshot.ties.filter(pl.col("kind") == TieKind.MEMBERSHIP.value)
        .join(bodies, on="b", how="semi", maintain_order="left")
        .select(
            "id",
            "a",
            "b",
            "valid_from",
            "valid_to",
            "start_earliest",
            "start_latest",
            "end_latest",
            "first_listed",
            "status",
            "summary",
        )
    )


def league_spans(snapshot: Snapshot) -> pl.DataFrame:
    """Return every city network with `first` and `last`, the days between which it is shown; null `last` is still open.

    A network without a founding date is shown from the first day a membership is dated or listed, if any is.
    """
    attested = pl.max_horizontal("start_latest", "end_latest").max()
    members = (
        _memberships(snapshot)
        .group_by("b")
        .agg(
            pl.min_horizontal("start_earliest", "first_listed").min().alias("member_first"),
            attested.alias("attested"),
            _OVER.all().alias("all_over"),
        )
    )
    founded = snapshot.actors.filter(pl.col("kind") == ActorKind.CITY_NETWORK.value)
    known = founded.join(members, left_on="id", right_on="b", how="left").sort("id")
    lost = pl.col("dissolved_latest").is_null() & pl.col("all_over").fill_null(value=False)
    return known.with_columns(
        first=pl.coalesce("founded_earliest", "member_first"),
        last=pl.when(lost)
        .then(pl.max_horizontal("attested", "founded_earliest"))
        .otherwise(pl.col("dissolved_latest")),
        end_known=~lost,
    ).select("id", "name", "founded", "dissolved", "seat", "fields", "scope", "first", "last", "end_known")


def member_spans(snapshot: Snapshot, leagues: pl.DataFrame) -> pl.DataFrame:
    """Return every membership with `first` and `last` as of :func:`league_spans`; null `first` is never shown."""
    spans = leagues.select(pl.col("id").alias("b"), "last").rename({"last": "league_last"})
    joined = _memberships(snapshot).join(spans, on="b", how="inner", maintain_order="left")
    unknown_end = _OVER & ~_END
    # A list of today that names a member of a league of old says nothing of when it was one.
    since_list = pl.when(pl.col("first_listed") > pl.col("league_last")).then(None).otherwise(pl.col("first_listed"))
    return joined.with_columns(
        first=pl.coalesce("start_earliest", since_list),
        last=pl.when(_END)
        .then(pl.col("end_latest"))
        .when(unknown_end)
        .then(pl.coalesce("league_last", pl.col("first_listed") - 1))
        .otherwise(pl.col("league_last")),
        end_known=~unknown_end,
        dated=pl.col("start_earliest").is_not_null(),
    ).drop("league_last")
