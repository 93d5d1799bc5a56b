"""Reciprocated share: how many of an actor's ties both sides claim."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.actors.incident_ties import share_of_ties
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["RECIPROCATED_SHARE"]


def _reciprocated_share(ground: Ground) -> NDArray[np.float64]:
    return share_of_ties(ground, counted=pl.col("reciprocal").is_not_null(), wanted=pl.col("reciprocal"))


RECIPROCATED_SHARE = ActorMeasure(
    id="reciprocated_share",
    label="Reciprocated share",
    meaning="The share of the actor's ties that both sides claim, among those whose sources tell which side claims "
    "them. A low share is a reason to ask the partner, or to read the lists again; it does not tell who is right.",
    unit="share",
    lowest=0,
    highest=1,
    undefined="No source of the actor's ties tells which side claims them.",
    reference="doi:10.1103/PhysRevLett.93.268701",
    cost="In proportion to the ties.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "d")),
        working="a and b both claim their tie; a and c do not both claim theirs; the list that names a and d has lost "
        "direction, so that tie does not count: 1 of 2.",
        value={"a": 1 / 2, "b": 1, "c": 0, "d": None},
        said={0: {"reciprocal": True}, 1: {"reciprocal": False}},
    ),
    compute=_reciprocated_share,
)
