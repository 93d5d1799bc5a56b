"""The pairs of cities that could tie themselves, and what was known of each pair."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.known import known_cities

if TYPE_CHECKING:
    from proxenia.foresight.known import Known

__all__ = ["FEATURES", "Candidates"]

Indices = NDArray[np.int64]
Numbers = NDArray[np.float32]
_EARTH_KM: Final = 6371.0088


@dataclass(frozen=True, eq=False)
class Candidates:
    """Unordered pairs of known cities, of two countries or of one, between which no tie is in force at the cut.

    Attributes
    ----------
    known
        What was known.
    cities
        The cities that are paired, sorted by `id`: rows of `known.dated.cities`, all of them up to
        :data:`~proxenia.foresight.known.MOST_CITIES`.
    first, second
        Rows of :attr:`cities`, the first always the lower; sorted.
    left_out
        Known cities that are not paired, for there are too many.

    Notes
    -----
    :meth:`features` gives one number a pair, as known at the cut; computed once, when asked for.
    """

    known: "Known"
    cities: pl.DataFrame
    first: Indices
    second: Indices
    left_out: int = 0
    _kept: dict[str, Numbers] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, known: "Known") -> "Candidates":
        """Return the pairs that could tie themselves at the cut.

        Raises
        ------
        InputError
            When there is no such pair.
        """
        cities, left_out = known_cities(known.dated)
        adjacency = _adjacency(known, cities)
        first, second = np.triu_indices(cities.height, k=1)
        free = ~adjacency[first, second]
        if not free.any():
            raise InputError(
                f"At the end of {known.cut} no two known cities without a tie are left",
                expected="Expected three known cities or more",
                next_step="Take a later cut",
            )
        return cls(known, cities, first[free].astype(np.int64), second[free].astype(np.int64), left_out)

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.first)

    def only(self, rows: Indices) -> "Candidates":
        """Return some of the pairs, by their rows."""
        return replace(self, first=self.first[rows], second=self.second[rows], _kept={})

    def rows_of(self, ties: pl.DataFrame) -> Indices:
        """Return the rows of the pairs that a table with columns `a` and `b` names, each once; others are left out."""
        place = {city: row for row, city in enumerate(self.cities["id"])}
        ends = [(place.get(a, -1), place.get(b, -1)) for a, b in ties.select("a", "b").iter_rows()]
        wanted = {min(pair) * self._width + max(pair) for pair in ends if min(pair) >= 0 and pair[0] != pair[1]}
        codes = np.array(sorted(wanted), dtype=np.int64)
        rows = np.searchsorted(self._codes, codes)
        inside = rows < len(self)
        rows, codes = rows[inside], codes[inside]
        found: Indices = rows[self._codes[rows] == codes].astype(np.int64)
        return found

    def features(self, name: str) -> Numbers:
        """Return one number a pair; :data:`FEATURES` says what each means.

        Raises
        ------
        UnknownValueError
            When no feature has that name.
        """
        if name not in FEATURES:
            raise UnknownValueError("feature of a pair", name, FEATURES)
        if name not in self._kept:
            self._kept[name] = np.asarray(FEATURES[name][0](self), dtype=np.float32)
        return self._kept[name]

    def matrix(self, *names: str) -> Numbers:
        """Return numbers of pairs, a column a feature."""
        return np.column_stack([self.features(name) for name in names]).astype(np.float32)

    def pair(self, row: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the two cities of a pair, as rows of :attr:`cities`."""
        return (
            self.cities.row(int(self.first[row]), named=True),
            self.cities.row(int(self.second[row]), named=True),
        )

    @property
    def _width(self) -> int:
        return self.cities.height

    @cached_property
    def _codes(self) -> Indices:
        return self.first * self._width + self.second

    @cached_property
    def adjacency(self) -> NDArray[np.bool_]:
        """Which of the cities are tied in force at the cut."""
        return _adjacency(self.known, self.cities)

    @cached_property
    def degrees(self) -> Numbers:
        """Partners of each city among the cities, in force at the cut."""
        counted: Numbers = self.adjacency.sum(axis=1).astype(np.float32)
        return counted

    @cached_property
    def shared_partners(self) -> Numbers:
        """Partners that each two cities share."""
        tied = self.adjacency.astype(np.float32)
        shared: Numbers = tied @ tied
        return shared

    @cached_property
    def countries(self) -> tuple[list[str], Indices]:
        """The countries of the cities, and the place of each city's among them."""
        names = sorted(set(self.cities["country"]))
        place = {name: row for row, name in enumerate(names)}
        return names, np.array([place[country] for country in self.cities["country"]], dtype=np.int64)

    @cached_property
    def country_cities(self) -> Numbers:
        """Known cities in each country."""
        names, of_city = self.countries
        return np.bincount(of_city, minlength=len(names)).astype(np.float32)

    @cached_property
    def located(self) -> NDArray[np.bool_]:
        """Which of the cities have coordinates."""
        known = pl.col("longitude").is_not_null() & pl.col("latitude").is_not_null()
        return self.cities.select(known).to_series().to_numpy().astype(bool)

    @cached_property
    def log_distances(self) -> Numbers:
        """log(1 + km) between each two cities; see :func:`_log_distances`."""
        return _log_distances(self.cities)

    def of_countries(self, table: pl.DataFrame, column: str) -> NDArray[np.float64]:
        """Return a number of each two countries from a table with `a`, `b` and that column; nought where it is null."""
        names, _ = self.countries
        place = {name: row for row, name in enumerate(names)}
        numbers = np.zeros((len(names), len(names)))
        here = table.filter(pl.col("a").is_in(names), pl.col("b").is_in(names), pl.col(column).is_not_null())
        for a, b, value in here.select("a", "b", pl.col(column).cast(pl.Float64)).iter_rows():
            numbers[place[a], place[b]] = numbers[place[b], place[a]] = value
        return numbers

    def per_pair(self, of_countries: NDArray[np.float64]) -> Numbers:
        """Return for every pair of cities the number of their two countries."""
        _, of_city = self.countries
        return of_countries[of_city[self.first], of_city[self.second]].astype(np.float32)


def _adjacency(known: "Known", cities: pl.DataFrame) -> NDArray[np.bool_]:
    place = {city: row for row, city in enumerate(cities["id"])}
    tied = np.zeros((cities.height, cities.height), dtype=bool)
    for a, b in known.dated.in_force(known.cut).select("a", "b").iter_rows():
        if a in place and b in place and a != b:
            tied[place[a], place[b]] = tied[place[b], place[a]] = True
    return tied


def _log_distances(cities: pl.DataFrame) -> Numbers:
    """Return log(1 + km) between every two cities on the sphere.

    A city without coordinates stands in the middle of its country's known cities; from those of its own country it is
    as far as such cities are on average. Where none of its country has coordinates, its distances are the mean of all.
    """
    longitude, latitude = (np.radians(cities[name].cast(pl.Float64).to_numpy()) for name in ("longitude", "latitude"))
    flat = np.column_stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)])
    there = np.column_stack([flat, np.sin(latitude)])
    countries = np.array(cities["country"].to_list())
    lost = ~np.isfinite(there).all(axis=1)
    for row in np.flatnonzero(lost):
        others = there[(countries == countries[row]) & ~lost]
        if len(others):
            middle = others.mean(axis=0)
            there[row] = middle / np.linalg.norm(middle)
    apart: Numbers = np.log1p(_EARTH_KM * np.arccos(np.clip(there @ there.T, -1.0, 1.0))).astype(np.float32)
    within = countries[:, None] == countries[None, :]
    guessed = (lost[:, None] | lost[None, :]) & within
    _fill(apart, guessed, apart[within & ~guessed & ~np.eye(len(lost), dtype=bool)])
    _fill(apart, ~np.isfinite(apart), apart[np.isfinite(apart)])
    return apart


def _fill(numbers: Numbers, where: NDArray[np.bool_], others: Numbers) -> None:
    """Put the mean of others where a number is to be filled in."""
    numbers[where] = others.mean(dtype=np.float64) if len(others) else 0.0


def _same_country(pairs: Candidates) -> Numbers:
    _, of_city = pairs.countries
    same: Numbers = (of_city[pairs.first] == of_city[pairs.second]).astype(np.float32)
    return same


def _flag(column: str) -> Callable[[Candidates], Numbers]:
    return lambda pairs: pairs.per_pair(pairs.of_countries(pairs.known.pairs, column))


def _organisations(pairs: Candidates) -> Numbers:
    """Return the shared organisations; where the members of none are known, the mean of the other pairs."""
    told = pairs.known.pairs
    mean = told["shared_organisations"].cast(pl.Float64).mean()
    filled = told.with_columns(pl.col("shared_organisations").fill_null(0.0 if mean is None else mean))
    return pairs.per_pair(pairs.of_countries(filled, "shared_organisations"))


def _country_pair_count(pairs: Candidates) -> Numbers:
    names, of_city = pairs.countries
    counted = np.zeros((len(names), len(names)))
    first, second = np.nonzero(np.triu(pairs.adjacency, k=1))
    np.add.at(counted, (of_city[first], of_city[second]), 1.0)
    both = counted + counted.T
    np.fill_diagonal(both, np.diag(counted))
    return pairs.per_pair(both)


def _size(side: str) -> Callable[[Candidates], Numbers]:
    def sized(pairs: Candidates) -> Numbers:
        _, of_city = pairs.countries
        numbers: Numbers = pairs.country_cities[of_city[getattr(pairs, side)]]
        return numbers

    return sized


def _recent(side: str) -> Callable[[Candidates], Numbers]:
    def counted(pairs: Candidates) -> Numbers:
        last = pairs.known.dated.between(pairs.known.cut - 4, pairs.known.cut)
        ends = pl.concat([last["a"], last["b"]]).value_counts(name="count")
        number = dict(ends.rename({ends.columns[0]: "id"}).iter_rows())
        of_city = np.array([number.get(city, 0) for city in pairs.cities["id"]], dtype=np.float32)
        numbers: Numbers = of_city[getattr(pairs, side)]
        return numbers

    return counted


def _tied_before(pairs: Candidates) -> Numbers:
    found = np.zeros(len(pairs), dtype=np.float32)
    found[pairs.rows_of(pairs.known.dated.ties)] = 1.0
    return found


def _shared_network(pairs: Candidates) -> Numbers:
    counted = np.zeros((pairs.cities.height, pairs.cities.height), dtype=np.float32)
    place = {city: row for row, city in enumerate(pairs.cities["id"])}
    for a, b, number in pairs.known.shared_networks.select("a", "b", "count").iter_rows():
        if a in place and b in place:
            counted[place[a], place[b]] = counted[place[b], place[a]] = number
    numbers: Numbers = counted[pairs.first, pairs.second]
    return numbers


FEATURES: Final[dict[str, tuple[Callable[[Candidates], Numbers], str]]] = {
    "log_distance_km": (lambda pairs: pairs.log_distances[pairs.first, pairs.second], "log(1 + kilometres apart)"),
    "same_country": (_same_country, "1 when both lie in one country (of today)"),
    "contiguous": (_flag("contiguous"), "1 when their countries share a land border; 0 within one country"),
    "common_language": (_flag("common_language"), "1 when their countries share an official language; 0 within one"),
    "states_tied": (_flag("tied"), "1 when their states are tied at the cut; 0 within one country"),
    "hostile": (_flag("hostile"), "1 when their states are hostile at the cut"),
    "rupture": (_flag("rupture"), "1 when their states have broken off relations at the cut"),
    "shared_organisations": (_organisations, "organisations that both states belong to; the mean where not known"),
    "degree_a": (lambda pairs: pairs.degrees[pairs.first], "partners of the first city at the cut"),
    "degree_b": (lambda pairs: pairs.degrees[pairs.second], "partners of the second city at the cut"),
    "common_partners": (
        lambda pairs: pairs.shared_partners[pairs.first, pairs.second],
        "partners that both cities share at the cut",
    ),
    "shared_network": (_shared_network, "city networks that both belong to by dated memberships"),
    "country_pair_count": (_country_pair_count, "pairs of known cities of the two countries that are tied at the cut"),
    "country_cities_a": (_size("first"), "known cities in the first city's country"),
    "country_cities_b": (_size("second"), "known cities in the second city's country"),
    "recent_a": (_recent("first"), "new ties of the first city in the five years up to the cut"),
    "recent_b": (_recent("second"), "new ties of the second city in the five years up to the cut"),
    "tied_before": (_tied_before, "1 when they had a tie that was suspended or ended"),
}
"""Every feature of a pair: how it is computed and what it means. All of them are as known at the cut."""
