"""Local places meet the gazetteer: one certain place, several candidates, or none. Never a guess.

The order of evidence: the country first; then the name as written, then without brackets and kinds of place; then
coordinates where the source gives them; then size, but only where one place is far larger than its namesakes.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from proxenia.resolve.gazetteer import Gazetteer, Named, Place
from proxenia.resolve.names import WrittenForm, fold, is_other_unit, written_forms

__all__ = ["LocalPlace", "Match", "Outcome", "distance_km", "match_places"]

NEAR_KM: Final = 30.0
"""Coordinates within this distance speak for the same place."""
PART_KM: Final = 15.0
"""A smaller namesake this near to a larger one is a part of it."""
DOMINANCE: Final = 10
"""A namesake wins by size when it has this many times the people of the next."""
TOWN: Final = 10_000
"""And at least this many people of its own."""
HINT_KM: Final = 60.0
"""A place named in brackets or after the comma speaks for the namesake within this distance of it."""


class Outcome(StrEnum):
    """What came of a name."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A place as a source names it.

    Attributes
    ----------
    id
        The source's own identifier.
    country, division
        ISO 3166-1 alpha-2 code; GeoNames' first-order division where the source says it, else empty.
    spot
        (lon, lat) in degrees where the source gives them.
    other_than
        Identifiers judged to be different from this place.
    """

    id: str
    name: str
    country: str
    division: str = ""
    spot: tuple[float, float] | None = None
    other_than: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """What came of one local place: the place when resolved, else the candidates, and the rule or reason."""

    local: LocalPlace
    outcome: Outcome
    rule: str
    place: Place | None = None
    candidates: tuple[Place, ...] = ()


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance between two (lon, lat) points in kilometres.

    >>> round(distance_km((4.48, 51.92), (121.46, 31.22)))
    8928
    """
    lon1, lat1, lon2, lat2 = map(math.radians, (*one, *other))
    turn = math.sin((lat2 - lat1) / 2) ** 2
    turn += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12_742.0 * math.asin(math.sqrt(min(1.0, turn)))


def _spot(place: Place) -> tuple[float, float]:
    return place.lon, place.lat


def match_places(places: Sequence[LocalPlace], gazetteer: Gazetteer) -> list[Match]:
    """Match places in bulk, in their order."""
    forms = {place.id: written_forms(place.name) for place in places}
    wanted = {(place.country, form.key) for place in places for form in forms[place.id]}
    wanted |= {(place.country, hint) for place in places for form in forms[place.id] for hint in _hint_names(form)}
    found = gazetteer.named(wanted)
    return [_match(place, forms[place.id], found, gazetteer) for place in places]


def _hint_names(form: WrittenForm) -> list[str]:
    if not form.hint:
        return []
    hint = form.hint.lower().removesuffix(" district").removesuffix(" county").removesuffix(" province")
    return list(dict.fromkeys((fold(hint), fold(form.hint))))


def _match(
    place: LocalPlace,
    forms: Sequence[WrittenForm],
    found: dict[tuple[str, str], tuple[Named, ...]],
    gazetteer: Gazetteer,
) -> Match:
    if is_other_unit(place.name):
        return Match(place, Outcome.UNKNOWN, "the name means the district around a town, not the town")
    for form in forms:
        named = [hit for hit in found.get((place.country, form.key), ()) if hit.place.id not in place.other_than]
        division = place.division or _division_of(place.country, form.hint, gazetteer)
        if division:
            named = [hit for hit in named if hit.place.admin1 == division]
        if named:
            beside = [hit.place for name in _hint_names(form) for hit in found.get((place.country, name), ())]
            hinted = bool(form.hint) and not (division and not place.division)
            return _decide(place, named, beside, hinted=hinted)
    return Match(place, Outcome.UNKNOWN, "no place of that name in the country")


def _division_of(country: str, hint: str, gazetteer: Gazetteer) -> str:
    """Return the division a hint names, as in *Ohio* or *OH*."""
    if not hint or country not in ("US", "GB"):
        return ""
    area = gazetteer.countries.area(f"{hint}, {country}")
    return area.division if area is not None and area.country == country else ""


def _decide(place: LocalPlace, named: Sequence[Named], beside: Sequence[Place], *, hinted: bool) -> Match:
    if place.spot is not None:
        spot = place.spot
        near = [hit for hit in named if distance_km(spot, _spot(hit.place)) <= NEAR_KM]
        if not near:
            candidates = tuple(hit.place for hit in named)
            return Match(place, Outcome.AMBIGUOUS, "no place of that name near the coordinates", None, candidates)
        named = near
    rivals = _without_parts(named)
    if len(rivals) == 1:
        rule = "the only place of the name in the country" if place.spot is None else "name and coordinates agree"
        return Match(place, Outcome.RESOLVED, rule, rivals[0].place)
    if hinted:
        return _decide_by_hint(place, rivals, beside)
    return _decide_by_size(place, rivals)


def _decide_by_hint(place: LocalPlace, rivals: Sequence[Named], beside: Iterable[Place]) -> Match:
    candidates = tuple(hit.place for hit in rivals)
    others = [mark for mark in beside if mark not in candidates]
    near = {
        hit.place.number: hit.place
        for hit in rivals
        for mark in others
        if distance_km(_spot(hit.place), _spot(mark)) <= HINT_KM
    }
    if len(near) == 1:
        return Match(place, Outcome.RESOLVED, "the only namesake near the place it names", next(iter(near.values())))
    return Match(place, Outcome.AMBIGUOUS, "several places of the name; the addition does not decide", None, candidates)


def _decide_by_size(place: LocalPlace, rivals: Sequence[Named]) -> Match:
    """Decide by size where the largest leaves no doubt.

    It must be a town of some size, far larger than every other bearer of the name, and bear it as its own unless
    none does. Weaker rules were wrong too often (decision 8).
    """
    by_size = sorted(rivals, key=lambda hit: (-hit.place.population, hit.place.number))
    first, second = by_size[0], by_size[1]
    is_own = first.own or not any(hit.own for hit in rivals)
    far_larger = first.place.population >= DOMINANCE * max(second.place.population, 1)
    if is_own and far_larger and first.place.population >= TOWN:
        return Match(place, Outcome.RESOLVED, f"{DOMINANCE} times larger than the next of the name", first.place)
    candidates = tuple(hit.place for hit in by_size)
    return Match(place, Outcome.AMBIGUOUS, "several places of the name", None, candidates)


def _without_parts(named: Sequence[Named]) -> list[Named]:
    """Return the places, own names first and the largest first, without smaller ones beside a larger namesake."""
    kept: list[Named] = []
    for hit in sorted(named, key=lambda hit: (-hit.place.population, hit.place.number)):
        if all(distance_km(_spot(hit.place), _spot(other.place)) > PART_KM for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (not hit.own, -hit.place.population, hit.place.number))
