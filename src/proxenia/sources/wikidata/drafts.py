"""What an item says, as far as it can be said without looking at any other item.

A :class:`Draft` is a statement whose items are still Wikidata's numbers: which of them are states with an ISO code, and
what the item's own classes mean, is known only when the others were seen (:mod:`proxenia.sources.wikidata.statements`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from proxenia.model.identifiers import is_identifier
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import is_reference
from proxenia.model.vocabulary import Status, TieKind
from proxenia.sources.wikidata.entity import Claim, Entity, Value
from proxenia.sources.wikidata.names import other_names, preferred_name
from proxenia.sources.wikidata.ranks import best, is_over, standing
from proxenia.sources.wikidata.spans import Span, point_of, span_of

__all__ = ["DEPRECATED", "Draft", "Office", "Record", "address", "record_of"]

DEPRECATED: Final = " deprecated, left out"
"""What the reason ends with where Wikidata's editors themselves marked a claim as not to be used."""
_LONGEST_REFERENCE: Final = 4_000
_TIES: Final = (
    ("P190", TieKind.TWINNING.value),
    ("P463", TieKind.MEMBERSHIP.value),
    ("P530", TieKind.DIPLOMATIC_RELATION.value),
)
_ALTERNATE_NAMES: Final = Attribute.ALTERNATE_NAMES.value
_LOCATION: Final = Attribute.LOCATION.value
_POPULATION: Final = Attribute.POPULATION.value
_HEAD_OF_GOVERNMENT: Final = Attribute.HEAD_OF_GOVERNMENT.value
_SAME_AS: Final = Attribute.SAME_AS.value
_is_sound: Final = lru_cache(maxsize=1 << 14)(is_reference)


class Draft(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A statement of one subject before its items are looked up.

    Attributes
    ----------
    object
        An item (``Q64``), an identifier of the model (``gn:2950159``), or empty.
    cause
        The item that names the reason why it ended; empty where there is none.
    """

    predicate: str
    reference: str
    object: str = ""
    value: str = ""
    unit: str = ""
    language: str = ""
    period: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    cause: str = ""


class Office(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What an item says that could be a mission: who keeps it, in which state, in which place.

    Attributes
    ----------
    kept
        One draft for each operator (P137); its period is the office's own life where the claim has none.
    """

    kept: tuple[Draft, ...] = ()
    hosts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that an item says by itself.

    Attributes
    ----------
    classes
        The items of P31 of the best rank that are not over.
    parents
        The items of P279.
    code
        The ISO 3166-1 code (P297) that it bears today.
    countries
        The items of P17 of the best rank that are not over.
    notes
        What was left out, with the reason.
    """

    id: str
    name: str = ""
    language: str = ""
    classes: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    code: str = ""
    countries: tuple[str, ...] = ()
    ties: tuple[Draft, ...] = ()
    office: Office | None = None
    facts: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()


def address(item: str, anchor: str = "") -> str:
    """Return the address of an item, and of a property on it.

    >>> address("Q64", "P190")
    'https://www.wikidata.org/wiki/Q64#P190'
    """
    return f"https://www.wikidata.org/wiki/{item}{'#' if anchor else ''}{anchor}"


def record_of(entity: Entity, *, retrieved_at: str) -> Record:
    """Return what an item says by itself.

    Parameters
    ----------
    retrieved_at
        The day of reading (EDTF); an end after it lies ahead.
    """
    claims, notes = entity.claims, _deprecated(entity.claims)
    name, language = preferred_name(entity.labels)
    ties = tuple(_ties(entity, retrieved_at, notes))
    return Record(
        id=entity.id,
        name=name,
        language=language,
        classes=_current_items(claims, "P31"),
        parents=tuple(_item(claim) for claim in standing(claims.get("P279", ())) if _item(claim)),
        code=_code(claims),
        countries=_current_items(claims, "P17"),
        facts=tuple(_facts(entity, name, retrieved_at, notes)),
        ties=ties,
        office=_office(entity, retrieved_at, notes) if "P137" in claims else None,
        notes=tuple(notes),
    )


def _deprecated(claims: Mapping[str, Sequence[Claim]]) -> list[str]:
    counts = {key: sum(claim.rank == "deprecated" for claim in claims[key]) for key in sorted(claims)}
    return [f"{key}: {count}{DEPRECATED}" for key, count in counts.items() if count]


def _item(claim: Claim) -> str:
    value = claim.value
    return value if isinstance(value, str) and value[:1] == "Q" else ""


def _current_items(claims: Mapping[str, Sequence[Claim]], key: str) -> tuple[str, ...]:
    found = (_item(claim) for claim in best(claims.get(key, ())) if not is_over(claim))
    return tuple(dict.fromkeys(item for item in found if item))


def _code(claims: Mapping[str, Sequence[Claim]]) -> str:
    """Return the ISO 3166-1 code of today: a code withdrawn (DD, SU, YU) names nobody any more."""
    codes = [claim.value for claim in best(claims.get("P297", ())) if not is_over(claim)]
    return next(
        (code for code in codes if isinstance(code, str) and is_identifier(f"iso:{code}") and len(code) == 2), ""
    )


def _reference(item: str, key: str, claim: Claim) -> str:
    text = address(item, key)
    for one in dict.fromkeys(claim.references):
        if " " not in one and len(text) + len(one) + 3 <= _LONGEST_REFERENCE and _is_sound(one):
            text = f"{text} ; {one}"
    return text


def _qualifiers(span: Span) -> tuple[tuple[str, str], ...]:
    """Return the qualifiers of a tie, in the order of their names; the reason is added when causes are looked up."""
    pairs = []
    if span.listed:
        pairs.append((Qualifier.LISTED.value, span.listed))
    if span.ended:
        pairs.append((Qualifier.STATUS.value, Status.ENDED.value))
        if span.end:
            pairs.append((Qualifier.STATUS_SINCE.value, span.end))
    return tuple(pairs)


def _tie(item: str, key: str, predicate: str, claim: Claim, span: Span) -> Draft:
    return Draft(
        predicate=predicate,
        reference=_reference(item, key, claim),
        object=_item(claim),
        period=span.period or "",
        qualifiers=_qualifiers(span),
        cause=span.cause if span.ended else "",
    )


def _ties(entity: Entity, until: str, notes: list[str]) -> Iterator[Draft]:
    for key, predicate in _TIES:
        for claim in standing(entity.claims.get(key, ())):
            other = _item(claim)
            if claim.snak == "novalue":
                continue
            if not other:
                notes.append(f"{key}: with somebody, Wikidata does not know whom")
            elif other == entity.id:
                notes.append(f"{key}: {entity.id} is tied to itself")
            else:
                span = span_of(claim, until=until)
                if span.faults:
                    notes += [f"{key} {other}: {fault}" for fault in span.faults]
                yield _tie(entity.id, key, predicate, claim, span)


def _office(entity: Entity, until: str, notes: list[str]) -> Office:
    claims = entity.claims
    opened, closed = _dates(claims, "P571"), _dates(claims, "P576")
    kept = []
    for claim in standing(claims["P137"]):
        if _item(claim):
            span = span_of(claim, until=until)
            notes += [f"P137 {_item(claim)}: {fault}" for fault in span.faults]
            if span.period is None and not span.ended:
                # A mission's own life is the life of the tie, where the claim says nothing else.
                span = span_of(Claim(None, qualifiers={"P580": opened, "P582": closed}), until=until)
            kept.append(_tie(entity.id, "P137", TieKind.REPRESENTATION.value, claim, span))
    return Office(tuple(kept), _current_items(claims, "P17"), _current_items(claims, "P131"))


def _dates(claims: Mapping[str, Sequence[Claim]], key: str) -> tuple[Value, ...]:
    return tuple(claim.value for claim in best(claims.get(key, ())) if claim.snak == "value")


def _facts(entity: Entity, name: str, until: str, notes: list[str]) -> Iterator[Draft]:
    others = other_names(entity.labels, entity.aliases, name)
    if others:
        yield Draft(_ALTERNATE_NAMES, address(entity.id), value=others)
    for key, make in _FACTS:
        claims = entity.claims.get(key)
        for claim in best(claims) if claims else ():
            if claim.snak == "value":
                draft = make(entity.id, key, claim, until, notes)
                if draft is not None:
                    yield draft


def _location(item: str, key: str, claim: Claim, _until: str, notes: list[str]) -> Draft | None:
    if not isinstance(claim.value, tuple):
        return None
    lon, lat = claim.value
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        notes.append(f"{key}: {lon} {lat} are no degrees of longitude and latitude")
        return None
    spot = f"{lon:.5f} {lat:.5f}"
    return Draft(_LOCATION, _reference(item, key, claim), value=spot, unit="degrees")


def _population(item: str, key: str, claim: Claim, _until: str, notes: list[str]) -> Draft | None:
    text = claim.value.lstrip("+") if isinstance(claim.value, str) else ""
    if not (text.isascii() and text.isdecimal() and len(text) < 13):
        notes.append(f"{key}: {str(claim.value)[:40]!r} is no number of people")
        return None
    points = sorted({point for value in claim.qualifiers.get("P585", ()) if (point := point_of(value))})
    if len(points) > 1:
        notes.append(f"{key}: {text} people at several dates ({', '.join(points)}), left out")
        return None
    period = points[0] if points else ""
    return Draft(_POPULATION, _reference(item, key, claim), value=str(int(text)), unit="persons", period=period)


def _head(item: str, key: str, claim: Claim, until: str, notes: list[str]) -> Draft | None:
    person = _item(claim)
    if not person:
        return None
    span = span_of(claim, until=until)
    notes += [f"{key} {person}: {fault}" for fault in span.faults]
    reference = _reference(item, key, claim)
    return Draft(_HEAD_OF_GOVERNMENT, reference, object=person, period=span.period or "")


def _dated(item: str, key: str, claim: Claim, _until: str, notes: list[str]) -> Draft | None:
    period = point_of(claim.value)
    if not period:
        notes.append(f"{key}: {getattr(claim.value, 'time', '')[:40]} is no date, or coarser than a century")
        return None
    predicate = Attribute.FOUNDED if key == "P571" else Attribute.DISSOLVED
    return Draft(predicate.value, _reference(item, key, claim), period=period)


def _same_as(item: str, key: str, claim: Claim, _until: str, notes: list[str]) -> Draft | None:
    scheme = "gn" if key == "P1566" else "iso"
    other = f"{scheme}:{claim.value}"
    if is_over(claim):
        return None
    if not is_identifier(other) or (key == "P300" and "-" not in other):
        notes.append(f"{key}: {str(claim.value)[:40]!r} is no such code")
        return None
    return Draft(_SAME_AS, _reference(item, key, claim), object=other)


_Maker = Callable[[str, str, Claim, str, list[str]], Draft | None]
_FACTS: Final[tuple[tuple[str, _Maker], ...]] = (
    ("P625", _location),
    ("P1082", _population),
    ("P6", _head),
    ("P571", _dated),
    ("P576", _dated),
    ("P1566", _same_as),
    ("P297", _same_as),
    ("P300", _same_as),
)
