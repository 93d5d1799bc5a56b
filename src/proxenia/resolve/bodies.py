"""States, regions and networks that a source names in its own identifiers, and the actor each one is.

A state is known by its name in any language. A region is the one whose ISO 3166-2 identifier its source states, else
the one of that name in its state (:mod:`proxenia.resolve.regions`), else, like a network, the only actor of that name
and kind that the ledger holds.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from proxenia.model.identifiers import scheme_of
from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.resolve.countries import Countries
from proxenia.resolve.names import fold
from proxenia.resolve.regions import Regions

__all__ = ["LocalBody", "find_bodies", "known_bodies", "local_bodies"]

_SETTLED: Final = frozenset({"gn", "iso", "px", "act", "un"})
_NAMES: Final = (Attribute.NAME.value, Attribute.ALTERNATE_NAMES.value, Attribute.ABBREVIATION.value)
_STATED: Final = Attribute.SAME_AS.value
_TOLD: Final = frozenset({*_NAMES, _STATED, Attribute.KIND.value, Attribute.COUNTRY.value})
_BODIES: Final = frozenset(
    {ActorKind.STATE.value, ActorKind.REGION.value, ActorKind.CITY_NETWORK.value, ActorKind.IGO.value}
)
_MOST_NAMES: Final = 200
_ADDED: Final = re.compile(r"^(?P<name>[^,(]+?)\s*(?:\((?P<in_brackets>[^()]+)\)|,\s*(?P<behind>[^,]+))$")


@dataclass(frozen=True, slots=True)
class LocalBody:
    """A state, region, network or organisation as a source names it.

    Attributes
    ----------
    country
        The state of a region.
    stated
        The regions that the source itself says a region is.
    """

    id: str
    kind: str
    names: tuple[str, ...]
    country: str = ""
    stated: tuple[str, ...] = ()


Known = Mapping[tuple[str, str, str], frozenset[str]]
"""Identifiers by kind, state (of regions) and folded name."""


def _told(statements: Iterable[Statement]) -> dict[str, dict[str, list[str]]]:
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        if statement.predicate in _TOLD:
            said = statement.value if statement.value is not None else statement.object or ""
            told[statement.subject][statement.predicate] += said.split("\n")
    return told


def _bodies(told: Mapping[str, Mapping[str, list[str]]]) -> list[LocalBody]:
    bodies = []
    for subject, facts in told.items():
        kind = facts[Attribute.KIND.value][0] if Attribute.KIND.value in facts else ""
        names = tuple(name for predicate in _NAMES for name in facts.get(predicate, ()))
        if kind in _BODIES and names:
            country = next(iter(facts.get(Attribute.COUNTRY.value, ())), "")
            stated = tuple(sorted({key for key in facts.get(_STATED, ()) if key.startswith("iso:") and len(key) > 6}))
            is_region = kind == ActorKind.REGION.value
            bodies.append(
                LocalBody(subject, kind, names, country, stated) if is_region else LocalBody(subject, kind, names)
            )
    return bodies


def local_bodies(statements: Iterable[Statement]) -> list[LocalBody]:
    """Return the states, regions, networks and organisations that statements name in a source's own identifiers."""
    return [body for body in _bodies(_told(statements)) if scheme_of(body.id) not in _SETTLED]


def known_bodies(statements: Iterable[Statement]) -> Known:
    """Return the regions and networks with an identifier of their own that statements name."""
    known: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for body in _bodies(_told(statements)):
        if scheme_of(body.id) in ("px", "iso") and body.kind != ActorKind.STATE.value:
            for name in body.names:
                known[body.kind, body.country, fold(name)].add(body.id)
    return {key: frozenset(ids) for key, ids in known.items()}


def find_bodies(
    bodies: Iterable[LocalBody], countries: Countries, known: Known, regions: Regions | None = None
) -> list[tuple[LocalBody, str, str]]:
    """Return the bodies that one actor is meant by: the body, the identifier, and why."""
    found = []
    for body in bodies:
        if body.kind == ActorKind.STATE.value:
            state = countries.state(body.names[0])
            if state is not None:
                found.append((body, state, f"{body.names[0]!r} is a name of the state"))
            continue
        met = _region(body, countries, regions) if regions is not None and body.kind == ActorKind.REGION.value else None
        ids = known.get((body.kind, body.country, fold(body.names[0])), frozenset())
        # A region that the gazetteer has is found by its rules alone: the ledger may hold only one of two namesakes.
        ids = frozenset(key for key in ids if regions is None or regions.region(key[4:]) is None)
        if len(ids) == 1:
            found.append((body, next(iter(ids)), f"the only {body.kind} of the name {body.names[0]!r}"))
        elif met is not None:
            found.append((body, *met))
    return found


def _region(body: LocalBody, countries: Countries, regions: Regions) -> tuple[str, str] | None:
    """Return the ISO 3166-2 identifier of a region, and why; nothing when none or several may be meant."""
    codes = _states_of(body.country, countries)
    sound = [key for key in body.stated if regions.region(key[4:]) and (not codes or key[4:6] in codes)]
    if len(sound) == 1:
        return sound[0], f"the source states the id {sound[0]} for {body.names[0]!r}"
    names = [name for one in body.names[:_MOST_NAMES] for name in _ways_to_read(one, codes, countries)]
    for name in names:
        ids = {key for code in codes for key in regions.find(code, name)}
        if len(ids) == 1:
            region = regions.region(next(iter(ids))[4:])
            assert region is not None  # noqa: S101  # what was found is there
            why = "the only region of ISO 3166-2 that the name can mean"
            return region.id, f"{name!r} in {region.country} is {region.name}: {why}"
        if ids:
            return None
    return None


def _states_of(country: str, countries: Countries) -> tuple[str, ...]:
    """Return the codes of the states that a region's state is today: of a past one, those on its ground."""
    if country.startswith("iso:"):
        return (country[4:6],)
    return countries.codes(country[3:].replace("-", " ")) if country.startswith("px:") else ()


def _ways_to_read(name: str, codes: tuple[str, ...], countries: Countries) -> tuple[str, ...]:
    """Return a name, without the name of its own state behind a comma or in brackets: *Amazonas, Brazil*."""
    added = _ADDED.match(name)
    is_state = added is not None and countries.code(added["in_brackets"] or added["behind"]) in codes
    return (added["name"], name) if added is not None and is_state else (name,)
