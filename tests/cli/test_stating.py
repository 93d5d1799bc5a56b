from pathlib import Path

from tests.cli.running import Home, Result

from proxenia.ledger import SourceRecord, open_ledger
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, Field, TieKind

STATUS = ["statements", "sources", "actors", "ties", "ties_by_source", "acts", "countries", "unsourced"]


def test_the_first_command_brings_the_register_in_and_says_so(first_run: tuple[Home, Result]) -> None:
    _, result = first_run
    assert result.code == 0
    assert result.complaints == ["Bringing in the founding register …"]


def test_status_as_json_has_the_promised_shape(home: Home) -> None:
    found = home.done("status", "--json").json
    assert list(found) == STATUS
    assert all(isinstance(found[key], int) for key in ("statements", "sources", "countries", "unsourced"))
    assert found["actors"].keys() <= {kind.value for kind in ActorKind}
    assert found["ties"].keys() <= {kind.value for kind in TieKind}
    assert set(found["acts"]) == {field.value for field in Field}
    assert found["unsourced"] == 0


def test_status_for_people_says_the_same(home: Home) -> None:
    found, result = home.done("status", "--json").json, home.done("status")
    told = dict(line.split(None, 1) for line in result.lines)
    assert told["ledger"] == str(home.ledger)
    assert told["statements"] == str(found["statements"])
    assert told["ties"] == ", ".join(f"{number} {kind}" for kind, number in found["ties"].items())
    assert result.err == ""


def test_a_statement_without_a_known_source_is_counted(own_home: Home) -> None:
    moment = "2999-01-01T00:00:00.000000Z"
    planted = [
        Statement("gn:2747891", "twinning", "nobody", "row 1", object="gn:2800866"),
        Statement("gn:2747891", "twinning", "somebody", "row 1", object="gn:2800866"),
    ]
    with open_ledger(own_home.ledger) as ledger, ledger.transaction():
        ledger.add_sources([SourceRecord("somebody", "Somebody", "Them", "CC0-1.0")], recorded_at=moment)
        ledger.append(planted, recorded_at=moment)
    assert own_home.done("status", "--json").json["unsourced"] == 1


def test_sources_come_with_licence_and_counts(home: Home) -> None:
    rows = {row["id"]: row for row in home.done("sources", "--json").json}
    assert rows["founding_register"]["licence"] == "CC0 1.0"
    assert rows["geonames"]["licence"].startswith("CC BY 4.0")
    counted = home.done("status", "--json").json["statements"]
    assert sum(row["statements"] for row in rows.values()) == counted
    shown = home.done("sources")
    assert all(any(line.startswith(key) for line in shown.lines) for key in rows)


def test_another_ledger_may_have_any_name(home: Home, tmp_path: Path) -> None:
    other = tmp_path / "new folder" / "a ledger? of %20 çities #1.sqlite"
    found = home.done("--ledger", other, "status", "--json").json
    assert found == home.done("status", "--json").json
    assert [path.name for path in other.parent.glob("*.sqlite")] == [other.name]
