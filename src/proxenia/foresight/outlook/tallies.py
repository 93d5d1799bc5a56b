"""What runs add up to: new, suspended and ended ties by kind, field, part of the world, country, city and profile.

A tie counts once for each country, part of the world, city and profile that one of its ends has: a tie between Germany
and Poland is one of Germany's and one of Poland's, and one of Europe's. A tie of two fields counts in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.foresight.outlook.ending import ENDINGS, Ends
from proxenia.foresight.outlook.forming import NewTies
from proxenia.foresight.outlook.ground import Ground
from proxenia.foresight.regions import REGION_OF, REGIONS

__all__ = ["LEVELS", "Tallies", "Tally"]

Indices = NDArray[np.int64]
Counts = NDArray[np.int64]

LEVELS: Final = ("total", "kind", "field", "region", "profile", "country", "country_pair", "city")
"""What ties are added up by."""
_NEW: Final = "new"


@dataclass(frozen=True, eq=False, slots=True)
class Tally:
    """How ties belong to the things of a level.

    Attributes
    ----------
    ids
        The things.
    new_tie, new_id, end_tie, end_id
        Which new tie, and which end, belongs to which thing; a tie may belong to several.
    standing
        Ties of each that stood at the cut, dated or not.
    """

    ids: tuple[str, ...]
    new_tie: Indices
    new_id: Indices
    end_tie: Indices
    end_id: Indices
    standing: Counts


class Tallies:
    """Adds up what runs drew.

    Parameters
    ----------
    profiles
        The cities that have each profile.
    """

    def __init__(
        self, ground: Ground, new: NewTies, ends: Ends, *, runs: int, profiles: Mapping[str, frozenset[str]]
    ) -> None:
        self._ground, self._new, self._ends, self._runs, self._profiles = ground, new, ends, runs, profiles
        self._known: dict[str, Tally] = {}
        cities = ground.candidates.cities
        home = ground.places(cities["country"])
        both = (ground.candidates.first, ground.candidates.second)
        # One place more, for "nobody": a newcomer has no row and no city.
        self._new_city = [np.append(side, -1)[new.row] for side in both]
        came = [ground.places(codes) for codes in (ground.newcomers.countries_a, ground.newcomers.countries_b)]
        self._new_country = [
            np.where(new.row >= 0, home[city], np.append(side, 0)[new.newcomer])
            for city, side in zip(self._new_city, came, strict=True)
        ]
        ties = ground.standing.ties
        self._tie_country = [ground.places(ties[side]) for side in ("low", "high")]

    def of(self, level: str) -> Tally:
        """Return how ties belong to the things of a level."""
        if level not in self._known:
            self._known[level] = self._made(level)
        return self._known[level]

    def counts(self, level: str, what: str) -> Counts:
        """Return what each run adds up to: (runs, things). What: ``new``, ``suspended``, ``ended``, ``in_force``."""
        tally = self.of(level)
        if what == "in_force":
            gone = self.counts(level, ENDINGS[0]) + self.counts(level, ENDINGS[1])
            return tally.standing + self.counts(level, _NEW) - gone
        run, number = self._events(tally, what)[:2]
        found = np.bincount(run * len(tally.ids) + number, minlength=self._runs * len(tally.ids))
        return found.reshape(self._runs, len(tally.ids))

    def by_year(self, level: str, what: str, thing: int) -> Counts:
        """Return what each run adds up to in each year for one thing of a level: (runs, years)."""
        run, number, year = self._events(self.of(level), what)
        mine = number == thing
        years = self._ground.request.years
        keys = run[mine] * len(years) + year[mine] - years[0]
        return np.bincount(keys, minlength=self._runs * len(years)).reshape(self._runs, len(years))

    def _events(self, tally: Tally, what: str) -> tuple[Indices, Indices, Indices]:
        """Return the run, the thing and the year of what happened to the things of a level."""
        if what == _NEW:
            return self._new.run[tally.new_tie], tally.new_id, self._new.year[tally.new_tie]
        mine = self._ends.what[tally.end_tie] == ENDINGS.index(what)
        ends = tally.end_tie[mine]
        return self._ends.run[ends], tally.end_id[mine], self._ends.year[ends]

    def _made(self, level: str) -> Tally:
        ids, new, ties = self._belonging(level)
        return Tally(ids, *_flat(new), *_flat([side[self._ends.tie] for side in ties]), self._standing(ids, ties))

    def _standing(self, ids: tuple[str, ...], ties: Sequence[Indices]) -> Counts:
        _, number = _flat(ties)
        return np.bincount(number, minlength=len(ids))

    def _belonging(self, level: str) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        """Return the things of a level, and to which of them new ties and ties that stood belong: -1 to none."""
        made = getattr(self, f"_of_{level}")
        found: tuple[tuple[str, ...], list[Indices], list[Indices]] = made()
        return found

    def _of_total(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        sizes = (len(self._new.run), self._ground.standing.ties.height)
        return ("all",), [np.zeros(sizes[0], dtype=np.int64)], [np.zeros(sizes[1], dtype=np.int64)]

    def _of_kind(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        words, ties = self._ground.words, self._ground.standing.ties["kind"].to_list()
        ids = tuple(sorted({*(kind for kind, _, _ in words), *ties}))
        of_words = np.array([ids.index(kind) for kind, _, _ in words], dtype=np.int64)
        return ids, [of_words[self._new.words]], [_numbered(ids, ties)]

    def _of_field(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        words, told = self._ground.words, [one or [] for one in self._ground.standing.ties["fields"].to_list()]
        ids = tuple(sorted({field for _, fields, _ in words for field in fields} | {f for one in told for f in one}))
        most = max((len(one) for one in (*(fields for _, fields, _ in words), *told)), default=0)
        of_words = [_numbered(ids, [_at(fields, place) for _, fields, _ in words]) for place in range(most)]
        ties = [_numbered(ids, [_at(one, place) for one in told]) for place in range(most)]
        return ids, [side[self._new.words] for side in of_words], ties

    def _of_country(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        return self._ground.countries, self._new_country, self._tie_country

    def _of_region(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        of_country = _numbered(REGIONS, [REGION_OF.get(code, "") for code in self._ground.countries])
        sides = [[of_country[side] for side in both] for both in (self._new_country, self._tie_country)]
        return REGIONS, sides[0], sides[1]

    def _of_country_pair(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        width = len(self._ground.countries)
        keys = [
            np.minimum(one, other) * width + np.maximum(one, other)
            for one, other in (self._new_country, self._tie_country)
        ]
        every = np.unique(np.concatenate(keys))
        codes = self._ground.countries
        ids = tuple(f"{codes[key // width]}-{codes[key % width]}" for key in every.tolist())
        return ids, [np.searchsorted(every, keys[0])], [np.searchsorted(every, keys[1])]

    def _of_city(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        ids = tuple(self._ground.candidates.cities["id"])
        ties = self._ground.standing.ties
        return ids, self._new_city, [_numbered(ids, ties[side].to_list()) for side in ("a", "b")]

    def _of_profile(self) -> tuple[tuple[str, ...], list[Indices], list[Indices]]:
        ids = tuple(self._profiles)
        cities, ties = self._ground.candidates.cities["id"], self._ground.standing.ties
        new, standing = [], []
        for place, having in enumerate(self._profiles.values()):
            there = pl.Series(sorted(having), dtype=pl.String()).implode()
            has = np.append(cities.is_in(there).to_numpy(), False)
            new.append(np.where(has[self._new_city[0]] | has[self._new_city[1]], place, -1))
            either = ties["a"].is_in(there).to_numpy() | ties["b"].is_in(there).to_numpy()
            standing.append(np.where(either, place, -1))
        return ids, new, standing


def _numbered(ids: Sequence[str], words: Sequence[str]) -> Indices:
    place = {one: number for number, one in enumerate(ids)}
    return np.array([place.get(word, -1) for word in words], dtype=np.int64)


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if place < len(words) else ""


def _flat(sides: Sequence[Indices]) -> tuple[Indices, Indices]:
    """Return (tie, thing) for every thing a tie belongs to, each once."""
    ties = [np.arange(len(side)) for side in sides]
    tie, number = np.concatenate([_NONE, *ties]), np.concatenate([_NONE, *sides])
    there = number >= 0
    if len(sides) > 1:
        width = int(number.max(initial=0)) + 1
        keys = np.unique(tie[there] * width + number[there])
        return keys // width, keys % width
    return tie[there], number[there]


_NONE: Final = np.zeros(0, dtype=np.int64)
