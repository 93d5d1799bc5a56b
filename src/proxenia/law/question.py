"""A question to the law: who wants to sign what, with whom, when."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from proxenia.errors import InputError, NotFoundError, UnknownValueError
from proxenia.model.period import day_number
from proxenia.model.vocabulary import ActorKind, TieKind, Tier, parse_term

__all__ = ["INSTRUMENTS", "Question", "ask", "parse_place"]

_PLACE: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
INSTRUMENTS: Final = (
    TieKind.TWINNING,
    TieKind.AGREEMENT,
    TieKind.TREATY,
    TieKind.MEMBERSHIP,
    TieKind.PARTNERSHIP,
    TieKind.REPRESENTATION,
)
"""What a local government may sign or enter."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who wants to sign what with whom.

    Attributes
    ----------
    place
        Where the one who asks lies: ``iso:IT``, or ``iso:CA-QC`` where the part of the state is known.
    tier
        What it is there.
    instrument
        What is to be signed or entered.
    partner
        The state, or part of a state, in which the partner lies, or the body (``px:…``); none when it is left open.
    partner_kind
        What the partner is; none when it is left open.
    on
        The day whose law is asked for.
    signing
        The day on which it is to be signed; none when no day is planned.
    """

    place: str
    tier: Tier
    instrument: TieKind
    partner: str | None
    partner_kind: ActorKind | None
    on: date
    signing: date | None = None

    @property
    def state(self) -> str:
        """The state in which the one who asks lies."""
        return self.place[:6]

    @property
    def partner_state(self) -> str | None:
        """The state in which the partner lies; none of a body."""
        return self.partner[:6] if self.partner and self.partner.startswith("iso:") else None

    @property
    def day(self) -> int:
        """The day whose law is asked for, as a day number."""
        return day_number(self.on.year, self.on.month, self.on.day)


def parse_place(text: str) -> str:
    """Return the identifier of a state or a part of one from what people write.

    Raises
    ------
    InputError
        When it is no code of ISO 3166-1 or 3166-2.

    Examples
    --------
    >>> parse_place("ca-qc"), parse_place("iso:IT")
    ('iso:CA-QC', 'iso:IT')
    """
    code = text.strip().removeprefix("iso:").upper()
    if not _PLACE.fullmatch(code):
        raise InputError(
            f"{text[:60]!r} is not the code of a country",
            expected="Expected two letters as IT, or a part of a state as CA-QC",
            next_step="Look the code up on the page of the country",
        )
    return f"iso:{code}"


def ask(
    place: str,
    *,
    tier: str,
    instrument: str,
    on: date,
    partner: str | None = None,
    partner_kind: str | None = None,
    signing: date | None = None,
) -> Question:
    """Return a question from words.

    Raises
    ------
    InputError
        When a word or a code cannot be understood, or when the partner lies in the own state.
    """
    words = [one.value for one in INSTRUMENTS]
    if instrument not in words:
        raise UnknownValueError("instrument", instrument, words)
    other = None
    if partner:
        other = partner if partner.startswith("px:") else parse_place(partner)
        if other == parse_place(place)[:6]:
            raise NotFoundError("partner abroad", partner, next_step="It is the own state: give a partner abroad")
    return Question(
        place=parse_place(place),
        tier=parse_term(Tier, tier, what="tier"),
        instrument=TieKind(instrument),
        partner=other,
        partner_kind=parse_term(ActorKind, partner_kind, what="kind of partner") if partner_kind else None,
        on=on,
        signing=signing,
    )
