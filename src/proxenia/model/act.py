"""An act and the participations in it, as a snapshot knows them."""

from dataclasses import dataclass

from proxenia.model.vocabulary import ActRole, EventKind

__all__ = ["Act", "Participation"]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happened at a date, with any number of participants.

    Attributes
    ----------
    date
        EDTF text of when it happened.
    amount, currency, amount_year
        A sum of money, its ISO 4217 code and the year of its prices; none where nothing is stated.
    """

    id: str
    kind: EventKind
    title: str
    date: str | None
    fields: tuple[str, ...] = ()
    summary: str | None = None
    phase: str | None = None
    stance: str | None = None
    driver: str | None = None
    functions: tuple[str, ...] = ()
    amount: float | None = None
    currency: str | None = None
    amount_year: int | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """An actor's part in an act."""

    act: str
    actor: str
    role: ActRole
