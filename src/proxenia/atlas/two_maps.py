"""The two maps as data: every pair of countries of a year that says something, column by column."""

from dataclasses import dataclass
from typing import Final

import polars as pl
from typing_extensions import TypedDict

from proxenia.atlas.index import AtlasIndex
from proxenia.model.vocabulary import OverlayClass
from proxenia.overlay.rule import CLASS_SENTENCES

__all__ = [
    "CLASSES",
    "MapPairs",
    "OverlayCountry",
    "OverlayMap",
    "PairClass",
    "build_overlay_map",
    "count_classes",
    "shown_pairs",
]


@dataclass(frozen=True, slots=True)
class PairClass:
    """A class of pairs of countries, what it means in a sentence, and how many pairs of the year are in it."""

    id: str
    label: str
    meaning: str
    pairs: int


@dataclass(frozen=True, slots=True)
class OverlayCountry:
    """A country with its place: its state's own, else its most populous city's; none when the register has neither."""

    id: str
    name: str
    iso_numeric: str | None
    longitude: float | None
    latitude: float | None


MapPairs = TypedDict(
    "MapPairs",
    {
        "a": list[int],
        "b": list[int],
        "class": list[int],
        "city_ties": list[int],
        "tied": list[int],
        "hostile": list[int],
        "missions": list[int],
        "alliance": list[int],
        "state_known": list[int],
    },
)
"""Pairs column by column: `a`, `b` and `class` are indices into countries and classes, flags are 0 or 1."""


@dataclass(frozen=True, slots=True)
class OverlayMap:
    """Every pair of countries of a year but those on which both maps are silent; the widest city ties first."""

    as_of: int
    classes: list[PairClass]
    countries: list[OverlayCountry]
    pairs: MapPairs


CLASSES: Final = tuple(OverlayClass)
_NUMBERS: Final = {one.value: number for number, one in enumerate(CLASSES)}


def shown_pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs on which at least one map says something, the most city ties first."""
    says = (pl.col("class") != OverlayClass.UNKNOWN.value) | (pl.col("city_ties") > 0) | pl.col("state_known")
    return pairs.filter(says).sort("city_ties", "a", "b", descending=[True, False, False])


def count_classes(pairs: pl.DataFrame) -> list[PairClass]:
    """Return every class with its number of pairs."""
    counted = dict(pairs.group_by("class").len().iter_rows())
    return [PairClass(one.value, one.value, CLASS_SENTENCES[one.value], counted.get(one.value, 0)) for one in CLASSES]


def _city_places(index: AtlasIndex) -> dict[str, tuple[float, float]]:
    """Return where the most populous city of each country lies."""
    placed = index.snapshot.actors.filter(
        (pl.col("kind") == "city") & pl.col("longitude").is_not_null() & pl.col("latitude").is_not_null()
    )
    largest = placed.sort("population", "id", descending=[True, False], nulls_last=True).unique(
        "country", keep="first", maintain_order=True
    )
    rows = largest.filter(pl.col("country").is_not_null()).select("country", "longitude", "latitude").iter_rows()
    return {country: (longitude, latitude) for country, longitude, latitude in rows}


def _countries(index: AtlasIndex, codes: list[str]) -> list[OverlayCountry]:
    states = index.snapshot.actors.filter(pl.col("kind") == "state")
    numeric = dict(states.select("country", "iso_numeric").iter_rows())
    cities = _city_places(index)
    return [_country(index, code, numeric.get(code), cities.get(code)) for code in codes]


def _country(index: AtlasIndex, code: str, numeric: str | None, city: tuple[float, float] | None) -> OverlayCountry:
    state = index.states.get(code)
    place = city
    if state is not None and state.longitude is not None and state.latitude is not None:
        place = (state.longitude, state.latitude)
    longitude, latitude = (None, None) if place is None else (round(place[0], 3), round(place[1], 3))
    return OverlayCountry(f"iso:{code}", index.country_name(code), numeric, longitude, latitude)


def _columns(shown: pl.DataFrame, codes: list[str]) -> MapPairs:
    numbers = {code: number for number, code in enumerate(codes)}

    def flags(name: str) -> list[int]:
        return shown[name].fill_null(value=False).cast(pl.Int8).to_list()

    def positions(name: str, known: dict[str, int]) -> list[int]:
        return shown[name].replace_strict(known, return_dtype=pl.Int32).to_list()

    return {
        "a": positions("a", numbers),
        "b": positions("b", numbers),
        "class": positions("class", _NUMBERS),
        "city_ties": shown["city_ties"].to_list(),
        "tied": flags("tied"),
        "hostile": flags("hostile"),
        "missions": (shown["missions_ab"].fill_null(0) + shown["missions_ba"].fill_null(0)).to_list(),
        "alliance": flags("alliance"),
        "state_known": flags("state_known"),
    }


def build_overlay_map(index: AtlasIndex, pairs: pl.DataFrame, year: int) -> OverlayMap:
    """Return what the two maps draw.

    Parameters
    ----------
    index
        Names, numbers and places of the countries.
    pairs
        The pairs of the year (:data:`proxenia.overlay.tables.PAIRS`).
    year
        The year they are of.
    """
    shown = shown_pairs(pairs)
    codes = pl.concat([shown["a"], shown["b"]]).unique().sort().to_list()
    return OverlayMap(year, count_classes(pairs), _countries(index, codes), _columns(shown, codes))
