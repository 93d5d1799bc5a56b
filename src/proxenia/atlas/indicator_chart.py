"""The picture of an indicator: measured figures over time, projections hollow, the texts' figures as diamonds."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from markupsafe import Markup, escape

from proxenia.history.figures import Figure
from proxenia.history.indicators import IndicatorReport
from proxenia.history.verdict import figure_words

__all__ = ["indicator_chart"]

_WIDTH: Final = 600
_HEIGHT: Final = 210
_LEFT: Final = 62
_RIGHT: Final = 14
_TOP: Final = 12
_FOOT: Final = 182
_LABEL_ROOM: Final = 52
_COLOURS: Final = 4
"""Colours of series; the fifth is that of the texts."""
_DENSE: Final = 25
"""From so many points on a series is a line without marks."""
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where years and values lie."""

    first: float
    last: float
    highest: float

    def x(self, year: float) -> float:
        return _LEFT + (year - self.first) / (self.last - self.first) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _FOOT - value / self.highest * (_FOOT - _TOP)


def _nice(value: float) -> float:
    """Return the next round number up.

    >>> [_nice(value) for value in (0.85, 375, 8400)]
    [1.0, 400.0, 10000.0]
    """
    unit = 10.0 ** floor(log10(value))
    return next(step * unit for step in (1, 2, 4, 5, 10) if step * unit >= value * (1 - 1e-9))


def indicator_chart(report: IndicatorReport) -> Markup:
    """Return the figures of an indicator that have a date and a number; nothing when fewer than two have."""
    claims = [one.claim for one in report.claims if _drawn(one.claim)]
    figures = [one for one in report.figures if _drawn(one)]
    if len(claims) + len(figures) < 2:
        return Markup("")
    axes = _axes([*claims, *figures])
    series: dict[tuple[str, str], list[Figure]] = {}
    for one in figures:
        series.setdefault((one.series, one.source_title), []).append(one)
    shapes = Markup("").join(_series(line, axes, number % _COLOURS) for number, line in enumerate(series.values()))
    marks = Markup("").join(_claim(one, axes) for one in claims)
    picture = Markup('<svg class="begun trends" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>').format(
        _WIDTH, _HEIGHT, _told(report, claims, figures), _frame(axes, report.unit), shapes, marks
    )
    return picture + _legend(_labels(series), has_claims=bool(claims), has_projections=any(map(_is_projected, figures)))


def _drawn(figure: Figure) -> bool:
    return figure.value is not None and figure.year is not None


def _is_projected(figure: Figure) -> bool:
    return figure.status == "projected"


def _axes(figures: Sequence[Figure]) -> _Axes:
    years = [one.year or 0.0 for one in figures]
    first, last = floor(min(years)), ceil(max(years))
    room = max(1, round((last - first) * 0.03))
    highest = max(one.value or 0.0 for one in figures)
    is_share = all(one.unit == "share" for one in figures)
    return _Axes(first - room, last + room, 1.0 if is_share and highest > 0.5 else _nice(highest or 1.0))


def _told(report: IndicatorReport, claims: Sequence[Figure], figures: Sequence[Figure]) -> str:
    """Return the picture in words, for those who hear it; a table of the same figures stands below."""
    measured = [one for one in figures if not _is_projected(one)]
    parts = [f"{report.label} over time, {len(figures)} figures"]
    if measured:
        ends = (measured[0], measured[-1])
        parts.append(" to ".join(f"{figure_words(one)} in {one.date_label}" for one in ends))
    parts += [f"{one.claimed_by} says {figure_words(one)} for {one.date_label}" for one in claims]
    return "; ".join(parts)


def _frame(axes: _Axes, unit: str) -> Markup:
    lines = Markup("").join(_level(axes, axes.highest * quarter / 4, unit) for quarter in range(5))
    apart = next((step for step in _STEPS if axes.x(axes.first + step) - _LEFT >= _LABEL_ROOM), 1000)
    first = ceil(axes.first / apart) * apart
    years = Markup("").join(
        Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(axes.x(year), _FOOT + 16, year)
        for year in range(int(first), int(axes.last) + 1, apart)
        if year and axes.x(year) <= _WIDTH - _RIGHT
    )
    return lines + years


def _level(axes: _Axes, value: float, unit: str) -> Markup:
    label = f"{100 * value:g} %" if unit == "share" else f"{value:,.10g}".replace(",", "\u202f")
    kind = "axis" if value == 0 else "grid"
    return Markup(
        '<line class="{}" x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}"/><text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
    ).format(kind, _LEFT, axes.y(value), _WIDTH - _RIGHT, axes.y(value), _LEFT - 6, axes.y(value) + 4, label)


def _series(figures: Sequence[Figure], axes: _Axes, colour: int) -> Markup:
    measured = [one for one in figures if not _is_projected(one)]
    ahead = [one for one in figures if _is_projected(one)]
    parts = [_line(measured, axes, f"c{colour}")]
    parts.append(_line([*measured[-1:], *ahead], axes, f"c{colour} ahead") if ahead else Markup(""))
    marked = measured if len(measured) < _DENSE else []
    parts += [_dot(one, axes, f"c{colour}") for one in marked]
    parts += [_dot(one, axes, f"c{colour} hollow") for one in ahead if len(ahead) < _DENSE]
    return Markup("").join(parts)


def _line(figures: Sequence[Figure], axes: _Axes, kind: str) -> Markup:
    # A point a year: sources that disagree on one would make the line jump up and down.
    by_year = {one.year: one for one in figures}
    if len(by_year) < 2:
        return Markup("")
    points = " ".join(f"{axes.x(one.year or 0):.1f},{axes.y(one.value or 0):.1f}" for one in by_year.values())
    return Markup('<polyline class="trend {}" points="{}"/>').format(kind, points)


def _dot(figure: Figure, axes: _Axes, kind: str) -> Markup:
    # One text with numbers, not a format of Markup, which takes ten times as long for hundreds of points.
    return Markup(  # noqa: S704 - the title, the only text, is escaped
        f'<circle class="bar {kind}" cx="{axes.x(figure.year or 0):.1f}" cy="{axes.y(figure.value or 0):.1f}" r="3.4">'
        f"<title>{escape(f'{figure.date_label}: {figure_words(figure)}, {figure.series}')}</title></circle>"
    )


def _claim(figure: Figure, axes: _Axes) -> Markup:
    x, y = axes.x(figure.year or 0), axes.y(figure.value or 0)
    points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    title = f"{figure.claimed_by}, {figure.date_label}: {figure_words(figure)}"
    return Markup('<polygon class="bar c4" points="{}"><title>{}</title></polygon>').format(points, title)


def _labels(series: Collection[tuple[str, str]]) -> list[str]:
    """Return what each line shows; with its source where two sources tell the same."""
    told = Counter(name for name, _ in series)
    return [f"{name} ({source})" if told[name] > 1 else name for name, source in series]


def _legend(series: Sequence[str], *, has_claims: bool, has_projections: bool) -> Markup:
    dot = Markup('<circle class="bar {}" cx="5" cy="5" r="4"/>')
    keys = [(dot.format(f"c{number % _COLOURS}"), name) for number, name in enumerate(series)]
    if has_projections:
        keys.append((dot.format("c0 hollow"), "projected"))
    if has_claims:
        keys.append((Markup('<polygon class="bar c4" points="5,0 10,5 5,10 0,5"/>'), "the texts’ figures"))
    line = Markup('<li><svg viewBox="0 0 10 10" aria-hidden="true">{}</svg>{}</li>')
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(line.format(*key) for key in keys))
