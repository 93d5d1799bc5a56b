"""A scenario: dated changes of the conditions, each with the coefficients that carry it into the outlook.

Nothing here looks at a snapshot: a scenario is what somebody wrote. :mod:`proxenia.foresight.scenarios.resolving`
sets it against a snapshot and the models' estimates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

__all__ = ["CARRIERS", "COEFFICIENTS", "SCHEMA", "Carrier", "Change", "ChangeKind", "Coefficient", "Fact", "Scenario"]

SCHEMA: Final = 1
"""The version of the schema of scenario files."""


class ChangeKind(StrEnum):
    """What a scenario may change."""

    REFORM = "reform"
    RUPTURE = "rupture"
    RECONCILIATION = "reconciliation"
    RECOGNITION = "recognition"
    CITY_NETWORK = "city_network"
    FUND = "fund"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A number through which a change reaches the outlook.

    Attributes
    ----------
    acts_on
        ``new_ties``: the logarithm of the expected number of new ties; ``suspensions`` or ``endings``: the logarithm
        of the yearly rate at which ties are suspended, or ended.
    model
        The model that may have estimated it; none when no model of this package can.
    sign
        -1 or 1 where the number may not have the other sign: a rupture never makes more ties.
    """

    id: str
    acts_on: str
    model: str | None
    meaning: str
    sign: int = 0


COEFFICIENTS: Final[Mapping[str, Coefficient]] = MappingProxyType(
    {
        one.id: one
        for one in (
            Coefficient(
                "autonomy",
                "new_ties",
                "conditions",
                "new ties of the local governments of a country, by what its law lets them do abroad",
            ),
            Coefficient(
                "hostile", "new_ties", "formation", "new ties between cities of two states that are hostile", sign=-1
            ),
            Coefficient(
                "states_tied",
                "new_ties",
                "formation",
                "new ties between cities of two states that keep missions, relations or an alliance",
            ),
            Coefficient(
                "shared_network",
                "new_ties",
                "formation",
                "new ties between two cities that belong to the same city network",
            ),
            Coefficient(
                "suspension_first",
                "suspensions",
                "ends",
                "suspensions of city ties in the year in which two states fall out, or fall out further",
                sign=1,
            ),
            Coefficient(
                "ending_first",
                "endings",
                "ends",
                "endings of city ties in the year in which two states fall out, or fall out further",
                sign=1,
            ),
            Coefficient(
                "suspension_after",
                "suspensions",
                "ends",
                "suspensions of city ties in the years in which two states stay hostile",
                sign=1,
            ),
            Coefficient(
                "ending_after",
                "endings",
                "ends",
                "endings of city ties in the years in which two states stay hostile",
                sign=1,
            ),
            Coefficient(
                "fund", "new_ties", None, "new ties of the field, countries or region that a fund pays for", sign=1
            ),
            Coefficient("shared_body", "new_ties", None, "new ties between cities of two members of a body of states"),
        )
    }
)
"""The coefficients by id."""

CARRIERS: Final[Mapping[ChangeKind, tuple[str, ...]]] = MappingProxyType(
    {
        ChangeKind.REFORM: ("autonomy",),
        ChangeKind.RUPTURE: ("suspension_first", "ending_first", "suspension_after", "ending_after", "hostile"),
        ChangeKind.RECONCILIATION: ("suspension_after", "ending_after", "hostile"),
        ChangeKind.RECOGNITION: ("states_tied",),
        ChangeKind.CITY_NETWORK: ("shared_network",),
        ChangeKind.FUND: ("fund",),
        ChangeKind.WITHDRAWAL: ("shared_network", "shared_body"),
    }
)
"""Which coefficients may carry which change."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A coefficient that carries a change, and where its number comes from.

    Attributes
    ----------
    estimated
        The number is the one that a model estimated from the register; else it is assumed.
    value, low, high
        The assumed number and its range. Beside an estimated one: what is assumed where no model could estimate it;
        none where the scenario is refused then.
    reason
        Why this number is assumed.
    """

    coefficient: str
    estimated: bool
    value: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, from a day on.

    Attributes
    ----------
    until
        The last day it holds; none for as long as one looks.
    first, second
        Countries, ISO 3166-1 alpha-2: the two sides of a rupture or a reconciliation; who recognises (`first`) whom
        (`second`); the country of a reform (`first`); the countries of a fund, or none for all (`first`).
    regions
        Parts of the world that a fund pays in.
    members
        Cities, by id or by name with country: of a new city network, or those that leave one.
    body
        The city network or the body of states.
    name
        What the fund or the new city network is called.
    points
        By how many points of the Regional Authority Index a reform would move its country, in the writer's eyes: only
        so can it be carried by an estimated association with that index.
    """

    kind: ChangeKind
    on: date
    until: date | None = None
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    body: str = ""
    name: str = ""
    field: str = ""
    amount: float | None = None
    currency: str = ""
    tier: str = ""
    points: float | None = None
    power: str = ""
    instruments: tuple[str, ...] = ()
    carriers: tuple[Carrier, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a scenario rests on, with its source."""

    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """What somebody asks: what if.

    Attributes
    ----------
    written
        The day it was written.
    hypothetical
        It has not happened, as far as the writer knows.
    start
        The last year of which everything is known; the one of the outlook when none.
    to
        The last year of the outlook; five years on when none.
    """

    id: str
    title: str
    written: date
    hypothetical: bool
    changes: tuple[Change, ...]
    about: str = ""
    start: int | None = None
    to: int | None = None
    facts: tuple[Fact, ...] = ()
