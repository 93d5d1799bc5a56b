"""Ties year by year: who is at risk, what was known then, the same by a second plain computation, and no leak."""

from functools import cache
from math import log10
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.factory import BERLIN, COLOGNE, EUROCITIES, PETERSBURG, ROTTERDAM, TURKU, tie_between
from tests.foresight.ended_world import BREAKS, KYIV, LEAGUE, POZNAN, ended_snapshot, later_statements

from proxenia.errors import InputError
from proxenia.foresight.ends_states import state_years
from proxenia.foresight.ends_table import COVARIATES, TIE_YEARS, coming_years, tie_years
from proxenia.model.vocabulary import TieKind
from proxenia.overlay.overlay import Overlay
from proxenia.snapshot.snapshot import Snapshot

MEMBERSHIP = (TieKind.MEMBERSHIP,)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return ended_snapshot(tmp_path_factory.mktemp("ended"))


@pytest.fixture(scope="module")
def table(world: Snapshot) -> pl.DataFrame:
    return tie_years(world, 2024).rows


def of(table: pl.DataFrame, world: Snapshot, a: str, b: str, kind: TieKind = TieKind.TWINNING) -> pl.DataFrame:
    return table.filter(pl.col("id") == tie_between(world, a, b, kind))


def years_of(rows: pl.DataFrame, name: str) -> list[int]:
    return rows.filter(pl.col(name))["year"].to_list()


# Who is at risk


def test_a_dated_tie_is_at_risk_from_its_year_until_it_is_suspended(world: Snapshot, table: pl.DataFrame) -> None:
    rows = of(table, world, ROTTERDAM, PETERSBURG)
    assert rows["year"].to_list() == list(range(1990, 2023))
    assert years_of(rows, "suspended") == [2022]
    assert years_of(rows, "ended") == []


def test_an_undated_tie_is_at_risk_from_its_first_listing(world: Snapshot, table: pl.DataFrame) -> None:
    assert of(table, world, ROTTERDAM, BERLIN)["year"].to_list() == list(range(2013, 2025))
    rows = of(table, world, KYIV, PETERSBURG)
    assert rows["year"].to_list() == list(range(2010, 2017))
    assert years_of(rows, "ended") == [2016]
    assert rows["age_unknown"].all()


def test_the_first_of_two_ends_counts(world: Snapshot, table: pl.DataFrame) -> None:
    rows = of(table, world, TURKU, PETERSBURG)
    assert rows["year"].to_list() == list(range(1953, 2021))
    assert (years_of(rows, "suspended"), years_of(rows, "ended")) == ([2020], [])


def test_what_was_never_at_risk_is_counted_and_not_used(world: Snapshot) -> None:
    told = tie_years(world, 2026)
    assert of(told.rows, world, COLOGNE, ROTTERDAM).is_empty()
    assert of(told.rows, world, COLOGNE, PETERSBURG).is_empty()
    assert (told.outside, told.undated_ends) == (1, 1)
    assert tie_years(world, 2016).outside == 0


def test_a_network_that_ends_is_no_decision_of_its_members(world: Snapshot) -> None:
    rows = tie_years(world, 2024, kinds=MEMBERSHIP).rows
    assert of(rows, world, BERLIN, LEAGUE, TieKind.MEMBERSHIP)["year"].to_list() == list(range(1995, 2019))
    assert of(rows, world, POZNAN, LEAGUE, TieKind.MEMBERSHIP)["year"].to_list() == list(range(2000, 2019))
    assert years_of(of(rows, world, COLOGNE, LEAGUE, TieKind.MEMBERSHIP), "ended") == [2010]
    assert rows["ended"].sum() == 1
    club = of(rows, world, ROTTERDAM, EUROCITIES, TieKind.MEMBERSHIP)
    assert club["year"].to_list() == list(range(1986, 2025))
    assert club["low"].null_count() == club.height


# What stood then


def test_hostility_begins_lasts_and_grows(world: Snapshot, table: pl.DataFrame) -> None:
    rows = of(table, world, ROTTERDAM, PETERSBURG)
    assert years_of(rows, "shock") == [2014]
    assert years_of(rows, "hostile") == list(range(2015, 2023))
    assert years_of(rows, "escalation") == [2022]
    assert years_of(rows, "broken") == []
    assert years_of(of(table, world, KYIV, PETERSBURG), "broken") == [2014, 2015, 2016]
    # A ban on arms alone is no hostility.
    assert not of(table, world, POZNAN, PETERSBURG)["hostile"].any()


def test_the_pulse_is_that_of_the_years_before(world: Snapshot, table: pl.DataFrame) -> None:
    silence = dict(of(table, world, ROTTERDAM, PETERSBURG).select("year", "log_silence").iter_rows())
    assert silence[1990] == 0.0
    assert silence[2010] == pytest.approx(log10(21))
    assert silence[2011] == pytest.approx(log10(2))
    assert silence[2022] == pytest.approx(log10(7))
    visited = dict(of(table, world, ROTTERDAM, BERLIN).select("year", "log_silence").iter_rows())
    assert (visited[2018], visited[2019]) == (pytest.approx(log10(6)), pytest.approx(log10(2)))
    assert years_of(of(table, world, POZNAN, PETERSBURG), "dormant") == list(range(2019, 2025))


def test_a_list_beside_the_register_s_own_selection(world: Snapshot, table: pl.DataFrame) -> None:
    assert of(table, world, ROTTERDAM, PETERSBURG)["listed_elsewhere"].all()
    assert not of(table, world, KYIV, PETERSBURG)["listed_elsewhere"].any()


# The same by a second, plain computation


@cache
def plain_lists(path: str) -> dict[frozenset[str], list[int]]:
    """When lists and readings of the made world name a tie, told by hand."""
    assert path == "made"
    return {
        frozenset((ROTTERDAM, PETERSBURG)): [2010, 2016, 2026],
        frozenset((ROTTERDAM, BERLIN)): [2013],
        frozenset((BERLIN, PETERSBURG)): [2026],
        frozenset((KYIV, PETERSBURG)): [2010],
        frozenset((BERLIN, COLOGNE)): [2026],
        frozenset((TURKU, PETERSBURG)): [2013, 2026],
        frozenset((POZNAN, PETERSBURG)): [2026],
        frozenset((POZNAN, BERLIN)): [2026],
    }


COUNTRY = {ROTTERDAM: "NL", BERLIN: "DE", COLOGNE: "DE", PETERSBURG: "RU", TURKU: "FI", KYIV: "UA", POZNAN: "PL"}
STARTS = {
    frozenset((ROTTERDAM, PETERSBURG)): 1990,
    frozenset((BERLIN, PETERSBURG)): 1988,
    frozenset((BERLIN, COLOGNE)): 2005,
    frozenset((TURKU, PETERSBURG)): 1953,
    frozenset((POZNAN, PETERSBURG)): 1995,
    frozenset((POZNAN, BERLIN)): 1991,
}
ENDS = {
    frozenset((ROTTERDAM, PETERSBURG)): ("suspended", 2022),
    frozenset((BERLIN, PETERSBURG)): ("ended", 2014),
    frozenset((KYIV, PETERSBURG)): ("ended", 2016),
    frozenset((TURKU, PETERSBURG)): ("suspended", 2020),
}


def plain_row(world: Snapshot, a: str, b: str, kind: str, year: int) -> dict[str, Any]:
    pair = frozenset((a, b))
    low, high = sorted((COUNTRY[a], COUNTRY[b]))
    told = [one for one in plain_lists("made")[pair] if one < year]
    signs = [*told, *([2018] if pair == {ROTTERDAM, BERLIN} and year > 2018 else [])]
    start = STARTS.get(pair)
    first = min(plain_lists("made")[pair])
    hostile = dict.fromkeys((year - 1, year), False)
    if low != high:
        hostile = {one.year: one.hostile for one in Overlay.of(world, year).history(low, high, (year - 1, year))}
    breaks = any((code, year) in BREAKS for code in (low, high))
    what, when = ENDS.get(pair, ("", 0))
    return {
        "year": year,
        "suspended": what == "suspended" and when == year,
        "ended": what == "ended" and when == year,
        "shock": hostile[year] and not hostile[year - 1],
        "hostile": hostile[year] and hostile[year - 1],
        "escalation": hostile[year] and hostile[year - 1] and breaks,
        "broken": {low, high} == {"RU", "UA"} and year >= 2014,
        "same_bloc": (low, high) == ("DE", "NL"),
        "contiguous": (low, high) == ("DE", "PL"),
        "same_country": low == high,
        "log_age": log10(year - start + 1) if start else 0.0,
        "age_unknown": start is None,
        "log_silence": log10(min(year - max(signs, default=start or first), 30) + 1) if year > (start or first) else 0,
        "unlisted": not told and year != first,
        "dormant": pair == {POZNAN, PETERSBURG} and year > 2018,
        "agreement": kind == "agreement",
        "partnership": False,
        "membership": False,
    }


def test_a_plain_second_computation_gives_the_same_table(world: Snapshot, table: pl.DataFrame) -> None:
    for number, row in enumerate(table.iter_rows(named=True)):
        if number % 3 and row["year"] not in {2014, 2016, 2018, 2020, 2022}:
            continue
        plain = plain_row(world, row["a"], row["b"], row["kind"], row["year"])
        assert {name: row[name] for name in plain} == pytest.approx(plain), row
    assert set(plain) >= set(COVARIATES)
    assert table["id"].n_unique() == len(STARTS) + 2


def test_hostility_is_that_of_the_overlay(world: Snapshot) -> None:
    years = (1990, 2014, 2015, 2022, 2023)
    codes = sorted(set(COUNTRY.values()))
    pairs = pl.DataFrame([(a, b) for a in codes for b in codes if a < b], schema=["low", "high"], orient="row")
    told = state_years(world, 2024, pairs, years)
    found = {
        (low, high, year)
        for low, high, year in told.filter(pl.col("shock") | pl.col("hostile"))["low", "high", "year"].iter_rows()
    }
    for year in years:
        expected = Overlay.of(world, year).pairs.filter(
            pl.col("hostile") & pl.col("a").is_in(codes) & pl.col("b").is_in(codes)
        )
        assert {(a, b) for a, b, when in found if when == year} == set(expected.select("a", "b").iter_rows())


# Nothing from later


@pytest.mark.parametrize("kinds", [(TieKind.TWINNING, TieKind.AGREEMENT), MEMBERSHIP])
def test_what_was_written_of_later_years_changes_nothing(
    world: Snapshot, tmp_path: Path, kinds: tuple[TieKind, ...]
) -> None:
    later = ended_snapshot(tmp_path, more=later_statements())
    assert later.ties.height > world.ties.height
    known = tie_years(world, 2013, kinds=kinds)
    assert_frame_equal(tie_years(later, 2013, kinds=kinds).rows, known.rows)
    assert_frame_equal(coming_years(later, 2013, 2016, kinds=kinds), coming_years(world, 2013, 2016, kinds=kinds))
    assert known.rows.schema == TIE_YEARS
    # The same statements do change what is known later, so that the test can fail.
    assert not tie_years(later, 2016).rows.equals(tie_years(world, 2016).rows)


def test_the_years_to_come_hold_the_states_as_they_stand(world: Snapshot) -> None:
    coming = coming_years(world, 2014, 2024)
    rows = of(coming, world, ROTTERDAM, PETERSBURG)
    assert rows["year"].to_list() == list(range(2015, 2025))
    assert rows["hostile"].all()
    assert not rows.select("shock", "escalation", "suspended", "ended").to_numpy().any()
    assert of(coming, world, BERLIN, PETERSBURG).is_empty()
    assert rows["log_age"].to_list() == pytest.approx([log10(year - 1990 + 1) for year in range(2015, 2025)])


# What is wrong


@pytest.mark.parametrize(
    ("cut", "kinds", "words"),
    [
        (1944, (TieKind.TWINNING,), "as of 1944"),
        (9999, (TieKind.TWINNING,), "as of 9999"),
        (1950, (TieKind.TWINNING,), "No tie of the kinds twinning is known by the end of 1950"),
        (2020, (TieKind.TREATY,), "not told of the kinds treaty"),
        (2020, (), "not told of the kinds none"),
    ],
)
def test_a_question_that_cannot_be_asked(world: Snapshot, cut: int, kinds: tuple[TieKind, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        tie_years(world, cut, kinds=kinds)


@pytest.mark.parametrize("last", [2020, 2019, 5000])
def test_years_to_come_come_later(world: Snapshot, last: int) -> None:
    with pytest.raises(InputError, match="cannot go up to"):
        coming_years(world, 2020, last)
