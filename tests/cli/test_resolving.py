import csv
import io
from pathlib import Path

import pytest
from tests.cli.running import Home

TABLE = (
    "city,state,where,lon,lat\n"
    "Rotterdam,,Netherlands,,\n"
    "Springfield,,United States,,\n"
    "Springfield,Illinois,United States,,\n"
    "Nowhereville,,France,,\n"
    "上海,,China,,\n"
    "Харків,,Україна,,\n"
    "=cmd(),,France,,\n"
    "Rotterdam,,Netherlands,121.47,31.23\n"
    "Utrecht,,Atlantis,,\n"
    ",,France,,\n"
    "Utrecht,,Netherlands,east,52\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


OPTIONS = ("--country-column", "where", "--region-column", "state", "--lon-column", "lon", "--lat-column", "lat")


def test_names_in_and_ids_with_probabilities_out(home: Home, path: Path) -> None:
    found = home.done("resolve", path, *OPTIONS, "--json").json
    assert list(found) == ["rows", "counts"]
    rows = {row["row"]: row for row in found["rows"]}
    assert list(rows[2]) == ["row", "name", "country", "outcome", "id", "probability", "reason", "candidates"]
    assert list(rows[2]["candidates"][0]) == ["id", "name", "country", "admin1", "population", "probability"]
    assert {number: row["id"] for number, row in rows.items()} == {
        2: "gn:2747891",
        3: None,
        4: "gn:4250542",
        5: None,
        6: "gn:1796236",
        7: "gn:706483",
        8: None,
        9: None,
        10: None,
        11: None,
        12: None,
    }
    assert rows[2]["candidates"][0]["id"] == "gn:2747891"
    assert rows[2]["probability"] == rows[2]["candidates"][0]["probability"] > 0.9
    assert len(rows[3]["candidates"]) > 5
    assert rows[4]["name"] == "Springfield"
    assert rows[9]["reason"] == "no place of that name near the coordinates"
    assert "unknown country 'Atlantis'" in rows[10]["reason"]
    assert rows[11]["reason"] == "the name is empty"
    assert "no coordinates" in rows[12]["reason"]
    assert found["counts"] == {"resolved": 4, "ambiguous": 2, "unknown": 5}


def test_the_table_is_safe_in_a_spreadsheet(home: Home, path: Path) -> None:
    result = home.done("resolve", path, *OPTIONS)
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["outcome"] for row in rows][:2] == ["resolved", "ambiguous"]
    assert rows[6]["name"] == "'=cmd()"
    assert rows[4]["name"] == "上海"
    assert "4 resolved, 2 ambiguous, 5 unknown" in result.err


def test_a_name_alone_will_do(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "alone.csv"
    path.write_text("Rotterdam\nRotterdam\nSpringfield\n", encoding="utf-8")
    assert [row["outcome"] for row in home.done("resolve", path, "--json").json["rows"]] == ["resolved", "ambiguous"]


def test_a_column_that_is_not_there_is_told(home: Home, path: Path) -> None:
    result = home.run("resolve", path, "--country-column", "land")
    assert result.code == 2
    assert "no column 'land'" in result.err
    assert "city, state, where, lon, lat" in result.err
    assert home.run("resolve", path, "--lon-column", "lon").code == 2
