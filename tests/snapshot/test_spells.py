"""A tie that ended and began again is two ties."""

import polars as pl
import pytest

from proxenia.snapshot.periods import with_period
from proxenia.snapshot.spells import split_spells

Rows = list[tuple[str, str, str | None]]


def records(rows: Rows) -> dict[str, str]:
    schema = {"id": pl.String(), "source": pl.String(), "period": pl.String()}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(record=pl.lit("tie:1"))
    return dict(split_spells(with_period(frame)).select("id", "record").iter_rows())


def test_each_spell_of_one_source_is_a_tie_and_the_last_keeps_the_id() -> None:
    found = records([("a", "atop", "1815/1815"), ("b", "atop", "1942/1945"), ("c", "atop", "1949/..")])
    assert found["c"] == "tie:1"
    assert len(set(found.values())) == 3
    assert records([("b", "atop", "1942/1945"), ("c", "atop", "1949/..")])["b"] == found["b"]


def test_what_others_say_belongs_to_the_spell_in_which_it_begins_or_ends() -> None:
    rows: Rows = [("a", "atop", "1942/1945"), ("b", "atop", "1949/..")]
    rows += [("c", "list", "1943/1944"), ("d", "list", "1950/.."), ("e", "other", "/1945"), ("f", "other", None)]
    found = records(rows)
    assert found["a"] == found["c"] == found["e"]
    assert {found["b"], found["d"], found["f"]} == {"tie:1"}


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "x", "1942/1945"), ("b", "y", "1949/..")],
        [("a", "x", "1942/1950"), ("b", "x", "1949/..")],
        [("a", "x", "1942/.."), ("b", "x", "1949/..")],
        [("a", "x", "1942/"), ("b", "x", "1949/..")],
        [("a", "x", "1942"), ("b", "x", "1949")],
        [("a", "x", None), ("b", "x", "/1949")],
    ],
    ids=["two sources", "overlap", "open", "unknown end", "single dates", "no start"],
)
def test_what_may_be_one_tie_stays_one(rows: Rows) -> None:
    assert set(records(rows).values()) == {"tie:1"}
