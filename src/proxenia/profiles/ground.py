"""What profiles, conditions and drivers are computed on: a snapshot as of a day, and what all of them need of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import polars as pl

from proxenia.errors import InputError
from proxenia.measures.engines.kept import kept
from proxenia.model.actor import Actor
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind
from proxenia.profiles.driver import CODED, coded_drivers, coded_drivers_of
from proxenia.profiles.figure import Figure, day_of_snapshot, standing_figure, standing_figures
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CITIES", "CityPlace", "ProfileGround", "known_city"]

CITIES: Final = pl.Schema(
    {
        "city": pl.String(),
        "country": pl.String(),
        "region": pl.String(),
        "longitude": pl.Float64(),
        "latitude": pl.Float64(),
    }
)
"""One row a city, sorted; an actor of which nobody says what it is counts as one."""

_ATTRIBUTES: Final = tuple(
    name.value
    for name in (
        Attribute.POPULATION,
        Attribute.URBAN_POPULATION,
        Attribute.FOREIGN_BORN,
        Attribute.REGIONAL_AUTONOMY,
        Attribute.LOCAL_AUTONOMY,
        Attribute.FEDERAL,
        Attribute.QUASI_SOVEREIGN,
        Attribute.INCOME,
        Attribute.EXPORTS,
        Attribute.BORDER_DISTANCE,
        Attribute.HARBOUR,
    )
)
_LABELS: Final[Mapping[str, str]] = {
    Attribute.POPULATION.value: "inhabitants of the municipality",
    Attribute.URBAN_POPULATION.value: "inhabitants of the urban area",
    Attribute.FOREIGN_BORN.value: "residents born abroad",
    Attribute.REGIONAL_AUTONOMY.value: "Regional Authority Index",
    Attribute.LOCAL_AUTONOMY.value: "Local Autonomy Index",
    Attribute.FEDERAL.value: "federation",
    Attribute.INCOME.value: "income a head",
    Attribute.EXPORTS.value: "exports as a share of output",
    Attribute.BORDER_DISTANCE.value: "distance to the nearest land border",
}
_COUNTRY_LABELS: Final[Mapping[str, str]] = {
    Attribute.URBAN_POPULATION.value: "people of the country who live in towns",
    Attribute.FOREIGN_BORN.value: "residents of the country born abroad",
}


class CityPlace(NamedTuple):
    """Where a city lies: the code of its country and the identifier of its region, where somebody says."""

    country: str | None
    region: str | None


@dataclass(frozen=True, eq=False)
class ProfileGround:
    """A snapshot as of a day, ready for profiles.

    Attributes
    ----------
    snapshot
        As of the day.
    only
        The cities that will be asked for, by their canonical identifiers; all where none.
    """

    snapshot: Snapshot
    only: tuple[str, ...] | None = None

    @property
    def day(self) -> int:
        """The day number of the day asked for."""
        return day_of_snapshot(self.snapshot)[0]

    @property
    def day_text(self) -> str | None:
        """The day asked for as EDTF text; none of a whole snapshot."""
        return day_of_snapshot(self.snapshot)[1]

    @cached_property
    def cities(self) -> pl.DataFrame:
        """The cities, as :data:`CITIES`."""
        is_city = pl.col("kind").fill_null(ActorKind.CITY.value) == ActorKind.CITY.value
        wanted = is_city if self.only is None else is_city & pl.col("id").is_in(self.only)
        return self.snapshot.actors.filter(wanted).select(pl.col("id").alias("city"), *CITIES.names()[1:]).cast(CITIES)

    @property
    def figures(self) -> pl.DataFrame:
        """The figures of everybody that stand on the day, as :data:`proxenia.profiles.figure.FIGURES`."""
        return _figures(self.snapshot)

    @property
    def drivers(self) -> pl.DataFrame:
        """The coded drivers of everybody, as :data:`proxenia.profiles.driver.CODED`."""
        return _drivers(self.snapshot)

    def drivers_of(self, city: str) -> pl.DataFrame:
        """Return the coded drivers of one city."""
        return coded_drivers_of(self.snapshot, city)

    def place(self, city: str) -> CityPlace:
        """Return where a city of the ground lies."""
        return _places(self._whole)[city]

    def prepare(self) -> None:
        """Make beforehand what is looked up of one city after the other."""
        _ = _names(self._whole), _places(self._whole)

    def figures_of(self, attribute: Attribute) -> pl.DataFrame:
        """Return the figures of one attribute that hold on the day."""
        return _figures_of(self.snapshot, attribute)

    def name(self, identifier: str) -> str:
        """Return the name of an actor or region, its identifier where nobody names it."""
        known = self._named.get(identifier)
        if known is None:
            row = self._whole.actors.filter(pl.col("id") == identifier).select("name").to_series()
            return str(row[0]) if len(row) else identifier
        return known

    @cached_property
    def _named(self) -> Mapping[str, str]:
        return _names(self._whole)

    @property
    def _whole(self) -> Snapshot:
        """What the snapshot was filtered from: names, countries and regions are those of every day."""
        return self.snapshot.whole or self.snapshot

    def figure(self, subject: str, attribute: Attribute, *, of: str) -> Figure | None:
        """Return one figure as it is shown; none where nobody tells it."""
        if of == "country":  # all cities of a country show the same
            return _figure_of_country(self.snapshot, subject, attribute)
        return _figure(self, subject, attribute, of)


def _figure(ground: ProfileGround, subject: str, attribute: Attribute, of: str) -> Figure | None:
    row = standing_figure(ground.snapshot, _ATTRIBUTES, subject, attribute.value)
    if row is None or row["ended"]:
        return None
    labels = _COUNTRY_LABELS if of == "country" else {}
    return Figure(
        id=attribute.value,
        label=labels.get(attribute.value, _LABELS.get(attribute.value, attribute.value)),
        value=row["value"],
        unit=row["unit"],
        word=None if row["value"] is not None else row["word"],
        of=of,
        subject=subject,
        subject_name=ground.name(subject),
        date=row["date"],
        dated_by=row["dated_by"],
        at_least=row["at_least"],
        note=row["note"],
        sources=(row["source"],),
        statements=(row["statement"],),
    )


@kept
def _figure_of_country(snapshot: Snapshot, subject: str, attribute: Attribute) -> Figure | None:
    return _figure(ProfileGround(snapshot), subject, attribute, "country")


@kept
def _figures(snapshot: Snapshot) -> pl.DataFrame:
    return standing_figures(snapshot, _ATTRIBUTES)


@kept
def _figures_of(snapshot: Snapshot, attribute: Attribute) -> pl.DataFrame:
    return _figures(snapshot).filter((pl.col("attribute") == attribute.value) & ~pl.col("ended"))


@kept
def _places(snapshot: Snapshot) -> Mapping[str, CityPlace]:
    rows = ProfileGround(snapshot).cities.select("city", *CityPlace._fields).iter_rows()
    return {city: CityPlace(*place) for city, *place in rows}


@kept
def _drivers(snapshot: Snapshot) -> pl.DataFrame:
    return coded_drivers(snapshot).select(CODED.names())


@kept
def _names(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the names of all actors and regions; what is a region's name is no city's."""
    cities = snapshot.actors.select("id", "name").drop_nulls()
    named = snapshot.actors.filter(pl.col("kind") != ActorKind.CITY.value).select("id", "name")
    regions = snapshot.actors.select(id="region", name="region_name").drop_nulls().unique("id")
    return {**dict(cities.iter_rows()), **dict(regions.iter_rows()), **dict(named.iter_rows())}


def known_city(snapshot: Snapshot, city: str) -> Actor:
    """Return a city by its identifier, also an alias.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    InputError
        When it is no city.
    """
    actor = snapshot.actor(city)
    if actor.kind is not ActorKind.CITY:
        raise InputError(
            f"{actor.name} ({actor.id}) is a {actor.kind.value.replace('_', ' ')}",
            expected="Expected a city: only cities have profiles",
            next_step="Give the name or identifier of a city",
        )
    return actor
