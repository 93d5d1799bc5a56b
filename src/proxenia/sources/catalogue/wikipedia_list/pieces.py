"""One line of wikitext as pieces: links, words, flags and whole ties, as the parser of wikitext sees them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import mwparserfromhell
from mwparserfromhell.nodes import ExternalLink, Template, Text, Wikilink

from proxenia.sources.catalogue.wikipedia_list.markup import DEEPEST, depth_of, flags_of_files, plain, without_tags
from proxenia.sources.catalogue.wikipedia_list.states import States
from proxenia.sources.catalogue.wikipedia_list.words import normalise

__all__ = ["Flag", "Link", "Piece", "Refused", "TwinTemplate", "Word", "as_title", "pieces_of"]

LONGEST_LINE: Final = 4_000
LONGEST_NAME: Final = 120
MOST_PIECES: Final = 40
"""Links and templates of a line; an entry has two or three, a row of several ties a dozen."""
_EDITION = re.compile(r"[a-z]{2,3}(-[a-z]{1,10}){0,2}|simple")
_STRUCK = re.compile(r"<(s|del|strike)\b", re.IGNORECASE)
_DAY = re.compile(
    r"\d{1,2}\.?º?ª?\s+(de\s+)?\w+|\w+\s+\d{1,2}|\d{1,2}月\d{1,2}日|\d{4}[^\w\d]*\w{0,8}|\d{1,4}\W*", re.UNICODE
)


class Refused(Exception):  # noqa: N818 - a line that is left out is no error
    """A line is not understood; the reader counts it with its reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: the edition and the title it leads to, and what it shows."""

    language: str
    title: str
    label: str


@dataclass(frozen=True, slots=True)
class Word:
    """Text between links."""

    text: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag; `state` is empty where it is not known whose."""

    state: str
    written: str


@dataclass(frozen=True, slots=True)
class TwinTemplate:
    """A template that is a whole tie: `{{Jumelage|Paris|France|année=1987}}`."""

    city: Link
    country: str
    year: str


Piece = Link | Word | Flag | TwinTemplate


def pieces_of(line: str, language: str, states: States) -> list[Piece]:
    """Return the pieces of a line without marks of references.

    Raises
    ------
    Refused
        When the line is too long, nested too deep, or struck out.
    """
    if len(line) > LONGEST_LINE:
        raise Refused(f"it is longer than {LONGEST_LINE} characters")
    if line.count("[[") + line.count("{{") > MOST_PIECES:
        raise Refused(f"it holds more than {MOST_PIECES} links and templates")
    if depth_of(line) > DEEPEST:
        raise Refused(f"its brackets are nested deeper than {DEEPEST}")
    if _STRUCK.search(line):
        raise Refused("something in it is struck out")
    bare = without_tags(flags_of_files(line))
    return list(_pieces(bare, language, states, 0))


def _pieces(text: str, language: str, states: States, depth: int) -> Iterator[Piece]:
    for node in mwparserfromhell.parse(text, skip_style_tags=True).nodes:
        if isinstance(node, Wikilink):
            yield from _link(str(node.title), str(node.text) if node.text is not None else "", language)
        elif isinstance(node, Template):
            yield from _template(node, language, states, depth)
        elif isinstance(node, ExternalLink):
            yield Word(plain(str(node.title)) if node.title is not None else "")
        elif isinstance(node, Text):
            yield Word(str(node.value))


def _link(target: str, shown: str, language: str) -> Iterator[Piece]:
    title, label = plain(target.partition("#")[0]).replace("_", " "), plain(shown)
    prefix, colon, rest = title.lstrip(":").partition(":")
    if colon and _EDITION.fullmatch(prefix.strip().lower()):
        if title.startswith(":"):
            yield Link(prefix.strip().lower(), as_title(rest), label or rest.strip())
        return
    if colon and not rest.startswith(" ") and " " not in prefix and len(prefix) > 1:
        # A category, a file or a project's page: no place.
        return
    title = " ".join(title.split())
    if title and _DAY.fullmatch(label or title):
        yield Word(label or title)
    elif title:
        yield Link(language, as_title(title), (label or title)[:LONGEST_NAME])


def as_title(title: str) -> str:
    """Return a title as MediaWiki keeps it: its first letter is a capital."""
    title = " ".join(title.replace("_", " ").split())
    return title[:1].upper() + title[1:]


def _template(node: Template, language: str, states: States, depth: int) -> Iterator[Piece]:
    name = " ".join(str(node.name).replace("_", " ").split())
    fields = {str(field.name).strip(): str(field.value).strip() for field in node.params}
    words, key = states.words, normalise(name)
    table = words.templates
    if name.casefold() in table["twin"]:
        yield from _twin(table["twin"][name.casefold()], fields, language)
    elif name.casefold() in table["interwiki"]:
        yield from _interwiki(table["interwiki"][name.casefold()], fields, language)
    elif name.casefold().startswith("link-") and "1" in fields:
        yield Link(language, as_title(plain(fields["1"])), plain(fields["1"]))
    elif key in words.plain_templates:
        inner = [value for field, value in fields.items() if field.isdecimal()]
        if inner and depth < DEEPEST:
            yield from _pieces(inner[-1], language, states, depth + 1)
    elif key in words.date_templates:
        yield Word(" ".join(value for field, value in fields.items() if field.isdecimal()))
    else:
        yield from _flag(name, fields, language, states, depth)


def _flag(name: str, fields: Mapping[str, str], language: str, states: States, depth: int) -> Iterator[Piece]:
    state = states.of_template(name, fields)
    if state or states.is_flag(name):
        yield Flag(state or "", plain(fields.get("1", "")) if states.is_flag(name) else name)
    if states.is_flag(name) and "[[" in fields.get("2", "") and depth < DEEPEST:
        # {{flag|France|[[Paris]]}}: the flag's label is the city.
        yield from _pieces(fields["2"], language, states, depth + 1)
    city = _field(fields, states.words.templates["flag_city"])
    if city and state:
        yield Link(language, as_title(city), _field(fields, states.words.templates["flag_label"]) or city)


def _field(fields: Mapping[str, str], names: list[str]) -> str:
    folded = {name.casefold(): value for name, value in fields.items()}
    return next((plain(folded[name]) for name in names if plain(folded.get(name, ""))), "")


def _twin(table: Mapping[str, list[str]], fields: Mapping[str, str], language: str) -> Iterator[Piece]:
    city = next((fields[name] for name in table["city"] if fields.get(name)), "")
    linked = re.search(r"\[\[([^\[\]|#]{1,200})(?:\|([^\[\]]{1,200}))?\]\]", city)
    label = plain(city)
    title = _field(fields, table.get("link", [])) or (plain(linked[1]) if linked else label)
    if not label:
        raise Refused("its template names no city")
    yield TwinTemplate(
        Link(language, as_title(title), label[:LONGEST_NAME]),
        _field(fields, table.get("country", [])),
        _field(fields, table.get("year", [])),
    )


def _interwiki(table: Mapping[str, str | list[str]], fields: Mapping[str, str], language: str) -> Iterator[Piece]:
    def value(key: str) -> str:
        name = table.get(key)
        return plain(fields.get(name, "")) if isinstance(name, str) else ""

    here = value("here") or value("or_here")
    edition = (value("language") or value("or_language")).lower()
    labels = table.get("label", [])
    label = _field(fields, labels if isinstance(labels, list) else [labels]) or here
    there = value("there")
    if there and _EDITION.fullmatch(edition):
        yield Link(edition, as_title(there), label or there)
    elif here:
        yield Link(language, as_title(here), label)
