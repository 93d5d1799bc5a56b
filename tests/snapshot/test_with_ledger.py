"""A real ledger on SQLite, compiled."""

from pathlib import Path

from tests.snapshot.made import BERLIN, ISTANBUL, MOMENT, ROTTERDAM, SHANGHAI, same, twinning

from proxenia.ledger import open_ledger
from proxenia.ledger.source_record import SourceRecord
from proxenia.snapshot import cached_snapshot, compile_snapshot

LATER = "2026-11-23T00:00:00.000000Z"


def test_a_ledger_compiles_and_its_past_can_be_compiled_again(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        with ledger.transaction():
            ledger.add_sources([SourceRecord("list", "A list", date="2019", keeps_direction=True)], recorded_at=MOMENT)
            ledger.append([twinning(ROTTERDAM, "list:Shanghai,China", period="1979/..")], recorded_at=MOMENT)
            ledger.judge([same("list:Shanghai,China", SHANGHAI)])
        first = cached_snapshot(ledger, tmp_path)
        assert (first.ties.height, first.ties["a"].item(), first.sources["title"].item()) == (1, SHANGHAI, "A list")
        with ledger.transaction():
            ledger.append([twinning(BERLIN, ISTANBUL)], recorded_at=LATER)
        assert cached_snapshot(ledger, tmp_path).ties.height == 2
        past = compile_snapshot(ledger, known_at=MOMENT)
        assert past.ties.equals(first.ties)
        assert past.aliases.equals(first.aliases)
