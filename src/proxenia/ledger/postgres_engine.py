"""A ledger in a PostgreSQL database, shared by many programs."""

import re
from typing import ClassVar, Final
from urllib.parse import urlsplit

import adbc_driver_postgresql.dbapi as driver

from proxenia.errors import LedgerBusyError, LedgerError
from proxenia.ledger.engine import APPEND_ONLY, Engine

__all__ = ["PostgresEngine"]

_WRITE_LOCK: Final = 7_241_950_431
_LOCK_TIMEOUT: Final = "55P03"


class PostgresEngine(Engine):
    """One connection; an advisory lock makes one writer at a time."""

    dialect: ClassVar[str] = "postgresql"

    def __init__(self, address: str, *, busy_timeout_seconds: float) -> None:
        self._busy_timeout_seconds = busy_timeout_seconds
        shown = _without_password(address)
        try:
            connection = driver.connect(address, autocommit=True)
        except driver.Error as error:
            raise LedgerError(
                f"The ledger {shown} cannot be reached ({_reason(error)})",
                expected="Expected a PostgreSQL server that lets you in, as in postgresql://user:password@host/database",
                next_step="Check the address, and that the server runs",
            ) from error
        super().__init__(connection, shown)
        try:
            self.run(f"SET lock_timeout = '{round(busy_timeout_seconds * 1000)}ms'")
            self.run("SET client_min_messages = warning")
        except BaseException:
            self.close()
            raise

    def _written(self, sql: str) -> str:
        numbers = iter(range(1, 100))
        return re.sub(r"\?", lambda _: f"${next(numbers)}", sql)

    def has_table(self, name: str) -> bool:
        """Tell whether the database has a table."""
        found = self.fetch("SELECT count(*) FROM pg_class WHERE oid = to_regclass(?)", [name])
        return bool(found.column(0)[0].as_py())

    def begin_write(self) -> None:
        """Take the only write lock; wait for another writer as long as the busy timeout says."""
        self.run("BEGIN")
        try:
            self.run(f"DO $$ BEGIN PERFORM pg_advisory_xact_lock({_WRITE_LOCK}); END $$")
        except BaseException:
            self.rollback()
            raise

    def begin_read(self) -> None:
        """Begin a transaction that sees one state however long it lasts."""
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def damages(self) -> list[str]:
        """Return which triggers are missing or switched off."""
        sql = "SELECT tgname::text FROM pg_trigger WHERE tgrelid = to_regclass(?) AND tgenabled IN ('O', 'A')"
        expected = {table: f"{table}_append_only" for table in APPEND_ONLY}
        return [
            f"the trigger {name} is missing"
            for table, name in expected.items()
            if name not in self.fetch(sql, [table]).column(0).to_pylist()
        ]

    def explain(self, error: Exception) -> LedgerError:
        """Return the error in plain words."""
        if getattr(error, "sqlstate", None) == _LOCK_TIMEOUT:
            return LedgerBusyError(
                f"Another program is writing to the ledger {self.shown}"
                f" and did not finish within {self._busy_timeout_seconds:g} seconds",
                next_step="Wait until it ends and try again; nothing was written",
            )
        return LedgerError(
            f"The ledger {self.shown} could not be used ({_reason(error)})", next_step="Nothing was written"
        )


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    where = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{where}{parts.path}"


def _reason(error: Exception) -> str:
    text = str(error)
    found = re.search(r"(?:ERROR|FATAL): +(.*)", text)
    return (found[1] if found else text.partition("\n")[0]).strip()
