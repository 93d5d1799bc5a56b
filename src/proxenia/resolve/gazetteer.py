"""The gazetteer: every GeoNames city of at least 500 people, looked up in bulk from Parquet files.

Nothing is read before it is asked for; a lookup of ten thousand names reads the table of names once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from proxenia.resolve.countries import Countries
from proxenia.resolve.gazetteer_files import gazetteer_folder
from proxenia.resolve.names import fold
from proxenia.resolve.regions import Regions, load_regions

__all__ = ["Gazetteer", "Named", "Place", "State", "load_gazetteer"]

_SPOT: Final = ("number", "name", "country", "admin1", "population", "lon", "lat")
_KNOWN_BY: Final = pl.col("alternates").str.count_matches("\n", literal=True).cast(pl.Int32()).alias("other_names")


@dataclass(frozen=True, slots=True)
class Place:
    """A city as GeoNames has it; `population` is 0 where GeoNames states none.

    >>> Place(2747891, "Rotterdam", "NL", "11", 868135, 4.47917, 51.9225).id
    'gn:2747891'
    """

    number: int
    name: str
    country: str
    admin1: str
    population: int
    lon: float
    lat: float

    @property
    def id(self) -> str:
        """The identifier of the city."""
        return f"gn:{self.number}"


@dataclass(frozen=True, slots=True)
class Named:
    """A place that bears a looked-up name: as its `own` name, or as another one."""

    place: Place
    own: bool


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory with an ISO 3166-1 code; `numeric` is 0 where it has no numeric code."""

    code: str
    name: str
    names: tuple[str, ...]
    numeric: int
    population: int
    geonameid: int
    place: Place | None


class Gazetteer:
    """GeoNames' cities and CLDR's names of states, from a folder of Parquet files; ISO's regions from the package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _scan(self, name: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.folder / f"{name}.parquet")

    @cached_property
    def _spots(self) -> pl.DataFrame:
        return self._scan("places").select(_SPOT).collect()

    @cached_property
    def spots(self) -> pl.DataFrame:
        """The places without their other names, and how many other names each has."""
        return self._scan("places").select(*_SPOT, _KNOWN_BY).collect()

    @cached_property
    def names(self) -> pl.DataFrame:
        """Every folded name (`key`) of every place, with its country, and whether it is the place's own."""
        return self._scan("names").collect()

    @cached_property
    def blocks(self) -> pl.DataFrame:
        """The names by what they look like (see :mod:`proxenia.resolve.blocking`)."""
        return self._scan("blocks").collect()

    @cached_property
    def divisions(self) -> pl.DataFrame:
        """First-order divisions of states: country, GeoNames' code, and a folded name (`key`) each."""
        told = self._scan("divisions").collect()
        return told.select("country", "code", key=pl.Series(map(fold, told["name"]))).unique(["country", "key"])

    @cached_property
    def division_names(self) -> pl.DataFrame:
        """First-order divisions of states as people write them: country, GeoNames' code, and a name each."""
        return self._scan("divisions").select("country", "code", "name").collect()

    @cached_property
    def countries(self) -> Countries:
        """The names of states."""
        names = self._scan("country_names").select("language", "code", "name").collect().rows()
        states = self._scan("states").select("code", "iso3", "name").collect().rows()
        numbers = self._scan("states").select("code", "numeric").collect().rows()
        return Countries(names, states, self._scan("divisions").collect().rows(), numbers)

    @cached_property
    def regions(self) -> Regions:
        """The regions of ISO 3166-2."""
        return load_regions()

    def named(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Named, ...]]:
        """Return the places of each (ISO 3166-1 code, name), own names first, the largest first.

        Names are folded here, so any writing will do. Pairs without a place are left out.
        """
        asked: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for country, name in wanted:
            asked.setdefault((country, fold(name)), []).append((country, name))
        schema = {"country": pl.String(), "key": pl.String()}
        query = pl.DataFrame(list(asked), schema=schema, orient="row").lazy()
        found = (
            self._scan("names")
            .join(query, on=["country", "key"], how="inner")
            .join(self._spots.lazy().drop("country"), on="number", how="inner")
            .sort(["own", "population", "number"], descending=[True, True, False])
            .select("country", "key", "own", "number", "name", "admin1", "population", "lon", "lat")
            .collect()
        )
        answers: dict[tuple[str, str], list[Named]] = {}
        for country, key, own, number, name, admin1, population, lon, lat in found.iter_rows():
            place = Place(number, name, country, admin1, population, lon, lat)
            answers.setdefault((country, key), []).append(Named(place, own))
        return {pair: tuple(hits) for key, hits in answers.items() for pair in asked[key]}

    def places(self, numbers: Iterable[int]) -> dict[int, Place]:
        """Return the places with these GeoNames numbers; unknown numbers are left out."""
        query = pl.DataFrame({"number": sorted(set(numbers))}, schema={"number": pl.Int64()})
        query = query.filter(pl.col("number") < 2**31).cast({"number": pl.Int32()})
        return {row[0]: Place(*row) for row in self._spots.join(query, on="number", how="semi").iter_rows()}

    def alternates(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the other names of places, one a line."""
        query = pl.DataFrame({"number": sorted(set(numbers))}, schema={"number": pl.Int32()}).lazy()
        rows = self._scan("places").select("number", "alternates").join(query, on="number", how="semi").collect()
        return dict(rows.iter_rows())

    def states(self, codes: Iterable[str]) -> dict[str, State]:
        """Return the states with these ISO 3166-1 codes; unknown codes are left out.

        Their names come from CLDR, the English one first; the place is the capital, else the largest city.
        """
        wanted = pl.DataFrame({"code": sorted(set(codes))}, schema={"code": pl.String()}).lazy()
        rows = self._scan("states").join(wanted, on="code", how="semi").collect().iter_rows(named=True)
        named = self._scan("country_names").join(wanted, on="code", how="semi").collect().iter_rows()
        names: dict[str, dict[str, None]] = {}
        english: dict[str, str] = {}
        for language, code, name in named:
            names.setdefault(code, {})[name] = None
            if language == "en":
                english.setdefault(code, name)
        states = {}
        centres = self._centres()
        for row in rows:
            code = row["code"]
            name = english.get(code, row["name"])
            others = tuple(other for other in names.get(code, {}) if other != name)
            number, people, key = row["numeric"] or 0, row["population"], row["geonameid"]
            states[code] = State(code, name, others, number, people, key, centres.get(code))
        return states

    def _centres(self) -> Mapping[str, Place]:
        """Return the capital of each state as GeoNames names it, else its largest city."""
        spots = self._spots.sort("population", "number", descending=[True, False])
        capitals = self._scan("states").select("code", "capital").collect()
        found = spots.join(capitals, left_on=["country", "name"], right_on=["code", "capital"], how="semi")
        rows = pl.concat([found, spots]).unique("country", keep="first", maintain_order=True)
        return {row[2]: Place(*row) for row in rows.iter_rows()}


def load_gazetteer(cache_dir: Path) -> Gazetteer:
    """Return the gazetteer, making its files in `cache_dir` the first time (about fifteen seconds).

    It is opened once in a process: nothing of it ever changes.
    """
    return _opened(gazetteer_folder(cache_dir))


@lru_cache(maxsize=2)
def _opened(folder: Path) -> Gazetteer:
    return Gazetteer(folder)
