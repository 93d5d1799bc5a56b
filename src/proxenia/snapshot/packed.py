"""A table as few bytes: what is kept of many years, of which one is looked at now and then."""

from io import BytesIO

import polars as pl

__all__ = ["packed", "unpacked"]


def packed(table: pl.DataFrame) -> bytes:
    """Return a table in Arrow's format, compressed.

    >>> unpacked(packed(pl.DataFrame({"city": ["gn:1"], "value": [None]})))["city"].to_list()
    ['gn:1']
    """
    written = BytesIO()
    table.write_ipc(written, compression="zstd")
    return written.getvalue()


def unpacked(table: bytes) -> pl.DataFrame:
    """Return the table that :func:`packed` made few bytes of."""
    return pl.read_ipc(BytesIO(table))
