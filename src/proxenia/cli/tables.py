"""Tables that commands write to a file that the user names."""

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from proxenia.errors import InputError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["check_place", "write_bytes", "write_table"]


def check_place(path: Path | None) -> None:
    """Refuse a file that cannot be written, before what goes into it is computed.

    Raises
    ------
    InputError
        When its folder is not there, or it is a folder itself.
    """
    if path is None:
        return
    if path.is_dir():
        raise _trouble(path, "it is a folder")
    if not path.parent.is_dir():
        raise _trouble(path, f"there is no folder {str(path.parent)!r}")


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file, or raise InputError with what stands in the way."""
    check_place(path)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _trouble(path, (error.strerror or str(error)).lower(), full=error.errno == errno.ENOSPC) from None


def write_table(rows: "pl.DataFrame", path: Path) -> None:
    """Write a table as CSV.

    Whole numbers stand without a point. Names are others' words: a cell that a spreadsheet would take for a formula
    gets an apostrophe before it.
    """
    import polars as pl  # noqa: PLC0415

    from proxenia.snapshot.formats.plain import with_plain_numbers  # noqa: PLC0415

    guarded = rows.with_columns(pl.col(pl.String).str.replace(r"^([=+@\t\r-])", "'$1"))
    write_bytes(with_plain_numbers(guarded).write_csv().encode(), path)


def _trouble(path: Path, why: str, *, full: bool = False) -> InputError:
    return InputError(
        f"The table cannot be written to {str(path)!r}: {why}",
        expected="Expected a file in a folder that is there and may be written",
        next_step="Make room, or give another place" if full else "Make the folder first, or give another file",
    )
