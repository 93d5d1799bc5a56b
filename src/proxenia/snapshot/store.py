"""Snapshots on disk: a folder with one Parquet file a table and a manifest with their hashes.

The bytes depend on the tables alone: no time and no machine is written. A folder appears whole or not at all,
for it is written beside its place and then renamed.
"""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b, sha256
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import polars as pl
from polars.exceptions import PolarsError

from proxenia.errors import SnapshotError
from proxenia.snapshot.compile import LedgerLike, compile_snapshot
from proxenia.snapshot.identity import ALIASES
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import SCHEMA_VERSION, TABLES
from proxenia.snapshot.version import code_version

__all__ = ["MANIFEST", "cached_snapshot", "load_snapshot", "parquet_bytes", "save_snapshot", "write_snapshot_files"]

MANIFEST: Final = "manifest.json"
_ALIASES: Final = "aliases"
KEPT_SNAPSHOTS: Final = 3
_LONGEST_SAVING_NS: Final = 3_600_000_000_000
_AGAIN: Final = "Compile it again from the ledger, or delete the folder"


def parquet_bytes(table: pl.DataFrame) -> bytes:
    """Return a table as the bytes of a Parquet file, the same for the same rows."""
    buffer = BytesIO()
    table.write_parquet(buffer, compression="zstd", compression_level=1, statistics=False, row_group_size=1_000_000)
    return buffer.getvalue()


def write_snapshot_files(folder: Path, snapshot: Snapshot) -> dict[str, Any]:
    """Write the files of a snapshot to a folder and return its manifest with their hashes."""
    hashes = {}
    for name, table in {**snapshot.tables, _ALIASES: snapshot.aliases}.items():
        content = parquet_bytes(table)
        hashes[name] = sha256(content).hexdigest()
        (folder / f"{name}.parquet").write_bytes(content)
    rows = {name: snapshot.tables[name].height for name in TABLES}
    manifest = {
        **snapshot.manifest,
        "schema": SCHEMA_VERSION,
        "rows": rows,
        "aliases": snapshot.aliases.height,
        "files": hashes,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def _put(made: Path, place: Path) -> None:
    """Move a finished folder to its place, over what is there."""
    while True:
        try:
            made.rename(place)
        except OSError:
            if not place.exists():
                raise
            aside = Path(mkdtemp(dir=place.parent, prefix=".old-"))
            with suppress(FileNotFoundError):  # another process moved it first
                place.rename(aside / "was")
            shutil.rmtree(aside, ignore_errors=True)
        else:
            return


def save_snapshot(snapshot: Snapshot, folder: Path) -> Snapshot:
    """Save a snapshot as a folder, replacing what is there, and return it with its manifest's hashes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(dir=folder.parent, prefix=".new-"))
    try:
        manifest = write_snapshot_files(made, snapshot)
        made.chmod(0o777 & ~_umask())
        _put(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Snapshot(tables=snapshot.tables, manifest=manifest, aliases=snapshot.aliases)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _damaged(folder: Path, what: str, expected: str) -> SnapshotError:
    return SnapshotError(f"The snapshot in {folder} {what}", expected=expected, next_step=_AGAIN)


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(folder, "has no readable manifest", f"Expected {MANIFEST} as save_snapshot writes it") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise _damaged(folder, "has a manifest without files", f"Expected {MANIFEST} as save_snapshot writes it")
    if manifest.get("schema") != SCHEMA_VERSION:
        raise _damaged(
            folder, f"has schema version {manifest.get('schema')!r}", f"This version reads schema {SCHEMA_VERSION}"
        )
    return manifest


def _read_table(
    folder: Path, name: str, manifest: Mapping[str, Any], *, schema: pl.Schema, rows: object, check: bool
) -> pl.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        if check and sha256(path.read_bytes()).hexdigest() != manifest["files"].get(name):
            raise _damaged(folder, f"was changed: {path.name} is not what was saved", "Expected its SHA-256")
        table = pl.read_parquet(path)
    except (OSError, PolarsError) as error:
        raise _damaged(folder, f"has no readable {path.name}", "Expected a Parquet file") from error
    if table.schema != schema or table.height != rows:
        raise _damaged(folder, f"has other columns or rows in {path.name}", "Expected those of the manifest")
    return table


def load_snapshot(folder: Path, *, check: bool = False) -> Snapshot:
    """Open a saved snapshot.

    Parameters
    ----------
    check
        Compare the hash of every file with the manifest too, not only columns and counts.

    Raises
    ------
    SnapshotError
        When the folder is not a whole snapshot of this schema.
    """
    manifest = _read_manifest(folder)
    rows = manifest.get("rows", {})
    tables = {
        name: _read_table(folder, name, manifest, schema=table.schema, rows=rows.get(name), check=check)
        for name, table in TABLES.items()
    }
    aliases = _read_table(folder, _ALIASES, manifest, schema=ALIASES, rows=manifest.get("aliases"), check=check)
    return Snapshot(tables=tables, manifest=manifest, aliases=aliases)


def _place(cache_dir: Path, *content: object) -> Path:
    key = blake2b(json.dumps(content).encode(), digest_size=12).hexdigest()
    return cache_dir / "snapshots" / key


def _last_used(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _forget_older(folder: Path, newest: Path) -> None:
    """Keep the snapshots used last; drop the others and what a process left that was interrupted an hour before."""
    found = [path for path in folder.iterdir() if path.is_dir()]
    saved = sorted((path for path in found if not path.name.startswith(".")), key=_last_used, reverse=True)
    long_ago = _last_used(newest) - _LONGEST_SAVING_NS
    left = [path for path in found if path.name.startswith(".") and _last_used(path) < long_ago]
    for path in [*saved[KEPT_SNAPSHOTS:], *left]:
        shutil.rmtree(path, ignore_errors=True)


def cached_snapshot(ledger: LedgerLike, cache_dir: Path, *, known_at: str | None = None) -> Snapshot:
    """Return the snapshot of a ledger, reusing the saved one while the ledger and the code are the same.

    A saved one that is broken is compiled again without a word.
    """
    version, fingerprint = code_version(), ledger.fingerprint(known_at=known_at)
    folder = _place(cache_dir, fingerprint, known_at, version, SCHEMA_VERSION)
    if folder.is_dir():
        try:
            snapshot = load_snapshot(folder)
        except SnapshotError:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            os.utime(folder)
            return snapshot
    snapshot = save_snapshot(compile_snapshot(ledger, known_at=known_at, code_version=version), folder)
    _forget_older(folder.parent, folder)
    return snapshot
