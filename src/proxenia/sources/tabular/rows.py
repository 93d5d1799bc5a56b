"""The rows of a publisher's own table: the header must be the publisher's, every row is read or refused."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from pathlib import Path
from typing import Final, Generic, TypeVar

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.sources.context import Context
from proxenia.sources.tabular.grid import read_grid

__all__ = ["Fact", "RowRefused", "agreeing", "all_formats", "files_by_format", "header_of", "read_facts", "read_rows"]

LONGEST_CELL: Final = 2_000
_STEP: Final = 5_000
"""Rows between two reports of progress."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of writing among them, and halves of characters."""

_SIGNS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}

Row = Mapping[str, str]
KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


class RowRefused(Exception):  # noqa: N818 - a row that is left out is no error
    """A row is not understood; :func:`read_facts` counts it with its reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Fact(Generic[KeyT, ValueT]):
    """What one row says: of what, and how much.

    Attributes
    ----------
    row
        The number of the row; the header is row 1.
    key
        What it is about: two rows with one key must say the same.
    """

    row: int
    key: KeyT
    value: ValueT


def read_rows(
    context: Context, path: Path, *, columns: Collection[str], delimiter: str = ",", encoding: str | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the number of every row and its texts, by column, without blanks around them.

    Rows are counted in `context.rows`. Empty rows are passed over; a row with more or fewer cells than the header, or
    with control characters or an overlong text in a column that is wanted, is refused.

    Parameters
    ----------
    columns
        The columns that are wanted; others are left alone.

    Raises
    ------
    SourceChangedError
        When the header lacks one of them, or has it twice: the error names them.
    UnreadableFileError
        When the file is missing, empty or no table.
    """
    context.reading = path.name
    rows = list(read_grid(context.read_bytes(path), path, delimiter=delimiter, encoding=encoding))
    header = [name.strip() for name in rows[0]]
    places = _places(header, columns, path, context.source)
    total = len(rows) - 1
    for number, cells in enumerate(rows[1:], start=2):
        if number % _STEP == 0:
            context.progress(number - 1, total)
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        context.rows += 1
        if len(cells) != len(header):
            context.refuse(number, f"it has {len(cells)} cells where the header has {len(header)}")
            continue
        row = {name: cells[place].strip() for name, place in places}
        fault = _fault(row)
        if fault:
            context.refuse(number, fault)
        else:
            yield number, row
    context.progress(total, total)


def header_of(context: Context, path: Path, *, delimiter: str = ",") -> tuple[str, ...]:
    """Return the names in the header of a table, to tell which of several formats a file is in.

    Raises
    ------
    UnreadableFileError
        When the file is missing, empty or no table.
    """
    rows = read_grid(context.read_bytes(path), path, delimiter=delimiter)
    return tuple(name.strip() for name in next(iter(rows), []))


def files_by_format(context: Context, formats: Mapping[str, Collection[str]]) -> dict[str, Path]:
    """Return for each format the file that is in it, told by its header; in the order of the formats.

    Parameters
    ----------
    formats
        For each format of the publisher's the columns it has.

    Raises
    ------
    SourceChangedError
        When the header of a file lacks columns of every format: the error names those of the likeliest.
    UnreadableFileError
        When two files are in one format, or a file is missing, empty or no table.
    """
    found: dict[str, Path] = {}
    for path in context.files:
        header = header_of(context, path)
        missing = {name: [column for column in columns if column not in header] for name, columns in formats.items()}
        likeliest = min(missing, key=lambda name: len(missing[name]) / len(formats[name]))
        if missing[likeliest]:
            raise _changed(path, context.source, _lacks(missing[likeliest]), header)
        if likeliest in found:
            raise UnreadableFileError(
                f"{found[likeliest]} and {path} are both {likeliest}",
                expected=f"Expected one file of each of: {', '.join(formats)}",
                next_step="Give the newer one only",
            )
        found[likeliest] = path
    return {name: found[name] for name in formats if name in found}


def all_formats(context: Context, formats: Mapping[str, Collection[str]]) -> dict[str, Path]:
    """Return for each format the file that is in it, of a source whose files say only together what it says.

    Raises
    ------
    SourceChangedError, UnreadableFileError
        As :func:`files_by_format`; and when a format has no file.
    """
    found = files_by_format(context, formats)
    missing = [name for name in formats if name not in found]
    if missing:
        raise UnreadableFileError(
            f"Of the source {context.source} the file {missing[0]} is missing",
            expected=f"Expected {len(formats)} files together: {', '.join(formats)}",
            next_step="Give with the other one the file with the columns " + ", ".join(formats[missing[0]]),
        )
    return found


def read_facts(
    context: Context, rows: Iterable[tuple[int, Row]], read: Callable[[Row], Iterable[tuple[KeyT, ValueT]]]
) -> Iterator[Fact[KeyT, ValueT]]:
    """Give what every row says; a row whose reading raises :class:`RowRefused` is refused with that reason."""
    for number, row in rows:
        try:
            yield from [Fact(number, key, value) for key, value in read(row)]
        except RowRefused as refused:
            context.refuse(number, refused.reason)


def agreeing(
    context: Context,
    facts: Iterable[Fact[KeyT, ValueT]],
    *,
    is_same: Callable[[ValueT, ValueT], bool] = eq,
) -> Iterator[Fact[KeyT, ValueT]]:
    """Give one fact a key, that of its first row; where rows of a key disagree, all of them are refused."""
    told: dict[KeyT, list[Fact[KeyT, ValueT]]] = {}
    for fact in facts:
        told.setdefault(fact.key, []).append(fact)
    for key, of_key in told.items():
        against = [fact for fact in of_key[1:] if not is_same(of_key[0].value, fact.value)]
        if not against:
            yield of_key[0]
            continue
        for fact in of_key:
            other = against[0] if is_same(of_key[0].value, fact.value) else of_key[0]
            context.refuse(fact.row, f"row {other.row} says otherwise of {_shown(key)}")


def _shown(key: Hashable) -> str:
    return ", ".join(str(part) for part in key if part is not None) if isinstance(key, tuple) else str(key)


def _places(header: Sequence[str], columns: Collection[str], path: Path, source: str) -> list[tuple[str, int]]:
    faults = _lacks([name for name in columns if name not in header])
    faults += [f"has the column {name!r} {header.count(name)} times" for name in columns if header.count(name) > 1]
    if faults:
        raise _changed(path, source, faults, header)
    return [(name, header.index(name)) for name in columns]


def _lacks(missing: Sequence[str]) -> list[str]:
    return [f"lacks the column {name!r}" for name in missing]


def _changed(path: Path, source: str, faults: Sequence[str], header: Sequence[str]) -> SourceChangedError:
    parted = next((sign for sign in ";\t|" if len(header) == 1 and sign in header[0]), "")
    if parted:
        faults = [f"has its cells parted by {_SIGNS[parted]}, not by commas"]
    return SourceChangedError(
        f"{path} is not as the source {source} was: it {', it '.join(faults)}",
        expected=f"Its columns are: {', '.join(name for name in header if name)[:1000]}",
        next_step="Give the publisher's own file, unchanged; if the publisher changed it, the reader must follow",
    )


def _fault(row: Row) -> str:
    for name, text in row.items():
        if len(text) > LONGEST_CELL:
            return f"{name} is longer than {LONGEST_CELL} characters"
        if not text.isprintable() and _CONTROL.search(text):
            return f"{name} {text[:40]!r} holds control characters"
    return ""
