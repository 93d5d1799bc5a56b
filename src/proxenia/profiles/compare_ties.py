"""The ties of one local government with their days: alive, suspended or dead on a day, and in force year by year."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

import polars as pl

from proxenia.measures.engines.kept import kept
from proxenia.model.period import FAR_FUTURE, FAR_PAST, day_number
from proxenia.model.vocabulary import Status, TieKind
from proxenia.profiles.peer_world import KINDS
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.spans import row_spans

__all__ = ["LAST_YEARS", "WITHOUT_DATE", "ComparedTie", "HeldTies", "YearTies", "ties_by_year"]

LAST_YEARS: Final = 80
"""So many years are counted one by one, the last of them that of the comparison."""
WITHOUT_DATE: Final = "no_date"
"""The word for ties whose start nobody states: they count from the first dated list that names them."""
_DIRECTED: Final = tuple(kind.value for kind in TieKind if kind.is_directed)
_YEARS_KEPT: Final = 64
_STATUS: Final = ("status", "status_since_earliest")
_SUSPENDED: Final = Status.SUSPENDED.value
_ENDED: Final = Status.ENDED.value


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


class _Held(NamedTuple):
    """A tie as one of its sides holds it, with the status that it has today."""

    actor: str
    partner: str
    id: str
    kind: str
    fields: list[str] | None
    status: str
    status_since_earliest: int | None
    valid_from: str | None
    valid_to: str | None
    start_earliest: int | None
    end_latest: int | None
    first_listed: int | None


class _Ordered(NamedTuple):
    """Rows of :class:`_Held`, those of one actor after those of another, and where each actor's stand."""

    rows: pl.DataFrame
    places: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, eq=False)
class HeldTies:
    """The ties that local governments have or had, as they stand on a day, found by whose they are.

    Attributes
    ----------
    day
        The number of the day.
    """

    day: int
    _every: _Ordered
    _in_force: frozenset[str]
    _earlier: Mapping[str, tuple[str, int | None]]

    @classmethod
    def of(cls, whole: Snapshot, now: Snapshot, *, only: Collection[str] | None = None) -> "HeldTies":
        """Return the ties of everybody, or of some.

        Parameters
        ----------
        whole
            The whole snapshot: it still has what ended.
        now
            The same as of the day.
        only
            The identifiers of those who will be asked for; everybody where none.
        """
        every = _of_everybody(whole) if only is None else _ordered(whole, only)
        in_force = now.ties.filter(_is_wanted(only))
        return cls(day_of(now.manifest["as_of"]), every, frozenset(in_force["id"]), _earlier_status(whole, in_force))

    def of_actor(self, actor: str) -> tuple[ComparedTie, ...]:
        """Return the ties that a local government has or had by the day, by kind and identifier.

        A tie with a direction is its own only where it is the first: the member, the sender.
        """
        held = map(_Held._make, self._every.rows.slice(*self._every.places.get(actor, (0, 0))).rows())
        ties = [_tie(self._as_it_stood(tie), shown=tie.id in self._in_force, day=self.day) for tie in held]
        return tuple(tie for tie in ties if tie.standing != "dead" or min(tie.since, tie.until) <= self.day)

    def _as_it_stood(self, held: _Held) -> _Held:
        """Return a tie with the status that it had on the day; one that is not in force as it became."""
        stood = self._earlier.get(held.id)
        return held if stood is None else held._replace(status=stood[0], status_since_earliest=stood[1])


@kept
def _of_everybody(whole: Snapshot) -> _Ordered:
    return _ordered(whole, None)


def _ordered(whole: Snapshot, only: Collection[str] | None) -> _Ordered:
    """Return every tie, as each of its sides holds it."""
    ties = whole.ties.filter(_is_wanted(only))
    seen = [_seen_from(ties, "a", "b"), _seen_from(ties.filter(~pl.col("kind").is_in(_DIRECTED)), "b", "a")]
    ordered = pl.concat(seen).sort("actor", "kind", "id")
    return _Ordered(ordered, row_spans(ordered, "actor"))


def _is_wanted(only: Collection[str] | None) -> pl.Expr:
    wanted = pl.col("kind").is_in(KINDS) & (pl.col("a") != pl.col("b"))
    if only is None:
        return wanted
    return wanted & (pl.col("a").is_in(only) | pl.col("b").is_in(only))


def _earlier_status(whole: Snapshot, in_force: pl.DataFrame) -> Mapping[str, tuple[str, int | None]]:
    """Return status and its first day of the ties in force that have another one today."""
    both = in_force.select("id", *_STATUS).join(whole.ties.select("id", *_STATUS), on="id", suffix="_today")
    is_other = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_today")) for name in _STATUS)
    return {tie: (status, since) for tie, status, since in both.filter(is_other).select("id", *_STATUS).iter_rows()}


def _seen_from(rows: pl.DataFrame, own: str, other: str) -> pl.DataFrame:
    return rows.with_columns(actor=own, partner=other).select(_Held._fields)


def _tie(held: _Held, *, shown: bool, day: int) -> ComparedTie:
    """Return a tie as it stands on the day; it is `shown` when it is in force."""
    since, until = _days(held)
    if not shown:
        standing, status = "dead", _ENDED if until < day else held.status
    else:
        standing, status = "suspended" if held.status == _SUSPENDED else "live", held.status
    return ComparedTie(
        id=held.id,
        kind=held.kind,
        fields=tuple(held.fields or ()),
        partner=held.partner,
        standing=standing,
        status=status,
        valid_from=held.valid_from,
        valid_to=held.valid_to,
        undated=held.start_earliest is None,
        since=since,
        until=until,
    )


def _days(held: _Held) -> tuple[int, int]:
    """Return the first and the last day of a tie in force; an end that nobody dates came before its first list."""
    begun = held.start_earliest if held.start_earliest is not None else held.first_listed
    since = FAR_FUTURE if begun is None else begun
    if held.end_latest is not None:
        return since if begun is not None else FAR_PAST, held.end_latest
    if held.status in (_SUSPENDED, _ENDED) and held.status_since_earliest is not None:
        return since, held.status_since_earliest - 1
    if held.status == _ENDED:
        return since, (held.first_listed or FAR_PAST + 1) - 1
    return since, FAR_FUTURE


def ties_by_year(ties: tuple[ComparedTie, ...], *, last: int, years: int = LAST_YEARS) -> tuple[YearTies, ...]:
    """Return how many ties were in force at the end of each of the last years, by field; no line for none.

    A tie of two fields counts in both; one whose start nobody states counts once, under ``no_date``, from the first
    dated list that names it.
    """
    first = last - years + 1
    ends = _year_ends(first, last)
    # Of each word, by how much its number of ties rises (or falls) at the end of a year.
    changes: dict[str, list[int]] = defaultdict(lambda: [0] * (years + 1))
    for tie in ties:
        begun, over = bisect_left(ends, tie.since), bisect_right(ends, tie.until)
        for word in _words(tie) if begun < over else ():
            changes[word][begun] += 1
            changes[word][over] -= 1
    counts = [(word, tuple(accumulate(changes[word]))) for word in sorted(changes)]
    return tuple(
        YearTies(year, word, numbers[place])
        for place, year in enumerate(range(first, last + 1))
        for word, numbers in counts
        if numbers[place]
    )


@lru_cache(maxsize=_YEARS_KEPT)
def _year_ends(first: int, last: int) -> tuple[int, ...]:
    """Return the numbers of the last days of some years."""
    return tuple(day_number(year, 12, 31) for year in range(first, last + 1))


def _words(tie: ComparedTie) -> tuple[str, ...]:
    return (WITHOUT_DATE,) if tie.undated else tie.fields
