import csv
import gzip
from pathlib import Path

import pytest
from tests.cli.running import Home

IMPORT = ["rows", "statements_new", "statements_known", "names", "contradictions", "refused", "seconds"]
REFUSED = [{"row": 5, "reason": "the city is empty"}]


def test_an_import_as_json_has_the_promised_shape(own_home: Home, table: Path, mapping: Path) -> None:
    found = own_home.done("import", "table", table, "--map", mapping, "--json").json
    assert list(found) == IMPORT
    assert found["rows"] == 4
    assert found["names"] == {"resolved": 4, "ambiguous": 1, "unknown": 1}
    assert found["refused"] == REFUSED
    assert found["statements_new"] > 0
    assert 0 < found["seconds"] < 60


def test_importing_twice_changes_nothing(own_home: Home, table: Path, mapping: Path) -> None:
    first = own_home.done("import", "table", table, "--map", mapping, "--json").json
    held = own_home.done("status", "--json").json
    again = own_home.done("import", "table", table, "--map", mapping, "--json").json
    assert again["statements_new"] == 0
    assert again["statements_known"] == first["statements_new"] + first["statements_known"]
    assert own_home.done("status", "--json").json == held


def test_what_was_imported_is_a_tie_with_its_row(own_home: Home, table: Path, mapping: Path) -> None:
    own_home.done("import", "table", table, "--map", mapping)
    (tie,) = own_home.done("ties", "London,CA", "--json").json
    assert tie["partner"]["name"] == "Nanjing"
    assert tie["valid_from"] == "1997"
    assert {"id": "mine", "reference": "row 3"} in tie["sources"]


def test_an_import_for_people_counts_and_gives_reasons(own_home: Home, table: Path, mapping: Path) -> None:
    result = own_home.done("import", "table", table, "--map", mapping)
    told = {line[:26].strip(): line[26:].strip() for line in result.lines}
    assert told["rows read"] == "4"
    assert (told["names resolved"], told["names ambiguous"], told["names unknown"]) == ("4", "1", "1")
    assert told["rows refused"] == "1"
    assert result.complaints == ["row 5: the city is empty"]


def test_names_left_open_are_saved_with_their_candidates(own_home: Home, table: Path, mapping: Path) -> None:
    saved = table.parent / "open.csv"
    result = own_home.done("import", "table", table, "--map", mapping, "--open-names", saved, "--json")
    assert result.complaints == [f"2 names left open, see {saved}"]
    with saved.open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert "gn:4409896 Springfield (MO" in rows["Springfield"]["candidates"]
    assert rows["Nowhereville"]["candidates"] == ""


def test_a_mapping_may_stand_on_the_command_line(own_home: Home, table: Path) -> None:
    pairs = [
        "source=mine",
        "title=Mine",
        *(f"{key}={key}" for key in ("city", "country", "partner", "partner_country")),
    ]
    found = own_home.done("import", "table", table, *(f"--map={pair}" for pair in pairs), "--json").json
    assert (found["rows"], found["refused"]) == (4, REFUSED)


def test_the_founding_register_may_be_imported_again(own_home: Home) -> None:
    found = own_home.done("import", "founding-register", "--json").json
    assert list(found) == IMPORT
    assert found["statements_new"] == 0
    assert found["refused"] == []
    assert "rows read" in own_home.done("import", "founding-register").out


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "cannot be read as a table (it is empty)"),
        (b"city,country,partner,partner_country,year\n", "has no rows below its header"),
        (b"a,b,c\n1,2,3\n", "city is column 'city', which the table lacks"),
        (b"PK\x03\x04 no spreadsheet", "cannot be read as a table ("),
    ],
)
def test_a_table_that_is_none_is_told_in_one_line(home: Home, mapping: Path, content: bytes, complaint: str) -> None:
    path = write(mapping.parent / "bad.csv", content)
    result = home.run("import", "table", path, "--map", mapping, "--json")
    assert (result.code, result.out) == (2, "")
    (line,) = result.complaints
    assert complaint in line


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"source: [unclosed", "cannot be read (while parsing a flow sequence"),
        (b"just words", "it holds no keys with values"),
        (b"\xff\xfe\xfa", "cannot be read ("),
        (b"source: mine\ncity: city\npartner: partner\ncolour: red\n", "'colour' is not a key (known: "),
        (b"source: mine\ncity: city\n", "partner (or partner_id) is missing"),
        (b"source: mine\ncity: town\npartner: partner\n", "city is column 'town', which the table lacks"),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_in_one_line(
    home: Home, table: Path, content: bytes, complaint: str
) -> None:
    path = write(table.parent / "bad.yml", content)
    result = home.run("import", "table", table, "--map", path, "--json")
    assert (result.code, result.out) == (2, "")
    (line,) = result.complaints
    assert complaint in line


def test_what_is_missing_is_said_before_anything_is_done(empty_home: Home, table: Path, mapping: Path) -> None:
    missing = table.parent / "missing.csv"
    mistakes = [
        (("import", "table", missing, "--map", mapping), f"'{missing}' does not exist"),
        (("import", "table", table.parent, "--map", mapping), f"'{table.parent}' is a directory"),
        (("import", "table", table, "--map", missing), f"{missing} cannot be read ("),
        (("import", "table", table), "The list has no mapping"),
        (("import", "table", table, "--map", mapping, "--map", mapping), "Two mapping files are given"),
        (("import", "table", table, "--map", mapping, "--open-names", missing / "open.csv"), "cannot be written"),
    ]
    for command, complaint in mistakes:
        result = empty_home.run(*command)
        assert result.code == 2
        (line,) = result.complaints
        assert complaint in line
    assert not empty_home.data.exists()


def test_a_table_of_which_nothing_is_understood_is_not_kept(own_home: Home, mapping: Path) -> None:
    before = own_home.done("verify", "--json").json
    rows = "city,country,partner,partner_country,year\n,,Paris,France,\nParis,France,,,\n"
    path = write(mapping.parent / "empty cells.csv", rows.encode())
    result = own_home.run("import", "table", path, "--map", mapping)
    assert result.code == 1
    (line,) = result.complaints
    assert "the first: row 2: the city is empty" in line
    assert own_home.done("verify", "--json").json == before


SAMPLES = Path(__file__).parents[1] / "sources"
DUMP = (SAMPLES / "wikidata_dump" / "sample.json").read_bytes()


@pytest.mark.parametrize(
    ("source", "content", "code", "complaint"),
    [
        ("alliances", (SAMPLES / "ports" / "sample.csv").read_bytes(), 1, "lacks the column 'ccode1'"),
        ("ports", b"<!DOCTYPE html><html><body>Not found</body></html>", 2, "it is a web page"),
        ("un-agreement", b"", 2, "it is empty"),
        ("trade-agreements", b"number;base_treaty;name\n1;1;A\n", 1, "parted by semicolons"),
        ("wikidata-dump", gzip.compress(DUMP)[:-200], 2, "breaks off after"),
        ("wikidata-dump", DUMP[: DUMP.rindex(b'"claims"')], 2, "its last line is cut off"),
        ("wikipedia-list", b"== Twin towns ==\n* [[Paris]]\n", 2, "its name says neither its title nor its edition"),
    ],
)
def test_a_bad_file_is_told_in_one_line_and_the_ledger_is_as_it_was(
    home: Home, tmp_path: Path, source: str, content: bytes, code: int, complaint: str
) -> None:
    before = home.done("verify", "--json").json
    path = write(tmp_path / ("bad.json.gz" if content[:2] == b"\x1f\x8b" else "bad.csv"), content)
    result = home.run("import", source, path, "--json")
    assert (result.code, result.out) == (code, "")
    (line,) = result.complaints
    assert complaint in line
    assert home.done("verify", "--json").json == before


def test_each_source_says_which_files_to_give(home: Home) -> None:
    help_ = " ".join(home.done("import", "igo-members", "--help").out.split())
    assert "Give two CSV tables" in help_
    assert "Import members of organisations of states." in home.done("import", "--help").out
