"""Self-ties: both ends of a statement are one actor, once it is settled who is who.

Mostly a list names one place in two ways, or a name was matched to the wrong namesake.
"""

from typing import Final

import polars as pl

from proxenia.audit.check import Check, as_said
from proxenia.audit.ground import Ground

__all__ = ["SELF_TIES"]


def _find(ground: Ground) -> pl.DataFrame:
    rows = ground.claims.filter(pl.col("s") == pl.col("o"))
    ends = pl.col("subject") + pl.lit(" and ") + pl.col("object") + pl.lit(" are both ") + pl.col("s_name")
    return as_said(
        rows.with_columns(value=ends + pl.lit(" (") + pl.col("kind").str.replace_all("_", " ") + pl.lit(")")),
        case=pl.concat_str("kind", "s", separator="|"),
        actors=pl.concat_list("s"),
    )


SELF_TIES: Final = Check(
    "self_ties",
    "Tied to itself",
    "Both ends of a tie turn out to be one and the same place.",
    _find,
)
