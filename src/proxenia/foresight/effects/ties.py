"""Effects of the ties there are: inertia, degree, common partners, recency."""

import numpy as np

from proxenia.foresight.effects.effect import Effect, Example, Statistic
from proxenia.foresight.effects.state import State, TieChange
from proxenia.foresight.effects.values import FewPairs, Floats, OfPartner, Values, few_pairs

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
            pairs = few_pairs(state.weights)
            self._known = pairs if self._weighted else FewPairs(pairs.rows, pairs.columns, np.ones(len(pairs.rows)))
        return self._known


class _Degree(Statistic):
    def __init__(self, state: State) -> None:
        self._known = OfPartner((state.weights > 0).sum(axis=1).astype(float))

    def tie_changed(self, state: State, change: TieChange) -> None:  # noqa: ARG002
        if change.turned:
            numbers = self._known.numbers.copy()
            numbers[list(change.ends)] += 1 if change.after > 0 else -1
            self._known = OfPartner(numbers)

    def values(self, state: State) -> Values:  # noqa: ARG002
        return self._known


class _CommonPartners(Statistic):
    def __init__(self, state: State) -> None:
        tied = (state.weights > 0).astype(float)
        self._matrix: Floats = tied @ tied
        np.fill_diagonal(self._matrix, 0)
        self._known: FewPairs | None = None

    def tie_changed(self, state: State, change: TieChange) -> None:
        if not change.turned:
            return
        step = 1 if change.after > 0 else -1
        for end, through in (change.ends, change.ends[::-1]):
            others = np.flatnonzero(state.weights[through] > 0)
            others = others[others != end]
            self._matrix[end, others] += step
            self._matrix[others, end] += step
        self._known = None

    def values(self, state: State) -> Values:  # noqa: ARG002
        if self._known is None:
            self._known = few_pairs(self._matrix)
        return self._known


class _Recency(Statistic):
    def __init__(self, days: float) -> None:
        self._days = days
        self._last: dict[tuple[int, int], float] = {}
        self._pairs: tuple[tuple[int, int], ...] = ()
        self._known = _ones(())

    def tie_changed(self, state: State, change: TieChange) -> None:  # noqa: ARG002
        if change.after > change.before:
            self._last[change.ends] = self._last[change.ends[::-1]] = change.time

    def values(self, state: State) -> Values:
        pairs = tuple(sorted(pair for pair, last in self._last.items() if state.time - last <= self._days))
        if pairs != self._pairs:
            self._pairs, self._known = pairs, _ones(pairs)
        return self._known


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
    begin=lambda state, _about: _CommonPartners(state),
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
