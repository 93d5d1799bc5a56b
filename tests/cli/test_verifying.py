import sqlite3
from pathlib import Path

from tests.cli.running import Home


def test_a_sound_ledger_is_told_to_be_so(home: Home) -> None:
    found = home.done("verify", "--json").json
    assert list(found) == ["statements", "judgements", "faults"]
    assert found["statements"] == home.done("status", "--json").json["statements"]
    assert found["faults"] == []
    assert home.done("verify").lines[-1] == "result  everything is as it was written"


def test_a_changed_statement_is_found(own_home: Home) -> None:
    database = sqlite3.connect(own_home.ledger)
    for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {trigger}")
    (key,) = database.execute("SELECT id FROM statements WHERE period IS NOT NULL ORDER BY id").fetchone()
    database.execute("UPDATE statements SET period = '1066' WHERE id = ?", [key])
    database.commit()
    database.close()
    as_json = own_home.run("verify", "--json")
    assert as_json.code == 1
    assert any(fault.startswith(f"statement {key} hashes to ") for fault in as_json.json["faults"])
    result = own_home.run("verify")
    assert result.code == 1
    assert "everything is as it was written" not in result.out
    (line,) = result.complaints
    assert "are not what was written" in line
    assert line.endswith("Restore the ledger from a dump.")


def test_a_file_that_is_no_ledger_is_told_in_one_line(home: Home, tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.sqlite"
    text.write_text("Dear diary, " * 100)
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE statements (mine TEXT)")
    database.close()
    cases = [(text, "it is no SQLite file"), (other, "it holds tables of another program"), (tmp_path, "is a folder")]
    for path, complaint in cases:
        for command in ("verify", "status"):
            result = home.run("--ledger", path, command)
            assert (result.code, result.out) == (1, "")
            (line,) = result.complaints
            assert complaint in line
    assert text.read_text() == "Dear diary, " * 100


def test_a_ledger_that_is_not_there_is_not_made(home: Home, tmp_path: Path) -> None:
    result = home.run("--ledger", tmp_path / "typo.sqlite", "verify")
    assert result.code == 1
    (line,) = result.complaints
    assert f"There is no ledger at {tmp_path / 'typo.sqlite'}" in line
    assert not list(tmp_path.iterdir())
