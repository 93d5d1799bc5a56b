"""The sample world with a state level: what stands between the states is made for these tests."""

from pathlib import Path
from typing import Final

from tests.factory import LISTS_ADDRESS, READ, REGISTER, make_snapshot, make_tie, sample_statements

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CLASS_OF", "between", "two_maps_snapshot"]

CLASS_OF: Final = {
    ("DE", "NL"): "aligned",
    ("DE", "TR"): "aligned",
    ("NL", "RU"): "contrary",
    ("CN", "NL"): "substitute",
    ("DE", "EG"): "latent",
    ("BE", "EG"): "absent",
    ("GB", "JP"): "unknown",
}
"""One pair at least of each class; London and Tokyo are tied, and nothing is said of their states."""


def between(predicate: Attribute, a: str, b: str, period: str) -> Statement:
    """Return that something stood between two states."""
    return Statement(
        f"iso:{a}",
        predicate.value,
        REGISTER,
        LISTS_ADDRESS,
        object=f"iso:{b}",
        value="1",
        period=period,
        retrieved_at=READ,
    )


def two_maps_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot of the sample world with a state level."""
    relation, alliance = TieKind.DIPLOMATIC_RELATION, TieKind.ALLIANCE
    states = [
        make_tie(relation, "iso:DE", "iso:NL", period="1951/.."),
        make_tie(alliance, "iso:DE", "iso:TR", period="1955/.."),
        make_tie(relation, "iso:DE", "iso:EG", period="1972/.."),
        between(Attribute.RUPTURE, "NL", "RU", "2020/.."),
        between(Attribute.NO_RELATIONS, "CN", "NL", "1900/.."),
        between(Attribute.NO_RELATIONS, "BE", "EG", "1900/.."),
    ]
    return make_snapshot(folder, [*sample_statements(), *states])
