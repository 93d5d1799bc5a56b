"""What an import did, and the rows it did not understand."""

from dataclasses import dataclass

from proxenia.model.statement import Statement

__all__ = ["ReadReport", "Refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that was not understood, and why.

    Attributes
    ----------
    row
        Counts from 1; the header is row 1 of a table.
    file
        The name of the file, where there are several.
    is_understood
        What was left out is understood and left out on purpose: it is told, and is no sign that a source changed.
    """

    row: int
    reason: str
    file: str = ""
    is_understood: bool = False

    def __str__(self) -> str:
        """Say which row and why, for people."""
        return f"{self.file} row {self.row}: {self.reason}".lstrip()


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a run of one source changed in the ledger.

    Attributes
    ----------
    rows
        How many rows were read.
    statements_new, statements_known
        How many statements the ledger learnt, and how many it held already.
    retracted, reinstated
        How many the source no longer says, and how many it says again.
    held_back
        How many the source says though a person retracted them: they stay retracted.
    refused
        The rows that were not understood.
    statements
        All that the source says now.
    """

    source: str
    rows: int
    statements_new: int
    statements_known: int
    retracted: int
    reinstated: int
    held_back: int
    refused: tuple[Refusal, ...]
    statements: tuple[Statement, ...]
