"""More pictures drawn on the server: classes by year, a distribution, coefficients; each beside a table of its figures.

Colours are never alone: every picture carries a sentence for those who hear it, and a legend or labels.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from proxenia.atlas.chart import year_marks
from proxenia.atlas.pages.country_pair import ClassYear
from proxenia.atlas.pages.expected import TermLine
from proxenia.web.escaping import escaped

__all__ = ["Bin", "class_strip", "distribution_chart", "effect_plot"]

_WIDTH: Final = 600
_FOOT: Final = 60
_TALLEST: Final = 54


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values lie from `low` up to `high` (the last bin: up to and with)."""

    low: float
    high: float
    count: int


def class_strip(years: Sequence[ClassYear]) -> Markup:
    """Return one field a year, coloured by class, with a legend of the classes that occur."""
    if not years:
        return Markup("")
    first, last = years[0].year, years[-1].year
    step = _WIDTH / (last - first + 1)
    runs = [(word, [one.year for one in run]) for word, run in groupby(years, key=lambda one: one.overlay_class)]
    fields = "".join(
        _field((span[0] - first) * step, len(span) * step, word, f"{_years(span)}: {word}") for word, span in runs
    )
    told = "; ".join(f"{_years(span)} {word}" for word, span in runs)
    label = f"Class by year from {first} to {last}: {told}"
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="begun" viewBox="0 0 {_WIDTH} 44" role="img" aria-label="{escaped(label)}">{fields}'
        f'<g transform="translate(0 -31)">{year_marks(first, last, step)}</g></svg>'
        f"{_legend(dict.fromkeys(word for word, _ in runs))}"
    )


def _years(span: Sequence[int]) -> str:
    return str(span[0]) if span[0] == span[-1] else f"{span[0]} to {span[-1]}"


def _field(left: float, width: float, word: str, title: str) -> str:
    place = f'x="{left:.2f}" y="2" width="{width:.2f}" height="26"'
    return f'<rect class="of of-{escaped(word)}" {place}><title>{escaped(title)}</title></rect>'


def _legend(words: Iterable[str]) -> str:
    lines = (
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="of of-{escaped(word)}" width="10" height="10"/>'
        f"</svg>{escaped(word)}</li>"
        for word in words
    )
    return f'<ul class="legend">{"".join(lines)}</ul>'


def distribution_chart(bins: Sequence[Bin], what: str) -> Markup:
    """Return how values are distributed: one bar a bin, as tall as the logarithm of its count.

    Parameters
    ----------
    bins
        From low to high.
    what
        What is counted, for those who hear the picture.
    """
    if not bins:
        return Markup("")
    tallest = math.log1p(max(one.count for one in bins))
    step = _WIDTH / len(bins)
    bars = Markup("").join(
        _bin_bar(one, number * step, step - 1, _TALLEST * math.log1p(one.count) / tallest)
        for number, one in enumerate(bins)
        if one.count
    )
    most = max(bins, key=lambda one: one.count)
    label = (
        f"{what}: {sum(one.count for one in bins)} values from {bins[0].low:g} to {bins[-1].high:g}; "
        f"most, {most.count}, lie between {most.low:g} and {most.high:g}; heights are logarithmic"
    )
    ends = Markup('<text x="0" y="73">{}</text><text x="{}" y="73" text-anchor="end">{}</text>').format(
        f"{bins[0].low:g}", _WIDTH, f"{bins[-1].high:g}"
    )
    return Markup(
        '<svg class="begun" viewBox="0 0 {} 76" role="img" aria-label="{}">{}'
        '<line class="axis" x1="0" y1="60.5" x2="{}" y2="60.5"/>{}</svg>'
    ).format(_WIDTH, label, bars, _WIDTH, ends)


def _bin_bar(one: Bin, left: float, width: float, height: float) -> Markup:
    title = f"{one.low:g} to {one.high:g}: {one.count}"
    return Markup(
        '<rect class="bar c0" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>'
    ).format(left, _FOOT - height, width, height, title)


def effect_plot(lines: Sequence[TermLine]) -> Markup:
    """Return coefficients as points with their ranges, around the line at zero."""
    if not lines:
        return Markup("")
    low, high = min(0.0, *(one.low for one in lines)), max(0.0, *(one.high for one in lines))
    left, scale = 190, (_WIDTH - 200) / ((high - low) or 1.0)
    rows = Markup("").join(
        _effect(one, 18 * number + 12, [left + (value - low) * scale for value in (one.low, one.estimate, one.high)])
        for number, one in enumerate(lines)
    )
    told = "; ".join(f"{one.label} {one.estimate:.2f} ({one.low:.2f} to {one.high:.2f})" for one in lines)
    zero = left - low * scale
    return Markup(
        '<svg class="begun" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<line class="axis" x1="{:.1f}" y1="0" x2="{:.1f}" y2="{}"/>{}</svg>'
    ).format(_WIDTH, 18 * len(lines) + 6, f"Coefficients with 95 % ranges: {told}", zero, zero, 18 * len(lines), rows)


def _effect(one: TermLine, y: int, places: Sequence[float]) -> Markup:
    return Markup(
        '<text x="0" y="{}">{}</text><line class="effect" x1="{:.1f}" y1="{}" x2="{:.1f}" y2="{}"/>'
        '<circle class="bar c0" cx="{:.1f}" cy="{}" r="4"><title>{}</title></circle>'
    ).format(y + 4, one.label, places[0], y, places[2], y, places[1], y, f"{one.label}: {one.estimate:.3f}")
