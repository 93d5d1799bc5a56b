"""What is found of one city on a day: its profiles, its conditions and its drivers together."""

from dataclasses import asdict, dataclass
from typing import Any

from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.condition import ConditionFinding, conditions_found, conditions_told
from proxenia.profiles.driver import Drivers, drivers_of
from proxenia.profiles.finding import Finding
from proxenia.profiles.ground import ProfileGround, known_city
from proxenia.profiles.registry import findings_of, findings_told
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CityRecord", "city_record"]


@dataclass(frozen=True, slots=True)
class CityRecord:
    """The six profiles, the five conditions and the drivers of a city.

    Attributes
    ----------
    as_of
        The day (EDTF); none of a whole snapshot.
    country, region
        The code of the country and the identifier of the region that it lies in, where somebody says.
    profiles, conditions, drivers
        What is found.
    """

    id: str
    name: str
    country: str | None
    region: str | None
    region_name: str | None
    as_of: str | None
    profiles: tuple[Finding, ...]
    conditions: tuple[ConditionFinding, ...]
    drivers: Drivers

    def as_json(self) -> dict[str, Any]:
        """Return the record as JSON."""
        return asdict(self)

    def statements(self) -> set[str]:
        """Return the identifiers of all statements that the record rests on."""
        found = {one for profile in self.profiles for one in profile.statements}
        figures = [*(one for profile in self.profiles for one in profile.beside)]
        figures += [one for condition in self.conditions for one in condition.figures]
        found.update(one for figure in figures for one in figure.statements)
        found.update(one.statement for one in self.drivers.coded)
        return found


def city_record(snapshot: Snapshot, city: str, *, tables: CityTables | None = None) -> CityRecord:
    """Return what is found of one city.

    Parameters
    ----------
    snapshot
        As of the day that is asked for. The first question of a snapshot computes what later ones need too.
    city
        Its identifier, also an alias.
    tables
        Of all cities of the snapshot, where these are there.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    InputError
        When it is no city.
    """
    actor = known_city(snapshot, city)
    ground = ProfileGround(snapshot, (actor.id,))
    return CityRecord(
        id=actor.id,
        name=actor.name,
        country=actor.country,
        region=actor.region,
        region_name=actor.region_name,
        as_of=ground.day_text,
        profiles=findings_of(ground, actor.id) if tables is None else findings_told(ground, tables.findings(actor.id)),
        conditions=conditions_found(ground, actor.id)
        if tables is None
        else conditions_told(ground, tables.conditions_of(actor.id)),
        drivers=drivers_of(ground.drivers_of(actor.id), actor.id),
    )
