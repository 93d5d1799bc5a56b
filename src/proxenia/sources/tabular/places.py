"""The actors that somebody's list names, and what the list says of them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from proxenia.errors import PeriodError
from proxenia.model.identifiers import FORMS, is_identifier, local_identifier, scheme_of
from proxenia.model.period import Period
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.sources.context import Context
from proxenia.sources.tabular.mapping import ListMapping
from proxenia.sources.tabular.rows import RowRefused

__all__ = ["LONGEST_NAME", "Place", "clean", "place_statements", "read_date", "read_identifier", "read_place"]

LONGEST_NAME: Final = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_WIKIDATA = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")
_MOMENT = re.compile(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+Z?")
_ERRORS: Final = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
"""What a spreadsheet shows where a formula went wrong."""
_WHOLE = re.compile(r"([0-9]{4})\.0")


@dataclass(frozen=True, slots=True)
class Place:
    """One actor as a row gives it.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2 code; empty where the list has none.
    written_country
        The country as the list writes it, kept where it says more than the state.
    location
        Longitude and latitude with a space between; empty where the list has none.
    by_name
        The id was made of the name: another place of that name and country would get the same.
    note
        Why the id is not the one that the list gives; empty where it is.
    """

    id: str
    kind: str
    name: str
    country: str = ""
    written_country: str = ""
    location: str = ""
    by_name: bool = False
    note: str = ""


def place_statements(place: Place, context: Context, reference: str) -> Iterator[Statement]:
    """Give what the list says of an actor."""
    of = partial(
        Statement, subject=place.id, source=context.source, reference=reference, retrieved_at=context.retrieved_at
    )
    yield of(predicate=Attribute.KIND.value, value=place.kind)
    if place.name:
        note = ((Qualifier.SUMMARY.value, place.note),) if place.note else ()
        yield of(predicate=Attribute.NAME.value, value=place.name, qualifiers=note)
    if place.country:
        written = ((Qualifier.SUMMARY.value, place.written_country),) if place.written_country else ()
        yield of(predicate=Attribute.COUNTRY.value, object=f"iso:{place.country}", qualifiers=written)
    if place.location:
        yield of(predicate=Attribute.LOCATION.value, value=place.location, unit="degrees")


def clean(text: str) -> str:
    """Return a name in NFC without control and direction marks and without doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


def read_place(texts: Mapping[str, str], side: str, kind: str, mapping: ListMapping, context: Context) -> Place:
    """Return an actor that a row names; `side` is ``partner_`` for the other one of two.

    Raises
    ------
    RowRefused
        When it has no name, its country is unknown, or its coordinates or id are malformed.
    """
    what = "partner" if side else "city"
    name = clean(texts.get(what, ""))
    identifier = read_identifier(texts.get(f"{side}id", ""), f"{side}id", mapping)
    if re.fullmatch(r"Q[1-9][0-9]*", name):
        # Wikidata's query service writes the item's number where it has no label.
        identifier, name = identifier or f"wd:{name}", ""
    if not name and not identifier:
        raise RowRefused(f"the {what} is empty")
    if name in _ERRORS:
        raise RowRefused(f"the {what} is the spreadsheet's error {name}")
    if len(name) > LONGEST_NAME:
        raise RowRefused(f"the {what} is longer than {LONGEST_NAME} characters")
    written = clean(texts.get(f"{side}country", ""))
    country = _country(written, f"{side}country", kind, mapping, context) if written or not identifier else ""
    location = _location(texts.get(f"{side}lon", ""), texts.get(f"{side}lat", ""), what)
    key = clean(texts.get(f"{side}key", ""))
    own = identifier or (
        local_identifier(context.source, key) if key else local_identifier(context.source, name, written)
    )
    if not is_identifier(own) or (name and not name.strip(":;|<>,. ")):
        raise RowRefused(f"the {what} {name!r} holds no letter that could identify it")
    division = written if country and context.countries.division(mapping.countries.get(written, written)) else ""
    return Place(own, kind, name, country, division, location, by_name=not identifier and not key)


def read_identifier(text: str, key: str, mapping: ListMapping) -> str:
    """Return an id in the form of the model, or nothing where the cell is empty.

    Raises
    ------
    RowRefused
        When it is no id.
    """
    if not text:
        return ""
    wikidata = _WIKIDATA.fullmatch(text)
    if wikidata is not None:
        return f"wd:{wikidata[1]}"
    if text.isascii() and text.isdecimal() and mapping.id_scheme:
        text = f"{mapping.id_scheme}:{text}"
    if is_identifier(text) and (scheme_of(text) in FORMS or scheme_of(text) == mapping.description.id):
        return text
    raise RowRefused(f"{key} {text[:80]!r} is not an id such as gn:2747891 or Q34370")


def _country(text: str, key: str, kind: str, mapping: ListMapping, context: Context) -> str:
    if not text and (key not in mapping.columns or kind not in (ActorKind.CITY, ActorKind.REGION)):
        return ""
    said = mapping.countries.get(text, text)
    code = context.countries.code(said) if said else None
    if code is None:
        raise RowRefused(context.countries.reason(said) if text else f"the {key.replace('_', ' ')} is empty")
    return code


def _location(lon: str, lat: str, what: str) -> str:
    if not lon and not lat:
        return ""
    try:
        east, north = float(lon.replace(",", ".")), float(lat.replace(",", "."))
    except ValueError:
        raise RowRefused(f"the coordinates {lon!r}, {lat!r} of the {what} are not numbers") from None
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise RowRefused(f"the coordinates {lon!r}, {lat!r} of the {what} are not degrees of longitude and latitude")
    return f"{east:.5f} {north:.5f}"


def read_date(text: str, what: str) -> str:
    """Return a date as EDTF; a whole number with a point and a moment are taken for the year and the day.

    Raises
    ------
    RowRefused
        When it is no date.
    """
    for pattern in (_MOMENT, _WHOLE):
        found = pattern.fullmatch(text)
        text = found[1] if found is not None else text
    if text and ("/" in text or not _is_period(text)):
        raise RowRefused(f"the {what} {text[:80]!r} is not a date such as 1979, 1979-11 or 1979-11-26")
    return text


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except PeriodError:
        return False
    return True
