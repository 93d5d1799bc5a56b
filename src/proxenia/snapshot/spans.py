"""Where the rows of each key stand in a table that is sorted by it: one key's rows are then a slice."""

from collections.abc import Mapping
from itertools import accumulate

import polars as pl

__all__ = ["row_spans"]


def row_spans(table: pl.DataFrame, key: str) -> Mapping[str, tuple[int, int]]:
    """Return where the rows of each key of a table sorted by it begin, and how many there are.

    >>> row_spans(pl.DataFrame({"city": ["gn:1", "gn:1", "gn:2"]}), "city")
    {'gn:1': (0, 2), 'gn:2': (2, 1)}

    Raises
    ------
    ValueError
        When the rows of a key do not stand together.
    """
    runs = table[key].rle().struct.unnest()
    counts = runs["len"].to_list()
    spans = dict(zip(runs["value"].to_list(), zip(accumulate(counts, initial=0), counts, strict=False), strict=True))
    if len(spans) < runs.height:
        raise ValueError(f"the table is not sorted by {key}")
    return spans
