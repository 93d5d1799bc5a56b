"""Snapshots: columnar tables compiled from a ledger, whole periods in them, `as_of` a filter on them.

Start with :func:`cached_snapshot` (a ledger and a cache folder) or :func:`compile_snapshot` (a ledger).
"""

from proxenia.snapshot.compile import compile_snapshot, compile_tables
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import cached_snapshot, load_snapshot, save_snapshot

__all__ = ["Snapshot", "cached_snapshot", "compile_snapshot", "compile_tables", "load_snapshot", "save_snapshot"]
