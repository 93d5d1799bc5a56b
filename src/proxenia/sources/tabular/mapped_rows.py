"""The rows of somebody's list as its mapping names the columns."""

from collections.abc import Iterator, Sequence
from typing import Final

from proxenia.errors import MappingError, UnreadableFileError
from proxenia.sources.context import Context
from proxenia.sources.tabular.grid import read_grid
from proxenia.sources.tabular.mapping import ListMapping

__all__ = ["read_mapped_rows"]

_STEP: Final = 500
"""Rows between two reports of progress."""
_DELIMITERS: Final = {",": ",", ";": ";", "\t": "tab", "|": "|"}

Texts = dict[str, str]


def read_mapped_rows(context: Context, mapping: ListMapping) -> Iterator[tuple[int, Texts]]:
    """Give the number of every row and the texts of its mapped columns.

    The first row that is not empty is the header. Every row is counted; the empty ones and those that `where` leaves
    out are passed over.

    Raises
    ------
    UnreadableFileError
        When the file is no table, is empty, or has a header and nothing else.
    MappingError
        When the mapping names a column that the table lacks, or has twice.
    """
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
            expected="Expected a header and at least one row",
            next_step="Check that this is the right file and, for a spreadsheet, the right sheet",
        )
    columns = _columns(mapping, rows[begin])
    total = len(rows) - begin - 1
    for number, cells in enumerate(rows[begin + 1 :], start=begin + 2):
        if not any(cell.strip() for cell in cells):
            continue
        context.rows += 1
        texts = {key: cells[place].strip() if place < len(cells) else "" for key, place in columns.items()}
        if all(texts[f"where {name}"] in words for name, words in mapping.where.items()):
            yield number, texts
        if context.rows % _STEP == 0:
            context.progress(number - begin - 1, total)
    context.progress(total, total)


def _columns(mapping: ListMapping, header: Sequence[str]) -> dict[str, int]:
    """Return the place of every mapped column."""
    wanted = {**mapping.columns, **{f"where {name}": name for name in mapping.where}}
    names = [name.strip() for name in header]
    faults = [f"{key} is column {name!r}, which the table lacks" for key, name in wanted.items() if name not in names]
    faults += [
        f"{key} is column {name!r}, which the table has {names.count(name)} times"
        for key, name in wanted.items()
        if names.count(name) > 1
    ]
    if faults:
        raise MappingError(
            f"The mapping does not fit the table: {'; '.join(faults)}",
            expected=f"Its columns are: {', '.join(name for name in names if name)[:1000]}",
            next_step=_delimiter_hint(list(wanted.values()), names)
            or "Mend the mapping; for a file without a header, add one",
        )
    return {key: names.index(name) for key, name in wanted.items()}


def _delimiter_hint(wanted: Sequence[str], names: Sequence[str]) -> str:
    """Say which delimiter the table has, where the wanted columns stand together in its header."""
    for name in names:
        for sign, word in _DELIMITERS.items():
            inner = [part.strip().strip('"') for part in name.split(sign)]
            if len(inner) > 1 and set(wanted) & set(inner):
                return f"The columns stand in one: say `delimiter: {word!r}` in the mapping"
    return ""
