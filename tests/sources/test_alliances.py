"""Alliances: the publisher's dyad-years collapsed in another way, and rows that cannot be."""

from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals, refused_share

from proxenia.errors import SourceChangedError
from proxenia.model.predicates import Qualifier
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.context import Context

OBLIGATIONS = ["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"]
HEADER = ",".join(["ccode1", "ccode2", "year", *OBLIGATIONS])

Reading = tuple[Context, list[Statement]]


@pytest.fixture(scope="module")
def path(reference_dir: Path) -> Path:
    return reference_dir / "state" / "alliances_atop" / "atop_alliance_dyad_year.csv"


@pytest.fixture(scope="module")
def reading(path: Path, gazetteer: Gazetteer) -> Reading:
    return read_files("alliances", gazetteer, path)


def collapsed(path: Path) -> pl.DataFrame:
    """Give one row a pair of numbers and run of years of one kind, with both Germanys of the west as one number."""
    table = pl.read_csv(path).with_columns(pl.col("ccode1", "ccode2").replace({260: 255}))
    pairs = table.with_columns(a=pl.min_horizontal("ccode1", "ccode2"), b=pl.max_horizontal("ccode1", "ccode2"))
    years = pairs.group_by("a", "b", "year").agg(pl.col(OBLIGATIONS).max())
    bound = years.filter(pl.sum_horizontal(OBLIGATIONS) > 0).sort("a", "b", "year")
    run = pl.col("year") - pl.int_range(pl.len()).over("a", "b", "atop_defense")
    return bound.group_by("a", "b", "atop_defense", run.alias("run")).agg(
        first=pl.col("year").min(), last=pl.col("year").max()
    )


def test_every_run_of_years_is_one_tie(reading: Reading, path: Path) -> None:
    context, statements = reading
    runs = collapsed(path)
    assert context.rows == 273_296
    assert {reason for _, reason in refusals(context)} == {"it names no obligation of either side"}
    assert refused_share(context) <= context.description.expectations.max_refused_share
    kinds = [statement.predicate for statement in statements]
    assert len(statements) == runs.height == 6_781
    assert kinds.count("alliance") == runs.filter(pl.col("atop_defense") == 1).height == 2_996
    still = [statement for statement in statements if str(statement.period).endswith("/..")]
    assert len(still) == runs.filter(pl.col("last") == 2018).height
    assert {statement.qualifier(Qualifier.LISTED) for statement in statements} == {"2018"}
    spans = sorted(str(s.period).replace("..", "2018") for s in statements)
    assert spans == sorted(f"{first}/{last}" for first, last in runs.select("first", "last").iter_rows())


@pytest.mark.parametrize(
    ("pair", "ties"),
    [
        ({"iso:US", "iso:BE"}, [("alliance", "1942/1945"), ("alliance", "1949/..")]),
        ({"iso:US", "iso:JP"}, [("treaty", "1908/1910"), ("treaty", "1921/1931"), ("alliance", "1951/..")]),
        (
            {"iso:CN", "iso:RU"},
            [("alliance", "1896/1900"), ("treaty", "1937/1941"), ("alliance", "1942/1980"), ("treaty", "1992/..")],
        ),
    ],
)
def test_known_pairs(reading: Reading, pair: set[str], ties: list[tuple[str, str]]) -> None:
    found = [(s.predicate, s.period) for s in reading[1] if {s.subject, s.object} == pair]
    assert found == ties


def test_the_germanys_are_one_state_and_another(reading: Reading) -> None:
    west = [s for s in reading[1] if {s.subject, s.object} == {"iso:DE", "iso:FR"} and str(s.period).endswith("/..")]
    assert [(s.predicate, s.period) for s in west] == [("alliance", "1954/..")]
    east = [s for s in reading[1] if {s.subject, s.object} == {"px:east-germany", "iso:RU"}]
    assert [str(s.period)[-4:] for s in east if s.predicate == "alliance"] == ["1990"]


def test_who_alone_owes_is_told(reading: Reading) -> None:
    japan = [s for s in reading[1] if {s.subject, s.object} == {"iso:US", "iso:JP"}]
    assert japan[-1].qualifier(Qualifier.SUMMARY) == "defence by iso:US; non-aggression (1960–2018); consultation"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2,20,1949,2,0,0,0,0", "atop_defense '2' is neither 0 nor 1"),
        ("2,20,1949,,0,0,0,0", "atop_defense '' is neither 0 nor 1"),
        ("2,20,1949,TRUE,0,0,0,0", "atop_defense 'TRUE' is neither"),
        ("2,20,49,1,0,0,0,0", "year '49' is not a year"),
        ("2,20,1066,1,0,0,0,0", "is not between 1648 and 2100"),
        ("2,20,=A1,1,0,0,0,0", "year '=A1' is not a year"),
        ("USA,20,1949,1,0,0,0,0", "'USA' is not the number of a state"),
        ("-2,20,1949,1,0,0,0,0", "'-2' is not the number of a state"),
        ("99999999999999,20,1949,1,0,0,0,0", "is not the number of a state"),
        ("2,999,1949,1,0,0,0,0", "999 is no number of a state in the Correlates of War"),
        ("2,2,1949,1,0,0,0,0", "2 and 2 are one state, iso:US"),
        ("255,260,1990,1,0,0,0,0", "255 and 260 are one state, iso:DE"),
        ("2,20,1949,1,0,0,0,0", "the row of the other direction, 20 to 2 in 1949, is missing"),
        ("2,20,1949", "it has 3 cells"),
    ],
)
def test_a_row_that_is_not_understood_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    context, statements = read_text("alliances", gazetteer, tmp_path / "x.csv", [HEADER, row])
    assert statements == []
    assert [number for number, _ in refusals(context)] == [2]
    assert reason in context.refused[0].reason


def test_a_row_that_contradicts_another_is_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = [HEADER, "2,20,1949,1,0,0,0,0", "20,2,1949,1,0,0,0,0", "2,20,1949,0,1,0,0,0"]
    context, statements = read_text("alliances", gazetteer, tmp_path / "x.csv", lines)
    assert refusals(context) == [(4, "row 2 says otherwise of these two states in 1949")]
    assert [(s.subject, s.object, s.period) for s in statements] == [("iso:CA", "iso:US", "1949/..")]


def test_another_table_is_not_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column"):
        read_text("alliances", gazetteer, tmp_path / "x.csv", ["ccode1,ccode2,year", "2,20,1949"])
