"""The two databases behind one small interface: run, fetch as Arrow, ingest Arrow, begin, commit.

Everything a ledger does goes through one ADBC connection, so that bulk ingest takes part in the transaction.
Statements are written with ``?`` for their parameters.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, Final

import pyarrow as pa
from adbc_driver_manager import dbapi

from proxenia.errors import LedgerError

__all__ = ["APPEND_ONLY", "Engine", "Parameters"]

APPEND_ONLY: Final = ("statements", "retractions", "reinstatements", "judgements", "sources", "batches")
"""The tables whose triggers refuse every change."""

Parameters = Sequence[str | int]


class Engine(ABC):
    """One connection to one database.

    Attributes
    ----------
    dialect
        SQLAlchemy's name of the database.
    shown
        The address as messages may show it, without a password.
    """

    dialect: ClassVar[str]

    def __init__(self, connection: dbapi.Connection, shown: str) -> None:
        self._connection = connection
        self._closed = False
        self.shown = shown

    @abstractmethod
    def has_table(self, name: str) -> bool:
        """Tell whether the database has a table."""

    @abstractmethod
    def begin_write(self) -> None:
        """Begin a transaction as the only writer; wait for another writer as long as the busy timeout says."""

    @abstractmethod
    def begin_read(self) -> None:
        """Begin a transaction that sees one state however long it lasts."""

    @abstractmethod
    def damages(self) -> list[str]:
        """Return what is wrong with the database itself: damaged pages, missing triggers."""

    @abstractmethod
    def explain(self, error: Exception) -> LedgerError:
        """Return the error in plain words."""

    def _written(self, sql: str) -> str:
        return sql

    def _prepare(self, cursor: Any) -> None:
        """Set what a reading statement needs before it runs; most engines need nothing."""
        del cursor

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        if self._closed:
            raise LedgerError(f"The ledger {self.shown} is closed", next_step="Open it again")
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except dbapi.Error as error:
            # A driver that cannot cancel a statement lets it end, and tells Ctrl-C as an error of its own.
            if _was_interrupted(error):
                raise KeyboardInterrupt from error
            raise self.explain(error) from error

    def run(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement that answers nothing."""
        with self._cursor() as cursor:
            cursor.execute(self._written(sql), tuple(parameters) or None)

    def fetch(self, sql: str, parameters: Parameters = ()) -> pa.Table:
        """Run one query and return the whole answer."""
        with self._cursor() as cursor:
            self._prepare(cursor)
            cursor.execute(self._written(sql), tuple(parameters) or None)
            return cursor.fetch_arrow_table()

    def ingest(self, table: str, rows: pa.Table, *, temporary: bool = False) -> None:
        """Append rows to a table; a temporary one is created."""
        if rows.num_rows or temporary:
            with self._cursor() as cursor:
                cursor.adbc_ingest(table, rows, mode="create" if temporary else "append", temporary=temporary)

    def commit(self) -> None:
        """Make the transaction last."""
        self.run("COMMIT")

    def rollback(self) -> None:
        """Forget the transaction, also when the database has already done so."""
        with suppress(LedgerError):
            self.run("ROLLBACK")

    def close(self) -> None:
        """Close the connection; closing twice does nothing."""
        self._closed = True
        self._connection.close()


def _was_interrupted(error: BaseException) -> bool:
    """Tell whether an error comes from Ctrl-C."""
    cause = error.__cause__ or error.__context__
    return cause is not None and (isinstance(cause, KeyboardInterrupt) or _was_interrupted(cause))
