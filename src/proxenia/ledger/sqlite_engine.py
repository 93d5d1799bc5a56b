"""A ledger in one SQLite file."""

from pathlib import Path
from typing import Any, ClassVar, Final

import adbc_driver_sqlite.dbapi as driver

from proxenia.errors import LedgerBusyError, LedgerDamagedError, LedgerError
from proxenia.ledger.engine import APPEND_ONLY, Engine

__all__ = ["SqliteEngine"]

_ALL_ROWS: Final = "100000000"
"""The driver takes the types of columns from the first batch: one batch keeps a column of many nulls from failing."""


class SqliteEngine(Engine):
    """One file with a write-ahead log; one writer at a time, readers undisturbed."""

    dialect: ClassVar[str] = "sqlite"

    def __init__(self, path: Path, *, create: bool, busy_timeout_seconds: float) -> None:
        self.path = path
        self._busy_timeout_seconds = busy_timeout_seconds
        self._check_path(create=create)
        super().__init__(self._connect(), str(path))
        try:
            self._settle()
        except BaseException:
            self.close()
            raise

    def _check_path(self, *, create: bool) -> None:
        try:
            is_folder, is_there = self.path.is_dir(), self.path.exists()
            if create and not is_there:
                self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unopenable(error.strerror or str(error)) from error
        if is_folder:
            raise LedgerError(
                f"{self.path} is a folder",
                expected="Expected the path of a file",
                next_step=f"Try {self.path / 'ledger.sqlite'}",
            )
        if not is_there and not create:
            raise LedgerError(
                f"There is no ledger at {self.path}", next_step="Import a source first, or give the path of a ledger"
            )

    def _unopenable(self, why: str) -> LedgerError:
        return LedgerError(
            f"The ledger {self.path} cannot be opened ({why})",
            expected="Expected a file in a folder that you may write to",
            next_step="Check the path and its permissions, or set PROXENIA_DATA to another folder",
        )

    def _connect(self) -> Any:
        try:
            return driver.connect(str(self.path), autocommit=True)
        except driver.Error as error:
            raise self._unopenable(_reason(error)) from error

    def _settle(self) -> None:
        self.fetch(f"PRAGMA busy_timeout = {round(self._busy_timeout_seconds * 1000)}")
        if self.fetch("PRAGMA journal_mode").column(0)[0].as_py() != "wal":
            self.fetch("PRAGMA journal_mode = WAL")
        self.run("PRAGMA synchronous = FULL")
        self.run("PRAGMA cache_size = -65536")

    def _prepare(self, cursor: Any) -> None:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": _ALL_ROWS})

    def has_table(self, name: str) -> bool:
        """Tell whether the file has a table."""
        return bool(self.fetch("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", [name]).num_rows)

    def begin_write(self) -> None:
        """Take the only write lock; wait for another writer as long as the busy timeout says."""
        self.run("BEGIN IMMEDIATE")

    def begin_read(self) -> None:
        """Begin a transaction that sees one state however long it lasts."""
        self.run("BEGIN")

    def damages(self) -> list[str]:
        """Return what SQLite's own check finds, and which triggers are missing."""
        found = [str(text) for text in self.fetch("PRAGMA quick_check").column(0).to_pylist()]
        faults = [f"SQLite finds: {text}" for text in found if text != "ok"]
        rows = self.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger'").column(0).to_pylist()
        expected = {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete", "replace")}
        return faults + [f"the trigger {name} is missing" for name in sorted(expected - set(rows))]

    def explain(self, error: Exception) -> LedgerError:
        """Return the error in plain words."""
        reason = _reason(error)
        if "locked" in reason or "busy" in reason:
            return LedgerBusyError(
                f"Another program is writing to the ledger {self.path}"
                f" and did not finish within {self._busy_timeout_seconds:g} seconds",
                next_step="Wait until it ends and try again; nothing was written",
            )
        if "not a database" in reason:
            return LedgerError(
                f"{self.path} is not a ledger: it is no SQLite file",
                next_step="Give the path of a ledger, or of a file that does not exist yet",
            )
        if "malformed" in reason or "disk I/O" in reason:
            return LedgerDamagedError(
                f"The ledger {self.path} is damaged ({reason})",
                expected="Expected a whole SQLite file",
                next_step="Restore it from a dump or a copy",
            )
        if "readonly" in reason or "unable to open" in reason:
            return self._unopenable(reason)
        return LedgerError(f"The ledger {self.path} could not be used ({reason})", next_step="Nothing was written")


def _reason(error: Exception) -> str:
    return str(error).partition("\n")[0].rpartition("query: ")[2].strip()
