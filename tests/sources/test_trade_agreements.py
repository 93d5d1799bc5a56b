"""Trade agreements: DESTA's list counted in another way, accessions, withdrawals, blocs, and rows that cannot be."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals

from proxenia.errors import SourceChangedError
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer

HEADER = "number,base_treaty,name,entry_type,year,entryforceyear,typememb,regioncon,iso_numeric"
NUMBERS = {"NL": 528, "BE": 56, "FR": 250, "GB": 826, "TN": 788, "AT": 40}


@pytest.fixture(scope="module")
def path(reference_dir: Path) -> Path:
    return reference_dir / "state" / "trade_agreements_desta" / "desta_treaty_members.csv"


@pytest.fixture(scope="module")
def statements(path: Path, gazetteer: Gazetteer) -> list[Statement]:
    context, found = read_files("trade_agreements", gazetteer, path)
    assert (context.rows, context.refused) == (7_772, [])
    return found


def entries_of(path: Path) -> pl.DataFrame:
    """Give one row an entry, with how many members it has."""
    table = pl.read_csv(path, infer_schema_length=None)
    firsts = pl.first("name", "entry_type", "typememb", "year", "entryforceyear")
    return table.group_by("number").agg(firsts, pl.col("iso_numeric").n_unique().alias("members"))


def titled(statements: Sequence[Statement], title: str) -> list[Statement]:
    return [s for s in statements if dict(s.qualifiers)["title"] == title]


def between(statements: Sequence[Statement], one: str, other: str, title: str) -> list[str | None]:
    return [s.period for s in titled(statements, title) if {s.subject, s.object} == {f"iso:{one}", f"iso:{other}"}]


def test_treaties_of_two_and_of_several_bind_each_with_each(statements: list[Statement], path: Path) -> None:
    entries = entries_of(path).filter(pl.col("entry_type").is_in(["base_treaty", "protocol or amendment"]))
    made = Counter(s.reference.removeprefix("DESTA treaty ").partition(" ")[0] for s in statements)
    for number, members in entries.filter(pl.col("typememb") <= 2).select("number", "members").iter_rows():
        assert made[number] == members * (members - 1) // 2, number
    assert entries.filter(pl.col("typememb") == 1).height == 580
    assert sum(made[number] for number in entries.filter(pl.col("typememb") == 1)["number"]) == 580


def test_a_treaty_of_a_bloc_with_one_state_binds_each_with_that_state(statements: list[Statement], path: Path) -> None:
    entries = entries_of(path).filter(pl.col("entry_type").is_in(["base_treaty", "protocol or amendment"]))
    made = Counter(s.reference.removeprefix("DESTA treaty ").partition(" ")[0] for s in statements)
    others = {
        name
        for number, name, members in entries.filter(pl.col("typememb") == 3)
        .select("number", "name", "members")
        .iter_rows()
        if made[number] != members - 1
    }
    # Britain made five with partners who share no treaty of just them; in two the bloc has two partners.
    assert others == {
        "Andean Countries UK",
        "CARIFORUM UK",
        "Czech and Slovak Republic EFTA",
        "EC Switzerland Liechtenstein",
        "Eastern and Southern African States UK",
        "Pacific States UK",
        "Southern African Customs Union Mozambique (SACUM) UK",
    }


@pytest.mark.parametrize(
    ("title", "pairs"),
    [
        ("Lome I", 9 * 46),
        ("Lome II", 9 * 58),
        ("Lome III", 10 * 65),
        ("Lome IV", 12 * 68),
        ("EC Lisbon", 28 * 27 // 2),
        ("Continental Free Trade Agreement", 49 * 48 // 2),
    ],
)
def test_blocs_beside_each_other(statements: list[Statement], title: str, pairs: int) -> None:
    assert len(titled(statements, title)) == pairs


def test_who_left_is_bound_until_then_and_who_came_back_again_since(statements: list[Statement]) -> None:
    assert between(statements, "FR", "GB", "EC") == ["1973/2020"]
    assert between(statements, "FR", "GB", "EC Lisbon") == ["2009/2020"]
    assert between(statements, "DE", "FR", "EC Lisbon") == ["2009/"]
    assert between(statements, "AT", "CH", "EFTA") == ["1960/1995"]
    sadc = "Southern African Development Community (SADC)"
    assert between(statements, "SC", "ZA", sadc) == ["1997/2004", "2015/"]
    ended = [s for s in statements if dict(s.qualifiers).get("status") == "ended"]
    assert len(ended) == 439
    assert all((s.period or "").endswith(dict(s.qualifiers)["status_since"]) for s in ended)


def test_every_tie_names_its_treaty_and_when_it_was_listed(statements: list[Statement]) -> None:
    for statement in statements:
        assert statement.predicate == "treaty"
        assert statement.subject < (statement.object or "")
        qualifiers = dict(statement.qualifiers)
        assert (qualifiers["fields"], qualifiers["listed"]) == ("economy", "2020")
        assert qualifiers["title"]


def lines(*entries: tuple[str, str, str, str, str, str, str]) -> list[str]:
    """Give the lines of entries: number, name, type, year, entry into force, membership, members."""
    rows = [HEADER]
    for number, name, kind, year, force, membership, members in entries:
        rows += [
            f"{number},{number},{name},{kind},{year},{force},{membership},Europe,{NUMBERS[m]}" for m in members.split()
        ]
    return rows


def test_an_entry_into_force_before_the_signature_is_not_believed(tmp_path: Path, gazetteer: Gazetteer) -> None:
    given = lines(("7", "Made", "base_treaty", "1986.0", "1974.0", "1", "NL BE"))
    _, found = read_text("trade_agreements", gazetteer, tmp_path / "x.csv", given)
    assert [s.period for s in found] == ["1986/"]


def test_a_semicolon_in_a_name_parts_no_reference(tmp_path: Path, gazetteer: Gazetteer) -> None:
    given = lines(("7", "Made ; by two", "base_treaty", "1986", "", "1", "NL BE"))
    _, found = read_text("trade_agreements", gazetteer, tmp_path / "x.csv", given)
    assert [dict(s.qualifiers)["title"] for s in found] == ["Made ; by two"]


def test_who_left_before_the_treaty_began_was_never_bound(tmp_path: Path, gazetteer: Gazetteer) -> None:
    given = lines(
        ("7", "Made", "base_treaty", "1990", "1995", "2", "NL BE FR"),
        ("7_1", "Made withdrawal France", "withdrawal", "1992", "", "7", "NL BE FR"),
    )
    context, found = read_text("trade_agreements", gazetteer, tmp_path / "x.csv", given)
    assert context.refused == []
    assert [(s.subject, s.object, s.period) for s in found] == [("iso:BE", "iso:NL", "1995/")]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (("7", "Made", "base_treaty", "", "", "1", "NL"), "year is empty"),
        (("7", "Made", "base_treaty", "20.5", "", "1", "NL"), "year '20.5' is not a year"),
        (("7", "Made", "base_treaty", "1990", "soon", "1", "NL"), "entryforceyear 'soon' is not a year"),
        (("7", "Made", "rumour", "1990", "", "1", "NL"), "entry_type 'rumour' is unknown"),
        (("7", "Made", "base_treaty", "1990", "", "8", "NL"), "typememb '8' is unknown"),
        (("7", "", "base_treaty", "1990", "", "1", "NL"), "name is empty"),
        (("x7", "Made", "base_treaty", "1990", "", "1", "NL"), "number 'x7' is not one"),
        (("7_1", "Made withdrawal Atlantis", "withdrawal", "1990", "", "7", "NL"), "'Atlantis' is none of its members"),
        (("7_1", "Made withdrawal", "withdrawal", "1990", "", "7", "NL"), "is not said"),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    tmp_path: Path, gazetteer: Gazetteer, entry: tuple[str, str, str, str, str, str, str], reason: str
) -> None:
    context, found = read_text("trade_agreements", gazetteer, tmp_path / "x.csv", lines(entry))
    assert found == []
    assert reason in refusals(context)[0][1]


def test_an_unknown_state_is_refused_and_the_others_are_bound(tmp_path: Path, gazetteer: Gazetteer) -> None:
    given = [*lines(("7", "Made", "base_treaty", "1990", "", "2", "NL BE")), "7,7,Made,base_treaty,1990,,2,Europe,999"]
    context, found = read_text("trade_agreements", gazetteer, tmp_path / "x.csv", given)
    assert len(found) == 1
    assert refusals(context) == [(4, "iso_numeric 999 is no state's number")]


def test_another_header_is_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column 'iso_numeric'"):
        read_text("trade_agreements", gazetteer, tmp_path / "x.csv", [HEADER.replace("iso_numeric", "iso3"), "1"])
