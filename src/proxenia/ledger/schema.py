"""Bring a database to the newest form of the tables.

Alembic writes the statements of the missing steps as text, and the ledger's own connection runs them in one
transaction under the write lock: two programs that open a new ledger at once do not disturb each other, and no second
SQLite library ever opens the file (closing it would drop the first one's locks).
"""

from functools import lru_cache
from typing import Final

from proxenia.errors import LedgerError
from proxenia.ledger.engine import APPEND_ONLY, Engine

__all__ = ["HEAD", "bring_up_to_date", "revision_of", "upgrade_statements"]

HEAD: Final = "0001"
VERSION_TABLE: Final = "ledger_version"


def revision_of(engine: Engine) -> str | None:
    """Return the revision of the tables; none in an empty database."""
    if not engine.has_table(VERSION_TABLE):
        return None
    rows = engine.fetch(f"SELECT version_num FROM {VERSION_TABLE}").column(0).to_pylist()
    return str(rows[0]) if rows else None


class _Collector:
    """A text file that keeps each statement written to it."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def write(self, text: str) -> None:
        """Keep one statement; Alembic writes one at a time."""
        self.statements.append(text.strip().removesuffix(";"))

    def flush(self) -> None:
        """Do nothing; Alembic calls it."""


@lru_cache(maxsize=8)
def upgrade_statements(dialect: str, revision: str | None) -> tuple[str, ...]:
    """Return the SQL statements that lead from a revision to the newest one."""
    # Imported here because opening a ledger that is up to date must not wait for them.
    from alembic.config import Config  # noqa: PLC0415
    from alembic.operations import Operations  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "proxenia.ledger:migrations")
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    collector = _Collector()
    context = MigrationContext.configure(
        dialect_name=dialect,
        opts={
            "as_sql": True,
            "output_buffer": collector,
            "starting_rev": revision,
            "version_table": VERSION_TABLE,
            "fn": lambda current, _context: script._upgrade_revs(HEAD, current),  # noqa: SLF001
        },
    )
    with Operations.context(context):
        context.run_migrations()
    return tuple(text for text in collector.statements if text and not text.startswith("--"))


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that are missing; return at once when there are none.

    Raises
    ------
    LedgerError
        When a newer version of Proxenia wrote the ledger, or the file belongs to another program.
    """
    if revision_of(engine) == HEAD:
        return
    engine.begin_write()
    try:
        revision = revision_of(engine)
        _check_revision(engine, revision)
        if revision != HEAD:
            for statement in upgrade_statements(engine.dialect, revision):
                engine.run(statement)
        engine.commit()
    except BaseException:
        engine.rollback()
        raise


def _check_revision(engine: Engine, revision: str | None) -> None:
    if revision is None and any(engine.has_table(name) for name in APPEND_ONLY):
        raise LedgerError(
            f"{engine.shown} is not a ledger: it holds tables of another program",
            next_step="Give the address of a ledger, or of an empty database",
        )
    if revision is not None and revision > HEAD:
        raise LedgerError(
            f"The ledger {engine.shown} has tables of revision {revision}",
            expected=f"This version of Proxenia knows revisions up to {HEAD}",
            next_step="Install a newer Proxenia, or open another ledger",
        )
