"""Each tie of a layer at each of its two ends, with what is said of it."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.graph import Ground

__all__ = ["incident_ties", "share_of_ties"]


def incident_ties(ground: Ground) -> pl.DataFrame:
    """Return one row a tie and end: `node` (its position in the graph), `status`, `reciprocal`.

    A link that is no tie (two rivals of one act) is not there.
    """
    said = ground.snapshot.ties.select(pl.col("id").alias("tie"), "status", "reciprocal")
    ties = ground.links.filter(pl.col("a") != pl.col("b")).join(said, on="tie", how="inner")
    nodes = pl.DataFrame(
        {"id": ground.graph.nodes, "node": np.arange(ground.graph.size)}, schema={"id": pl.String, "node": pl.Int64}
    )
    ends = pl.concat([ties.select("status", "reciprocal", id=pl.col(end)) for end in ("a", "b")])
    return ends.join(nodes, on="id", how="inner").select("node", "status", "reciprocal")


def share_of_ties(ground: Ground, *, counted: pl.Expr, wanted: pl.Expr) -> NDArray[np.float64]:
    """Return of each node the share of `wanted` among its ties that are `counted`; NaN where none is."""
    ties = incident_ties(ground).filter(counted).select("node", yes=wanted)
    of_all = np.bincount(ties["node"].to_numpy(), minlength=ground.graph.size).astype(np.float64)
    of_those = np.bincount(ties.filter("yes")["node"].to_numpy(), minlength=ground.graph.size)
    share: NDArray[np.float64] = np.divide(of_those, of_all, out=np.full(ground.graph.size, np.nan), where=of_all > 0)
    return share
