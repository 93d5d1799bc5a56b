"""What a row of a member or signatory list states beside its actor: its kind, a short text, where it can be read."""

from collections.abc import Mapping
from typing import Final

from proxenia.model.statement import is_reference
from proxenia.model.vocabulary import ActorKind
from proxenia.sources.tabular.mapping import ListMapping
from proxenia.sources.tabular.places import LONGEST_NAME, clean
from proxenia.sources.tabular.rows import RowRefused
from proxenia.sources.tabular.sharing import Entry

__all__ = ["kind_of", "reference_of", "short_text"]

_KINDS: Final = frozenset(kind.value for kind in ActorKind)


def kind_of(text: str, kinds: Mapping[str, str]) -> str:
    """Return the actor kind that a cell names, in the list's own words or in ours.

    >>> kind_of("City", {"City": "city"}), kind_of("Region", {})
    ('city', 'region')

    Raises
    ------
    RowRefused
        When it names none.
    """
    kind = kinds.get(text) or text.strip().casefold().replace(" ", "_")
    if kind not in _KINDS:
        raise RowRefused(f"unknown kind {text[:80]!r}; say under `kinds` what it is" if text else "the kind is empty")
    return kind


def short_text(text: str, what: str) -> str:
    """Return a text of some words, cleaned.

    Raises
    ------
    RowRefused
        When it is too long to be one.
    """
    found = clean(text)
    if len(found) > LONGEST_NAME:
        raise RowRefused(f"the {what} is longer than {LONGEST_NAME} characters")
    return found


def reference_of(entry: Entry, mapping: ListMapping) -> str:
    """Return where a row can be read: its own address, else that of the list, else the row's number.

    Raises
    ------
    RowRefused
        When what stands in the column of addresses is none.
    """
    address = entry.texts.get("row_address", "")
    if address and (not address.startswith(("http://", "https://")) or not is_reference(address)):
        raise RowRefused(f"{address[:80]!r} is not a web address")
    return address or mapping.description.address or f"row {entry.number}"
