"""The lines of a section that may each be one tie: items of lists, rows of tables, lines that begin with a flag."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Final

from proxenia.sources.catalogue.wikipedia_list.markup import flags_of_files, plain, strip_references
from proxenia.sources.catalogue.wikipedia_list.sections import Place, Section
from proxenia.sources.catalogue.wikipedia_list.states import States
from proxenia.sources.catalogue.wikipedia_list.tables import Row, rows_of
from proxenia.sources.catalogue.wikipedia_list.words import ascii_digits, normalise

__all__ = ["Line", "lines_of"]

LONGEST_LINE: Final = 4_000
MOST_ROWS: Final = 50_000
"""Lines of a section that are looked at, of whatever kind."""
_ITEM = re.compile(r"[*#:;]+")
_BREAK = re.compile(r"<br\b[^<>]{0,100}>", re.IGNORECASE)
_BOLD = re.compile(r"(?:<[^<>]{1,60}>)?'{3}(?!')([^\n]{1,300}?)'{3}")
_BESIDE_BOLD = re.compile(r"\ue000[0-9]+\ue000|<br ?/?>|\{\{[^{}]{0,300}\}\}|\([^()]{0,60}\)|</?[a-z]{1,8}>")
_LINK = re.compile(r"\[\[([^\[\]|#]{1,250})(?:#[^\[\]|]*)?(?:\|([^\[\]]{0,250}))?\]\]")
_YEAR_ONLY = re.compile(r"\(?(1[0-9]{3}|20[0-9]{2})\)?\s*:?")
_BEGINS = re.compile(r"(?:\(?\d{4}\)?[:.]?\s*)?\{\{")
_LAST_SENTENCE = re.compile(r"[.!?。]\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be one tie, and what it stands under.

    Attributes
    ----------
    text
        Its wikitext, references as marks.
    kind
        What its section or the line that introduces its list says (see :class:`Section`).
    state
        The state that it stands under: `* Germany`, then `** [[Bonn]]`.
    city
        In a page of lists, the city that it stands under.
    under
        Another place that it stands under: its tie is that place's and not the page's.
    year
        The year that it stands under.
    own_state
        In a page of lists, the state that its heading names.
    loose
        It is no item and no row but a line of text that begins with a flag.
    """

    text: str
    kind: str
    state: str = ""
    city: Place | None = None
    under: str = ""
    year: str = ""
    loose: bool = False
    own_state: str = ""


@dataclass(slots=True)
class _Walk:
    """Where a walk through a section stands."""

    section: Section
    language: str
    states: States
    is_list_page: bool
    kind: str = "twin"
    state: str = ""
    city: Place | None = None
    under: str = ""
    parents: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Items above: depth, state, other place, year."""


def lines_of(section: Section, language: str, states: States, *, is_list_page: bool = False) -> Iterator[Line]:
    """Give the lines of a section."""
    walk = _Walk(section, language, states, is_list_page, section.kind, section.state, section.city)
    if is_list_page:
        walk.state = ""

    @cache
    def is_detail(cell: str) -> bool:
        shown = plain(cell)
        return bool(_YEAR_ONLY.fullmatch(ascii_digits(shown))) or (bool(shown) and states.of_markup(cell) is not None)

    rows = islice(rows_of(section.text, states.words, is_detail), MOST_ROWS)
    raw = [(row, part) for row in rows for part in _parts(row)]
    for number, (row, text) in enumerate(raw):
        following = raw[number + 1][1] if number + 1 < len(raw) else ""
        yield from _line(walk, row, text, following)


def _parts(row: Row) -> Iterator[str]:
    """Give the lines of a row of text; `<br>` parts lines that begin with a flag."""
    if row.is_table:
        yield row.text
        return
    text = row.text.strip()
    pieces = [piece.strip() for piece in _BREAK.split(text)] if "<" in text and not _ITEM.match(text) else []
    if sum(bool(_BEGINS.match(piece)) for piece in pieces) > 1:
        yield from filter(None, pieces)
    elif text:
        yield text


def _line(walk: _Walk, row: Row, text: str, following: str) -> Iterator[Line]:
    item = _ITEM.match(text)
    if (row.is_table or item) and len(text) > LONGEST_LINE:
        # Cut to what is refused as too long: nothing else looks at it.
        yield _made(walk, text[: LONGEST_LINE + 1])
        return
    if row.is_table:
        walk.parents.clear()
        yield _made(walk, text)
    elif item is None:
        yield from _paragraph(walk, text)
    elif item[0].endswith(";"):
        walk.parents.clear()
        _introduce(walk, text[item.end() :])
    else:
        yield from _item(walk, len(item[0]), text[item.end() :].strip(), following)


def _made(walk: _Walk, text: str, *, state: str = "", under: str = "", year: str = "", loose: bool = False) -> Line:
    own_state = walk.section.state if walk.is_list_page else ""
    return Line(text, walk.kind, state or walk.state, walk.city, under or walk.under, year, loose, own_state)


def _item(walk: _Walk, depth: int, text: str, following: str) -> Iterator[Line]:
    while walk.parents and walk.parents[-1][0] >= depth:
        walk.parents.pop()
    _, state, under, year = walk.parents[-1] if walk.parents else (0, "", "", "")
    nested = _ITEM.match(following)
    if nested is not None and len(nested[0]) > depth and not nested[0].endswith(":"):
        own_state, own_under, own_year = _as_parent(walk, text)
        walk.parents.append((depth, own_state or state, under or own_under, own_year or year))
        if own_state or own_year or (own_under and walk.is_list_page):
            return
    if text:
        yield _made(walk, text, state=state, under=under, year=year)


def _as_parent(walk: _Walk, text: str) -> tuple[str, str, str]:
    """Return the state, the other place or the year that an item with items below it names."""
    shown = plain(text).rstrip(": ")
    state = walk.states.of_markup(text) or walk.states.of_markup(shown)
    if state:
        return state, "", ""
    year = _YEAR_ONLY.fullmatch(ascii_digits(shown))
    if year:
        return "", "", year[1]
    link = _LINK.search(text)
    if link and walk.is_list_page and walk.section.city is None:
        walk.city = Place(link[1].strip(), (link[2] or link[1]).strip())
        return "", "", ""
    return "", link[1].strip() if link else "", ""


def _paragraph(walk: _Walk, text: str) -> Iterator[Line]:
    walk.parents.clear()
    if len(text) > LONGEST_LINE:
        return
    bold = _BOLD.match(text)
    bare = ascii_digits(flags_of_files(strip_references(text)[0]))
    if bold is not None and not _BESIDE_BOLD.sub("", text[bold.end() :]).strip(" :："):
        _introduce(walk, bold[1])
    elif walk.states.begins_a_tie(bare):
        yield _made(walk, text, loose=True)
    elif plain(text).rstrip().endswith((":", "：")):
        said = walk.states.words.introduces(normalise(_LAST_SENTENCE.split(plain(text))[-1]), walk.language)
        # Below a heading of districts, "their twin towns:" are still the districts'.
        if said and not (said == "twin" and walk.section.kind == "district"):
            walk.kind, walk.under = said, ""


def _introduce(walk: _Walk, text: str) -> None:
    """Take a bold line or a term for what the list below it is of."""
    shown = plain(text).strip(" :")
    state = walk.states.of_markup(text) or walk.states.of_markup(shown)
    said = walk.states.words.introduces(normalise(shown), walk.language)
    link = _LINK.search(text)
    if walk.is_list_page and not state and not said:
        walk.city = Place((link[1] if link else shown).strip(), shown)
        walk.under, walk.kind = "", walk.section.kind
    elif state:
        walk.state = state
    elif said and not (said == "twin" and walk.section.kind == "district"):
        walk.kind, walk.under, walk.state = said, "", walk.section.state
    else:
        walk.under = link[1].strip() if link else ""
