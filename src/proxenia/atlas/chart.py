"""Small pictures drawn on the server (SVG), readable without a script; each stands beside a table of its figures."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from proxenia.atlas.pages.city import YearCount
from proxenia.web.escaping import escaped

__all__ = ["begun_chart", "year_marks"]

_WIDTH: Final = 600
_FOOT: Final = 60
_TALLEST: Final = 56
_GAP: Final = 0.6
_LABEL_ROOM: Final = 46
_COLOURS: Final = 8
"""As many colours as the style has, of the palette of Okabe and Ito."""


def begun_chart(counts: Sequence[YearCount], first: int, last: int, what: str = "Dated starts") -> Markup:
    """Return counts by year, starts of ties or acts: one bar a year, its parts coloured by word, with a legend.

    Parameters
    ----------
    counts
        Starts by year and word.
    first, last
        The years at the ends of the axis; an earlier start moves the first.
    what
        What is counted, for those who hear the picture.
    """
    first = min([first, last, *(count.year for count in counts)])
    totals: Counter[str] = Counter()
    by_year: dict[int, list[YearCount]] = defaultdict(list)
    for count in counts:
        totals[count.word] += count.begun
        by_year[count.year].append(count)
    colours = {word: number % _COLOURS for number, (word, _) in enumerate(totals.most_common())}
    tallest = max((sum(count.begun for count in one) for one in by_year.values()), default=1)
    step = _WIDTH / max(last - first + 1, 1)
    bars = "".join(
        _bars(by_year[year], colours, left=(year - first) * step, width=max(step - _GAP, 0.8), unit=_TALLEST / tallest)
        for year in sorted(by_year)
        if year <= last
    )
    label = f"{what} by year from {first} to {last}; at most {tallest} in a year"
    # One text put together at once, not a format of Markup, which takes ten times as long for hundreds of bars.
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="begun" viewBox="0 0 {_WIDTH} 76" role="img" aria-label="{escaped(label)}">{bars}'
        f'<line class="axis" x1="0" y1="60.5" x2="{_WIDTH}" y2="60.5"/>{year_marks(first, last, step)}</svg>'
        f"{_legend(colours)}"
    )


def _bars(counts: list[YearCount], colours: Mapping[str, int], *, left: float, width: float, unit: float) -> str:
    """Return the parts of one year's bar, the commonest word at the foot."""
    parts, foot = [], float(_FOOT)
    for count in sorted(counts, key=lambda one: colours[one.word]):
        height = count.begun * unit
        foot -= height
        title = f"{count.year}, {count.word.replace('_', ' ')}: {count.begun}"
        parts.append(_bar(left, foot, width, height, colour=colours[count.word], title=title))
    return "".join(parts)


def _legend(colours: Mapping[str, int]) -> str:
    if len(colours) <= 1:
        return ""
    lines = (
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="bar c{colour:d}" width="10" height="10"/></svg>'
        f"{escaped(word.replace('_', ' '))}</li>"
        for word, colour in colours.items()
    )
    return f'<ul class="legend">{"".join(lines)}</ul>'


def _marked_years(first: int, last: int, step: float) -> range:
    """Return round years far enough apart for their labels."""
    apart = next((size for size in (10, 20, 50, 100, 200, 500) if size * step >= _LABEL_ROOM), 1_000)
    return range(first + -first % apart, last + 1, apart)


def _bar(left: float, top: float, width: float, height: float, *, colour: int, title: str) -> str:
    return (
        f'<rect class="bar c{colour:d}" x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}">'
        f"<title>{escaped(title)}</title></rect>"
    )


def year_marks(first: int, last: int, step: float) -> Markup:
    """Return the labels of round years under an axis on which each year takes `step`."""
    marks = (_mark((year - first + 0.5) * step, year) for year in _marked_years(first, last, step))
    return Markup("".join(marks))  # noqa: S704 - numbers


def _mark(middle: float, year: int) -> str:
    anchor = "start" if middle < _LABEL_ROOM / 2 else "end" if middle > _WIDTH - _LABEL_ROOM / 2 else "middle"
    return f'<text x="{middle:.1f}" y="73" text-anchor="{anchor}">{year:d}</text>'
