"""What a model sees of a history: at each time of new ties, who could choose whom, and the numbers of every effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from proxenia.errors import InputError
from proxenia.foresight.effects.effect import Statistic, Term
from proxenia.foresight.effects.state import State
from proxenia.foresight.effects.values import AllPairs, FewPairs, Floats, Indices, OfPartner, Values
from proxenia.foresight.history import EventHistory

__all__ = [
    "Design",
    "PresentPairs",
    "Step",
    "begin_statistics",
    "coordination_design",
    "events_by_time",
    "refuse_one_day",
]


MOST_PRESENT = 500
"""Actors present at a time, of whom the coordination model looks at every two."""
MOST_ACTORS = 2_000
"""Actors of the history, present or not, of whom effects are kept for every two."""


@dataclass(frozen=True, eq=False, slots=True)
class PresentPairs:
    """A number of every pair of the actors present; the same object as long as numbers and presence are the same."""

    pairs: AllPairs
    who: Indices

    def matrix(self) -> Floats:
        """Return the numbers."""
        return self.pairs.of(self.who)


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """A time with one new tie or more; places are those among the actors present.

    Attributes
    ----------
    size
        How many actors are present.
    first, second
        Who tied themselves, one row a tie.
    involved
        How often each actor did.
    partner
        Numbers of partners: one row an actor, one column an effect.
    cells, rows, columns, runs
        Ordered pairs for which an effect of few pairs is not nought in one order or the other: their places in the
        flattened matrix, in order; the row and the column of each; and where the pairs of each row begin, for the rows
        that have any.
    few, few_both
        Numbers of those pairs, one column an effect; and the same with the numbers of the opposite order added.
    mutual
        Whether the numbers of few pairs are the same in both orders.
    dense
        The effects of all pairs.
    observed
        The numbers of the new ties added up, both orders, in the order partner, few, dense.
    """

    size: int
    first: Indices
    second: Indices
    involved: Floats
    partner: Floats
    cells: Indices
    rows: Indices
    columns: Indices
    runs: Indices
    few: Floats
    few_both: Floats
    mutual: bool
    dense: tuple[PresentPairs, ...]
    observed: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Design:
    """The steps of a history, and the terms in the order of the columns of a step."""

    steps: tuple[Step, ...]
    terms: tuple[Term, ...]
    events: int


def begin_statistics(state: State, terms: Sequence[Term]) -> list[Statistic]:
    """Begin the statistics of terms; they hear of every change of the state."""
    begun = [term.effect.begin(state, term.about) for term in terms]
    for statistic in begun:
        state.tell(statistic)
    return begun


def refuse_one_day(history: EventHistory) -> None:
    """Refuse a history in which nothing comes after anything.

    Raises
    ------
    InputError
        When all new ties have the same time.
    """
    times = history.events.time[history.new_ties]
    if len(times) > 1 and times[0] == times[-1]:
        raise InputError(
            f"All {len(times)} new ties have the same date, so that none can follow from another",
            expected="Expected new ties at two times or more",
            next_step="Give the ties their own dates",
        )


def events_by_time(history: EventHistory) -> Iterator[tuple[float, Indices]]:
    """Give every time with new ties, and which events they are."""
    rows = history.new_ties
    times = history.events.time[rows]
    edges = [0, *(np.flatnonzero(np.diff(times)) + 1).tolist(), len(rows)]
    for begin, end in pairwise(edges):
        yield float(times[begin]), rows[begin:end]


class _Builder:
    """Makes the steps of a history; what did not change since the last step is not made again."""

    def __init__(self, history: EventHistory, terms: Sequence[Term]) -> None:
        self.history = history
        self.state = State(history)
        self._statistics = list(zip(terms, begin_statistics(self.state, terms), strict=True))
        self._presence: object = None
        self._who = np.zeros(0, dtype=np.int64)
        self._place = np.zeros(0, dtype=np.int64)
        self._shown: dict[int, PresentPairs] = {}
        self.columns: tuple[list[int], list[int], list[int]] = ([], [], [])

    def step(self, time: float, rows: Indices) -> Step:
        self.state.advance(time)
        self._see_present()
        values = [statistic.values(self.state) for _, statistic in self._statistics]
        self.columns = _columns(values)
        of_partner, of_few, of_all = self.columns
        partner = np.column_stack([_numbers(values[k])[self._who] for k in of_partner]) if of_partner else self._none()
        cells, few, both = self._few([values[k] for k in of_few])
        dense = tuple(self._dense(k, values[k]) for k in of_all)
        events = self.history.events
        first, second = self._place[events.first[rows]], self._place[events.second[rows]]
        size = len(self._who)
        involved = np.bincount(first, minlength=size) + np.bincount(second, minlength=size)
        starts = cells // size
        return Step(
            size=size,
            first=first,
            second=second,
            involved=involved.astype(float),
            partner=partner,
            cells=cells,
            rows=starts,
            columns=cells % size,
            runs=np.flatnonzero(np.diff(starts, prepend=-1)),
            few=few,
            few_both=both,
            mutual=bool((both == 2 * few).all()),
            dense=dense,
            observed=self._observed(first, second, partner=partner, cells=cells, both=both, dense=dense),
        )

    def _none(self) -> Floats:
        return np.zeros((len(self._who), 0))

    def _see_present(self) -> None:
        if self._presence is not self.state.present:
            self._presence = self.state.present
            self._who = self.state.who
            self._place = np.full(len(self.history.labels), -1)
            self._place[self._who] = np.arange(len(self._who))

    def _dense(self, column: int, values: Values) -> PresentPairs:
        assert isinstance(values, AllPairs)  # noqa: S101 – sorted into columns by form
        shown = self._shown.get(column)
        if shown is None or shown.pairs is not values or shown.who is not self._who:
            shown = self._shown[column] = PresentPairs(values, self._who)
        return shown

    def _few(self, values: Sequence[Values]) -> tuple[Indices, Floats, Floats]:
        size, found = len(self._who), []
        for one in values:
            assert isinstance(one, FewPairs)  # noqa: S101 – sorted into columns by form
            rows, columns = self._place[one.rows], self._place[one.columns]
            there = (rows >= 0) & (columns >= 0)
            found.append((rows[there] * size + columns[there], columns[there] * size + rows[there], one.numbers[there]))
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros((0, 0)), np.zeros((0, 0))
        cells = np.unique(np.concatenate([cells for own, opposite, _ in found for cells in (own, opposite)]))
        few, both = np.zeros((len(cells), len(found))), np.zeros((len(cells), len(found)))
        for column, (own, opposite, numbers) in enumerate(found):
            at = np.searchsorted(cells, own)
            few[at, column] = numbers
            both[at, column] += numbers
            both[np.searchsorted(cells, opposite), column] += numbers
        return cells, few, both

    def _observed(
        self,
        first: Indices,
        second: Indices,
        *,
        partner: Floats,
        cells: Indices,
        both: Floats,
        dense: Sequence[PresentPairs],
    ) -> Floats:
        wanted = first * len(self._who) + second
        at = np.minimum(np.searchsorted(cells, wanted), max(len(cells) - 1, 0))
        hit = (cells[at] == wanted) if len(cells) else np.zeros(len(wanted), dtype=bool)
        few = both[at[hit]].sum(axis=0) if len(cells) else np.zeros(both.shape[1])
        of_all = [
            2 * sum(float(one.pairs.of(self._who[[a, b]])[0, 1]) for a, b in zip(first, second, strict=True))
            for one in dense
        ]
        return np.concatenate([(partner[first] + partner[second]).sum(axis=0), few, np.array(of_all)])


def _numbers(values: Values) -> Floats:
    assert isinstance(values, OfPartner)  # noqa: S101 – sorted into columns by form
    return values.numbers


def _columns(values: Sequence[Values]) -> tuple[list[int], list[int], list[int]]:
    forms = (OfPartner, FewPairs, AllPairs)
    partner, few, dense = ([k for k, one in enumerate(values) if isinstance(one, form)] for form in forms)
    return partner, few, dense


def _refuse_many(history: EventHistory) -> None:
    """Refuse histories for which every two actors are too many."""
    state = State(history)
    for time, _ in events_by_time(history):
        state.see_present(time)
        if len(state.who) > MOST_PRESENT or state.size > MOST_ACTORS:
            raise InputError(
                f"{len(state.who):,} of {state.size:,} actors are present; the coordination model looks at every two",
                expected=f"Expected at most {MOST_PRESENT} present, of at most {MOST_ACTORS:,}",
                next_step="Fit the relational event model (--model relational), which can sample pairs",
            )


def coordination_design(history: EventHistory, terms: Sequence[Term]) -> Design:
    """Return what the coordination model sees of a history.

    Raises
    ------
    InputError
        When more actors are present than the model can look at, or when all new ties have the same date.
    """
    refuse_one_day(history)
    _refuse_many(history)
    builder = _Builder(history, terms)
    steps = tuple(builder.step(time, rows) for time, rows in events_by_time(history))
    order = [column for form in builder.columns for column in form]
    return Design(steps, tuple(terms[column] for column in order), len(history.new_ties))
