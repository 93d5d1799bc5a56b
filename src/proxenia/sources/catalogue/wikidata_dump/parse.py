"""One line of the dump as an item: a pure function of its bytes, so that a distributed engine can call it too."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from proxenia.sources.wikidata.entity import Claim, Entity, Missing, Moment, Value
from proxenia.sources.wikidata.roots import NEVER

__all__ = ["KEPT_FOR", "parse_entity", "parse_line"]

KEPT_FOR: Final = ("P190", "P463", "P530", "P137", "P1566", "P297", "P300", "P279", "P2124")
"""Properties of which an item must have one to be kept; P2124, the number of members, keeps the bodies of cities."""

_EARTH: Final = "http://www.wikidata.org/entity/Q2"


# The garbage collector need not look at what is dropped after a line: nothing of it refers back.


class _Term(msgspec.Struct, gc=False):
    value: str = ""


class _Content(msgspec.Struct, gc=False, rename={"number": "numeric-id"}):
    """The value of a snak of any type that is no plain text: an item, a time, a quantity or a place."""

    id: str = ""
    number: int = 0
    time: str = ""
    precision: float | None = None
    calendarmodel: str = ""
    amount: str = ""
    latitude: float | None = None
    longitude: float | None = None
    globe: str = ""


class _Data(msgspec.Struct, gc=False):
    value: _Content | str | None = None


class _Snak(msgspec.Struct, gc=False):
    snaktype: str = "value"
    datavalue: _Data | None = None


class _Qualifiers(msgspec.Struct, gc=False):
    P580: list[_Snak] = []
    P582: list[_Snak] = []
    P585: list[_Snak] = []
    P1534: list[_Snak] = []


class _Sources(msgspec.Struct, gc=False):
    P854: list[_Snak] = []
    P248: list[_Snak] = []


class _Reference(msgspec.Struct, gc=False):
    snaks: _Sources | list[Any] = []


class _Claim(msgspec.Struct, gc=False):
    mainsnak: _Snak
    rank: str = "normal"
    qualifiers: _Qualifiers | list[Any] = []
    references: list[_Reference] = []


class _Claims(msgspec.Struct, gc=False):
    P190: list[_Claim] = []
    P463: list[_Claim] = []
    P530: list[_Claim] = []
    P31: list[_Claim] = []
    P279: list[_Claim] = []
    P137: list[_Claim] = []
    P17: list[_Claim] = []
    P131: list[_Claim] = []
    P625: list[_Claim] = []
    P1082: list[_Claim] = []
    P6: list[_Claim] = []
    P571: list[_Claim] = []
    P576: list[_Claim] = []
    P1566: list[_Claim] = []
    P300: list[_Claim] = []
    P297: list[_Claim] = []
    P2124: msgspec.Raw = msgspec.Raw(b"")


class _Item(msgspec.Struct, gc=False):
    id: str
    type: str = "item"
    # PHP writes an empty map as a list.
    labels: dict[str, _Term] | list[Any] = []
    aliases: dict[str, list[_Term]] | list[Any] = []
    claims: _Claims | list[Any] = []


_DECODER: Final = msgspec.json.Decoder(_Item)
_NAMES: Final = tuple(name for name in _Claims.__struct_fields__ if name != "P2124")


def parse_line(line: bytes) -> Entity | None:
    """Return the item of a line, or nothing where the line holds none that can matter.

    Parameters
    ----------
    line
        One line of the dump, with or without its comma.

    Raises
    ------
    ValueError
        When the line is not JSON in UTF-8, or not an entity.

    Examples
    --------
    >>> line = b'{"type":"item","id":"Q64","labels":{"en":{"language":"en","value":"Berlin"}},"claims":{"P1566":[]}},'
    >>> parse_line(line) is None, parse_line(b"["), parse_line(b"]")
    (True, None, None)
    """
    text = line.strip().rstrip(b",")
    if text in (b"", b"[", b"]"):
        return None
    if not text.isascii():
        text.decode()
    return parse_entity(text)


def parse_entity(text: bytes) -> Entity | None:
    """Return the item of a JSON object, or nothing where it is none that can matter."""
    item = _DECODER.decode(text)
    claims = item.claims
    if item.type != "item" or not isinstance(claims, _Claims) or not _matters(claims):
        return None
    if not (item.id[:1] == "Q" and item.id[1:].isascii() and item.id[1:].isdecimal()):
        raise ValueError(f"{item.id[:40]!r} is no number of an item")
    found = {name: tuple(map(_claim, given)) for name in _NAMES if (given := getattr(claims, name))}
    classes = {claim.value for claim in found.get("P31", ()) if claim.rank != "deprecated"}
    if classes and classes <= NEVER:
        return None
    labels = {key: term.value for key, term in item.labels.items()} if isinstance(item.labels, dict) else {}
    return Entity(item.id, labels, _aliases(item.aliases), found)


def _matters(claims: _Claims) -> bool:
    return bool(claims.P2124) or any(getattr(claims, name) for name in KEPT_FOR[:-1])


def _aliases(aliases: Mapping[str, list[_Term]] | list[Any]) -> tuple[str, ...]:
    if not isinstance(aliases, dict):
        return ()
    return tuple(term.value for language in sorted(aliases) for term in aliases[language])


def _claim(claim: _Claim) -> Claim:
    qualifiers: dict[str, tuple[Value, ...]] = {}
    given = claim.qualifiers
    if isinstance(given, _Qualifiers):
        if given.P580:
            qualifiers["P580"] = tuple(map(_qualifier, given.P580))
        if given.P582:
            qualifiers["P582"] = tuple(map(_qualifier, given.P582))
        if given.P585:
            qualifiers["P585"] = tuple(map(_qualifier, given.P585))
        if given.P1534:
            qualifiers["P1534"] = tuple(map(_qualifier, given.P1534))
    references = _references(claim.references) if claim.references else ()
    return Claim(_value(claim.mainsnak), claim.mainsnak.snaktype, claim.rank, qualifiers, references)


def _references(references: list[_Reference]) -> tuple[str, ...]:
    found: list[str] = []
    for reference in references:
        snaks = reference.snaks
        if isinstance(snaks, _Sources):
            found += [value for snak in snaks.P854 if isinstance(value := _value(snak), str)]
            found += [f"https://www.wikidata.org/wiki/{value}" for snak in snaks.P248 if (value := _value(snak))]
    return tuple(found)


def _qualifier(snak: _Snak) -> Value:
    if snak.snaktype == "value":
        return _value(snak)
    return Missing.NOVALUE if snak.snaktype == "novalue" else Missing.SOMEVALUE


def _value(snak: _Snak) -> Value:
    """Return what a snak says; nothing where it has no value, or one of a type that is not used here."""
    if snak.datavalue is None or snak.snaktype != "value":
        return None
    content = snak.datavalue.value
    if not isinstance(content, _Content) or content.id:
        return content.id if isinstance(content, _Content) else content
    if content.time:
        return Moment(content.time, int(content.precision or 0), content.calendarmodel.rpartition("/")[2])
    if content.amount:
        return content.amount
    if content.latitude is not None and content.longitude is not None:
        return (content.longitude, content.latitude) if content.globe in (_EARTH, "") else None
    return f"Q{content.number}" if content.number else None
