"""Foreign tables as rows of texts: CSV or TSV in any encoding, or the first sheet of an XLSX."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from proxenia.errors import UnreadableFileError

__all__ = ["Grid", "read_grid"]

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_DELIMITERS: Final = ",;\t|"
_SAMPLE_CHARACTERS: Final = 65_536
_SAMPLE_BYTES: Final = 200_000
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "cp1257")
_LONGEST_CELL: Final = 10_000_000

Grid = Iterator[list[str]]
"""Rows of cells, the header first; short rows are as short as in the file."""


def read_grid(
    content: bytes, path: Path, *, sheet: str | None = None, delimiter: str | None = None, encoding: str | None = None
) -> Grid:
    """Return the rows of a table.

    Raises
    ------
    UnreadableFileError
        When it is empty, no text, in an unknown encoding, or a damaged spreadsheet.
    """
    if not content.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise _unreadable(path, "it is empty")
    if content.startswith((_ZIP, _OLE)):
        return _sheet_rows(content, path, sheet)
    return _text_rows(_decoded(content, path, encoding), path, delimiter)


def _unreadable(path: Path, why: str, *, next_step: str = "") -> UnreadableFileError:
    return UnreadableFileError(
        f"{path} cannot be read as a table ({why})",
        expected="Expected CSV, TSV or XLSX with a header row",
        next_step=next_step or "Open it in a spreadsheet and save it as CSV in UTF-8",
    )


def _decoded(content: bytes, path: Path, encoding: str | None) -> str:
    try:
        return content.decode(encoding or _encoding_of(content))
    except (UnicodeDecodeError, LookupError) as error:
        raise _unreadable(
            path, str(error), next_step="Give its encoding in the mapping, as in encoding=cp1252"
        ) from error


def _encoding_of(content: bytes) -> str:
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    zeros = content[:4096].count(0)
    if zeros > len(content[:4096]) // 4:
        return "utf-16-le" if content[1:4096:2].count(0) >= content[0:4096:2].count(0) else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed_encoding(content)
    return "utf-8"


def _guessed_encoding(content: bytes) -> str:
    """Return the likeliest encoding of text that is not Unicode.

    Accented letters of a Latin script stand alone between ASCII letters, letters of other scripts stand together:
    that tells which encodings come into question, where a few names are too little for a general detector.
    """
    # Imported here: only files that are not UTF-8 need it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    sample = content[:_SAMPLE_BYTES]
    alone = sum(len(run) == 1 for run in _HIGH_RUN.findall(sample))
    is_latin = 2 * alone >= len(re.sub(rb"[\x00-\x7f]+", b"", sample))
    best = from_bytes(sample, cp_isolation=list(_LATIN) if is_latin else None).best()
    return best.encoding if best is not None else _LATIN[0]


def _text_rows(text: str, path: Path, delimiter: str | None) -> Grid:
    sign = delimiter or _delimiter_of(text)
    if len(sign) != 1:
        sign = "\t" if sign in ("tab", "\\t") else sign[:1]
    csv.field_size_limit(_LONGEST_CELL)
    lines = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=sign)
    try:
        yield from lines
    except csv.Error as error:
        raise _unreadable(path, f"line {lines.line_num}: {error}") from error


def _delimiter_of(text: str) -> str:
    sample = text[:_SAMPLE_CHARACTERS]
    header = sample.partition("\n")[0]
    try:
        return csv.Sniffer().sniff(sample.rpartition("\n")[0] or sample, delimiters=_DELIMITERS).delimiter
    except csv.Error:
        return max(_DELIMITERS, key=header.count)


def _sheet_rows(content: bytes, path: Path, sheet: str | None) -> Grid:
    # Imported here: only spreadsheets need it.
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names: Sequence[str] = book.sheet_names
        if sheet is not None and sheet not in names:
            raise _unreadable(path, f"it has no sheet {sheet!r}", next_step=f"Its sheets are: {', '.join(names)}")
        rows = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError) as error:
        raise _unreadable(path, str(error)) from error
    return ([_text(cell) for cell in row] for row in rows)


def _text(cell: object) -> str:
    """Return a cell of a spreadsheet as text: whole numbers without a point, dates as EDTF."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool | time | timedelta) or cell is None:
        return "" if cell is None else str(cell)
    return str(cell).replace("\x00", "")
