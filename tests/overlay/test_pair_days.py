"""A pair on many days is what the table of all pairs says of it on each of them."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from tests.overlay.test_overlay import WORLD
from tests.overlay.worlds import between, laid, mission
from tests.snapshot.made import said

from proxenia.model.statement import Statement
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.pair_days import pair_on_days
from proxenia.overlay.pairs import Facts, pairs_on

MORE: tuple[Statement, ...] = (
    *WORLD,
    said("iso:AA", "recognition", "register", object="iso:BB", period="1950/1980"),
    said("iso:CC", "recognition", "register", object="iso:BB", period="1955/.."),
    said("iso:AA", "alliance", "register", object="iso:CC", period="1965-02/1991-07"),
    said("iso:AA", "sanction", "register", object="iso:CC", period="1992/1999", restricts="everything"),
    between("no_relations", "AA", "DD", "../1990"),
    between("armed_conflict", "AA", "BB", "1939-09-01/1945-05-08"),
    mission("CC", "DD", period="1970/1985"),
    mission("BB", "DD", period="1960/..", listed="2012"),
    mission("DD", "BB", listed="2012"),
    between("rupture", "BB", "DD", "1967/1973-04"),
    between("rupture", "BB", "DD", "1980-05/1981"),
    said("gn:100", "treaty", object="gn:300", period="1930/1960"),
    said("gn:201", "partnership", object="gn:300", period="1980/..", status="dormant"),
)


def days_of_change(facts: Facts) -> list[int]:
    """Return the first and the last day of every fact, and the days beside them."""
    spans = (facts.offices, facts.stances, facts.recognitions, facts.city_ties, facts.coverage)
    found = {day for rows in spans for name in ("since", "until") for day in rows[name]}
    lists = facts.offices["listed"].drop_nulls()
    edges = {day + step for day in (*found, *lists, *facts.recognised["begun"]) for step in (-1, 0, 1)}
    return sorted(day for day in edges if abs(day) < 10**6)


def expected_of(row: dict[str, Any], name: str) -> Any:
    return int(row[name] > 0) if name.startswith("missions") else row[name]


@pytest.mark.parametrize("statements", [WORLD, MORE], ids=["few", "many"])
def test_every_pair_on_every_day_of_change(statements: tuple[Statement, ...]) -> None:
    overlay = laid(statements, 2016)
    days = days_of_change(overlay.facts)
    table = {(row["a"], row["b"], row["day"]): row for row in pairs_on(overlay.facts, days).iter_rows(named=True)}
    pairs = overlay.pairs.select("a", "b").rows()
    assert len(table) == len(pairs) * len(days)
    for pair in pairs:
        for day, told in pair_on_days(overlay.book.of_pair(*pair), overlay.book, overlay.cities, days):
            row = table[*pair, day]
            names = told.keys() - {"wide_sanction", "dated_mission", "well_listed"}
            assert {name: told[name] for name in names} == {name: expected_of(row, name) for name in names}
    assert {row["class"] for row in table.values()} >= {"aligned", "contrary", "unknown"}


def test_a_report_is_the_same_with_and_without_the_table() -> None:
    alone, beside = laid(MORE, 2016), laid(MORE, 2016)
    pairs: pl.DataFrame = beside.pairs
    for pair in pairs.select("a", "b").iter_rows():
        assert alone.pair(*pair) == beside.pair(*pair)
    assert isinstance(alone, Overlay)
    assert "pairs" not in vars(alone)


def test_days_that_are_alike_share_a_row() -> None:
    overlay = laid(MORE, 2016)
    days = days_of_change(overlay.facts)
    for pair in overlay.pairs.select("a", "b").iter_rows():
        rows = [row for _, row in pair_on_days(overlay.book.of_pair(*pair), overlay.book, overlay.cities, days)]
        assert len({id(row) for row in rows}) < len(days)


def test_the_sources_of_city_ties_are_those_of_their_evidence() -> None:
    overlay = laid(MORE, 2016)
    told = []
    for low, high in overlay.pairs.select("a", "b").iter_rows():
        whole, between_states = overlay.pair(low, high), overlay.pair(low, high, with_city_ties=False)
        of_ties = [one for one in whole.evidence if one.level == "city"]
        assert between_states == replace(whole, evidence=whole.evidence[: len(whole.evidence) - len(of_ties)])
        assert overlay.cities.evidence_sources(low, high, overlay.day) == {one.source for one in of_ties}
        told += of_ties
    assert told
