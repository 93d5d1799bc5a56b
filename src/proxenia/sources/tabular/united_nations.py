"""How tables of the United Nations' statisticians write states and areas, where no list of country names knows it."""

from collections.abc import Mapping
from typing import Final

__all__ = ["AREAS", "GROUPS", "STATES"]

STATES: Final[Mapping[str, str]] = {
    "Bonaire, Sint Eustatius and Saba": "iso:BQ",
    # Without this the words after the comma would make them China.
    "China, Hong Kong SAR": "iso:HK",
    "China, Macao SAR": "iso:MO",
    "China, Taiwan Province of China": "iso:TW",
    "Dem. People's Republic of Korea": "iso:KP",
    "Faeroe Islands": "iso:FO",
    "Falkland Islands (Malvinas)": "iso:FK",
    "Micronesia (Fed. States of)": "iso:FM",
    "Micronesia (country)": "iso:FM",
    "Saint Martin (French part)": "iso:MF",
    "Sint Maarten (Dutch part)": "iso:SX",
    "United States Virgin Islands": "iso:VI",
    "Wallis and Futuna Islands": "iso:WF",
}
"""States and territories by the name the United Nations give them, with the code of ISO 3166-1."""

AREAS: Final[Mapping[str, str]] = {
    "World": "un:001",
    "Africa": "un:002",
    "South America": "un:005",
    "Oceania": "un:009",
    "Western Africa": "un:011",
    "Central America": "un:013",
    "Eastern Africa": "un:014",
    "Northern Africa": "un:015",
    "Middle Africa": "un:017",
    "Southern Africa": "un:018",
    "Northern America": "un:021",
    "Caribbean": "un:029",
    "Eastern Asia": "un:030",
    "Southern Asia": "un:034",
    "South-Eastern Asia": "un:035",
    "Southern Europe": "un:039",
    "Australia/New Zealand": "un:053",
    "Melanesia": "un:054",
    "Micronesia (subregion)": "un:057",
    "Polynesia": "un:061",
    "Asia": "un:142",
    "Central Asia": "un:143",
    "Western Asia": "un:145",
    "Europe": "un:150",
    "Eastern Europe": "un:151",
    "Northern Europe": "un:154",
    "Western Europe": "un:155",
    "Sub-Saharan Africa": "un:202",
    "Latin America and the Caribbean": "un:419",
}
"""Areas with a code of the standard M49 (Standard Country or Area Codes for Statistical Use, United Nations)."""

GROUPS: Final = frozenset(
    {
        "Channel Islands",
        "High-income countries",
        "Least developed countries",
        "Less developed regions",
        "Less developed regions, excluding China",
        "Less developed regions, excluding least developed countries",
        "Low-income countries",
        "Lower-middle-income countries",
        "Middle-income countries",
        "More developed regions",
        "South-Central Asia",
        "Upper-middle-income countries",
    }
)
"""Groups of states for which no identifier is certain; Guernsey and Jersey together are one."""
