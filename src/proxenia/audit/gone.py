"""Ties that go on with an actor that had ended before the list that names them."""

from collections.abc import Sequence

import polars as pl

from proxenia.audit.check import as_said
from proxenia.audit.ground import Ground
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import Status

__all__ = ["ties_with_gone"]


def _ended_actors(ground: Ground, kinds: Sequence[str]) -> pl.DataFrame:
    return ground.snapshot.actors.filter(
        pl.col("dissolved_latest").is_not_null() & pl.col("kind").fill_null("city").is_in(list(kinds))
    ).select(pl.col("id").alias("gone"), "dissolved_latest")


def _statements_of_the_end(ground: Ground) -> pl.DataFrame:
    facts = ground.facts(Attribute.DISSOLVED.value)
    when = pl.coalesce("period", "value", pl.lit("at an unknown time"))
    return facts.select(
        pl.col("record").alias("gone"),
        "statement",
        "source",
        "reference",
        (pl.col("name") + pl.lit(" ended: ") + when).alias("value"),
    )


def ties_with_gone(
    ground: Ground, *, kinds: Sequence[str], tie_kinds: Sequence[str], ends: Sequence[str] = ("a", "b")
) -> pl.DataFrame:
    """Return the ties that nobody calls ended although one of their actors had ended when a list named them.

    Parameters
    ----------
    kinds
        The kinds of actor that are looked at.
    tie_kinds
        The kinds of tie.
    ends
        The sides of the tie that are looked at: `a`, `b` or both.
    """
    gone = _ended_actors(ground, kinds)
    going_on = ground.snapshot.ties.filter(
        pl.col("kind").is_in(list(tie_kinds))
        & pl.col("end_latest").is_null()
        & (pl.col("status") != Status.ENDED.value)
    ).select(pl.col("id").alias("record"), "a", "b")
    found = pl.concat(going_on.join(gone, left_on=end, right_on="gone", coalesce=False) for end in ends)
    late = ground.ties.join(found, on="record").filter(
        (pl.col("seen_day") > pl.col("dissolved_latest")) & ~pl.col("ended")
    )
    of_end = _statements_of_the_end(ground).join(late.select("record", "gone", "a", "b").unique(), on="gone")
    case, actors = pl.concat_str("record", "gone", separator="|"), pl.concat_list("a", "b")
    return pl.concat(
        [as_said(late, case=case, actors=actors, place=1), as_said(of_end, case=case, actors=actors, place=0)]
    )
