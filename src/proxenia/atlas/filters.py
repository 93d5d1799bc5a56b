"""How values are written for people."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from markupsafe import Markup, escape

from proxenia.atlas.chart import begun_chart
from proxenia.atlas.indicator_chart import indicator_chart
from proxenia.atlas.lines import EvidenceLine
from proxenia.atlas.plots import class_strip, distribution_chart, effect_plot
from proxenia.atlas.precision_plot import precision_plot
from proxenia.atlas.small_multiples import multiples_legend, tallest_year, years_picture
from proxenia.history.verdict import figure_words
from proxenia.model.legal import LEGAL_VOCABULARIES
from proxenia.model.statement import reference_parts
from proxenia.model.vocabulary import VOCABULARIES

__all__ = [
    "FILTERS",
    "by_place",
    "chance_words",
    "date_words",
    "direction",
    "known_words",
    "latitude",
    "longitude",
    "meaning",
    "number_words",
    "one_digit",
    "one_line",
    "reference_links",
    "rule_words",
    "thin_groups",
    "value_words",
    "words",
    "year_words",
]

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WORDS_KEPT: Final = 10_000
"""Dates in words, and references with their links: the same few thousand come again and again."""
_LARGE: Final = 1_000
_SMALL_CHANCE: Final = 0.0001
_MEANINGS: Final = {
    name: {known.value: known.meaning for known in vocabulary}
    for name, vocabulary in (VOCABULARIES | LEGAL_VOCABULARIES).items()
}
_DATE = re.compile(r"(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%])?")
_DECADE = re.compile(r"(\d{3})X")
_DIRECTIONS: Final = {
    "membership": ("a member of it", "its member"),
    "representation": ("an office there", "an office here"),
    "recognition": ("recognises it", "is recognised by it"),
    "sanction": ("against it", "by it"),
}
_RULES: Final = {
    "only": "it is the only one",
    "gazetteer": "the gazetteer's place",
    "newest": "the latest date it speaks of",
    "majority": "most independent sources say it",
    "most_precise": "the most precise",
    "first_source": "no better reason: the first source by name",
}


def direction(kind: str, is_first: bool) -> str:
    """Return in plain words which way a tie runs, as seen from one of its actors.

    >>> direction("representation", True), direction("representation", False)
    ('an office there', 'an office here')
    """
    return _DIRECTIONS.get(kind, ("", ""))[0 if is_first else 1]


def words(term: str | None) -> str:
    """Return a vocabulary word as plain words.

    >>> words("global_governance")
    'global governance'
    """
    return "" if term is None else term.replace("_", " ")


def _one_date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        decade = _DECADE.fullmatch(text)
        return f"the {decade[1]}0s" if decade else text
    year, month, day, mark = match.groups()
    shown = year_words(int(year))
    if month and 1 <= int(month) <= 12:
        shown = f"{_MONTHS[int(month) - 1]} {shown}"
        shown = f"{int(day)} {shown}" if day else shown
    return {"~": "about ", "%": "perhaps about ", "?": "perhaps "}.get(mark or "", "") + shown


@lru_cache(maxsize=_WORDS_KEPT)
def date_words(text: str | None) -> str:
    """Return EDTF text as people write dates.

    >>> date_words("1979-11-26"), date_words("1979/.."), date_words("-0431"), date_words("195X")
    ('26 November 1979', 'since 1979', '432 BCE', 'the 1950s')
    """
    if not text:
        return ""
    start, slash, end = text.partition("/")
    if not slash:
        return _one_date(start)
    if end in ("", ".."):
        return f"since {_one_date(start)}" if start not in ("", "..") else "at an unknown time"
    if start in ("", ".."):
        return f"until {_one_date(end)}"
    return f"{_one_date(start)} – {_one_date(end)}"


def number_words(number: float | None) -> str:
    """Return a number with thin groups of three digits.

    >>> number_words(868135)
    '868\u202f135'
    """
    if number is None:
        return ""
    whole = float(number).is_integer()
    return f"{int(number):,}".replace(",", "\u202f") if whole else f"{number:g}"


def value_words(number: float) -> str:
    """Return a measured value: whole numbers in groups, others with four digits that count.

    >>> value_words(31500.0), value_words(0.123456), value_words(-2.5e-7), value_words(6371.23)
    ('31\u202f500', '0.1235', '-2.5e-07', '6\u202f371')
    """
    if float(number).is_integer() or abs(number) >= _LARGE:
        return f"{round(number):,}".replace(",", "\u202f")
    return f"{number:.4g}"


def chance_words(chance: float) -> str:
    """Return a p-value: very small ones as below a bound, since their digits say nothing.

    >>> chance_words(0.0), chance_words(0.224)
    ('< 0.0001', '0.224')
    """
    return f"{chance:.3g}" if chance >= _SMALL_CHANCE else f"< {_SMALL_CHANCE:.4f}"


def one_digit(number: float) -> str:
    """Return a number with one digit after the point, in groups of three.

    >>> one_digit(1350.4959)
    '1\u202f350.5'
    """
    return f"{number:,.1f}".replace(",", "\u202f")


@lru_cache(maxsize=_WORDS_KEPT)
def reference_links(reference: str) -> Markup:
    """Return a reference with its addresses as links.

    >>> reference_links("row 7")
    Markup('row 7')
    """
    parts = [_reference_link(part) for part in reference_parts(reference)]
    return Markup("; ").join(parts)


def _reference_link(part: str) -> Markup:
    address = f"https://doi.org/{part[4:]}" if part.startswith("doi:10.") else part
    if not address.startswith(("https://", "http://")):
        return escape(part)
    shown = part.split("://", 1)[-1]
    shown = shown if len(shown) <= 70 else f"{shown[:67]}…"
    return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(address, shown)


def thin_groups(text: str) -> str:
    """Return a sentence with the groups of its numbers parted as :func:`number_words` does.

    >>> thin_groups("at least 10,000,000 persons, of 3,4")
    'at least 10\u202f000\u202f000 persons, of 3,4'
    """
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3}\b)", "\u202f", text)


def year_words(year: int) -> str:
    """Return a year as people write it.

    >>> year_words(1990), year_words(-431)
    ('1990', '432 BCE')
    """
    return str(year) if year > 0 else f"{1 - year} BCE"


def meaning(term: str | None, vocabulary: str) -> str:
    """Return what a word of a vocabulary means; nothing for a word that is not in it.

    >>> meaning("suspended", "status")
    'paused by one side since a date'
    """
    return "" if term is None else _MEANINGS[vocabulary].get(term, "")


def known_words(vocabulary: str) -> list[str]:
    """Return the words of a vocabulary in its order.

    >>> known_words("level")
    ['urban', 'state']
    """
    return list(_MEANINGS[vocabulary])


def rule_words(rule: str) -> str:
    """Return why a value was chosen among several.

    >>> rule_words("majority")
    'most independent sources say it'
    """
    return _RULES.get(rule, words(rule))


def one_line(text: str, most: int = 120) -> str:
    r"""Return a text on one line: its lines joined by commas, cut at a comma or a space when it is long.

    >>> one_line("Londres\nLondra")
    'Londres, Londra'
    """
    line = ", ".join(text.splitlines())
    if len(line) <= most:
        return line
    cut = max(line.rfind(", ", 0, most), line.rfind(" ", most - 20, most))
    return f"{line[: cut if cut > 0 else most].rstrip(', ')} …"


def by_place(lines: Sequence[EvidenceLine]) -> list[list[EvidenceLine]]:
    """Return evidence in groups: what stands at one place of one source, read at one time."""
    groups = groupby(lines, key=lambda line: (line.source, line.reference, line.listed, line.retrieved_at))
    return [list(group) for _, group in groups]


def latitude(degrees: float) -> str:
    """Return a latitude.

    >>> latitude(51.9225), latitude(-34.61)
    ('51.922° N', '34.610° S')
    """
    return f"{abs(degrees):.3f}° {'N' if degrees >= 0 else 'S'}"


def longitude(degrees: float) -> str:
    """Return a longitude.

    >>> longitude(4.479), longitude(-58.38)
    ('4.479° E', '58.380° W')
    """
    return f"{abs(degrees):.3f}° {'E' if degrees >= 0 else 'W'}"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "begun_chart": begun_chart,
    "by_place": by_place,
    "chance_words": chance_words,
    "date_words": date_words,
    "direction": direction,
    "known_words": known_words,
    "latitude": latitude,
    "multiples_legend": multiples_legend,
    "tallest_year": tallest_year,
    "years_picture": years_picture,
    "longitude": longitude,
    "meaning": meaning,
    "number_words": number_words,
    "one_digit": one_digit,
    "one_line": one_line,
    "precision_plot": precision_plot,
    "reference_links": reference_links,
    "class_strip": class_strip,
    "distribution_chart": distribution_chart,
    "effect_plot": effect_plot,
    "figure_words": figure_words,
    "indicator_chart": indicator_chart,
    "thin_groups": thin_groups,
    "value_words": value_words,
    "rule_words": rule_words,
    "words": words,
    "year_words": year_words,
}
