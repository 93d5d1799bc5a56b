"""Conflicting kinds: a twinning here, an agreement there, for the same two actors.

Two cities may well have both. So a pair is only listed when no speaker names both kinds: then each knows one text, and
they may differ on what it is. A speaker is a source, or one side of it where the source keeps who claims a tie.
"""

from typing import Final

import polars as pl

from proxenia.audit.check import Check, as_said
from proxenia.audit.ground import Ground
from proxenia.model.vocabulary import TieKind

__all__ = ["CONFLICTING_KINDS"]

_TEXTS: Final = [TieKind.TWINNING.value, TieKind.AGREEMENT.value, TieKind.TREATY.value, TieKind.PARTNERSHIP.value]
_PAIR: Final = ("low", "high")


def _find(ground: Ground) -> pl.DataFrame:
    rows = ground.ties.filter(pl.col("kind").is_in(_TEXTS) & ~pl.col("ended")).with_columns(
        low=pl.min_horizontal("s", "o"),
        high=pl.max_horizontal("s", "o"),
        side=pl.when("keeps_direction").then("s"),
    )
    several = rows.group_by(_PAIR).agg(pl.col("kind").n_unique()).filter(pl.col("kind") > 1)
    rows = rows.join(several, on=_PAIR, how="semi")
    both = rows.group_by(*_PAIR, "source", "side").agg(pl.col("kind").n_unique()).filter(pl.col("kind") > 1)
    rows = rows.join(both, on=_PAIR, how="anti")
    order = pl.col("kind").replace_strict(_TEXTS, list(range(len(_TEXTS))), return_dtype=pl.Int32)
    return as_said(rows, case=pl.concat_str(*_PAIR, separator="|"), actors=pl.concat_list(*_PAIR), place=order)


CONFLICTING_KINDS: Final = Check(
    "conflicting_kinds",
    "Conflicting kinds",
    "One source calls the tie a twinning, another an agreement, a partnership or a treaty, and none names both.",
    _find,
)
