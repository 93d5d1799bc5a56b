"""Tables of wikitext as rows: each row becomes one line, or, where a cell holds a list, the items of that list."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from proxenia.sources.catalogue.wikipedia_list.markup import plain
from proxenia.sources.catalogue.wikipedia_list.words import Words, normalise

__all__ = ["Row", "rows_of"]

MOST_COLUMNS: Final = 20
"""Cells of a row that are looked at, those that reach down from rows above included."""
LARGEST_SPAN: Final = 200
"""Rows that a cell may span; a larger number is a mistake or worse."""
_SPLIT = re.compile(r"\|\||!!")
_ATTRIBUTES = re.compile(r"[^\[\]{}|]{0,300}\|(?!\|)")
_SPAN = re.compile(r"rowspan\s*=\s*[\"']?\s*([0-9]{1,4})", re.IGNORECASE)
_FLAG_ONLY = re.compile(r"(?:\{\{[^{}]{1,200}\}\}\s*)+")
_TELLS = re.compile(r"\[\[|\{\{")
_LISTED = ("*", "#", ":", ";")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text, or a row of a table as one line."""

    text: str
    is_table: bool = False


@dataclass(slots=True)
class _Table:
    """The table that is being read: its columns, and the cells of the row that is not over yet."""

    columns: dict[int, str] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)
    heads: int = 0
    spans: dict[int, tuple[int, str]] = field(default_factory=dict)


def rows_of(text: str, words: Words, is_detail: Callable[[str], bool]) -> Iterator[Row]:
    """Give the lines of a text, tables as rows; a table that is never closed ends with the text.

    Parameters
    ----------
    is_detail
        Tells whether a cell holds a state or a year, and so belongs to the cell of a city beside it.
    """
    table: _Table | None = None
    for line in text.split("\n"):
        bare = line.strip()
        if bare.startswith("{|"):
            table = _Table()
        elif table is None:
            yield Row(line)
        elif bare.startswith(("|}", "|-")):
            yield from _finished(table, words, is_detail)
            table = None if bare.startswith("|}") else table
        elif bare.startswith(("|", "!")) and not bare.startswith("|+"):
            _add_cells(table, bare)
        elif bare.startswith(_LISTED) or not table.cells:
            # An item of a list in a cell is a line of its own, whatever the table around it is for.
            yield Row(line)
        else:
            table.cells[-1] += f"\n{bare}"
    if table is not None:
        yield from _finished(table, words, is_detail)


def _add_cells(table: _Table, bare: str) -> None:
    is_head = bare.startswith("!")
    for piece in _SPLIT.split(bare[1:]):
        if len(table.cells) >= MOST_COLUMNS:
            return
        cell = piece.lstrip()
        attributes = _ATTRIBUTES.match(cell)
        span = _SPAN.search(attributes[0]) if attributes else None
        content = cell[attributes.end() :] if attributes else cell
        _fill_spans(table)
        if span and 1 < int(span[1]) <= LARGEST_SPAN:
            table.spans[len(table.cells)] = (int(span[1]), content.strip())
        table.cells.append(content.strip())
        table.heads += is_head


def _fill_spans(table: _Table) -> None:
    """Put the cells of rows above that reach down to here before the next cell."""
    while len(table.cells) in table.spans:
        number = len(table.cells)
        left, content = table.spans[number]
        if left <= 1:
            del table.spans[number]
            return
        table.spans[number] = (left - 1, content)
        table.cells.append(content)


def _finished(table: _Table, words: Words, is_detail: Callable[[str], bool]) -> Iterator[Row]:
    if table.cells:
        _fill_spans(table)
    cells, heads = table.cells, table.heads
    table.cells, table.heads = [], 0
    if heads and heads == len(cells):
        columns = {number: words.columns.get(normalise(plain(cell)), "") for number, cell in enumerate(cells)}
        table.columns = columns if "city" in columns.values() else {}
    elif table.columns and len(cells) > 1:
        yield from _mapped(cells, table.columns)
    else:
        yield from _grouped(cells, is_detail)


def _mapped(cells: Sequence[str], columns: Mapping[int, str]) -> Iterator[Row]:
    """Give a row whose columns are known: the city, then its country, then the year."""
    found = {kind: _first(cells, columns, kind) for kind in ("city", "country", "year")}
    if found["city"]:
        yield Row(
            ", ".join(" ".join(found[kind].split()) for kind in ("city", "country", "year") if found[kind]),
            is_table=True,
        )


def _first(cells: Sequence[str], columns: Mapping[int, str], kind: str) -> str:
    return next((cell for number, cell in enumerate(cells) if columns.get(number) == kind and cell), "")


def _grouped(cells: Sequence[str], is_detail: Callable[[str], bool]) -> Iterator[Row]:
    """Give a row without known columns: flags go with the cell behind them, states and years with their city's."""
    before: list[str] = []
    place: list[str] = []
    for cell in cells:
        lines = [line for line in cell.split("\n") if line.strip()]
        if len(lines) > 1:
            yield from (Row(line) for line in lines)
        elif not cell:
            continue
        elif _FLAG_ONLY.fullmatch(cell) or (not place and is_detail(cell)):
            if place:
                yield Row(", ".join(place), is_table=True)
            before, place = [*before, cell], []
        elif place and is_detail(cell):
            place.append(cell)
        else:
            if place:
                yield Row(", ".join(place), is_table=True)
            place, before = ([" ".join([*before, cell])], []) if _TELLS.search(cell) else ([], [])
    if place:
        yield Row(", ".join(place), is_table=True)
