"""The history of ties between actors: who was there when, which ties came and went, and what else changed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.changes import (
    ActorChanges,
    Attribute,
    PairChanges,
    PairNumbers,
    actor_changes,
    actor_index,
    fault,
    filled_attribute,
    pair_changes,
    pair_numbers_of,
)
from proxenia.foresight.effects.values import Floats
from proxenia.foresight.layers import Layer, LayerTable, PairTable, layer_of

__all__ = ["EventHistory", "PairTable", "Repeats"]

Repeats = Literal["refuse", "count"]


@dataclass(frozen=True, eq=False, slots=True)
class EventHistory:
    """Actors, their dated ties, and what changes beside them. Times are days since 1970-01-01 (or any other zero).

    The state at an event holds every change with a time *strictly before* it, so that events of the same time see the
    same state and not each other. Presence alone counts from its first moment. Absent actors keep their ties and
    attributes and stand in no choice set.

    Attributes
    ----------
    labels
        The actors.
    present
        Whether each is present before anything happens.
    presence
        Who comes (1) and goes (0).
    ties
        Ties at the start, counted.
    events
        New ties (+1 and more) and ended ones (-1 and less), in time; those of the same time in the order given.
    layers, attributes
        What else holds between two actors and of an actor, by name.
    start, end
        The span in which events could be seen, in days.
    """

    labels: tuple[str, ...]
    present: NDArray[np.bool_]
    presence: ActorChanges
    ties: PairNumbers
    events: PairChanges
    layers: Mapping[str, Layer] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    start: float = 0.0
    end: float = 0.0

    @classmethod
    def from_frames(
        cls,
        actors: pl.DataFrame,
        events: pl.DataFrame,
        *,
        presence: pl.DataFrame | None = None,
        initial: pl.DataFrame | None = None,
        layers: Mapping[str, LayerTable] | None = None,
        attributes: Mapping[str, pl.DataFrame | None] | None = None,
        start: float | None = None,
        end: float | None = None,
        repeats: Repeats = "refuse",
    ) -> "EventHistory":
        """Return the history that tables tell.

        Parameters
        ----------
        actors
            Column `label`; `present` (at the start; else all are); one column an attribute (empty = missing).
        events
            Columns `time` (days), `a`, `b`, and `value` (+1 a new tie, -1 an ended one; +1 when there is no such
            column).
        presence
            Columns `time`, `actor`, `value` (true: present from then on; false: absent).
        initial
            Ties at the start: columns `a`, `b`, `value`.
        layers
            What else holds between two actors, by name: see :mod:`proxenia.foresight.layers`.
        attributes
            Changes of attributes by name: columns `time`, `actor`, `value` (empty = missing).
        start, end
            The span in which events could be seen; the first and the last event where not given.
        repeats
            Whether two events of the same two actors at the same time are a mistake (`refuse`) or two ties (`count`).

        Raises
        ------
        InputError
            When the tables contradict each other; the message names the table and the row.
        """
        labels = _labels(actors)
        index = actor_index(labels)
        told = events if "value" in events.columns else events.with_columns(value=pl.lit(1.0))
        happened = pair_changes("events", told, index)
        _check_repeats(happened, labels, repeats)
        known = {
            name: filled_attribute(name, actors[name], (attributes or {}).get(name), index)
            for name in sorted(actors.columns)
            if name not in {"label", "present"}
        }
        history = cls(
            labels=labels,
            present=_present(actors),
            presence=actor_changes("presence", presence, index),
            ties=pair_numbers_of("initial ties", initial, index),
            events=happened,
            layers={name: layer_of(name, table, index, known) for name, table in sorted((layers or {}).items())},
            attributes=known,
            start=_edge(start, happened.time, last=False),
            end=_edge(end, happened.time, last=True),
        )
        _check_attributes(actors, attributes or {})
        _check(history)
        return history

    @property
    def new_ties(self) -> NDArray[np.int64]:
        """Which events are new ties: the ones a model explains."""
        return np.flatnonzero(self.events.number > 0)

    def data_hash(self) -> str:
        """Return a hash of everything the history holds (SHA-256): the same history, the same hash."""
        told = hashlib.sha256()
        told.update("\x00".join(self.labels).encode())
        told.update(np.array([self.start, self.end]).tobytes())
        told.update(self.present.tobytes() + self.presence.content() + self.ties.content() + self.events.content())
        for name, layer in self.layers.items():
            told.update(f"\x01{name}".encode() + layer.content())
        for name, one in self.attributes.items():
            told.update(f"\x02{name}".encode() + one.initial.tobytes() + one.changes.content())
        return told.hexdigest()


def _labels(actors: pl.DataFrame) -> tuple[str, ...]:
    if "label" not in actors.columns:
        raise fault("actors", "there is no column 'label'", next_step="Name the actors in a column 'label'")
    labels = actors["label"].cast(pl.String)
    if labels.null_count() or (labels == "").any():
        raise fault("actors", "an actor has no label", next_step="Give every actor a label")
    twice = labels.filter(labels.is_duplicated())
    if len(twice):
        raise fault("actors", f"{twice[0]!r} stands twice", next_step="Let each actor stand once")
    if len(labels) < 3:
        raise fault(
            "actors",
            f"{len(labels)} {'actor is' if len(labels) == 1 else 'actors are'} too few for a choice of partners",
            expected="Expected three or more",
        )
    return tuple(labels)


def _present(actors: pl.DataFrame) -> NDArray[np.bool_]:
    if "present" not in actors.columns:
        return np.ones(actors.height, dtype=bool)
    column = actors["present"]
    if column.dtype != pl.Boolean or column.null_count():
        raise fault("actors", "'present' is not true or false for every actor", expected="Expected TRUE or FALSE")
    return column.to_numpy().astype(bool)


def _edge(given: float | None, times: Floats, *, last: bool) -> float:
    if given is not None:
        return float(given)
    return float(times[-1 if last else 0]) if len(times) else 0.0


def _check_repeats(events: PairChanges, labels: Sequence[str], repeats: Repeats) -> None:
    if repeats == "count":
        return
    seen: set[tuple[float, int, int]] = set()
    for time, one, other in zip(events.time, events.first, events.second, strict=True):
        key = (float(time), min(one, other), max(one, other))
        if key in seen:
            raise fault(
                "events",
                f"{labels[one]} and {labels[other]} have two events at the same time ({time:g})",
                next_step="Remove the duplicate, or say that repeats count as ties of their own (repeats='count')",
            )
        seen.add(key)


def _check_attributes(actors: pl.DataFrame, changes: Mapping[str, pl.DataFrame | None]) -> None:
    for name in changes:
        if name not in actors.columns or name in {"label", "present"}:
            raise fault(
                f"attribute {name}",
                "it changes, but the table of actors has no such column",
                next_step=f"Add the column {name!r} with the values at the start (empty where not known)",
            )


def _check(history: EventHistory) -> None:
    if not len(history.new_ties):
        raise fault("events", "there is no new tie to explain", next_step="Add events with a value of 1 and more")
    times = history.events.time
    if history.start > times[0] or history.end < times[-1]:
        raise fault(
            "events",
            f"they run from {times[0]:g} to {times[-1]:g}, outside the span from {history.start:g} to {history.end:g}",
            next_step="Widen the span, or leave these events out",
        )
    _check_weights(history)
    _check_presence(history)


def _check_weights(history: EventHistory) -> None:
    known, events = history.ties, history.events
    if (known.number < 0).any():
        raise fault("initial ties", "a tie counts less than nought", expected="Expected 0 and more")
    weights = dict(zip(zip(known.first.tolist(), known.second.tolist(), strict=True), known.number, strict=True))
    for time, one, other, step in zip(events.time, events.first, events.second, events.number, strict=True):
        pair = (int(min(one, other)), int(max(one, other)))
        weights[pair] = weights.get(pair, 0.0) + step
        if weights[pair] < 0:
            raise fault(
                "events",
                f"{history.labels[one]} and {history.labels[other]} end a tie at {time:g} that they did not have",
                next_step="Add the tie to the initial ties, or remove the ending",
            )


def _check_presence(history: EventHistory) -> None:
    """Every new tie is between two actors who are there."""
    present, changes, reached = history.present.copy(), history.presence, 0
    events = history.events
    for row in history.new_ties:
        time = events.time[row]
        until = int(np.searchsorted(changes.time, time, side="right"))
        for at in range(reached, until):
            present[changes.actor[at]] = changes.number[at] > 0
        reached = max(reached, until)
        for one in (events.first[row], events.second[row]):
            if not present[one]:
                raise InputError(
                    f"events: {history.labels[one]} ties itself at {time:g}, when it is not present",
                    expected=_presence_of(history, int(one)),
                    next_step="Mend the date, or let the actor be present from then on",
                )


def _presence_of(history: EventHistory, actor: int) -> str:
    changes = history.presence
    own = [(float(t), n > 0) for t, a, n in zip(changes.time, changes.actor, changes.number, strict=True) if a == actor]
    if not own:
        return f"{history.labels[actor]} is never present"
    said = ", ".join(f"{'present' if there else 'absent'} from {time:g}" for time, there in own)
    return f"{history.labels[actor]} is {'present' if history.present[actor] else 'absent'} at the start, {said}"
