"""Where pairs are drawn from for which an effect is not nought, each with the chance that a draw is a certain pair.

A draw may be of somebody absent, or of one actor twice: it counts for nothing, and the chances are right without it.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from proxenia.foresight.effects.sparse import Incidence
from proxenia.foresight.effects.values import Floats, Indices, Pairs

if TYPE_CHECKING:
    from proxenia.foresight.effects.live_layers import LiveGroups, LivePairs
    from proxenia.foresight.effects.state import State

__all__ = ["Draw", "FromGroups", "FromHubs", "FromMiddles", "FromPairs", "FromTies", "Source"]

Draw = list[tuple[int, int]]
MOST_SHARE = 0.2
"""Groups that hold more of all pairs than this are found by drawing from all pairs."""


class Source:
    """Some pairs to draw from.

    Attributes
    ----------
    id
        Two sources with the same id are one.
    """

    id: str = ""

    def size(self, state: "State") -> int:
        """Return how much there is to draw from; nothing is drawn where that is nought."""
        raise NotImplementedError

    def draw(self, state: "State", rng: np.random.Generator, count: int) -> Draw:
        """Return so many draws, one after another with everything put back."""
        raise NotImplementedError

    def chance(self, state: "State", pairs: Pairs) -> Floats:
        """Return the chance that one draw is a pair, for every pair."""
        raise NotImplementedError


class FromTies(Source):
    """Who is tied already, all alike."""

    id = "ties"

    def size(self, state: "State") -> int:
        """Return how much there is to draw from."""
        return len(state.ties.partners.entries)

    def draw(self, state: "State", rng: np.random.Generator, count: int) -> Draw:
        """Return so many draws."""
        entries = state.ties.partners.entries
        return [entries[at] for at in rng.integers(len(entries), size=count).tolist()]

    def chance(self, state: "State", pairs: Pairs) -> Floats:
        """Return the chance that one draw is a pair."""
        tied = (state.ties.weights.at(pairs.keys) > 0).astype(float)
        chance: Floats = tied * (2 / len(state.ties.partners.entries))
        return chance


class FromHubs(Source):
    """One end of a tie, all ends alike, with anybody present: actors with many partners are drawn often."""

    id = "hubs"

    def size(self, state: "State") -> int:
        """Return how much there is to draw from."""
        return len(state.ties.partners.entries)

    def draw(self, state: "State", rng: np.random.Generator, count: int) -> Draw:
        """Return so many draws."""
        entries, who = state.ties.partners.entries, state.who
        ends = rng.integers(len(entries), size=count).tolist()
        others = who[rng.integers(len(who), size=count)].tolist()
        return [(entries[at][0], other) for at, other in zip(ends, others, strict=True)]

    def chance(self, state: "State", pairs: Pairs) -> Floats:
        """Return the chance that one draw is a pair."""
        partners = state.ties.partners
        ends = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        degrees = np.array([len(partners.of_actor[one]) + len(partners.of_actor[other]) for one, other in ends])
        return degrees / (len(partners.entries) * len(state.who))


class FromMiddles(Source):
    """Who shares a partner, or a body: an entry, and another of the same middle, all of them alike."""

    def __init__(self, name: str, incidence: Incidence) -> None:
        self.id, self._incidence = name, incidence

    def size(self, state: "State") -> int:  # noqa: ARG002
        """Return how much there is to draw from."""
        return len(self._incidence.entries)

    def draw(self, state: "State", rng: np.random.Generator, count: int) -> Draw:  # noqa: ARG002
        """Return so many draws."""
        entries, of_body = self._incidence.entries, self._incidence.of_body
        drawn: Draw = []
        for at, share in zip(rng.integers(len(entries), size=count).tolist(), rng.random(count).tolist(), strict=True):
            actor, body = entries[at]
            others = of_body[body]
            drawn.append((actor, others[int(share * len(others))]))
        return drawn

    def chance(self, state: "State", pairs: Pairs) -> Floats:  # noqa: ARG002
        """Return the chance that one draw is a pair."""
        return self._incidence.weighed(pairs) * (2 / len(self._incidence.entries))


class FromPairs(Source):
    """The named pairs of a layer, all alike."""

    def __init__(self, name: str, layer: "LivePairs") -> None:
        self.id, self._layer = name, layer

    def size(self, state: "State") -> int:  # noqa: ARG002
        """Return how much there is to draw from."""
        return len(self._layer.numbers)

    def draw(self, state: "State", rng: np.random.Generator, count: int) -> Draw:
        """Return so many draws."""
        keys, _ = self._layer.numbers.ordered()
        return [divmod(key, state.size) for key in keys[rng.integers(len(keys), size=count)].tolist()]

    def chance(self, state: "State", pairs: Pairs) -> Floats:  # noqa: ARG002
        """Return the chance that one draw is a pair."""
        chance: Floats = (self._layer.numbers.at(pairs.keys) != 0) / len(self._layer.numbers)
        return chance


class FromGroups(Source):
    """Pairs of actors whose words have something between them, all such pairs alike."""

    def __init__(self, name: str, attribute: str, layer: "LiveGroups | None") -> None:
        self.id, self._attribute, self._layer = name, attribute, layer
        self._held: Indices | None = None
        self._seen = -1
        self._members: list[Indices] = []
        self._ends: list[tuple[int, int]] = []
        self._sums: Indices = np.zeros(0, dtype=np.int64)

    def _see(self, state: "State") -> None:
        """Count anew who has which word, where that or the layer has changed."""
        held = None if self._layer is None else self._layer.numbers.ordered()[0]
        seen = state.changed[self._attribute]
        if held is self._held and seen == self._seen:
            return
        self._held, self._seen = held, seen
        words, places = _codes(state.attributes[self._attribute])
        order = np.argsort(places, kind="stable")
        edges = np.searchsorted(places[order], np.arange(len(words) + 1))
        self._members = [order[begin:end] for begin, end in pairwise(edges.tolist())]
        self._ends = [(at, at) for at in range(len(words))]
        if self._layer is not None and held is not None:
            place = {int(word): at for at, word in enumerate(words)}
            pairs = [divmod(key, self._layer.words) for key in held.tolist()]
            self._ends = [(place[one], place[other]) for one, other in pairs if one in place and other in place]
        sizes = [_pairs_between(len(self._members[a]), len(self._members[b]), same=a == b) for a, b in self._ends]
        self._sums = np.cumsum(np.array(sizes, dtype=np.int64))

    def size(self, state: "State") -> int:
        """Return how much there is to draw from."""
        self._see(state)
        whole = int(self._sums[-1]) if len(self._sums) else 0
        return whole if whole <= MOST_SHARE * state.size * (state.size - 1) / 2 else 0

    def draw(self, state: "State", rng: np.random.Generator, count: int) -> Draw:  # noqa: ARG002
        """Return so many draws."""
        places = np.searchsorted(self._sums, rng.integers(int(self._sums[-1]), size=count), side="right").tolist()
        drawn: Draw = []
        for place, (one, other) in zip(places, rng.random((count, 2)).tolist(), strict=True):
            first, second = (self._members[at] for at in self._ends[place])
            if first is second:
                at = int(one * len(first))
                step = 1 + int(other * (len(first) - 1))
                drawn.append((int(first[at]), int(first[(at + step) % len(first)])))
            else:
                drawn.append((int(first[int(one * len(first))]), int(second[int(other * len(second))])))
        return drawn

    def chance(self, state: "State", pairs: Pairs) -> Floats:
        """Return the chance that one draw is a pair."""
        if self._layer is not None:
            held = self._layer.at(state.attributes, pairs) != 0
        else:
            numbers = state.attributes[self._attribute]
            held = numbers[pairs.first] == numbers[pairs.second]
        chance: Floats = held / int(self._sums[-1])
        return chance


def _codes(numbers: Floats) -> tuple[Floats, Floats]:
    """Return the numbers there are, and the place of each actor's among them; past the last where it is missing."""
    known = np.unique(numbers[~np.isnan(numbers)])
    places = np.searchsorted(known, numbers).astype(float)
    places[np.isnan(numbers)] = len(known)
    return known, places


def _pairs_between(first: int, second: int, *, same: bool) -> int:
    return first * (first - 1) // 2 if same else first * second
