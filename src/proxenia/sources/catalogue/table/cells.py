"""The cells of one row: its two places, its kind, its period and its status, or why they are not understood."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from proxenia.errors import PeriodError
from proxenia.model.identifiers import FORMS, is_identifier, local_identifier, scheme_of
from proxenia.model.period import Period
from proxenia.model.predicates import Qualifier
from proxenia.model.statement import Qualifiers
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.sources.catalogue.table.mapping import TableMapping
from proxenia.sources.catalogue.table.places import Place
from proxenia.sources.context import Context

__all__ = ["Refused", "TieWords", "read_place", "read_words"]

LONGEST_NAME: Final = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_WIKIDATA = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9][0-9]*)")
_MOMENT = re.compile(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.]+Z?")
_WHOLE = re.compile(r"([0-9]{4})\.0")
_KINDS: Final = frozenset(kind.value for kind in TieKind)
_STATUSES: Final = frozenset(status.value for status in Status)


class Refused(Exception):  # noqa: N818 - a row that is left out is no error
    """A row is not understood; the runner counts it with its reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class TieWords:
    """What a row says of its tie."""

    kind: str
    period: str | None
    qualifiers: Qualifiers


def _clean(text: str) -> str:
    """Return a name in NFC without control and direction marks and without doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


def read_place(texts: Mapping[str, str], side: str, kind: str, mapping: TableMapping, context: Context) -> Place:
    """Return one side of a row's tie.

    Raises
    ------
    Refused
        When the place has no name, its country is unknown, or its coordinates or id are malformed.
    """
    what = "partner" if side else "city"
    name = _clean(texts.get(what, ""))
    identifier = _identifier(texts.get(f"{side}id", ""), f"{side}id", mapping)
    if not name and not identifier:
        raise Refused(f"the {what} is empty")
    if len(name) > LONGEST_NAME:
        raise Refused(f"the {what} is longer than {LONGEST_NAME} characters")
    country_text = _clean(texts.get(f"{side}country", ""))
    country = _country(country_text, f"{side}country", kind, mapping, context) if country_text or not identifier else ""
    location = _location(texts.get(f"{side}lon", ""), texts.get(f"{side}lat", ""), what)
    own = identifier or local_identifier(context.source, name, country_text)
    if not is_identifier(own) or (name and not name.strip(":;|<>,. ")):
        raise Refused(f"the {what} {name!r} holds no letter that could identify it")
    written = country_text if country and context.countries.division(country_text) else ""
    return Place(own, kind, name, country, written, location)


def _identifier(text: str, key: str, mapping: TableMapping) -> str:
    """Return an id in the form of the model, or nothing where the cell is empty."""
    if not text:
        return ""
    wikidata = _WIKIDATA.fullmatch(text)
    if wikidata is not None:
        return f"wd:{wikidata[1]}"
    if text.isascii() and text.isdecimal() and mapping.id_scheme:
        text = f"{mapping.id_scheme}:{text}"
    if is_identifier(text) and (scheme_of(text) in FORMS or scheme_of(text) == mapping.description.id):
        return text
    raise Refused(f"{key} {text[:80]!r} is not an id such as gn:2747891 or Q34370")


def _country(text: str, key: str, kind: str, mapping: TableMapping, context: Context) -> str:
    if not text and (key not in mapping.columns or kind not in (ActorKind.CITY, ActorKind.REGION)):
        return ""
    code = context.countries.code(text) if text else None
    if code is None:
        reason = context.countries.reason(text)
        raise Refused(reason if text else f"the {key.replace('_', ' ')} is empty")
    return code


def _location(lon: str, lat: str, what: str) -> str:
    if not lon and not lat:
        return ""
    try:
        east, north = float(lon.replace(",", ".")), float(lat.replace(",", "."))
    except ValueError:
        raise Refused(f"the coordinates {lon!r}, {lat!r} of the {what} are not numbers") from None
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise Refused(f"the coordinates {lon!r}, {lat!r} of the {what} are not degrees of longitude and latitude")
    return f"{east:.5f} {north:.5f}"


def read_words(texts: Mapping[str, str], mapping: TableMapping) -> TieWords:
    """Return the kind, the period and the status of a row, with the date of the list.

    Raises
    ------
    Refused
        When any of them is not understood.
    """
    kind = _word(texts.get("kind", ""), mapping.constants.get("kind", ""), _KINDS, "kind")
    status = _word(texts.get("status", ""), mapping.constants.get("status", ""), _STATUSES, "status")
    if not kind:
        raise Refused("the kind is empty")
    start, end = _date(texts.get("start", ""), "start"), _date(texts.get("end", ""), "end")
    qualifiers = [(Qualifier.STATUS.value, status)] if status else []
    if status == Status.ENDED and end:
        qualifiers.append((Qualifier.STATUS_SINCE.value, end))
    if mapping.description.date:
        qualifiers.append((Qualifier.LISTED.value, mapping.description.date))
    return TieWords(kind, _period(start, end, status), tuple(sorted(qualifiers)))


def _word(text: str, constant: str, known: frozenset[str], what: str) -> str:
    word = text.strip().casefold().replace(" ", "_") or constant
    if word and word not in known:
        raise Refused(f"unknown {what} {text[:80]!r} (known: {', '.join(sorted(known))})")
    return word


def _date(text: str, what: str) -> str:
    """Return a date as EDTF; a whole number with a point and a moment are taken for the year and the day."""
    for pattern in (_MOMENT, _WHOLE):
        found = pattern.fullmatch(text)
        text = found[1] if found is not None else text
    if text and ("/" in text or not _is_period(text)):
        raise Refused(f"the {what} {text[:80]!r} is not a date such as 1979, 1979-11 or 1979-11-26")
    return text


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except PeriodError:
        return False
    return True


def _period(start: str, end: str, status: str) -> str | None:
    if not start and not end:
        return None
    text = f"{start}/{end}" if end or status == Status.ENDED else f"{start}/.."
    if not _is_period(text):
        raise Refused(f"it ends ({end}) before it begins ({start})")
    return text
