"""The first tables, and the triggers that keep them append-only."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("statements", "retractions", "reinstatements", "judgements", "sources", "batches")
KEYS = {"sources": ("id", "version"), "batches": ("number",)}
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

REFUSE = """
CREATE FUNCTION proxenia_refuse() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE EXCEPTION USING MESSAGE =
        'the ledger is append-only: ' || TG_OP || ' of ' || TG_TABLE_NAME || ' is refused';
END
$refuse$
"""


def _texts(names: str, *, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=nullable) for name in names.split()]


def _id() -> sa.Column[str]:
    return sa.Column("id", TEXT, primary_key=True)


def _create_tables() -> None:
    op.create_table(
        "statements",
        _id(),
        *_texts("subject predicate"),
        *_texts("object value unit language period", nullable=True),
        *_texts("qualifiers source reference"),
        *_texts("retrieved_at", nullable=True),
        *_texts("recorded_at"),
    )
    for name in ("retractions", "reinstatements"):
        op.create_table(name, _id(), *_texts("statement_id reason signed_by recorded_at"))
    op.create_table(
        "judgements",
        _id(),
        *_texts("left_id right_id verdict reason signed_by recorded_at"),
        *_texts("undoes", nullable=True),
    )
    op.create_table(
        "sources",
        _id(),
        sa.Column("version", NUMBER, primary_key=True, autoincrement=False),
        *_texts("content_id title publisher licence citation"),
        *_texts("address date", nullable=True),
        *_texts("derived_from"),
        *_texts("hash", nullable=True),
        sa.Column("keeps_direction", NUMBER, nullable=False),
        *_texts("recorded_at"),
    )
    op.create_table(
        "batches",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        *_texts("recorded_at kind"),
        sa.Column("rows", NUMBER, nullable=False),
        *_texts("digest"),
    )


def _create_indexes() -> None:
    op.create_index("statements_subject", "statements", ["subject"])
    op.create_index("statements_source", "statements", ["source"])
    op.create_index("retractions_statement", "retractions", ["statement_id"])
    op.create_index("reinstatements_statement", "reinstatements", ["statement_id"])
    op.create_index("judgements_undoes", "judgements", ["undoes"])


def _keep_append_only_sqlite() -> None:
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, 'the ledger is append-only: {verb} of {table} is refused'); END"
            )
        # INSERT OR REPLACE deletes without asking the trigger for DELETE.
        same = " AND ".join(f"{name} = NEW.{name}" for name in KEYS.get(table, ("id",)))
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN "
            f"SELECT RAISE(ABORT, 'the ledger is append-only: REPLACE of {table} is refused'); END"
        )


def _keep_append_only_postgresql() -> None:
    op.execute(REFUSE)
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION proxenia_refuse()"
        )


def upgrade() -> None:
    """Create the tables, their indexes and their triggers."""
    _create_tables()
    _create_indexes()
    if op.get_context().dialect.name == "sqlite":
        _keep_append_only_sqlite()
    else:
        _keep_append_only_postgresql()
