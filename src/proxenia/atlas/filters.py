"""How values are written for people."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from markupsafe import Markup, escape

from proxenia.atlas.pages.city import YearCount
from proxenia.model.statement import reference_parts

__all__ = ["FILTERS", "begun_chart", "date_words", "number_words", "reference_links", "words"]

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%])?")
_DECADE = re.compile(r"(\d{3})X")


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
    shown = f"{1 - int(year)} BCE" if int(year) <= 0 else str(int(year))
    if month and 1 <= int(month) <= 12:
        shown = f"{_MONTHS[int(month) - 1]} {shown}"
        shown = f"{int(day)} {shown}" if day else shown
    return {"~": "about ", "%": "perhaps about ", "?": "perhaps "}.get(mark or "", "") + shown


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


def begun_chart(counts: Sequence[YearCount], first: int, last: int) -> Markup:
    """Return the starts of ties by year as a small picture (SVG), one bar a year.

    Parameters
    ----------
    counts
        Starts by year and kind.
    first, last
        The years at the ends of the axis.
    """
    first = min([first, *(count.year for count in counts)])
    by_year: dict[int, int] = {}
    for count in counts:
        by_year[count.year] = by_year.get(count.year, 0) + count.begun
    tallest = max(by_year.values(), default=1)
    span = max(last - first + 1, 1)
    bar = 600 / span
    bars = [
        Markup(
            '<rect class="bar" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}: {}</title></rect>'
        ).format(
            (year - first) * bar, 60 - 56 * begun / tallest, max(bar - 0.6, 0.8), 56 * begun / tallest, year, begun
        )
        for year, begun in sorted(by_year.items())
        if year <= last
    ]
    label = f"Dated starts by year from {first} to {last}; at most {tallest} in a year"
    return Markup(
        '<svg class="begun" viewBox="0 0 600 76" role="img" aria-label="{}">{}'
        '<line class="axis" x1="0" y1="60.5" x2="600" y2="60.5"/>'
        '<text x="0" y="73">{}</text><text x="600" y="73" text-anchor="end">{}</text></svg>'
    ).format(label, Markup("").join(bars), first, last)


def _bar(left: float, width: float, height: float, title: str) -> Markup:
    place = Markup('<rect class="bar" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>')
    return place.format(left, 60 - height, width, height, title)


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "words": words,
    "date_words": date_words,
    "number_words": number_words,
    "reference_links": reference_links,
    "begun_chart": begun_chart,
}
