"""Pairs that a scenario treats alike, so that a run asks it once for each group and not for millions of pairs.

A scenario speaks of countries, of pairs of countries, and of cities it names. Cities that it does not name are alike
within their country: pairs fall into cells, and cells that each of the scenario's shifts reaches alike into groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.scenarios.changes import Changes, Drawn

__all__ = ["Groups", "MultipliersOf", "groups_of"]

Indices = NDArray[np.int64]
Numbers = NDArray[np.float64]

_UNNAMED: Final = ""


@dataclass(frozen=True, eq=False, slots=True)
class Groups:
    """Groups of pairs.

    Attributes
    ----------
    of_pair
        The group of each pair.
    countries_a, countries_b, cities_a, cities_b
        A pair of each group, by which the scenario is asked.
    """

    of_pair: Indices
    countries_a: NDArray[np.str_]
    countries_b: NDArray[np.str_]
    cities_a: NDArray[np.str_]
    cities_b: NDArray[np.str_]

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.countries_a)

    def new_ties(self, drawn: Drawn, year: int) -> Numbers:
        """Return by how much a run multiplies the expected new ties of each group's pairs in a year."""
        logs = drawn.new_ties(year, self.countries_a, self.countries_b, self.cities_a, self.cities_b)
        found: Numbers = np.exp(np.asarray(logs, dtype=float))
        return found

    def shifts(self, drawn: Drawn, year: int) -> tuple[Numbers, Numbers]:
        """Return what a run adds in a year to the logarithms of the rates of each group: of suspensions, of endings."""
        asked = (year, self.countries_a, self.countries_b)
        return np.asarray(drawn.suspensions(*asked)), np.asarray(drawn.endings(*asked))


@dataclass(frozen=True, eq=False, slots=True)
class MultipliersOf:
    """What a scenario does to new ties in one run and year: a multiplier a group, and one a category of ties."""

    groups: Numbers
    categories: Numbers

    @property
    def untouched(self) -> bool:
        """Whether nothing is multiplied."""
        return bool((self.groups == 1).all() and (self.categories == 1).all())


def groups_of(
    changes: Changes, *, cities: Sequence[str], countries: Sequence[str], first: Indices, second: Indices
) -> Groups:
    """Return the groups of pairs.

    Parameters
    ----------
    cities, countries
        The cities by place, each with its country; a city that is not known by name is empty.
    first, second
        The places of the two of each pair.
    """
    named = _named(changes)
    classes = [(country, city if city in named else _UNNAMED) for city, country in zip(cities, countries, strict=True)]
    every = sorted(set(classes))
    number = {one: place for place, one in enumerate(every)}
    class_of = np.array([number[one] for one in classes], dtype=np.int64)
    keys, cell = np.unique(class_of[first] * len(every) + class_of[second], return_inverse=True)
    ends = [[every[place] for place in places] for places in (keys // len(every), keys % len(every))]
    told = [np.array([one[part] for one in side], dtype=str) for part in (0, 1) for side in ends]
    reached = np.column_stack([np.zeros(len(keys)), *(shift.reach.of(*told) for shift in changes.shifts)])
    _, chosen, group = np.unique(reached, axis=0, return_index=True, return_inverse=True)
    return Groups(group.reshape(-1)[cell].astype(np.int64), *(words[chosen] for words in told))


def _named(changes: Changes) -> frozenset[str]:
    """Return the cities that a scenario names."""
    found: set[str] = set()
    for shift in changes.shifts:
        found |= {city for pair in shift.reach.cities or () for city in pair}
        found |= set(getattr(shift.reach, "actors", None) or ()) | set(getattr(shift.reach, "without", ()))
    return frozenset(found)
