"""Bodies of states: which states there are today, and from which day to which one belonged to a body."""

import polars as pl

from proxenia.measures.spans import days_of, tie_spans, within_lives
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["memberships_of", "states_today"]


def states_today(snapshot: Snapshot) -> pl.DataFrame:
    """Return the states of today: `id`, `code`, `name`, `population`, `longitude`, `latitude`, sorted by code."""
    is_state = (pl.col("kind") == ActorKind.STATE.value) & pl.col("id").str.contains(r"^iso:[A-Z]{2}$")
    return (
        snapshot.actors.filter(is_state & pl.col("dissolved").is_null())
        .select(
            "id",
            pl.col("id").str.slice(4).alias("code"),
            pl.coalesce("name", pl.col("id").str.slice(4)).alias("name"),
            "population",
            "longitude",
            "latitude",
        )
        .sort("code")
    )


def memberships_of(snapshot: Snapshot, states: pl.DataFrame) -> pl.DataFrame:
    """Return which state belongs to which body of states: `member` (a code), `body`, `since`, `until`, `record`.

    A membership of which only lists tell holds from the first of them until the next list of the same source that no
    longer names it: a source that states the members of 2000, 2010 and 2014 has told by 2010 who is not there any more.
    Suspended members are members still; their bodies keep the seat. No membership outlives its body.

    Parameters
    ----------
    states
        The states that are asked for: `id`, `code`.
    """
    bodies = snapshot.actors.filter(pl.col("kind") == ActorKind.IGO.value).select("id")
    ties = snapshot.ties.filter(pl.col("kind") == TieKind.MEMBERSHIP.value).join(
        bodies, left_on="b", right_on="id", how="semi", maintain_order="left"
    )
    ties = ties.join(states.select("id", member="code"), left_on="a", right_on="id", how="inner", maintain_order="left")
    spans = within_lives(tie_spans(snapshot, ties), snapshot, ("b",))
    spans = spans.join(_next_list(snapshot, ties), on="id", how="left", maintain_order="left").with_columns(
        until=pl.min_horizontal("until", pl.col("_next") - 1)
    )
    return (
        spans.filter(pl.col("since") <= pl.col("until"))
        .filter(~pl.col("status").is_in([Status.PROPOSED.value, Status.NEGOTIATED.value, Status.SIGNED.value]))
        .group_by("member", pl.col("b").alias("body"), pl.col("id").alias("record"))
        .agg(pl.col("since").min(), pl.col("until").max())
        .sort("member", "body", "since", "record")
    )


def _next_list(snapshot: Snapshot, ties: pl.DataFrame) -> pl.DataFrame:
    """Return, of undated memberships, the day of the next list that should name them and does not: `id`, `_next`."""
    undated = ties.filter(pl.col("undated"), pl.col("end_latest").is_null()).select(record="id", body="b")
    said = snapshot.evidence.filter(
        pl.col("predicate") == TieKind.MEMBERSHIP.value, pl.col("listed").is_not_null()
    ).select("record", "source", "listed")
    told = said.join(days_of(said["listed"], "listed"), on="listed", how="inner")
    lists = told.join(ties.select(record="id"), on="record", how="semi").select("source", _next="first_day").unique()
    return (
        told.join(undated, on="record", how="inner")
        .group_by("record", "source")
        .agg(pl.col("first_day").max())
        .join(lists, on="source", how="inner")
        .filter(pl.col("_next") > pl.col("first_day"))
        .group_by("record")
        .agg(pl.col("_next").min())
        .rename({"record": "id"})
    )
