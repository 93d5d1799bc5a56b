"""Agreement of votes: the publisher's file counted in another way, and rows that cannot be."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals, refused_share

from proxenia.errors import SourceChangedError
from proxenia.resolve.gazetteer import Gazetteer

HEADER = "period_start,country1,country2,n_common_votes,share_same_vote,s_abs_agreement"


def test_the_publishers_file_gives_one_statement_a_pair_and_span(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "un_votes" / "un_agreement_dyad_5yr_derived.csv"
    context, statements = read_files("un_agreement", gazetteer, path)
    table = pl.read_csv(path)
    nobody = (pl.col("period_start") == 2005) & pl.any_horizontal(pl.col("country1", "country2") == "Yugoslavia")
    assert context.rows == table.height == 106_834
    assert len(context.refused) == table.filter(nobody).height
    assert len(statements) == table.height - table.filter(nobody).height
    spans = table.filter(~nobody).group_by("period_start").len().iter_rows()
    found = Counter(int((statement.period or "")[:4]) for statement in statements)
    assert found == dict(spans)
    assert refused_share(context) <= context.description.expectations.max_refused_share
    both = {"iso:NL", "iso:BE"}
    of_both = [s.value for s in statements if {s.subject, s.object} == both and s.period == "2015/2019"]
    row = table.filter(
        pl.col("period_start") == 2015, pl.col("country1") == "Belgium", pl.col("country2") == "Netherlands"
    )
    assert of_both == [str(row["share_same_vote"][0])]


def test_germany_is_told_apart_before_and_after_it_was_one(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = [HEADER, "1990,France,Germany,9,0.9,0.9", "1990,Federal Republic of Germany,France,9,0.8,0.9"]
    context, statements = read_text("un_agreement", gazetteer, tmp_path / "x.csv", lines)
    assert context.refused == []
    assert {(s.object, s.period, s.value) for s in statements} == {
        ("iso:FR", "1990/1994", "0.9"),
        ("iso:FR", "1990/1990-10", "0.8"),
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1990,France,France,9,0.9,0.9", "are one state, iso:FR"),
        ("1990,France,Italy,9,-0.1,0.9", "is not between 0 and 1"),
        ("1990,France,Italy,9,1.0001,0.9", "is not between 0 and 1"),
        ("1990,France,Italy,9,=1/2,0.9", "is not a number"),
        ("1990,France,Italy,9,,0.9", "share_same_vote is empty"),
        ("1992,France,Italy,9,0.9,0.9", "does not begin a span"),
        ("2105,France,Italy,9,0.9,0.9", "is not between 1945 and 2100"),
        ("1990,France,Scotland,9,0.9,0.9", "is a part of iso:GB"),
        ("1990,France,,9,0.9,0.9", "the country is empty"),
        ("1990,France", "it has 2 cells"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    context, statements = read_text("un_agreement", gazetteer, tmp_path / "x.csv", [HEADER, row])
    assert statements == []
    assert len(refusals(context)) == 1
    assert reason in refusals(context)[0][1]


def test_another_header_is_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column 'period_start', it lacks the column 'country1'"):
        read_text("un_agreement", gazetteer, tmp_path / "x.csv", ["year,country2,share_same_vote", "1990,France,1"])
