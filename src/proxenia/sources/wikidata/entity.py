"""An item of Wikidata with the claims that matter here, whichever way it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["PROPERTIES", "QUALIFIERS", "Claim", "Entity", "Missing", "Moment", "Rank", "Value"]

PROPERTIES = (
    "P190",
    "P463",
    "P530",
    "P31",
    "P279",
    "P137",
    "P17",
    "P131",
    "P625",
    "P1082",
    "P6",
    "P571",
    "P576",
    "P1566",
    "P300",
    "P297",
)
"""Properties whose claims are kept."""

QUALIFIERS = ("P580", "P582", "P585", "P1534")
"""Qualifiers that are kept: start, end, point in time, end cause."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as Wikidata's JSON writes it: ``+1967-06-27T00:00:00Z``, precision 11 (a day; 9 a year, 7 a century …).

    The year before 1 is -1 there; SPARQL counts a year 0, see :func:`proxenia.sources.wikidata.moments.moment_of_rdf`.
    """

    time: str
    precision: int
    calendar: str = "Q1985727"


class Missing(IntEnum):
    """A qualifier without a value: there is one and nobody knows which, or there is none."""

    SOMEVALUE = 1
    NOVALUE = 2


Rank = str
"""``preferred``, ``normal`` or ``deprecated``."""

Value = str | Moment | tuple[float, float] | Missing | None
"""An item (``Q64``), a text or number as text, a moment, (lon, lat) in degrees.

None for the main value of a claim that is ``novalue``/``somevalue``; among qualifiers :class:`Missing` says which of
the two, and none is read as ``somevalue``.
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of Wikidata.

    Attributes
    ----------
    snak
        ``value``, ``novalue`` (there is none) or ``somevalue`` (there is one, unknown which).
    qualifiers
        For each kept qualifier its values.
    references
        Web addresses (P854) and items (as their Wikidata addresses) that the claim is referenced with.
    """

    value: Value
    snak: str = "value"
    rank: Rank = "normal"
    qualifiers: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One item.

    Attributes
    ----------
    labels
        The label in each language (BCP 47 as far as Wikidata keeps to it).
    aliases
        Other names, in any language.
    claims
        For each kept property its claims, in their order.
    """

    id: str
    labels: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
