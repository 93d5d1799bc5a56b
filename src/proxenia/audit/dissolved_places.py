"""Ties with places that are no more: a list names a tie with a municipality or state dissolved before its date."""

from typing import Final

import polars as pl

from proxenia.audit.check import Check
from proxenia.audit.gone import ties_with_gone
from proxenia.audit.ground import Ground
from proxenia.model.vocabulary import ActorKind, TieKind

__all__ = ["DISSOLVED_PLACES"]

_PLACES: Final = [ActorKind.CITY.value, ActorKind.REGION.value, ActorKind.STATE.value]
_KINDS: Final = [kind.value for kind in TieKind]


def _find(ground: Ground) -> pl.DataFrame:
    return ties_with_gone(ground, kinds=_PLACES, tie_kinds=_KINDS)


DISSOLVED_PLACES: Final = Check(
    "dissolved_places",
    "Places that are no more",
    "A list names a tie with a city or state that had been dissolved or merged before the date of the list.",
    _find,
)
