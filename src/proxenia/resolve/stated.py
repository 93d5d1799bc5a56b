"""Identifiers that a source itself states for a place: taken unless country or coordinates contradict them."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from proxenia.model.globe import distance_km
from proxenia.model.identifiers import scheme_of
from proxenia.resolve.gazetteer import Gazetteer, Place
from proxenia.resolve.links import Links
from proxenia.resolve.match import LocalPlace

__all__ = ["Stated", "weigh_stated"]

NEAR_KM: Final = 50.0
"""A stated place this near to the source's coordinates is not contradicted by them: municipalities are wide."""
_STATED: Final = ("gn", "wd", "iso", "px")


@dataclass(frozen=True, slots=True)
class Stated:
    """A place, another identifier that its source states for it, and why that is taken."""

    place: LocalPlace
    identifier: str
    reason: str


def weigh_stated(
    places: Sequence[LocalPlace], gazetteer: Gazetteer, links: Links, closed: Container[tuple[str, str]] = ()
) -> tuple[list[Stated], dict[str, Place]]:
    """Return the stated identifiers that can be taken, noted in `links`, and the stated places that cannot be.

    A GeoNames number that the gazetteer lacks (often a municipality's) is passed over: the name decides then. So is a
    pair that is `closed`.
    """
    numbers = {int(key[3:]) for place in places for key in place.stated if key.startswith("gn:") and len(key) < 13}
    known = {place.id: place for place in gazetteer.places(numbers).values()} if numbers else {}
    taken, contradicted = [], {}
    for place in sorted((one for one in places if one.stated), key=lambda one: one.id):
        for identifier in sorted(set(place.stated), key=_order):
            if identifier in place.other_than or (place.id, identifier) in closed:
                continue
            if not _is_sound(place, identifier, known):
                if identifier in known:
                    contradicted[place.id] = known[identifier]
            elif links.find(place.id) != links.find(identifier) and not links.join(place.id, identifier):
                taken.append(Stated(place, identifier, f"the source states the id {identifier} for {place.name!r}"))
    found = {one.place.id for one in taken if one.identifier.startswith("gn:")}
    return taken, {key: place for key, place in contradicted.items() if key not in found}


def _order(identifier: str) -> tuple[bool, int, str]:
    """Order stated identifiers: GeoNames' first, then the lowest number."""
    return scheme_of(identifier) != "gn", len(identifier), identifier


def _is_sound(place: LocalPlace, identifier: str, known: Mapping[str, Place]) -> bool:
    scheme = scheme_of(identifier)
    if scheme == "gn":
        return identifier in known and _agrees(place, known[identifier])
    if scheme == "iso" and len(identifier) == 6:
        return False  # a city is no state
    if scheme == "iso":
        return not place.country or identifier[4:6] == place.country
    return scheme in _STATED


def _agrees(place: LocalPlace, found: Place) -> bool:
    """Tell whether neither country nor coordinates contradict a stated place."""
    if place.country and found.country != place.country:
        return False
    return place.spot is None or distance_km(place.spot, (found.lon, found.lat)) <= NEAR_KM
