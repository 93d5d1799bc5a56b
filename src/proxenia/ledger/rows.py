"""Statements, judgements and sources as Arrow tables, and back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import pyarrow as pa

from proxenia.ledger.source_record import SourceRecord
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.statement import Reinstatement, Retraction, Statement

__all__ = [
    "BATCH_COLUMNS",
    "CHANGE_COLUMNS",
    "JUDGEMENT_COLUMNS",
    "SOURCE_COLUMNS",
    "STATEMENT_COLUMNS",
    "change_rows",
    "derived_from_of",
    "digest_of",
    "judgement_rows",
    "judgements_of",
    "qualifiers_of",
    "qualifiers_text",
    "source_of",
    "source_rows",
    "statement_rows",
    "statements_of",
    "table_of",
    "typed",
    "words_text",
]

Change = Retraction | Reinstatement

STATEMENT_COLUMNS: Final = (
    "id",
    "subject",
    "predicate",
    "object",
    "value",
    "unit",
    "language",
    "period",
    "qualifiers",
    "source",
    "reference",
    "retrieved_at",
    "recorded_at",
)
CHANGE_COLUMNS: Final = ("id", "statement_id", "reason", "signed_by", "recorded_at")
JUDGEMENT_COLUMNS: Final = ("id", "left_id", "right_id", "verdict", "reason", "signed_by", "recorded_at", "undoes")
SOURCE_COLUMNS: Final = (
    "id",
    "version",
    "content_id",
    "title",
    "publisher",
    "licence",
    "citation",
    "address",
    "date",
    "derived_from",
    "hash",
    "keeps_direction",
    "recorded_at",
)
BATCH_COLUMNS: Final = ("number", "recorded_at", "kind", "rows", "digest")
_NUMBERS: Final = frozenset({"version", "keeps_direction", "number", "rows"})
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _schema(columns: Sequence[str]) -> pa.Schema:
    return pa.schema([(name, pa.int64() if name in _NUMBERS else pa.string()) for name in columns])


def typed(table: pa.Table) -> pa.Table:
    """Return the table with the types its columns should have.

    SQLite does not know the type of a column that holds only nulls, and PostgreSQL adds its own metadata.
    """
    return table.cast(_schema(table.column_names)) if table.num_columns else table


@lru_cache(maxsize=65_536)
def qualifiers_text(qualifiers: tuple[tuple[str, str], ...]) -> str:
    """Return qualifiers as the ledger keeps them.

    >>> qualifiers_text((("fields", "peace"), ("status", "active")))
    '{"fields":"peace","status":"active"}'
    """
    return _encode(dict(qualifiers)) if qualifiers else "{}"


@lru_cache(maxsize=65_536)
def qualifiers_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the qualifiers of what the ledger keeps.

    >>> qualifiers_of('{"status":"active"}')
    (('status', 'active'),)
    """
    return tuple(sorted(json.loads(text).items())) if text != "{}" else ()


def words_text(words: Sequence[str]) -> str:
    """Return several words as the ledger keeps them, in their order.

    >>> words_text(("wikidata", "hekman"))
    '["wikidata","hekman"]'
    """
    return _encode(list(words))


def derived_from_of(text: str) -> tuple[str, ...]:
    """Return the words of what the ledger keeps."""
    return tuple(json.loads(text))


def statement_rows(statements: Sequence[Statement], ids: Sequence[str], recorded_at: str | None) -> pa.Table:
    """Return statements as rows of the ledger; each keeps its own moment when none is given."""
    plain = STATEMENT_COLUMNS[1:8]
    columns: list[list[str | None] | Sequence[str]] = [ids]
    columns += [[getattr(statement, name) for statement in statements] for name in plain]
    columns.append([qualifiers_text(statement.qualifiers) for statement in statements])
    columns += [[getattr(statement, name) for statement in statements] for name in ("source", "reference")]
    columns.append([statement.retrieved_at for statement in statements])
    columns.append([recorded_at or statement.recorded_at for statement in statements])
    return pa.Table.from_arrays(
        [pa.array(column, pa.string()) for column in columns], schema=_schema(STATEMENT_COLUMNS)
    )


def statements_of(table: pa.Table) -> Iterator[Statement]:
    """Give the statements of rows of the ledger, one after another."""
    for batch in table.to_batches(max_chunksize=10_000):
        columns = batch.to_pydict()
        qualifiers = [qualifiers_of(text) for text in columns["qualifiers"]]
        names = ("subject", "predicate", "source", "reference", "object", "value", "unit", "language", "period")
        texts = [columns[name] for name in names]
        for row in zip(*texts, qualifiers, columns["retrieved_at"], columns["recorded_at"], strict=True):
            yield Statement(*row)


def change_rows(changes: Sequence[Change]) -> pa.Table:
    """Return retractions or reinstatements as rows of the ledger."""
    rows = [(c.id, c.statement_id, c.reason, c.signed_by, c.recorded_at) for c in changes]
    return table_of(rows, CHANGE_COLUMNS)


def judgement_rows(judgements: Sequence[Judgement]) -> pa.Table:
    """Return judgements as rows of the ledger."""
    rows = [
        (j.id, j.left, j.right, j.verdict.value, j.reason, j.signed_by, j.recorded_at, j.undoes) for j in judgements
    ]
    return table_of(rows, JUDGEMENT_COLUMNS)


def judgements_of(table: pa.Table) -> list[Judgement]:
    """Return the judgements of rows of the ledger."""
    verdicts = {verdict.value: verdict for verdict in Verdict}
    return [
        Judgement(
            row["left_id"],
            row["right_id"],
            verdicts[row["verdict"]],
            row["reason"],
            row["signed_by"],
            row["recorded_at"],
            row["undoes"],
        )
        for row in table.to_pylist()
    ]


def source_rows(records: Iterable[tuple[SourceRecord, int, str]]) -> pa.Table:
    """Return versions of sources as rows of the ledger, each from its record, version and moment."""
    rows = [
        (
            record.id,
            version,
            record.content_id,
            record.title,
            record.publisher,
            record.licence,
            record.citation,
            record.address,
            record.date,
            words_text(record.derived_from),
            record.hash,
            int(record.keeps_direction),
            recorded_at,
        )
        for record, version, recorded_at in records
    ]
    return table_of(rows, SOURCE_COLUMNS)


def source_of(row: dict[str, Any]) -> SourceRecord:
    """Return the source of one row of the ledger."""
    names = ("id", "title", "publisher", "licence", "citation", "address", "date", "hash")
    values = {name: row[name] for name in names}
    derived_from = derived_from_of(row["derived_from"])
    return SourceRecord(**values, derived_from=derived_from, keeps_direction=bool(row["keeps_direction"]))


def table_of(rows: Sequence[tuple[object, ...]], columns: Sequence[str]) -> pa.Table:
    """Return rows as a table of the ledger."""
    schema = _schema(columns)
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(values, kind.type) for values, kind in zip(by_column, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


@lru_cache(maxsize=4096)
def _weight(text: str | None) -> int:
    return int.from_bytes(blake2b((text or "").encode(), digest_size=16).digest(), "big") | 1


def digest_of(ids: Iterable[str], extra: Iterable[str | None]) -> int:
    """Return a number of 128 bits that stands for a set of rows, whatever their order; digests of two sets add up.

    Each row counts with its id and with what its id does not cover.
    """
    return sum(int(key, 16) * _weight(text) for key, text in zip(ids, extra, strict=True)) % (1 << 128)
