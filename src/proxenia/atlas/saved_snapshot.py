"""The snapshot of an atlas as a folder that another process can open."""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any
from weakref import finalize

from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import MANIFEST, save_snapshot

__all__ = ["SavedSnapshot"]


class SavedSnapshot:
    """A snapshot, and where it lies on disk.

    The folder among the saved ones is used while it is there; other commands may replace it, and a snapshot of a
    test was never saved: then a copy is written that lives as long as this process.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    saved
        The folder of saved snapshots, if there is one.
    """

    def __init__(self, snapshot: Snapshot, *, saved: Path | None = None) -> None:
        self._snapshot = snapshot
        self._saved = saved
        self._lock = Lock()
        self._own: Path | None = None

    @cached_property
    def _files(self) -> Mapping[str, str]:
        """The hashes of the tables: of a snapshot that was saved or opened, those of its manifest."""
        with self._lock:
            told: Mapping[str, str] | None = self._snapshot.manifest.get("files")
            return told or self._write_own().manifest["files"]

    @cached_property
    def fingerprint(self) -> str:
        """What tells this snapshot from any other: a hash of its tables' hashes."""
        return blake2b(json.dumps(sorted(self._files.items())).encode(), digest_size=16).hexdigest()

    def folder(self) -> Path:
        """Return a folder that holds this snapshot."""
        files = self._files
        with self._lock:
            if self._own is None and self._saved is not None and self._saved.is_dir():
                found = next((one for one in sorted(self._saved.iterdir()) if _files_of(one) == files), None)
                if found is not None:
                    return found
            if self._own is None:
                self._write_own()
            return self._own or Path()

    def _write_own(self) -> Snapshot:
        made = Path(mkdtemp(prefix="proxenia-snapshot-"))
        finalize(self, shutil.rmtree, made, ignore_errors=True)
        self._own = made / "snapshot"
        return save_snapshot(self._snapshot, self._own)


def _files_of(folder: Path) -> Any:
    with suppress(OSError, ValueError, AttributeError):
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("files")
    return None
