"""Lists of items as people write them: on the command line, or in a file with one item a line."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from proxenia.errors import InputError, UnreadableFileError

__all__ = ["read_item_list"]

_ITEM = re.compile(r"(?:wd:|https?://www\.wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]{0,11})", re.ASCII)
_LARGEST_FILE: Final = 10 << 20


def read_item_list(given: Iterable[str]) -> list[str]:
    """Return the items that words name, in their order, once each: items, several with commas, or files.

    A file has one item a line, which may be followed by anything after a space, a comma or a tab; lines that are
    empty or begin with ``#`` are passed over.

    Raises
    ------
    InputError
        When a word is neither an item nor a file, or a line of a file begins with something else.

    Examples
    --------
    >>> read_item_list(["Q64,wd:Q90", "https://www.wikidata.org/wiki/Q84", "Q64"])
    ['Q64', 'Q90', 'Q84']
    """
    return list(dict.fromkeys(item for text in given for item in _items_of(text)))


def _items_of(text: str) -> Iterator[str]:
    matches = [_ITEM.fullmatch(word.strip()) for word in text.split(",") if word.strip()]
    if matches and all(matches):
        yield from (match.group(1) for match in matches if match is not None)
    else:
        yield from _items_of_file(Path(text))


def _items_of_file(path: Path) -> Iterator[str]:
    for number, line in enumerate(_text_of(path).splitlines(), start=1):
        word = re.split(r"[,;\s]", line.strip(), maxsplit=1)[0].strip('"')
        if not word or word.startswith("#"):
            continue
        match = _ITEM.fullmatch(word)
        if match is None:
            raise InputError(
                f"Line {number} of {path} begins with {word[:80]!r}, which is not an item of Wikidata",
                expected="Expected one item a line, such as Q64 for Berlin",
                next_step="Mend the line, or put # before it",
            )
        yield match.group(1)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise UnreadableFileError(
                f"{path} is larger than {_LARGEST_FILE >> 20} MB",
                expected="Expected a list of items",
                next_step="Give a shorter list, or ask about a country",
            )
        return content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise UnreadableFileError(
            f"{str(path)[:200]!r} is neither an item nor a file that can be read ({reason})",
            expected="Expected items such as Q64,Q90, or a text file with one item a line",
            next_step="Check the spelling or the path",
        ) from error
