"""Dormant share: how much of what an actor keeps in force lies still."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.actors.incident_ties import share_of_ties
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example
from proxenia.model.vocabulary import Status

__all__ = ["DORMANT_SHARE"]


def _dormant_share(ground: Ground) -> NDArray[np.float64]:
    in_force = pl.col("status") != Status.ENDED.value
    return share_of_ties(ground, counted=in_force, wanted=pl.col("status") == Status.DORMANT.value)


DORMANT_SHARE = ActorMeasure(
    id="dormant_share",
    label="Dormant share",
    meaning="The share of the actor's ties in force that a source calls dormant: still valid, with nothing going on. "
    "Ties that were suspended or ended are not counted. 0 means that no source calls one dormant, not that each is "
    "alive.",
    unit="share",
    lowest=0,
    highest=1,
    undefined="The actor has no tie in force in the layer.",
    reference="doi:10.1287/orsc.1100.0576",
    cost="In proportion to the ties.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("a", "d"), ("a", "e")),
        working="a has four ties. The one with b is dormant; the one with e ended and does not count: 1 of 3.",
        value={"a": 1 / 3, "b": 1, "c": 0, "d": 0, "e": None},
        said={0: {"status": "dormant"}, 3: {"status": "ended"}},
    ),
    compute=_dormant_share,
)
