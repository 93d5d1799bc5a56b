"""Small pictures drawn on the server (SVG), readable without a script; each stands beside a table of its figures."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from proxenia.atlas.pages.city import YearCount

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
    bars = Markup("").join(
        _bars(by_year[year], colours, left=(year - first) * step, width=max(step - _GAP, 0.8), unit=_TALLEST / tallest)
        for year in sorted(by_year)
        if year <= last
    )
    marks = year_marks(first, last, step)
    label = f"{what} by year from {first} to {last}; at most {tallest} in a year"
    return Markup(
        '<svg class="begun" viewBox="0 0 {} 76" role="img" aria-label="{}">{}'
        '<line class="axis" x1="0" y1="60.5" x2="{}" y2="60.5"/>{}</svg>{}'
    ).format(_WIDTH, label, bars, _WIDTH, marks, _legend(colours))


def _bars(counts: list[YearCount], colours: Mapping[str, int], *, left: float, width: float, unit: float) -> Markup:
    """Return the parts of one year's bar, the commonest word at the foot."""
    parts, foot = Markup(""), float(_FOOT)
    for count in sorted(counts, key=lambda one: colours[one.word]):
        height = count.begun * unit
        foot -= height
        title = f"{count.year}, {count.word.replace('_', ' ')}: {count.begun}"
        parts += _bar(left, foot, width, height, colour=colours[count.word], title=title)
    return parts


def _legend(colours: Mapping[str, int]) -> Markup:
    line = Markup(
        '<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="bar c{}" width="10" height="10"/></svg>{}</li>'
    )
    lines = Markup("").join(line.format(colour, word.replace("_", " ")) for word, colour in colours.items())
    return Markup('<ul class="legend">{}</ul>').format(lines) if len(colours) > 1 else Markup("")


def _marked_years(first: int, last: int, step: float) -> range:
    """Return round years far enough apart for their labels."""
    apart = next((size for size in (10, 20, 50, 100, 200, 500) if size * step >= _LABEL_ROOM), 1_000)
    return range(first + -first % apart, last + 1, apart)


def _bar(left: float, top: float, width: float, height: float, *, colour: int, title: str) -> Markup:
    # One text with numbers, not a format of Markup, which takes ten times as long for hundreds of bars.
    return Markup(  # noqa: S704 - the title, the only text, is escaped
        f'<rect class="bar c{colour:d}" x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}">'
        f"<title>{escape(title)}</title></rect>"
    )


def year_marks(first: int, last: int, step: float) -> Markup:
    """Return the labels of round years under an axis on which each year takes `step`."""
    return Markup("").join(_mark((year - first + 0.5) * step, year) for year in _marked_years(first, last, step))


def _mark(middle: float, year: int) -> Markup:
    anchor = "start" if middle < _LABEL_ROOM / 2 else "end" if middle > _WIDTH - _LABEL_ROOM / 2 else "middle"
    return Markup(f'<text x="{middle:.1f}" y="73" text-anchor="{anchor}">{year:d}</text>')  # noqa: S704 - numbers
