"""Effects of what actors are: the partner's number, the difference of two, being the same, crowding of one's own."""

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.effects.effect import Effect, Example, Statistic
from proxenia.foresight.effects.sources import FromGroups, Source
from proxenia.foresight.effects.sparse import SparseNumbers
from proxenia.foresight.effects.state import State, TieChange
from proxenia.foresight.effects.values import AllPairs, FewPairs, Floats, Indices, OfPartner, Pairs, Values, few_pairs

__all__ = ["ALTER", "CROWDING", "DIFFERENCE", "SAME"]

_DYNAM = "doi:10.1177/0081175017709295"


class _OfAttribute(Statistic):
    """A statistic made anew when its attribute changes."""

    def __init__(self, state: State, name: str) -> None:
        self._name = name
        self._known = self._made(state.attributes[name].copy())

    def _made(self, numbers: Floats) -> Values:
        raise NotImplementedError

    def attribute_changed(self, state: State, name: str) -> None:
        if name == self._name:
            self._known = self._made(state.attributes[name].copy())

    def values(self, state: State) -> Values:  # noqa: ARG002
        return self._known

    def _both(self, state: State, pairs: Pairs) -> tuple[Floats, Floats]:
        numbers = state.attributes[self._name]
        return numbers[pairs.first], numbers[pairs.second]


class _Alter(_OfAttribute):
    def _made(self, numbers: Floats) -> Values:
        return OfPartner(numbers)

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        one, other = self._both(state, pairs)
        return one + other


class _Difference(_OfAttribute):
    def _made(self, numbers: Floats) -> Values:
        def of(who: Indices) -> Floats:
            mine = numbers[who]
            apart: Floats = mine[:, None] - mine
            return np.abs(apart, out=apart)

        return AllPairs(of)

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        one, other = self._both(state, pairs)
        apart: Floats = np.abs(one - other)
        return apart


class _Same(_OfAttribute):
    def __init__(self, state: State, name: str) -> None:
        super().__init__(state, name)
        self._source = FromGroups(f"same {name}", name, None)

    def _made(self, numbers: Floats) -> Values:
        def of(who: Indices) -> Floats:
            mine = numbers[who]
            alike: Floats = (mine[:, None] == mine).astype(float)
            np.fill_diagonal(alike, 0)
            return alike

        return AllPairs(of)

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        one, other = self._both(state, pairs)
        alike: Floats = (one == other).astype(float)
        return alike

    def source(self, state: State) -> Source:  # noqa: ARG002
        return self._source


class _Crowding(Statistic):
    def __init__(self, state: State, name: str) -> None:
        self._name = name
        # Of all pairs, made when they are first asked for; and of each actor and group, how many of the group it has.
        self._matrix: Floats | None = None
        self._known: FewPairs | None = None
        self._groups: Indices = np.zeros(0, dtype=np.int64)
        self._counts = SparseNumbers(self._groups, np.zeros(0))
        self._group(state)

    def _group(self, state: State) -> None:
        numbers = state.attributes[self._name]
        places: Indices = np.unique(numbers, return_inverse=True)[1]
        self._groups = np.where(np.isnan(numbers), -1, places)
        ends: Indices = np.array(state.ties.partners.entries, dtype=np.int64).reshape(-1, 2)
        keys, counts = np.unique(ends[:, 1] * (state.size + 1) + self._groups[ends[:, 0]] + 1, return_counts=True)
        self._counts = SparseNumbers(keys, counts.astype(float))

    def _begin(self, state: State) -> Floats:
        country = state.attributes[self._name]
        alike = (country[:, None] == country).astype(float)
        np.fill_diagonal(alike, 0)
        matrix: Floats = alike @ state.ties.matrix()
        np.fill_diagonal(matrix, 0)
        return matrix

    def attribute_changed(self, state: State, name: str) -> None:
        if name == self._name:
            self._matrix = self._known = None
            self._group(state)

    def tie_changed(self, state: State, change: TieChange) -> None:
        if not change.turned:
            return
        step = 1 if change.after > 0 else -1
        for end, partner in (change.ends, change.ends[::-1]):
            self._counts[int(partner * (state.size + 1) + self._groups[end] + 1)] += step
        if self._matrix is not None:
            country = state.attributes[self._name]
            for end, partner in (change.ends, change.ends[::-1]):
                others = np.flatnonzero(country == country[end])
                others = others[(others != end) & (others != partner)]
                self._matrix[others, partner] += step
        self._known = None

    def values(self, state: State) -> Values:
        if self._matrix is None:
            self._matrix = self._begin(state)
        if self._known is None:
            self._known = few_pairs(self._matrix)
        return self._known

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        tied = state.ties.weights.at(pairs.keys) > 0
        return self._seen(state, pairs.first, pairs.second, tied) + self._seen(state, pairs.second, pairs.first, tied)

    def _seen(self, state: State, one: Indices, partner: Indices, tied: NDArray[np.bool_]) -> Floats:
        """Return how many of one's own group the partner has, not counting the one."""
        group = self._groups[one]
        found = self._counts.at(partner * (state.size + 1) + group + 1) - tied
        return np.where(group >= 0, found, 0.0)


ALTER = Effect(
    id="alter",
    label="Partner's number",
    meaning="Actors with more of it are chosen more.",
    formula="z(j)",
    reference=_DYNAM,
    needs="attribute",
    of_partner=True,
    begin=_Alter,
    example=Example(
        ties=(("a", "b"),),
        working="The partner's own number, whoever chooses it.",
        numbers={("a", "b"): 5, ("b", "a"): 2},
        about={"a": 2, "b": 5},
    ),
)

DIFFERENCE = Effect(
    id="difference",
    label="Difference",
    meaning="A negative estimate says that actors choose their like.",
    formula="|z(i) - z(j)|",
    reference=_DYNAM,
    needs="attribute",
    begin=_Difference,
    example=Example(
        ties=(("a", "b"),),
        working="2 and 5 are 3 apart, seen from either side.",
        numbers={("a", "b"): 3, ("b", "a"): 3},
        about={"a": 2, "b": 5},
    ),
)

SAME = Effect(
    id="same",
    label="Same",
    meaning="Actors choose those of whom the same holds.",
    formula="1 when z(i) = z(j)",
    reference=_DYNAM,
    needs="attribute",
    begin=_Same,
    example=Example(
        ties=(("a", "b"),),
        working="a and c are both 2; b is 5.",
        numbers={("a", "c"): 1, ("c", "a"): 1, ("a", "b"): 0},
        about={"a": 2, "b": 5, "c": 2},
    ),
)

CROWDING = Effect(
    id="crowding",
    label="Own-country crowding",
    meaning="A positive estimate says that actors follow their own country's others to a partner; a negative one that "
    "they avoid a partner who has many of them.",
    formula="sum over k other than i of x(k,j) where z(k) = z(i)",
    reference="doi:10.1177/0081175017709295",
    needs="attribute",
    begin=_Crowding,
    example=Example(
        ties=(("a", "d"), ("b", "d"), ("c", "d")),
        working="a, b and c are of country 1. To a, the partner d has two others of its own: b and c. To d, of "
        "country 2, nobody of its own is at a.",
        numbers={("a", "d"): 2, ("d", "a"): 0, ("a", "b"): 0},
        about={"a": 1, "b": 1, "c": 1, "d": 2},
    ),
)
