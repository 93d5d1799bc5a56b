"""Reads the World Port Index: each port is told as a place with its harbour, so that resolution finds its city.

The places of the index are harbours; a terminal far from any city stays a place of its own. The country is taken from
its column and not from the UN/LOCODE, which does not agree with it for some ports.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from proxenia.errors import UnreadableFileError
from proxenia.model.identifiers import local_identifier
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Qualifiers, Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import plain_number, state_of
from proxenia.sources.tabular.rows import Fact, RowRefused, agreeing, files_by_format, read_facts, read_rows

__all__ = ["COUNTRIES", "SIZES", "read"]

_INDEX: Final = "wpi_pub150"
_UNVERIFIED: Final = "ports"
_FORMATS: Final = {
    _INDEX: (
        "World Port Index Number",
        "Main Port Name",
        "Alternate Port Name",
        "UN/LOCODE",
        "Country Code",
        "Harbor Size",
        "Harbor Type",
        "Latitude",
        "Longitude",
    ),
    _UNVERIFIED: ("CITY", "STATE", "COUNTRY", "LATITUDE", "LONGITUDE"),
}

COUNTRIES: Final[Mapping[str, str]] = {
    "Falkland Islands (Islas Malvinas)": "iso:FK",
    "Johnson Atoll": "iso:UM",
    "Midway Islands": "iso:UM",
    "Saint Helena, Ascension, and Tristan da Cunha": "iso:SH",
    "Saint Vincent and the Grenadines (Windward Islands)": "iso:VC",
    "South Georgia and South Sandwich Islands": "iso:GS",
    "Wake Island": "iso:UM",
}
"""Countries as the index alone writes them."""

SIZES: Final[Mapping[str, str]] = {
    "Very Small": "very_small",
    "Small": "small",
    "Medium": "medium",
    "Large": "large",
    "": "unstated",
}
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class _Port:
    """What one row says of a port."""

    name: str
    other_names: str
    country: str
    location: str
    size: str
    about: str


def read(context: Context) -> Iterator[Statement]:
    """Give each port as a place: its names, its country, where it lies and the size of its harbour.

    Raises
    ------
    SourceChangedError
        When the file has not the index's columns.
    UnreadableFileError
        When it is no table, or the list of ports that nobody has verified.
    """
    files = files_by_format(context, _FORMATS)
    if _UNVERIFIED in files:
        raise UnreadableFileError(
            f"{files[_UNVERIFIED]} is a list of ports that was partly made with a language model and is not verified",
            expected="Expected the World Port Index (Publication 150) with its columns World Port Index Number …",
            next_step="Give the World Port Index",
        )
    rows = read_rows(context, files[_INDEX], columns=_FORMATS[_INDEX])
    for fact in agreeing(context, read_facts(context, rows, lambda row: [_port(row, context)])):
        yield from _statements(fact, context)


def _port(row: Mapping[str, str], context: Context) -> tuple[str, _Port]:
    number = plain_number(row["World Port Index Number"], "World Port Index Number", least=1)
    name = " ".join(row["Main Port Name"].split())
    if len(name) > _LONGEST_NAME or not any(letter.isalnum() for letter in name):
        raise RowRefused(f"Main Port Name {name[:40]!r} is no name" if name else "Main Port Name is empty")
    if row["Harbor Size"] not in SIZES:
        raise RowRefused(f"Harbor Size {row['Harbor Size']!r} is none of: {', '.join(filter(None, SIZES))}")
    country = state_of(context, row["Country Code"], known=COUNTRIES)
    longitude = plain_number(row["Longitude"], "Longitude", least=-180, most=180)
    latitude = plain_number(row["Latitude"], "Latitude", least=-90, most=90)
    others = (other.strip() for other in row["Alternate Port Name"].split(";"))
    return number, _Port(
        name=name,
        other_names="\n".join(dict.fromkeys(other for other in others if other and other != name)),
        country=country,
        location=f"{_degrees(longitude)} {_degrees(latitude)}",
        size=SIZES[row["Harbor Size"]],
        about=_about(row),
    )


def _degrees(number: str) -> str:
    """Return degrees with five decimals, about a metre.

    >>> _degrees("11.771000000000001"), _degrees("-0.000001")
    ('11.77100', '0.00000')
    """
    return f"{round(float(number), 5) + 0.0:.5f}"


def _about(row: Mapping[str, str]) -> str:
    code = "".join(row["UN/LOCODE"].split())
    is_code = len(code) == 5 and code.isascii() and code.isalnum() and code.isupper()
    return ", ".join(filter(None, [row["Harbor Type"], f"UN/LOCODE {code}" if is_code else ""]))


def _statements(fact: Fact[str, _Port], context: Context) -> Iterator[Statement]:
    port = fact.value
    of = partial(
        Statement,
        subject=local_identifier(context.source, fact.key),
        source=context.source,
        reference=f"World Port Index (Pub. 150) 2024, number {fact.key}",
        retrieved_at=context.retrieved_at,
    )
    about: Qualifiers = ((Qualifier.SUMMARY.value, port.about),) if port.about else ()
    yield of(predicate=Attribute.KIND.value, value=ActorKind.CITY.value)
    yield of(predicate=Attribute.NAME.value, value=port.name)
    if port.other_names:
        yield of(predicate=Attribute.ALTERNATE_NAMES.value, value=port.other_names)
    yield of(predicate=Attribute.COUNTRY.value, object=port.country)
    yield of(predicate=Attribute.LOCATION.value, value=port.location, unit="degrees")
    yield of(predicate=Attribute.HARBOUR.value, value=port.size, qualifiers=about)
