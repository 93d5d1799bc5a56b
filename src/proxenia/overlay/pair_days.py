"""One pair of countries on many days: what the rule looks at, gathered without the table of all pairs.

The rule itself is asked as the table asks it (:mod:`proxenia.overlay.rule`).
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import polars as pl

from proxenia.overlay.city_book import CityBook, CityCounts
from proxenia.overlay.deciding import FactBook, PairFacts
from proxenia.overlay.rule import RECORDED, class_expression, hostile_expression, known_expression, tied_expression

__all__ = ["pair_on_days"]

_FLAGS: Final = ("wide_sanction", "dated_mission", "well_listed", "recognises_ab", "recognises_ba")
_SCHEMA: Final = {
    **dict.fromkeys(("missions_ab", "missions_ba", "city_ties"), pl.Int64),
    **dict.fromkeys((*RECORDED, *_FLAGS, "city_known"), pl.Boolean),
}
_DECIDED: Final = ("class", "hostile", "tied", "state_known")

Row = dict[str, Any]


def pair_on_days(between: PairFacts, book: FactBook, cities: CityBook, days: Sequence[int]) -> list[tuple[int, Row]]:
    """Return each day with the columns of the table of pairs that the class and its reason rest on.

    Days on which they are alike, and between which nothing of the state level changed, share one row.

    Parameters
    ----------
    days
        In order, each once.
    """
    counts = cities.counts(*between.pair, days)
    changes = _changes(between, book)
    spells = [bisect_right(changes, day) for day in days]
    states: dict[int, Row] = {}
    for place, day in zip(spells, days, strict=True):
        if place not in states:
            states[place] = _state(between, book, day)
    decided = _decide(states, spells, counts)
    by_kind = zip(*counts.by_kind.values(), strict=True)
    each = zip(spells, by_kind, counts.in_force, counts.suspended, counts.known, strict=True)
    rows: dict[tuple[Any, ...], Row] = {}
    told = []
    for day, alike in zip(days, each, strict=True):
        if alike not in rows:
            place, numbers, in_force, suspended, known = alike
            rows[alike] = {
                **decided[place, in_force > 0, known],
                **dict(zip(counts.by_kind, numbers, strict=True)),
                "city_ties": in_force,
                "suspended": suspended,
            }
        told.append((day, rows[alike]))
    return told


def _changes(between: PairFacts, book: FactBook) -> list[int]:
    """Return the days on which something of the state level may be other than on the day before."""
    found = {fact.since for fact in between.facts} | {fact.until + 1 for fact in between.facts}
    for code in between.pair:
        found.update(book.sending(code).changes)
        found.update({book.recognised[code]} if code in book.recognised else ())
    return sorted(found)


def _state(between: PairFacts, book: FactBook, day: int) -> Row:
    """Return the state level of a day; of missions only whether there is one."""
    held = [fact for fact in between.facts if fact.held(day)]
    kinds = {fact.what for fact in held}
    ways = {(fact.what, fact.forward) for fact in held}
    row: Row = {name: name in kinds for name in RECORDED}
    row["missions_ab"], row["missions_ba"] = int(("mission", True) in ways), int(("mission", False) in ways)
    row["dated_mission"] = any(fact.what == "mission" and fact.dated for fact in held)
    narrow = book.facts.rule.narrow_sanctions
    row["wide_sanction"] = any(fact.what == "sanction" and fact.restricts not in narrow for fact in held)
    row["well_listed"] = book.is_well_listed(between.pair, day)
    a, b = between.pair
    for name, forward, recognised in (("recognises_ab", True, b), ("recognises_ba", False, a)):
        begun = book.recognised.get(recognised)
        denied = False if begun is not None and begun <= day else None
        row[name] = True if ("recognition", forward) in ways else denied
    return row


def _decide(states: dict[int, Row], spells: Sequence[int], counts: CityCounts) -> dict[tuple[int, bool, bool], Row]:
    """Return every state level with and without city ties, as far as they occur, and what the rule makes of it."""
    tied = [count > 0 for count in counts.in_force]
    decided = {}
    for place, cities, known in dict.fromkeys(zip(spells, tied, counts.known, strict=True)):
        row = {**states[place], "city_ties": int(cities), "city_known": known}
        told = _class_of(tuple(row[name] for name in _SCHEMA))
        decided[place, cities, known] = {**row, **dict(zip(_DECIDED, told, strict=True))}
    return decided


@lru_cache(maxsize=4_096)
def _class_of(values: tuple[int | bool | None, ...]) -> tuple[str, bool, bool, bool]:
    """Return what the rule says of one row; there are few that differ, so that it is seldom asked."""
    frame = pl.DataFrame([values], schema=_SCHEMA, orient="row")
    stance = frame.with_columns(hostile=hostile_expression(), state_known=known_expression())
    told: tuple[str, bool, bool, bool] = (
        stance.with_columns(tied=tied_expression()).with_columns(class_expression()).select(_DECIDED).row(0)
    )
    return told
