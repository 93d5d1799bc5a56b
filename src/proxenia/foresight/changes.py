"""The streams of changes a history is made of, read from tables with every fault named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.effects.values import Floats

__all__ = [
    "ActorChanges",
    "Attribute",
    "Layer",
    "PairChanges",
    "actor_changes",
    "actor_index",
    "fault",
    "filled_attribute",
    "matrix_of",
    "pair_changes",
]

Indices = NDArray[np.int64]


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
class Layer:
    """What holds between every two actors at the start (symmetric), and how it changes."""

    initial: Floats
    changes: PairChanges


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


def pair_changes(table: str, frame: pl.DataFrame | None, index: Mapping[str, int]) -> PairChanges:
    """Return the changes of pairs, in time: columns `time`, `a`, `b`, `value`."""
    if frame is None:
        none = np.zeros(0, dtype=np.int64)
        return PairChanges(np.zeros(0), none, none, np.zeros(0))
    time = _times(table, frame)
    first, second = _actors(table, frame, "a", index), _actors(table, frame, "b", index)
    _check_ends(table, first, second, list(index))
    order = np.argsort(time, kind="stable")
    return PairChanges(time[order], first[order], second[order], _numbers(table, frame)[order])


def matrix_of(table: str, frame: pl.DataFrame | None, index: Mapping[str, int]) -> Floats:
    """Return what holds between every two actors: columns `a`, `b`, `value`, a pair once or in both orders."""
    matrix: Floats = np.zeros((len(index), len(index)))
    if frame is None:
        return matrix
    first, second = _actors(table, frame, "a", index), _actors(table, frame, "b", index)
    labels = list(index)
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
        matrix[one, other] = matrix[other, one] = number
    return matrix


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
