"""The history of the ledger's tables; Alembic reads it."""
