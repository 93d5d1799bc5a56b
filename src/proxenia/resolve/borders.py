"""How far a city lies from the nearest land border of its state, by the lines of Natural Earth.

``land_borders.parquet`` is made by ``tools/make_borders.py``. Its lines are straight in longitude and latitude; long
pieces are divided, so that great circles follow them. The distance from a point to a piece of a great circle is the
usual one of spherical geometry. Lines are looked at in short chunks, each within a circle: only chunks whose circle may
hold the nearest point are measured.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from proxenia.model.globe import EARTH_RADIUS_KM
from proxenia.resolve.gazetteer import Place

__all__ = ["border_distances"]

Array = npt.NDArray[np.float64]

_LONGEST_PIECE: Final = 0.1
"""Degrees of longitude or latitude; the arc of a parallel and the great circle part by less than 20 m on it."""
_CHUNK: Final = 32
_PLACES_AT_ONCE: Final = 2_000
_DRAWN_WITH: Final = {"GF": "FR"}
"""Territories that Natural Earth draws as a part of their state."""


@dataclass(frozen=True, slots=True)
class _Chunks:
    """Chunks of a country's borders: their pieces as unit vectors of both ends, and the circle around each.

    Attributes
    ----------
    starts, ends
        Shape (chunks, pieces, 3); a last chunk repeats its last piece.
    centres, radii
        Unit vectors (chunks, 3), and angles in radians.
    """

    starts: Array
    ends: Array
    centres: Array
    radii: Array


def border_distances(places: Iterable[Place]) -> dict[int, float]:
    """Return the distance in km from each place to the nearest land border of its state, by GeoNames number.

    Lines through lakes and rivers count as borders by land. Places of states without any are left out.
    """
    by_country: dict[str, list[Place]] = {}
    for place in places:
        by_country.setdefault(_DRAWN_WITH.get(place.country, place.country), []).append(place)
    found: dict[int, float] = {}
    for country in sorted(by_country.keys() & _drawn()):
        chunks, there = _chunks(country), by_country[country]
        for first in range(0, len(there), _PLACES_AT_ONCE):
            part = there[first : first + _PLACES_AT_ONCE]
            angles = _nearest(_vectors(np.array([(place.lon, place.lat) for place in part])), chunks)
            numbers = (place.number for place in part)
            found.update(zip(numbers, (angles * EARTH_RADIUS_KM).tolist(), strict=True))
    return found


@cache
def _lines() -> pl.DataFrame:
    with files("proxenia.resolve").joinpath("land_borders.parquet").open("rb") as file:
        return pl.read_parquet(file)


@cache
def _drawn() -> frozenset[str]:
    """Return the countries that have a border by land."""
    lines = _lines()
    return frozenset(pl.concat([lines["one"], lines["other"]]).unique())


@cache
def _chunks(country: str) -> _Chunks:
    mine = _lines().filter((pl.col("one") == country) | (pl.col("other") == country))
    parts = [part for line in mine.partition_by("line") for part in _cut(line.select("lon", "lat").to_numpy())]
    starts, ends = _vectors(np.stack([one[:-1] for one in parts])), _vectors(np.stack([one[1:] for one in parts]))
    centres = starts.sum(axis=1) + ends.sum(axis=1)
    centres /= np.linalg.norm(centres, axis=-1, keepdims=True)
    cosines = np.minimum((starts @ centres[:, :, None])[..., 0], (ends @ centres[:, :, None])[..., 0])
    return _Chunks(starts, ends, centres, np.arccos(np.clip(cosines.min(axis=1), -1.0, 1.0)))


def _cut(points: Array) -> Iterator[Array]:
    """Give the points of a line, its long pieces divided, in chunks that meet in one point, all equally long."""
    steps = np.abs(np.diff(points.astype(np.float64), axis=0)).max(axis=1)
    counts = np.maximum(np.ceil(steps / _LONGEST_PIECE), 1).astype(int)
    at = np.concatenate([np.arange(number, number + 1, 1 / count)[:count] for number, count in enumerate(counts)])
    at = np.append(at, len(points) - 1)
    own = np.arange(len(points))
    dense = np.column_stack([np.interp(at, own, points[:, 0]), np.interp(at, own, points[:, 1])])
    for first in range(0, len(dense) - 1, _CHUNK):
        part = dense[first : first + _CHUNK + 1]
        yield np.concatenate([part, np.repeat(part[-1:], _CHUNK + 1 - len(part), axis=0)])


def _vectors(degrees: Array) -> Array:
    """Return longitudes and latitudes as unit vectors."""
    lon, lat = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
    vectors: Array = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)
    return vectors


def _nearest(points: Array, chunks: _Chunks) -> Array:
    """Return the angle from each point to the nearest piece."""
    to_centres = np.arccos(np.clip(points @ chunks.centres.T, -1.0, 1.0))
    surely_within = (to_centres + chunks.radii).min(axis=1)
    row, chunk = np.nonzero(to_centres - chunks.radii <= surely_within[:, None])
    angles = _to_pieces(points[row, None, :], chunks.starts[chunk], chunks.ends[chunk]).min(axis=1)
    nearest = np.full(len(points), np.inf)
    np.minimum.at(nearest, row, angles)
    return nearest


def _to_pieces(points: Array, starts: Array, ends: Array) -> Array:
    """Return the angle from points to pieces of great circles: to the circle beside a piece, else to its nearer end."""
    normals = np.cross(starts, ends)
    lengths = np.linalg.norm(normals, axis=-1)
    # A piece without length has no circle; its ends tell the distance.
    poles = normals / np.where(lengths > 0, lengths, 1.0)[..., None]
    beside = (np.cross(poles, starts) * points).sum(axis=-1) >= 0
    beside &= (np.cross(ends, poles) * points).sum(axis=-1) >= 0
    beside &= lengths > 0
    to_circle = np.abs(np.arcsin(np.clip((poles * points).sum(axis=-1), -1.0, 1.0)))
    to_ends = np.minimum(_between(points, starts), _between(points, ends))
    return np.where(beside, to_circle, to_ends)


def _between(points: Array, others: Array) -> Array:
    """Return the angle between unit vectors; exact also where it is small."""
    half = np.linalg.norm(points - others, axis=-1) / 2
    angles: Array = 2 * np.arcsin(np.clip(half, 0.0, 1.0))
    return angles
