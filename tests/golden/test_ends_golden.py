"""Ends in the founding register, counted again from its files; what was known of them before 2022."""

import csv
from collections.abc import Iterator
from functools import cache

import polars as pl
import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register
from proxenia.foresight.ends import EndModel, fit_ends
from proxenia.foresight.ends_table import tie_years
from proxenia.ledger import open_ledger
from proxenia.model.vocabulary import TieKind
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.founding_register.reader import DATA

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
CUT = 2025
ENDS = {"suspended", "ended"}
TWINNING = (TieKind.TWINNING,)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Snapshot:
    with open_ledger(tmp_path_factory.mktemp("ends") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def model(register: Snapshot) -> EndModel:
    return fit_ends(register, CUT, kinds=TWINNING)


@pytest.fixture(scope="module")
def table(register: Snapshot) -> pl.DataFrame:
    return tie_years(register, CUT, kinds=TWINNING).rows


def rows_of(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def counted() -> dict[tuple[str, str], tuple[int, str, int]]:
    """Return the ends that were at risk by the files alone: pair to first year known, what came first, and when."""
    dates = {row["key"]: int(row["date"][:4]) for row in rows_of("lists.csv")}
    named: dict[tuple[str, str], list[int]] = {}
    starts: dict[tuple[str, str], int] = {}
    ends: dict[tuple[str, str], tuple[str, str]] = {}
    for path in sorted((DATA / "twinnings").glob("*.csv")):
        for row in rows_of(f"twinnings/{path.name}"):
            pair = (row["a"], row["b"])
            if row["start"]:
                starts[pair] = int(row["start"][:4])
            if "lists" in row:
                named.setdefault(pair, [2026]).extend(dates[key] for key in row["lists"].split(";") if key)
                if row["status"] in ENDS:
                    ends[pair] = min(ends.get(pair, ("9", "")), (row["status_date"], row["status"]))
    found = {}
    for pair, (date, status) in ends.items():
        entry, year = starts.get(pair, min(named[pair])), int(date[:4])
        if entry <= year <= CUT:
            found[pair] = (entry, status, year)
    return found


def test_every_end_at_risk_is_in_the_table_and_no_other(table: pl.DataFrame) -> None:
    said = {}
    for row in table.filter(pl.col("suspended") | pl.col("ended")).iter_rows(named=True):
        pair = tuple(sorted((row["a"], row["b"]), key=lambda one: int(one[3:])))
        said[pair] = ("suspended" if row["suspended"] else "ended", row["year"])
    assert said == {pair: (status, year) for pair, (_, status, year) in counted().items()}
    assert len(said) == 87


def test_the_evidence_is_that_of_the_files(model: EndModel) -> None:
    ends = [status for _, status, _ in counted().values()]
    found = model.evidence.all_years
    assert (found.suspensions, found.endings) == (ends.count("suspended"), ends.count("ended"))
    assert model.suspension.coefficients[0].events == found.suspensions
    assert model.evidence.elsewhere.years == 0, "the register alone has no source beside its own selection"


def test_what_a_page_says_was_kept_has_not_ended(register: Snapshot, table: pl.DataFrame) -> None:
    kept = [row for row in rows_of("twinnings/kept_and_ended.csv") if row["status"] == "active"]
    assert len(kept) >= 20
    for row in kept:
        of = pl.col("a").is_in([row["a"], row["b"]]) & pl.col("b").is_in([row["a"], row["b"]])
        rows = table.filter(of)
        assert not rows["ended"].any()
        tie = register.ties.filter(of, pl.col("kind") == "twinning").row(0, named=True)
        assert (tie["status"], tie["status_since"]) == ("active", row["status_date"])
        # It is a sign of life in the years after.
        later = rows.filter(pl.col("year") == int(row["status_date"][:4]) + 1)
        assert (later["log_silence"] < 0.302).all()


def test_the_invasion_is_an_escalation_of_what_was_hostile_before(table: pl.DataFrame) -> None:
    russian = table.filter((pl.col("low") == "RU") | (pl.col("high") == "RU"), pl.col("year") == 2022)
    for country in ("DE", "PL", "US", "GB", "JP", "NO"):
        of = russian.filter((pl.col("low") == country) | (pl.col("high") == country))
        assert of.height
        assert of["escalation"].all(), country
        assert not of["shock"].any(), country
    assert not russian.filter(pl.col("high") == "TR", pl.col("low") == "RU")["hostile"].any()
    polish = russian.filter(pl.col("low") == "PL")
    ended = {pair for pair, (_, status, year) in counted().items() if (status, year) == ("ended", 2022)}
    assert polish["ended"].sum() == sum(
        1 for row in polish.iter_rows(named=True) if {(row["a"], row["b"]), (row["b"], row["a"])} & ended
    )
    assert polish["ended"].sum() >= 15


def test_before_2022_nothing_was_known_of_such_a_rupture(register: Snapshot) -> None:
    before = fit_ends(register, 2021, kinds=TWINNING)
    for hazard in before.hazards:
        escalation = hazard.coefficient("escalation")
        assert (escalation.how, escalation.events) == ("not estimated", 0)
    assert before.ending.coefficient("broken").events == 3, "Kyiv and Chernivtsi ended theirs in 2016"
    assert before.suspension.coefficient("shock").events == 1, "Prague suspended one of two in 2014 when it was listed"
    assert any("escalation" in one and "not estimated" in one for one in before.sentences())


def test_hostility_goes_with_ends(model: EndModel) -> None:
    for hazard in model.hazards:
        escalation = hazard.coefficient("escalation")
        assert escalation.low is not None
        assert escalation.low > 1.5, "the interval lies above four times as often"
        assert escalation.events > hazard.coefficients[0].events / 2
    hostile, every = model.evidence.hostile_years.per_thousand, model.evidence.all_years.per_thousand
    assert hostile is not None
    assert every is not None
    assert hostile > 8 * every


def test_members_of_city_networks_were_never_seen_to_leave_alone(register: Snapshot) -> None:
    members = fit_ends(register, CUT, kinds=(TieKind.MEMBERSHIP,))
    assert (members.evidence.all_years.suspensions, members.evidence.all_years.endings) == (0, 0)
    assert not members.ending.estimated
    # Two were told to have been put out in 2022; nobody says since when they had been in.
    known = tie_years(register, 2026, kinds=(TieKind.MEMBERSHIP,))
    assert known.outside == 2
