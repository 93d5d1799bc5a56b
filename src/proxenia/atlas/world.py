"""The atlas's memory: the index, the search and what each year's map was, behind one object."""

import gc
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, TypeVar

import orjson

from proxenia.atlas.audit import RememberedAudit
from proxenia.atlas.countries import Countries
from proxenia.atlas.history import RememberedHistory
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.levels import PATIENCE_SECONDS, TwoLevels
from proxenia.atlas.map_data import MapArcs, MapCities, MapCountries, build_arcs, build_cities, build_countries
from proxenia.atlas.maps_by_year import MapsByYear
from proxenia.atlas.pages import audit as audit_page
from proxenia.atlas.pages import city as city_page
from proxenia.atlas.pages import country as country_page
from proxenia.atlas.pages import search as search_page
from proxenia.atlas.pages import world as world_page
from proxenia.atlas.profiles_by_year import ProfilesByYear
from proxenia.atlas.search import NameSearch
from proxenia.atlas.side_by_side import SideBySide
from proxenia.atlas.year import YearView
from proxenia.audit.audit import parse_country, parse_kind
from proxenia.law.records import RuleBook
from proxenia.snapshot.choice import EVERYTHING, Choice
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["FIRST_SLIDER_YEAR", "FIRST_YEAR", "LAST_YEAR", "AtlasWorld"]

FIRST_YEAR = -3_000
LAST_YEAR = 3_000
FIRST_SLIDER_YEAR = 1945
"""Where the slider of years begins; earlier years are asked for in the address."""
_YEARS_KEPT = 64
_VIEWS_KEPT = 128
"""Every year of the slider, and some of those that are asked for in the address."""
_CHOICES_KEPT = 32
_NEW_OBJECTS = 50_000
"""So many objects may be new before the collector of garbage looks for those that are no more; Python's own is 700."""

Answer = TypeVar("Answer")


class AtlasWorld:
    """A snapshot ready to be asked.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    this_year
        The year pages show when none is asked for; the library never asks the clock.
    """

    def __init__(self, snapshot: Snapshot, *, this_year: int) -> None:
        self.this_year = this_year
        self.index = AtlasIndex(snapshot)
        self.search = NameSearch(self.index)
        self.audit = RememberedAudit(snapshot)
        self.rules = RuleBook(snapshot)
        self.history = RememberedHistory(snapshot, this_year=this_year, as_of=self.index.as_of)
        self.view: Callable[[int], YearView] = lru_cache(maxsize=_VIEWS_KEPT)(partial(YearView, self.index))
        self.countries: Callable[[int], MapCountries] = self._by_year(build_countries)
        self.cities: Callable[[int], MapCities] = self._by_year(build_cities)
        self.arcs: Callable[[int], MapArcs] = self._by_year(build_arcs)
        self.two_maps = MapsByYear(self.index, self.view)
        self.levels = TwoLevels(self.index, self.view)
        self.countries_of = Countries(self.index, self.view, self.levels.background, patience=PATIENCE_SECONDS)
        self.profiles = ProfilesByYear(self.index, self.levels.snapshot, self.levels.background)
        self.side_by_side = SideBySide(
            self.index,
            self.search,
            self.view,
            snapshot=self.levels.snapshot,
            looked_up=self.profiles.snapshot,
            tables=self.profiles.tables,
        )
        self._chosen: Callable[[int, Choice], YearView] = lru_cache(maxsize=_CHOICES_KEPT)(self._choose)

    def _choose(self, year: int, choice: Choice) -> YearView:
        return YearView(self.index, year, choice)

    def chosen(self, year: int, choice: Choice = EVERYTHING) -> YearView:
        """Return what held at the end of a year, or what of it fits a choice."""
        return self._chosen(year, choice) if choice else self.view(year)

    def _by_year(self, build: Callable[[YearView], Answer]) -> Callable[[int], Answer]:
        @lru_cache(maxsize=_YEARS_KEPT)
        def answer(year: int) -> Answer:
            return build(self.view(year))

        return answer

    def drawn(
        self, year: int, choice: Choice, built: Callable[[int], Answer], build: Callable[[YearView], Answer]
    ) -> Answer:
        """Return what the map draws of a year, from memory, or anew of what fits a choice."""
        return build(self.chosen(year, choice)) if choice else built(year)

    def world(self, year: int, choice: Choice = EVERYTHING) -> world_page.WorldPage:
        """Return the world's payload of a year."""
        countries = self.drawn(year, choice, self.countries, build_countries)
        cities = self.drawn(year, choice, self.cities, build_cities)
        return world_page.build(self.chosen(year, choice), countries, cities)

    def warm(self) -> None:
        """Build what the first visitor would wait for."""
        self.index.warm()
        self.world(self.this_year)

    def warm_behind(self) -> None:
        """Compute behind the answers what the pages of this year would wait for longest.

        What stays for good is taken from the collector of garbage, which would stop every answer while it looks
        through millions of rows; the rest, of which a page makes thousands, it looks through less often.
        """
        self.index.as_of.stay(self.this_year)
        self.levels.background.ask(self.index.warm)
        self.countries_of.warm_behind(self.this_year)
        self.levels.background.ask(gc.freeze)
        self.two_maps.warm_behind(self.this_year, self.levels.background)
        self.levels.warm_behind(self.this_year)
        self.profiles.warm_behind(self.this_year)
        self.side_by_side.warm_behind(self.this_year, self.levels.background)
        self.countries_of.fit_behind(self.this_year)
        self.levels.background.ask(gc.freeze)
        gc.set_threshold(_NEW_OBJECTS)

    def keep_year(self, year: int) -> None:
        """Keep of a year what takes longest to compute: whoever asks for a page of it then waits for little."""
        self.view(year)
        self.countries_of.keep_year(year)
        self.profiles.keep_year(year)
        self.side_by_side.keep_year(year)

    @property
    def slider_years(self) -> range:
        """The years before this one that the slider shows, the latest first."""
        return range(self.this_year - 1, FIRST_SLIDER_YEAR - 1, -1)

    def audit_page(self, year: int, *, country: str, kind: str, page: int) -> audit_page.AuditPage:
        """Return a page of what the audit found; an unknown country or kind is told as the user's mistake."""
        return audit_page.build(
            self.index,
            self.audit.found(),
            as_of=year,
            kind=parse_kind(kind),
            country=parse_country(country),
            page=page,
        )

    def city(self, identifier: str, year: int, choice: Choice = EVERYTHING) -> city_page.ActorPage:
        """Return the payload of a city, a region or a state, or raise NotFoundError."""
        return self.countries_of.city(identifier, view=self.chosen(year, choice))

    def country(
        self, code: str, year: int, choice: Choice = EVERYTHING, *, whole: bool = False
    ) -> country_page.CountryPage:
        """Return the payload of a country, with all its cities when the `whole` is wanted, or raise NotFoundError."""
        return self.countries_of.country(code, view=self.chosen(year, choice), whole=whole)

    def map_countries(self, year: int, choice: Choice) -> MapCountries:
        """Return the countries of a year and the bundles between them, of what fits a choice."""
        return self.drawn(year, choice, self.countries, build_countries)

    def map_cities(self, year: int, choice: Choice) -> MapCities:
        """Return the cities of a year, of what fits a choice."""
        return self.drawn(year, choice, self.cities, build_cities)

    def map_arcs(self, year: int, choice: Choice) -> MapArcs:
        """Return every tie of a year between two placed cities, of what fits a choice."""
        return self.drawn(year, choice, self.arcs, build_arcs)

    def search_json(self, query: str, year: int, limit: int, choice: Choice = EVERYTHING) -> bytes:
        """Return what a search finds, as JSON."""
        return to_json(search_page.build(self.chosen(year, choice), self.search, query, limit=limit))

    def ties_json(self, identifier: str, year: int, choice: Choice = EVERYTHING) -> bytes:
        """Return the ties of an actor in a year, as JSON; NotFoundError when nobody is called so."""
        return to_json(city_page.city_ties(self.chosen(year, choice), self.index.actor(identifier).id))


def to_json(payload: Any) -> bytes:
    """Return a payload as JSON bytes."""
    return orjson.dumps(payload)
