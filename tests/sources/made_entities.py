"""Items of Wikidata in the layout of its dump, made for tests."""

import json
from collections.abc import Iterable
from typing import Any

__all__ = ["dump_of", "item", "novalue", "place", "quantity", "somevalue", "text", "time", "to"]

JULIAN = "http://www.wikidata.org/entity/Q1985786"
GREGORIAN = "http://www.wikidata.org/entity/Q1985727"

Snak = dict[str, Any]


def _snak(value: Any, kind: str) -> Snak:
    return {"snaktype": "value", "datavalue": {"value": value, "type": kind}, "datatype": kind}


def to(number: int) -> Snak:
    """Give a snak that names an item."""
    return _snak({"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}, "wikibase-entityid")


def text(value: str) -> Snak:
    """Give a snak with a text: a code, an address."""
    return _snak(value, "string")


def time(value: str, precision: int = 11, calendar: str = GREGORIAN) -> Snak:
    """Give a snak with a date."""
    whole = {"time": f"{value}T00:00:00Z", "timezone": 0, "before": 0, "after": 0}
    return _snak({**whole, "precision": precision, "calendarmodel": calendar}, "time")


def quantity(amount: str) -> Snak:
    """Give a snak with a number."""
    return _snak({"amount": amount, "unit": "1"}, "quantity")


def place(lon: float, lat: float, globe: str = "http://www.wikidata.org/entity/Q2") -> Snak:
    """Give a snak with coordinates."""
    spot = {"latitude": lat, "longitude": lon, "altitude": None, "precision": 1e-05, "globe": globe}
    return _snak(spot, "globecoordinate")


def somevalue() -> Snak:
    """Give a snak that says: there is one, nobody knows which."""
    return {"snaktype": "somevalue"}


def novalue() -> Snak:
    """Give a snak that says: there is none."""
    return {"snaktype": "novalue"}


def claim(
    key: str,
    main: Snak,
    *,
    rank: str = "normal",
    references: Iterable[str] = (),
    **qualifiers: Snak | list[Snak],
) -> dict[str, Any]:
    """Give a claim as the dump writes it."""
    made: dict[str, Any] = {"mainsnak": {"property": key, **main}, "type": "statement"}
    if qualifiers:
        lists = {name: given if isinstance(given, list) else [given] for name, given in qualifiers.items()}
        made["qualifiers"] = {name: [{"property": name, **one} for one in given] for name, given in lists.items()}
        made["qualifiers-order"] = list(lists)
    made |= {"id": f"Q0${key}", "rank": rank}
    if references:
        snaks = [{"property": "P854", **text(address)} for address in references]
        made["references"] = [{"snaks": {"P854": snaks}, "snaks-order": ["P854"]}]
    return made


def item(number: int, label: str = "", *claims: dict[str, Any], **names: str) -> dict[str, Any]:
    """Give an item with its claims; further labels by their language."""
    labels = {"en": label, **names} if label else names
    found: dict[str, list[dict[str, Any]]] = {}
    for one in claims:
        found.setdefault(one["mainsnak"]["property"], []).append(one)
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {key: {"language": key, "value": name} for key, name in labels.items()},
        "descriptions": [],
        "aliases": [],
        "claims": found or [],
        "sitelinks": {},
    }


def line_of(made: dict[str, Any]) -> bytes:
    """Give the line of an item, without its comma."""
    return json.dumps(made, separators=(",", ":")).encode()


def dump_of(*items: dict[str, Any] | bytes) -> bytes:
    """Give a dump of items, and of lines as they are."""
    lines = [one if isinstance(one, bytes) else line_of(one) for one in items]
    return b"[\n" + b",\n".join(lines) + b"\n]\n"
