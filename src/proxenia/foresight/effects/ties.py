"""Effects of the ties there are: inertia, degree, common partners, recency."""

import numpy as np

from proxenia.foresight.effects.effect import Effect, Example, Statistic
from proxenia.foresight.effects.sources import FromHubs, FromMiddles, FromTies, Source
from proxenia.foresight.effects.sparse import SparseNumbers
from proxenia.foresight.effects.state import State, TieChange
from proxenia.foresight.effects.values import FewPairs, Floats, OfPartner, Pairs, Values, few_pairs

__all__ = ["COMMON_PARTNERS", "DEGREE", "INERTIA", "RECENCY", "WEIGHTED_INERTIA"]

_DYNAM = "doi:10.1177/0081175017709295"
_EVENTS = "doi:10.1111/j.1467-9531.2008.00203.x"


class _Inertia(Statistic):
    def __init__(self, *, weighted: bool) -> None:
        self._weighted = weighted
        self._known: FewPairs | None = None

    def tie_changed(self, state: State, change: TieChange) -> None:  # noqa: ARG002
        if self._weighted or change.turned:
            self._known = None

    def values(self, state: State) -> Values:
        if self._known is None:
            pairs = state.ties.few()
            self._known = pairs if self._weighted else FewPairs(pairs.rows, pairs.columns, np.ones(len(pairs.rows)))
        return self._known

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        numbers = state.ties.weights.at(pairs.keys)
        return numbers if self._weighted else (numbers > 0).astype(float)

    def source(self, state: State) -> Source:  # noqa: ARG002
        return FromTies()


class _Degree(Statistic):
    def __init__(self, state: State) -> None:
        self._known: OfPartner | None = None
        self._numbers = state.ties.degrees()

    def tie_changed(self, state: State, change: TieChange) -> None:  # noqa: ARG002
        if change.turned:
            self._numbers[list(change.ends)] += 1 if change.after > 0 else -1
            self._known = None

    def values(self, state: State) -> Values:  # noqa: ARG002
        if self._known is None:
            self._known = OfPartner(self._numbers.copy())
        return self._known

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:  # noqa: ARG002
        numbers: Floats = self._numbers[pairs.first] + self._numbers[pairs.second]
        return numbers

    def source(self, state: State) -> Source:  # noqa: ARG002
        return FromHubs()


class _CommonPartners(Statistic):
    def __init__(self) -> None:
        # Of all pairs, made when they are first asked for: a model of few pairs never does.
        self._matrix: Floats | None = None
        self._known: FewPairs | None = None

    def tie_changed(self, state: State, change: TieChange) -> None:
        if self._matrix is None or not change.turned:
            return
        step = 1 if change.after > 0 else -1
        for end, through in (change.ends, change.ends[::-1]):
            others = np.array([one for one in state.ties.partners.of_actor[through] if one != end], dtype=np.int64)
            self._matrix[end, others] += step
            self._matrix[others, end] += step
        self._known = None

    def values(self, state: State) -> Values:
        if self._matrix is None:
            tied = state.ties.matrix()
            self._matrix = tied @ tied
            np.fill_diagonal(self._matrix, 0)
        if self._known is None:
            self._known = few_pairs(self._matrix)
        return self._known

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        return state.ties.partners.shared(pairs)

    def source(self, state: State) -> Source:
        return FromMiddles("partners", state.ties.partners)


class _Recency(Statistic):
    def __init__(self, days: float) -> None:
        self._days = days
        self._last: dict[tuple[int, int], float] = {}
        self._pairs: tuple[tuple[int, int], ...] = ()
        self._known = _ones(())
        self._times = SparseNumbers(np.zeros(0, dtype=np.int64), np.zeros(0), missing=-np.inf)

    def tie_changed(self, state: State, change: TieChange) -> None:
        if change.after > change.before:
            one, other = change.ends
            self._last[one, other] = self._last[other, one] = change.time
            self._times[min(one, other) * state.size + max(one, other)] = change.time

    def values(self, state: State) -> Values:
        pairs = tuple(sorted(pair for pair, last in self._last.items() if state.time - last <= self._days))
        if pairs != self._pairs:
            self._pairs, self._known = pairs, _ones(pairs)
        return self._known

    def of_pairs(self, state: State, pairs: Pairs) -> Floats:
        return (state.time - self._times.at(pairs.keys) <= self._days).astype(float)

    def source(self, state: State) -> Source:  # noqa: ARG002 – a recent tie is a tie
        return FromTies()


def _ones(pairs: tuple[tuple[int, int], ...]) -> FewPairs:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return FewPairs(ends[:, 0], ends[:, 1], np.ones(len(ends)))


INERTIA = Effect(
    id="inertia",
    label="Inertia",
    meaning="Who is tied already ties itself again.",
    formula="x(i,j)",
    reference=_DYNAM,
    begin=lambda _state, _about: _Inertia(weighted=False),
    example=Example(
        ties=(("a", "b"), ("a", "b"), ("b", "c")),
        working="a and b are tied, twice, which counts once; a and c are not.",
        numbers={("a", "b"): 1, ("b", "a"): 1, ("a", "c"): 0},
    ),
)

WEIGHTED_INERTIA = Effect(
    id="weighted_inertia",
    label="Weighted inertia",
    meaning="The more ties two have, the sooner they add another.",
    formula="w(i,j)",
    reference=_DYNAM,
    begin=lambda _state, _about: _Inertia(weighted=True),
    example=Example(
        ties=(("a", "b"), ("a", "b"), ("b", "c")),
        working="a and b are tied twice, b and c once.",
        numbers={("a", "b"): 2, ("b", "a"): 2, ("b", "c"): 1, ("a", "c"): 0},
    ),
)

DEGREE = Effect(
    id="degree",
    label="Partner's degree",
    meaning="Actors with many partners are chosen more.",
    formula="sum over k of x(j,k)",
    reference=_DYNAM,
    of_partner=True,
    begin=lambda state, _about: _Degree(state),
    example=Example(
        ties=(("a", "b"), ("a", "b"), ("b", "c")),
        working="b has the partners a and c: 2, whoever chooses it. a has b alone: 1.",
        numbers={("a", "b"): 2, ("c", "b"): 2, ("b", "a"): 1},
    ),
)

COMMON_PARTNERS = Effect(
    id="common_partners",
    label="Common partners",
    meaning="Who shares partners becomes partners.",
    formula="sum over k of x(i,k) x(k,j)",
    reference=_DYNAM,
    begin=lambda _state, _about: _CommonPartners(),
    example=Example(
        ties=(("a", "c"), ("b", "c"), ("a", "d"), ("b", "d"), ("a", "b")),
        working="a and b are both tied with c and d: 2. a and c are both tied with b: 1. c and d share a and b: 2.",
        numbers={("a", "b"): 2, ("a", "c"): 1, ("c", "a"): 1, ("c", "d"): 2},
    ),
)

RECENCY = Effect(
    id="recency",
    label="Recent tie",
    meaning="Who tied itself within so many days does so again.",
    formula="1 when the last new tie of i and j is at most the given number of days old",
    reference=_EVENTS,
    needs="days",
    begin=lambda _state, about: _Recency(float(about)),
    example=Example(
        ties=(("a", "b"), ("b", "c"), ("c", "d")),
        working="Two days count; a day after the last tie, b and c are two days old, a and b three.",
        numbers={("c", "d"): 1, ("b", "c"): 1, ("a", "b"): 0},
    ),
)
