"""The streams of changes a history is made of, read from tables with every fault named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from proxenia.errors import InputError
from proxenia.foresight.effects.sparse import SparseNumbers
from proxenia.foresight.effects.values import Floats, Indices, pair_keys

__all__ = [
    "ActorChanges",
    "Attribute",
    "PairChanges",
    "PairNumbers",
    "actor_changes",
    "actor_index",
    "fault",
    "filled_attribute",
    "member_changes",
    "no_changes",
    "pair_changes",
    "pair_numbers_of",
]


@dataclass(frozen=True, eq=False, slots=True)
class ActorChanges:
    """New values of actors, in time; those of the same time in the order given."""

    time: Floats
    actor: Indices
    number: Floats

    def content(self) -> bytes:
        """Return what it holds, for hashing."""
        return self.time.tobytes() + self.actor.tobytes() + self.number.tobytes()


@dataclass(frozen=True, eq=False, slots=True)
class PairChanges:
    """New values of pairs, or what is added to them, in time; those of the same time in the order given."""

    time: Floats
    first: Indices
    second: Indices
    number: Floats

    def content(self) -> bytes:
        """Return what it holds, for hashing."""
        return self.time.tobytes() + self.first.tobytes() + self.second.tobytes() + self.number.tobytes()


@dataclass(frozen=True, eq=False, slots=True)
class PairNumbers:
    """Numbers of named pairs, the lower place first, in order; nought for every pair that is not named."""

    first: Indices
    second: Indices
    number: Floats

    def matrix(self, size: int) -> Floats:
        """Return the numbers of every two of so many actors; for few actors alone, since it takes n times n numbers."""
        matrix: Floats = np.zeros((size, size))
        matrix[self.first, self.second] = matrix[self.second, self.first] = self.number
        return matrix

    def sparse(self, size: int) -> SparseNumbers:
        """Return the numbers by the keys of pairs, to be carried forward."""
        return SparseNumbers(pair_keys(self.first, self.second, size), self.number)

    def content(self) -> bytes:
        """Return what it holds, for hashing."""
        return self.first.tobytes() + self.second.tobytes() + self.number.tobytes()


@dataclass(frozen=True, eq=False, slots=True)
class Attribute:
    """What holds of every actor at the start, and how it changes; missing numbers are filled in.

    Attributes
    ----------
    initial, changes
        The numbers.
    words
        The words that numbers stand for, where the attribute is made of words (a country, a region); a missing word
        stays missing and is the same as nothing.
    """

    initial: Floats
    changes: ActorChanges
    words: tuple[str, ...] = ()


def fault(table: str, happened: str, *, expected: str = "", next_step: str = "") -> InputError:
    """Return the error of a table of a history."""
    return InputError(f"{table}: {happened}", expected=expected, next_step=next_step)


def actor_index(labels: Sequence[str]) -> dict[str, int]:
    """Return the place of every actor."""
    return {label: place for place, label in enumerate(labels)}


def _column(table: str, frame: pl.DataFrame, name: str) -> pl.Series:
    if name not in frame.columns:
        raise fault(table, f"there is no column {name!r}", expected=f"It has {', '.join(frame.columns)}")
    return frame[name]


def _times(table: str, frame: pl.DataFrame) -> Floats:
    column = _column(table, frame, "time").cast(pl.Float64, strict=False)
    bad = np.flatnonzero(~np.isfinite(column.to_numpy()))
    if len(bad):
        raise fault(
            table,
            f"row {bad[0] + 1} has no date",
            expected="Expected a time of each change",
            next_step="Date every row",
        )
    return column.to_numpy().astype(float)


def _actors(table: str, frame: pl.DataFrame, name: str, index: Mapping[str, int]) -> Indices:
    column = _column(table, frame, name).cast(pl.String)
    unknown = [(row, label) for row, label in enumerate(column, start=1) if label not in index]
    if unknown:
        row, label = unknown[0]
        raise fault(
            table, f"row {row}: {label!r} is none of the actors", next_step="Add it to the actors, or mend the name"
        )
    return np.array([index[label] for label in column], dtype=np.int64)


def _numbers(table: str, frame: pl.DataFrame) -> Floats:
    column = _column(table, frame, "value")
    numbers = column.cast(pl.Float64, strict=False)
    bad = [row for row, number in enumerate(numbers, start=1) if number is None or not np.isfinite(number)]
    if bad:
        raise fault(
            table, f"row {bad[0]}: {column[bad[0] - 1]!r} is not a number", next_step="Give a number in every row"
        )
    return numbers.to_numpy().astype(float)


def _check_ends(table: str, first: Indices, second: Indices, labels: Sequence[str]) -> None:
    alone = np.flatnonzero(first == second)
    if len(alone):
        row = int(alone[0])
        raise fault(table, f"row {row + 1}: {labels[first[row]]} is paired with itself", next_step="Remove the row")


def no_changes() -> PairChanges:
    """Return a stream in which nothing changes."""
    none = np.zeros(0, dtype=np.int64)
    return PairChanges(np.zeros(0), none, none, np.zeros(0))


def pair_changes(
    table: str, frame: pl.DataFrame | None, index: Mapping[str, int], *, alone: bool = False
) -> PairChanges:
    """Return the changes of pairs, in time: columns `time`, `a`, `b`, `value`; with `alone`, of one with itself too."""
    if frame is None:
        return no_changes()
    time = _times(table, frame)
    first, second = _actors(table, frame, "a", index), _actors(table, frame, "b", index)
    if not alone:
        _check_ends(table, first, second, list(index))
    order = np.argsort(time, kind="stable")
    return PairChanges(time[order], first[order], second[order], _numbers(table, frame)[order])


def member_changes(
    table: str, frame: pl.DataFrame | None, index: Mapping[str, int], bodies: Mapping[str, int]
) -> PairChanges:
    """Return who joins and leaves bodies, in time: columns `time`, `actor`, `body`, `value`."""
    if frame is None:
        return no_changes()
    time = _times(table, frame)
    actors, joined = _actors(table, frame, "actor", index), _actors(table, frame, "body", bodies)
    order = np.argsort(time, kind="stable")
    return PairChanges(time[order], actors[order], joined[order], _numbers(table, frame)[order])


def pair_numbers_of(
    table: str, frame: pl.DataFrame | None, index: Mapping[str, int], *, alone: bool = False
) -> PairNumbers:
    """Return what holds between named pairs: columns `a`, `b`, `value`, a pair once or in both orders."""
    if frame is None:
        none = np.zeros(0, dtype=np.int64)
        return PairNumbers(none, none, np.zeros(0))
    first, second = _actors(table, frame, "a", index), _actors(table, frame, "b", index)
    labels = list(index)
    if not alone:
        _check_ends(table, first, second, labels)
    known: dict[tuple[int, int], float] = {}
    for one, other, number in zip(first.tolist(), second.tolist(), _numbers(table, frame).tolist(), strict=True):
        pair = (min(one, other), max(one, other))
        if known.setdefault(pair, number) != number:
            raise fault(
                table,
                f"{labels[one]} and {labels[other]} have {known[pair]:g} and {number:g}",
                expected="Expected the same number in both orders: ties have no direction",
            )
    named = sorted((pair, number) for pair, number in known.items() if number)
    ends = np.array([pair for pair, _ in named], dtype=np.int64).reshape(-1, 2)
    return PairNumbers(ends[:, 0].copy(), ends[:, 1].copy(), np.array([number for _, number in named], dtype=float))


def actor_changes(table: str, frame: pl.DataFrame | None, index: Mapping[str, int]) -> ActorChanges:
    """Return the changes of actors, in time: columns `time`, `actor`, `value`."""
    if frame is None:
        return ActorChanges(np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0))
    time, actor = _times(table, frame), _actors(table, frame, "actor", index)
    order = np.argsort(time, kind="stable")
    return ActorChanges(time[order], actor[order], _numbers(table, frame)[order])


def filled_attribute(
    name: str, initial: pl.Series, changes: pl.DataFrame | None, index: Mapping[str, int]
) -> Attribute:
    """Return an attribute without gaps.

    A number missing at the start is the mean over all actors with one. A missing new number is the mean of the others
    as they are then, row after row. Words are never filled in.
    """
    table = f"attribute {name}"
    told = None if changes is None else _column(table, changes, "value")
    if not (initial.dtype.is_numeric() or initial.dtype == pl.Null) or (told is not None and told.dtype == pl.String):
        return _worded(table, initial, changes, index)
    start = initial.cast(pl.Float64).to_numpy().astype(float)
    if np.isnan(start).all():
        raise fault(table, "no actor has a number at the start", next_step="Leave the attribute out, or add numbers")
    start = np.where(np.isnan(start), np.nanmean(start), start)
    if changes is None or told is None:
        return Attribute(start, actor_changes(table, None, index))
    time, actor = _times(table, changes), _actors(table, changes, "actor", index)
    order = np.argsort(time, kind="stable")
    time, actor, number = time[order], actor[order], told.cast(pl.Float64).to_numpy().astype(float)[order]
    return Attribute(start, ActorChanges(time, actor, _fill(start, actor, number)))


def _fill(start: Floats, actor: Indices, number: Floats) -> Floats:
    now, filled = start.copy(), number.copy()
    for row, one in enumerate(actor):
        if np.isnan(filled[row]):
            filled[row] = np.delete(now, one).mean()
        now[one] = filled[row]
    return filled


def _worded(table: str, initial: pl.Series, changes: pl.DataFrame | None, index: Mapping[str, int]) -> Attribute:
    told = pl.Series([], dtype=pl.String) if changes is None else changes["value"].cast(pl.String)
    begun = initial.cast(pl.String)
    words = tuple(sorted({word for word in (*begun, *told) if word}))
    numbers = {word: float(place) for place, word in enumerate(words)}
    start = np.array([numbers.get(word or "", np.nan) for word in begun])
    if changes is None:
        return Attribute(start, actor_changes(table, None, index), words)
    time, actor = _times(table, changes), _actors(table, changes, "actor", index)
    order = np.argsort(time, kind="stable")
    coded = np.array([numbers.get(word or "", np.nan) for word in told])
    return Attribute(start, ActorChanges(time[order], actor[order], coded[order]), words)
