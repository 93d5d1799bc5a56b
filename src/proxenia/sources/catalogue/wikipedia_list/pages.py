"""The pages of the files given: single pages of wikitext, folders of them, and dumps in MediaWiki's XML."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from proxenia.errors import UnreadableFileError
from proxenia.sources.catalogue.wikipedia_list.dump import LARGEST_PAGE, read_dump
from proxenia.sources.catalogue.wikipedia_list.markup import clean_text
from proxenia.sources.context import Context

__all__ = ["LARGEST_PAGE", "Page", "pages_of"]

LARGEST_INDEX: Final = 64 << 20
DUMPS: Final = (".xml", ".xml.bz2", ".xml.gz")
LONGEST_TITLE: Final = 255
"""Bytes of a title, as MediaWiki has it."""
_EDITION = re.compile(r"[a-z]{2,3}(?:-[a-z]{1,10}){0,2}|simple")
_PAGE_FILE = re.compile(rf"(?P<title>.+)\.(?P<language>{_EDITION.pattern})\.(?:wikitext|wiki|mediawiki)")


@dataclass(frozen=True, slots=True)
class Page:
    """One article of one edition.

    Attributes
    ----------
    language
        The edition's code: `de` of de.wikipedia.org.
    revision, timestamp
        The revision's number and its moment; empty where they are not known.
    """

    language: str
    title: str
    text: str
    revision: str = ""
    timestamp: str = ""


def pages_of(context: Context) -> Iterator[Page]:
    """Give the pages of all files.

    Raises
    ------
    UnreadableFileError
        When a file is missing, is of no known kind, or holds no page.
    """
    files = [file for path in context.files for file in _files(path)]
    indices: dict[Path, dict[str, list[dict[str, str]]]] = {}
    for number, path in enumerate(files):
        if path.name.lower().endswith(DUMPS):
            found: Iterable[Page] = (Page(*page) for page in read_dump(path, partial(_refuse, context)))
        else:
            found = _page(path, context, indices)
        yield from (sound for page in found if (sound := _sound(page, context)) is not None)
        context.progress(number + 1, len(files))


def _sound(page: Page, context: Context) -> Page | None:
    """Return a page whose edition, title and revision are of the forms they can have, or refuse it."""
    title = " ".join(clean_text(page.title).replace("_", " ").split())
    if not _EDITION.fullmatch(page.language) or not title or len(title.encode(errors="replace")) > LONGEST_TITLE:
        _refuse(context, f"{page.language[:20]}:{title[:80]} is no title of a Wikipedia")
        return None
    revision = page.revision if re.fullmatch(r"[0-9]{1,12}", page.revision) else ""
    return replace(page, title=title, revision=revision, timestamp=page.timestamp if _is_day(page.timestamp) else "")


def _is_day(moment: str) -> bool:
    try:
        return bool(date.fromisoformat(moment[:10]))
    except ValueError:
        return False


def _refuse(context: Context, reason: str) -> None:
    context.rows += 1
    context.refuse(context.rows, reason)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(
        file for file in path.iterdir() if _PAGE_FILE.fullmatch(file.name) or file.name.lower().endswith(DUMPS)
    )
    if not found:
        raise UnreadableFileError(
            f"The folder {path} holds no page",
            expected="Expected files such as Berlin.de.wikitext, or dumps (.xml, .xml.bz2, .xml.gz)",
            next_step="Give the folder in which the pages lie",
        )
    return found


def _page(path: Path, context: Context, indices: dict[Path, dict[str, list[dict[str, str]]]]) -> Iterator[Page]:
    named = _PAGE_FILE.fullmatch(path.name)
    if named is None:
        raise UnreadableFileError(
            f"{path} is no page: its name says neither its title nor its edition",
            expected="Expected Title.language.wikitext such as Berlin.de.wikitext, or a dump (.xml, .xml.bz2, .xml.gz)",
            next_step="Rename the file",
        )
    content = context.read_bytes(path)
    if len(content) > LARGEST_PAGE:
        _refuse(context, f"{path.name} is larger than {LARGEST_PAGE >> 20} MB, which no page of Wikipedia is")
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"{path} is not UTF-8 (byte {error.start})", next_step="Save the page as UTF-8 and try again"
        ) from error
    language, title = named["language"], named["title"].replace("_", " ")
    row = _row(_index(path.parent, context, indices).get(language, []), title)
    yield Page(language, row.get("title") or title, text, row.get("revision_id", ""), row.get("timestamp", ""))


def _row(rows: list[dict[str, str]], title: str) -> dict[str, str]:
    """Return the row of a page: of its title, or the only one of its edition (a page's own title may be Berlyn)."""
    same = [row for row in rows if row.get("title") == title]
    return same[0] if same else rows[0] if len(rows) == 1 else {}


def _index(
    folder: Path, context: Context, indices: dict[Path, dict[str, list[dict[str, str]]]]
) -> dict[str, list[dict[str, str]]]:
    """Return the rows of the index.csv beside the pages, or in the folder above a folder `pages`, by edition."""
    if folder not in indices:
        places = [folder / "index.csv", *([folder.parent / "index.csv"] if folder.name == "pages" else [])]
        found = next((place for place in places if place.is_file()), None)
        indices[folder] = _read_index(found, context) if found is not None else {}
    return indices[folder]


def _read_index(path: Path, context: Context) -> dict[str, list[dict[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(context.read_bytes(path).decode("utf-8-sig")))
        rows = [{str(key): str(value or "") for key, value in row.items()} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(
            f"{path} is not a CSV of pages ({error})",
            expected="Expected the columns lang, title, revision_id and timestamp",
            next_step="Mend it, or take it away: pages can be read without it",
        ) from error
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row.get("lang", ""), []).append(row)
    return found
