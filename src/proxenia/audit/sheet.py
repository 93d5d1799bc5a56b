"""The findings as a spreadsheet for those who keep the lists: XLSX with a sheet a kind, or one CSV table.

Every cell is text that somebody else wrote: none becomes a formula, and only http and https addresses become links.
In CSV, which has no types, a cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from io import BytesIO
from typing import Any, Final

import polars as pl
import xlsxwriter

from proxenia.audit.lines import LINES, finding_lines
from proxenia.audit.registry import CHECKS
from proxenia.errors import UnknownValueError

__all__ = ["MOST_LINES", "SHEET_FORMATS", "sheet_bytes"]

SHEET_FORMATS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""The formats with their media types."""
MOST_LINES: Final = 200_000
"""Lines of one sheet; what is beyond is told on the first sheet, not silently dropped."""
_MOST_LINKS: Final = 60_000
"""Excel opens 65,530 links on a sheet; beyond that an address stays text."""
_LONGEST_LINK: Final = 2_000
_LONGEST_CELL: Final = 32_000
_FORMULA: Final = r"^[=+@\t\r-]"
_HEADS: Final = {
    "id": ("Finding", 24),
    "countries": ("Countries", 11),
    "names": ("Who", 38),
    "actors": ("Identifiers", 30),
    "source": ("Source", 22),
    "title": ("Title of the source", 34),
    "says": ("What it says", 64),
    "link": ("Original", 44),
    "reference": ("Where in it", 34),
}


def sheet_bytes(findings: pl.DataFrame, sources: pl.DataFrame, *, format_name: str) -> bytes:
    """Return findings as the bytes of a file.

    Parameters
    ----------
    findings
        Rows of :data:`proxenia.audit.audit.FINDINGS`.
    sources
        The snapshot's table of sources.
    format_name
        One of :data:`SHEET_FORMATS`.

    Raises
    ------
    UnknownValueError
        When the format is unknown.
    """
    if format_name not in SHEET_FORMATS:
        raise UnknownValueError("sheet format", format_name, SHEET_FORMATS)
    lines = finding_lines(findings, sources)
    return _csv(lines) if format_name == "csv" else _workbook(findings, lines)


def _csv(lines: pl.DataFrame) -> bytes:
    """Return the lines as CSV; a byte order mark tells spreadsheets that it is UTF-8."""
    cells = [
        pl.when(pl.col(name).str.contains(_FORMULA)).then(pl.lit("'") + pl.col(name)).otherwise(name).alias(name)
        for name in ("kind", *LINES)
    ]
    return b"\xef\xbb\xbf" + lines.select(cells).write_csv(line_terminator="\n").encode()


def _workbook(findings: pl.DataFrame, lines: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_format({"text_wrap": True, "valign": "top", "top": 1})
        link = book.add_format({"valign": "top", "font_color": "#0b4f6c", "underline": 1})
        counts = dict(findings.group_by("kind").len().iter_rows())
        _write_kinds(book.add_worksheet("Kinds"), counts, lines, head, cell)
        for kind in (kind for kind in CHECKS if kind in counts):
            rows = lines.filter(pl.col("kind") == kind).head(MOST_LINES).select(LINES)
            _write_findings(book.add_worksheet(kind), rows, head, (cell, first, link))
    return buffer.getvalue()


def _write_kinds(sheet: Any, counts: dict[str, int], lines: pl.DataFrame, head: Any, cell: Any) -> None:
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 2, 90)
    for column, text in enumerate(("Where the registers disagree", "Findings", "What it means")):
        sheet.write_string(0, column, text, head)
    sheet.freeze_panes(1, 0)
    written = dict(lines.group_by("kind").len().iter_rows())
    for row, check in enumerate(CHECKS.values(), start=1):
        cut = f" Only its first {MOST_LINES} lines are here." if written.get(check.id, 0) > MOST_LINES else ""
        sheet.write_string(row, 0, f"{check.label} ({check.id})", cell)
        sheet.write_number(row, 1, counts.get(check.id, 0), cell)
        sheet.write_string(row, 2, check.meaning + cut, cell)


def _write_findings(sheet: Any, rows: pl.DataFrame, head: Any, formats: tuple[Any, Any, Any]) -> None:
    cell, first, link = formats
    for column, name in enumerate(LINES):
        title, width = _HEADS[name]
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows.height, len(LINES) - 1)
    before, links = None, 0
    for number, line in enumerate(rows.iter_rows(named=True), start=1):
        style = cell if line["id"] == before else first
        before = line["id"]
        for column, name in enumerate(LINES):
            text = (line[name] or "")[:_LONGEST_CELL]
            if name == "link" and _is_link(text) and links < _MOST_LINKS:
                sheet.write_url(number, column, text, link, string=text)
                links += 1
            else:
                sheet.write_string(number, column, text, style)


def _is_link(text: str) -> bool:
    return text.startswith(("http://", "https://")) and len(text) <= _LONGEST_LINK
