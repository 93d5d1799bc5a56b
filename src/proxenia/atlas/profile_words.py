"""Values, dates and sources of the findings and figures of one page of a city's profile, as its tables show them.

A page tells a hundred of them: each is put together here at once, escaped, instead of piece by piece in the template.
"""

from functools import lru_cache
from typing import Final

from markupsafe import Markup

from proxenia.atlas.filters import date_words, number_words, one_digit, reference_links, thin_groups, value_words
from proxenia.atlas.pages.city_profile import CityProfilePage, PeerLine
from proxenia.profiles.figure import YES_OR_NO, Figure
from proxenia.profiles.finding import UNKNOWN, YES, Finding, TestedThreshold
from proxenia.web.escaping import escaped

__all__ = ["ProfileWords"]

_DATED_BY: Final = {"edition": "list of ", "reading": "read ", "day": "as of "}
_MARKS: Final = {YES: "active", UNKNOWN: "dormant"}
_FAR_KM: Final = 10
"""Of so many kilometres and more the whole ones are told."""
_KEPT: Final = 64

Told = Finding | Figure


class ProfileWords:
    """Puts what a page tells into words.

    Parameters
    ----------
    page
        Gives the statements and the titles of the sources.
    """

    def __init__(self, page: CityProfilePage) -> None:
        self._said = page.said
        self._titles = page.source_titles
        self._sources = f'<a href="/sources?as_of={page.as_of}#'
        self._as_of = page.as_of

    def answer(self, word: str) -> str:
        """Return an answer with its mark."""
        return _html(f'<span class="status {_MARKS.get(word, "")}">{escaped(word)}</span>')

    def label(self, figure: Figure) -> str:
        """Return what a figure is, as a line begins with it."""
        return f"{figure.label[:1].upper()}{figure.label[1:]}"

    def why(self, peer: PeerLine) -> str:
        """Return in what a peer is nearest, a line for each respect."""
        return _html("".join(f'<div class="muted">{escaped(respect)}</div>' for respect in peer.nearest_in))

    def value(self, told: Told) -> str:
        """Return the value with its unit; nothing where there is none."""
        if told.value is None:
            return ""
        return f"at least {_number(told.value, told.unit)}" if told.at_least else _number(told.value, told.unit)

    def whose(self, told: Told) -> str:
        """Return whose value it is."""
        if told.of in {"country", "region"}:
            title = f"This is the {told.of}'s figure, not the city's"
            name = escaped(told.subject_name)
            return _html(f'<span class="word" title="{title}">of the {told.of}: <bdi>{name}</bdi></span>')
        return "of the city" if told.of else ""

    def dated(self, told: Told) -> str:
        """Return when it held, and what gives that date."""
        return f"{_DATED_BY.get(told.dated_by or '', '')}{date_words(told.date)}" if told.date else ""

    def titles(self, sources: tuple[str, ...], most: int = 2) -> str:
        """Return the titles of sources; of many only the first."""
        shown = ", ".join(map(self._title, sources[:most]))
        more = len(sources) - most
        return _html(f'{shown} <span class="muted">and {more} more</span>' if more > 0 else shown)

    def places(self, told: Told, most: int = 3) -> str:
        """Return where the statements behind it stand: each source with the place in it; of many only the first."""
        said = (self._said.get(statement) for statement in told.statements)
        places = list(dict.fromkeys((at.source, at.reference) for at in said if at is not None))
        shown = "".join(
            f'<div>{self._title(source)}<br><span class="muted">{reference_links(reference)}</span></div>'
            for source, reference in places[:most]
        )
        more = len(places) - most
        return _html(f'{shown}<div class="muted">and {more} more places</div>' if more > 0 else shown)

    def records(self, told: Told) -> str:
        """Return the ties and acts that were counted, behind a summary; nothing where none were."""
        if not told.records:
            return ""
        links = ", ".join(map(self._record, told.records))
        number = len(told.records)
        return _html(
            f"<details><summary>{number} {'record' if number == 1 else 'records'} counted</summary>{links}</details>"
        )

    def in_brief(self, figure: Figure) -> str:
        """Return a figure in one line: what it is, its value, and in brackets when, whose and who says so."""
        label, whose, titles = self.label(figure), self.whose(figure), self.titles(figure.sources)
        return _html(
            f"{escaped(label)}: {escaped(self.value(figure))} ({escaped(self.dated(figure))}, {whose}; {titles})"
        )

    def thresholds(self, finding: Finding) -> str:
        """Return all thresholds of a profile with what they mean."""
        return _thresholds(finding.thresholds)

    def threshold(self, finding: Finding) -> str:
        """Return the threshold that decides."""
        return thin_groups(next(one.in_words for one in finding.thresholds if one.id == finding.tested))

    def _title(self, source: str) -> str:
        return f'{self._sources}{escaped(source)}">{escaped(self._titles.get(source, source))}</a>'

    def _record(self, record: str) -> str:
        folder = {"tie:": "tie", "act:": "act"}.get(record[:4], "city")
        shown = escaped(record)
        return f'<a href="/{folder}/{shown}?as_of={self._as_of}">{shown}</a>'


def _html(text: str) -> Markup:
    """Return what is HTML already: every part of it that a source or a user gave was escaped."""
    return Markup(text)  # noqa: S704


def _number(value: float, unit: str | None) -> str:
    """Return a value with its unit.

    >>> _number(0.256, "share"), _number(1.0, "yes or no"), _number(3.14, "km"), _number(2500.0, "persons")
    ('26 %', 'yes', '3.1 km', '2\u202f500 persons')
    """
    if unit == "share":
        return f"{round(100 * value)} %"
    if unit == YES_OR_NO:
        return "yes" if value else "no"
    if unit == "km":
        return f"{one_digit(value) if value < _FAR_KM else number_words(round(value))} km"
    return f"{value_words(value)} {unit}" if unit else value_words(value)


@lru_cache(maxsize=_KEPT)
def _thresholds(thresholds: tuple[TestedThreshold, ...]) -> str:
    return "; or ".join(f"{thin_groups(one.in_words)}: {one.meaning}" for one in thresholds)
