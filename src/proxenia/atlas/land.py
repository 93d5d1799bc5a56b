"""The countries of the map as SVG paths, for maps that are made on the server and read without a script.

The outlines are those the map in the browser draws (Natural Earth, 1:110 million, public domain), in the Equal Earth
projection of Šavrič, Patterson and Jenny, 2018 (doi:10.1080/13658816.2018.1504949): areas can be compared.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from proxenia.web.assets import STATIC

__all__ = ["HEIGHT", "WIDTH", "country_paths", "equal_earth"]

WIDTH: Final = 960
HEIGHT: Final = 468
_FILE: Final = "map/countries-110m.json"
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_M: Final = sqrt(3) / 2
_WIDEST, _HIGHEST = 2.7066, 1.3174
_JUMP: Final = 180
"""Degrees of longitude between two points of an outline that no country spans."""
_NAMED: Final = {"Kosovo": "XK"}
"""Countries of the file without a number of ISO 3166-1."""

Point = tuple[float, float]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return where a place lies on the sheet.

    >>> equal_earth(0, 0)
    (480.0, 234.0)
    """
    t = asin(_M * sin(radians(latitude)))
    square = t * t
    sixth = square**3
    stretch = _M * (_A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square))
    x = radians(longitude) * cos(t) / stretch
    y = t * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return WIDTH / 2 * (1 + x / _WIDEST), HEIGHT / 2 * (1 - y / _HIGHEST)


def _arcs(topology: Mapping[str, Any]) -> list[list[Point]]:
    """Return the arcs of a topology in degrees: TopoJSON holds each point as its step from the one before."""
    (scale_x, scale_y), (from_x, from_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + from_x, y * scale_y + from_y))
        arcs.append(points)
    return arcs


def _rings(geometry: Mapping[str, Any], arcs: Sequence[list[Point]]) -> Iterator[list[Point]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1:] if points else arc
            yield points


def _path(rings: Iterator[list[Point]]) -> str:
    return "".join(f"M{'L'.join(_spots(part))}Z" for ring in rings for part in _parted(ring) if len(part) > 2)


def _parted(ring: Sequence[Point]) -> Iterator[list[Point]]:
    """Yield a ring in parts where it jumps over the date line, which would draw a line across the sheet."""
    part: list[Point] = []
    for point in ring:
        if part and abs(point[0] - part[-1][0]) > _JUMP:
            yield part
            part = []
        part.append(point)
    yield part


def _spots(points: Sequence[Point]) -> list[str]:
    """Return points as SVG writes them, those that fall together once."""
    spots = (equal_earth(*point) for point in points)
    return list(dict.fromkeys(f"{x:.0f} {y:.0f}" for x, y in spots))


@lru_cache(maxsize=1)
def country_paths() -> dict[str, str]:
    """Return the path of every country by its ISO 3166-1 number (three digits), or by its code where it has none."""
    topology = json.loads((STATIC / _FILE).read_text(encoding="utf-8"))
    arcs = _arcs(topology)
    found = {}
    for country in topology["objects"]["countries"]["geometries"]:
        key = country.get("id") or _NAMED.get(country["properties"]["name"])
        if key is not None:
            found[str(key)] = _path(_rings(country, arcs))
    return found
