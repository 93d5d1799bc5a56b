"""Memberships of bodies that have ended: a list names a member of a city network dissolved before its date."""

from typing import Final

import polars as pl

from proxenia.audit.check import Check
from proxenia.audit.gone import ties_with_gone
from proxenia.audit.ground import Ground
from proxenia.model.vocabulary import ActorKind, TieKind

__all__ = ["ENDED_NETWORKS"]

_PLACES: Final = {ActorKind.CITY, ActorKind.REGION, ActorKind.STATE}
_BODIES: Final = [kind.value for kind in ActorKind if kind not in _PLACES]


def _find(ground: Ground) -> pl.DataFrame:
    return ties_with_gone(ground, kinds=_BODIES, tie_kinds=[TieKind.MEMBERSHIP.value], ends=("b",))


ENDED_NETWORKS: Final = Check(
    "ended_networks",
    "Members of networks that have ended",
    "A list names a member of a city network, or of another body, that had ended before the date of the list.",
    _find,
)
