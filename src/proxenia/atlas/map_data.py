"""What the map draws: countries with bundles of ties, cities, and single arcs, each for one year."""

from dataclasses import dataclass

import polars as pl

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.year import YearView
from proxenia.model.vocabulary import Status

__all__ = [
    "Bundles",
    "MapArcs",
    "MapCities",
    "MapCountries",
    "MapCountry",
    "build_arcs",
    "build_cities",
    "build_countries",
]


@dataclass(frozen=True, slots=True)
class MapCountry:
    """A country with ties of its cities."""

    id: str
    name: str
    iso_numeric: str | None
    longitude: float
    latitude: float
    cities: int
    ties: int


@dataclass(frozen=True, slots=True)
class Bundles:
    """Pairs of countries as indices into the list of countries, with the number of ties."""

    a: list[int]
    b: list[int]
    ties: list[int]


@dataclass(frozen=True, slots=True)
class MapCountries:
    """The countries of a year and the bundles between them; `a` may equal `b`: ties within a country."""

    as_of: int
    countries: list[MapCountry]
    bundles: Bundles


@dataclass(frozen=True, slots=True)
class MapCities:
    """The cities of a year that have a place and a tie, column by column, most ties first."""

    as_of: int
    id: list[str]
    name: list[str]
    country: list[str | None]
    longitude: list[float]
    latitude: list[float]
    ties: list[int]
    population: list[int | None]


@dataclass(frozen=True, slots=True)
class MapArcs:
    """Every tie of a year between two placed cities: indices into :class:`MapCities`, status as one into `codes`."""

    as_of: int
    codes: list[str]
    a: list[int]
    b: list[int]
    status: list[int]


_STATUS_CODES = [status.value for status in Status]


def _ties(view: YearView) -> pl.DataFrame:
    """Return the ties shown whose both ends have a place."""
    places = view.index.placed.select("id")
    ends = view.ties.join(places, left_on="a", right_on="id", how="semi")
    return ends.join(places, left_on="b", right_on="id", how="semi")


def _counts(ties: pl.DataFrame) -> pl.DataFrame:
    ends = pl.concat([ties.select(id="a"), ties.select(id="b")])
    return ends.group_by("id").agg(pl.len().alias("ties"))


def _cities(index: AtlasIndex, ties: pl.DataFrame) -> pl.DataFrame:
    return index.placed.join(_counts(ties), on="id").sort("ties", "id", descending=[True, False])


def build_cities(view: YearView) -> MapCities:
    """Return the cities of a year."""
    cities = _cities(view.index, _ties(view))
    columns = {name: cities[name].to_list() for name in cities.columns}
    rounded = {name: cities[name].round(4).to_list() for name in ("longitude", "latitude")}
    return MapCities(as_of=view.year, **(columns | rounded))


def build_arcs(view: YearView) -> MapArcs:
    """Return every tie of a year between two cities that have a place."""
    ties = _ties(view)
    numbered = _cities(view.index, ties).select("id").with_row_index("number")
    arcs = (
        ties.join(numbered.rename({"id": "a", "number": "from"}), on="a")
        .join(numbered.rename({"id": "b", "number": "to"}), on="b")
        .sort("from", "to", "kind")
    )
    codes = {code: number for number, code in enumerate(_STATUS_CODES)}
    status = [codes[one] for one in arcs["status"].to_list()]
    return MapArcs(view.year, _STATUS_CODES, arcs["from"].to_list(), arcs["to"].to_list(), status)


def _country_places(index: AtlasIndex, cities: pl.DataFrame) -> list[MapCountry]:
    """Return each country at its most populous city of the register."""
    grouped = (
        cities.filter(pl.col("country").is_not_null())
        .sort("population", "id", descending=[True, False], nulls_last=True)
        .group_by("country", maintain_order=True)
        .agg(pl.first("longitude"), pl.first("latitude"), pl.len().alias("cities"), pl.sum("ties"))
        .sort("ties", "country", descending=[True, False])
    )
    numeric = dict(index.snapshot.actors.filter(pl.col("kind") == "state").select("country", "iso_numeric").iter_rows())
    return [
        MapCountry(
            id=f"iso:{row['country']}",
            name=index.country_name(row["country"]),
            iso_numeric=numeric.get(row["country"]),
            longitude=round(row["longitude"], 3),
            latitude=round(row["latitude"], 3),
            cities=row["cities"],
            ties=row["ties"],
        )
        for row in grouped.iter_rows(named=True)
    ]


def build_countries(view: YearView) -> MapCountries:
    """Return the countries of a year and the bundles of ties between them, the widest first."""
    index, ties = view.index, _ties(view)
    countries = _country_places(index, _cities(index, ties))
    numbers = {country.id[4:]: number for number, country in enumerate(countries)}
    homes = index.placed.select("id", "country")
    pairs = (
        ties.join(homes.rename({"id": "a", "country": "one"}), on="a")
        .join(homes.rename({"id": "b", "country": "two"}), on="b")
        .filter(pl.col("one").is_not_null() & pl.col("two").is_not_null())
        .select(pl.min_horizontal("one", "two").alias("one"), pl.max_horizontal("one", "two").alias("two"))
        .group_by("one", "two")
        .agg(pl.len().alias("ties"))
        .sort("ties", "one", "two", descending=[True, False, False])
    )
    bundles = Bundles(
        [numbers[code] for code in pairs["one"]], [numbers[code] for code in pairs["two"]], pairs["ties"].to_list()
    )
    return MapCountries(as_of=view.year, countries=countries, bundles=bundles)
