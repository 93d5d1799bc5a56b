"""The map of what may come, drawn on the server: bands between countries, as wide as new ties are expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import Final

from markupsafe import Markup

from proxenia.atlas.land import HEIGHT, WIDTH, country_paths, equal_earth

__all__ = ["Bundle", "outlook_map"]

_WIDEST: Final = 9.0
_NARROWEST: Final = 0.7
_STEPS: Final = 24
_EDGE: Final = 178.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bundle:
    """New ties expected between two countries; `a` and `b` are (longitude, latitude). Within one, both are the same."""

    label: str
    a: Point
    b: Point
    expected: float
    words: str


def outlook_map(bundles: Sequence[Bundle], *, label: str) -> Markup:
    """Return the map.

    Parameters
    ----------
    bundles
        Pairs of countries, the widest first.
    label
        What it shows, for those who hear it.
    """
    most = max((one.expected for one in bundles), default=0.0)
    land = Markup("").join(Markup('<path class="power" d="{}"/>').format(path) for path in country_paths().values())
    drawn = Markup("").join(_drawn(one, most) for one in reversed(bundles)) if most > 0 else Markup("")
    return Markup('<svg class="powers" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
        WIDTH, HEIGHT, label, land, drawn
    )


def _drawn(one: Bundle, most: float) -> Markup:
    width = max(_WIDEST * sqrt(one.expected / most), _NARROWEST)
    title = f"{one.label}: {one.words}"
    if one.a == one.b:
        x, y = equal_earth(*one.a)
        return Markup(
            '<circle class="bar c0" fill-opacity="0.75" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"><title>{}</title></circle>'
        ).format(x, y, max(width * 0.9, 1.2), title)
    paths = Markup("").join(Markup("{}").format(_ribbon(part, width / 2)) for part in _parts(_way(one.a, one.b)))
    return Markup('<path class="bar c0" fill-opacity="0.55" d="{}"><title>{}</title></path>').format(paths, title)


def _way(a: Point, b: Point) -> list[Point]:
    """Return points of the shortest way over the globe.

    >>> [round(place) for place in _way((0.0, 0.0), (90.0, 0.0))[12]]
    [45, 0]
    """
    (lon, lat), (lon_b, lat_b) = ((radians(x), radians(y)) for x, y in (a, b))
    cosine = sin(lat) * sin(lat_b) + cos(lat) * cos(lat_b) * cos(lon_b - lon)
    apart = acos(max(-1.0, min(1.0, cosine)))
    if apart < 1e-6 or sin(apart) < 1e-9:
        return [a, b]
    found = []
    for step in range(_STEPS + 1):
        one, other = sin((1 - step / _STEPS) * apart) / sin(apart), sin(step / _STEPS * apart) / sin(apart)
        x = one * cos(lat) * cos(lon) + other * cos(lat_b) * cos(lon_b)
        y = one * cos(lat) * sin(lon) + other * cos(lat_b) * sin(lon_b)
        z = one * sin(lat) + other * sin(lat_b)
        found.append((degrees(atan2(y, x)), degrees(asin(max(-1.0, min(1.0, z))))))
    return found


def _parts(way: Sequence[Point]) -> list[list[Point]]:
    """Return a way on the sheet, in two where it crosses the date line."""
    parts: list[list[Point]] = [[]]
    last: float | None = None
    for longitude, latitude in way:
        if last is not None and abs(longitude - last) > _EDGE:
            parts.append([])
        parts[-1].append(equal_earth(longitude, latitude))
        last = longitude
    return [part for part in parts if len(part) > 1]


def _ribbon(points: Sequence[Point], half: float) -> str:
    """Return a band of the same width along points, as the path of its outline."""
    left, right = [], []
    for place, (x, y) in enumerate(points):
        before, after = points[max(place - 1, 0)], points[min(place + 1, len(points) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = hypot(dx, dy) or 1.0
        nx, ny = -dy / length * half, dx / length * half
        left.append(f"{x + nx:.1f} {y + ny:.1f}")
        right.append(f"{x - nx:.1f} {y - ny:.1f}")
    return f"M{'L'.join([*left, *reversed(right)])}Z"
