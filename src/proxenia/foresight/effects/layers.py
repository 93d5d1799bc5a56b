"""Effects of what else holds between two actors: a tie in another layer, a distance."""

import numpy as np

from proxenia.errors import InputError
from proxenia.foresight.effects.effect import Effect, Example, Statistic
from proxenia.foresight.effects.live_layers import LiveGroups, LiveMembers, LivePairs
from proxenia.foresight.effects.sources import FromGroups, FromMiddles, FromPairs, Source
from proxenia.foresight.effects.state import State
from proxenia.foresight.effects.values import AllPairs, FewPairs, Floats, Indices, Pairs, Values

__all__ = ["DISTANCE", "TIE"]


class _Tie(Statistic):
    def __init__(self, state: State, name: str) -> None:
        if state.layers[name].everywhere:
            raise InputError(
                f"The effect 'tie:{name}' is the same for every pair: the layer {name!r} holds between all",
                next_step=f"Write distance:{name}",
            )
        self._name = name
        self._known: FewPairs | None = None
        self._who: object = None
        self._source = _source_of(state, name)

    def layer_changed(self, state: State, name: str) -> None:  # noqa: ARG002
        if name == self._name:
            self._known = None

    def attribute_changed(self, state: State, name: str) -> None:
        if name == state.layers[self._name].attribute:
            self._known = None

    def values(self, state: State) -> Values:
        if self._known is None or self._who is not state.who:
            self._who = state.who
            found = state.layers[self._name].few(state.attributes, state.who)
            self._known = FewPairs(found.rows, found.columns, np.ones(len(found.rows)))
        return self._known

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        held: Floats = (state.layers[self._name].at(state.attributes, pairs) != 0).astype(float)
        return held

    def source(self, state: State) -> Source | None:  # noqa: ARG002
        return self._source


def _source_of(state: State, name: str) -> Source | None:
    layer = state.layers[name]
    if isinstance(layer, LivePairs):
        return FromPairs(f"layer {name}", layer)
    if isinstance(layer, LiveMembers):
        return FromMiddles(f"layer {name}", layer.members)
    return FromGroups(f"layer {name}", layer.attribute, layer) if isinstance(layer, LiveGroups) else None


class _Distance(Statistic):
    def __init__(self, name: str) -> None:
        self._name = name
        self._known: AllPairs | None = None

    def layer_changed(self, state: State, name: str) -> None:  # noqa: ARG002
        if name == self._name:
            self._known = None

    def attribute_changed(self, state: State, name: str) -> None:
        if name == state.layers[self._name].attribute:
            self._known = None

    def values(self, state: State) -> Values:
        if self._known is None:
            matrix = state.layers[self._name].frozen(state.attributes)

            def of(who: Indices) -> Floats:
                logs: Floats = np.log1p(matrix(who))
                return logs

            self._known = AllPairs(of)
        return self._known

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        logs: Floats = np.log1p(state.layers[self._name].at(state.attributes, pairs))
        return logs


TIE = Effect(
    id="tie",
    label="Tie in another layer",
    meaning="Who is tied in the other layer ties itself here.",
    formula="1 when the layer holds anything between i and j",
    reference="doi:10.1177/0081175017709295",
    needs="layer",
    begin=_Tie,
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
    formula="log(1 + d(i,j)), d in the unit of the layer; km between places",
    reference="doi:10.1016/j.socnet.2010.11.001",
    needs="layer",
    begin=lambda _state, about: _Distance(about),
    example=Example(
        ties=(("a", "b"),),
        working="a and b lie 99 km apart: log 100 = 4.605. b and c lie at the same place: log 1 = 0.",
        numbers={("a", "b"): float(np.log(100)), ("b", "a"): float(np.log(100)), ("b", "c"): 0},
        layer={("a", "b"): 99},
    ),
)
