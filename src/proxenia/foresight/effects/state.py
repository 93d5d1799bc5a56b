"""How things stand just before an event: ties, layers, attributes and presence, carried forward change by change."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.effects.values import Floats

if TYPE_CHECKING:
    from proxenia.foresight.effects.effect import Statistic
    from proxenia.foresight.history import EventHistory

__all__ = ["State", "TieChange"]


class TieChange(NamedTuple):
    """Two actors have more or fewer ties than before."""

    ends: tuple[int, int]
    before: float
    after: float
    time: float

    @property
    def turned(self) -> bool:
        """Whether they were not tied before and are now, or the other way round."""
        return (self.before > 0) != (self.after > 0)


class State:
    """The state of a history, which goes forward in time and tells the statistics of every change.

    Attributes
    ----------
    time
        How far the state has come, in days; minus infinity before anything.
    weights
        Ties of every two actors, counted.
    present
        Who is present.
    layers, attributes
        What holds now, by name.
    """

    def __init__(self, history: "EventHistory") -> None:
        self.history = history
        self.time = -np.inf
        self.weights: Floats = history.ties.copy()
        self.present: NDArray[np.bool_] = history.present.copy()
        self.layers = {name: layer.initial.copy() for name, layer in history.layers.items()}
        self.attributes = {name: one.initial.copy() for name, one in history.attributes.items()}
        self._listeners: list[Statistic] = []
        self._reached: dict[tuple[str, str], int] = {}

    def tell(self, statistic: "Statistic") -> None:
        """Let a statistic hear of every change from now on."""
        self._listeners.append(statistic)

    def advance(self, time: float) -> None:
        """Go forward to just before a time: every change before it holds, and who is present from that time on."""
        self.time = time
        self._presence(time)
        for name in self.attributes:
            self._attribute(name, time)
        for name in self.layers:
            self._layer(name, time)
        self._ties(time)

    def _due(self, kind: str, name: str, times: Floats, *, until: float, with_until: bool = False) -> slice:
        begin = self._reached.get((kind, name), 0)
        end = int(np.searchsorted(times, until, side="right" if with_until else "left"))
        self._reached[kind, name] = end
        return slice(begin, end)

    def _presence(self, time: float) -> None:
        changes = self.history.presence
        due = self._due("presence", "", changes.time, until=time, with_until=True)
        if due.start < due.stop:
            self.present = self.present.copy()
            self.present[changes.actor[due]] = changes.number[due] > 0

    def _attribute(self, name: str, time: float) -> None:
        changes = self.history.attributes[name].changes
        due = self._due("attribute", name, changes.time, until=time)
        if due.start < due.stop:
            self.attributes[name][changes.actor[due]] = changes.number[due]
            for one in self._listeners:
                one.attribute_changed(self, name)

    def _layer(self, name: str, time: float) -> None:
        changes = self.history.layers[name].changes
        due = self._due("layer", name, changes.time, until=time)
        if due.start < due.stop:
            first, second = changes.first[due], changes.second[due]
            self.layers[name][first, second] = self.layers[name][second, first] = changes.number[due]
            for one in self._listeners:
                one.layer_changed(self, name)

    def _ties(self, time: float) -> None:
        events = self.history.events
        due = self._due("ties", "", events.time, until=time)
        for row in range(due.start, due.stop):
            one, other, when = int(events.first[row]), int(events.second[row]), float(events.time[row])
            before = self.weights[one, other]
            after = before + events.number[row]
            self.weights[one, other] = self.weights[other, one] = after
            change = TieChange((one, other), float(before), float(after), when)
            for listener in self._listeners:
                listener.tie_changed(self, change)
