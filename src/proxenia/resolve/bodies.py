"""States, regions and networks that a source names in its own identifiers, and the actor each one is.

A state is known by its name in any language; a region and a network only when the ledger holds one actor of that
name and kind already (there is no free gazetteer of regions in this package).
"""

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

__all__ = ["LocalBody", "find_bodies", "known_bodies", "local_bodies"]

_SETTLED: Final = frozenset({"gn", "iso", "px", "act", "un"})
_NAMES: Final = (Attribute.NAME.value, Attribute.ALTERNATE_NAMES.value, Attribute.ABBREVIATION.value)
_TOLD: Final = frozenset({*_NAMES, Attribute.KIND.value, Attribute.COUNTRY.value})
_BODIES: Final = frozenset(
    {ActorKind.STATE.value, ActorKind.REGION.value, ActorKind.CITY_NETWORK.value, ActorKind.IGO.value}
)


@dataclass(frozen=True, slots=True)
class LocalBody:
    """A state, region, network or organisation as a source names it; `country` is the state of a region."""

    id: str
    kind: str
    names: tuple[str, ...]
    country: str = ""


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
            bodies.append(LocalBody(subject, kind, names, country if kind == ActorKind.REGION.value else ""))
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


def find_bodies(bodies: Iterable[LocalBody], countries: Countries, known: Known) -> list[tuple[LocalBody, str, str]]:
    """Return the bodies that one actor is meant by: the body, the identifier, and why."""
    found = []
    for body in bodies:
        if body.kind == ActorKind.STATE.value:
            state = countries.state(body.names[0])
            if state is not None:
                found.append((body, state, f"{body.names[0]!r} is a name of the state"))
            continue
        ids = known.get((body.kind, body.country, fold(body.names[0])), frozenset())
        if len(ids) == 1:
            found.append((body, next(iter(ids)), f"the only {body.kind} of the name {body.names[0]!r}"))
    return found
