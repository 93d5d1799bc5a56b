"""The tables of the ledger as SQLAlchemy sees them.

The migrations build these tables; a test compares them with what the migrations really built, in both databases.
Text sorts bytewise in both (``COLLATE "C"`` in PostgreSQL), so that a dump does not depend on the engine.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects import postgresql

__all__ = ["METADATA"]

METADATA = MetaData()
TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _required(*names: str) -> list[Column[str]]:
    return [Column(name, TEXT, nullable=False) for name in names]


def _optional(*names: str) -> list[Column[str]]:
    return [Column(name, TEXT) for name in names]


STATEMENTS = Table(
    "statements",
    METADATA,
    Column("id", TEXT, primary_key=True),
    *_required("subject", "predicate"),
    *_optional("object", "value", "unit", "language", "period"),
    *_required("qualifiers", "source", "reference"),
    *_optional("retrieved_at"),
    *_required("recorded_at"),
    Index("statements_subject", "subject"),
    Index("statements_source", "source"),
)

RETRACTIONS, REINSTATEMENTS = (
    Table(
        name,
        METADATA,
        Column("id", TEXT, primary_key=True),
        *_required("statement_id", "reason", "signed_by", "recorded_at"),
        Index(f"{name}_statement", "statement_id"),
    )
    for name in ("retractions", "reinstatements")
)

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("id", TEXT, primary_key=True),
    *(Column(name, TEXT, nullable=False, key=name) for name in ("left_id", "right_id")),
    *_required("verdict", "reason", "signed_by", "recorded_at"),
    *_optional("undoes"),
    Index("judgements_undoes", "undoes"),
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("version", NUMBER, primary_key=True, autoincrement=False),
    Column("content_id", TEXT, nullable=False),
    *_required("title", "publisher", "licence", "citation"),
    *_optional("address", "date"),
    *_required("derived_from"),
    *_optional("hash"),
    Column("keeps_direction", NUMBER, nullable=False),
    *_required("recorded_at"),
)

BATCHES = Table(
    "batches",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    *_required("recorded_at", "kind"),
    Column("rows", NUMBER, nullable=False),
    *_required("digest"),
)
