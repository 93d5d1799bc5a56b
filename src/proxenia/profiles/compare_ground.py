"""What comparisons of one day look up: who everybody is, who has which ties, and the profiles of the cities."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from proxenia.model.actor import Actor
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind
from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.compare_ties import HeldTies
from proxenia.profiles.figure import Figure
from proxenia.profiles.finding import Finding
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.profile import Row
from proxenia.profiles.registry import findings_told, profile_table
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CompareGround"]


@dataclass(frozen=True, eq=False)
class CompareGround:
    """A snapshot as of a day, ready for comparisons of some local governments, or of any.

    Attributes
    ----------
    now
        The snapshot as of the day.
    actors
        Who everybody is, by identifier: at least those compared and their partners.
    ties
        At least of those compared.
    tables
        The profiles of all cities on the day; none where they are computed of the compared alone.
    """

    now: Snapshot
    actors: Mapping[str, Actor]
    ties: HeldTies
    tables: CityTables | None = None

    @classmethod
    def of(cls, whole: Snapshot, now: Snapshot, compared: Collection[str]) -> "CompareGround":
        """Return the ground of some local governments.

        Parameters
        ----------
        whole
            The whole snapshot: it still has the ties that ended.
        now
            The same as of the day.
        compared
            Their canonical identifiers.
        """
        ties = HeldTies.of(whole, now, only=compared)
        wanted = {*compared, *(tie.partner for one in compared for tie in ties.of_actor(one))}
        known = whole.actors.filter(pl.col("id").is_in(wanted))["id"]
        return cls(now, {one: whole.actor(one) for one in known}, ties)

    def known(self, identifier: str) -> Actor:
        """Return who somebody is, with a name; one that nobody describes counts as a city without a place."""
        actor = self.actors.get(identifier)
        if actor is None:
            return Actor(id=identifier, kind=ActorKind.CITY, name=identifier)
        return actor if actor.name else replace(actor, name=identifier)

    def population(self, actor: str) -> Figure | None:
        """Return the inhabitants of the municipality; none where nobody tells them."""
        return ProfileGround(self.now, (actor,)).figure(actor, Attribute.POPULATION, of="city")

    def profiles(self, actors: Sequence[Actor]) -> dict[str, tuple[Finding, ...]]:
        """Return the six findings of those that are cities and are there on the day."""
        cities = tuple(sorted(actor.id for actor in actors if actor.kind is ActorKind.CITY))
        ground = ProfileGround(self.now, cities)
        rows: Mapping[str, Sequence[Row]]
        rows = _rows_of(ground) if self.tables is None else {one: self.tables.findings(one) for one in cities}
        return {city: findings_told(ground, own) for city, own in rows.items() if own}


def _rows_of(ground: ProfileGround) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {city: [] for city in ground.cities["city"]}
    for row in profile_table(ground).iter_rows(named=True):
        rows[row["city"]].append(row)
    return rows
