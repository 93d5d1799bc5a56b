"""The profiles and conditions of all cities on a day, from which one city's are taken at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from proxenia.profiles.condition import condition_table
from proxenia.profiles.ground import ProfileGround, row_spans
from proxenia.profiles.registry import PROFILES, profile_table
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CityTables", "answers_by_city"]

Places = Mapping[str, tuple[int, int]]
Answers = Mapping[str, str]


@dataclass(frozen=True, eq=False)
class CityTables:
    """Two tables sorted by city, and where in them each city stands.

    Attributes
    ----------
    profiles
        As :data:`proxenia.profiles.registry.PROFILE_TABLE`.
    conditions
        As :data:`proxenia.profiles.condition.CONDITION_TABLE`.
    answers
        The answers of each city by profile, in the order of the profiles.
    """

    profiles: pl.DataFrame
    conditions: pl.DataFrame
    answers: Mapping[str, Answers]
    _of_profiles: Places
    _of_conditions: Places

    @classmethod
    def of(cls, snapshot: Snapshot) -> "CityTables":
        """Return the tables of a snapshot as of a day."""
        ground = ProfileGround(snapshot)
        profiles, conditions = profile_table(ground), condition_table(ground)
        places = row_spans(profiles, "city"), row_spans(conditions, "city")
        return cls(profiles, conditions, answers_by_city(profiles), *places)

    def profiles_of(self, city: str) -> pl.DataFrame:
        """Return the rows of one city; none of one that is not there."""
        return self.profiles.slice(*self._of_profiles.get(city, (0, 0)))

    def findings(self, city: str) -> list[dict[str, Any]]:
        """Return the rows of one city by the names of their columns."""
        return self.profiles_of(city).rows(named=True)

    def conditions_of(self, city: str) -> pl.DataFrame:
        """Return the rows of one city; none of one that is not there."""
        return self.conditions.slice(*self._of_conditions.get(city, (0, 0)))


def answers_by_city(profiles: pl.DataFrame) -> Mapping[str, Answers]:
    """Return the answers of every city by profile, in the order of the profiles.

    Cities with the same answers share one mapping.

    Parameters
    ----------
    profiles
        As :data:`proxenia.profiles.registry.PROFILE_TABLE`.
    """
    in_order = sorted(PROFILES)  # as in the table, which has a row of each for every city
    shared: dict[tuple[str, ...], Answers] = {}

    def told(answers: tuple[str, ...]) -> Answers:
        by_profile = dict(zip(in_order, answers, strict=True))
        return {profile: by_profile[profile] for profile in PROFILES}

    cities = profiles["city"].gather_every(len(in_order))
    of_cities = zip(*[iter(profiles["answer"])] * len(in_order), strict=True)
    return {
        city: shared.get(answers) or shared.setdefault(answers, told(answers))
        for city, answers in zip(cities, of_cities, strict=True)
    }
