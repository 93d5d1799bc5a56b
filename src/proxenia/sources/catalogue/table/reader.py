"""Reads a table of ties: every row becomes a tie or a refusal with its reason, never a guess."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from proxenia.errors import MappingError, UnreadableFileError
from proxenia.model.statement import Statement
from proxenia.sources.catalogue.table.cells import Refused, TieWords, read_place, read_words
from proxenia.sources.catalogue.table.mapping import TableMapping
from proxenia.sources.catalogue.table.places import Place, place_statements
from proxenia.sources.context import Context
from proxenia.sources.tabular.grid import read_grid

__all__ = ["hash_of", "read"]

_STEP: Final = 500
"""Rows between two reports of progress."""


@dataclass(slots=True)
class _Reading:
    """The state of one reading: which places were told, and who is waiting."""

    context: Context
    mapping: TableMapping
    columns: Mapping[str, int]
    told: dict[str, Place] = field(default_factory=dict)


def hash_of(context: Context) -> str:
    """Return the hash of the table's bytes."""
    return blake2b(context.read_bytes(), digest_size=16).hexdigest()


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
    rows = list(
        read_grid(
            context.read_bytes(),
            context.path,
            sheet=mapping.sheet,
            delimiter=mapping.delimiter,
            encoding=mapping.encoding,
        )
    )
    begin = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), len(rows))
    if not any(any(cell.strip() for cell in row) for row in rows[begin + 1 :]):
        raise UnreadableFileError(
            f"{context.path} has no rows below its header",
            expected="Expected a header and at least one tie",
            next_step="Check that this is the right file and, for a spreadsheet, the right sheet",
        )
    reading = _Reading(context, mapping, _columns(mapping, rows[begin]))
    yield from _read_rows(reading, rows, begin + 1)


def _columns(mapping: TableMapping, header: Sequence[str]) -> dict[str, int]:
    """Return the place of every mapped column."""
    names = [name.strip() for name in header]
    faults = [
        f"{key} is column {name!r}, which the table lacks" for key, name in mapping.columns.items() if name not in names
    ]
    faults += [
        f"{key} is column {name!r}, which the table has {names.count(name)} times"
        for key, name in mapping.columns.items()
        if names.count(name) > 1
    ]
    if faults:
        raise MappingError(
            f"The mapping does not fit the table: {'; '.join(faults)}",
            expected=f"Its columns are: {', '.join(name for name in names if name)[:1000]}",
            next_step="Mend the mapping; for a file without a header, add one",
        )
    return {key: names.index(name) for key, name in mapping.columns.items()}


def _read_rows(reading: _Reading, rows: Sequence[Sequence[str]], begin: int) -> Iterator[Statement]:
    context, total = reading.context, len(rows) - begin
    for number, cells in enumerate(rows[begin:], start=begin + 1):
        if not any(cell.strip() for cell in cells):
            continue
        context.rows += 1
        try:
            yield from _read_row(reading, number, cells)
        except Refused as refused:
            context.refuse(number, refused.reason)
        if context.rows % _STEP == 0:
            context.progress(number - begin, total)
    context.progress(total, total)


def _read_row(reading: _Reading, number: int, cells: Sequence[str]) -> Iterator[Statement]:
    context, mapping = reading.context, reading.mapping
    texts = {key: cells[index].strip() if index < len(cells) else "" for key, index in reading.columns.items()}
    one = read_place(texts, "", mapping.city_kind, mapping, context)
    other = read_place(texts, "partner_", mapping.partner_kind, mapping, context)
    if one.id == other.id:
        raise Refused(f"it ties {one.name or one.id} to itself")
    words = read_words(texts, mapping)
    reference = f"row {number}"
    for place in (one, other):
        yield from _told_once(reading, place, reference)
    yield _tie(context, one.id, other.id, words, reference)


def _told_once(reading: _Reading, place: Place, reference: str) -> Iterator[Statement]:
    first = reading.told.setdefault(place.id, place)
    if first is place:
        yield from place_statements(place, reading.context, reference)


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
