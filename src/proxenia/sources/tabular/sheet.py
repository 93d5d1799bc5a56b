"""The sheet of an XLSX as rows of texts.

A spreadsheet is read only when it fits into memory: a few kilobytes may unpack to gigabytes, and one stray cell in
the last corner makes a table of seventeen thousand million cells. Of a formula its saved value counts; a workbook with
formulas that were never computed is refused. A merged cell stands for all the rows it covers.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

__all__ = ["SheetError", "sheet_rows"]

LARGEST_UNPACKED: Final = 256 << 20
"""Bytes of an unpacked workbook."""
LARGEST_AREA: Final = 10_000_000
"""Cells between the first and the last one used."""

_BOOK: Final = "xl/workbook.xml"
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Z]{0,3})([0-9]{1,7})["']""")
_PIECE: Final = 1 << 20
_OVERLAP: Final = 1 << 14
"""Bytes of a piece that are looked at again with the next: more than a cell with the longest formula has."""
_TEXT_CELL: Final = re.compile(rb"""\bt=["']str["']""")
_FORMULA_ALONE: Final = re.compile(
    rb"<c\s([^<>]*+)>\s*+<f\b[^<>]*(?:/>|>[^<]*+</f>)\s*+(?:<v\s*+/>|<v>\s*+</v>)?\s*+</c>"
)
"""A cell whose formula nobody has computed: it has no value, or an empty one that is no text."""
_ZIP: Final = b"PK\x03\x04"


class SheetError(Exception):
    """Why a spreadsheet cannot be read, and what would help."""

    def __init__(self, why: str, next_step: str = "") -> None:
        self.why = why
        self.next_step = next_step
        super().__init__(why)


def sheet_rows(content: bytes, sheet: str | None) -> Iterator[list[str]]:
    """Return the rows of a sheet, of the first one when none is named.

    Raises
    ------
    SheetError
        When it is no workbook, too large, damaged, or has no such sheet.
    """
    # Imported here: only spreadsheets need it.
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    if content.startswith(_ZIP):
        _check_size(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        if sheet is not None and sheet not in names:
            raise SheetError(f"it has no sheet {sheet!r}", f"Its sheets are: {', '.join(names)}")
        found = book.get_sheet_by_name(sheet or names[0])
        rows = found.to_python(skip_empty_area=False)
        merged = found.merged_cell_ranges or []
    except (CalamineError, IndexError, OSError) as error:
        raise SheetError(str(error)) from error
    _carry_down(rows, merged)
    return ([_text(cell) for cell in row] for row in rows)


def _carry_down(rows: list[list[Any]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every row of a merged cell its value, as the sheet shows it; beside it the cells stay empty."""
    room = LARGEST_AREA
    for (first, column), (last, _) in merged:
        below = range(first + 1, min(last + 1, len(rows)))
        room -= len(below)
        if room < 0:
            raise SheetError("it has more merged cells than a table of its size can have")
        for row in below:
            if column < len(rows[row]) and column < len(rows[first]):
                rows[row][column] = rows[first][column]


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = book.infolist()
            if _BOOK not in book.namelist():
                raise SheetError("it is a ZIP file and no XLSX")
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise SheetError(f"it unpacks to more than {LARGEST_UNPACKED >> 20} MB")
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _check_area(book, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SheetError(f"it is a damaged or locked XLSX: {error}") from error


def _check_area(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    rows = columns = 1
    held = b""
    with book.open(part) as file:
        while piece := file.read(_PIECE):
            piece_with_held = held + piece
            _check_formulas(piece_with_held)
            for letters, number in _REFERENCE.findall(piece_with_held):
                rows = max(rows, int(number))
                if letters:
                    columns = max(columns, _column(letters))
            held = piece[-_OVERLAP:]
    if rows * columns > LARGEST_AREA:
        raise SheetError(
            f"its last used cell lies in row {rows} and column {columns}, too far for a table",
            "Delete the cells beyond the table, or save the table as CSV in UTF-8",
        )


def _check_formulas(piece: bytes) -> None:
    for cell in _FORMULA_ALONE.finditer(piece):
        if not _TEXT_CELL.search(cell[1]):
            where = _REFERENCE.search(b" " + cell[1])
            name = (where[1] + where[2]).decode() if where is not None else "?"
            raise SheetError(
                f"its cell {name} holds a formula without a saved value",
                "Open it in a spreadsheet program and save it, which computes the formulas",
            )


def _column(letters: bytes) -> int:
    """Return the number of a column.

    >>> _column(b"A"), _column(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    """Return a cell as text: whole numbers without a point, dates as EDTF."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).replace("\x00", "")
