"""Numbers that are nought almost everywhere: by key, and who belongs to what, both carried forward change by change."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from proxenia.foresight.effects.values import Floats, Indices, Pairs

__all__ = ["Incidence", "SparseNumbers"]

FEW_KEYS = 512
"""Up to so many keys are looked up one by one, where the numbers changed since they were last put in order."""
MANY_PAIRS = 20_000
"""From so many pairs on, what they share is counted with matrices."""
KEYS_PER_LOOK = 4
"""Keys that could be, for each key looked up, up to which all of them are listed."""
ROWS_AT_ONCE = 250_000


class SparseNumbers:
    """Numbers by whole-number keys; where none is named, a number for all the rest."""

    __slots__ = ("_known", "_missing", "_ordered")

    def __init__(self, keys: Indices, numbers: Floats, *, missing: float = 0.0) -> None:
        self._known: dict[int, float] = dict(zip(keys.tolist(), numbers.tolist(), strict=True))
        self._missing = missing
        self._ordered: tuple[Indices, Floats] | None = None

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, key: int) -> float:
        return self._known.get(key, self._missing)

    def __setitem__(self, key: int, number: float) -> None:
        if number == self._missing:
            self._known.pop(key, None)
        else:
            self._known[key] = number
        self._ordered = None

    def ordered(self) -> tuple[Indices, Floats]:
        """Return the keys in order with their numbers; new arrays after every change, so that old ones stay true."""
        if self._ordered is None:
            keys = np.fromiter(self._known.keys(), dtype=np.int64, count=len(self._known))
            numbers = np.fromiter(self._known.values(), dtype=np.float64, count=len(self._known))
            order = np.argsort(keys)
            self._ordered = keys[order], numbers[order]
        return self._ordered

    def at(self, keys: Indices) -> Floats:
        """Return the numbers of keys."""
        if self._ordered is None and len(keys) <= FEW_KEYS:
            known, missing = self._known, self._missing
            return np.array([known.get(key, missing) for key in keys.tolist()])
        named, numbers = self.ordered()
        if not len(named):
            return np.full(len(keys), self._missing)
        if len(keys) >= MANY_PAIRS and named[-1] < KEYS_PER_LOOK * len(keys):
            return self._listed(named, numbers, keys)
        if len(keys) >= MANY_PAIRS and (keys[1:] >= keys[:-1]).all():
            return self._in_order(named, numbers, keys)
        place = np.minimum(np.searchsorted(named, keys), len(named) - 1)
        return np.where(named[place] == keys, numbers[place], self._missing)

    def _in_order(self, named: Indices, numbers: Floats, keys: Indices) -> Floats:
        """Look for the few that are named among many keys in order, and not the other way round."""
        begin, end = np.searchsorted(keys, named, side="left"), np.searchsorted(keys, named, side="right")
        often = end - begin
        told = np.full(len(keys), self._missing)
        before = np.repeat(np.cumsum(often) - often, often)
        told[np.repeat(begin, often) + np.arange(len(before)) - before] = np.repeat(numbers, often)
        return told

    def _listed(self, named: Indices, numbers: Floats, keys: Indices) -> Floats:
        """Look many keys up in a list of all that could be: far quicker than a search for each."""
        # The last place stands for keys past the last that is named, and for those below nought.
        told = np.full(int(named[-1]) + 2, self._missing)
        told[named] = numbers
        return told[np.minimum(keys, len(told) - 1)]


class Incidence:
    """Who belongs to what; of ties, who is tied with whom: each actor is then also what others belong to.

    Attributes
    ----------
    entries
        Every belonging, an actor and a body, in no order that means anything.
    of_actor
        The bodies of each actor.
    of_body
        The actors of each body.
    """

    def __init__(self, actors: int, entries: Iterable[tuple[int, int]] = ()) -> None:
        self.entries: list[tuple[int, int]] = []
        self.of_actor: list[set[int]] = [set() for _ in range(actors)]
        self.of_body: defaultdict[int, list[int]] = defaultdict(list)
        self._place: dict[tuple[int, int], int] = {}
        self._matrix: Any = None
        for actor, body in entries:
            self.add(actor, body)

    def add(self, actor: int, body: int) -> None:
        """Let an actor belong to a body."""
        if (actor, body) in self._place:
            return
        self._place[actor, body] = len(self.entries)
        self.entries.append((actor, body))
        self.of_actor[actor].add(body)
        self.of_body[body].append(actor)
        self._matrix = None

    def remove(self, actor: int, body: int) -> None:
        """Let an actor belong to a body no longer."""
        place = self._place.pop((actor, body), None)
        if place is None:
            return
        last = self.entries.pop()
        if last != (actor, body):
            self.entries[place] = last
            self._place[last] = place
        self.of_actor[actor].discard(body)
        self.of_body[body].remove(actor)
        self._matrix = None

    def shared(self, pairs: Pairs) -> Floats:
        """Return to how many bodies both of each pair belong."""
        if len(pairs) >= MANY_PAIRS:
            return self._shared_of_many(pairs)
        of_actor = self.of_actor
        ends = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        return np.array([float(len(of_actor[one] & of_actor[other])) for one, other in ends])

    def weighed(self, pairs: Pairs) -> Floats:
        """Return the sum, over the bodies to which both of a pair belong, of one part in the body's members."""
        of_actor, of_body = self.of_actor, self.of_body
        ends = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        return np.array([sum(1 / len(of_body[k]) for k in of_actor[one] & of_actor[other]) for one, other in ends])

    def _shared_of_many(self, pairs: Pairs) -> Floats:
        # Imported here: a model of few pairs does without it, and it takes long to load.
        from scipy import sparse  # noqa: PLC0415

        if self._matrix is None:
            ends = np.array(self.entries, dtype=np.int64).reshape(-1, 2)
            bodies = int(ends[:, 1].max(initial=0)) + 1
            shape = (len(self.of_actor), bodies)
            self._matrix = sparse.csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=shape)
        found = np.empty(len(pairs))
        for begin in range(0, len(pairs), ROWS_AT_ONCE):
            some = slice(begin, begin + ROWS_AT_ONCE)
            product = self._matrix[pairs.first[some]].multiply(self._matrix[pairs.second[some]])
            found[some] = np.asarray(product.sum(axis=1)).ravel()
        return found
