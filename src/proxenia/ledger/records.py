"""What the ledger answers beside statements."""

from dataclasses import dataclass, field

__all__ = ["Appended", "Verified"]


@dataclass(frozen=True, slots=True)
class Appended:
    """How many statements of a batch were new to the ledger, and how many it knew."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What re-hashing everything found.

    Attributes
    ----------
    statements, judgements
        How many rows were hashed, retracted and undone ones included.
    faults
        What does not hash to its id, in plain words; none when the ledger is sound.
    """

    statements: int
    judgements: int
    faults: list[str] = field(default_factory=list)
