"""The five kinds of rows, each with how its id follows from its content.

Verification, dump and restore walk over them in this order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

import pyarrow as pa

from proxenia.ledger.engine import Engine
from proxenia.ledger.rows import (
    CHANGE_COLUMNS,
    JUDGEMENT_COLUMNS,
    SOURCE_COLUMNS,
    STATEMENT_COLUMNS,
    derived_from_of,
    digest_of,
    qualifiers_of,
    typed,
)
from proxenia.model.statement import content_id

__all__ = ["KINDS", "Batch", "Columns", "Kind", "chunks"]

Columns = Mapping[str, Sequence[Any]]
Batch = tuple[str, str, int, str]
"""Moment, table, number of rows, digest."""

CHUNK_ROWS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row.

    Attributes
    ----------
    name, table
        What one is called, and where they lie.
    columns, optional
        The columns, and those of them that may be empty.
    key
        The columns that order the rows.
    identity
        The column that holds the hash.
    uncovered
        The column that the hash does not cover but the digest of a batch does.
    hashes
        Computes the hashes from the other columns.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    optional: frozenset[str]
    hashes: Callable[[Columns], Iterator[str]]
    key: tuple[str, ...] = ("id",)
    identity: str = "id"
    uncovered: str | None = None

    def batches(self, columns: Columns) -> Iterator[Batch]:
        """Give what the rows amount to, one a moment."""
        by_moment: dict[str, list[tuple[str, str | None]]] = {}
        for key, text, moment in zip(
            columns[self.identity], self._beside(columns), columns["recorded_at"], strict=True
        ):
            by_moment.setdefault(moment, []).append((key, text))
        for moment, pairs in by_moment.items():
            yield moment, self.table, len(pairs), f"{_digest(pairs):032x}"

    def _beside(self, columns: Columns) -> list[str | None]:
        if self.uncovered is None:
            return [None] * len(columns[self.identity])
        return [None if value is None else str(value) for value in columns[self.uncovered]]


def _digest(pairs: list[tuple[str, str | None]]) -> int:
    try:
        return digest_of([key for key, _ in pairs], [text for _, text in pairs])
    except ValueError:  # an id that is no hash any more; its own fault names it
        return 0


def _statement_hashes(columns: Columns) -> Iterator[str]:
    texts = [columns[name] for name in STATEMENT_COLUMNS[1:8]]
    qualifiers = map(qualifiers_of, columns["qualifiers"])
    return map(content_id, *texts, qualifiers, columns["source"], columns["reference"])


def _retraction_hashes(columns: Columns) -> Iterator[str]:
    return map(content_id, repeat("retraction"), *(columns[name] for name in CHANGE_COLUMNS[1:]))


def _reinstatement_hashes(columns: Columns) -> Iterator[str]:
    return map(content_id, repeat("reinstatement"), *(columns[name] for name in CHANGE_COLUMNS[1:]))


def _judgement_hashes(columns: Columns) -> Iterator[str]:
    return map(content_id, repeat("judgement"), *(columns[name] for name in JUDGEMENT_COLUMNS[1:]))


def _source_hashes(columns: Columns) -> Iterator[str]:
    texts = [columns[name] for name in ("id", "title", "publisher", "licence", "citation", "address", "date")]
    derived_from = map(derived_from_of, columns["derived_from"])
    return map(
        content_id, repeat("source"), *texts, derived_from, columns["hash"], map(bool, columns["keeps_direction"])
    )


KINDS: Final = (
    Kind(
        "source",
        "sources",
        SOURCE_COLUMNS,
        frozenset({"address", "date", "hash"}),
        _source_hashes,
        key=("id", "version"),
        identity="content_id",
        uncovered="version",
    ),
    Kind(
        "statement",
        "statements",
        STATEMENT_COLUMNS,
        frozenset({"object", "value", "unit", "language", "period", "retrieved_at"}),
        _statement_hashes,
        uncovered="retrieved_at",
    ),
    Kind("retraction", "retractions", CHANGE_COLUMNS, frozenset(), _retraction_hashes),
    Kind("reinstatement", "reinstatements", CHANGE_COLUMNS, frozenset(), _reinstatement_hashes),
    Kind("judgement", "judgements", JUDGEMENT_COLUMNS, frozenset({"undoes"}), _judgement_hashes),
)


def chunks(engine: Engine, kind: Kind) -> Iterator[pa.Table]:
    """Give all rows of a kind in the order of their key, so many at a time that memory does not grow."""
    key = ", ".join(kind.key)
    marks = ", ".join("?" for _ in kind.key)
    select = f"SELECT {', '.join(kind.columns)} FROM {kind.table}"
    last: list[str | int] = []
    while True:
        where = f" WHERE ({key}) > ({marks})" if last else ""
        table = typed(engine.fetch(f"{select}{where} ORDER BY {key} LIMIT {CHUNK_ROWS}", last))
        if table.num_rows:
            yield table
            last = [table.column(name)[-1].as_py() for name in kind.key]
        if table.num_rows < CHUNK_ROWS:
            return
