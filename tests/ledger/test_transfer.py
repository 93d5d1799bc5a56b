"""A dump goes from engine to engine without a byte changed; a broken one changes nothing."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger.samples import ROTTERDAM, fill, many, moment, state

from proxenia.errors import LedgerError, UnreadableFileError
from proxenia.ledger import Ledger, open_ledger

Lines = list[str]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Give the dump of a ledger with every kind of row."""
    path = tmp_path / "dump.jsonl"
    with open_ledger(tmp_path / "dumped.sqlite") as ledger:
        fill(ledger)
        assert ledger.dump(path) == len(path.read_text().splitlines()) - 1
    return path


def test_a_dump_goes_round_without_a_byte_changed(ledger: Ledger, dump: Path, tmp_path: Path) -> None:
    again, back = tmp_path / "again.jsonl", tmp_path / "back.jsonl"
    assert ledger.restore(dump) == ledger.dump(again)
    assert again.read_bytes() == dump.read_bytes()
    with open_ledger(tmp_path / "third.sqlite") as third:
        third.restore(again)
        third.dump(back)
        assert back.read_bytes() == dump.read_bytes()
        for known_at in (None, moment(1), moment(2), moment(3)):
            assert state(third, known_at) == state(ledger, known_at)
    assert ledger.verify().faults == []
    with ledger.transaction():
        assert ledger.append([ROTTERDAM, *many(1, start=99)], recorded_at=moment(9)).new == 1


def test_a_dump_goes_through_open_files(ledger: Ledger, dump: Path) -> None:
    with dump.open(encoding="utf-8", newline="") as file:
        ledger.restore(file)
    target = io.StringIO()
    ledger.dump(target)
    assert target.getvalue() == dump.read_text(encoding="utf-8")


def test_an_empty_ledger_goes_round(ledger: Ledger, tmp_path: Path) -> None:
    assert ledger.dump(tmp_path / "empty.jsonl") == 0
    assert ledger.restore(tmp_path / "empty.jsonl") == 0


def test_many_rows_go_round(ledger: Ledger, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "many.sqlite") as big, big.transaction():
        big.append(many(60_000), recorded_at=moment(1))
        big.dump(tmp_path / "many.jsonl")
    assert ledger.restore(tmp_path / "many.jsonl") == 60_000
    ledger.dump(tmp_path / "many2.jsonl")
    assert (tmp_path / "many.jsonl").read_bytes() == (tmp_path / "many2.jsonl").read_bytes()


def test_a_dump_goes_into_an_empty_ledger_only(ledger: Ledger, dump: Path) -> None:
    ledger.restore(dump)
    before = state(ledger)
    with pytest.raises(LedgerError, match="is not empty"):
        ledger.restore(dump)
    assert state(ledger) == before


def _changed(line: str, **values: object) -> str:
    row = json.loads(line) | values
    return json.dumps({name: value for name, value in row.items() if value is not None}, ensure_ascii=False) + "\n"


def _at(number: int, change: Callable[[str], str]) -> Callable[[Lines], Lines]:
    return lambda lines: [change(line) if n == number else line for n, line in enumerate(lines, start=1)]


def _statement(change: Callable[[str], str]) -> Callable[[Lines], Lines]:
    return _at(6, change)


BROKEN = {
    "not json": (_at(9, lambda _: "{nothing\n"), 9, "is not JSON"),
    "empty line": (_at(9, lambda _: "\n"), 9, "is not JSON"),
    "a list": (_at(9, lambda _: "[1]\n"), 9, "is not a JSON object"),
    "no header": (lambda lines: lines[1:], 1, "is not the header"),
    "empty file": (lambda _: [], 1, "is not JSON"),
    "newer version": (_at(1, lambda line: _changed(line, version=2)), 1, "says format version 2"),
    "cut short": (lambda lines: lines[:-1], None, "too early or too late"),
    "cut in a line": (lambda lines: [*lines[:-1], lines[-1][:20]], None, "is not JSON"),
    "wrong id": (_statement(lambda line: _changed(line, id="0" * 32)), 6, "but its content hashes to"),
    "wrong content": (_statement(lambda line: _changed(line, reference="row 7777")), 6, "but its content hashes to"),
    "unknown kind": (_statement(lambda line: _changed(line, kind="rumour")), 6, "names no known kind"),
    "missing entry": (_statement(lambda line: _changed(line, subject=None)), 6, "has no subject"),
    "strange entry": (_statement(lambda line: _changed(line, colour="red")), 6, "unknown entry colour"),
    "wrong type": (_statement(lambda line: _changed(line, value=7)), 6, "unusable value"),
    "wrong moment": (_statement(lambda line: _changed(line, recorded_at="today")), 6, "unusable recorded_at"),
    "wrong qualifiers": (_statement(lambda line: _changed(line, qualifiers={"a": 1})), 6, "unusable qualifiers"),
    "nul": (_statement(lambda line: _changed(line, source="a\x00")), 6, "unusable source"),
    "twice": (lambda lines: [*lines[:6], lines[5], *lines[6:]], 7, "repeats the statement"),
    "no such statement": (lambda lines: lines[:5] + lines[-8:], None, "which the dump does not hold"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_dump_changes_nothing(ledger: Ledger, dump: Path, tmp_path: Path, name: str) -> None:
    change, number, message = BROKEN[name]
    broken = tmp_path / "broken.jsonl"
    broken.write_text("".join(change(dump.read_text(encoding="utf-8").splitlines(keepends=True))), encoding="utf-8")
    before = state(ledger)
    with pytest.raises(UnreadableFileError, match=message) as caught:
        ledger.restore(broken)
    if number is not None:
        assert caught.value.happened.startswith(f"Line {number} of")
    assert state(ledger) == before
    ledger.restore(dump)


def test_a_dump_that_is_not_there(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        ledger.restore(tmp_path / "none.jsonl")


def test_an_unfinished_dump_leaves_the_old_one(dump: Path, tmp_path: Path) -> None:
    before = dump.read_bytes()
    with open_ledger(tmp_path / "dumped.sqlite") as ledger:
        ledger.close()
        with pytest.raises(LedgerError, match="is closed"):
            ledger.dump(dump)
    assert dump.read_bytes() == before
