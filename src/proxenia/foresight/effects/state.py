"""How things stand just before an event: ties, layers, attributes and presence, carried forward change by change."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.effects.sparse import Incidence, SparseNumbers
from proxenia.foresight.effects.values import FewPairs, Floats, Indices

if TYPE_CHECKING:
    from proxenia.foresight.effects.effect import Statistic
    from proxenia.foresight.history import EventHistory

__all__ = ["LiveTies", "State", "TieChange"]


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


class LiveTies:
    """The ties there are, counted, and who is tied with whom.

    Attributes
    ----------
    weights
        How many ties two actors have, by the keys of pairs.
    partners
        Who is tied with whom: an entry each way.
    """

    def __init__(self, weights: SparseNumbers, size: int) -> None:
        self.weights, self.size = weights, size
        low, high = np.divmod(weights.ordered()[0], size)
        ends = list(zip(low.tolist(), high.tolist(), strict=True))
        self.partners = Incidence(size, [*ends, *((other, one) for one, other in ends)])

    def add(self, one: int, other: int, step: float) -> tuple[float, float]:
        """Let two actors have more or fewer ties; return how many they had and have."""
        key = min(one, other) * self.size + max(one, other)
        before = self.weights[key]
        after = self.weights[key] = before + step
        change = self.partners.add if after > 0 else self.partners.remove
        if (before > 0) != (after > 0):
            change(one, other)
            change(other, one)
        return before, after

    def degrees(self) -> Floats:
        """Return how many partners each actor has."""
        return np.array([float(len(partners)) for partners in self.partners.of_actor])

    def few(self) -> FewPairs:
        """Return the pairs that are tied, in both orders, with the number of their ties."""
        keys, numbers = self.weights.ordered()
        low, high = np.divmod(keys, self.size)
        rows, columns = np.concatenate([low, high]), np.concatenate([high, low])
        order = np.argsort(rows * self.size + columns)
        return FewPairs(rows[order], columns[order], np.tile(numbers, 2)[order])

    def matrix(self) -> Floats:
        """Return 1 for every two actors who are tied; for few actors alone, since it takes n times n numbers."""
        tied: Floats = np.zeros((self.size, self.size))
        ends: Indices = np.array(self.partners.entries, dtype=np.int64).reshape(-1, 2)
        tied[ends[:, 0], ends[:, 1]] = 1
        return tied


class State:
    """The state of a history, which goes forward in time and tells the statistics of every change.

    Attributes
    ----------
    time
        How far the state has come, in days; minus infinity before anything.
    size
        How many actors the history has, present or not.
    ties
        Their ties.
    present, who
        Whether each is present; and the places of those who are.
    layers, attributes
        What holds now, by name.
    changed
        How often each attribute has changed.
    """

    def __init__(self, history: "EventHistory") -> None:
        self.history = history
        self.time = -np.inf
        self.size = len(history.labels)
        self.ties = LiveTies(history.ties.sparse(self.size), self.size)
        self.present: NDArray[np.bool_] = history.present.copy()
        self.who: Indices = np.flatnonzero(self.present)
        self.layers = {name: layer.begin(self.size) for name, layer in history.layers.items()}
        self.attributes = {name: one.initial.copy() for name, one in history.attributes.items()}
        self.changed = dict.fromkeys(self.attributes, 0)
        self._listeners: list[Statistic] = []
        self._reached: dict[tuple[str, str], int] = {}

    def tell(self, statistic: "Statistic") -> None:
        """Let a statistic hear of every change from now on."""
        self._listeners.append(statistic)

    def see_present(self, time: float) -> None:
        """Go forward in who is present, and in nothing else."""
        self._presence(time)

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
            self.who = np.flatnonzero(self.present)

    def _attribute(self, name: str, time: float) -> None:
        changes = self.history.attributes[name].changes
        due = self._due("attribute", name, changes.time, until=time)
        if due.start < due.stop:
            self.attributes[name][changes.actor[due]] = changes.number[due]
            self.changed[name] += 1
            for one in self._listeners:
                one.attribute_changed(self, name)

    def _layer(self, name: str, time: float) -> None:
        changes = self.history.layers[name].changes
        due = self._due("layer", name, changes.time, until=time)
        if due.start < due.stop:
            self.layers[name].change(changes.first[due], changes.second[due], changes.number[due])
            for one in self._listeners:
                one.layer_changed(self, name)

    def _ties(self, time: float) -> None:
        events = self.history.events
        due = self._due("ties", "", events.time, until=time)
        for row in range(due.start, due.stop):
            one, other, when = int(events.first[row]), int(events.second[row]), float(events.time[row])
            before, after = self.ties.add(one, other, float(events.number[row]))
            change = TieChange((one, other), before, after, when)
            for listener in self._listeners:
                listener.tie_changed(self, change)
