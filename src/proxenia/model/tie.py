"""A tie as a snapshot knows it."""

from dataclasses import dataclass

from proxenia.model.statement import content_id
from proxenia.model.vocabulary import Status, TieKind

__all__ = ["Tie", "tie_id"]


def tie_id(kind: TieKind, subject: str, object_: str) -> str:
    """Return the id of the tie of a kind between two actors, whichever comes first where direction says nothing.

    >>> tie_id(TieKind.TWINNING, "gn:1", "gn:2") == tie_id(TieKind.TWINNING, "gn:2", "gn:1")
    True
    >>> tie_id(TieKind.MEMBERSHIP, "gn:1", "px:uclg") == tie_id(TieKind.MEMBERSHIP, "px:uclg", "gn:1")
    False
    """
    ends = (subject, object_) if kind.is_directed else tuple(sorted((subject, object_)))
    return f"tie:{content_id(kind.value, *ends)[:16]}"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two actors tied over time.

    Attributes
    ----------
    a, b
        The actors; for a directed kind from `a` to `b`, else in the order of their ids.
    valid_from, valid_to
        EDTF texts of the preferred start and end; none where unknown or open.
    status
        Where it stands in its life as of the latest statement.
    reciprocal
        Whether both sides claim it; none where the sources have lost direction.
    independent_sources
        How many sources with distinct roots say so.
    """

    id: str
    kind: TieKind
    a: str
    b: str
    valid_from: str | None
    valid_to: str | None
    status: Status
    status_since: str | None
    reason: str | None
    fields: tuple[str, ...]
    reciprocal: bool | None
    independent_sources: int
