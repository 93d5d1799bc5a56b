"""What holds between actors beside their ties as it stands at a time, carried forward and told for pairs asked for."""

from collections.abc import Callable, Mapping

import numpy as np

from proxenia.foresight.effects.sparse import Incidence, SparseNumbers
from proxenia.foresight.effects.values import FewPairs, Floats, Indices, Pairs, few_pairs
from proxenia.model.globe import EARTH_RADIUS_KM

__all__ = ["Attributes", "LiveGroups", "LiveLayer", "LiveMembers", "LivePairs", "LivePositions"]

Attributes = Mapping[str, Floats]
"""Numbers of actors by name."""


class LiveLayer:
    """What holds between two actors.

    Attributes
    ----------
    attribute
        The attribute of actors it follows from, where there is one.
    everywhere
        Whether it holds something between any two, as a distance does.
    """

    attribute: str = ""
    everywhere: bool = False

    def change(self, first: Indices, second: Indices, number: Floats) -> None:
        """Hear of changes, in order."""
        raise NotImplementedError

    def at(self, about: Attributes, pairs: Pairs) -> Floats:
        """Return the numbers of pairs."""
        raise NotImplementedError

    def frozen(self, about: Attributes) -> Callable[[Indices], Floats]:
        """Return what gives the numbers of every two of some actors, as they stand now, whatever comes later."""
        raise NotImplementedError

    def few(self, about: Attributes, who: Indices) -> FewPairs:
        """Return the pairs of some actors between which anything holds."""
        found = few_pairs(self.frozen(about)(who))
        return FewPairs(who[found.rows], who[found.columns], found.numbers)


class LivePairs(LiveLayer):
    """Numbers of pairs."""

    def __init__(self, numbers: SparseNumbers, size: int) -> None:
        self.numbers, self.size = numbers, size

    def change(self, first: Indices, second: Indices, number: Floats) -> None:
        """Hear of changes, in order."""
        for one, other, value in zip(first.tolist(), second.tolist(), number.tolist(), strict=True):
            self.numbers[min(one, other) * self.size + max(one, other)] = value

    def at(self, about: Attributes, pairs: Pairs) -> Floats:  # noqa: ARG002
        """Return the numbers of pairs."""
        return self.numbers.at(pairs.keys)

    def frozen(self, about: Attributes) -> Callable[[Indices], Floats]:  # noqa: ARG002
        """Return what gives the numbers as they stand now."""
        keys, numbers = self.numbers.ordered()
        low, high = np.divmod(keys, self.size)

        def matrix(who: Indices) -> Floats:
            place = np.full(self.size, -1)
            place[who] = np.arange(len(who))
            one, other = place[low], place[high]
            there = (one >= 0) & (other >= 0)
            found = np.zeros((len(who), len(who)))
            found[one[there], other[there]] = found[other[there], one[there]] = numbers[there]
            return found

        return matrix

    def few(self, about: Attributes, who: Indices) -> FewPairs:  # noqa: ARG002 – of all actors: it is as quick
        """Return the pairs between which anything holds."""
        keys, numbers = self.numbers.ordered()
        low, high = np.divmod(keys, self.size)
        rows, columns = np.concatenate([low, high]), np.concatenate([high, low])
        order = np.lexsort((columns, rows))
        return FewPairs(rows[order], columns[order], np.tile(numbers, 2)[order])


class LiveGroups(LiveLayer):
    """Numbers of pairs of words: what holds between two countries holds between all their actors."""

    def __init__(self, attribute: str, numbers: SparseNumbers, words: int) -> None:
        self.attribute, self.numbers, self.words = attribute, numbers, words

    def change(self, first: Indices, second: Indices, number: Floats) -> None:
        """Hear of changes, in order."""
        for one, other, value in zip(first.tolist(), second.tolist(), number.tolist(), strict=True):
            self.numbers[min(one, other) * self.words + max(one, other)] = value

    def at(self, about: Attributes, pairs: Pairs) -> Floats:
        """Return the numbers of pairs."""
        word = about[self.attribute]
        one, other = word[pairs.first], word[pairs.second]
        known = ~(np.isnan(one) | np.isnan(other))
        # Where a word is missing, the key is that of no pair.
        keys = np.where(known, np.fmin(one, other) * self.words + np.fmax(one, other), -1)
        return self.numbers.at(keys.astype(np.int64))

    def frozen(self, about: Attributes) -> Callable[[Indices], Floats]:
        """Return what gives the numbers as they stand now."""
        word, (keys, numbers) = about[self.attribute].copy(), self.numbers.ordered()
        then = LiveGroups(self.attribute, SparseNumbers(keys, numbers), self.words)

        def matrix(who: Indices) -> Floats:
            rows, columns = np.repeat(who, len(who)), np.tile(who, len(who))
            found = then.at({self.attribute: word}, Pairs(rows, columns, len(word))).reshape(len(who), len(who))
            np.fill_diagonal(found, 0)
            return found

        return matrix


class LiveMembers(LiveLayer):
    """To how many bodies both of a pair belong."""

    def __init__(self, members: Incidence) -> None:
        self.members = members

    def change(self, first: Indices, second: Indices, number: Floats) -> None:
        """Hear of changes, in order."""
        for actor, body, value in zip(first.tolist(), second.tolist(), number.tolist(), strict=True):
            if value > 0:
                self.members.add(actor, body)
            else:
                self.members.remove(actor, body)

    def at(self, about: Attributes, pairs: Pairs) -> Floats:  # noqa: ARG002
        """Return the numbers of pairs."""
        return self.members.shared(pairs)

    def frozen(self, about: Attributes) -> Callable[[Indices], Floats]:  # noqa: ARG002
        """Return what gives the numbers as they stand now."""
        belonging = np.array(self.members.entries, dtype=np.int64).reshape(-1, 2)
        actors, bodies = len(self.members.of_actor), int(belonging[:, 1].max(initial=-1)) + 1

        def matrix(who: Indices) -> Floats:
            belongs = np.zeros((actors, bodies))
            belongs[belonging[:, 0], belonging[:, 1]] = 1
            found: Floats = belongs[who] @ belongs[who].T
            np.fill_diagonal(found, 0)
            return found

        return matrix


class LivePositions(LiveLayer):
    """Great-circle kilometres between places."""

    everywhere = True

    def __init__(self, longitude: Floats, latitude: Floats) -> None:
        east, north = np.radians(longitude), np.radians(latitude)
        self._points = np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])

    def change(self, first: Indices, second: Indices, number: Floats) -> None:
        """Nothing: places stay where they are."""

    def at(self, about: Attributes, pairs: Pairs) -> Floats:  # noqa: ARG002
        """Return the numbers of pairs: from the chord through the globe, which is right for near places too."""
        squared = np.zeros(len(pairs))
        for axis in self._points:
            squared += np.square(axis[pairs.first] - axis[pairs.second])
        distances: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(np.sqrt(squared) / 2, 1))
        return distances

    def frozen(self, about: Attributes) -> Callable[[Indices], Floats]:
        """Return what gives the numbers as they stand now."""

        def matrix(who: Indices) -> Floats:
            rows, columns = np.repeat(who, len(who)), np.tile(who, len(who))
            return self.at(about, Pairs(rows, columns, self._points.shape[1])).reshape(len(who), len(who))

        return matrix
