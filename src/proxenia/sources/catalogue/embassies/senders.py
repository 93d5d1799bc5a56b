"""Operators of missions that are named otherwise than as a state, told by their item on Wikidata."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["ORGANISATIONS", "REGIONS", "STATES", "Region"]


@dataclass(frozen=True, slots=True)
class Region:
    """A region that keeps offices abroad."""

    id: str
    name: str
    country: str


STATES: Final[Mapping[str, str]] = {
    "Q789889": "iso:RU",  # its ministry of foreign affairs
    "Q1155502": "iso:CN",  # its ministry of foreign affairs
    "Q16911151": "iso:RW",  # its ministry of foreign affairs
    "Q930729": "iso:SE",  # its government
}

REGIONS: Final[Mapping[str, Region]] = {
    "Q176": Region("iso:CA-QC", "Quebec", "CA"),
    "Q1202": Region("iso:DE-SN", "Saxony", "DE"),
    "Q16152647": Region("iso:US-NM", "New Mexico", "US"),
}

ORGANISATIONS: Final[Mapping[str, str]] = {
    "Q190353": "the Sovereign Military Order of Malta has no territory: it is not held as a state here",
    "Q326343": "the Central Tibetan Administration is a government in exile: it is not held as a state here",
    "Q8889": "the European Parliament is an organ of a union and no state",
    "Q170355": "'Indigenous Australians' is a group of peoples and no state",
    "Q697158": "'Ministry of Foreign Affairs' does not say of which state",
}
