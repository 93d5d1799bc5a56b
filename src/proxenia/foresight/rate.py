"""The model of rates: how often actors start a new tie, given what they are and have.

An actor present at a time starts ties at the rate exp(b0 + Σ b h) a year, where h are numbers of the actor itself; the
waiting time to the next tie follows from the sum of all rates (Stadtfeld, Hollway & Block 2017,
doi:10.1177/0081175017709295). Rates are the same between two changes of anything.

A tie without direction does not say who began. `either` lets both be possible: a tie of i and j adds log(rate of i +
rate of j). `first` takes the one named first in the data, as software for directed ties does; where the order of
the two is the alphabet's, its estimates mean nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from proxenia.errors import InputError
from proxenia.foresight.design import begin_statistics, refuse_one_day
from proxenia.foresight.effects.effect import Statistic, Term
from proxenia.foresight.effects.registry import EFFECTS
from proxenia.foresight.effects.state import State
from proxenia.foresight.effects.values import Floats, OfPartner
from proxenia.foresight.history import EventHistory
from proxenia.foresight.newton import Evaluation

__all__ = ["INTERCEPT", "Initiator", "RateDesign", "RateLikelihood", "rate_design"]

Initiator = Literal["either", "first"]
INTERCEPT = "intercept"
"""The name of b0."""
_DAYS_OF_YEAR = 365.25


@dataclass(frozen=True, eq=False, slots=True)
class RateDesign:
    """What the model of rates sees of a history.

    Attributes
    ----------
    exposed, years
        Numbers of actors while they could start a tie, the first column 1, and how many years they stayed so.
    first, second
        Numbers of the two who tied themselves, one row a tie.
    """

    exposed: Floats
    years: Floats
    first: Floats
    second: Floats


def rate_design(history: EventHistory, terms: Sequence[Term]) -> RateDesign:
    """Return what the model of rates sees.

    Raises
    ------
    InputError
        When a term is about pairs, when all new ties have the same date, or when no time passes.
    """
    _refuse_pairs(terms)
    refuse_one_day(history)
    state = State(history)
    statistics = begin_statistics(state, terms)
    exposed, years, first, second = [], [], [], []
    begin = history.start
    state.advance(begin)
    rows, events = history.new_ties, history.events
    for end in _moments(history):
        there = state.present
        state.advance(end)
        numbers = _numbers(statistics, state)
        happened = rows[events.time[rows] == end]
        first.append(numbers[events.first[happened]])
        second.append(numbers[events.second[happened]])
        if end > begin:
            exposed.append(numbers[there])
            years.append(np.full(int(there.sum()), (end - begin) / _DAYS_OF_YEAR))
        begin = end
    return RateDesign(np.concatenate(exposed), np.concatenate(years), np.concatenate(first), np.concatenate(second))


def _refuse_pairs(terms: Sequence[Term]) -> None:
    for term in terms:
        if not term.effect.of_partner:
            raise InputError(
                f"The effect {term.id!r} is about two actors, and the model of rates is about one",
                expected="Expected " + ", ".join(one.id for one in EFFECTS.values() if one.of_partner),
                next_step="Leave it out, or fit the model of coordination",
            )


def _moments(history: EventHistory) -> list[float]:
    streams = [history.presence.time, history.events.time, *(one.changes.time for one in history.attributes.values())]
    times = np.unique(np.concatenate([*streams, [history.start, history.end]]))
    return [float(time) for time in times if history.start <= time <= history.end]


def _numbers(statistics: Sequence[Statistic], state: State) -> Floats:
    columns = [np.ones(len(state.present))]
    for statistic in statistics:
        values = statistic.values(state)
        assert isinstance(values, OfPartner)  # noqa: S101 – others were refused
        columns.append(values.numbers)
    return np.column_stack(columns)


class RateLikelihood:
    """The log-likelihood of rates, with its derivatives."""

    def __init__(self, design: RateDesign, *, initiator: Initiator = "either") -> None:
        self.design, self._initiator = design, initiator

    def start(self) -> Floats:
        """Return the rate that all would share, and noughts."""
        start = np.zeros(self.design.exposed.shape[1])
        start[0] = np.log(len(self.design.first) / self.design.years.sum())
        return start

    def loglik_of_one_rate(self) -> float:
        """Return the log-likelihood when all share one rate."""
        return self.evaluate(self.start()).loglik

    def reaches(self, coefficients: Floats, floor: float) -> bool:  # noqa: ARG002
        """Tell that only the whole look can say."""
        return True

    def evaluate(self, coefficients: Floats) -> Evaluation:
        """Return the log-likelihood, its gradient and its curvature, which is the information as well."""
        design = self.design
        with np.errstate(over="ignore"):
            expected = design.years * np.exp(design.exposed @ coefficients)
        one, other = design.first @ coefficients, design.second @ coefficients
        if self._initiator == "first":
            began, share = one, np.ones(len(one))
        else:
            began = np.logaddexp(one, other)
            share = np.exp(one - began)
        seen = share[:, None] * design.first + (1 - share)[:, None] * design.second
        apart = design.first - design.second
        full = design.exposed.T @ (expected[:, None] * design.exposed)
        lost = apart.T @ ((share * (1 - share))[:, None] * apart)
        gradient = seen.sum(axis=0) - design.exposed.T @ expected
        curvature = full - lost
        loglik = float(began.sum() - expected.sum())
        return Evaluation(loglik, gradient, curvature if _is_positive(curvature) else full, curvature)


def _is_positive(matrix: Floats) -> bool:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True
