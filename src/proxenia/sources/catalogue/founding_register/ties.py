"""Ties and acts of the register, each with the evidence of its start and of its status."""

from collections.abc import Iterator
from dataclasses import replace

from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import Field, Status, TieKind
from proxenia.sources.catalogue.founding_register.evidence import Register, qualifiers
from proxenia.sources.catalogue.founding_register.files import Row

__all__ = ["act", "disagreement", "membership", "participation", "tie", "twinning"]

_TWINNING = {"fields": Field.INTERCITY.value}
"""A twinning belongs to this field by its definition."""
_ABOUT = ("fields", "phase", "stance", "driver", "coder", "confidence", "functions", "case", "summary")


def _period(start: str, end: str, status: str) -> str:
    """Return the period of a tie: open while it lasts, of unknown end when it is over and nobody says since when."""
    over = status == Status.ENDED
    if not start and not end:
        return ""
    return f"{start}/{end or ('' if over else '..')}"


def twinning(register: Register, row: Row) -> Iterator[Statement]:
    """Give what confirms a twinning, what dates it, and what says where it stands."""
    pair = replace(_pair(register, row), qualifiers=qualifiers(**_TWINNING))
    start_lists = row.words("start_lists")
    unlisted = [key for key in start_lists if key not in row.words("lists")]
    if unlisted:
        register.fault(row, f"start_lists names {', '.join(unlisted)}, which lists does not")
    if row["a"] == row["b"]:
        register.fault(row, "it ties a city to itself")
    undated = [key for key in row.words("lists") if key not in start_lists]
    yield from register.emit(row, pair, register.listed(row, undated))
    yield from _start(register, row, pair, start_lists)
    yield from _status(register, row, pair)


def _pair(register: Register, row: Row) -> Statement:
    return register.statement(row["a"], TieKind.TWINNING, object=row["b"])


def _start(register: Register, row: Row, pair: Statement, start_lists: list[str]) -> Iterator[Statement]:
    evidence = register.listed(row, start_lists) + register.page(row, "start_reference")
    if bool(row["start"]) != bool(evidence):
        register.fault(row, "a start and what states it belong together")
    if row["start"]:
        dated = replace(pair, period=_period(row["start"], "", row["status"]))
        yield from register.emit(row, dated, evidence)


def _status(register: Register, row: Row, pair: Statement) -> Iterator[Statement]:
    evidence = register.page(row, "status_reference")
    if bool(row["status"]) != bool(evidence):
        register.fault(row, "a status and the page that states it belong together")
    if row["status"] in (Status.SUSPENDED, Status.ENDED) and not row["status_date"]:
        register.fault(row, f"status {row['status']} needs a date")
    if row["status"]:
        over = row["status"] == Status.ENDED
        about = qualifiers(**_TWINNING, status=row["status"], status_since=row["status_date"], reason=row["reason"])
        told = replace(pair, period=f"/{row['status_date']}" if over and row["status_date"] else None, qualifiers=about)
        yield from register.emit(row, told, evidence)


def disagreement(register: Register, row: Row) -> Iterator[Statement]:
    """Give the other start that a list states for a twinning."""
    dated = replace(_pair(register, row), period=f"{row['start']}/..", qualifiers=qualifiers(**_TWINNING))
    yield from register.emit(row, dated, register.listed(row, [row["list"]]))


def membership(register: Register, row: Row) -> Iterator[Statement]:
    """Give that an actor belongs to a body, in the body's fields of activity."""
    status, end = row["status"], row["end"]
    if end and status and status != Status.ENDED:
        register.fault(row, f"status {status} with the end {end}")
    body = register.defined.get(row["city_network"])
    fields = body.cells.get("fields", "") if body is not None else ""
    about = qualifiers(fields=fields, status=status, status_since=end if status == Status.ENDED else "")
    period = _period(row["start"], end, status)
    pair = register.statement(row["member"], TieKind.MEMBERSHIP, object=row["city_network"], period=period)
    yield from register.emit(row, replace(pair, qualifiers=about), register.evidence(row))


def _check_coded(register: Register, row: Row) -> None:
    """Note a driver without the coder or the confidence, and these without a driver: a coding is whole or it is not."""
    if len({bool(row[name]) for name in ("driver", "coder", "confidence")}) > 1:
        register.fault(row, "driver, coder and confidence belong together")


def tie(register: Register, row: Row) -> Iterator[Statement]:
    """Give any other tie."""
    _check_coded(register, row)
    over = row["status"] == Status.ENDED
    since = {"status_since": row["end"]} if over else {}
    about = qualifiers(status=row["status"], **since, **{name: row[name] for name in _ABOUT})
    period = _period(row["start"], row["end"], row["status"])
    if row["kind"] not in {kind.value for kind in TieKind}:
        register.fault(row, f"kind {row['kind']!r} is not a tie kind")
        return
    pair = register.statement(row["subject"], row["kind"], object=row["object"], period=period)
    yield from register.emit(row, replace(pair, qualifiers=about), register.evidence(row))


def act(register: Register, row: Row) -> Iterator[Statement]:
    """Give that an act happened."""
    _check_coded(register, row)
    money = {name: row[name] for name in ("amount", "currency", "amount_year")}
    about = qualifiers(title=row["title"], **{name: row[name] for name in _ABOUT}, **money)
    if not row["title"]:
        register.fault(row, "an act needs a title")
    happened = register.statement(row["id"], Attribute.EVENT, value=row["kind"] or "?", period=row["date"])
    yield from register.emit(row, replace(happened, qualifiers=about), register.evidence(row))


def participation(register: Register, row: Row) -> Iterator[Statement]:
    """Give an actor's part in an act, with the evidence of the act."""
    of_act = register.defined.get(row["act"])
    evidence = register.evidence(of_act) if of_act is not None else []
    joined = register.statement(row["actor"], Attribute.PARTICIPATION, object=row["act"])
    about = qualifiers(role=row["role"])
    if of_act is None:
        register.fault(row, f"{row['act']} is not defined in acts")
    else:
        yield from register.emit(row, replace(joined, qualifiers=about), evidence)
