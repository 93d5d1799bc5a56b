"""An actor as a snapshot knows it."""

from dataclasses import dataclass

from proxenia.model.vocabulary import ActorKind

__all__ = ["Actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who can act: a city, a region, a state, a body of any of them, or another non-state actor.

    Attributes
    ----------
    id
        The canonical identifier.
    kind
        The actor kind.
    name
        The preferred name.
    country
        ISO 3166-1 alpha-2 code of the state it lies in; none for bodies without one.
    region, region_name
        The region of the first order that a city lies in (``iso:XX-YY``), and its name; none where unknown.
    longitude, latitude
        Degrees, WGS 84; none where unknown.
    population
        Inhabitants; none where unknown.
    """

    id: str
    kind: ActorKind
    name: str
    country: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    population: int | None = None
    subtype: str | None = None
    abbreviation: str | None = None
    site: str | None = None
    seat: str | None = None
    founded: str | None = None
    dissolved: str | None = None
    fields: tuple[str, ...] = ()
    scope: str | None = None
    region: str | None = None
    region_name: str | None = None
