"""An article: its city, the state it says it lies in, and the lines of its sections of twin towns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from proxenia.sources.catalogue.wikipedia_list.lines import Line, lines_of
from proxenia.sources.catalogue.wikipedia_list.markup import clean_text, plain, references_of, strip_comments, unwrap
from proxenia.sources.catalogue.wikipedia_list.pages import Page
from proxenia.sources.catalogue.wikipedia_list.sections import headings_of, is_list_page, sections_of
from proxenia.sources.catalogue.wikipedia_list.states import States
from proxenia.sources.catalogue.wikipedia_list.words import normalise

__all__ = ["MOST_LINES", "Article", "article_of"]

LARGEST_LEAD: Final = 60_000
MOST_LINES: Final = 20_000
"""Lines of a page that are looked at; the longest real list, of a whole country, has a few thousand."""
_FIELD = re.compile(r"^[ \t]*\|[ \t]*([^\s=|\[\]{}][^=|\[\]{}\n]{0,40}?)[ \t]*=[ \t]*([^\n]{1,300})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Article:
    """An article with a section of twin towns.

    Attributes
    ----------
    state
        The state of its city, or of all the cities of a page of lists; empty where the article does not say.
    addresses
        The first web address of each reference, by the numbers in the lines.
    """

    page: Page
    state: str
    is_list_page: bool
    lines: tuple[Line, ...]
    addresses: tuple[str, ...]


def article_of(page: Page, states: States) -> Article | None:
    """Return the article of a page, or nothing when it has no section of twin towns."""
    words = states.words
    listing = is_list_page(page.title, page.language, words)
    if not listing and not _may_have_section(page, states):
        return None
    whole, addresses = references_of(strip_comments(clean_text(page.text)))
    sections = sections_of(unwrap(whole), page.title, page.language, words, states.of_markup)
    found = (
        line
        for section in sections
        for line in lines_of(section, page.language, states, is_list_page=listing)
        if line.kind not in ("general", "network")
    )
    lines = tuple(islice(found, MOST_LINES))
    if not lines and not any(section.kind != "general" for section in sections):
        return None
    state = _state_of_title(page.title, states) if listing else _state_of_infobox(whole, states)
    return Article(page, state, listing, lines, tuple(addresses))


def _may_have_section(page: Page, states: States) -> bool:
    """Tell whether any heading fits: of a whole Wikipedia most articles end here, before any work is done on them."""
    return any(
        states.words.is_twin(normal, page.language) or states.words.is_general(normal, page.language)
        for normal in (normalise(heading.text) for heading in headings_of(page.text))
    )


def _state_of_infobox(text: str, states: States) -> str:
    headings = headings_of(text[:LARGEST_LEAD])
    lead = text[: headings[0].start if headings else LARGEST_LEAD]
    for found in _FIELD.finditer(lead):
        if found[1].casefold() in states.words.country_fields:
            state = states.of_markup(found[2]) or states.named(plain(found[2]))
            if state:
                return state
    return ""


def _state_of_title(title: str, states: States) -> str:
    """Return the state that the end of a list's title names: "… in Germany"."""
    return next((state for tail in _tails(title) if (state := states.named(tail))), "")


def _tails(title: str) -> Iterator[str]:
    parts = title.split()
    return (" ".join(parts[at:]) for at in range(1, len(parts)))
