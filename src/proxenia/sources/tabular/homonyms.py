"""Places that a list knows by one name and country, and that lie apart: two places, not one."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from proxenia.sources.tabular.places import Place
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["Spot", "find_homonyms", "told_apart"]

APART_KM: Final = 30.0
"""Coordinates of one place in two rows may differ by so much."""
_KM_A_DEGREE: Final = 111.2

Spot = tuple[float, float]


def find_homonyms(places: Iterable[Place]) -> dict[str, tuple[Spot, ...]]:
    """Return the ids made of names that stand for several places, each with a point (lon, lat) of every place.

    >>> one = Place("mine:Ennery,France", "city", "Ennery", "FR", location="2.10500 49.07500", by_name=True)
    >>> two = replace(one, location="6.21800 49.22500")
    >>> find_homonyms([one, two])
    {'mine:Ennery,France': ((2.105, 49.075), (6.218, 49.225))}
    """
    spots: dict[str, set[Spot]] = {}
    for place in places:
        if place.by_name and place.location:
            spots.setdefault(place.id, set()).add(_spot(place))
    marks = {key: _marks(found) for key, found in spots.items() if len(found) > 1}
    return {key: found for key, found in marks.items() if len(found) > 1}


def told_apart(place: Place, homonyms: Mapping[str, tuple[Spot, ...]]) -> Place:
    """Return the place with its coordinates in its id, where others bear its name.

    Raises
    ------
    RowRefused
        When the row does not say which of them it means.
    """
    marks = homonyms.get(place.id, ()) if place.by_name else ()
    if not marks:
        return place
    if not place.location:
        raise RowRefused(
            f"the list has {len(marks)} places called {place.name!r}, and this row has no coordinates to tell which"
        )
    lon, lat = next(mark for mark in marks if _near(mark, _spot(place)))
    return replace(place, id=f"{place.id[:225]},{lon:.2f} {lat:.2f}")


def _spot(place: Place) -> Spot:
    lon, _, lat = place.location.partition(" ")
    return float(lon), float(lat)


def _marks(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    marks: list[Spot] = []
    for spot in sorted(spots):
        if not any(_near(mark, spot) for mark in marks):
            marks.append(spot)
    return tuple(marks)


def _near(one: Spot, other: Spot) -> bool:
    """Tell whether two points lie together; on a plane, which is exact enough for some kilometres."""
    east = abs(one[0] - other[0])
    width = min(east, 360 - east) * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(width, one[1] - other[1]) * _KM_A_DEGREE <= APART_KM
