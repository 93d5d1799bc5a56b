"""The ties of one local government with their days: alive, suspended or dead on a day, and in force year by year."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from proxenia.model.period import FAR_FUTURE, FAR_PAST, day_number
from proxenia.model.vocabulary import Status, TieKind
from proxenia.profiles.peer_world import KINDS
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["LAST_YEARS", "ComparedTie", "YearTies", "compared_ties", "ties_by_year"]

LAST_YEARS: Final = 80
"""So many years are counted one by one, the last of them that of the comparison."""
WITHOUT_DATE: Final = "no_date"
"""The word for ties whose start nobody states: they count from the first dated list that names them."""
_DIRECTED: Final = tuple(kind.value for kind in TieKind if kind.is_directed)


@dataclass(frozen=True, slots=True)
class ComparedTie:
    """A tie of a city, as it stands on the day of the comparison.

    Attributes
    ----------
    id
        Of the tie, whose page holds its statements.
    standing
        ``live`` (in force, dormant ones among them), ``suspended``, or ``dead``: it, or its partner, ended by the day.
    status
        Where it stands in its life on the day.
    since, until
        First and last day it held or may have held, as day numbers; `since` is the first dated list that names the tie
        where nobody states a start (`undated`).
    """

    id: str
    kind: str
    fields: tuple[str, ...]
    partner: str
    standing: str
    status: str
    valid_from: str | None
    valid_to: str | None
    undated: bool
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class YearTies:
    """How many ties of a field were in force at the end of a year; of those without a start under ``no_date``."""

    year: int
    word: str
    ties: int


def compared_ties(whole: Snapshot, now: Snapshot, actor: str) -> tuple[ComparedTie, ...]:
    """Return the ties that a local government has or had by the day, by kind and identifier.

    Parameters
    ----------
    whole
        The whole snapshot: it still has what ended.
    now
        The same as of the day.
    actor
        Its identifier. A tie with a direction is its own only where it is the first: the member, the sender.
    """
    day = day_of(now.manifest["as_of"])
    own = (pl.col("a") == actor) | ((pl.col("b") == actor) & ~pl.col("kind").is_in(_DIRECTED))
    chosen = pl.col("kind").is_in(KINDS) & own & (pl.col("a") != pl.col("b"))
    shown = {row["id"]: row for row in now.ties.filter(chosen).iter_rows(named=True)}
    every = whole.ties.filter(chosen).sort("kind", "id").iter_rows(named=True)
    ties = [_tie(shown.get(row["id"], row), actor, shown=row["id"] in shown, day=day) for row in every]
    return tuple(tie for tie in ties if tie.standing != "dead" or min(tie.since, tie.until) <= day)


def _tie(row: dict[str, Any], actor: str, *, shown: bool, day: int) -> ComparedTie:
    since, until = _days(row)
    status = row["status"]
    if not shown:
        standing, status = "dead", Status.ENDED.value if until < day else status
    else:
        standing = "suspended" if status == Status.SUSPENDED.value else "live"
    return ComparedTie(
        id=row["id"],
        kind=row["kind"],
        fields=tuple(row["fields"] or ()),
        partner=row["b"] if row["a"] == actor else row["a"],
        standing=standing,
        status=status,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        undated=row["start_earliest"] is None,
        since=since,
        until=until,
    )


def _days(row: dict[str, Any]) -> tuple[int, int]:
    """Return the first and the last day of a tie in force; an end that nobody dates came before its first list."""
    begun = row["start_earliest"] if row["start_earliest"] is not None else row["first_listed"]
    since = FAR_FUTURE if begun is None else begun
    if row["end_latest"] is not None:
        return since if begun is not None else FAR_PAST, row["end_latest"]
    paused = row["status"] in (Status.SUSPENDED.value, Status.ENDED.value)
    if paused and row["status_since_earliest"] is not None:
        return since, row["status_since_earliest"] - 1
    if row["status"] == Status.ENDED.value:
        return since, (row["first_listed"] or FAR_PAST + 1) - 1
    return since, FAR_FUTURE


def ties_by_year(ties: tuple[ComparedTie, ...], *, last: int, years: int = LAST_YEARS) -> tuple[YearTies, ...]:
    """Return how many ties were in force at the end of each of the last years, by field; no line for none.

    A tie of two fields counts in both; one whose start nobody states counts once, under ``no_date``, from the first
    dated list that names it.
    """
    counted: list[YearTies] = []
    for year in range(last - years + 1, last + 1):
        day = day_number(year, 12, 31)
        words = Counter(word for tie in ties if tie.since <= day <= tie.until for word in _words(tie))
        counted += [YearTies(year, word, number) for word, number in sorted(words.items())]
    return tuple(counted)


def _words(tie: ComparedTie) -> tuple[str, ...]:
    return (WITHOUT_DATE,) if tie.undated else tie.fields
