"""A writer killed at any moment leaves the ledger as before or complete."""

import random
import time
from pathlib import Path

from tests.ledger.samples import fill, state
from tests.ledger.writers import import_batch, process, run_import

from proxenia.ledger import Ledger, open_ledger

SEED = 19_791_126


def _time_import(address: str, number: int) -> float:
    with process(run_import, address, number) as (_, pipe):
        assert pipe.recv() == "begins"
        began = time.monotonic()
        assert pipe.recv() == "done"
        return time.monotonic() - began


def _kill_import(address: str, number: int, after_seconds: float) -> None:
    with process(run_import, address, number) as (child, pipe):
        assert pipe.recv() == "begins"
        time.sleep(after_seconds)
        child.kill()


def _kill_many_times(address: str, twin: Ledger, kills: int) -> int:
    """Kill imports one after another into the same ledger; return how many were cut off."""
    chance = random.Random(SEED)
    with open_ledger(address) as ledger:
        fill(ledger)
    fill(twin)
    import_batch(twin, 5)
    seconds = _time_import(address, 5)
    interrupted = 0
    for number in range(6, 6 + kills):
        _kill_import(address, number, chance.uniform(0, 1.1) * seconds)
        with open_ledger(address) as ledger:
            with ledger.transaction():
                pass  # a killed client's server process may still be at work; it holds the lock until it is done
            if ledger.fingerprint() == twin.fingerprint():
                interrupted += 1
            else:
                import_batch(twin, number)
            assert state(ledger) == state(twin)
            assert ledger.verify().faults == []
    return interrupted


def test_twenty_kills_on_sqlite(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "twin.sqlite") as twin:
        assert _kill_many_times(str(tmp_path / "ledger.sqlite"), twin, 20) >= 5


def test_five_kills_on_postgresql(postgres_address: str, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "twin.sqlite") as twin:
        assert _kill_many_times(postgres_address, twin, 5) >= 1
