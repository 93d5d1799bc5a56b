"""Effects of what actors are: the partner's number, the difference of two, being the same, crowding of one's own."""

import numpy as np

from proxenia.foresight.effects.effect import Effect, Example, Statistic
from proxenia.foresight.effects.state import State, TieChange
from proxenia.foresight.effects.values import AllPairs, FewPairs, Floats, Indices, OfPartner, Values, few_pairs

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


class _Alter(_OfAttribute):
    def _made(self, numbers: Floats) -> Values:
        return OfPartner(numbers)


class _Difference(_OfAttribute):
    def _made(self, numbers: Floats) -> Values:
        def of(who: Indices) -> Floats:
            mine = numbers[who]
            apart: Floats = mine[:, None] - mine
            return np.abs(apart, out=apart)

        return AllPairs(of)


class _Same(_OfAttribute):
    def _made(self, numbers: Floats) -> Values:
        def of(who: Indices) -> Floats:
            mine = numbers[who]
            alike: Floats = (mine[:, None] == mine).astype(float)
            np.fill_diagonal(alike, 0)
            return alike

        return AllPairs(of)


class _Crowding(Statistic):
    def __init__(self, state: State, name: str) -> None:
        self._name = name
        self._matrix: Floats = np.zeros_like(state.weights)
        self._known: FewPairs | None = None
        self._begin(state)

    def _begin(self, state: State) -> None:
        country = state.attributes[self._name]
        alike = (country[:, None] == country).astype(float)
        np.fill_diagonal(alike, 0)
        self._matrix = alike @ (state.weights > 0)
        np.fill_diagonal(self._matrix, 0)
        self._known = None

    def attribute_changed(self, state: State, name: str) -> None:
        if name == self._name:
            self._begin(state)

    def tie_changed(self, state: State, change: TieChange) -> None:
        if not change.turned:
            return
        country = state.attributes[self._name]
        for end, partner in (change.ends, change.ends[::-1]):
            others = np.flatnonzero(country == country[end])
            others = others[(others != end) & (others != partner)]
            self._matrix[others, partner] += 1 if change.after > 0 else -1
        self._known = None

    def values(self, state: State) -> Values:  # noqa: ARG002
        if self._known is None:
            self._known = few_pairs(self._matrix)
        return self._known


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
