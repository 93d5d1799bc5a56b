"""Both databases refuse to change or delete anything, also for those who go round the ledger."""

import pytest
from tests.ledger.samples import fill, state

from proxenia.errors import LedgerError
from proxenia.ledger import Ledger
from proxenia.ledger.engine import APPEND_ONLY

COLUMN = {"batches": "kind", "sources": "title", "statements": "reference"}


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_changes(ledger: Ledger, table: str) -> None:
    fill(ledger)
    before = state(ledger)
    column = COLUMN.get(table, "reason")
    statements = [f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}", f"DELETE FROM {table} WHERE 1 = 1"]
    if ledger._engine.dialect == "postgresql":
        statements += [f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE"]
    else:
        statements += [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]
    for statement in statements:
        with pytest.raises(LedgerError, match="append-only"):
            ledger._engine.run(statement)
    assert state(ledger) == before
    assert ledger.verify().faults == []
