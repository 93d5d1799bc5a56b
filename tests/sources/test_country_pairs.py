"""Pairs of countries: CEPII's file counted in another way, its odd codes, and rows that cannot be."""

from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.resolve.gazetteer import Gazetteer

HEADER = "iso_o,iso_d,contig,comlang_off,comlang_ethno,colony,comcol,curcol,col45,smctry,dist,distcap,distw,distwces"


def test_cepiis_file_gives_four_statements_a_pair(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "cepii_geodist" / "dist_cepii.csv"
    context, statements = read_files("country_pairs", gazetteer, path)
    table = pl.read_csv(path, infer_schema_length=None)
    pairs = table.filter(pl.col("iso_o") < pl.col("iso_d"))
    assert (context.rows, context.refused) == (50_176, [])
    assert pairs.height == 24_976
    assert len(statements) == 4 * pairs.height
    for predicate, column in (("contiguity", "contig"), ("common_language", "comlang_off"), ("colonial_tie", "colony")):
        found = sum(s.predicate == predicate and s.value == "1" for s in statements)
        assert found == pairs[column].sum(), predicate
    between_cities = [s for s in statements if s.predicate == "distance" and s.qualifiers]
    assert len(between_cities) == pairs.filter(pl.col("distw") == ".").height
    assert all(s.subject < (s.object or "") for s in statements)


def test_old_codes_are_the_states_they_meant(reference_dir: Path, gazetteer: Gazetteer) -> None:
    folder = reference_dir / "state" / "cepii_geodist"
    _, statements = read_files("country_pairs", gazetteer, folder / "dist_cepii.csv")
    states = {s.subject for s in statements} | {s.object for s in statements}
    assert len(states) == 224
    assert {"iso:PS", "iso:RO", "iso:TL", "iso:CD", "px:serbia-and-montenegro", "px:netherlands-antilles"} <= states
    assert not states & {"px:yugoslavia", "iso:AN", "iso:CS"}
    names = dict(pl.read_csv(folder / "geo_cepii.csv", infer_schema_length=None).select("iso3", "country").iter_rows())
    assert names["YUG"] == "Serbia and Montenegro"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("1,0,0,0,0,0,0,0,900,900,NaN,1", "distw 'NaN' is not a number"),
        ("1,0,0,0,0,0,0,0,900,900,-1,1", "distw -1 is not between"),
        ("1,0,0,0,0,0,0,0,900,900,40000,1", "distw 40000 is not between"),
        ("1,0,0,0,0,0,0,0,,900,.,1", "dist is empty"),
        ("2,0,0,0,0,0,0,0,900,900,900,1", "contig '2' is neither 0 nor 1"),
        ("1,0,0,,0,0,0,0,900,900,900,1", "colony '' is neither 0 nor 1"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path: Path, gazetteer: Gazetteer, end: str, reason: str) -> None:
    lines = [HEADER, f"FRA,ITA,{end}", "FRA,BEL,1,1,1,0,0,0,0,0,262.4,262.4,262.4,1"]
    context, statements = read_text("country_pairs", gazetteer, tmp_path / "x.csv", lines)
    assert len(statements) == 4
    assert [row for row, _ in refusals(context)] == [2]
    assert reason in refusals(context)[0][1]


@pytest.mark.parametrize("other", ["0,1,1,0,0,0,0,0,262.4,262.4,262.4,1", "1,1,1,0,0,0,0,0,262.4,262.4,262.5,1"])
def test_two_directions_that_disagree_are_both_refused(tmp_path: Path, gazetteer: Gazetteer, other: str) -> None:
    lines = [HEADER, "FRA,BEL,1,1,1,0,0,0,0,0,262.4,262.4,262.4,1", f"BEL,FRA,{other}"]
    context, statements = read_text("country_pairs", gazetteer, tmp_path / "x.csv", lines)
    assert statements == []
    assert refusals(context) == [
        (2, "row 3 says otherwise of iso:BE, iso:FR"),
        (3, "row 2 says otherwise of iso:BE, iso:FR"),
    ]


def test_the_other_file_of_cepii_is_told_apart(reference_dir: Path, gazetteer: Gazetteer) -> None:
    folder = reference_dir / "state" / "cepii_geodist"
    with pytest.raises(SourceChangedError, match="lacks the column 'iso_o'"):
        read_files("country_pairs", gazetteer, folder / "geo_cepii.csv")
    with pytest.raises(UnreadableFileError, match="are both dist_cepii"):
        read_files("country_pairs", gazetteer, folder / "dist_cepii.csv", folder / "dist_cepii.csv")
