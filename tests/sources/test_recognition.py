"""Points of view of maps: the publisher's files counted in another way, and rows that cannot be."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from tests.sources.reading import read_files, read_text, refused_share

from proxenia.errors import SourceChangedError, UnreadableFileError
from proxenia.model.statement import Statement
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.context import Context

CLASSES = "name,adm0_a3,sov_a3,type,pov,class"
ASSIGNED = "name,adm0_a3,sov_a3,type,pov,assigned_to"


def read_rows(gazetteer: Gazetteer, folder: Path, header: str, *rows: str) -> tuple[Context, list[Statement]]:
    """Read rows of one of the two files; the other one has none."""
    lines = {CLASSES: [CLASSES], ASSIGNED: [ASSIGNED], header: [header, *rows]}
    paths = [folder / f"{number}.csv" for number in range(len(lines))]
    for path, of_file in zip(paths, lines.values(), strict=True):
        path.write_text("\n".join(of_file) + "\n", encoding="utf-8")
    return read_files("recognition", gazetteer, *paths)


def test_the_publishers_files_give_one_statement_a_place_and_view(reference_dir: Path, gazetteer: Gazetteer) -> None:
    folder = reference_dir / "state" / "recognition"
    paths = [folder / "naturalearth50_pov_class.csv", folder / "naturalearth50_pov_assigned_to.csv"]
    context, statements = read_files("recognition", gazetteer, *paths)
    columns = ["adm0_a3", "pov"]
    both = pl.concat([pl.read_csv(path).select(columns) for path in paths])
    of_states = both.filter(~pl.col("pov").is_in(["iso", "tlc"]))
    pairs = of_states.unique().filter(pl.col("adm0_a3") != "KAS")
    assert context.rows == both.height == 762
    assert of_states.height == 151 + 127
    assert pairs.height == len(statements) + 3  # Barbados, and Palestine and Taiwan on their own maps
    assert len(context.refused) == of_states.filter(pl.col("adm0_a3") == "KAS").height + 3 == 62
    assert refused_share(context) <= context.description.expectations.max_refused_share
    assert {statement.predicate for statement in statements} == {"map_class"}
    kosovo = Counter((s.value or "").partition(";")[0] for s in statements if s.subject == "iso:XK")
    assert kosovo == {"Admin-0 country": 18, "Unrecognized": 11, "Admin-1 region": 2}
    somaliland = {s.object: s.value for s in statements if s.subject == "px:somaliland"}
    assert somaliland["iso:TW"] == "Admin-0 country"
    assert somaliland["iso:KR"] == "Unrecognized; assigned to iso:SO"
    assert len(somaliland) == 31


@pytest.mark.parametrize(
    ("header", "row", "reason"),
    [
        (CLASSES, "Kosovo,KOS,KOS,Disputed,xx,Unrecognized", "pov 'xx' is not the code of a state"),
        (CLASSES, "Kosovo,KOS,KOS,Disputed,RU,Unrecognized", "pov 'RU' is not the code of a state"),
        (CLASSES, "Kosovo,KOS,KOS,Disputed,,Unrecognized", "pov '' is not the code of a state"),
        (CLASSES, "Kosovo,KOS,KOS,Disputed,ru,", "class is empty"),
        (CLASSES, f"Kosovo,KOS,KOS,Disputed,ru,{'x' * 101}", "is no class"),
        (CLASSES, "Atlantis,ATL,ATL,Disputed,ru,Unrecognized", "'ATL' is no code of a state"),
        (CLASSES, "Atlantis,Russia,ATL,Disputed,ru,Unrecognized", "'Russia' is no code of a state"),
        (CLASSES, "Taiwan,TWN,TWN,Disputed,tw,Admin-0 country", "on its own maps"),
        (CLASSES, "Siachen Glacier,KAS,KAS,Indeterminate,de,Unrecognized", "is a place and no polity"),
        (ASSIGNED, "Kosovo,KOS,KOS,Disputed,ru,B45", "'B45' is no code of a state"),
        (ASSIGNED, "Barbados,BRB,BRB,Sovereign country,ar,URY", "a slip of the map"),
        (ASSIGNED, "Kosovo,KOS", "it has 2 cells"),
    ],
)
def test_a_row_that_is_not_understood_is_refused(
    tmp_path: Path, gazetteer: Gazetteer, header: str, row: str, reason: str
) -> None:
    context, statements = read_rows(gazetteer, tmp_path, header, row)
    assert statements == []
    assert len(context.refused) == 1
    assert reason in context.refused[0].reason
    assert str(context.refused[0]).startswith(f"{int(header == ASSIGNED)}.csv row 2: ")


def test_two_rows_that_disagree_are_both_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = ["Kosovo,KOS,KOS,Disputed,ru,Unrecognized", "Kosovo,KOS,KOS,Disputed,ru,Admin-0 country"]
    context, statements = read_rows(gazetteer, tmp_path, CLASSES, *rows)
    assert statements == []
    assert [refusal.row for refusal in context.refused] == [2, 3]


def test_other_tables_are_not_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(SourceChangedError, match="lacks the column"):
        read_text("recognition", gazetteer, tmp_path / "x.csv", ["name,adm0_a3,pov", "Kosovo,KOS,ru"])
    one, other = tmp_path / "1.csv", tmp_path / "2.csv"
    for path in (one, other):
        path.write_text(f"{CLASSES}\nKosovo,KOS,KOS,Disputed,ru,Unrecognized\n")
    with pytest.raises(UnreadableFileError, match="are both pov_class"):
        read_files("recognition", gazetteer, one, other)


def test_one_of_the_two_files_alone_is_not_read(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = [CLASSES, "Kosovo,KOS,KOS,Disputed,ru,Unrecognized"]
    with pytest.raises(UnreadableFileError, match="the file pov_assigned_to is missing"):
        read_text("recognition", gazetteer, tmp_path / "x.csv", lines)
