"""Pictures of what may come: a fan of ranges, points with their ranges, and chances beside what happened.

Each is drawn on the server and stands beside a table of the same figures, which the page makes. A picture says its
title and a sentence to those who hear it; nothing is told by colour alone: ranges lie in each other, lines are whole or
broken, marks of two series differ in shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from markupsafe import Markup

__all__ = ["PLOTS", "ChancePoint", "Dot", "DotRow", "FanYear", "chance_plot", "dot_plot", "fan_chart"]

_WIDTH: Final = 600
_HEIGHT: Final = 220
_LEFT: Final = 62
_WIDE_LEFT: Final = 84
_RIGHT: Final = 14
_TOP: Final = 14
_FOOT: Final = 190
_LABEL_ROOM: Final = 52
_ROW: Final = 40
_LONGEST_LABEL: Final = 34
"""A longer label would run into the figures on a phone; it stands whole in the table beside."""
_APART: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200)
_SHAPES: Final = ("circle", "square")


@dataclass(frozen=True, slots=True)
class FanYear:
    """The ranges of one year to come: half, and nine tenths, of the simulated futures lie between `low` and `high`."""

    year: int
    low_90: float
    low_50: float
    median: float
    high_50: float
    high_90: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its range; `series` tells which of two it belongs to."""

    value: float
    low: float
    high: float
    series: int = 0


@dataclass(frozen=True, slots=True)
class DotRow:
    """A line of a picture of points: what is told, and one or two values."""

    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class ChancePoint:
    """A group of pairs: their mean chance, the share that came true with its range, and how many they are."""

    chance: float
    share: float
    low: float
    high: float
    pairs: int


def _number(value: float) -> str:
    if value and abs(value) < 0.001:
        return f"{value:.1e}"
    return f"{value:,.10g}".replace(",", "\u202f") if float(value).is_integer() else f"{value:,.3g}"


def _svg(height: int, title: str, told: str, *inside: Markup) -> Markup:
    return Markup(
        '<svg class="begun trends" viewBox="0 0 {} {}" role="img" aria-label="{}"><desc>{}</desc>{}</svg>'
    ).format(_WIDTH, height, f"{title}: {told}", told, Markup("").join(inside))


def _legend(*keys: tuple[Markup, str]) -> Markup:
    line = Markup('<li><svg viewBox="0 0 10 10" aria-hidden="true">{}</svg>{}</li>')
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(line.format(*key) for key in keys))


def _nice(value: float) -> float:
    """Return the next round number up.

    >>> [_nice(value) for value in (0.85, 375, 8400)]
    [1.0, 400.0, 10000.0]
    """
    unit = 10.0 ** floor(log10(value))
    return next(step * unit for step in (1, 2, 4, 5, 10) if step * unit >= value * (1 - 1e-9))


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where years and values lie."""

    first: int
    last: int
    highest: float

    def x(self, year: float) -> float:
        return _LEFT + (year - self.first) / max(self.last - self.first, 1) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _FOOT - value / self.highest * (_FOOT - _TOP)

    def points(self, line: Sequence[tuple[int, float]]) -> str:
        return " ".join(f"{self.x(year):.1f},{self.y(value):.1f}" for year, value in line)


def fan_chart(past: Sequence[tuple[int, float]], ahead: Sequence[FanYear], *, title: str, what: str = "ties") -> Markup:
    """Return what was seen as a line, and what may come as a fan: the median, half and nine tenths of the futures.

    Parameters
    ----------
    past
        Year and value, in time; its last year is where the fan opens.
    ahead
        The years to come, in time; no value lies below 0.
    title
        What the picture shows, such as ``New ties of Japan a year``.
    what
        What is counted, in the plural.
    """
    if not ahead:
        return Markup("")
    years = [year for year, _ in past] + [one.year for one in ahead]
    highest = max([value for _, value in past] + [one.high_90 for one in ahead])
    axes = _Axes(min(years), max(years), _nice(highest or 1.0))
    begin = [FanYear(past[-1][0], *[past[-1][1]] * 5)] if past else []
    fan = [*begin, *ahead]
    last = ahead[-1]
    told = f"in {last.year} the median is {_number(last.median)} {what}; half of the simulated futures lie between "
    told += f"{_number(last.low_50)} and {_number(last.high_50)}, nine in ten between {_number(last.low_90)} and "
    told += _number(last.high_90)
    if past:
        told = f"from {_number(past[0][1])} in {past[0][0]} to {_number(past[-1][1])} in {past[-1][0]}, as seen; {told}"
    picture = _svg(
        _HEIGHT,
        title,
        told,
        _frame(axes),
        _band(axes, [(one.year, one.low_90, one.high_90) for one in fan], 0.2, "nine in ten"),
        _band(axes, [(one.year, one.low_50, one.high_50) for one in fan], 0.35, "one in two"),
        _line(axes, past, "trend"),
        _line(axes, [(one.year, one.median) for one in fan], "trend ahead"),
        _cut(axes, past),
    )
    return picture + _fan_legend(seen=bool(past))


def _fan_legend(*, seen: bool) -> Markup:
    line = Markup('<polyline class="{}" points="0,5 10,5"/>')
    field = Markup('<rect class="bar" fill-opacity="{}" width="10" height="10"/>')
    keys = [(line.format("trend"), "seen")] if seen else []
    keys += [(line.format("trend ahead"), "median of the simulated futures")]
    keys += [(field.format(0.5), "half of them"), (field.format(0.2), "nine in ten of them")]
    return _legend(*keys)


def _frame(axes: _Axes) -> Markup:
    levels = Markup("").join(_level(axes, axes.highest * quarter / 4) for quarter in range(5))
    apart = next((step for step in _APART if axes.x(axes.first + step) - _LEFT >= _LABEL_ROOM), 500)
    mark = Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>')
    years = range(ceil(axes.first / apart) * apart, axes.last + 1, apart)
    places = ((year, axes.x(year)) for year in years)
    return levels + Markup("").join(mark.format(x, _FOOT + 18, _anchor(x), year) for year, x in places)


def _level(axes: _Axes, value: float) -> Markup:
    y = axes.y(value)
    return Markup(
        '<line class="{}" x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}"/><text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
    ).format("grid" if value else "axis", _LEFT, y, _WIDTH - _RIGHT, y, _LEFT - 6, y + 4, _number(value))


def _band(axes: _Axes, ranges: Sequence[tuple[int, float, float]], opacity: float, share: str) -> Markup:
    low = axes.points([(year, one) for year, one, _ in ranges])
    high = axes.points([(year, one) for year, _, one in reversed(ranges)])
    title = f"{share} of the simulated futures"
    # The edges are drawn, too: who prints, or sees faint colours badly, follows them.
    edges = Markup('<polyline class="trend" stroke-opacity="0.7" stroke-dasharray="1 3" points="{}"/>')
    field = Markup('<polygon class="bar" fill-opacity="{}" points="{} {}"><title>{}</title></polygon>')
    return field.format(opacity, low, high, title) + edges.format(low) + edges.format(high)


def _line(axes: _Axes, points: Sequence[tuple[int, float]], kind: str) -> Markup:
    return Markup('<polyline class="{}" points="{}"/>').format(kind, axes.points(points)) if points else Markup("")


def _cut(axes: _Axes, past: Sequence[tuple[int, float]]) -> Markup:
    """Return the line at which knowing ends, unless it is the edge."""
    if not past or past[-1][0] == axes.first:
        return Markup("")
    x, year = axes.x(past[-1][0]), past[-1][0]
    return Markup(
        '<line class="axis" stroke-dasharray="2 3" x1="{:.1f}" y1="{}" x2="{:.1f}" y2="{}"/>'
        '<text x="{:.1f}" y="{}" text-anchor="end">known until {}</text>'
    ).format(x, _TOP - 6, x, _FOOT, x - 5, _TOP, year)


def dot_plot(
    rows: Sequence[DotRow], *, title: str, series: Sequence[str] = ("",), interval: str = "90 %", zero: bool = True
) -> Markup:
    """Return values with their ranges, one row each, above each other.

    Parameters
    ----------
    rows
        What is told.
    title
        What the picture shows, such as ``Difference to the baseline in new ties until 2031``.
    series
        What two runs that are compared are called; one empty name where only one is shown.
    interval
        Which ranges they are.
    zero
        Whether the line at 0 belongs to the picture, as it does for differences.
    """
    dots = [dot for row in rows for dot in row.dots]
    if not dots:
        return Markup("")
    ends = [0.0] if zero else []
    low, high = min([*ends, *(dot.low for dot in dots)]), max([*ends, *(dot.high for dot in dots)])
    scale = (_WIDTH - 2 * _RIGHT) / ((high - low) or 1.0)
    lines = Markup("").join(
        _dot_row(row, _ROW * number, series, low=low, scale=scale) for number, row in enumerate(rows)
    )
    at_zero = Markup("")
    height = _ROW * len(rows)
    if low <= 0 <= high:
        x = _RIGHT - low * scale
        at_zero = Markup('<line class="grid" x1="{0:.1f}" y1="0" x2="{0:.1f}" y2="{1}"/>').format(x, height)
        at_zero += Markup('<text x="{:.1f}" y="{}" text-anchor="{}">0</text>').format(x, height + 16, _anchor(x))
    told = "; ".join(f"{row.label} {_dots_words(row, series)}" for row in rows)
    picture = _svg(height + 20, f"{title}, with {interval} ranges", told, at_zero, lines)
    marks = [(_mark(5, 5, place, 4.0), name) for place, name in enumerate(series)]
    return picture + (_legend(*marks) if len(series) > 1 else Markup(""))


def _anchor(x: float) -> str:
    return "start" if x < 2 * _RIGHT else "end" if x > _WIDTH - 1.5 * _RIGHT else "middle"


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"


def _dots_words(row: DotRow, series: Sequence[str]) -> str:
    told = [f"{_number(dot.value)} ({_number(dot.low)} to {_number(dot.high)})" for dot in row.dots]
    return ", ".join(f"{series[dot.series]} {words}".strip() for dot, words in zip(row.dots, told, strict=True))


def _dot_row(row: DotRow, top: int, series: Sequence[str], *, low: float, scale: float) -> Markup:
    """Return the words of a row, and under them its ranges."""
    words = Markup('<text x="{}" y="{}">{}</text><text x="{}" y="{}" text-anchor="end">{}</text>').format(
        _RIGHT,
        top + 14,
        _short(row.label),
        _WIDTH - _RIGHT,
        top + 14,
        _dots_words(DotRow("", row.dots), [""] * len(series)),
    )
    for number, dot in enumerate(row.dots):
        y = top + 24 + 9 * number if len(row.dots) > 1 else top + 26
        ends = [_RIGHT + (value - low) * scale for value in (dot.low, dot.high, dot.value)]
        words += Markup(
            '<g><title>{}</title><line class="effect" x1="{:.1f}" y1="{}" x2="{:.1f}" y2="{}"/>{}</g>'
        ).format(
            f"{row.label}: {_dots_words(DotRow('', (dot,)), series)}",
            ends[0],
            y,
            ends[1],
            y,
            _mark(ends[2], y, dot.series, 4.5),
        )
    return words


def _mark(x: float, y: float, series: int, size: float) -> Markup:
    if _SHAPES[series % 2] == "circle":
        return Markup('<circle class="bar c0" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(x, y, size)
    return Markup('<rect class="bar c1" x="{:.1f}" y="{:.1f}" width="{}" height="{}"/>').format(
        x - size, y - size, 2 * size, 2 * size
    )


def chance_plot(points: Sequence[ChancePoint], *, title: str) -> Markup:
    """Return what was said to come with which chance beside the share that came, both on logarithmic axes.

    Points on the line came as often as was said; above it more often. A group of which nothing came stands hollow
    at the foot.

    Parameters
    ----------
    points
        Groups of pairs, such as tenths by their chance.
    title
        What the picture shows.
    """
    shown = [one for one in points if one.chance > 0]
    if not shown:
        return Markup("")
    values = [value for one in shown for value in (one.chance, one.share, one.high) if value > 0]
    axes = _LogAxes(floor(log10(min(values))), max(ceil(log10(max(values))), floor(log10(min(values))) + 1))
    told = "; ".join(
        f"said {_number(one.chance)}, came {_number(one.share)} of {_number(one.pairs)} pairs" for one in shown
    )
    line = Markup('<line class="trend ahead" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        axes.x(axes.least), axes.y(axes.least), axes.x(axes.most), axes.y(axes.most)
    )
    dots = Markup("").join(_chance_dot(one, axes) for one in shown)
    names = Markup(
        '<text x="{}" y="{}" text-anchor="end">chance that was said</text><text x="{}" y="34">share that came</text>'
    )
    return _svg(
        _HEIGHT + 20, title, told, axes.frame(), line, dots, names.format(_WIDTH - _RIGHT, _FOOT + 38, _WIDE_LEFT + 4)
    )


@dataclass(frozen=True, slots=True)
class _LogAxes:
    """Two logarithmic axes between the same powers of ten."""

    low: int
    high: int

    @property
    def least(self) -> float:
        return 10.0**self.low

    @property
    def most(self) -> float:
        return 10.0**self.high

    def _part(self, value: float) -> float:
        return (log10(min(max(value, self.least), self.most)) - self.low) / (self.high - self.low)

    def x(self, value: float) -> float:
        return _WIDE_LEFT + self._part(value) * (_WIDTH - _WIDE_LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _FOOT - self._part(value) * (_FOOT - _TOP)

    def frame(self) -> Markup:
        level = Markup(
            '<line class="grid" x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}"/>'
            '<text x="{}" y="{:.1f}" text-anchor="end">{}</text><text x="{:.1f}" y="{}" text-anchor="{}">{}</text>'
        )
        lines = []
        for power in range(self.low, self.high + 1):
            value = 10.0**power
            x, y, word = self.x(value), self.y(value), f"{100 * value:g} %"
            anchor = _anchor(x)
            lines.append(
                level.format(
                    _WIDE_LEFT, y, _WIDTH - _RIGHT, y, _WIDE_LEFT - 6, y + 4, word, x, _FOOT + 18, anchor, word
                )
            )
        return Markup("").join(lines)


def _chance_dot(one: ChancePoint, axes: _LogAxes) -> Markup:
    x = axes.x(one.chance)
    title = f"said {_number(one.chance)}, came {_number(one.share)} ({_number(one.low)} to {_number(one.high)}), "
    title += f"{_number(one.pairs)} pairs"
    return Markup(
        '<g><title>{}</title><line class="effect" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>'
        '<circle class="bar c0{}" cx="{:.1f}" cy="{:.1f}" r="4.5"/></g>'
    ).format(title, x, axes.y(one.low), x, axes.y(one.high), "" if one.share > 0 else " hollow", x, axes.y(one.share))


PLOTS: Final = {"fan_chart": fan_chart, "dot_plot": dot_plot, "chance_plot": chance_plot}
"""What templates call."""
