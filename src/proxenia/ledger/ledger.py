"""The ledger: the one interface to both databases."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import Self, TextIO

import pyarrow as pa

from proxenia.errors import LedgerError, NotFoundError, UnknownValueError
from proxenia.ledger import queries, rows
from proxenia.ledger.checks import check_judgements, check_moment, check_signed, check_source, check_texts, known_until
from proxenia.ledger.engine import Engine
from proxenia.ledger.postgres_engine import PostgresEngine
from proxenia.ledger.records import Appended, Verified
from proxenia.ledger.schema import bring_up_to_date
from proxenia.ledger.source_record import SourceRecord
from proxenia.ledger.sqlite_engine import SqliteEngine
from proxenia.ledger.transfer import dump_ledger, restore_ledger
from proxenia.ledger.verify import verify_ledger
from proxenia.model.judgement import Judgement
from proxenia.model.statement import Reinstatement, Retraction, Statement, check_statements

__all__ = ["Ledger", "open_ledger"]

BUSY_TIMEOUT_SECONDS = 10.0


def open_ledger(
    address: str | Path, *, create: bool = True, busy_timeout_seconds: float = BUSY_TIMEOUT_SECONDS
) -> "Ledger":
    """Open a ledger, and bring its tables up to date.

    Parameters
    ----------
    address
        The path of a file, ``sqlite:///path``, or ``postgresql://user@host/database``.
    create
        Whether a file that does not exist is made.
    busy_timeout_seconds
        How long a writer waits for another one.

    Raises
    ------
    LedgerError
        When it cannot be opened, is no ledger, or was written by a newer version.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite") as ledger:
    ...     list(ledger.statements())
    []
    """
    text = str(address)
    engine = _engine(text, create=create, busy_timeout_seconds=busy_timeout_seconds)
    try:
        bring_up_to_date(engine)
    except BaseException:
        engine.close()
        raise
    return Ledger(engine, text)


def _engine(address: str, *, create: bool, busy_timeout_seconds: float) -> Engine:
    if address.startswith(("postgresql://", "postgres://")):
        return PostgresEngine(address, busy_timeout_seconds=busy_timeout_seconds)
    if "://" in address and not address.startswith("sqlite:///"):
        raise LedgerError(
            f"{address.partition('://')[0]}:// begins no address of a ledger",
            expected="Expected the path of a file, sqlite:///path, or postgresql://user@host/database",
            next_step="Give one of these",
        )
    path = Path(address.removeprefix("sqlite:///")).expanduser().absolute()
    return SqliteEngine(path, create=create, busy_timeout_seconds=busy_timeout_seconds)


class Ledger:
    """An append-only store of statements, retractions, judgements and sources.

    Everything is written inside :meth:`transaction`, which ends in all or nothing. Every reading method takes
    `known_at`, a day or a moment, and answers as the ledger would have answered then. Several threads may share a
    ledger; they take turns.
    """

    def __init__(self, engine: Engine, address: str) -> None:
        self.address = address
        self._engine = engine
        self._lock = RLock()
        self._writing = False
        self._failed = False
        self._last_number, self._last_moment = 0, ""

    @property
    def path(self) -> Path | None:
        """The file of the ledger; none when it lies in PostgreSQL."""
        return getattr(self._engine, "path", None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def __del__(self) -> None:
        if "_engine" in vars(self):
            self._engine.close()

    def close(self) -> None:
        """Close the ledger; closing twice does nothing."""
        self._engine.close()

    # Writing

    @contextmanager
    def transaction(self) -> Iterator["Ledger"]:
        """Begin the only way to write: all of it lasts when the block ends well, else nothing of it.

        A transaction within a transaction joins it.

        Raises
        ------
        LedgerBusyError
            When another writer did not finish within the busy timeout.
        """
        with self._lock:
            if not self._writing:
                self._begin()
                try:
                    yield self
                    self._check_not_failed()
                    self._engine.commit()
                except BaseException:
                    self._engine.rollback()
                    raise
                finally:
                    self._writing = False
                return
            try:
                yield self
            except BaseException:
                self._failed = True
                raise

    def _begin(self) -> None:
        self._engine.begin_write()
        try:
            self._last_number, self._last_moment = queries.last_batch(self._engine)
        except BaseException:
            self._engine.rollback()
            raise
        self._writing, self._failed = True, False

    def _check_not_failed(self) -> None:
        if self._failed:
            raise LedgerError("This transaction has failed already; nothing of it is kept", next_step="Begin a new one")

    def _check_writing(self, recorded_at: str) -> None:
        if not self._writing:
            raise LedgerError(
                "The ledger is written only inside a transaction", next_step="Write within `with ledger.transaction():`"
            )
        self._check_not_failed()
        if check_moment(recorded_at) < self._last_moment:
            raise LedgerError(
                f"{recorded_at} is earlier than the last moment of the ledger",
                expected=f"Expected {self._last_moment} or later",
                next_step="Check the clock of this computer",
            )

    def _record(
        self, kind: str, recorded_at: str, ids: Sequence[str], extra: Sequence[str | None] | None = None
    ) -> None:
        if not ids:
            return
        digest = rows.digest_of(ids, extra if extra is not None else [None] * len(ids))
        self._last_number, self._last_moment = self._last_number + 1, recorded_at
        self._engine.run(
            "INSERT INTO batches (number, recorded_at, kind, rows, digest) VALUES (?, ?, ?, ?, ?)",
            [self._last_number, recorded_at, kind, len(ids), f"{digest:032x}"],
        )

    def append(self, statements: Iterable[Statement], *, recorded_at: str) -> Appended:
        """Append statements; those whose content the ledger holds already, standing or retracted, change nothing.

        Raises
        ------
        FaultsError
            When any of them is unsound; then none is taken.
        LedgerError
            Outside a transaction, or when `recorded_at` is earlier than the ledger's last moment.
        """
        self._check_writing(recorded_at)
        batch = list(statements)
        check_statements(batch)
        check_texts("The batch of statements", {text for s in batch for text in (s.source, s.retrieved_at)})
        by_id: dict[str, Statement] = {}
        for statement in batch:
            by_id.setdefault(statement.id, statement)
        known = queries.known_ids(self._engine, "statements", list(by_id)) if by_id and self._last_number else set()
        # In the order of their ids, so that the index grows at one place after another.
        fresh = {key: by_id[key] for key in sorted(by_id.keys() - known)}
        table = rows.statement_rows(list(fresh.values()), list(fresh), recorded_at)
        self._engine.ingest("statements", table)
        self._record("statements", recorded_at, list(fresh), [s.retrieved_at for s in fresh.values()])
        return Appended(new=len(fresh), known=len(batch) - len(fresh))

    def retract(self, statement_ids: Iterable[str], *, reason: str, signed_by: str, recorded_at: str) -> int:
        """Retract standing statements; return how many stood.

        Raises
        ------
        NotFoundError
            When the ledger has no such statement.
        """
        ids = self._changeable(statement_ids, reason, signed_by, recorded_at, standing=True)
        changes = [Retraction(key, reason, signed_by, recorded_at) for key in ids]
        return self._write_changes("retractions", changes, recorded_at)

    def reinstate(self, statement_ids: Iterable[str], *, reason: str, signed_by: str, recorded_at: str) -> int:
        """Let retracted statements stand again; return how many were retracted.

        Raises
        ------
        NotFoundError
            When the ledger has no such statement.
        """
        ids = self._changeable(statement_ids, reason, signed_by, recorded_at, standing=False)
        changes = [Reinstatement(key, reason, signed_by, recorded_at) for key in ids]
        return self._write_changes("reinstatements", changes, recorded_at)

    def _changeable(
        self, statement_ids: Iterable[str], reason: str, signed_by: str, recorded_at: str, *, standing: bool
    ) -> list[str]:
        self._check_writing(recorded_at)
        check_signed(reason, signed_by)
        ids = list(dict.fromkeys(statement_ids))
        state = queries.change_state(self._engine, ids) if ids else {}
        missing = [key for key in ids if state[key] is None]
        if missing:
            raise NotFoundError("statement", missing[0], next_step="Give the id of a statement in this ledger")
        return [key for key in ids if state[key] is standing]

    def _write_changes(self, table: str, changes: Sequence[Retraction | Reinstatement], recorded_at: str) -> int:
        self._engine.ingest(table, rows.change_rows(changes))
        self._record(table, recorded_at, [change.id for change in changes])
        return len(changes)

    def judge(self, judgements: Iterable[Judgement]) -> int:
        """Write judgements; return how many the ledger did not know.

        Raises
        ------
        FaultsError
            When any of them is unsigned, names no identifier, or undoes another (see :meth:`undo`).
        """
        batch = {judgement.id: judgement for judgement in judgements}
        check_judgements(list(batch.values()))
        if not batch:
            return 0
        self._check_writing(min(judgement.recorded_at for judgement in batch.values()))
        known = queries.known_ids(self._engine, "judgements", list(batch))
        fresh = [judgement for key, judgement in batch.items() if key not in known]
        self._write_judgements(fresh)
        return len(fresh)

    def _write_judgements(self, judgements: Sequence[Judgement]) -> None:
        self._engine.ingest("judgements", rows.judgement_rows(judgements))
        for moment in sorted({judgement.recorded_at for judgement in judgements}):
            self._record("judgements", moment, [j.id for j in judgements if j.recorded_at == moment])

    def undo(self, judgement_id: str, *, reason: str, signed_by: str, recorded_at: str) -> int:
        """Take a judgement back; return 1, or 0 when it was taken back before.

        Raises
        ------
        NotFoundError
            When the ledger has no such judgement.
        """
        self._check_writing(recorded_at)
        check_signed(reason, signed_by)
        found = queries.judgement_with_undoings(self._engine, judgement_id)
        taken = next((j for j in found if j.id == judgement_id), None)
        if taken is None or taken.undoes is not None:
            raise NotFoundError("judgement", judgement_id, next_step="Give the id of a judgement in this ledger")
        if len(found) > 1:
            return 0
        back = Judgement(taken.left, taken.right, taken.verdict, reason, signed_by, recorded_at, judgement_id)
        self._write_judgements([back])
        return 1

    def add_sources(self, sources: Iterable[SourceRecord], *, recorded_at: str) -> int:
        """Write what is known of sources; return how many are new or changed."""
        self._check_writing(recorded_at)
        held = {row["id"]: row for row in queries.sources_table(self._engine, known_until(None)).to_pylist()}
        fresh: list[tuple[SourceRecord, int, str]] = []
        for source in {source.id: source for source in sources}.values():
            check_source(source)
            row = held.get(source.id)
            if row is None or row["content_id"] != source.content_id:
                fresh.append((source, row["version"] + 1 if row else 1, recorded_at))
        self._engine.ingest("sources", rows.source_rows(fresh))
        self._record("sources", recorded_at, [s.content_id for s, _, _ in fresh], [str(v) for _, v, _ in fresh])
        return len(fresh)

    # Reading

    def statements(
        self, *, known_at: str | None = None, source: str | None = None, subject: str | None = None
    ) -> Iterator[Statement]:
        """Give the standing statements, sorted by id."""
        return rows.statements_of(self.statements_table(known_at=known_at, source=source, subject=subject))

    def statements_table(
        self,
        *,
        known_at: str | None = None,
        source: str | None = None,
        subject: str | None = None,
        columns: Sequence[str] = rows.STATEMENT_COLUMNS,
    ) -> pa.Table:
        """Return the standing statements as one table of texts, sorted by id; qualifiers are JSON objects.

        Parameters
        ----------
        columns
            The columns that are wanted; few are read much quicker than all.
        """
        unknown = [name for name in columns if name not in rows.STATEMENT_COLUMNS]
        if unknown:
            raise UnknownValueError("column of statements", unknown[0], rows.STATEMENT_COLUMNS)
        with self._lock:
            return queries.standing_table(
                self._engine, known_until(known_at), source=source, subject=subject, columns=tuple(columns)
            )

    def judgements(self, *, known_at: str | None = None) -> list[Judgement]:
        """Return the judgements in force, in the order they were taken."""
        with self._lock:
            return rows.judgements_of(queries.judgements_table(self._engine, known_until(known_at)))

    def taken_back(self, *, known_at: str | None = None) -> list[Judgement]:
        """Return the judgements that were undone, in the order they were taken."""
        with self._lock:
            return rows.judgements_of(queries.taken_back_table(self._engine, known_until(known_at)))

    def sources(self, *, known_at: str | None = None) -> list[SourceRecord]:
        """Return the latest version of each source, sorted by id."""
        with self._lock:
            found = queries.sources_table(self._engine, known_until(known_at))
        return [rows.source_of(row) for row in found.to_pylist()]

    def standing_ids(self, source: str) -> set[str]:
        """Return the ids of the statements of a source that stand."""
        with self._lock:
            found = queries.standing_table(
                self._engine, known_until(None), source=source, subject=None, columns=("id",)
            )
        return set(found.column("id").to_pylist())

    def statement(self, statement_id: str) -> Statement | None:
        """Return a statement, standing or retracted; nothing when there is none."""
        with self._lock:
            return next(rows.statements_of(queries.statement_table(self._engine, statement_id)), None)

    def retractions(self, statement_id: str) -> list[Retraction]:
        """Return the retractions of a statement, in the order they were made."""
        with self._lock:
            return queries.retractions(self._engine, statement_id)

    def reinstatements(self, statement_id: str) -> list[Reinstatement]:
        """Return the reinstatements of a statement, in the order they were made."""
        with self._lock:
            return queries.reinstatements(self._engine, statement_id)

    def last_retracted_by(self, statement_ids: Iterable[str]) -> dict[str, str]:
        """Return who signed the last retraction of each of the statements that was ever retracted."""
        ids = sorted(set(statement_ids))
        with self._lock:
            return queries.last_retraction_signers(self._engine, ids) if ids else {}

    def fingerprint(self, *, known_at: str | None = None) -> str:
        """Return a text that changes whenever anything is added; two ledgers of the same content share it.

        It reads one row a batch, not the statements.
        """
        with self._lock:
            summed = queries.summed(queries.totals(self._engine, known_until(known_at)))
        return blake2b(repr(sorted(summed.items())).encode(), digest_size=16).hexdigest()

    def verify(self) -> Verified:
        """Hash everything again and compare it with the ids, and with what each batch wrote."""
        with self._reading():
            return verify_ledger(self._engine)

    def dump(self, target: str | Path | TextIO) -> int:
        """Write the whole ledger as JSON Lines; return the number of lines after the header.

        The same content gives the same bytes from either database.
        """
        with self._reading():
            return dump_ledger(self._engine, target)

    def restore(self, source: str | Path | TextIO) -> int:
        """Read a dump into this ledger, which must be empty; return the number of lines after the header.

        Raises
        ------
        UnreadableFileError
            When the file is no dump or is damaged; the error names the line, and nothing is written.
        """
        with self.transaction():
            if self._last_number:
                raise LedgerError(
                    f"The ledger {self._engine.shown} is not empty",
                    expected="A dump is restored into an empty ledger",
                    next_step="Give the address of a new ledger",
                )
            restored = restore_ledger(self._engine, source)
            self._last_number, self._last_moment = queries.last_batch(self._engine)
            return restored

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Keep one state in view while several queries read it."""
        with self._lock:
            if self._writing:
                yield
                return
            self._engine.begin_read()
            try:
                yield
            finally:
                self._engine.rollback()
