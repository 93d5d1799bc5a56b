"""Rows that differ in nothing but the city are held once, and come back as they stood."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxenia.profiles.city_rows import CityRows

SCHEMA = pl.Schema({"city": pl.String(), "answer": pl.String(), "value": pl.Float64(), "sources": pl.List(pl.String())})
ROWS = st.tuples(
    st.sampled_from(["gn:1", "gn:2", "gn:30", "px:ü"]),
    st.sampled_from(["yes", "no", None]),
    st.sampled_from([0.5, 2.0, None]),
    st.sampled_from([[], ["a"], ["a", "b"], None]),
)


@given(st.lists(ROWS, max_size=30))
def test_any_table_comes_back(rows: list[tuple[str, str | None, float | None, list[str] | None]]) -> None:
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("city", maintain_order=True)
    held = CityRows.of(table)
    opened = CityRows.unpacked(held.packed())
    for one in (held, opened):
        assert one.table.schema == SCHEMA
        assert one.table.rows() == table.rows()
        assert one.column("answer").to_list() == table["answer"].to_list()
        for city in ("gn:1", "gn:2", "gn:30", "px:ü", "gn:99"):
            assert one.of_city(city) == table.filter(pl.col("city") == city).rows(named=True)


@pytest.mark.parametrize("cities", [1, 10, 1_000])
def test_rows_that_are_alike_are_held_once(cities: int) -> None:
    names = sorted(f"gn:{number}" for number in range(cities))
    alike = pl.DataFrame({"city": names, "answer": "unknown", "sources": [["un"]] * cities})
    held = CityRows.of(alike)
    assert held.different.rows() == [("unknown", ["un"])]
    assert held.table.equals(alike)
