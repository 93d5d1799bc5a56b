"""Which classes make an item a city, a region, a state, an organisation or a mission: the closure of P279."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.sources.wikidata.roots import EXACT, MISSIONS, PRECEDENCE, ROOTS

__all__ = ["Classes", "classes_of_arrays", "classes_of_pairs", "item_number"]

Numbers = NDArray[np.int64]
_DEEPEST: Final = 30
"""Steps from a root: P279 has rings, and what is further away means nothing any more."""


def item_number(item: str) -> int:
    """Return the number of an item; 0 for what is none.

    >>> item_number("Q64"), item_number("P31")
    (64, 0)
    """
    digits = item[1:]
    return int(digits) if item[:1] == "Q" and digits.isascii() and digits.isdecimal() and len(digits) < 16 else 0


@dataclass(frozen=True, slots=True)
class Classes:
    """What the classes mean.

    Attributes
    ----------
    kinds, missions
        The actor kind, and the word for a mission, of each class that has one.
    met
        Numbers of all the classes whose own classes are known, sorted: of another class nobody knows what it means.
    """

    kinds: Mapping[str, str]
    missions: Mapping[str, str]
    met: Numbers = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def kind(self, classes: Iterable[str]) -> str | None:
        """Return the actor kind of an item of these classes.

        An empty text says that it is none; nothing, that nobody knows: a class of it was not met.

        >>> classes = classes_of_pairs([("Q1093829", "Q515"), ("Q8502", "Q271669")])
        >>> classes.kind(["Q1093829"]), classes.kind(["Q8502"]), classes.kind(["Q8502", "Q99"])
        ('city', '', None)
        """
        asked = list(classes)
        found = {EXACT.get(one) or self.kinds.get(one, "") for one in asked}
        named = next((kind for kind in PRECEDENCE if kind in found), "")
        if named:
            return named
        return "" if asked and all(self._is_met(one) for one in asked) else None

    def mission(self, classes: Iterable[str]) -> str:
        """Return the word for a mission of these classes; empty when it is none.

        >>> classes_of_pairs([("Q4824242", "Q18414273")]).mission(["Q41176", "Q4824242"])
        'high commission'
        """
        words = [self.missions[one] for one in classes if one in self.missions]
        return min(words, key=_MISSION_ORDER.__getitem__) if words else ""

    def _is_met(self, one: str) -> bool:
        if one in self.kinds or one in self.missions:
            return True
        number = item_number(one)
        place = int(np.searchsorted(self.met, number))
        return place < len(self.met) and int(self.met[place]) == number


_MISSION_ORDER: Final = {word: place for place, word in enumerate(MISSIONS.values())}


def classes_of_pairs(pairs: Iterable[tuple[str, str]]) -> Classes:
    """Return what classes mean, from pairs of a class and the class it is a subclass of.

    >>> classes_of_pairs([]).kind(["Q515"])
    'city'
    """
    numbers = np.array([(item_number(one), item_number(other)) for one, other in pairs], dtype=np.int64).reshape(-1, 2)
    return classes_of_arrays(numbers[:, 0], numbers[:, 1])


def classes_of_arrays(children: Numbers, parents: Numbers) -> Classes:
    """Return what classes mean, from the numbers of classes and of the classes they are subclasses of.

    The nearest root decides; of several equally near ones the first in the order of :data:`PRECEDENCE`.
    """
    order = np.argsort(parents, kind="stable")
    graph = parents[order], children[order]
    kinds = _closure(graph, [(kind, list(ROOTS[kind])) for kind in PRECEDENCE])
    missions = _closure(graph, [(word, [root]) for root, word in MISSIONS.items()])
    return Classes(kinds, missions, np.unique(children))


def _closure(graph: tuple[Numbers, Numbers], roots: Sequence[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """Return the word of each class at or below the roots."""
    meaning = {item_number(root): word for word, named in reversed(roots) for root in named}
    fronts = [(word, np.array([item_number(root) for root in named], dtype=np.int64)) for word, named in roots]
    for _ in range(_DEEPEST):
        if not any(len(front) for _, front in fronts):
            break
        nexts = []
        for word, front in fronts:
            new = [number for number in _below(graph, front).tolist() if number not in meaning]
            meaning.update(dict.fromkeys(new, word))
            nexts.append((word, np.array(new, dtype=np.int64)))
        fronts = nexts
    return {f"Q{number}": word for number, word in meaning.items()}


def _below(graph: tuple[Numbers, Numbers], front: Numbers) -> Numbers:
    """Return the subclasses of some classes, each once and sorted."""
    parents, children = graph
    begin, end = np.searchsorted(parents, front, "left"), np.searchsorted(parents, front, "right")
    pieces = [children[low:high] for low, high in zip(begin.tolist(), end.tolist(), strict=True) if high > low]
    return np.unique(np.concatenate(pieces)) if pieces else np.empty(0, dtype=np.int64)
