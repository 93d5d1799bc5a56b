"""The atlas's memory of profiles: what all cities of a year share is computed once."""

from collections.abc import Callable
from typing import Final

import polars as pl

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import city_profile
from proxenia.atlas.pages.profiles import ProfilePage, ProfilesPage, build_list, build_profiles
from proxenia.atlas.remembered import Background, Remembered
from proxenia.atlas.statement_places import StatementPlaces
from proxenia.measures.engines.kept import give
from proxenia.profiles.city_tables import CityTables, TableStores
from proxenia.profiles.driver import coded_records
from proxenia.profiles.peer_ranks import PeerRanks, peer_ranks
from proxenia.profiles.peer_world import peer_world
from proxenia.profiles.profile import CityProfile
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["ProfilesByYear"]

_YEARS_KEPT: Final = 4
_WHOLE_TABLES_KEPT: Final = 2
_OPENING_SECONDS: Final = 1.0
"""A year is opened so soon: whoever comes meanwhile waits for the tables of all cities and computes none alone."""
_PAGES_KEPT: Final = 256
_RANKS_KEPT: Final = 32
"""Of each year before; those of the year that is shown are all kept."""

CityOf = tuple[int, str]


class ProfilesByYear:
    """The profiles of the cities of one snapshot, by year.

    Parameters
    ----------
    index
        Every record.
    snapshot
        Gives what held at the end of a year, the same object each time: what is computed of it is kept with it.
    background
        Computes the tables of all cities of a year; until they are there, a city is computed alone.
    """

    def __init__(self, index: AtlasIndex, snapshot: Callable[[int], Snapshot], background: Background) -> None:
        self.index = index
        self._snapshot = snapshot
        self._background = background
        self._stores = TableStores()
        self._kept: dict[int, Snapshot] = {}
        self._tables: Remembered[int, CityTables] = Remembered(self._all_cities, most=_YEARS_KEPT)
        self._table: Remembered[int, pl.DataFrame] = Remembered(
            lambda year: self._tables(year).profiles, most=_WHOLE_TABLES_KEPT
        )
        self._ranked: Remembered[int, None] = Remembered(self._rank_all, most=_YEARS_KEPT)
        self._places: Remembered[None, StatementPlaces] = Remembered(lambda _: StatementPlaces(index.snapshot), most=1)
        self._city: Remembered[CityOf, city_profile.CityProfilePage] = Remembered(self._a_city, most=_PAGES_KEPT)

    def snapshot(self, year: int) -> Snapshot:
        """Return what held at the end of a year; of one that is kept, with what profiles look up in it."""
        return self._kept.get(year) or self._snapshot(year)

    def _all_cities(self, year: int) -> CityTables:
        return CityTables.of(self._snapshot(year), self._stores)

    def _rank_all(self, year: int) -> None:
        """Rank whatever makes cities alike, and look up what the page of any city needs."""
        snapshot = self._snapshot(year)
        peer_ranks(snapshot).prepare()
        city_profile.prepare(snapshot, self._tables(year))

    def _a_city(self, of: CityOf) -> city_profile.CityProfilePage:
        year, city = of
        places = self._places.soon(None, self._background, patience=0)
        tables = self.tables(year)
        return city_profile.build(self.index, self.snapshot(year), city, as_of=year, tables=tables, places=places)

    def tables(self, year: int) -> CityTables | None:
        """Return what all cities of a year share, if it is there; else have it computed behind the answers."""
        return self._tables.soon(year, self._background, patience=_OPENING_SECONDS)

    def warm_behind(self, year: int) -> None:
        """Have what all cities of a year share computed behind the answers, and keep it for good."""
        self._places.soon(None, self._background, patience=0)
        for wanted in (self._tables, self._table, self._ranked):
            wanted.stay(year)
            wanted.soon(year, self._background, patience=0)

    def keep_year(self, year: int) -> None:
        """Keep for good what profiles of a year look up: the rows of all cities, and what peers are found by."""
        if year in self._kept:
            return
        of_day, light = self._snapshot(year), self.index.snapshot.as_of(year)
        self._tables(year)
        # What would need a table of the day is found in another snapshot of it: of the kept one none is ever filtered.
        ranks = PeerRanks(peer_world(of_day), most=_RANKS_KEPT)
        ranks.gather()
        give(peer_ranks, light, ranks)
        give(coded_records, light, coded_records(of_day))
        self._tables.stay(year)
        self._kept[year] = light

    def city(self, identifier: str, *, year: int) -> city_profile.CityProfilePage:
        """Return the profile of a city, or raise NotFoundError or InputError."""
        return self._city((year, self.index.actor(identifier).id))

    def profiles(self, year: int) -> ProfilesPage:
        """Return all profiles with how many cities have each."""
        return build_profiles(self._table(year), as_of=year)

    def cities(self, profile: CityProfile, *, year: int, answer: str, page: int | None) -> ProfilePage:
        """Return the cities of which a profile has an answer: a page of them, or all."""
        table = self._table(year)
        return build_list(self.index, table, profile, as_of=year, answer=answer, page=page)
