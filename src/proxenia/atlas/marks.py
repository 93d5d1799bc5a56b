"""The small marks of which every table is made: an actor's link, a word with its meaning, a status, dates.

They are functions and not macros of a template because a page shows hundreds of them.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, Protocol

from markupsafe import Markup

from proxenia.atlas.filters import date_words, meaning, words
from proxenia.atlas.lines import ActorLink
from proxenia.web.escaping import escaped

__all__ = ["MARKS", "anchor", "dates_mark", "last_listed_mark", "status_mark", "word_mark", "word_marks"]

_WORDS_KEPT: Final = 1_000


class Dated(Protocol):
    """A line with the dates of a tie."""

    @property
    def valid_from(self) -> str | None:
        """Its start."""

    @property
    def valid_to(self) -> str | None:
        """Its end."""


class Standing(Protocol):
    """A line with the status of a tie."""

    @property
    def status(self) -> str:
        """A word."""

    @property
    def status_since(self) -> str | None:
        """Since when."""

    @property
    def reason(self) -> str | None:
        """Why."""


class Listed(Protocol):
    """A line with the latest list that names a tie."""

    @property
    def last_listed(self) -> str | None:
        """Its date."""


def _mark(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - every text in it went through `escaped`


def _muted(text: str) -> str:
    return f'<span class="muted">{escaped(text)}</span>'


def anchor(link: ActorLink, as_of: int) -> Markup:
    """Return the link to an actor's page, with its country where that says more.

    >>> anchor(ActorLink("gn:1", "Köln", "city", "DE", "Germany", "/city/gn:1", None, None), 1990)
    Markup('<a href="/city/gn:1?as_of=1990"><bdi>Köln</bdi></a> <span class="muted">Germany</span>')
    """
    country = f" {_muted(link.country_name)}" if link.country_name and link.kind != "state" else ""
    return _mark(f'<a href="{escaped(link.address)}?as_of={as_of:d}"><bdi>{escaped(link.name)}</bdi></a>{country}')


@lru_cache(maxsize=_WORDS_KEPT)
def word_mark(term: str | None, vocabulary: str) -> Markup:
    """Return a word of a vocabulary with its meaning behind it.

    >>> word_mark("twinning", "tie kind").startswith('<span class="word" title="')
    True
    """
    return _mark(f'<span class="word" title="{escaped(meaning(term, vocabulary))}">{escaped(words(term))}</span>')


def word_marks(terms: Iterable[str], vocabulary: str) -> Markup:
    """Return words of a vocabulary, with commas between."""
    return _mark(", ".join(word_mark(term, vocabulary) for term in terms))


def status_mark(line: Standing) -> Markup:
    """Return the status of a tie, since when, and why."""
    since = f" {_muted(f'since {date_words(line.status_since)}')}" if line.status_since else ""
    reason = f" {_muted(f'– {line.reason}')}" if line.reason else ""
    said = f'title="{escaped(meaning(line.status, "status"))}">{escaped(words(line.status))}</span>'
    return _mark(f'<span class="status {escaped(line.status)}" {said}{since}{reason}')


def last_listed_mark(line: Listed) -> Markup:
    """Return when a list last named a tie; nothing where none did."""
    return _mark(_muted(f"last listed {date_words(line.last_listed)}") if line.last_listed else "")


def dates_mark(line: Dated) -> Markup:
    """Return from when to when a tie holds, as far as somebody says."""
    start = escaped(date_words(line.valid_from)) if line.valid_from else '<span class="muted">no date</span>'
    return _mark(f"{start} – {escaped(date_words(line.valid_to))}" if line.valid_to else start)


MARKS: Final[dict[str, Callable[..., Any]]] = {
    "anchor": anchor,
    "dates_mark": dates_mark,
    "last_listed_mark": last_listed_mark,
    "status_mark": status_mark,
    "word_mark": word_mark,
    "word_marks": word_marks,
}
"""The marks by the names that templates call them by."""
