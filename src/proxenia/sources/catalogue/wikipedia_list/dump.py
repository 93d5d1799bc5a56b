"""MediaWiki's XML dumps as a stream: one page at a time, no declarations of entities, nothing larger than a page."""

import bz2
import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final
from xml.parsers import expat

from proxenia.errors import UnreadableFileError

__all__ = ["LARGEST_PAGE", "read_dump"]

CHUNK: Final = 1 << 16
LARGEST_PAGE: Final = 4 << 20
"""Bytes of one page; MediaWiki itself keeps no more than 2 MB."""
LONGEST_TEXT: Final = 64 << 20
"""Characters of one page at which a dump is given up: nothing but a trap is as long."""
DEEPEST: Final = 32

Found = tuple[str, str, str, str, str]
"""The edition, the title, the wikitext, the revision's number and its moment."""

_KEPT: Final = {
    ("mediawiki", "siteinfo", "dbname"): "dbname",
    ("mediawiki", "page", "title"): "title",
    ("mediawiki", "page", "ns"): "ns",
    ("mediawiki", "page", "revision", "id"): "revision",
    ("mediawiki", "page", "revision", "timestamp"): "timestamp",
    ("mediawiki", "page", "revision", "text"): "text",
}


@dataclass(slots=True)
class _Reading:
    """What is known of the page that is being read, and the pages that are over."""

    file: Path
    path: list[str] = field(default_factory=list)
    language: str = ""
    wiki: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    length: int = 0
    pages: list[Found] = field(default_factory=list)
    too_large: list[str] = field(default_factory=list)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise _unreadable(self.file, f"elements are nested deeper than {DEEPEST}")
        if self.path == ["mediawiki"]:
            self.language = attributes.get("xml:lang", "")
        if self.path == ["mediawiki", "page"]:
            self.values, self.length = {}, 0
        key = _KEPT.get(tuple(self.path))
        if key is not None:
            # Of several revisions of a page the last one counts.
            self.values[key] = []
        if key == "text":
            self.length = 0

    def forbid(self, *_: object) -> None:
        raise _unreadable(self.file, "it declares a document type or entities, which a dump never does")

    def end(self, _name: str) -> None:
        if self.path == ["mediawiki", "siteinfo", "dbname"]:
            self.wiki = self.value("dbname").strip()
        elif self.path == ["mediawiki", "page"]:
            self.finish()
        self.path.pop()

    def take(self, data: str) -> None:
        key = _KEPT.get(tuple(self.path))
        if key is not None:
            self.length += len(data)
            if self.length > LONGEST_TEXT:
                raise _unreadable(self.file, f"a page is longer than {LONGEST_TEXT >> 20} MB")
            if self.length <= LARGEST_PAGE:
                self.values[key].append(data)

    def value(self, key: str) -> str:
        return "".join(self.values.get(key, []))

    def finish(self) -> None:
        language = _edition(self.wiki) or self.language
        title, text = self.value("title").strip(), self.value("text")
        if self.length > LARGEST_PAGE:
            self.too_large.append(f"the page {title[:200]!r} is larger than {LARGEST_PAGE >> 20} MB")
        elif self.value("ns").strip() in ("", "0") and title and language:
            self.pages.append((language, title, text, self.value("revision").strip(), self.value("timestamp").strip()))
        self.values = {}


def _edition(wiki: str) -> str:
    """Return the edition's code of a database: `dewiki` is `de`; sister projects are no editions of Wikipedia."""
    return wiki.removesuffix("wiki").replace("_", "-") if wiki.endswith("wiki") else ""


def read_dump(path: Path, refuse: Callable[[str], None]) -> Iterator[Found]:
    """Give the articles of a dump.

    Parameters
    ----------
    refuse
        Told of pages that are too large, and when the dump breaks off after some pages: those before are given all
        the same.

    Raises
    ------
    UnreadableFileError
        When it cannot be opened, is no XML of MediaWiki, declares entities, or holds no article.
    """
    reading, given = _Reading(path), 0
    try:
        for found in _found(path, reading):
            given += 1
            yield found
    except (OSError, EOFError, zlib.error, expat.ExpatError) as error:
        reason = " ".join(str(error).split())
        if not given:
            raise _unreadable(path, reason) from error
        refuse(f"{path.name} breaks off after {given} articles ({reason}); those before it were read")
    for reason in reading.too_large:
        refuse(reason)
    if not given and not reading.too_large:
        raise _unreadable(path, "it holds no article of a Wikipedia")


def _found(path: Path, reading: _Reading) -> Iterator[Found]:
    """Give the articles as they come; at a fault those that were over before it, and then the fault."""
    parser = _parser(reading)
    with _opened(path) as file:
        while chunk := file.read(CHUNK):
            fault = _fault(parser, chunk)
            over, reading.pages = reading.pages, []
            yield from over
            if fault is not None:
                raise fault
        parser.Parse(b"", True)


def _fault(parser: expat.XMLParserType, chunk: bytes) -> expat.ExpatError | None:
    try:
        parser.Parse(chunk, False)
    except expat.ExpatError as error:
        return error
    return None


def _parser(reading: _Reading) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.take
    for handler in (
        "StartDoctypeDeclHandler",
        "EntityDeclHandler",
        "UnparsedEntityDeclHandler",
        "ExternalEntityRefHandler",
    ):
        setattr(parser, handler, reading.forbid)
    return parser


def _opened(path: Path) -> BinaryIO:
    name = path.name.lower()
    if name.endswith(".bz2"):
        return bz2.open(path, "rb")  # type: ignore[return-value]
    if name.endswith(".gz"):
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return path.open("rb")


def _unreadable(path: Path, why: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path} cannot be read as a dump ({why})",
        expected="Expected MediaWiki's XML as Wikimedia publishes it (pages-articles), plain or as .bz2 or .gz",
        next_step="Fetch the file anew, or check that it was copied to its end",
    )
