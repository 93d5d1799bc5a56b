"""What changed between two snapshots, table by table."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import TABLES

__all__ = ["TableChange", "compare_snapshots"]

_KEYS: Final = {
    "actors": ("id",),
    "ties": ("id",),
    "acts": ("id",),
    "sources": ("id",),
    "attributes": ("statement",),
    "dyads": ("statement",),
    "evidence": ("statement",),
}
"""What names a row; of the other tables, whose rows are their own names, all columns."""

_CHANGED: Final = {"column": pl.String(), "before": pl.String(), "after": pl.String()}


@dataclass(frozen=True, slots=True)
class TableChange:
    """What changed in one table.

    Attributes
    ----------
    added, removed
        The rows that only the later, or only the earlier, snapshot has.
    changed
        For rows of both, every column whose value differs: the row's key, `column`, `before` and `after` as texts.
    """

    added: pl.DataFrame
    removed: pl.DataFrame
    changed: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return self.added.is_empty() and self.removed.is_empty() and self.changed.is_empty()


def _as_text(column: str, dtype: pl.DataType) -> pl.Expr:
    return pl.col(column).list.join(";") if isinstance(dtype, pl.List) else pl.col(column).cast(pl.String())


def _changed(before: pl.DataFrame, after: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Return the cells that differ between the rows of both tables."""
    schema = before.schema
    empty = pl.DataFrame(schema={**{key: schema[key] for key in keys}, **_CHANGED})
    parts = [empty]
    for column in (name for name in before.columns if name not in keys):
        text = _as_text(column, schema[column])
        beside = before.select(*keys, text.alias("before")).join(
            after.select(*keys, text.alias("after")), on=keys, how="inner", maintain_order="left"
        )
        differ = beside.filter(pl.col("before").ne_missing(pl.col("after")))
        parts.append(differ.with_columns(column=pl.lit(column)).select(empty.columns))
    return pl.concat(parts).sort(*keys, "column")


def _compare(name: str, before: pl.DataFrame, after: pl.DataFrame) -> TableChange:
    keys = list(_KEYS.get(name, TABLES[name].schema.names()))
    return TableChange(
        added=after.join(before, on=keys, how="anti", nulls_equal=True, maintain_order="left"),
        removed=before.join(after, on=keys, how="anti", nulls_equal=True, maintain_order="left"),
        changed=_changed(before, after, keys),
    )


def compare_snapshots(before: Snapshot, after: Snapshot) -> dict[str, TableChange]:
    """Return what changed from one snapshot to another, by table.

    >>> changes = compare_snapshots(Snapshot.empty(), Snapshot.empty())
    >>> all(change.is_empty for change in changes.values())
    True
    """
    return {name: _compare(name, before.tables[name], after.tables[name]) for name in TABLES}
