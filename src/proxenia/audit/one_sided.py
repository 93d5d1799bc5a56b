"""One-sided claims: A lists B, and B, in the same source, does not list A.

Only sources that keep who claims a tie of whom can show it. A claim is one-sided when nothing in that source is claimed
the other way round, of whatever kind and status. Claims that the tie ended, or that it is only proposed, count as an
answer but not as a claim. Counted in claims: two claims of one kind from one city of one other are one.

A register that covers some countries only cannot show that the cities of others do not answer. So a silent city counts
where another city of its country lists somebody in that register, where its country is unknown, or where the register
is wide: nine in ten of the places that it names list somebody.
"""

from typing import Final

import polars as pl

from proxenia.audit.check import Check, as_said
from proxenia.audit.ground import UNDIRECTED, Ground
from proxenia.model.vocabulary import Status

__all__ = ["ONE_SIDED"]

WIDE: Final = 0.9
_NOT_YET: Final = [Status.PROPOSED.value, Status.NEGOTIATED.value]


def _covered(told: pl.DataFrame, ground: Ground) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the wide sources, and the countries that each source covers."""
    countries = ground.actors.select(pl.col("id").alias("s"), "country")
    speaking = told.select("source", "s").unique()
    named = pl.concat([speaking, told.select("source", pl.col("o").alias("s"))]).unique()
    shares = named.group_by("source").len("named").join(speaking.group_by("source").len("speaking"), on="source")
    wide = shares.filter(pl.col("speaking") >= WIDE * pl.col("named")).select("source")
    covered = speaking.join(countries, on="s").select("source", "country").drop_nulls().unique()
    return wide, covered


def _within_reach(alone: pl.DataFrame, told: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """Return the claims of cities from which the register could have an answer."""
    wide, covered = _covered(told, ground)
    countries = ground.actors.select(pl.col("id").alias("o"), "country")
    rows = alone.join(countries, on="o", how="left")
    return pl.concat(
        [
            rows.join(wide, on="source", how="semi"),
            rows.join(wide, on="source", how="anti").filter(pl.col("country").is_null()),
            rows.join(wide, on="source", how="anti").join(covered, on=["source", "country"], how="semi"),
        ]
    )


def _find(ground: Ground) -> pl.DataFrame:
    told = ground.ties.filter(pl.col("keeps_direction") & pl.col("kind").is_in(UNDIRECTED))
    standing = told.filter(~pl.col("ended") & ~pl.col("status").fill_null("").is_in(_NOT_YET))
    back = told.select("source", pl.col("o").alias("s"), pl.col("s").alias("o")).unique()
    lists = told.group_by("source", pl.col("s").alias("o")).agg(pl.col("o").n_unique().alias("others"))
    alone = _within_reach(standing.join(back, on=["source", "s", "o"], how="anti"), told, ground)
    alone = alone.join(lists, on=["source", "o"], how="left")
    others = pl.col("others").cast(pl.String())
    count = pl.when(pl.col("others") == 1).then(pl.lit("1 other")).otherwise(others + pl.lit(" others"))
    answer = (
        pl.when(pl.col("others").is_null())
        .then(pl.col("o_name") + pl.lit(" lists nobody there"))
        .otherwise(pl.col("o_name") + pl.lit(" lists ") + count + pl.lit(", not ") + pl.col("s_name"))
    )
    return as_said(
        alone.with_columns(value=pl.col("value") + pl.lit("; ") + answer),
        case=pl.concat_str("source", "kind", "s", "o", separator="|"),
        actors=pl.concat_list("s", "o"),
    )


ONE_SIDED: Final = Check(
    "one_sided",
    "One-sided claims",
    "One city lists the other, and the other, in the same register, does not list it back.",
    _find,
)
