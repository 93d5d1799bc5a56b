"""Reads DESTA's list of trade agreements: each pair of members becomes a tie, from the year the treaty binds them.

The list does not say when a treaty ended, so the end of a tie is unknown unless one of the two withdrew. A treaty that
was signed and never came into force has the year of its signature: the list does not tell the two apart.
"""

from collections.abc import Iterator
from typing import Final

from proxenia.model.predicates import Qualifier
from proxenia.model.statement import Qualifiers, Statement
from proxenia.model.vocabulary import Field, Status, TieKind
from proxenia.sources.catalogue.trade_agreements.entries import COLUMNS, read_entries
from proxenia.sources.catalogue.trade_agreements.spells import Spell, spells
from proxenia.sources.context import Context
from proxenia.sources.tabular.rows import files_by_format, read_rows

__all__ = ["read"]

_FORMATS: Final = {"desta_treaty_members": COLUMNS}
_AUTHORS: Final = "Dür, Baccini and Elsig 2014"


def read(context: Context) -> Iterator[Statement]:
    """Give one tie for a pair of states and a treaty, and another where a state came back to it.

    Raises
    ------
    SourceChangedError
        When the file has not the publisher's columns.
    UnreadableFileError
        When it is no table.
    """
    path = files_by_format(context, _FORMATS).popitem()[1]
    entries = read_entries(context, read_rows(context, path, columns=COLUMNS))
    for spell in spells(entries):
        end = spell.left_by.start if spell.left_by is not None else None
        if end is not None and end < spell.made_by.start:
            continue  # It left before the treaty came into force.
        yield Statement(
            subject=spell.one,
            predicate=TieKind.TREATY.value,
            source=context.source,
            reference=_reference(spell),
            object=spell.other,
            period=f"{spell.made_by.start}/{end or ''}",
            qualifiers=_qualifiers(spell, end, context.description.date),
            retrieved_at=context.retrieved_at,
        )


def _reference(spell: Spell) -> str:
    left = f" and {spell.left_by.number}" if spell.left_by is not None else ""
    name = spell.made_by.name.replace(";", ",")  # A semicolon parts one reference from the next.
    return f"DESTA treaty {spell.made_by.number} ({name}, {spell.made_by.year}){left}, {_AUTHORS}"


def _qualifiers(spell: Spell, end: int | None, listed: str | None) -> Qualifiers:
    found = {Qualifier.FIELDS.value: Field.ECONOMY.value, Qualifier.TITLE.value: spell.title}
    if listed:
        found[Qualifier.LISTED.value] = listed
    if end is not None:
        found |= {Qualifier.STATUS.value: Status.ENDED.value, Qualifier.STATUS_SINCE.value: str(end)}
    return tuple(sorted(found.items()))
