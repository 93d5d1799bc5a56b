"""The profiles and conditions of all cities on a day, from which one city's are taken at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from proxenia.profiles.condition import condition_table
from proxenia.profiles.ground import ProfileGround, row_spans
from proxenia.profiles.registry import PROFILES, profile_table
from proxenia.snapshot.packed import packed, unpacked
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["AnswersByCity", "CityTables", "PackedTables"]

Places = Mapping[str, tuple[int, int]]
Answers = Mapping[str, str]


class AnswersByCity(Mapping[str, Answers]):
    """The answers of every city by profile, in the order of the profiles.

    Cities with the same answers share one mapping.

    Parameters
    ----------
    profiles
        As :data:`proxenia.profiles.registry.PROFILE_TABLE`, which has a row of each profile for every city.

    Attributes
    ----------
    places
        Where the rows of each city begin in the table, and how many there are.
    """

    def __init__(self, profiles: pl.DataFrame) -> None:
        self._answers = profiles["answer"]
        self.places: Places = row_spans(profiles, "city")
        self._shared: dict[tuple[str, ...], Answers] = {}

    def __getitem__(self, city: str) -> Answers:
        """Return the answers of a city by profile."""
        answers = tuple(self._answers.slice(*self.places[city]))
        return self._shared.get(answers) or self._shared.setdefault(answers, _by_profile(answers))

    def __iter__(self) -> Iterator[str]:
        """Yield the cities."""
        return iter(self.places)

    def __len__(self) -> int:
        """Return how many cities there are."""
        return len(self.places)


def _by_profile(answers: tuple[str, ...]) -> Answers:
    """Return answers in the order of the table by profile, in the order of the profiles."""
    found = dict(zip(sorted(PROFILES), answers, strict=True))
    return {profile: found[profile] for profile in PROFILES}


class PackedTables(NamedTuple):
    """The tables of :class:`CityTables` as few bytes: a tenth of what they take."""

    profiles: bytes
    conditions: bytes


@dataclass(frozen=True, eq=False)
class CityTables:
    """Two tables sorted by city.

    Attributes
    ----------
    profiles
        As :data:`proxenia.profiles.registry.PROFILE_TABLE`.
    conditions
        As :data:`proxenia.profiles.condition.CONDITION_TABLE`.
    """

    profiles: pl.DataFrame
    conditions: pl.DataFrame

    @classmethod
    def of(cls, snapshot: Snapshot) -> "CityTables":
        """Return the tables of a snapshot as of a day."""
        ground = ProfileGround(snapshot)
        return cls(profile_table(ground), condition_table(ground))

    @classmethod
    def unpacked(cls, tables: PackedTables) -> "CityTables":
        """Return the tables that :meth:`packed` made few bytes of."""
        return cls(unpacked(tables.profiles), unpacked(tables.conditions))

    def packed(self) -> PackedTables:
        """Return the tables as few bytes."""
        return PackedTables(packed(self.profiles), packed(self.conditions))

    @cached_property
    def answers(self) -> AnswersByCity:
        """The answers of each city by profile, in the order of the profiles."""
        return AnswersByCity(self.profiles)

    @cached_property
    def _of_conditions(self) -> Places:
        return row_spans(self.conditions, "city")

    def profiles_of(self, city: str) -> pl.DataFrame:
        """Return the rows of one city; none of one that is not there."""
        return self.profiles.slice(*self.answers.places.get(city, (0, 0)))

    def findings(self, city: str) -> list[dict[str, Any]]:
        """Return the rows of one city by the names of their columns."""
        return self.profiles_of(city).rows(named=True)

    def conditions_of(self, city: str) -> pl.DataFrame:
        """Return the rows of one city; none of one that is not there."""
        return self.conditions.slice(*self._of_conditions.get(city, (0, 0)))
