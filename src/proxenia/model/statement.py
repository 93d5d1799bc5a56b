"""Statements, the only truth: who says what of whom, for when, with which reference.

A statement's id is the hash of its content without `recorded_at` and `retrieved_at`, so reading a source again
changes nothing. Statements are never changed: a correction is a :class:`Retraction` that names the statement.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

import orjson

from proxenia.errors import FaultsError, PeriodError
from proxenia.model.identifiers import is_identifier
from proxenia.model.legal import LegalQualifier
from proxenia.model.period import Period
from proxenia.model.predicates import KNOWN_PREDICATES, MULTIPLE, Attribute, Qualifier
from proxenia.model.vocabulary import (
    ActorKind,
    ActorSubtype,
    ActRole,
    Confidence,
    Driver,
    EventKind,
    Field,
    Function,
    IndicatorStatus,
    LegalCondition,
    LegalPower,
    Phase,
    Restriction,
    Stance,
    Status,
    Term,
    TieKind,
)

__all__ = [
    "Reinstatement",
    "Retraction",
    "Statement",
    "check_statements",
    "content_id",
    "is_reference",
    "join_words",
    "reference_parts",
    "statement_faults",
]

Qualifiers = tuple[tuple[str, str], ...]

_TEXT_LIMIT: Final = 20_000
_REMEMBERED: Final = 1 << 16
"""Answers kept: a batch repeats its periods, places and qualifiers."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_ROW = re.compile(r"row [1-9][0-9]*( of .{1,200})?")
_DOI = re.compile(r"doi:10\.[0-9]{4,9}/\S+")
_HAS_YEAR = re.compile(r"\b[0-9]{4}\b")

_WORDS: Final[dict[str, type[Term]]] = {
    Qualifier.STATUS: Status,
    Qualifier.FIELDS: Field,
    Qualifier.PHASE: Phase,
    Qualifier.STANCE: Stance,
    Qualifier.DRIVER: Driver,
    Qualifier.CONFIDENCE: Confidence,
    Qualifier.RESTRICTS: Restriction,
    Qualifier.FUNCTIONS: Function,
    Qualifier.ROLE: ActRole,
    Qualifier.INDICATOR_STATUS: IndicatorStatus,
}
_VALUE_WORDS: Final[dict[str, type[Term]]] = {
    Attribute.KIND: ActorKind,
    Attribute.SUBTYPE: ActorSubtype,
    Attribute.EVENT: EventKind,
    Attribute.LEGAL_POWER: LegalPower,
    Attribute.LEGAL_CONDITION: LegalCondition,
}
_TIES: Final = frozenset(kind.value for kind in TieKind)
_NEEDS_OBJECT: Final = _TIES | {
    Attribute.COUNTRY.value,
    Attribute.REGION.value,
    Attribute.SEAT.value,
    Attribute.PARTICIPATION.value,
    Attribute.SAME_AS.value,
    Attribute.SUCCESSOR.value,
    Attribute.CAPITAL.value,
    Attribute.LEGAL_PARTY.value,
}
_QUALIFIERS: Final = frozenset(name.value for name in (*Qualifier, *LegalQualifier))
_WORD_SETS: Final = {key: frozenset(term.value for term in terms) for key, terms in _WORDS.items()}


def content_id(*content: object) -> str:
    """Return the hash of canonical content: 32 hexadecimal digits, the same in every process.

    The content is written as a JSON array without spaces, in Unicode NFC, and hashed with BLAKE2b to 128 bits.
    """
    text = orjson.dumps(content)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.decode()).encode()
    return blake2b(text, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing one source says.

    Attributes
    ----------
    subject, object
        Identifiers. A tie has both; an attribute has a subject and a value or an object.
    predicate
        A tie kind or an attribute.
    value, unit, language
        The value as text (numbers in plain decimal notation), its unit, and the language of a name (BCP 47).
    period
        EDTF text; for a tie ``1979/..`` is "since 1979, still open".
    qualifiers
        Pairs of qualifier and text, sorted by qualifier; several words are sorted and joined by semicolons.
    source, reference
        The catalogue's id of the source, and where in it: an address, a DOI, a citation or a row.
    retrieved_at, recorded_at
        When the source was read (EDTF date) and when the ledger learnt it (UTC); not part of the content.
    """

    subject: str
    predicate: str
    source: str
    reference: str
    object: str | None = None
    value: str | None = None
    unit: str | None = None
    language: str | None = None
    period: str | None = None
    qualifiers: Qualifiers = ()
    retrieved_at: str | None = None
    recorded_at: str | None = None

    @property
    def id(self) -> str:
        """The hash of the content."""
        return content_id(
            self.subject,
            self.predicate,
            self.object,
            self.value,
            self.unit,
            self.language,
            self.period,
            self.qualifiers,
            self.source,
            self.reference,
        )

    def qualifier(self, name: Qualifier) -> str | None:
        """Return the text of a qualifier, or nothing."""
        return next((text for key, text in self.qualifiers if key == name), None)


@dataclass(frozen=True, slots=True)
class Retraction:
    """A statement no longer stands, and why. `recorded_at` is part of what makes it, so it can be repeated."""

    statement_id: str
    reason: str
    signed_by: str
    recorded_at: str

    @property
    def id(self) -> str:
        """The hash of the content and the moment."""
        return content_id("retraction", self.statement_id, self.reason, self.signed_by, self.recorded_at)


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """A retracted statement stands again, and why."""

    statement_id: str
    reason: str
    signed_by: str
    recorded_at: str

    @property
    def id(self) -> str:
        """The hash of the content and the moment."""
        return content_id("reinstatement", self.statement_id, self.reason, self.signed_by, self.recorded_at)


def join_words(words: Iterable[str]) -> str:
    """Return words as a qualifier holds them: sorted, once each, joined by semicolons.

    >>> join_words(["peace", "intercity", "peace"])
    'intercity;peace'
    """
    return ";".join(sorted({word.strip() for word in words if word.strip()}))


def reference_parts(reference: str) -> list[str]:
    """Return the single references of a reference that names several.

    >>> reference_parts("https://a.example/x ; doi:10.1000/182")
    ['https://a.example/x', 'doi:10.1000/182']
    """
    return [part.strip() for part in reference.split(" ; ") if part.strip()]


def _is_one_reference(text: str) -> bool:
    if text.lower().startswith(("http:", "https:")):
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and "." in host.strip(".") and not re.search(r"[\s<>\"]", text)
    if text.startswith("doi:"):
        return _DOI.fullmatch(text) is not None
    return _ROW.fullmatch(text) is not None or (len(text) >= 12 and _HAS_YEAR.search(text) is not None)


def is_reference(text: str) -> bool:
    """Tell whether a reference leads somewhere: an address, a DOI, a row, or a citation with its year.

    >>> is_reference("https://www.rotterdam.nl/x"), is_reference("row 17"), is_reference("somewhere")
    (True, True, False)
    """
    if not text or len(text) > 4_000 or _CONTROL.search(text):
        return False
    if " ; " not in text:
        return _is_one_reference(text.strip())
    parts = reference_parts(text)
    return bool(parts) and all(_is_one_reference(part) for part in parts)


_is_identifier: Final = lru_cache(maxsize=_REMEMBERED)(is_identifier)


def _identifier_faults(statement: Statement) -> Iterator[str]:
    if not _is_identifier(statement.subject):
        yield f"subject {statement.subject!r} is not an identifier such as gn:2747891"
    if statement.object is not None and not _is_identifier(statement.object):
        yield f"object {statement.object!r} is not an identifier such as gn:1796236"
    if statement.predicate in _NEEDS_OBJECT and statement.object is None:
        yield f"{statement.predicate} needs an object"
    if statement.predicate in _TIES and statement.object == statement.subject:
        yield f"{statement.predicate} ties {statement.subject} to itself"
    if statement.predicate not in KNOWN_PREDICATES:
        yield f"predicate {statement.predicate!r} is unknown (known: {', '.join(sorted(KNOWN_PREDICATES))})"


@lru_cache(maxsize=_REMEMBERED)
def _period_faults(name: str, text: str) -> tuple[str, ...]:
    try:
        Period.parse(text)
    except PeriodError as error:
        return (f"{name} {error.happened}",)
    return ()


def _word_faults(key: str, text: str) -> Iterator[str]:
    known = _WORD_SETS[key]
    for word in text.split(";") if key in MULTIPLE else (text,):
        if word not in known:
            yield f"{key} {word!r} is unknown (known: {', '.join(term.value for term in _WORDS[key])})"


@lru_cache(maxsize=_REMEMBERED)
def _qualifier_faults(qualifiers: Qualifiers) -> tuple[str, ...]:
    return tuple(_find_qualifier_faults(qualifiers))


def _find_qualifier_faults(qualifiers: Qualifiers) -> Iterator[str]:
    keys = [key for key, _ in qualifiers]
    if keys != sorted(set(keys)):
        yield "qualifiers must be sorted and each given once"
    for key, text in qualifiers:
        if key not in _QUALIFIERS:
            yield f"qualifier {key!r} is unknown (known: {', '.join(sorted(_QUALIFIERS))})"
        elif not text:
            yield f"qualifier {key} is empty"
        elif key in _WORD_SETS:
            yield from _word_faults(key, text)
        elif key in (Qualifier.STATUS_SINCE, Qualifier.LISTED):
            yield from _period_faults(key, text)
        elif key == Qualifier.PLACE and not is_identifier(text):
            yield f"place {text!r} is not an identifier such as gn:2747891"


def _control_faults(texts: tuple[str | None, ...]) -> Iterator[str]:
    for text in texts:
        if text is not None and _CONTROL.search(text):
            yield f"{text[:40]!r} holds control characters"


def _value_faults(statement: Statement) -> Iterator[str]:
    if statement.value is not None and len(statement.value) > _TEXT_LIMIT:
        yield f"value is longer than {_TEXT_LIMIT} characters"
    texts = (statement.value, statement.unit, statement.language)
    if texts != (None, None, None) or statement.qualifiers:
        yield from _control_faults((*texts, *(text for _, text in statement.qualifiers)))
    known = _VALUE_WORDS.get(statement.predicate)
    if known is not None and statement.value not in [term.value for term in known]:
        yield f"{statement.predicate} {statement.value!r} is unknown (known: {', '.join(term.value for term in known)})"
    if statement.predicate == Attribute.HEAD_OF_GOVERNMENT and statement.object is not None:
        return  # somebody whose name the source does not tell
    if statement.predicate not in _NEEDS_OBJECT and statement.value is None and statement.period is None:
        if statement.qualifier(Qualifier.INDICATOR_STATUS) != IndicatorStatus.NOT_MEASURED and not statement.qualifiers:
            yield f"{statement.predicate} says nothing: it has no value, no object and no period"


def statement_faults(statement: Statement) -> list[str]:
    """Return everything that is wrong with a statement, in plain words; nothing when it is sound."""
    faults = list(_identifier_faults(statement))
    if statement.period is not None:
        faults += _period_faults("period", statement.period)
    faults += _value_faults(statement)
    if statement.qualifiers:
        faults += _qualifier_faults(statement.qualifiers)
    if not statement.source:
        faults.append("source is empty")
    if not is_reference(statement.reference):
        faults.append(f"reference {statement.reference[:80]!r} is no address, DOI, row or dated citation")
    return faults


def check_statements(statements: Sequence[Statement]) -> None:
    """Check a batch and report all its faults at once.

    Raises
    ------
    FaultsError
        When any statement is unsound; each fault names the statement's place in the batch.
    """
    faults = [
        f"statement {number} ({statement.subject} {statement.predicate}): {fault}"
        for number, statement in enumerate(statements, start=1)
        for fault in statement_faults(statement)
    ]
    if faults:
        raise FaultsError("The batch of statements", faults)
