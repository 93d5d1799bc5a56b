"""Autonomy: the three tables counted in another way, spans of years, codes that contradict names."""

from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.model.period import Period
from proxenia.resolve.gazetteer import Gazetteer

REGIONS = Path("autonomy_rai", "rai_country_scores.csv")
MUNICIPALITIES = Path("autonomy_lai", "lai_1990_2014.csv")
FEDERATIONS = Path("autonomy_federal", "federal_political_systems.csv")


def test_years_in_a_row_with_the_same_points_are_one_span(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / REGIONS
    context, statements = read_files("autonomy", gazetteer, path)
    table = pl.read_csv(path).select("country_name", "year", pl.col("n_RAI").round(6)).sort("country_name", "year")
    before = pl.col("n_RAI").shift().over("country_name"), pl.col("year").shift().over("country_name")
    begins = table.filter((before[0] != pl.col("n_RAI")) | (before[1] != pl.col("year") - 1) | before[0].is_null())
    assert (context.rows, context.refused) == (3_827, [])
    assert len(statements) == begins.height
    years = 0
    for statement in statements:
        first, _, last = (statement.period or "").partition("/")
        years += int(last or first) - int(first) + 1
    assert years == table.height
    assert len({s.subject for s in statements}) == table["country_name"].n_unique() == 81


@pytest.mark.parametrize(("name", "state"), [("Netherlands", "iso:NL"), ("Kosovo", "iso:XK"), ("Belgium", "iso:BE")])
def test_each_year_has_the_points_of_its_row(reference_dir: Path, gazetteer: Gazetteer, name: str, state: str) -> None:
    path = reference_dir / "state" / REGIONS
    _, statements = read_files("autonomy", gazetteer, path)
    spans = [(Period.parse(s.period or ""), float(s.value or "")) for s in statements if s.subject == state]
    for year, points in pl.read_csv(path).filter(pl.col("country_name") == name).select("year", "n_RAI").iter_rows():
        of_year = [value for period, value in spans if period.contains(Period.parse(str(year)))]
        assert of_year == [pytest.approx(points, abs=1e-6)], year


def test_municipalities_of_39_countries_in_four_years(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / MUNICIPALITIES
    context, statements = read_files("autonomy", gazetteer, path)
    table = pl.read_csv(path)
    assert (context.rows, context.refused) == (39, [])
    assert len(statements) == 4 * table.height
    in_2014 = {s.subject: float(s.value or "") for s in statements if s.period == "2014"}
    assert sum(in_2014.values()) == pytest.approx(table["D_LAI_2014"].sum())
    assert in_2014["iso:MD"] == table.filter(pl.col("country_name") == "Moldova")["D_LAI_2014"][0]
    assert "iso:MV" not in in_2014


def test_24_of_212_countries_are_federations(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / FEDERATIONS
    context, statements = read_files("autonomy", gazetteer, path)
    assert context.rows == 212
    assert [reason for _, reason in refusals(context)] == []
    assert len({s.subject for s in statements}) == 212
    federations = {s.subject for s in statements if s.value == "1"}
    codes = pl.read_csv(path).filter(pl.col("HueglinFennaFederalPolity") == 1)["2-alpha code"]
    assert federations == {f"iso:{code}" for code in codes}
    assert len(federations) == 24


def test_the_three_tables_are_read_together_or_alone(reference_dir: Path, gazetteer: Gazetteer) -> None:
    paths = [reference_dir / "state" / name for name in (FEDERATIONS, REGIONS, MUNICIPALITIES)]
    context, statements = read_files("autonomy", gazetteer, *paths)
    assert {s.predicate for s in statements} == {"regional_autonomy", "local_autonomy", "federal"}
    assert context.covered == {s.reference for s in statements}
    with pytest.raises(UnreadableFileError, match="are both lai_1990_2014"):
        read_files("autonomy", gazetteer, paths[2], paths[2])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Netherlands,528,1993,NaN", "n_RAI 'NaN' is not a number"),
        ("Netherlands,528,1993,-1", "n_RAI -1 is not between"),
        ("Netherlands,528,1993,101", "n_RAI 101 is not between"),
        ("Netherlands,528,93,1", "the year '93' is not a year"),
        ("Netherlands,56,1993,1", "the number 56 beside it is iso:BE"),
        ("Netherlands,,1993,1", "iso3166 is empty"),
        ("Nowhere,528,1993,1", "unknown country 'Nowhere'"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    lines = ["country_name,iso3166,year,n_RAI", row]
    context, statements = read_text("autonomy", gazetteer, tmp_path / "x.csv", lines)
    assert statements == []
    assert reason in refusals(context)[0][1]


def test_years_that_disagree_are_refused_and_end_a_span(tmp_path: Path, gazetteer: Gazetteer) -> None:
    years = ((1990, 5), (1991, 5), (1992, 5), (1992, 6), (1993, 5))
    lines = ["country_name,iso3166,year,n_RAI", *(f"Italy,380,{year},{points}" for year, points in years)]
    context, statements = read_text("autonomy", gazetteer, tmp_path / "x.csv", lines)
    assert [s.period for s in statements] == ["1990/1991", "1993"]
    assert len(context.refused) == 2


def test_another_header_is_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column 'D_LAI_2014'"):
        read_text(
            "autonomy", gazetteer, tmp_path / "x.csv", ["country_name,country_code,D_LAI_1990,D_LAI_2000,D_LAI_2010"]
        )
