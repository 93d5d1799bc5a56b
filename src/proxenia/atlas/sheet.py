"""The data of a page as CSV: one table, UTF-8 with a byte order mark so that spreadsheets read it.

CSV has no types: a text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import fields
from io import StringIO
from typing import Any, Final, get_type_hints

import polars as pl
from starlette.responses import Response

from proxenia.atlas.lines import ActorLink, SourceLink
from proxenia.snapshot.formats.plain import plain_number, with_plain_numbers

__all__ = ["csv_answer", "csv_of_frame", "csv_of_rows"]

_MARK: Final = b"\xef\xbb\xbf"
_FORMULA: Final = ("=", "+", "@", "\t", "\r", "-")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Any) -> str:
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case int() | float():
            return str("" if (number := plain_number(value)) is None else number)  # a number below zero is no formula
        case list() | tuple():
            text = "; ".join(_text(one) for one in value)
        case ActorLink():
            text = value.name
        case SourceLink():
            text = value.reference
        case _:
            text = str(value)
    return _safe(text)


def _columns(kind: type) -> list[tuple[str, bool]]:
    """Return the fields of a payload's line, and whether each is an actor, which takes two columns."""
    hints = get_type_hints(kind)
    return [(one.name, hints[one.name] in (ActorLink, ActorLink | None)) for one in fields(kind)]


def csv_of_rows(kind: type, rows: Iterable[Any]) -> bytes:
    """Return lines of a payload as CSV; an actor takes a column for its id and one for its name.

    Parameters
    ----------
    kind
        The dataclass of the lines: it gives the columns, also when there is no line.
    rows
        The lines.
    """
    columns = _columns(kind)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([head for name, is_actor in columns for head in ((f"{name}_id", name) if is_actor else (name,))])
    for row in rows:
        writer.writerow(_cells(row, columns))
    return _MARK + out.getvalue().encode()


def _cells(row: Any, columns: Sequence[tuple[str, bool]]) -> list[str]:
    cells: list[str] = []
    for name, is_actor in columns:
        value = getattr(row, name)
        if is_actor:
            cells += ["", ""] if value is None else [_safe(value.id), _safe(value.name)]
        else:
            cells.append(_text(value))
    return cells


def csv_of_frame(frame: pl.DataFrame) -> bytes:
    """Return a table as CSV."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    pattern = r"^[=+@\t\r-]"
    safe = [
        pl.when(pl.col(name).str.contains(pattern)).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    ]
    return _MARK + with_plain_numbers(frame.with_columns(safe)).write_csv(line_terminator="\n").encode()


def csv_answer(body: bytes, *, name: str) -> Response:
    """Return CSV as a file to save, called ``proxenia-<name>.csv``."""
    headers = {"content-disposition": f'attachment; filename="proxenia-{name}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)
