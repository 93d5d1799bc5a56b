"""Reads a table of ties: every row becomes a tie or a refusal with its reason, never a guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from proxenia.errors import MappingError
from proxenia.model.statement import Statement
from proxenia.sources.catalogue.table.cells import TieWords, read_words
from proxenia.sources.catalogue.table.mapping import TableMapping
from proxenia.sources.catalogue.table.names import read_names
from proxenia.sources.context import Context
from proxenia.sources.tabular.homonyms import Spot, find_homonyms, told_apart
from proxenia.sources.tabular.mapped_rows import read_mapped_rows
from proxenia.sources.tabular.places import Place, place_statements, read_place
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["read"]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it is understood."""

    number: int
    one: Place
    other: Place
    words: TieWords


def read(context: Context) -> Iterator[Statement]:
    """Give the statements of a table.

    Raises
    ------
    UnreadableFileError
        When the file is no table, is empty, or has a header and nothing else.
    MappingError
        When the mapping names a column that the table lacks, or has twice.
    """
    mapping = context.options.get("mapping")
    if not isinstance(mapping, TableMapping):
        raise MappingError(
            "A table was given without a mapping",
            expected="Expected which column is the city, its country, the partner and its country",
            next_step="Give a mapping file or key=value pairs",
        )
    names = read_names(context, mapping)
    rows = list(_understood(context, mapping, names))
    homonyms = find_homonyms(place for row in rows for place in (row.one, row.other))
    told: set[str] = set()
    for row in rows:
        try:
            one, other = _two_places(row, homonyms)
        except RowRefused as refused:
            context.refuse(row.number, refused.reason)
            continue
        reference = f"row {row.number}"
        for place in (one, other):
            if place.id not in told:
                told.add(place.id)
                yield from place_statements(place, context, reference)
        yield _tie(context, one.id, other.id, row.words, reference)
    context.refused.sort(key=lambda refusal: refusal.row)


def _two_places(row: _Row, homonyms: Mapping[str, tuple[Spot, ...]]) -> tuple[Place, Place]:
    one, other = told_apart(row.one, homonyms), told_apart(row.other, homonyms)
    if one.id == other.id:
        raise RowRefused(f"it ties {one.name or one.id} to itself")
    return one, other


def _understood(context: Context, mapping: TableMapping, names: Mapping[str, str]) -> Iterator[_Row]:
    for number, texts in read_mapped_rows(context, mapping):
        try:
            one = read_place(texts, "", mapping.city_kind, mapping, context)
            other = read_place(texts, "partner_", mapping.partner_kind, mapping, context)
            words = read_words(texts, mapping)
        except RowRefused as refused:
            context.refuse(number, refused.reason)
        else:
            yield _Row(number, _with_name(one, names), _with_name(other, names), words)


def _with_name(place: Place, names: Mapping[str, str]) -> Place:
    return place if place.name else replace(place, name=names.get(place.id, ""))


def _tie(context: Context, one: str, other: str, words: TieWords, reference: str) -> Statement:
    return Statement(
        subject=one,
        predicate=words.kind,
        source=context.source,
        reference=reference,
        object=other,
        period=words.period,
        qualifiers=words.qualifiers,
        retrieved_at=context.retrieved_at,
    )
