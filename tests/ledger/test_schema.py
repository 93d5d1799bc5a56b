"""The migrations build what the tables say, and opening a ledger is quick."""

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import proxenia.ledger
from proxenia.errors import LedgerError
from proxenia.ledger import Ledger, open_ledger
from proxenia.ledger.kinds import KINDS
from proxenia.ledger.rows import BATCH_COLUMNS
from proxenia.ledger.schema import HEAD, VERSION_TABLE, revision_of
from proxenia.ledger.tables import METADATA


def _url(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://") if "://" in address else f"sqlite:///{address}"


def test_the_migrations_build_the_tables(ledger_address: str) -> None:
    open_ledger(ledger_address).close()
    engine = sa.create_engine(_url(ledger_address))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, METADATA) == []
        collations = {
            column["type"].collation
            for table in METADATA.tables
            for column in sa.inspect(connection).get_columns(table)
            if isinstance(column["type"], sa.Text)
        }
    engine.dispose()
    assert collations == ({"C"} if "://" in ledger_address else {None})


def test_the_rows_have_the_columns_of_the_tables() -> None:
    columns = {kind.table: kind.columns for kind in KINDS} | {"batches": BATCH_COLUMNS}
    assert {name: tuple(table.columns.keys()) for name, table in METADATA.tables.items()} == columns
    for kind in KINDS:
        assert {c.name for c in METADATA.tables[kind.table].columns if c.nullable} == kind.optional


def test_the_newest_step_is_known() -> None:
    script = ScriptDirectory(str(Path(proxenia.ledger.__file__).parent / "migrations"))
    assert script.get_heads() == [HEAD]


def test_opening_again_is_quick(ledger_address: str) -> None:
    open_ledger(ledger_address).close()
    seconds = []
    for _ in range(5):
        began = time.process_time()
        with open_ledger(ledger_address) as ledger:
            seconds.append(time.process_time() - began)
            assert revision_of(ledger._engine) == HEAD
    assert min(seconds) < 0.1


def test_a_newer_ledger_is_refused(ledger: Ledger, ledger_address: str) -> None:
    ledger._engine.run(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(LedgerError, match="Install a newer Proxenia"):
        open_ledger(ledger_address)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE statements (id INTEGER)"))
    engine.dispose()
    with pytest.raises(LedgerError, match="tables of another program"):
        open_ledger(path)
