"""GeoJSON (RFC 7946): actors as points, ties as lines; coordinates are longitude, latitude in degrees, WGS 84.

A tie that crosses the antimeridian is cut there into two lines (RFC 7946, section 3.1.9), at the latitude at
which the great circle crosses it. A record whose place is not known has no geometry.
"""

from collections.abc import Iterable, Iterator
from math import atan, copysign, degrees, radians, sin, tan
from pathlib import Path
from typing import Any, Final

import orjson

from proxenia.snapshot.snapshot import Snapshot

__all__ = ["line_between", "write_geojson"]

Point = tuple[float, float]

_ACTOR: Final = ("kind", "subtype", "name", "abbreviation", "country", "region", "population", "founded", "dissolved")
_TIE: Final = (
    "kind",
    "a",
    "b",
    "valid_from",
    "valid_to",
    "undated",
    "status",
    "status_since",
    "fields",
    "reciprocal",
    "independent_sources",
    "statements",
)
_DIGITS: Final = 6


def _latitude_at(a: Point, b: Point, longitude: float) -> float:
    """Return the latitude at which the great circle from `a` to `b` crosses a meridian."""
    (lon_a, lat_a), (lon_b, lat_b) = a, b
    along = (
        tan(radians(lat_a)) * sin(radians(lon_b - longitude)) + tan(radians(lat_b)) * sin(radians(longitude - lon_a))
    ) / sin(radians(lon_b - lon_a))
    return degrees(atan(along))


def _rounded(point: Point) -> list[float]:
    return [round(point[0], _DIGITS), round(point[1], _DIGITS)]


def _beside(point: Point, other: Point) -> Point:
    """Return a point of the antimeridian with the sign of the other one's longitude: both name the same place."""
    return (copysign(180.0, other[0]), point[1]) if abs(point[0]) == 180 else point


def line_between(a: Point, b: Point) -> dict[str, Any]:
    """Return the geometry of a line that takes the short way round the world.

    >>> line_between((4.5, 51.9), (121.5, 31.2))["type"]
    'LineString'
    >>> line_between((170.0, 0.0), (-170.0, 0.0))["coordinates"]
    [[[170.0, 0.0], [180.0, 0.0]], [[-180.0, 0.0], [-170.0, 0.0]]]
    """
    a = _beside(a, b)
    b = _beside(b, a)
    if abs(b[0] - a[0]) <= 180:
        return {"type": "LineString", "coordinates": [_rounded(a), _rounded(b)]}
    edge = 180.0 if a[0] > 0 else -180.0
    beyond = (b[0] + 2 * edge, b[1])
    crossing = _latitude_at(a, beyond, edge)
    return {
        "type": "MultiLineString",
        "coordinates": [[_rounded(a), _rounded((edge, crossing))], [_rounded((-edge, crossing)), _rounded(b)]],
    }


def _feature(identifier: str, geometry: dict[str, Any] | None, row: dict[str, Any]) -> dict[str, Any]:
    properties = {key: value for key, value in row.items() if value is not None}
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": properties}


def _points(snapshot: Snapshot) -> dict[str, Point]:
    located = snapshot.actors.select("id", "longitude", "latitude").drop_nulls()
    return {identifier: (longitude, latitude) for identifier, longitude, latitude in located.iter_rows()}


def _actor_features(snapshot: Snapshot, points: dict[str, Point]) -> Iterator[dict[str, Any]]:
    for row in snapshot.actors.select("id", *_ACTOR, "fields").iter_rows(named=True):
        identifier = row.pop("id")
        place = points.get(identifier)
        geometry = None if place is None else {"type": "Point", "coordinates": _rounded(place)}
        yield _feature(identifier, geometry, row)


def _tie_features(snapshot: Snapshot, points: dict[str, Point]) -> Iterator[dict[str, Any]]:
    names = dict(snapshot.actors.select("id", "name").iter_rows())
    for row in snapshot.ties.select("id", *_TIE).iter_rows(named=True):
        a, b = points.get(row["a"]), points.get(row["b"])
        geometry = None if a is None or b is None or a == b else line_between(a, b)
        ends = {"a_name": names.get(row["a"]), "b_name": names.get(row["b"])}
        yield _feature(row.pop("id"), geometry, {**row, **ends})


def _write(path: Path, features: Iterable[dict[str, Any]]) -> None:
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        for number, feature in enumerate(features):
            file.write((b",\n" if number else b"\n") + orjson.dumps(feature))
        file.write(b"\n]}\n")


def write_geojson(snapshot: Snapshot, folder: Path) -> None:
    """Write `actors.geojson` and `ties.geojson`."""
    points = _points(snapshot)
    _write(folder / "actors.geojson", _actor_features(snapshot, points))
    _write(folder / "ties.geojson", _tie_features(snapshot, points))
