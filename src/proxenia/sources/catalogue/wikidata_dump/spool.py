"""What one pass over the dump keeps, on disk: records, classes, refusals, and how far the pass has come.

The pass appends and now and then saves its position. A pass that was interrupted is taken up where it was saved last,
when the files have the names, sizes and times they had; what was written after that is cut off first.
"""

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
import numpy as np
import zstandard
from numpy.typing import NDArray

from proxenia.sources.wikidata.classes import item_number
from proxenia.sources.wikidata.drafts import Draft, Office, Record

__all__ = ["Entry", "Head", "HeadEntry", "Position", "Spool", "fingerprint"]

FORM: Final = 1
"""Goes up when what is kept changes: an older spool is then of no use."""
_BATCH: Final = 500
_SIZE_BYTES: Final = 4
EntryT = TypeVar("EntryT")


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A record with the line it came from."""

    line: int
    record: Record


class Head(msgspec.Struct, frozen=True, array_like=True):
    """The first fields of a record: what the join looks at before anything is said."""

    id: str
    name: str
    language: str
    classes: tuple[str, ...]
    parents: tuple[str, ...]
    code: str
    countries: tuple[str, ...]
    ties: tuple[Draft, ...]
    office: Office | None


class HeadEntry(msgspec.Struct, frozen=True, array_like=True):
    """The first fields of a record with the line it came from."""

    line: int
    record: Head


class Position(msgspec.Struct):
    """How far a pass has come.

    Attributes
    ----------
    file, offset, lines, opened
        The file at hand, bytes of text and lines of it that are done, and whether its list is open.
    rows
        Entities of all files.
    decoded, undecodable
        Lines that were decoded, and those of them that could not be.
    retrieved_at
        The day on which the pass began; a pass that is taken up keeps it.
    sizes
        Bytes of each part of the spool that belong to it.
    """

    files: list[tuple[str, int, int]]
    retrieved_at: str
    form: int = FORM
    file: int = 0
    offset: int = 0
    lines: int = 0
    opened: int = 0
    rows: int = 0
    decoded: int = 0
    undecodable: int = 0
    done: bool = False
    sizes: dict[str, int] = {}


def fingerprint(paths: Sequence[Path]) -> list[tuple[str, int, int]]:
    """Return the name, the size and the time of change of each file; standard input has none."""
    found = []
    for path in paths:
        status = path.stat() if path.is_file() else None
        found.append((str(path), status.st_size if status else -1, status.st_mtime_ns if status else -1))
    return found


class Spool:
    """The parts of a spool in one folder: appended to by the pass, read by the join."""

    _PARTS: Final = ("records", "classes", "refusals")

    def __init__(self, folder: Path, position: Position) -> None:
        self.position = position
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        saved = self._saved()
        if saved is not None and self._is_same(saved):
            self.position = saved
        else:
            shutil.rmtree(folder)
            folder.mkdir(parents=True)
        self._files = {part: self._opened(part) for part in self._PARTS}
        self._encoder = msgspec.msgpack.Encoder()
        self._compressor = zstandard.ZstdCompressor(level=1)
        self._records: list[Entry] = []
        self._classes: list[int] = []

    def _saved(self) -> Position | None:
        try:
            return msgspec.json.decode((self._folder / "position.json").read_bytes(), type=Position)
        except (OSError, msgspec.MsgspecError):
            return None

    def _is_same(self, saved: Position) -> bool:
        """Tell whether a saved position is one of these files; what standard input held is gone."""
        wanted = self.position
        has_all = all(
            (self._folder / part).is_file() and (self._folder / part).stat().st_size >= size
            for part, size in saved.sizes.items()
        )
        return (
            has_all
            and (saved.files, saved.form) == (wanted.files, FORM)
            and all(size >= 0 for _, size, _ in saved.files)
        )

    def _opened(self, part: str) -> io.BufferedRandom:
        path = self._folder / part
        path.touch()
        file = path.open("r+b")
        file.truncate(self.position.sizes.get(part, 0))
        file.seek(0, io.SEEK_END)
        return file

    def add(self, line: int, record: Record) -> None:
        """Keep a record."""
        if record.parents:
            own = item_number(record.id)
            for parent in record.parents:
                self._classes += (own, item_number(parent))
        if record.ties or record.office or record.facts or record.code:
            self._records.append(Entry(line, record))
            if len(self._records) >= _BATCH:
                self._write_records()

    def refuse(self, line: int, reason: str) -> None:
        """Keep a refusal."""
        self._files["refusals"].write(msgspec.json.encode((line, reason)) + b"\n")

    def _write_records(self) -> None:
        if self._records:
            frame = self._compressor.compress(self._encoder.encode(self._records))
            self._files["records"].write(len(frame).to_bytes(_SIZE_BYTES, "little") + frame)
            self._records.clear()

    def save(self) -> None:
        """Write everything down, and then how far the pass has come."""
        self._write_records()
        self._files["classes"].write(np.array(self._classes, dtype=np.int64).tobytes())
        self._classes.clear()
        for file in self._files.values():
            file.flush()
        self.position.sizes = {part: file.tell() for part, file in self._files.items()}
        part = self._folder / "position.part"
        part.write_bytes(msgspec.json.encode(self.position))
        part.rename(self._folder / "position.json")

    def entries(self) -> Iterator[Entry]:
        """Give the records in the order of the dump."""
        return self._read(Entry)

    def heads(self) -> Iterator[HeadEntry]:
        """Give the first fields of the records in the order of the dump."""
        return self._read(HeadEntry)

    def _read(self, type_: type[EntryT]) -> Iterator[EntryT]:
        decoder: Any = msgspec.msgpack.Decoder(list[type_])  # type: ignore[valid-type]
        decompressor = zstandard.ZstdDecompressor()
        with (self._folder / "records").open("rb") as file:
            while size := file.read(_SIZE_BYTES):
                yield from decoder.decode(decompressor.decompress(file.read(int.from_bytes(size, "little"))))

    def classes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of classes and of the classes that they are subclasses of."""
        pairs = np.fromfile(self._folder / "classes", dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def refusals(self) -> Iterator[tuple[int, str]]:
        """Give the lines that were refused, with the reasons."""
        with (self._folder / "refusals").open("rb") as file:
            for line in file:
                yield msgspec.json.decode(line, type=tuple[int, str])

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()
