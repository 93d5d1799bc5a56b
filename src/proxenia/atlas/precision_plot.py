"""Precision and recall of a list of likely pairs, as lines: how much is found, and how much is looked at in vain."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from markupsafe import Markup

__all__ = ["PrecisionLine", "precision_plot"]

_WIDTH, _LEFT, _RIGHT, _TOP, _FOOT, _HEIGHT = 600, 84, 14, 16, 206, 246
_STYLES: Final = (("trend", "none"), ("trend c1", "5 3"), ("trend c2", "1 3"))
"""Lines differ in dashes too, so that nothing is told by colour alone."""


@dataclass(frozen=True, slots=True)
class PrecisionLine:
    """A line: what it is called, and recall with precision (0 to 1), recall ascending."""

    label: str
    points: tuple[tuple[float, float], ...]


def precision_plot(lines: Sequence[PrecisionLine], title: str) -> Markup:
    """Return up to three lines; recall on an even axis, precision on a logarithmic one.

    Parameters
    ----------
    lines
        What is compared.
    title
        What the picture shows.
    """
    values = [precision for line in lines for _, precision in line.points if precision > 0]
    if not values:
        return Markup("")
    low = floor(log10(min(values)))
    high = max(ceil(log10(max(values))), low + 1)
    told = "; ".join(_told(line) for line in lines if line.points)
    drawn = Markup("").join(_line(line, style, low, high) for line, style in zip(lines, _STYLES, strict=False))
    picture = Markup(
        '<svg class="begun trends" viewBox="0 0 {} {}" role="img" aria-label="{}"><desc>{}</desc>{}{}</svg>'
    ).format(_WIDTH, _HEIGHT, f"{title}: {told}", told, _frame(low, high), drawn)
    return picture + _legend(lines)


def _told(line: PrecisionLine) -> str:
    first, last = line.points[0], line.points[-1]
    told = f"{line.label}: {_percent(first[1])} of the pairs are right when {_percent(first[0])} of the ties are found"
    return f"{told}, {_percent(last[1])} when {_percent(last[0])} are"


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %" if share < 0.995 else "100 %"


def _x(recall: float) -> float:
    return _LEFT + recall * (_WIDTH - _LEFT - _RIGHT)


def _y(precision: float, low: int, high: int) -> float:
    part = (log10(max(precision, 10.0**low)) - low) / (high - low)
    return _FOOT - part * (_FOOT - _TOP)


def _line(line: PrecisionLine, style: tuple[str, str], low: int, high: int) -> Markup:
    points = " ".join(f"{_x(recall):.1f},{_y(precision, low, high):.1f}" for recall, precision in line.points)
    drawn = Markup('<g><title>{}</title><polyline class="{}" stroke-dasharray="{}" points="{}"/></g>')
    return drawn.format(line.label, *style, points)


def _frame(low: int, high: int) -> Markup:
    level = Markup(
        '<line class="grid" x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}"/>'
        '<text x="{}" y="{:.1f}" text-anchor="end">{}</text>'
    )
    lines = []
    for power in range(low, high + 1):
        y = _y(10.0**power, low, high)
        lines.append(level.format(_LEFT, y, _WIDTH - _RIGHT, y, _LEFT - 6, y + 4, f"{100 * 10.0**power:g} %"))
    mark = Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>')
    ticks = ((0.0, "start", "0"), (0.5, "middle", "half of the new ties found"), (1.0, "end", "all"))
    lines += [mark.format(_x(share), _FOOT + 20, anchor, word) for share, anchor, word in ticks]
    return Markup("").join([*lines, mark.format(_LEFT + 4, _TOP + 18, "start", "pairs of the list that tied")])


def _legend(lines: Sequence[PrecisionLine]) -> Markup:
    key = Markup(
        '<li><svg viewBox="0 0 10 10" aria-hidden="true"><polyline class="{}" stroke-dasharray="{}" points="0,5 10,5"/>'
        "</svg>{}</li>"
    )
    keys = [key.format(*style, line.label) for line, style in zip(lines, _STYLES, strict=False)]
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(keys))
