"""Blocks of text cut into lines, of which only those are looked at that may hold what is kept.

A line of the dump is passed over after a search for the names of properties in its raw bytes; nineteen of twenty are.
That every line begins and ends as an item does is counted over the whole block, and looked into only where the count
is not right.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
import stringzilla

from proxenia.sources.catalogue.wikidata_dump.parse import KEPT_FOR
from proxenia.sources.catalogue.wikidata_dump.streams import HEAD, Block

__all__ = ["LONGEST_LINE", "Cutter", "Line"]

LONGEST_LINE: Final = 64 << 20
"""Bytes of a line; the largest item of Wikidata has about five million."""
_NAMES: Final = tuple(f'"{name}"'.encode() for name in KEPT_FOR)
_CLAIM: Final = b':[{"mainsnak":'
_CLAIMS: Final = tuple(name + _CLAIM for name in _NAMES)
"""What the claims of a property begin with in the dump as Wikidata writes it: not a qualifier or a reference."""
_NEWLINE: Final = b"\n"
_SEAM: Final = b"},\n{"
_PIECE: Final = 1 << 20
"""Bytes searched for one name after the other while they lie in the processor's cache."""
_OPEN, _CLOSE = b"[", b"]"

find: Final[Callable[[memoryview, bytes], int]] = stringzilla.find
rfind: Final[Callable[[memoryview, bytes], int]] = stringzilla.rfind
count: Final[Callable[[memoryview, bytes], int]] = stringzilla.count


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may hold what is kept, or why it is broken."""

    number: int
    text: bytes = b""
    broken: str = ""


@dataclass(slots=True)
class Cutter:
    """Cuts the blocks of one file into lines.

    Attributes
    ----------
    offset
        Bytes of text up to the end of the last whole line.
    lines, rows
        Whole lines so far, and how many of them are entities.
    opened
        Brackets that were opened and not closed: one while the list goes on.
    """

    offset: int = 0
    lines: int = 0
    rows: int = 0
    opened: int = 0
    _carry: bytes = b""
    _long: bytearray | None = None
    _dropped: int = 0
    _needles: tuple[bytes, ...] = ()

    def cut(self, block: Block) -> Iterator[Line]:
        """Give the lines of a block that matter, together with what is left of the block before."""
        begin, end = HEAD, HEAD + block.length
        with memoryview(block.buffer) as view:
            if self._long is not None:
                begin = yield from self._lengthen(view, begin, end)
            if self._carry:
                begin = HEAD - len(self._carry)
                view[begin:HEAD] = self._carry
                self._carry = b""
            last = rfind(view[begin:end], _NEWLINE)
            if last >= 0:
                yield from self._region(view[begin : begin + last + 1])
                begin += last + 1
            self._keep(view[begin:end])

    def finish(self) -> Iterator[Line]:
        """Give the last line where it has no newline and is whole.

        A line that is not whole stays in :attr:`rest`.
        """
        if not self._dropped and _is_whole(self.rest.strip()):
            whole = self.rest + _NEWLINE
            self._long, self._carry = None, b""
            yield from self._region(memoryview(whole))

    @property
    def is_cut(self) -> bool:
        """Tell whether the text ended within a line."""
        return bool(self._dropped or self.rest.strip())

    @property
    def rest(self) -> bytes:
        """What was begun and has no end yet."""
        return bytes(self._long) if self._long is not None else self._carry

    def _keep(self, view: memoryview) -> None:
        if len(view) > HEAD:
            self._long = bytearray(view)
        else:
            self._carry = bytes(view)

    def _lengthen(self, view: memoryview, begin: int, end: int) -> Generator[Line, None, int]:
        """Add to a long line until it ends; return where the next one begins."""
        place = find(view[begin:end], _NEWLINE)
        upto = end if place < 0 else begin + place + 1
        held = self._long if self._long is not None else bytearray()
        if self._dropped or len(held) + upto - begin > LONGEST_LINE:
            self._dropped += len(held) + upto - begin
            held.clear()
        else:
            held += view[begin:upto]
        if place >= 0:
            self._long = None
            if self._dropped:
                self.lines, self.rows, self.offset = self.lines + 1, self.rows + 1, self.offset + self._dropped
                self._dropped = 0
                yield Line(self.lines, broken=f"it is longer than {LONGEST_LINE >> 20} MB")
            else:
                yield from self._region(memoryview(held))
        return upto

    def _region(self, region: memoryview) -> Iterator[Line]:
        """Give the lines that matter of a region of whole lines."""
        if not self._needles:
            # Somebody else's way of writing JSON has blanks or another order: then every name counts.
            self._needles = _CLAIMS if find(region, _CLAIM) >= 0 else _NAMES
        sound, lines = _candidates(region, self._needles, self.lines)
        if count(region, _SEAM) == lines - 1 and bytes(region[:1]) == b"{" and bytes(region[-3:]) == b"},\n":
            broken: list[Line] = []
            self.rows += lines
        else:
            broken = self._look_at_each(region)
        self.lines += lines
        self.offset += len(region)
        if broken:
            bad = {line.number for line in broken}
            sound = [*broken, *(line for line in sound if line.number not in bad)]
            sound.sort(key=lambda line: line.number)
        yield from sound

    def _look_at_each(self, region: memoryview) -> list[Line]:
        """Count the items of a region, and return the lines that are none."""
        broken = []
        number, begin = self.lines, 0
        while begin < len(region):
            end = begin + find(region[begin:], _NEWLINE)
            number += 1
            head, tail = bytes(region[begin : min(begin + 64, end)]).lstrip(), bytes(region[max(begin, end - 64) : end])
            tail = tail.rstrip().removesuffix(b",").rstrip()
            if head.strip() in (_OPEN, _CLOSE, b"],", b""):
                self.opened += 1 if head.strip() == _OPEN else -1 if head.strip()[:1] == _CLOSE else 0
            else:
                self.rows += 1
                if head[:1] != b"{" or tail[-1:] != b"}":
                    broken.append(Line(number, broken="it does not begin and end as an item does"))
            begin = end + 1
        return broken


def _is_whole(rest: bytes) -> bool:
    """Tell whether a last line without a newline is all there: a cut may come right after a bracket."""
    try:
        return rest in (_OPEN, _CLOSE) or isinstance(orjson.loads(rest.removesuffix(b",")), dict)
    except orjson.JSONDecodeError:
        return False


def _candidates(region: memoryview, needles: Sequence[bytes], lines_before: int) -> tuple[list[Line], int]:
    """Return the lines of a region that name a property that is kept, and how many lines it has."""
    found: dict[int, int] = {}
    for begin in range(0, len(region), _PIECE):
        for needle in needles:
            _search(region, begin, needle, found)
    lines, number, counted = [], lines_before, 0
    for start in sorted(found):
        number += count(region[counted:start], _NEWLINE)
        counted = start
        lines.append(Line(number + 1, bytes(region[start : found[start]])))
    return lines, number - lines_before + count(region[counted:], _NEWLINE)


def _search(region: memoryview, begin: int, needle: bytes, found: dict[int, int]) -> None:
    """Note the start and the end of each line that holds a name, of one piece of a region."""
    end = min(begin + _PIECE + len(needle) - 1, len(region))
    while begin < end:
        place = find(region[begin:end], needle)
        if place < 0:
            return
        start = rfind(region[: begin + place], _NEWLINE) + 1
        stop = found.get(start)
        if stop is None:
            length = find(region[begin + place :], _NEWLINE)
            stop = len(region) if length < 0 else begin + place + length
            found[start] = stop
        begin = stop
