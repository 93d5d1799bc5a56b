"""Reads sections of twin towns: each line of a list becomes a tie or a refusal with its reason, never a guess."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import quote

from proxenia.model.identifiers import is_identifier, local_identifier
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Qualifiers, Statement
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.sources.catalogue.wikipedia_list.articles import MOST_LINES, Article, article_of
from proxenia.sources.catalogue.wikipedia_list.entries import Entry, entries_of
from proxenia.sources.catalogue.wikipedia_list.lines import Line
from proxenia.sources.catalogue.wikipedia_list.markup import plain
from proxenia.sources.catalogue.wikipedia_list.pages import Page, pages_of
from proxenia.sources.catalogue.wikipedia_list.pieces import Link, Refused, as_title
from proxenia.sources.catalogue.wikipedia_list.states import States
from proxenia.sources.catalogue.wikipedia_list.words import load_words
from proxenia.sources.context import Context

__all__ = ["read"]

SHOWN: Final = 90
"""Characters of a refused line that its reason shows."""
_KINDS: Final = {"agreement": TieKind.AGREEMENT, "partnership": TieKind.PARTNERSHIP}
# Codes of editions that are not the codes of their languages (BCP 47).
_LANGUAGES: Final = {
    "simple": "en",
    "als": "gsw",
    "bat-smg": "sgs",
    "be-x-old": "be-tarask",
    "fiu-vro": "vro",
    "map-bms": "jv",
    "no": "nb",
    "roa-rup": "rup",
    "roa-tara": "nap",
    "zh-classical": "lzh",
    "zh-min-nan": "nan",
    "zh-yue": "yue",
}


@dataclass(slots=True)
class _Reading:
    """One reading: what its states are called, and which pages were read."""

    context: Context
    states: States
    latest: int
    read: set[str] = field(default_factory=set)
    without: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Told:
    """What every statement of an article shares."""

    context: Context
    article: Article
    reference: str

    @property
    def of(self) -> partial[Statement]:
        """Makes a statement of the article."""
        context = self.context
        return partial(Statement, source=context.source, reference=self.reference, retrieved_at=context.retrieved_at)

    def identifier(self, *parts: str) -> str:
        """Return the source's own identifier of a place.

        Raises
        ------
        Refused
            When nothing of its name could identify it.
        """
        found = local_identifier(self.context.source, *parts)
        if not is_identifier(found) or not any(letter.isalnum() for letter in parts[1]):
            raise Refused(f"{parts[1][:SHOWN]!r} holds no letter that could identify it")
        return found


def read(context: Context) -> Iterator[Statement]:
    """Give the statements of pages, folders of pages and dumps.

    Raises
    ------
    UnreadableFileError
        When a file cannot be read, or holds no page.
    """
    states = States(context.countries, load_words())
    reading = _Reading(context, states, int(context.retrieved_at[:4]))
    for page in pages_of(context):
        yield from _page(reading, page)
    if reading.read and len(reading.without) == len(reading.read):
        context.fault(
            f"none of its {len(reading.read)} pages has a section of twin towns that is known"
            f" (the first: {reading.without[0]})"
        )


def _page(reading: _Reading, page: Page) -> Iterator[Statement]:
    context = reading.context
    reference = address_of(page.language, page.title)
    if reference in reading.read:
        context.rows += 1
        context.refuse(context.rows, f"{page.language}:{page.title} is given twice; the first was read")
        return
    reading.read.add(reference)
    # One reading says all about the pages it read, and about no other: a page names the cities of other pages, so
    # neither subject nor object would do. Every statement of a page therefore has the page's address as reference,
    # without its revision; the revision and what the line cites are told in the tie's summary.
    context.covered.add(reference)
    article = article_of(page, reading.states)
    if article is None:
        reading.without.append(f"{page.language}:{page.title}")
        return
    told = _Told(context, article, reference)
    latest = int(page.timestamp[:4]) if page.timestamp else reading.latest
    seen: set[str] = set()
    for line in article.lines:
        context.rows += 1
        for statement in _line(told, line, reading.states, latest):
            if statement.id not in seen:
                seen.add(statement.id)
                yield statement
    if len(article.lines) == MOST_LINES:
        context.rows += 1
        context.refuse(context.rows, f"{page.language}:{page.title}: only its first {MOST_LINES:,} lines were read")


def _line(told: _Told, line: Line, states: States, latest: int) -> Iterator[Statement]:
    page = told.article.page
    try:
        city = _own_city(told.article, line)
        entries = entries_of(line, page.language, states, latest=latest)
        found = [statement for entry in entries for statement in _tie(told, city, entry, line)]
    except Refused as refused:
        shown = plain(line.text)[:SHOWN] or line.text[:SHOWN]
        told.context.refuse(told.context.rows, f"{page.language}:{page.title}: {refused.reason}: «{shown}»")
        return
    yield from found


def _own_city(article: Article, line: Line) -> Link:
    if not article.is_list_page:
        return Link(article.page.language, article.page.title, article.page.title)
    if line.city is None:
        raise Refused("it stands under no city")
    return Link(article.page.language, as_title(line.city.title), line.city.name)


def _tie(told: _Told, city: Link, entry: Entry, line: Line) -> Iterator[Statement]:
    one = told.identifier(city.language, city.title)
    if entry.city.title:
        other = told.identifier(entry.city.language, entry.city.title)
    else:
        other = told.identifier(told.article.page.language, entry.city.label, entry.country)
    if one == other:
        raise Refused("it ties the city to itself")
    yield from _place(told, one, city, line.own_state or told.article.state)
    yield from _place(told, other, entry.city, entry.country, _division(told.context, entry))
    yield told.of(
        subject=one,
        predicate=(_KINDS.get(line.kind) or (TieKind.TWINNING if entry.times.is_twinning else TieKind.AGREEMENT)).value,
        object=other,
        period=entry.times.period,
        qualifiers=_qualifiers(told.article, entry),
    )


def _place(told: _Told, identifier: str, link: Link, country: str, written: str = "") -> Iterator[Statement]:
    language = _LANGUAGES.get(told.article.page.language, told.article.page.language)
    yield told.of(subject=identifier, predicate=Attribute.KIND.value, value=ActorKind.CITY.value)
    yield told.of(subject=identifier, predicate=Attribute.NAME.value, value=link.label, language=language)
    if link.title and link.title != link.label:
        there = _LANGUAGES.get(link.language, link.language)
        yield told.of(subject=identifier, predicate=Attribute.ALTERNATE_NAMES.value, value=link.title, language=there)
    if country:
        summary = ((Qualifier.SUMMARY.value, written),) if written else ()
        yield told.of(
            subject=identifier, predicate=Attribute.COUNTRY.value, object=f"iso:{country}", qualifiers=summary
        )


def _division(context: Context, entry: Entry) -> str:
    """Return the region that stands beside a city or in its title, where the gazetteer knows it in that country."""
    for region in (entry.region, entry.city.title.rpartition(", ")[2] if ", " in entry.city.title else ""):
        written = f"{region}, {entry.country}"
        if region and context.countries.division(written):
            return written
    return ""


def _qualifiers(article: Article, entry: Entry) -> Qualifiers:
    cited = next((article.addresses[number] for number in entry.references if article.addresses[number]), "")
    told = [f"revision {article.page.revision}" if article.page.revision else "", f"cites {cited}" if cited else ""]
    found = {
        Qualifier.STATUS.value: entry.times.status,
        Qualifier.STATUS_SINCE.value: entry.times.since,
        Qualifier.LISTED.value: article.page.timestamp[:10],
        Qualifier.SUMMARY.value: "; ".join(part for part in told if part),
    }
    return tuple(sorted((key, text) for key, text in found.items() if text))


def address_of(language: str, title: str) -> str:
    """Return the address of an article.

    >>> address_of("de", "Frankfurt (Oder)")
    'https://de.wikipedia.org/wiki/Frankfurt_(Oder)'
    """
    return f"https://{language}.wikipedia.org/wiki/{quote(title.replace(' ', '_'), safe='/:(),!*')}"
