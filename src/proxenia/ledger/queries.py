"""What the ledger asks its database."""

from typing import Final

import pyarrow as pa

from proxenia.ledger.engine import Engine
from proxenia.ledger.rows import JUDGEMENT_COLUMNS, SOURCE_COLUMNS, STATEMENT_COLUMNS, judgements_of, typed
from proxenia.model.judgement import Judgement
from proxenia.model.statement import Reinstatement, Retraction

__all__ = [
    "change_state",
    "judgement_with_undoings",
    "judgements_table",
    "known_ids",
    "last_batch",
    "last_retraction_signers",
    "reinstatements",
    "retractions",
    "sources_table",
    "standing_table",
    "statement_table",
    "summed",
    "taken_back_table",
    "totals",
]

RETRACTED: Final = """
    SELECT statement_id FROM (
        SELECT statement_id, 1 AS step FROM retractions WHERE recorded_at <= ?
        UNION ALL
        SELECT statement_id, -1 AS step FROM reinstatements WHERE recorded_at <= ?
    ) AS steps
    GROUP BY statement_id HAVING sum(step) > 0
"""
"""Retractions and reinstatements of a statement take turns: it stands when there are as many of both."""


def standing_table(
    engine: Engine, until: str, *, source: str | None, subject: str | None, columns: tuple[str, ...] = STATEMENT_COLUMNS
) -> pa.Table:
    """Return the statements that stood at a moment, sorted by id."""
    filters = {"source": source, "subject": subject}
    chosen = {name: text for name, text in filters.items() if text is not None}
    where = "".join(f" AND s.{name} = ?" for name in chosen)
    sql = (
        f"SELECT {', '.join(f's.{name}' for name in columns)} FROM statements AS s"
        f" LEFT JOIN ({RETRACTED}) AS gone ON gone.statement_id = s.id"
        f" WHERE gone.statement_id IS NULL AND s.recorded_at <= ?{where} ORDER BY s.id"
    )
    return typed(engine.fetch(sql, [until, until, until, *chosen.values()]))


def judgements_table(engine: Engine, until: str) -> pa.Table:
    """Return the judgements in force at a moment, in the order they were taken."""
    sql = (
        f"SELECT {', '.join(JUDGEMENT_COLUMNS)} FROM judgements AS j WHERE recorded_at <= ? AND undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM judgements AS back WHERE back.undoes = j.id AND back.recorded_at <= ?)"
        " ORDER BY recorded_at, id"
    )
    return typed(engine.fetch(sql, [until, until]))


def taken_back_table(engine: Engine, until: str) -> pa.Table:
    """Return the judgements that had been undone by a moment, in the order they were taken."""
    sql = (
        f"SELECT {', '.join(JUDGEMENT_COLUMNS)} FROM judgements AS j WHERE undoes IS NULL"
        " AND EXISTS (SELECT 1 FROM judgements AS back WHERE back.undoes = j.id AND back.recorded_at <= ?)"
        " ORDER BY recorded_at, id"
    )
    return typed(engine.fetch(sql, [until]))


def sources_table(engine: Engine, until: str) -> pa.Table:
    """Return the latest version of each source at a moment, sorted by id."""
    columns = ", ".join(f"s.{name}" for name in SOURCE_COLUMNS)
    sql = (
        f"SELECT {columns} FROM sources AS s JOIN ("
        "SELECT id, max(version) AS version FROM sources WHERE recorded_at <= ? GROUP BY id"
        ") AS latest ON latest.id = s.id AND latest.version = s.version ORDER BY s.id"
    )
    return typed(engine.fetch(sql, [until]))


def totals(engine: Engine, until: str) -> list[tuple[str, str, int, str]]:
    """Return moment, kind, number of rows and digest of every batch up to a moment."""
    sql = "SELECT recorded_at, kind, rows, digest FROM batches WHERE recorded_at <= ? ORDER BY number"
    return [tuple(row.values()) for row in engine.fetch(sql, [until]).to_pylist()]


def last_batch(engine: Engine) -> tuple[int, str]:
    """Return the number and the moment of the last batch; 0 and an empty text in an empty ledger."""
    sql = "SELECT coalesce(max(number), 0) AS number, coalesce(max(recorded_at), '') AS moment FROM batches"
    row = engine.fetch(sql).to_pylist()[0]
    return int(row["number"]), str(row["moment"])


def _with_asked(engine: Engine, ids: list[str], sql: str) -> pa.Table:
    engine.ingest("asked", pa.table({"id": pa.array(ids, pa.string())}), temporary=True)
    answer = engine.fetch(sql)
    engine.run("DROP TABLE asked")
    return answer


def known_ids(engine: Engine, table: str, ids: list[str]) -> set[str]:
    """Return those of the ids that a table holds already."""
    sql = f"SELECT asked.id AS id FROM asked JOIN {table} AS held ON held.id = asked.id"
    return set(_with_asked(engine, ids, sql).column("id").to_pylist())


def change_state(engine: Engine, ids: list[str]) -> dict[str, bool | None]:
    """Return for each statement id whether it stands now; none when there is no such statement."""
    sql = """
        SELECT asked.id AS id,
            CASE WHEN s.id IS NULL THEN 0 ELSE 1 END AS known,
            (SELECT count(*) FROM retractions AS r WHERE r.statement_id = asked.id) AS retracted,
            (SELECT count(*) FROM reinstatements AS b WHERE b.statement_id = asked.id) AS reinstated
        FROM asked LEFT JOIN statements AS s ON s.id = asked.id
    """
    rows = _with_asked(engine, ids, sql).to_pylist()
    return {row["id"]: row["retracted"] == row["reinstated"] if row["known"] else None for row in rows}


def summed(batches: list[tuple[str, str, int, str]]) -> dict[tuple[str, str], tuple[int, str]]:
    """Return rows and digest by moment and kind, whatever the number of batches."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for recorded_at, kind, count, digest in batches:
        before, held = sums.get((recorded_at, kind), (0, 0))
        sums[recorded_at, kind] = before + count, (held + int(digest, 16)) % (1 << 128)
    return {key: (count, f"{digest:032x}") for key, (count, digest) in sums.items()}


def statement_table(engine: Engine, statement_id: str) -> pa.Table:
    """Return the row of one statement, standing or retracted."""
    return typed(engine.fetch(f"SELECT {', '.join(STATEMENT_COLUMNS)} FROM statements WHERE id = ?", [statement_id]))


def _changes(engine: Engine, table: str, statement_id: str) -> list[list[str]]:
    columns = "statement_id, reason, signed_by, recorded_at"
    sql = f"SELECT {columns} FROM {table} WHERE statement_id = ? ORDER BY recorded_at, id"
    return [list(row.values()) for row in engine.fetch(sql, [statement_id]).to_pylist()]


def retractions(engine: Engine, statement_id: str) -> list[Retraction]:
    """Return the retractions of a statement."""
    return [Retraction(*row) for row in _changes(engine, "retractions", statement_id)]


def reinstatements(engine: Engine, statement_id: str) -> list[Reinstatement]:
    """Return the reinstatements of a statement."""
    return [Reinstatement(*row) for row in _changes(engine, "reinstatements", statement_id)]


def last_retraction_signers(engine: Engine, ids: list[str]) -> dict[str, str]:
    """Return who signed the last retraction of each statement that was ever retracted."""
    sql = (
        "SELECT asked.id AS id, r.signed_by AS signed_by FROM asked JOIN retractions AS r ON r.statement_id = asked.id"
        " ORDER BY r.recorded_at, r.id"
    )
    return {row["id"]: row["signed_by"] for row in _with_asked(engine, ids, sql).to_pylist()}


def judgement_with_undoings(engine: Engine, judgement_id: str) -> list[Judgement]:
    """Return a judgement and what took it back."""
    sql = f"SELECT {', '.join(JUDGEMENT_COLUMNS)} FROM judgements WHERE id = ? OR undoes = ?"
    return judgements_of(typed(engine.fetch(sql, [judgement_id, judgement_id])))
