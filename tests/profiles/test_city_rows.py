"""Rows that differ in nothing but the city, or the day that dates them, are held once, and come back as they stood."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxenia.profiles.city_rows import CityRows, CityStore

DAY = "2005-12-31"
SCHEMA = pl.Schema(
    {
        "city": pl.String(),
        "answer": pl.String(),
        "value": pl.Float64(),
        "date": pl.String(),
        "dated_by": pl.String(),
        "sources": pl.List(pl.String()),
    }
)
DATES = st.sampled_from([(None, None), ("1990", "figure"), (DAY, "figure"), (DAY, "day"), ("2004-12-31", "edition")])
ROWS = st.tuples(
    st.sampled_from(["gn:1", "gn:2", "gn:30", "px:ü"]),
    st.sampled_from(["yes", "no", None]),
    st.sampled_from([0.5, 2.0, None]),
    DATES,
    st.sampled_from([[], ["a"], ["a", "b"], None]),
)
Row = tuple[str, str | None, float | None, tuple[str | None, str | None], list[str] | None]


def made(rows: list[Row], day: str = DAY) -> pl.DataFrame:
    told = [
        (city, answer, value, day if by == "day" else date, by, sources)
        for city, answer, value, (date, by), sources in rows
    ]
    return pl.DataFrame(told, schema=SCHEMA, orient="row").sort("city", maintain_order=True)


@given(st.lists(ROWS, max_size=30))
def test_any_table_comes_back(rows: list[Row]) -> None:
    table = made(rows)
    held = CityRows.of(table, DAY)
    assert held.table.schema == SCHEMA
    assert held.table.rows() == table.rows()
    for city in ("gn:1", "gn:2", "gn:30", "px:ü", "gn:99"):
        own = table.filter(pl.col("city") == city)
        assert held.of_city(city) == own.rows(named=True)
        assert held.values("answer", city) == own["answer"].to_list()


@given(st.lists(ROWS, max_size=30))
def test_rows_of_another_day_are_held_once_and_dated_by_their_own(rows: list[Row]) -> None:
    store, days = CityStore(), [DAY, "2006-12-31", "2007-12-31"]
    tables = [made([row for row in rows if row[3] != (DAY, "figure")], day) for day in days]
    held = [CityRows.of(table, day, store) for table, day in zip(tables, days, strict=True)]
    assert [one.table.rows() for one in held] == [table.rows() for table in tables]
    assert len({id(one.cities) for one in held}) == 1
    assert len(store.rows) == len(CityRows.of(tables[0], DAY).stored.store.rows)


@pytest.mark.parametrize("cities", [1, 10, 1_000])
def test_rows_that_are_alike_are_held_once(cities: int) -> None:
    names = sorted(f"gn:{number}" for number in range(cities))
    alike = pl.DataFrame(
        {"city": names, "answer": "unknown", "date": DAY, "dated_by": "day", "sources": [["un"]] * cities}
    )
    held = CityRows.of(alike, DAY)
    assert held.stored.store.rows.rows() == [("unknown", None, "day", ["un"])]
    assert held.table.equals(alike)


def test_of_the_whole_snapshot_no_day_dates_a_row() -> None:
    table = made([("gn:1", "yes", 1.0, (None, "day"), ["a"])], day=DAY).with_columns(date=pl.lit(None, pl.String))
    held = CityRows.of(table)
    assert held.table.equals(table)
    assert held.of_city("gn:1") == table.rows(named=True)
