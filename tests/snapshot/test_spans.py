"""Where the rows of each key stand."""

import polars as pl
import pytest

from proxenia.snapshot.spans import row_spans


def test_nothing_stands_in_an_empty_table() -> None:
    assert row_spans(pl.DataFrame(schema={"city": pl.String()}), "city") == {}


def test_rows_of_a_key_that_stand_apart_are_an_error() -> None:
    with pytest.raises(ValueError, match="not sorted by city"):
        row_spans(pl.DataFrame({"city": ["gn:1", "gn:2", "gn:1"]}), "city")
