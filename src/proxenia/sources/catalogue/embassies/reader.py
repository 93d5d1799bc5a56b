"""Reads the table of missions: who keeps which office in which state and city."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from proxenia.errors import PeriodError
from proxenia.model.period import Period
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.sources.catalogue.embassies.senders import ORGANISATIONS, REGIONS, STATES, Region
from proxenia.sources.context import Context
from proxenia.sources.tabular.cells import state_of
from proxenia.sources.tabular.rows import RowRefused, files_by_format, read_facts, read_rows

__all__ = ["read"]

_COLUMNS: Final = (
    "qid",
    "operator",
    "operator_qid",
    "country",
    "country_qid",
    "city",
    "city_qid",
    "type",
    "creation",
)
_ITEM: Final = re.compile(r"Q[1-9][0-9]{0,11}")
_MOMENT: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T00:00:00Z")
_CLOSED: Final = re.compile(r"\b(former|closed|defunct|abandoned)\b", re.IGNORECASE)
_FIRST_YEAR: Final = 1815
"""Earlier years (1300, 1474 …) are the age of the house; the Congress of Vienna set the ranks of today's missions."""
_OUTNUMBERED: Final = 5
"""A city that so many rows put into one state, and a single row into another, is misplaced in that row."""


@dataclass(frozen=True, slots=True)
class _Mission:
    """One office as a row gives it; `city` and `city_name` are empty where the row names no city."""

    item: str
    sender: str
    host: str
    type: str
    city: str = ""
    city_name: str = ""
    period: str | None = None
    region: Region | None = None
    sender_item: str = ""


def read(context: Context) -> Iterator[Statement]:
    """Give one representation a mission, and what the table says of each city.

    Raises
    ------
    SourceChangedError
        When the file has not the publisher's columns.
    UnreadableFileError
        When it is no table.
    """
    path = files_by_format(context, {"diplomatic_missions": _COLUMNS}).popitem()[1]
    rows = read_rows(context, path, columns=_COLUMNS)
    read_one = partial(_mission, context)
    facts = list(read_facts(context, rows, lambda row: [(row["qid"], read_one(row))]))
    hosts = _hosts_by_city(fact.value for fact in facts)
    told: set[str] = set()
    for fact in facts:
        mission = fact.value
        elsewhere = _misplaced(mission, hosts)
        if elsewhere:
            context.refuse(fact.row, elsewhere)
            continue
        yield from _places(mission, hosts, context, told)
        yield _tie(mission, context)


def _mission(context: Context, row: Mapping[str, str]) -> _Mission:
    for column in ("qid", "operator_qid", "country_qid"):
        _item(row[column], column)
    region = REGIONS.get(row["operator_qid"])
    sender = region.id if region else _sender(context, row)
    host = state_of(context, row["country"])
    if host == sender or (region and host == f"iso:{region.country}"):
        raise RowRefused(f"{row['operator']!r} is said to keep an office in its own state; the host is missing")
    if bool(row["city"]) != bool(row["city_qid"]):
        raise RowRefused("city and city_qid belong together")
    if not row["type"]:
        raise RowRefused("the type is empty")
    return _Mission(
        item=row["qid"],
        sender=sender,
        host=host,
        type=row["type"],
        city=f"wd:{_item(row['city_qid'], 'city_qid')}" if row["city_qid"] else "",
        city_name=row["city"],
        period=_since(row["creation"], is_closed=_CLOSED.search(row["type"]) is not None),
        region=region,
        sender_item=row["operator_qid"],
    )


def _item(text: str, column: str) -> str:
    if _ITEM.fullmatch(text) is None:
        raise RowRefused(f"{column} {text[:80]!r} is not an item of Wikidata such as Q3114")
    return text


def _sender(context: Context, row: Mapping[str, str]) -> str:
    known = STATES.get(row["operator_qid"])
    if known:
        return known
    reason = ORGANISATIONS.get(row["operator_qid"])
    if reason:
        raise RowRefused(reason)
    return state_of(context, row["operator"])


def _since(text: str, *, is_closed: bool) -> str | None:
    """Return since when an office is there.

    The table has lost how exact its dates are: the first of January stands for a year, the first of a month may stand
    for the month.
    """
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise RowRefused(f"creation {text[:80]!r} is not a date such as 1981-01-01T00:00:00Z")
    year, month, day = found.groups()
    since = year if month == day == "01" else f"{year}-{month}" if day == "01" else f"{year}-{month}-{day}"
    period = f"{since}/" if is_closed else f"{since}/.."
    try:
        Period.parse(period)
    except PeriodError as error:
        raise RowRefused(f"creation {text[:80]!r} is no day of the calendar") from error
    return period if int(year) >= _FIRST_YEAR else None


def _hosts_by_city(missions: Iterable[_Mission]) -> dict[str, Counter[str]]:
    hosts: dict[str, Counter[str]] = {}
    for mission in missions:
        if mission.city:
            hosts.setdefault(mission.city, Counter())[mission.host] += 1
    return hosts


def _misplaced(mission: _Mission, hosts: Mapping[str, Counter[str]]) -> str:
    """Say why a mission's city cannot lie in its host state; empty when it can."""
    counts = hosts.get(mission.city, Counter())
    for state, count in counts.most_common(1):
        if counts[mission.host] == 1 and count >= _OUTNUMBERED:
            return f"{mission.city_name} lies in {state} by {count} other rows, not in {mission.host}"
    return ""


def _places(
    mission: _Mission, hosts: Mapping[str, Counter[str]], context: Context, told: set[str]
) -> Iterator[Statement]:
    """Give what the table says of a mission's city, and of a sender that is a region, the first time."""
    region = mission.region
    if region and region.id not in told:
        told.add(region.id)
        of = _of(context, region.id, mission.sender_item)
        yield of(predicate=Attribute.KIND.value, value=ActorKind.REGION.value)
        yield of(predicate=Attribute.NAME.value, value=region.name)
        yield of(predicate=Attribute.COUNTRY.value, object=f"iso:{region.country}")
    if mission.city and mission.city not in told:
        told.add(mission.city)
        of = _of(context, mission.city, mission.city.removeprefix("wd:"))
        yield of(predicate=Attribute.KIND.value, value=ActorKind.CITY.value)
        yield of(predicate=Attribute.NAME.value, value=mission.city_name)
        state = _state_of_city(mission.city_name, hosts[mission.city], context)
        if state.startswith("iso:"):
            yield of(predicate=Attribute.COUNTRY.value, object=state)


def _state_of_city(name: str, hosts: Counter[str], context: Context) -> str:
    """Return the state a city lies in: most rows say so, or it is a territory of that name (Hong Kong)."""
    own = f"iso:{context.countries.code(name)}"
    return own if own in hosts else hosts.most_common(1)[0][0]


def _of(context: Context, subject: str, item: str) -> Callable[..., Statement]:
    return partial(
        Statement, subject=subject, source=context.source, reference=_address(item), retrieved_at=context.retrieved_at
    )


def _tie(mission: _Mission, context: Context) -> Statement:
    qualifiers = {
        Qualifier.LISTED.value: context.description.date or "",
        Qualifier.MISSION.value: mission.type,
        Qualifier.PLACE.value: mission.city,
        Qualifier.STATUS.value: Status.ENDED.value if _CLOSED.search(mission.type) else "",
    }
    return Statement(
        subject=mission.sender,
        predicate=TieKind.REPRESENTATION.value,
        source=context.source,
        reference=_address(mission.item),
        object=mission.host,
        period=mission.period,
        qualifiers=tuple((key, text) for key, text in sorted(qualifiers.items()) if text),
        retrieved_at=context.retrieved_at,
    )


def _address(item: str) -> str:
    return f"https://www.wikidata.org/wiki/{item}"
