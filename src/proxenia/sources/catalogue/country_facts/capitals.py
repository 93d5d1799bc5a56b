"""Finds the city that the name of a capital means: the one of that name in the country, or the one far larger."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from proxenia.sources.catalogue.country_facts.corrections import Corrections
from proxenia.sources.catalogue.country_facts.packages import Country

__all__ = ["CapitalName", "Named", "capital_names", "city_meant"]

TIMES_LARGER: Final = 10
"""A city of that many times the people of its next namesake in the country is the one that is meant."""


class City(Protocol):
    """A city of the gazetteer."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def population(self) -> int:
        """Its inhabitants; 0 where they are not known."""


class Candidate(Protocol):
    """A city that bears a name, as its `own` one or as another."""

    @property
    def place(self) -> City:
        """The city."""

    @property
    def own(self) -> bool:
        """It is the city's own name."""


Named = Callable[[Iterable[tuple[str, str]]], Mapping[tuple[str, str], Sequence[Candidate]]]
"""Finds the cities of each (ISO 3166-1 code, name)."""


@dataclass(frozen=True, slots=True)
class CapitalName:
    """The name of a capital, with what the city is where a state has several."""

    code: str
    name: str
    reference: str
    summary: str = ""


def capital_names(countries: Iterable[Country], corrections: Corrections) -> Iterator[CapitalName]:
    """Give the capitals of states, as the package has them or as they are corrected; territories have none."""
    for country in countries:
        corrected = corrections.capitals.get(country.code)
        if corrected is not None:
            for name, summary in corrected.right.items():
                yield CapitalName(country.code, name, corrected.reference, summary)
        elif country.capital and country.code not in corrections.territories:
            yield CapitalName(country.code, country.capital, country.reference)


def city_meant(candidates: Sequence[Candidate]) -> tuple[City | None, str]:
    """Return the city that a name means, or why there is none; who bears it as its own name comes first."""
    cities = [one.place for one in candidates if one.own] or [one.place for one in candidates]
    cities.sort(key=lambda city: (-city.population, city.id))
    if not cities:
        return None, "the gazetteer has no city of that name there"
    if len(cities) > 1 and cities[0].population < TIMES_LARGER * max(cities[1].population, 1):
        return None, f"{len(cities)} cities of that name, {cities[0].id} and {cities[1].id} of like size"
    return cities[0], ""
