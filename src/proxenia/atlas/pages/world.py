"""The world: the map and, for readers without it, the widest bundles as a table."""

from dataclasses import dataclass

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.map_data import MapCities, MapCountries
from proxenia.atlas.year import YearView

__all__ = ["BundleLine", "CityLine", "WorldPage", "build"]

SHOWN_BUNDLES = 25
SHOWN_CITIES = 25


@dataclass(frozen=True, slots=True)
class BundleLine:
    """The ties between the cities of two countries."""

    a: ActorLink
    b: ActorLink
    ties: int


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city with the number of its ties."""

    city: ActorLink
    ties: int


@dataclass(frozen=True, slots=True)
class WorldPage:
    """The world in a year, or what of it fits a choice; `acts` had happened by then."""

    as_of: int
    choice: ChoiceLine
    cities: int
    countries: int
    ties: int
    acts: int
    bundles: list[BundleLine]
    busiest: list[CityLine]


def build(view: YearView, countries: MapCountries, cities: MapCities) -> WorldPage:
    """Return the world's payload from what the map draws."""
    index = view.index
    listed = list(zip(countries.bundles.a, countries.bundles.b, countries.bundles.ties, strict=True))
    names = [actor_link(index, country.id) for country in countries.countries]
    busiest = zip(cities.id[:SHOWN_CITIES], cities.ties[:SHOWN_CITIES], strict=True)
    return WorldPage(
        as_of=countries.as_of,
        choice=choice_line(view),
        cities=len(cities.id),
        countries=len(countries.countries),
        ties=sum(countries.bundles.ties),
        acts=sum(view.shows_act(act) for act in index.acts),
        bundles=[BundleLine(names[a], names[b], ties) for a, b, ties in listed[:SHOWN_BUNDLES]],
        busiest=[CityLine(actor_link(index, city), ties) for city, ties in busiest],
    )
