"""Small pictures drawn on the server (SVG), readable without a script; each stands beside a table of its figures."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from proxenia.atlas.pages.city import YearCount

__all__ = ["begun_chart"]

_WIDTH: Final = 600
_FOOT: Final = 60
_TALLEST: Final = 56
_GAP: Final = 0.6
_LABEL_ROOM: Final = 46


def begun_chart(counts: Sequence[YearCount], first: int, last: int) -> Markup:
    """Return the starts of ties by year, one bar a year.

    Parameters
    ----------
    counts
        Starts by year and kind.
    first, last
        The years at the ends of the axis; an earlier start moves the first.
    """
    first = min([first, last, *(count.year for count in counts)])
    by_year: Counter[int] = Counter()
    for count in counts:
        by_year[count.year] += count.begun
    tallest = max(by_year.values(), default=1)
    step = _WIDTH / max(last - first + 1, 1)
    bars = Markup("").join(
        _bar((year - first) * step, max(step - _GAP, 0.8), _TALLEST * begun / tallest, f"{year}: {begun}")
        for year, begun in sorted(by_year.items())
        if year <= last
    )
    marks = Markup("").join(_mark((year - first + 0.5) * step, year) for year in _marked_years(first, last, step))
    label = f"Dated starts by year from {first} to {last}; at most {tallest} in a year"
    return Markup(
        '<svg class="begun" viewBox="0 0 {} 76" role="img" aria-label="{}">{}'
        '<line class="axis" x1="0" y1="60.5" x2="{}" y2="60.5"/>{}</svg>'
    ).format(_WIDTH, label, bars, _WIDTH, marks)


def _marked_years(first: int, last: int, step: float) -> range:
    """Return round years far enough apart for their labels."""
    apart = next((size for size in (10, 20, 50, 100, 200, 500) if size * step >= _LABEL_ROOM), 1_000)
    return range(first + -first % apart, last + 1, apart)


def _bar(left: float, width: float, height: float, title: str) -> Markup:
    place = Markup('<rect class="bar" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>')
    return place.format(left, _FOOT - height, width, height, title)


def _mark(middle: float, year: int) -> Markup:
    anchor = "start" if middle < _LABEL_ROOM / 2 else "end" if middle > _WIDTH - _LABEL_ROOM / 2 else "middle"
    return Markup('<text x="{:.1f}" y="73" text-anchor="{}">{}</text>').format(middle, anchor, year)
