"""Migrant stock: the publisher's two tables counted in another way, and rows that cannot be."""

from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals

from proxenia.errors import SourceChangedError
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context
from proxenia.sources.run import run_source

PAIRS = "un_migrant_stock_od_long_1990_2000_2010_2019.csv"
TOTALS = "stock_totals_2020.csv"
AREAS = ("Caribbean", "Melanesia", "Micronesia", "Polynesia", "South America", "Channel Islands")


def test_each_pair_of_states_and_year_is_a_statement(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "migrant_stock" / PAIRS
    context, statements = read_files("migrant_stock", gazetteer, path)
    table = pl.read_csv(path)
    of_states = table.filter(~pl.col("destination").is_in(AREAS), ~pl.col("origin").is_in(AREAS))
    assert (context.rows, context.refused) == (45_389, [])
    assert len(statements) == of_states.height
    assert {s.predicate for s in statements} == {"migrant_stock"}
    assert sum(int(s.value or "") for s in statements) == int(of_states["stock"].sum())
    years = {s.period for s in statements}
    assert years == {"1990", "2000", "2010", "2019"}
    row = table.filter(pl.col("destination") == "Netherlands", pl.col("origin") == "Suriname", pl.col("year") == 2019)
    found = [s.value for s in statements if (s.subject, s.object, s.period) == ("iso:NL", "iso:SR", "2019")]
    assert found == [str(int(row["stock"][0]))]


def test_the_chinas_are_told_apart(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "migrant_stock" / PAIRS
    _, statements = read_files("migrant_stock", gazetteer, path)
    table = pl.read_csv(path)
    for name, state in (("China", "iso:CN"), ("China, Hong Kong SAR", "iso:HK"), ("China, Macao SAR", "iso:MO")):
        expected = table.filter(pl.col("destination") == name, ~pl.col("origin").is_in(AREAS)).height
        assert sum(s.subject == state for s in statements) == expected, name


def test_each_state_and_year_has_its_residents_born_abroad(reference_dir: Path, gazetteer: Gazetteer) -> None:
    folder = reference_dir / "state" / "migrant_stock"
    context, statements = read_files("migrant_stock", gazetteer, folder / TOTALS)
    table = pl.read_csv(folder / TOTALS, infer_schema_length=None)
    told = table.filter(pl.col("fb").is_not_null(), pl.col("alpha3").is_not_null())
    assert (context.rows, context.refused) == (1_645, [])
    assert len(statements) == told.height == 1_602
    assert sum(int(s.value or "") for s in statements) == int(told["fb"].sum())
    both, found = read_files("migrant_stock", gazetteer, folder / TOTALS, folder / PAIRS)
    assert both.covered == {s.reference for s in found}
    assert len(both.covered) == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2019,Netherlands,Ghana,NaN", "stock 'NaN' is not a number"),
        ("2019,Netherlands,Ghana,-1", "stock -1 is not between"),
        ("2019,Netherlands,Ghana,1e15", "stock 1e15 is not between"),
        ("2019,Netherlands,Ghana,0.5", "is not a whole number"),
        ("2019.5,Netherlands,Ghana,5", "is not a year"),
        ("1492,Netherlands,Ghana,5", "is not between 1945"),
        ("2019,Netherlands,Other South,5", "unknown country"),
        ("2019,Netherlands,England,5", "is a part of iso:GB"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    lines = ["year,destination,origin,stock", row]
    context, statements = read_text("migrant_stock", gazetteer, tmp_path / "x.csv", lines)
    assert statements == []
    assert reason in refusals(context)[0][1]


def test_the_matrix_is_told_apart(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "migrant_stock" / "un_migrant_stock_od_2019_clean.csv"
    with pytest.raises(SourceChangedError, match="lacks the column 'year'"):
        read_files("migrant_stock", gazetteer, path)


def test_one_table_alone_withdraws_nothing_of_the_other(tmp_path: Path, gazetteer: Gazetteer) -> None:
    pairs, totals = tmp_path / "pairs.csv", tmp_path / "totals.csv"
    totals.write_text("alpha3,name,year,fb\nBDI,Burundi,1990,333110\n")
    with open_ledger(str(tmp_path / "ledger.sqlite")) as ledger:

        def run(path: Path) -> int:
            context = Context(describe("migrant_stock"), path, "2026-11-22", countries=gazetteer.countries)
            report = run_source(reader_of("migrant_stock"), context, ledger, recorded_at="2026-11-22T10:00:00.000000Z")
            return report.retracted

        pairs.write_text("year,destination,origin,stock\n2019,Netherlands,Ghana,5\n2019,Netherlands,Italy,6\n")
        assert [run(pairs), run(totals), run(pairs)] == [0, 0, 0]
        pairs.write_text("year,destination,origin,stock\n2019,Netherlands,Ghana,5\n")
        assert run(pairs) == 1
        assert len(ledger.standing_ids("migrant_stock")) == 2
