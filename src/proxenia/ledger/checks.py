"""What the ledger checks before it writes, beside the statements' own checks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from proxenia.errors import FaultsError, InputError
from proxenia.ledger.source_record import SourceRecord
from proxenia.model.identifiers import is_identifier
from proxenia.model.judgement import Judgement

__all__ = [
    "FOR_EVER",
    "check_judgements",
    "check_moment",
    "check_signed",
    "check_source",
    "check_texts",
    "is_moment",
    "known_until",
]

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
FOR_EVER: Final = "9999-12-31T23:59:59.999999Z"


@lru_cache(maxsize=1024)
def is_moment(text: str) -> bool:
    """Tell whether `text` is a moment as the ledger writes them: UTC with microseconds.

    >>> is_moment("2026-11-22T02:33:10.123456Z"), is_moment("2026-11-22"), is_moment("2026-13-22T02:33:10.123456Z")
    (True, False, False)
    """
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def check_moment(text: str) -> str:
    """Return `text` if it is a moment as the ledger writes them.

    Raises
    ------
    InputError
        When it is written otherwise.
    """
    if is_moment(text):
        return text
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


def check_signed(reason: str, signed_by: str) -> None:
    """Refuse a change that nobody signs or that has no reason."""
    check_texts("The change", (reason, signed_by))
    if not reason.strip() or not signed_by.strip():
        raise InputError(
            "A change without a reason and a signature is not kept", next_step="Say why, and who decided it"
        )


def check_source(source: SourceRecord) -> None:
    """Refuse a source without an id or a title, or with texts that a database cannot keep."""
    if not source.id.strip() or not source.title.strip():
        raise InputError(f"The source {source.id!r} has no id or no title", next_step="Give both")
    plain = (source.publisher, source.licence, source.citation, source.address, source.date, source.hash)
    check_texts("The source", [source.id, source.title, *plain, *source.derived_from])


def check_judgements(judgements: Sequence[Judgement]) -> None:
    """Check a batch of judgements and report all its faults at once.

    Raises
    ------
    FaultsError
        When any of them is unsigned, names no identifier, or undoes another.
    """
    faults = [fault for judgement in judgements for fault in _judgement_faults(judgement)]
    if faults:
        raise FaultsError("The batch of judgements", faults)


def _judgement_faults(judgement: Judgement) -> Iterator[str]:
    for side in (judgement.left, judgement.right):
        if not is_identifier(side):
            yield f"{side!r} is not an identifier such as gn:2747891"
    pair = f"{judgement.left} and {judgement.right}"
    if not judgement.reason.strip() or not judgement.signed_by.strip():
        yield f"{pair}: it needs a reason and a signature"
    if not is_moment(judgement.recorded_at):
        yield f"{pair}: {judgement.recorded_at!r} is not a moment such as 2026-11-22T02:33:10.123456Z"
    if judgement.undoes is not None:
        yield f"{pair}: a judgement is taken back with undo"
    for text in (judgement.left, judgement.right, judgement.reason, judgement.signed_by):
        if _UNSTORABLE.search(text):
            yield f"{text[:40]!r} holds control characters"
