"""Where in an article its twin towns stand, and what each line of a list stands under."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from proxenia.sources.catalogue.wikipedia_list.markup import plain, strip_references
from proxenia.sources.catalogue.wikipedia_list.words import Words, normalise

__all__ = ["Place", "Section", "headings_of", "is_list_page", "sections_of"]

LONGEST_HEADING: Final = 300
MOST_HEADINGS: Final = 20_000
"""Headings of a page that are looked at; a list of all the cities of a country has a few hundred."""
_HEADING = re.compile(r"^=[^\n]{1,1000}$", re.MULTILINE)
_BEHIND = re.compile(r"\ue000[0-9]+\ue000|<!--[^\n]{0,500}?-->")
_LETTERS = re.compile(r"\w(?:\s*[-–—]\s*\w)?")
_LINKED = re.compile(r"\[\[([^\[\]|#]{1,250})(?:#[^\[\]|]*)?(?:\|[^\[\]]{0,250})?\]\]")

StateOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: how deep, what it shows, the page it links, and where its text begins and its own line lies."""

    level: int
    text: str
    link: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A page of an edition, as a link names it."""

    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text whose lists stand under one heading.

    Attributes
    ----------
    kind
        `twin`, or what its heading says instead: `former`, `suspended`, `agreement`, `partnership`, `district`,
        `network`; `general` where only an introducing line can tell.
    state
        The state that its heading names: of the partners, or, in a page of lists, of the cities.
    city
        The city that its heading names in a page of lists.
    """

    text: str
    kind: str = "twin"
    state: str = ""
    city: Place | None = None


def headings_of(text: str) -> list[Heading]:
    r"""Return the headings of an article.

    >>> [(heading.level, heading.text) for heading in headings_of("== Twin towns == <!-- x -->\na = b")]
    [(2, 'Twin towns')]
    """
    found = (_heading(match) for match in islice(_HEADING.finditer(text), MOST_HEADINGS))
    return [heading for heading in found if heading is not None]


def _heading(found: re.Match[str]) -> Heading | None:
    raw = _BEHIND.sub("", found[0]).strip()
    level = min(len(raw) - len(raw.lstrip("=")), len(raw) - len(raw.rstrip("=")), 6)
    inner = strip_references(raw[level : len(raw) - level])[0].strip()
    if not level or not inner.strip("="):
        return None
    link = _LINKED.search(inner)
    shown = plain(inner)[:LONGEST_HEADING]
    return Heading(level, shown, link[1].strip() if link else "", found.start(), found.end())


def is_list_page(title: str, language: str, words: Words) -> bool:
    """Tell whether a page is a list of many cities' twin towns, such as "List of twin towns … in Germany"."""
    normal = normalise(title)
    return words.is_twin(normal, language) and len(normal.split()) > 3


def sections_of(text: str, title: str, language: str, words: Words, state_of: StateOf) -> list[Section]:
    """Return the sections that hold twin towns, in the order of the text; none where there are none."""
    headings = headings_of(text)
    if is_list_page(title, language, words):
        return list(_list_sections(text, headings, words, state_of))
    found: list[Section] = []
    at = 0
    while at < len(headings):
        kind = _kind_of(normalise(headings[at].text), language, words)
        end = _end_of(headings, at)
        if kind:
            stretches = zip(headings[at:end], _stretches(text, headings, at, end), strict=True)
            found += _under(list(stretches), kind, _Said(language, words, state_of))
        at = end if kind else at + 1
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """How the headings of an edition are understood."""

    language: str
    words: Words
    state_of: StateOf


def _kind_of(normal: str, language: str, words: Words) -> str:
    if words.is_twin(normal, language):
        said = words.introduces(normal, language)
        return said if said in ("district", "former", "suspended") else "twin"
    return "general" if words.is_general(normal, language) else ""


def _end_of(headings: list[Heading], at: int) -> int:
    """Return the number of the first heading that is not below a heading."""
    level = headings[at].level
    return next((number for number in range(at + 1, len(headings)) if headings[number].level <= level), len(headings))


def _start(headings: list[Heading], number: int, text: str) -> int:
    return headings[number].start if number < len(headings) else len(text)


def _stretches(text: str, headings: list[Heading], begin: int, end: int) -> Iterator[str]:
    """Give the text between a heading and the next one."""
    return (text[headings[at].end : _start(headings, at + 1, text)] for at in range(begin, end))


def _under(stretches: list[tuple[Heading, str]], kind: str, said: _Said) -> Iterator[Section]:
    """Give the stretches under a heading and its subheadings, each with what the subheadings above it say."""
    above: list[tuple[int, Section]] = []
    for heading, text in stretches:
        while above and above[-1][0] >= heading.level:
            above.pop()
        section = _below(above[-1][1], heading, said) if above else Section("", kind)
        above.append((heading.level, section))
        yield replace(section, text=text)


def _below(parent: Section, heading: Heading, said: _Said) -> Section:
    kind = said.words.introduces(normalise(heading.text), said.language)
    state = said.state_of(heading.text) or parent.state
    if not kind or (parent.kind == "district" and kind == "twin"):
        return replace(parent, state=state)
    return replace(parent, kind=kind, state=state)


def _list_sections(text: str, headings: list[Heading], words: Words, state_of: StateOf) -> Iterator[Section]:
    """Give the stretches of a page of lists: its headings are letters, states or cities."""
    state = ""
    yield Section(text[: _start(headings, 0, text)])
    for number, heading in enumerate(headings):
        if normalise(heading.text) in words.end:
            continue
        city = None
        named = state_of(heading.text)
        if named:
            state = named
        elif not _LETTERS.fullmatch(heading.text) and heading.text:
            city = Place(heading.link or heading.text, heading.text)
        yield Section(text[heading.end : _start(headings, number + 1, text)], state=state, city=city)
