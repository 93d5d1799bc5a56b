"""What the ledger answers beside statements, and how its moments are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from proxenia.errors import FaultsError, InputError

__all__ = ["Appended", "Verified", "check_moment", "check_texts", "known_until"]

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
FOR_EVER: Final = "9999-12-31T23:59:59.999999Z"


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


def check_moment(text: str) -> str:
    """Return `text` if it is a moment as the ledger writes them: UTC with microseconds.

    >>> check_moment("2026-11-22T02:33:10.123456Z")
    '2026-11-22T02:33:10.123456Z'

    Raises
    ------
    InputError
        When it is written otherwise.
    """
    try:
        if _MOMENT.fullmatch(text):
            datetime.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise InputError(
        f"{text!r} is not a moment",
        expected="Expected UTC with microseconds, such as 2026-11-22T02:33:10.123456Z",
        next_step="Write it with strftime('%Y-%m-%dT%H:%M:%S.%fZ')",
    )


def known_until(known_at: str | None) -> str:
    """Return the last moment that `known_at` covers: a whole day, a moment, or everything when nothing is given.

    >>> known_until("2026-11-22")
    '2026-11-22T23:59:59.999999Z'
    """
    if known_at is None:
        return FOR_EVER
    return check_moment(f"{known_at}T23:59:59.999999Z" if _DAY.fullmatch(known_at) else known_at)


def check_texts(what: str, texts: Iterable[str | None]) -> None:
    """Refuse texts that a database cannot keep: control characters and halves of surrogate pairs.

    Raises
    ------
    FaultsError
        When any of them holds such a character.
    """
    faults = [f"{text[:40]!r} holds control characters" for text in texts if text and _UNSTORABLE.search(text)]
    if faults:
        raise FaultsError(what, faults)
