"""Effects of what else holds between two actors: a tie in another layer, a distance."""

import numpy as np

from proxenia.foresight.effects.effect import Effect, Example, Statistic
from proxenia.foresight.effects.state import State
from proxenia.foresight.effects.values import AllPairs, FewPairs, Floats, Indices, Values

__all__ = ["DISTANCE", "TIE"]


class _Tie(Statistic):
    def __init__(self, name: str) -> None:
        self._name = name
        self._known: FewPairs | None = None

    def layer_changed(self, state: State, name: str) -> None:  # noqa: ARG002
        if name == self._name:
            self._known = None

    def values(self, state: State) -> Values:
        if self._known is None:
            rows, columns = np.nonzero(state.layers[self._name])
            self._known = FewPairs(rows, columns, np.ones(len(rows)))
        return self._known


class _Distance(Statistic):
    def __init__(self, state: State, name: str) -> None:
        self._name = name
        self._known = self._made(state)

    def _made(self, state: State) -> AllPairs:
        logs = np.log1p(state.layers[self._name])

        def of(who: Indices) -> Floats:
            return logs[np.ix_(who, who)]

        return AllPairs(of)

    def layer_changed(self, state: State, name: str) -> None:
        if name == self._name:
            self._known = self._made(state)

    def values(self, state: State) -> Values:  # noqa: ARG002
        return self._known


TIE = Effect(
    id="tie",
    label="Tie in another layer",
    meaning="Who is tied in the other layer ties itself here.",
    formula="1 when the layer holds anything between i and j",
    reference="doi:10.1177/0081175017709295",
    needs="layer",
    begin=lambda _state, about: _Tie(about),
    example=Example(
        ties=(("a", "b"),),
        working="The layer holds 3 between a and c: that it holds something counts, once.",
        numbers={("a", "c"): 1, ("c", "a"): 1, ("a", "b"): 0},
        layer={("a", "c"): 3},
    ),
)

DISTANCE = Effect(
    id="distance",
    label="Distance",
    meaning="A negative estimate says that near actors tie themselves more than far ones.",
    formula="log(1 + d(i,j)), d in the unit of the layer",
    reference="doi:10.1016/j.socnet.2010.11.001",
    needs="layer",
    begin=_Distance,
    example=Example(
        ties=(("a", "b"),),
        working="a and b lie 99 km apart: log 100 = 4.605. b and c lie at the same place: log 1 = 0.",
        numbers={("a", "b"): float(np.log(100)), ("b", "a"): float(np.log(100)), ("b", "c"): 0},
        layer={("a", "b"): 99},
    ),
)
