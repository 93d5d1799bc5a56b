"""Members of intergovernmental organisations: the publisher's files counted in another way, and rows that cannot be."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refusals, refused_share

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.model.predicates import Qualifier
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.catalogue.founding_register.reader import DATA
from proxenia.sources.catalogue.igo_members.reader import _IN_THE_REGISTER, _SHORT_NAME_OF_ANOTHER_TIME
from proxenia.sources.context import Context

MEMBERS = "ccode,state,year,igo,status"
NAMES = "ioname,orgname,min,max"

Reading = tuple[Context, list[Statement]]


@pytest.fixture(scope="module")
def folder(reference_dir: Path) -> Path:
    return reference_dir / "state" / "igo_comembership"


@pytest.fixture(scope="module")
def paths(folder: Path) -> list[Path]:
    return [folder / "igo_members_long_1990_2000_2010_2014.csv", folder / "igo_names.csv"]


@pytest.fixture(scope="module")
def reading(paths: list[Path], gazetteer: Gazetteer) -> Reading:
    return read_files("igo_members", gazetteer, *paths)


def read_members(gazetteer: Gazetteer, folder: Path, *rows: str) -> Reading:
    """Read rows of the file of members, beside a file of names without any."""
    members, names = folder / "members.csv", folder / "names.csv"
    members.write_text("\n".join([MEMBERS, *rows]) + "\n", encoding="utf-8")
    names.write_text(f"{NAMES}\n")
    return read_files("igo_members", gazetteer, members, names)


def memberships(statements: list[Statement]) -> Iterator[Statement]:
    return (statement for statement in statements if statement.predicate == "membership")


def observers(statements: list[Statement]) -> Iterator[Statement]:
    return (statement for statement in statements if statement.predicate == "representation")


def test_a_state_and_an_organisation_are_one_membership(reading: Reading, paths: list[Path]) -> None:
    context, statements = reading
    table = pl.read_csv(paths[0]).with_columns(watches=pl.col("status") == 3)
    ties = [*memberships(statements), *observers(statements)]
    assert context.rows == table.height + pl.read_csv(paths[1]).height == 45_195 + 534
    assert context.refused == []
    assert len(ties) == table.unique(["ccode", "igo", "watches"]).height == 14_910
    assert table.unique(["ccode", "igo"]).height == 14_898
    organisations = table["igo"].n_unique()
    assert organisations == len({tie.object for tie in ties}) == 413
    assert sum(s.predicate == "abbreviation" for s in statements) == organisations - len(_SHORT_NAME_OF_ANOTHER_TIME)
    assert sum(s.predicate == "name" for s in statements) == organisations - len(_IN_THE_REGISTER)
    last = table.group_by("ccode", "igo", "watches").agg(pl.col("year").max())["year"].value_counts()
    listed = pl.Series([int(tie.qualifier(Qualifier.LISTED) or 0) for tie in ties]).value_counts()
    assert dict(last.iter_rows()) == dict(listed.iter_rows())
    assert {tie.period for tie in ties} == {None}
    years = sum(len(str(tie.qualifier(Qualifier.SUMMARY)).split(",")) for tie in ties)
    both = sum(";" in str(tie.qualifier(Qualifier.SUMMARY)) for tie in ties)
    assert (years, both) == (table.height - both, both)


def test_an_observer_is_no_member(reading: Reading) -> None:
    """Nobody owes an observer of the treaty of collective security defence, and the Council of Europe is Europe's."""
    watching = {(s.subject, s.object) for s in observers(reading[1])}
    belonging = {(s.subject, s.object) for s in memberships(reading[1])}
    assert len(watching) == 247
    assert {("iso:AF", "px:csto"), ("iso:RS", "px:csto"), ("iso:US", "px:council-of-europe")} <= watching - belonging
    assert {state for state, body in belonging if body == "px:csto"} == {
        f"iso:{code}" for code in ("AM", "BY", "KG", "KZ", "RU", "TJ", "UZ")
    }
    assert len(watching & belonging) == 12
    assert not any("observer" in str(s.qualifier(Qualifier.SUMMARY)) for s in memberships(reading[1]))


def test_the_counts_agree_with_the_projects_own(reading: Reading, folder: Path) -> None:
    """In how many organisations the Netherlands were a full member, by the project's table of counts."""
    counts = pl.read_csv(folder / "cow_igo_state_year.csv").filter(pl.col("ccode") == 210)
    summaries = [str(s.qualifier(Qualifier.SUMMARY)) for s in memberships(reading[1]) if s.subject == "iso:NL"]
    for year in (1990, 2000, 2010, 2014):
        said = sum(any("full" in part and str(year) in part for part in text.split(";")) for text in summaries)
        assert said == counts.filter(pl.col("year") == year)["sum_igo_full"].item(), year


def test_a_state_that_is_not_seen_again_is_not_called_gone(reading: Reading) -> None:
    pact = {s.subject: s for s in memberships(reading[1]) if s.object == "px:igo-wpact"}
    assert {"iso:RU", "iso:PL", "px:czechoslovakia"} <= pact.keys()
    assert pact["iso:PL"].qualifiers == (("listed", "1990"), ("summary", "full member 1990"))


def test_organisations_of_the_register_keep_their_identifiers() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((DATA / "organisations").glob("*.csv")))
    assert all(f"\n{identifier},igo," in text for identifier in _IN_THE_REGISTER.values())


def test_an_organisation_without_a_name_has_its_short_one(tmp_path: Path, gazetteer: Gazetteer) -> None:
    _, statements = read_members(gazetteer, tmp_path, "210,netherlands,1990,fao,1")
    assert [(s.subject, s.predicate, s.value or s.object) for s in statements] == [
        ("px:igo-fao", "kind", "igo"),
        ("px:igo-fao", "name", "FAO"),
        ("iso:NL", "membership", "px:igo-fao"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("999,atlantis,1990,un,1", "'999' is no number of a state"),
        ("NLD,netherlands,1990,un,1", "'NLD' is no number of a state"),
        ("99999999999999999999,netherlands,1990,un,1", "is no number of a state"),
        ("²,netherlands,1990,un,1", "'²' is no number of a state"),
        ("210,netherlands,90,un,1", "year '90' is not a year"),
        ("210,netherlands,1600,un,1", "is not between 1815 and 2100"),
        ("210,netherlands,1990,un,-9", "status '-9' is none of 1 (full)"),
        ("210,netherlands,1990,un,", "status '' is none of"),
        ("210,netherlands,1990,,1", "'' is not the short name"),
        ("210,netherlands,1990,un;fao,1", "'un;fao' is not the short name"),
        ("210,netherlands,1990", "it has 3 cells"),
    ],
)
def test_a_row_that_is_not_understood_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    context, statements = read_members(gazetteer, tmp_path, row)
    assert statements == []
    assert [number for number, _ in refusals(context)] == [2]
    assert reason in context.refused[0].reason
    assert refused_share(context) > context.description.expectations.max_refused_share


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("FAO,,1949,2014", "orgname is empty"),
        ("FAO,Food,2014,1949", "its last year 1949 is before its first, 2014"),
        ("FAO,Food,old,2014", "min 'old' is not a year"),
        ("N A,Treaty,1949,2014", "'N A' is not the short name"),
    ],
)
def test_a_name_that_is_not_understood_is_refused(tmp_path: Path, gazetteer: Gazetteer, row: str, reason: str) -> None:
    members, names = tmp_path / "members.csv", tmp_path / "names.csv"
    members.write_text(f"{MEMBERS}\n210,netherlands,1990,fao,1\n")
    names.write_text(f"{NAMES}\n{row}\n")
    context, statements = read_files("igo_members", gazetteer, members, names)
    assert [refusal.reason for refusal in context.refused] != []
    assert reason in context.refused[0].reason
    assert [s.value for s in statements if s.predicate == "name"] == ["FAO"]


def test_two_rows_that_disagree_are_both_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    context, statements = read_members(gazetteer, tmp_path, "210,netherlands,1990,fao,1", "210,netherlands,1990,fao,3")
    assert statements == []
    assert [number for number, _ in refusals(context)] == [2, 3]


def test_one_of_the_two_files_alone_is_not_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "names.csv"
    path.write_text(f"{NAMES}\nFAO,Food,1949,2014\n")
    context = Context(describe("igo_members"), path, "2026-11-22", countries=gazetteer.countries)
    with pytest.raises(UnreadableFileError, match="the file igo_members is missing"):
        list(reader_of("igo_members")(context))
    with pytest.raises(UnreadableFileError, match="the file igo_names is missing"):
        read_text("igo_members", gazetteer, tmp_path / "x.csv", [MEMBERS, "210,netherlands,1990,fao,1"])
    with pytest.raises(SourceChangedError, match="lacks the column"):
        read_text("igo_members", gazetteer, tmp_path / "x.csv", ["ccode,year,igo", "210,1990,nato"])
