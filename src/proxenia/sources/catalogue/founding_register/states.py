"""States of the past and polities that only some recognise; what stood between two states, and from when to when."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from proxenia.errors import PeriodError
from proxenia.model.period import Period
from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.sources.catalogue.founding_register.evidence import Register, qualifiers
from proxenia.sources.catalogue.founding_register.files import Row

__all__ = ["sanction", "state", "state_pair"]

_OPEN: Final = "/.."
_BETWEEN: Final = (Attribute.RUPTURE, Attribute.NO_RELATIONS, Attribute.ARMED_CONFLICT)
_HOLDS: Final = "1"


def state(register: Register, row: Row) -> Iterator[Statement]:
    """Give what a row of `states` says."""
    of, key = register.statement, row["id"]
    kind = of(key, Attribute.KIND, value=ActorKind.STATE.value)
    said = [
        replace(kind, qualifiers=qualifiers(summary=row["note"])),
        of(key, Attribute.NAME, value=row["name"], language="en"),
        of(key, Attribute.ALTERNATE_NAMES, value="\n".join(row.words("other_names"))),
        of(key, Attribute.FOUNDED, period=row["founded"]),
        of(key, Attribute.DISSOLVED, period=row["dissolved"]),
    ]
    if not row["name"]:
        register.fault(row, "a state needs a name")
    evidence = register.evidence(row)
    for statement in (*said, *_successors(register, row)):
        if statement.value or statement.object or statement.period:
            yield from register.emit(row, statement, evidence)


def state_pair(register: Register, row: Row) -> Iterator[Statement]:
    """Give what stood between two states: broken or missing relations, an armed conflict."""
    known = {attribute.value: attribute for attribute in _BETWEEN}
    if row["attribute"] not in known:
        register.fault(row, f"attribute {row['attribute']!r} is unknown (known: {', '.join(known)})")
        return
    if row["a"] == row["b"]:
        register.fault(row, "it sets a state against itself")
    period = f"{row['start']}/{row['end'] or '..'}" if row["start"] or row["end"] else ""
    pair = register.statement(row["a"], known[row["attribute"]], object=row["b"], value=_HOLDS, period=period)
    about = qualifiers(summary=row["summary"])
    yield from register.emit(row, replace(pair, qualifiers=about), register.evidence(row))


def sanction(register: Register, row: Row) -> Iterator[Statement]:
    """Give that a state, or a body of states, restricts dealings with another."""
    over = {"status": Status.ENDED.value, "status_since": row["end"]} if row["end"] else {}
    period = f"{row['start']}/{row['end'] or '..'}" if row["start"] or row["end"] else ""
    pair = register.statement(row["subject"], TieKind.SANCTION, object=row["object"], period=period)
    about = qualifiers(restricts=row["restricts"], summary=row["summary"], **over)
    yield from register.emit(row, replace(pair, qualifiers=about), register.evidence(row))


def _successors(register: Register, row: Row) -> Iterator[Statement]:
    """Give the states that followed, each with the day since when."""
    for word in row.words("successors"):
        successor, _, since = word.partition(" ")
        if not _is_date(since):
            register.fault(row, f"successor {word!r} is not written as `iso:XX date`")
        else:
            yield register.statement(row["id"], Attribute.SUCCESSOR, object=successor, period=since + _OPEN)


def _is_date(text: str) -> bool:
    try:
        Period.parse(text)
    except PeriodError:
        return False
    return "/" not in text
