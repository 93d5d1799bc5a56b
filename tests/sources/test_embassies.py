"""Missions of states: the publisher's file counted in another way, and rows that cannot be.

The items of the sample and of the rows here are made for the tests.
"""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals, refused_share

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.model.predicates import Qualifier
from proxenia.resolve.gazetteer import Gazetteer

HEADER = (
    "qid,operator,operator_qid,country,country_qid,city,city_qid,type,type_qid,"
    "latitude,longitude,creation,jurisdictions"
)
TO_PARIS = "Germany,Q183,France,Q142,Paris,Q90"
ORDER = "Sovereign Military Order of Malta"


def test_the_publishers_file_gives_one_representation_a_mission(reference_dir: Path, gazetteer: Gazetteer) -> None:
    path = reference_dir / "state" / "embassies_wikidata" / "diplomatic_missions_2022-11.csv"
    context, statements = read_files("embassies", gazetteer, path)
    table = pl.read_csv(path, infer_schema=False)
    ties = [statement for statement in statements if statement.predicate == "representation"]
    at_home = table.filter(pl.col("operator") == pl.col("country"))
    of_the_order = table.filter(pl.col("operator") == ORDER)
    assert context.rows == table.height == 9_852
    assert (at_home.height, of_the_order.height) == (31, 33)
    assert len(context.refused) == at_home.height + of_the_order.height + 12
    assert len(ties) == table.height - len(context.refused)
    assert refused_share(context) <= context.description.expectations.max_refused_share
    assert {tie.qualifier(Qualifier.LISTED) for tie in ties} == {"2022-11-16"}
    italy = table.filter(pl.col("operator") == "Italy", pl.col("country") != "Italy").height
    assert sum(tie.subject == "iso:IT" for tie in ties) == italy == 140
    types = Counter(tie.qualifier(Qualifier.MISSION) for tie in ties)
    assert types["honorary consulate"] == table.filter(pl.col("type") == "honorary consulate").height == 267
    assert {tie.object for tie in ties if tie.subject == "px:somaliland"} == {"iso:TW"}
    assert sum(tie.subject == "iso:EH" for tie in ties) == 11
    assert {tie.subject for tie in ties if tie.subject.startswith("px:")} == {
        "px:abkhazia",
        "px:northern-cyprus",
        "px:somaliland",
        "px:south-ossetia",
    }


def test_a_city_that_most_rows_put_elsewhere_is_misplaced(tmp_path: Path, gazetteer: Gazetteer) -> None:
    senders = [("Italy", "Q38"), ("Spain", "Q29"), ("Japan", "Q17"), ("Kenya", "Q114"), ("Chile", "Q298")]
    lines = [HEADER, *(f"Q{n},{name},{item},Canada,Q16,Ottawa,Q1930,embassy,Q1,,,,"
             for n, (name, item) in enumerate(senders, start=1))]  # fmt: skip
    lines += ["Q9,Brazil,Q155,Guyana,Q734,Ottawa,Q1930,embassy,Q1,,,,"]
    context, statements = read_text("embassies", gazetteer, tmp_path / "x.csv", lines)
    assert refusals(context) == [(7, "Ottawa lies in iso:CA by 5 other rows, not in iso:GY")]
    assert {s.object for s in statements if s.subject == "wd:Q1930" and s.predicate == "country"} == {"iso:CA"}


@pytest.mark.parametrize(
    ("creation", "type_", "period"),
    [
        ("1981-01-01T00:00:00Z", "embassy", "1981/.."),
        ("1981-10-01T00:00:00Z", "embassy", "1981-10/.."),
        ("1981-10-12T00:00:00Z", "embassy", "1981-10-12/.."),
        ("1981-01-01T00:00:00Z", "former embassy", "1981/"),
        ("1300-01-01T00:00:00Z", "embassy", None),
        ("", "embassy", None),
    ],
)
def test_dates_are_no_more_exact_than_they_were(
    tmp_path: Path, gazetteer: Gazetteer, creation: str, type_: str, period: str | None
) -> None:
    lines = [HEADER, f"Q1,{TO_PARIS},{type_},Q1,,,{creation},"]
    context, statements = read_text("embassies", gazetteer, tmp_path / "x.csv", lines)
    tie = statements[-1]
    assert context.refused == []
    assert (tie.predicate, tie.period) == ("representation", period)
    assert tie.qualifier(Qualifier.STATUS) == ("ended" if type_.startswith("former") else None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Q1,Italy,Q38,Italy,Q38,Rome,Q220,embassy,Q1,,,,", "its own state"),
        ("Q1,Quebec,Q176,Canada,Q16,Ottawa,Q1930,office,Q1,,,,", "its own state"),
        (f"Q1,{ORDER},Q190353,Italy,Q38,Rome,Q220,embassy,Q1,,,,", "has no territory"),
        ("Q1,Atlantis,Q5,Italy,Q38,Rome,Q220,embassy,Q1,,,,", "unknown country 'Atlantis'"),
        ("Q1,Italy,Q38,Nordic countries,Q5,,,embassy,Q1,,,,", "unknown country 'Nordic countries'"),
        ("Q1,Italy,Q38,Scotland,Q22,Edinburgh,Q23436,consulate,Q1,,,,", "is a part of iso:GB"),
        ("Q1,Italy,Q38,Korea,Q5,Seoul,Q8684,embassy,Q1,,,,", "Korea is two states today"),
        (f"x1,{TO_PARIS},embassy,Q1,,,,", "qid 'x1' is not an item of Wikidata"),
        (f"Q0,{TO_PARIS},embassy,Q1,,,,", "qid 'Q0' is not an item of Wikidata"),
        ("Q1,Italy,,France,Q142,Paris,Q90,embassy,Q1,,,,", "operator_qid '' is not an item"),
        ("Q1,Italy,Q38,France,Q142,Paris,Paris,embassy,Q1,,,,", "city_qid 'Paris' is not an item"),
        ("Q1,Italy,Q38,France,Q142,Paris,,embassy,Q1,,,,", "city and city_qid belong together"),
        (f"Q1,{TO_PARIS},,Q1,,,,", "the type is empty"),
        (f"Q1,{TO_PARIS},embassy,Q1,,,1981,", "creation '1981' is not a date"),
        (f"Q1,{TO_PARIS},embassy,Q1,,,1981-02-30T00:00:00Z,", "is no day of the calendar"),
        (f"Q1,{TO_PARIS},embassy,Q1,,,1981-13-01T00:00:00Z,", "is no day of the calendar"),
        (f"Q1,{TO_PARIS},embassy,Q1,,,=NOW(),", "creation '=NOW()' is not a date"),
        (f"Q1,{TO_PARIS},emb\x07assy,Q1,,,,", "holds control characters"),
        ("Q1,Italy,Q38", "it has 3 cells"),
    ],
)
def test_a_row_that_is_not_understood_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    context, statements = read_text("embassies", gazetteer, tmp_path / "x.csv", [HEADER, row])
    assert statements == []
    assert [number for number, _ in refusals(context)] == [2]
    assert reason in context.refused[0].reason


def test_another_table_is_not_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column 'qid'"):
        read_text("embassies", gazetteer, tmp_path / "x.csv", ["operator,country,n_missions", "Italy,France,3"])
    with pytest.raises(UnreadableFileError):
        read_files("embassies", gazetteer, tmp_path / "missing.csv")
