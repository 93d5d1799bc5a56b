"""What a reform changes in the tables of law: a snapshot whose rules answer differently from its day on.

The room ``law`` answers from a snapshot's tables and from nothing else, so a scenario's law is asked like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from proxenia.foresight.scenarios.scenario import Change, ChangeKind, Scenario
from proxenia.model.legal import PartnerLimit
from proxenia.model.period import Period, day_number
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import RULE_BASIS, RULES

__all__ = ["reformed"]

_PARTS: Final = ("rule_conditions", "rule_basis", "rule_parties")

Row = dict[str, Any]


def reformed(snapshot: Snapshot, scenario: Scenario) -> Snapshot:
    """Return the snapshot with the reforms of a scenario in its tables of law.

    A rule that spoke of the tier and an instrument of the reform ends the day before; what it said of other tiers and
    instruments goes on under an id of its own. The reform's own rule begins on its day and is marked as a scenario's.

    Examples
    --------
    >>> from datetime import date
    >>> nothing = Scenario(id="none", title="None", written=date(2026, 1, 1), hypothetical=True, changes=())
    >>> reformed(Snapshot.empty(), nothing).rules.height
    0
    """
    tables = dict(snapshot.tables)
    for number, change in enumerate(scenario.changes, start=1):
        if change.kind is ChangeKind.REFORM:
            tables |= _with(tables, change, scenario, number)
    return replace(snapshot, tables=tables)


def _with(tables: dict[str, pl.DataFrame], change: Change, scenario: Scenario, number: int) -> dict[str, pl.DataFrame]:
    place, day = f"iso:{change.first[0]}", day_number(change.on.year, change.on.month, change.on.day)
    rows, copies = [], {}
    for row in tables["rules"].iter_rows(named=True):
        if row["place"] != place or not _is_replaced(row, change, day):
            rows.append(row)
            continue
        rows.append(row | {"period": _until(row["period"], change.on)})
        for part, rest in enumerate(_rest(row, change), start=1):
            renamed = f"{row['rule']}-after-{scenario.id}-{number}-{part}"
            copies[renamed] = row["rule"]
            rows.append(row | rest | {"rule": renamed, "period": _from(row["period"], change.on)})
    new = _rule(change, scenario, number, begins=_begins(tables["rules"], place, change.on.year))
    parts = {name: _copied(tables[name], copies) for name in _PARTS}
    parts["rule_basis"] = pl.concat([parts["rule_basis"], _basis(new["rule"], scenario)])
    rules = pl.DataFrame([*rows, new], schema=RULES.schema, orient="row").sort("place", "rule")
    return {"rules": rules, **parts}


def _is_replaced(row: Row, change: Change, day: int) -> bool:
    speaks = change.tier in row["tiers"] and bool(set(change.instruments) & set(row["instruments"]))
    return speaks and Period.parse(row["period"]).may_hold_on(day)


def _until(period: str, on: date) -> str:
    return f"{period.split('/', maxsplit=1)[0]}/{on - timedelta(days=1)}"


def _from(period: str, on: date) -> str:
    return f"{on}/{period.split('/')[1] if '/' in period else '..'}"


def _rest(row: Row, change: Change) -> Iterable[Row]:
    """Yield what a replaced rule goes on to say: to other tiers, and to the tier by other instruments."""
    others = [tier for tier in row["tiers"] if tier != change.tier]
    instruments = [one for one in row["instruments"] if one not in change.instruments]
    if others:
        yield {"tiers": others}
    if instruments:
        yield {"tiers": [change.tier], "instruments": instruments}


def _begins(rules: pl.DataFrame, place: str, year: int) -> int:
    earliest = rules.filter(pl.col("place") == place)["begins"].min()
    return earliest if isinstance(earliest, int) else year


def _rule(change: Change, scenario: Scenario, number: int, *, begins: int) -> Row:
    return {
        **dict.fromkeys(RULES.schema.names()),
        "rule": f"scenario-{scenario.id}-{number}",
        "place": f"iso:{change.first[0]}",
        "power": change.power,
        "tiers": [change.tier],
        "instruments": list(change.instruments),
        "period": f"{change.on}/{change.until or '..'}",
        "partner_limit": PartnerLimit.ANY.value,
        "begins": begins,
        "confidence": "low",
        "summary": f"A reform of the scenario {scenario.title!r}; it is no law.",
        "statement": f"scenario:{scenario.id}",
    }


def _basis(rule: str, scenario: Scenario) -> pl.DataFrame:
    row = {
        **dict.fromkeys(RULE_BASIS.schema.names()),
        "rule": rule,
        "position": 1,
        "title": f"Scenario: {scenario.title}",
        "address": "a scenario, no law",
        "statement": f"scenario:{scenario.id}",
    }
    return pl.DataFrame([row], schema=RULE_BASIS.schema)


def _copied(frame: pl.DataFrame, copies: dict[str, str]) -> pl.DataFrame:
    """Return a table of parts of rules, with those of a rule again under the ids it goes on by."""
    again: Sequence[pl.DataFrame] = [
        frame.filter(pl.col("rule") == old).with_columns(rule=pl.lit(new)) for new, old in sorted(copies.items())
    ]
    return pl.concat([frame, *again]) if again else frame
