"""Two writers: the second waits or is told so; readers are not disturbed."""

import time
from contextlib import ExitStack

import pytest
from tests.ledger.samples import many, moment, state
from tests.ledger.writers import hold_and_write, open_and_write, process

from proxenia.errors import LedgerBusyError
from proxenia.ledger import open_ledger


def test_a_second_writer_is_told(ledger_address: str) -> None:
    with open_ledger(ledger_address, busy_timeout_seconds=0.2) as ledger:
        before = state(ledger)
        with process(hold_and_write, ledger_address, 2) as (_, pipe):
            assert pipe.recv() == "holds"
            began = time.monotonic()
            with (
                pytest.raises(LedgerBusyError, match=r"did not finish within 0\.2 seconds"),
                ledger.transaction(),
            ):
                ledger.append(many(5), recorded_at=moment(2))
            assert time.monotonic() - began < 1.5
            assert state(ledger) == before
        assert len(list(ledger.statements())) == 100


def test_a_second_writer_waits(ledger_address: str) -> None:
    with open_ledger(ledger_address) as ledger, process(hold_and_write, ledger_address, 0.5) as (_, pipe):
        assert pipe.recv() == "holds"
        with ledger.transaction():
            assert ledger.append(many(105), recorded_at=moment(2)).new == 5
        assert len(list(ledger.statements())) == 105
        assert ledger.verify().faults == []


def test_many_programs_open_a_new_ledger_at_once(ledger_address: str) -> None:
    with ExitStack() as stack:
        running = [stack.enter_context(process(open_and_write, ledger_address, n)) for n in range(5)]
        assert [pipe.recv() for _, pipe in running] == [""] * 5
    with open_ledger(ledger_address) as ledger:
        assert len(list(ledger.statements())) == 50
        assert ledger.verify().faults == []
