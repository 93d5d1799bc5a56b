"""The profiles and conditions of all cities on a day, from which one city's are taken at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import polars as pl

from proxenia.profiles.city_rows import CityRows, CityStore
from proxenia.profiles.condition import condition_table
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.registry import PROFILES, profile_table
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.spans import row_spans

__all__ = ["AnswersByCity", "CityTables", "TableStores"]

Places = Mapping[str, tuple[int, int]]
Answers = Mapping[str, str]


class AnswersByCity(Mapping[str, Answers]):
    """The answers of every city by profile, in the order of the profiles.

    Cities with the same answers share one mapping.

    Parameters
    ----------
    answers
        Gives the answers of a city as they stand in :data:`proxenia.profiles.registry.PROFILE_TABLE`.
    places
        The cities that are there.
    """

    def __init__(self, answers: Callable[[str], Iterable[str]], places: Places) -> None:
        self._answers = answers
        self._places = places
        self._shared: dict[tuple[str, ...], Answers] = {}

    @classmethod
    def of(cls, profiles: pl.DataFrame) -> "AnswersByCity":
        """Return the answers of a table."""
        answers, places = profiles["answer"], row_spans(profiles, "city")
        return cls(lambda city: answers.slice(*places[city]), places)

    def __getitem__(self, city: str) -> Answers:
        """Return the answers of a city by profile."""
        if city not in self._places:
            raise KeyError(city)
        answers = tuple(self._answers(city))
        return self._shared.get(answers) or self._shared.setdefault(answers, _by_profile(answers))

    def __iter__(self) -> Iterator[str]:
        """Yield the cities."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many cities there are."""
        return len(self._places)


def _by_profile(answers: tuple[str, ...]) -> Answers:
    """Return answers in the order of the table by profile, in the order of the profiles."""
    found = dict(zip(sorted(PROFILES), answers, strict=True))
    return {profile: found[profile] for profile in PROFILES}


class TableStores:
    """Where the rows of :class:`CityTables` lie, for as many days as are asked for."""

    def __init__(self) -> None:
        self.profiles, self.conditions = CityStore(), CityStore()


@dataclass(frozen=True, eq=False)
class CityTables:
    """The rows of all cities.

    Attributes
    ----------
    profile_rows
        Of :data:`proxenia.profiles.registry.PROFILE_TABLE`.
    condition_rows
        Of :data:`proxenia.profiles.condition.CONDITION_TABLE`.
    """

    profile_rows: CityRows
    condition_rows: CityRows

    @classmethod
    def of(cls, snapshot: Snapshot, stores: TableStores | None = None) -> "CityTables":
        """Return the rows of a snapshot as of a day.

        Parameters
        ----------
        snapshot
            As of the day.
        stores
            Where those of other days lie.
        """
        ground, held = ProfileGround(snapshot), stores or TableStores()
        day = ground.day_text
        return cls(
            CityRows.of(profile_table(ground), day, held.profiles),
            CityRows.of(condition_table(ground), day, held.conditions),
        )

    @property
    def profiles(self) -> pl.DataFrame:
        """The whole table of profiles, made anew, sorted by city."""
        return self.profile_rows.table

    @property
    def conditions(self) -> pl.DataFrame:
        """The whole table of conditions, made anew, sorted by city."""
        return self.condition_rows.table

    @cached_property
    def answers(self) -> AnswersByCity:
        """The answers of each city by profile, in the order of the profiles."""
        return AnswersByCity(partial(self.profile_rows.values, "answer"), self.profile_rows.places)

    def findings(self, city: str) -> list[dict[str, Any]]:
        """Return the profiles of one city by the names of their columns; none of one that is not there."""
        return self.profile_rows.of_city(city)

    def conditions_of(self, city: str) -> list[dict[str, Any]]:
        """Return the conditions of one city by the names of their columns; none of one that is not there."""
        return self.condition_rows.of_city(city)
