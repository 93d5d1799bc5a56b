"""The profiles and conditions of all cities on a day, from which one city's are taken at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from proxenia.profiles.condition import condition_table
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.registry import profile_table
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CityTables"]

Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class CityTables:
    """Two tables sorted by city, and where in them each city stands.

    Attributes
    ----------
    profiles
        As :data:`proxenia.profiles.registry.PROFILE_TABLE`.
    conditions
        As :data:`proxenia.profiles.condition.CONDITION_TABLE`.
    """

    profiles: pl.DataFrame
    conditions: pl.DataFrame
    _of_profiles: Places
    _of_conditions: Places

    @classmethod
    def of(cls, snapshot: Snapshot) -> "CityTables":
        """Return the tables of a snapshot as of a day."""
        ground = ProfileGround(snapshot)
        profiles, conditions = profile_table(ground), condition_table(ground)
        return cls(profiles, conditions, _places(profiles), _places(conditions))

    def profiles_of(self, city: str) -> pl.DataFrame:
        """Return the rows of one city; none of one that is not there."""
        return self.profiles.slice(*self._of_profiles.get(city, (0, 0)))

    def conditions_of(self, city: str) -> pl.DataFrame:
        """Return the rows of one city; none of one that is not there."""
        return self.conditions.slice(*self._of_conditions.get(city, (0, 0)))


def _places(table: pl.DataFrame) -> Places:
    """Return where the rows of each city begin, and how many there are."""
    runs = table.with_row_index("row").group_by("city").agg(pl.col("row").min(), pl.len())
    return {city: (row, count) for city, row, count in runs.iter_rows()}
