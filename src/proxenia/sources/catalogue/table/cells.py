"""What a row of a table says of its tie: kind, period and status, or why they are not understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from proxenia.errors import PeriodError
from proxenia.model.period import Period
from proxenia.model.predicates import Qualifier
from proxenia.model.statement import Qualifiers
from proxenia.model.vocabulary import Status, TieKind
from proxenia.sources.catalogue.table.mapping import TableMapping
from proxenia.sources.tabular.places import read_date
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["TieWords", "read_words"]

_KINDS: Final = frozenset(kind.value for kind in TieKind)
_STATUSES: Final = frozenset(status.value for status in Status)


@dataclass(frozen=True, slots=True)
class TieWords:
    """What a row says of its tie."""

    kind: str
    period: str | None
    qualifiers: Qualifiers


def read_words(texts: Mapping[str, str], mapping: TableMapping) -> TieWords:
    """Return the kind, the period and the status of a row, with the date of the list.

    Raises
    ------
    RowRefused
        When any of them is not understood.
    """
    kind = _word(texts.get("kind", ""), mapping.constants.get("kind", ""), _KINDS, "kind")
    status = _word(texts.get("status", ""), mapping.constants.get("status", ""), _STATUSES, "status")
    if not kind:
        raise RowRefused("the kind is empty")
    start, end = read_date(texts.get("start", ""), "start"), read_date(texts.get("end", ""), "end")
    qualifiers = [(Qualifier.STATUS.value, status)] if status else []
    if status == Status.ENDED and end:
        qualifiers.append((Qualifier.STATUS_SINCE.value, end))
    if mapping.description.date:
        qualifiers.append((Qualifier.LISTED.value, mapping.description.date))
    return TieWords(kind, _period(start, end, status), tuple(sorted(qualifiers)))


def _word(text: str, constant: str, known: frozenset[str], what: str) -> str:
    word = text.strip().casefold().replace(" ", "_") or constant
    if word and word not in known:
        raise RowRefused(f"unknown {what} {text[:80]!r} (known: {', '.join(sorted(known))})")
    return word


def _period(start: str, end: str, status: str) -> str | None:
    if not start and not end:
        return None
    text = f"{start}/{end}" if end or status == Status.ENDED else f"{start}/.."
    try:
        Period.parse(text)
    except PeriodError:
        raise RowRefused(f"it ends ({end}) before it begins ({start})") from None
    return text
