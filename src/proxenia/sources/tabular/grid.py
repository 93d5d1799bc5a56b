"""Foreign tables as rows of texts: CSV or TSV in any encoding, or the first sheet of an XLSX."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from proxenia.errors import UnreadableFileError
from proxenia.sources.tabular.sheet import SheetError, sheet_rows

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
_SAMPLE_CHARACTERS: Final = 8_192
"""Enough for a hundred rows; the sniffer's patterns take a dozen seconds for eight times as many hostile ones."""
_SAMPLE_BYTES: Final = 200_000
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "cp1257")
_HTML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAB_WORDS: Final = {"tab": "\t", "\\t": "\t"}
_LONGEST_CELL: Final = 10_000_000
_LONGEST_LINE: Final = 20_000_000
"""Bytes of a line. A text without line ends is no table, and would take many times its size as cells."""

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
        try:
            return sheet_rows(content, sheet)
        except SheetError as error:
            raise _unreadable(path, error.why, next_step=error.next_step) from error
    if _HTML.match(content[:_SAMPLE_CHARACTERS]):
        raise _unreadable(path, "it is a web page", next_step="Fetch the file itself, not the page that shows it")
    if _has_endless_line(content):
        next_step = "Check that this is a table with one row a line"
        raise _unreadable(path, f"a line of it is longer than {_LONGEST_LINE // 2:,} bytes", next_step=next_step)
    return _text_rows(_decoded(content, path, encoding), path, delimiter)


def _has_endless_line(content: bytes) -> bool:
    """Tell whether a line is longer than the limit; one of half the limit never is."""
    step = _LONGEST_LINE // 2
    return any(
        content.find(b"\n", start, start + step) < 0 and content.find(b"\r", start, start + step) < 0
        for start in range(0, len(content) - step + 1, step)
    )


def _unreadable(path: Path, why: str, *, next_step: str = "") -> UnreadableFileError:
    return UnreadableFileError(
        f"{path} cannot be read as a table ({why})",
        expected="Expected CSV, TSV or XLSX with a header row",
        next_step=next_step or "Open it in a spreadsheet and save it as CSV in UTF-8",
    )


def _decoded(content: bytes, path: Path, encoding: str | None) -> str:
    try:
        return content.decode(encoding or _encoding_of(content))
    except (UnicodeError, LookupError) as error:
        next_step = "Open it in a spreadsheet and save it as CSV in UTF-8; a mapping may say encoding=cp1252"
        raise _unreadable(path, f"it is no text: {error}", next_step=next_step) from error


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
    sign = _TAB_WORDS.get(delimiter or "", delimiter) or _delimiter_of(text)
    if len(sign) != 1 or sign in '"\r\n\x00':
        next_step = "Give one character, or tab, as in delimiter=;"
        raise _unreadable(path, f"{sign!r} is no delimiter", next_step=next_step)
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
