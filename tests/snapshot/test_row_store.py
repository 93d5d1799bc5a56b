"""Rows of many tables are held once each, and every table comes back as it was."""

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxenia.snapshot.row_store import RowStore

SCHEMA = pl.Schema({"answer": pl.String(), "value": pl.Float64(), "sources": pl.List(pl.String()), "count": pl.Int64()})
ROWS = st.tuples(
    st.sampled_from(["yes", "no", "", "ü", None]),
    st.sampled_from([0.5, 2.0, float("nan"), None]),
    st.sampled_from([[], ["a"], ["a", "b"], None]),
    st.sampled_from([0, 7, None]),
)
TABLES = st.lists(st.lists(ROWS, max_size=12), min_size=1, max_size=6)


def made(rows: list[tuple[str | None, float | None, list[str] | None, int | None]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


@given(TABLES)
def test_every_table_comes_back(
    rows: list[list[tuple[str | None, float | None, list[str] | None, int | None]]],
) -> None:
    tables, store = [made(one) for one in rows], RowStore()
    stored = [store.add(table) for table in tables]
    for table, held in zip(tables, stored, strict=True):
        assert held.table.schema == SCHEMA
        assert held.table.equals(table, null_equal=True)
        for place, row in enumerate(table.rows()):
            assert pl.DataFrame([held.row(place)], schema=SCHEMA).equals(made([row]))
    assert len(store) == pl.concat(tables).unique().height


def test_values_of_a_column_know_the_rows_that_were_added_last() -> None:
    store = RowStore()
    for words in (["a", "b"], ["b", "c"]):
        held = store.add(pl.DataFrame({"word": words}))
        assert [store.values("word")[number] for number in held.numbers] == words
    assert store.values("word") is store.values("word")


def test_the_same_table_takes_no_room_the_second_time() -> None:
    store, table = RowStore(), pl.DataFrame({"number": range(1_000), "word": "the same"})
    first, again = store.add(table), store.add(table.reverse())
    assert len(store) == 1_000
    assert first.table.equals(table)
    assert again.table.equals(table.reverse())


def test_rows_that_only_share_a_hash_are_different(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl.DataFrame, "hash_rows", lambda self: pl.Series([7] * self.height, dtype=pl.UInt64))
    store, tables = RowStore(), [pl.DataFrame({"word": words}) for words in (["a", "b"], ["b", "c"], ["a", "c"])]
    stored = [store.add(table) for table in tables]
    for table, held in zip(tables, stored, strict=True):
        assert held.table.equals(table)


def test_many_may_add_at_once() -> None:
    store, tables = RowStore(), [pl.DataFrame({"number": range(start, start + 500)}) for start in range(0, 4_000, 100)]
    with ThreadPoolExecutor(8) as together:
        stored = list(together.map(store.add, tables))
    assert all(held.table.equals(table) for held, table in zip(stored, tables, strict=True))
    assert len(store) == 4_400


def test_a_store_without_tables_has_no_rows() -> None:
    store = RowStore()
    assert len(store) == 0
    with pytest.raises(IndexError, match="no table"):
        _ = store.rows
