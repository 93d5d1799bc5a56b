"""The bytes of a dump, whichever way it is compressed, read ahead in another thread into a few reused buffers.

What a file is is told by its first bytes, not by its name. Nothing is ever held but the buffers: a file that unpacks
to a thousand times its size takes time and no memory.
"""

import bz2
import io
import os
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Full, Queue
from typing import IO, Any, BinaryIO, Final, Protocol, cast

import indexed_bzip2
import zstandard
from isal import igzip

from proxenia.errors import UnreadableFileError

__all__ = ["HEAD", "STANDARD_INPUT", "Block", "blocks_of", "open_bytes"]

STANDARD_INPUT: Final = Path("-")
BLOCK: Final = 16 << 20
"""Bytes of text in one block: enough that two threads seldom wait for each other."""
HEAD: Final = 1 << 20
"""Room before a block for the line that began in the block before."""
_BUFFERS: Final = 4
_COMPRESSED_PIECE: Final = 8 << 20
_LARGEST_WINDOW: Final = 1 << 27
"""Bytes of memory that a zstd file may ask for; zstd's own tool has the same limit."""
_CORES: Final = count if (count := os.cpu_count() or 1) >= 4 else 1
"""Cores that unpack bz2: in parallel it takes thrice the work, which two cores do not make good."""
_NEAR: Final = 1 << 30
"""Bytes of text from the beginning within which a damaged piece is read again."""
_SMALL: Final = 1 << 12
_FAULTS: Final = (OSError, EOFError, ValueError, RuntimeError, zlib.error, zstandard.ZstdError, igzip.BadGzipFile)


class Readable(Protocol):
    """Gives the bytes of the text."""

    def readinto(self, view: memoryview, /) -> int | None:
        """Fill a buffer as far as there is something, and return how many bytes that is."""

    def close(self) -> None:
        """Give everything back."""


class Counted(io.RawIOBase):
    """The bytes of the file as they lie there, counted."""

    def __init__(self, file: IO[bytes], head: bytes = b"") -> None:
        super().__init__()
        self._file = file
        self._head = head
        self.count = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, view: Any) -> int:
        """Fill a buffer."""
        if self._head:
            piece, self._head = self._head[: len(view)], self._head[len(view) :]
            view[: len(piece)] = piece
            got = len(piece)
        else:
            got = self._file.readinto(view) or 0  # type: ignore[attr-defined]
        self.count += got
        return got

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self._file is not sys.stdin.buffer:
            self._file.close()
        super().close()


class _Gzip:
    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        # The reader below io.BufferedReader: it fills our buffer at once and lets the other thread work meanwhile.
        self._reader: Any = igzip._IGzipReader(cast("BinaryIO", counted), buffersize=_COMPRESSED_PIECE)  # noqa: SLF001

    def readinto(self, view: memoryview, /) -> int:
        return int(self._reader.readinto(view))

    def close(self) -> None:
        self._counted.close()


def _zstd(counted: Counted) -> Readable:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    reader: Readable = decompressor.stream_reader(
        cast("IO[bytes]", counted), read_size=_COMPRESSED_PIECE, read_across_frames=True, closefd=True
    )
    return reader


def _bzip2(counted: Counted) -> Readable:
    reader: Any = bz2.BZ2File(io.BufferedReader(counted, _COMPRESSED_PIECE))
    return reader  # type: ignore[no-any-return]


_BY_MAGIC: Final[tuple[tuple[bytes, Callable[[Counted], Readable]], ...]] = (
    (b"\x1f\x8b", _Gzip),
    (b"\x28\xb5\x2f\xfd", _zstd),
    (b"BZh", _bzip2),
)
_MAGIC_BYTES: Final = 4
_open_gzip: Final[Callable[[Path], Any]] = igzip.open


class _Bytes:
    """An open file: its text, how far its own bytes were read, and whether its text can be sought in."""

    def __init__(self, text: Readable, done: Callable[[], int], seek: Callable[[int], object] | None = None) -> None:
        self.text = text
        self.done = done
        self.seek = seek


def open_bytes(path: Path) -> _Bytes:
    """Open a file or standard input.

    Raises
    ------
    UnreadableFileError
        When it is missing, empty or cannot be read.
    """
    try:
        file: IO[bytes] = sys.stdin.buffer if path == STANDARD_INPUT else path.open("rb", buffering=0)
        magic = b""
        while len(magic) < _MAGIC_BYTES and (piece := file.read(_MAGIC_BYTES - len(magic))):
            magic += piece
    except OSError as error:
        raise UnreadableFileError(
            f"{path} cannot be read ({error.strerror})", next_step="Check the path and who may read it"
        ) from error
    if not magic:
        file.close()
        raise UnreadableFileError(
            f"{path} is empty",
            expected="Expected a JSON dump of Wikidata, plain or as .gz, .bz2 or .zst",
            next_step="Fetch the file again",
        )
    if magic.startswith(b"BZh") and path != STANDARD_INPUT and path.is_file():
        file.close()
        return _parallel_bzip2(path)
    counted = Counted(file, magic)
    kind = next((make for begin, make in _BY_MAGIC if magic.startswith(begin)), None)
    if kind is _Gzip and path != STANDARD_INPUT and path.is_file():
        return _Bytes(_Careful(kind(counted), lambda: _open_gzip(path)), lambda: counted.count)
    if kind is not None:
        return _Bytes(kind(counted), lambda: counted.count)
    sought = _seeker(counted, file) if path != STANDARD_INPUT and path.is_file() else None
    return _Bytes(counted, lambda: counted.count, sought)


def _seeker(counted: Counted, file: IO[bytes]) -> Callable[[int], object]:
    def seek(offset: int) -> None:
        counted._head = b""  # noqa: SLF001 - the bytes that told what the file is are passed over
        counted.count = file.seek(offset)

    return seek


class _Careful:
    """The text of a file read in large pieces, and in small ones where it is damaged.

    A reader that meets a fault within a large piece gives nothing of it. Near the beginning of a file the piece is
    read again by a plain reader, which gives all that is sound and says what is wrong; further on up to one block is
    lost, for it is not worth unpacking everything again.
    """

    def __init__(self, fast: Readable, plain: Callable[[], Any]) -> None:
        self._fast = fast
        self._open_plain = plain
        self._plain: Any = None
        self._given = 0

    def readinto(self, view: memoryview, /) -> int:
        if self._plain is None:
            try:
                got = self._fast.readinto(view) or 0
            except _FAULTS:
                if self._given > _NEAR:
                    raise
                self._plain = self._open_plain()
                self._plain.seek(self._given)
            else:
                self._given += got
                return got
        return int(self._plain.readinto(view[:_SMALL]))

    def close(self) -> None:
        self._fast.close()
        if self._plain is not None:
            self._plain.close()


def _parallel_bzip2(path: Path) -> _Bytes:
    reader: Any = indexed_bzip2.open(str(path), parallelization=_CORES)
    size = path.stat().st_size
    return _Bytes(
        _Careful(reader, lambda: bz2.BZ2File(path)),
        lambda: size if reader.closed else min(int(reader.tell_compressed()) // 8, size),
    )


class Block:
    """One block of text: `buffer[HEAD : HEAD + length]`, with how far the file's own bytes were read."""

    __slots__ = ("buffer", "done", "error", "length")

    def __init__(self, buffer: bytearray, length: int, done: int, error: Exception | None = None) -> None:
        self.buffer = buffer
        self.length = length
        self.done = done
        self.error = error


def blocks_of(path: Path, *, skip: int = 0) -> Iterator[Block]:
    """Give the blocks of a file's text, read ahead in another thread.

    The buffer of a block is used again when the next but one is asked for. A fault of the file comes as the `error` of
    its last block, after all that could be read.

    Parameters
    ----------
    skip
        Bytes of text to pass over first.
    """
    opened = open_bytes(path)
    free: Queue[bytearray] = Queue()
    full: Queue[Block | None] = Queue()
    for _ in range(_BUFFERS):
        free.put(bytearray(HEAD + BLOCK))
    stop = threading.Event()
    worker = threading.Thread(target=_work, args=(opened, skip, free, full, stop), daemon=True)
    worker.start()
    try:
        while (block := full.get()) is not None:
            yield block
            free.put(block.buffer)
    finally:
        stop.set()
        worker.join()
        with suppress(*_FAULTS):
            opened.text.close()


def _work(opened: _Bytes, skip: int, free: Queue[bytearray], full: Queue[Block | None], stop: threading.Event) -> None:
    """Fill buffers until the text ends, or something is wrong with the file."""
    if skip and opened.seek is not None:
        opened.seek(skip)
        skip = 0
    ended = False
    while not ended and not stop.is_set():
        try:
            buffer = free.get(timeout=0.1)
        except Empty:
            continue
        length, error = 0, None
        with memoryview(buffer) as view:
            while length < BLOCK and not ended:
                try:
                    got = opened.text.readinto(view[HEAD + length :]) or 0
                except _FAULTS as fault:
                    got, error = 0, fault
                ended = got == 0
                passed = min(skip, got)
                if passed:
                    skip -= passed
                    view[HEAD + length : HEAD + length + got - passed] = bytes(
                        view[HEAD + length + passed : HEAD + length + got]
                    )
                length += got - passed
        with suppress(Full):
            full.put(Block(buffer, length, opened.done(), error))
    full.put(None)
