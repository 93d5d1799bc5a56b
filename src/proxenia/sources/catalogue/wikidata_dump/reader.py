"""Reads the official JSON dump of Wikidata: one pass keeps what can matter, a second one joins it and says it."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from proxenia.errors import UnreadableFileError
from proxenia.model.statement import Statement
from proxenia.sources.catalogue.wikidata_dump.join import statements_of
from proxenia.sources.catalogue.wikidata_dump.lines import Cutter, Line
from proxenia.sources.catalogue.wikidata_dump.parse import parse_line
from proxenia.sources.catalogue.wikidata_dump.spool import Position, Spool, fingerprint
from proxenia.sources.catalogue.wikidata_dump.streams import HEAD, Block, blocks_of
from proxenia.sources.context import Context
from proxenia.sources.wikidata.drafts import record_of

__all__ = ["read"]

SAVED_EVERY: Final = 256 << 20
"""Bytes of text between two saved positions."""
FEW: Final = 100
MOST_UNDECODABLE: Final = 0.1
"""Share of the decoded lines that may be broken; with more of them the dump is written in another way."""
WHOLE: Final = 10_000_000
"""Items of a dump of all of Wikidata, which has over a hundred million; with fewer it is an extract."""
SHOWN: Final = 200
"""Characters of a fault that are shown."""
_TURN_SECONDS: Final = 0.0005
_SPOOL: Final = "spool"


def read(context: Context) -> Iterator[Statement]:
    """Give the statements of a dump in one or several files; ``-`` is standard input.

    Raises
    ------
    UnreadableFileError
        When a file is missing, empty, no dump, damaged or cut off. What was read until then is kept in the cache of
        the context, and the next reading of the same files goes on there.
    """
    with tempfile.TemporaryDirectory() as passing:
        folder = (context.cache or Path(passing)) / _SPOOL
        spool = Spool(folder, Position(fingerprint(context.files), context.retrieved_at))
        try:
            with _short_turns():
                _Pass(context, spool).run()
            context.covers_all = context.rows >= WHOLE
            for line, reason in spool.refusals():
                context.refuse(line, reason)
            yield from statements_of(spool, context)
        finally:
            spool.close()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let the thread that unpacks wait for half a millisecond at most, not for five, until it may ask for more."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class _Pass:
    """One pass over the files."""

    def __init__(self, context: Context, spool: Spool) -> None:
        self._context = context
        self._spool = spool
        self._is_one = len(context.files) == 1
        sizes = [size for _, size, _ in spool.position.files]
        self._total = sum(sizes) if min(sizes) >= 0 else 0

    def run(self) -> None:
        """Read what was not read before."""
        position = self._spool.position
        while not position.done:
            cutter = self._read_file(self._context.files[position.file])
            position.file, position.offset, position.lines = position.file + 1, 0, 0
            position.done = position.file == len(self._context.files)
            if position.done and position.opened > 0:
                # An extract by `head` looks so too: it is told, and read.
                self._spool.refuse(cutter.lines + 1, "there is no line with ] at the end: it may be a part of a dump")
                position.opened = 0
            self._spool.save()
        self._context.rows = position.rows
        if position.decoded >= FEW and position.undecodable > MOST_UNDECODABLE * position.decoded:
            self._context.fault(
                f"{position.undecodable} of {position.decoded} lines with what is kept are no items as they are known:"
                " the layout of the dump has changed"
            )

    def _read_file(self, path: Path) -> Cutter:
        position, error = self._spool.position, None
        cutter = Cutter(position.offset, position.lines, position.rows, position.opened)
        before = sum(max(size, 0) for _, size, _ in position.files[: position.file])
        next_save = position.offset + SAVED_EVERY
        for block in blocks_of(path, skip=position.offset):
            if not cutter.offset:
                _check_is_dump(path, block)
            for line in cutter.cut(block):
                self._take(path, line)
            self._context.progress(before + block.done, self._total)
            if cutter.offset >= next_save:
                self._save(cutter)
                next_save = cutter.offset + SAVED_EVERY
            error = block.error
        for line in cutter.finish() if error is None else ():
            self._take(path, line)
        self._save(cutter)
        if error is not None or cutter.is_cut:
            why = "its last line is cut off" if error is None else str(error).strip() or type(error).__name__
            raise _broken_off(path, why, cutter.rows) from error
        return cutter

    def _save(self, cutter: Cutter) -> None:
        position = self._spool.position
        position.offset, position.lines = cutter.offset, cutter.lines
        position.rows, position.opened = cutter.rows, cutter.opened
        self._spool.save()

    def _take(self, path: Path, line: Line) -> None:
        """Keep what a line says, or that it is broken."""
        reason, position = line.broken, self._spool.position
        if not reason:
            position.decoded += 1
            try:
                entity = parse_line(line.text)
            except (ValueError, RecursionError) as error:
                position.undecodable += 1
                reason = f"it is no item in JSON ({str(error)[:SHOWN]})"
            else:
                if entity is not None:
                    self._spool.add(line.number, record_of(entity, retrieved_at=position.retrieved_at))
        if reason:
            self._spool.refuse(line.number, reason if self._is_one else f"{path.name}: {reason}")


def _check_is_dump(path: Path, block: Block) -> None:
    """Refuse a file that is something else, such as a page that says that the dump has moved."""
    begin = bytes(block.buffer[HEAD : HEAD + min(block.length, SHOWN)]).removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin[:1] not in (b"[", b"{", b"]") and block.error is None:
        raise UnreadableFileError(
            f"{path} is no dump of Wikidata: it begins with {begin[:40].decode(errors='replace')!r}",
            expected="Expected a line with [ and then one item in JSON a line",
            next_step="Fetch a file such as latest-all.json.gz from Wikidata's dumps",
        )


def _broken_off(path: Path, why: str, rows: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path} breaks off after {rows} items ({why})",
        expected="Expected a whole dump, from a line with [ to a line with ]",
        next_step="Fetch it again; what was read is kept, and a reading of the same file goes on there."
        " Nothing was written",
    )
