"""The actors of a layer in the order of a measure."""

from typing import Final

import polars as pl

from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure

__all__ = ["RANKING", "rank_actors"]

RANKING: Final = pl.Schema(
    {"rank": pl.Int64(), "id": pl.String(), "name": pl.String(), "country": pl.String(), "value": pl.Float64()}
)
"""One row an actor; actors of the same value share the best rank of theirs."""

_SAME: Final = 12
"""Values that agree in so many digits rank alike: the last digits of a float hang on the order of a sum."""


def rank_actors(measure: ActorMeasure, ground: Ground) -> pl.DataFrame:
    """Return every actor for which the measure is defined, the highest value first, then by id.

    Parameters
    ----------
    measure
        Which one.
    ground
        The layer it is measured on.
    """
    values = ground.actors.select("id", "name", "country").with_columns(
        value=pl.Series(measure.compute(ground), dtype=pl.Float64).fill_nan(None)
    )
    defined = values.drop_nulls("value").with_columns(about=pl.col("value").round_sig_figs(_SAME))
    ranked = defined.with_columns(rank=pl.col("about").rank("min", descending=True).cast(pl.Int64))
    return ranked.sort("rank", "id").select(RANKING.names())
