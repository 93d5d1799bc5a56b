import json
from pathlib import Path

import polars as pl
import pytest
from tests.cli.running import Home

from proxenia.snapshot.convert import FORMATS
from proxenia.snapshot.tables import TABLES

TABLE_FILES = {"parquet": [f"{name}.parquet" for name in TABLES], "csv": [f"{name}.csv" for name in TABLES]}
OWN_FILES = {
    "parquet": ["manifest.json"],
    "csv": ["datapackage.json"],
    "graphml": ["graph.graphml"],
    "geojson": ["actors.geojson", "ties.geojson"],
    "jsonld": ["snapshot.jsonld"],
}


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_is_written(home: Home, tmp_path: Path, format_name: str) -> None:
    folder = tmp_path / "out"
    found = home.done("export", folder, "--format", format_name, "--json").json
    assert list(found) == ["folder", "format", "files"]
    assert found["format"] == format_name
    assert sorted(found["files"]) == sorted(path.name for path in folder.iterdir())
    assert {*OWN_FILES[format_name], *TABLE_FILES.get(format_name, [])} <= set(found["files"])


def test_an_export_for_people_says_where_the_files_are(home: Home, tmp_path: Path) -> None:
    result = home.done("export", tmp_path / "out")
    assert result.out == ""
    assert result.complaints == [f"{len(list((tmp_path / 'out').iterdir()))} files in {tmp_path / 'out'}"]


def test_a_year_keeps_what_held_then(home: Home, tmp_path: Path) -> None:
    home.done("export", tmp_path / "then", "--format", "parquet", "--as-of", "1980")
    home.done("export", tmp_path / "all", "--format", "parquet")
    then, every = (pl.read_parquet(tmp_path / name / "ties.parquet") for name in ("then", "all"))
    assert 0 < then.height < every.height
    assert json.loads((tmp_path / "then" / "manifest.json").read_text())["as_of"] == "1980-12-31"


def test_an_earlier_export_is_replaced_and_other_files_are_not(home: Home, tmp_path: Path) -> None:
    home.done("export", tmp_path / "out", "--format", "csv")
    home.done("export", tmp_path / "out", "--format", "geojson")
    assert not list((tmp_path / "out").glob("*.csv"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    result = home.run("export", tmp_path / "mine")
    assert result.code == 2
    (line,) = result.complaints
    assert "is not empty and holds no earlier export" in line
    home.done("export", tmp_path / "mine", "--overwrite")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_mistakes_are_told_in_one_line(home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    mistakes = [
        (("export", tmp_path / "out", "--format", "xml"), 2, "'xml' is not a known export format. Known: parquet, "),
        (("export", tmp_path / "file"), 2, "is a file"),
        (("export", tmp_path / "file" / "out"), 1, "Not a directory"),
    ]
    for command, code, complaint in mistakes:
        result = home.run(*command)
        assert (result.code, result.out) == (code, "")
        (line,) = result.complaints
        assert complaint in line
