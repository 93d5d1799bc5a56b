"""The places that statements name in a source's own identifiers, with everything that helps to find them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from proxenia.model.identifiers import scheme_of
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.match import LocalPlace

__all__ = ["local_places"]

_SETTLED: Final = frozenset({"gn", "iso", "px", "act", "un"})
"""Schemes of identifiers that are nobody's local ones."""
_TOLD: Final = frozenset({Attribute.KIND, Attribute.NAME, Attribute.COUNTRY, Attribute.LOCATION})
_MUTUAL: Final = frozenset({TieKind.TWINNING.value, TieKind.AGREEMENT.value, TieKind.PARTNERSHIP.value})
_STATED: Final = Attribute.SAME_AS.value


def local_places(statements: Iterable[Statement], gazetteer: Gazetteer) -> list[LocalPlace]:
    """Return the cities that statements name in a source's own identifiers, with what helps to find them.

    A name without a country is sought anywhere; one of a past state in the states that followed it.
    """
    told: dict[str, dict[str, Statement]] = {}
    twins: dict[str, dict[str, None]] = defaultdict(dict)
    stated: dict[str, dict[str, None]] = defaultdict(dict)
    for statement in statements:
        predicate, subject = statement.predicate, statement.subject
        if predicate in _MUTUAL and statement.object is not None:
            twins[subject][statement.object] = None
            twins[statement.object][subject] = None
        elif scheme_of(subject) in _SETTLED:
            continue
        elif predicate in _TOLD:
            told.setdefault(subject, {}).setdefault(predicate, statement)
        elif predicate == _STATED and statement.object is not None:
            stated[subject][statement.object] = None
    return [
        _local_place(subject, facts, gazetteer, tuple(twins.get(subject, ())), tuple(stated.get(subject, ())))
        for subject, facts in told.items()
        if Attribute.NAME in facts and _is_city(facts.get(Attribute.KIND))
    ]


def _is_city(kind: Statement | None) -> bool:
    return kind is not None and kind.value == ActorKind.CITY


def _local_place(
    subject: str,
    facts: Mapping[str, Statement],
    gazetteer: Gazetteer,
    twins: tuple[str, ...],
    stated: tuple[str, ...],
) -> LocalPlace:
    country = facts.get(Attribute.COUNTRY)
    code, successors = _states(country, gazetteer)
    # What the source wrote may say more than the state: England, or a state of the United States.
    written = country.qualifier(Qualifier.SUMMARY) if country is not None else None
    area = gazetteer.countries.area(written) if written else None
    division = area.division if area is not None and area.country == code else ""
    return LocalPlace(
        subject,
        facts[Attribute.NAME].value or "",
        code,
        division,
        _spot(facts.get(Attribute.LOCATION)),
        countries=successors,
        twins=twins,
        stated=stated,
    )


def _states(country: Statement | None, gazetteer: Gazetteer) -> tuple[str, tuple[str, ...]]:
    """Return the code of the state of today, else the codes of those that followed a state of the past."""
    identifier = (country.object or "") if country is not None else ""
    if identifier.startswith("iso:"):
        return identifier[4:6], ()
    if not identifier.startswith("px:") or country is None:
        return "", ()
    told = country.qualifier(Qualifier.SUMMARY) or identifier[3:].replace("-", " ")
    codes = gazetteer.countries.codes(told)
    return (codes[0], ()) if len(codes) == 1 else ("", codes)


def _spot(location: Statement | None) -> tuple[float, float] | None:
    """Return longitude and latitude; nothing where a source gives something else."""
    if location is None:
        return None
    try:
        lon, lat = (float(number) for number in (location.value or "").split())
    except ValueError:
        return None
    is_on_earth = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    return (lon, lat) if is_on_earth else None
