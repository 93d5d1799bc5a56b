"""The relational event model of pairs: between whom a tie forms, given that one forms now.

With s{i,j} the weighted sum of the effects of an unordered pair, the next tie is {i,j} with the probability
exp s{i,j} / Σ_{a<b} exp s{a,b} over all pairs of the actors present (Butts 2008,
doi:10.1111/j.1467-9531.2008.00203.x, without direction). An effect that is the same seen from both sides (a tie,
a distance, common partners) counts once; one that is the partner's (degree, alter) or differs by side (crowding) is
added up over both orders.

All pairs are looked at where there is room for them; else pairs are sampled at every event
(:mod:`proxenia.foresight.sampling`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.design import begin_statistics, events_by_time, refuse_one_day
from proxenia.foresight.dynam import AtRisk, Fit, check_terms, fit_at
from proxenia.foresight.effects.effect import Term
from proxenia.foresight.effects.state import State
from proxenia.foresight.effects.values import Floats, Indices, Pairs
from proxenia.foresight.history import EventHistory
from proxenia.foresight.newton import Evaluation, maximise
from proxenia.foresight.sampling import PairSampler, Sampling

__all__ = [
    "MOST_NUMBERS",
    "Block",
    "Progress",
    "RelationalLikelihood",
    "Stop",
    "exact_numbers",
    "fit_relational",
    "pair_numbers",
]

Progress = Callable[[int, int], object]
"""Told how many of how many new ties have been looked at."""
Stop = Callable[[], bool]
"""Asked whether to stop."""
MOST_NUMBERS = 50_000_000
"""Numbers that are kept at once (events by pairs by effects and one more, for what is added to each): 400 MB."""
_ROWS_AT_ONCE = 1 << 18


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """Choice sets of the same number of pairs.

    Attributes
    ----------
    numbers
        One entry a choice set, a pair and an effect; from each choice set the same was taken away in every pair.
    offsets
        One entry a choice set and a pair: minus the logarithm of the chance to be drawn; minus infinity for a pair that
        does not count.
    ties
        How many new ties were chosen from each choice set.
    observed
        The numbers of the chosen pairs, added up.
    observed_offset
        Their offsets, added up.
    """

    numbers: Floats
    offsets: Floats
    ties: Floats
    observed: Floats
    observed_offset: float


class RelationalLikelihood:
    """The log-likelihood of choice sets, with its derivatives; its curvature is its information."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks

    def reaches(self, coefficients: Floats, floor: float) -> bool:  # noqa: ARG002
        """Tell that only the whole look can say."""
        return True

    def evaluate(self, coefficients: Floats) -> Evaluation:
        """Return the log-likelihood, its gradient and its information."""
        size = len(coefficients)
        loglik, gradient, information = 0.0, np.zeros(size), np.zeros((size, size))
        for block in self.blocks:
            loglik += float(block.observed @ coefficients) + block.observed_offset
            gradient += block.observed
            sets, pairs, _ = block.numbers.shape
            step = max(1, _ROWS_AT_ONCE // pairs)
            for begin in range(0, sets, step):
                some = slice(begin, begin + step)
                numbers, ties = block.numbers[some], block.ties[some]
                pull = numbers @ coefficients + block.offsets[some]
                highest = pull.max(axis=1, keepdims=True)
                pull = np.exp(pull - highest)
                sums = pull.sum(axis=1, keepdims=True)
                loglik -= float(ties @ (np.log(sums) + highest)[:, 0])
                pull *= ties[:, None] / sums
                flat = numbers.reshape(-1, size)
                weighted = flat * pull.reshape(-1, 1)
                mean = weighted.reshape(numbers.shape).sum(axis=1)
                gradient -= mean.sum(axis=0)
                information += flat.T @ weighted - (mean / ties[:, None]).T @ mean
        return Evaluation(loglik, gradient, information, information)


class _Forward:
    """Goes through the times with new ties, with the statistics of each.

    Attributes
    ----------
    stopped
        Whether it was told to stop before the end.
    """

    def __init__(
        self,
        history: EventHistory,
        terms: Sequence[Term],
        *,
        at_risk: AtRisk,
        progress: Progress | None,
        stop: Stop | None,
    ) -> None:
        self.history, self.state = history, State(history)
        self.statistics = begin_statistics(self.state, terms)
        self.stopped = False
        self._untied, self._progress, self._stop = at_risk == "untied", progress, stop

    def steps(self) -> Iterator[Pairs]:
        """Go to each time, and give the pairs that tie themselves there and are at risk."""
        events, done, whole = self.history.events, 0, len(self.history.new_ties)
        for time, rows in events_by_time(self.history):
            if self._stop is not None and self._stop():
                self.stopped = True
                return
            self.state.advance(time)
            pairs = Pairs(events.first[rows], events.second[rows], self.state.size)
            there = self.at_risk(pairs)
            if there.any():
                yield Pairs(pairs.first[there], pairs.second[there], self.state.size)
            done += len(rows)
            if self._progress is not None:
                self._progress(done, whole)

    def at_risk(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Return which pairs stand in the choice set, of actors who are present."""
        if not self._untied:
            return np.ones(len(pairs), dtype=bool)
        return self.state.ties.weights.at(pairs.keys) <= 0

    def numbers(self, pairs: Pairs) -> Floats:
        """Return the effects of pairs."""
        return np.column_stack([statistic.of_pairs(self.state, pairs) for statistic in self.statistics])


def _exact_blocks(forward: _Forward) -> list[Block]:
    """Return the choice sets of all pairs of the actors present, one a time with new ties."""
    blocks = []
    for tied in forward.steps():
        who = forward.state.who
        one, other = np.triu_indices(len(who), 1)
        pairs = Pairs(who[one], who[other], forward.state.size)
        numbers = forward.numbers(pairs)
        middle = numbers.mean(axis=0)
        blocks.append(
            Block(
                numbers=(numbers - middle)[None],
                offsets=np.where(forward.at_risk(pairs), 0.0, -np.inf)[None],
                ties=np.array([float(len(tied))]),
                observed=(forward.numbers(tied) - middle).sum(axis=0),
                observed_offset=0.0,
            )
        )
    return blocks


def _sampled_blocks(forward: _Forward, sampler: PairSampler, controls: int) -> list[Block]:
    """Return the choice sets of sampled pairs, one a new tie: the pair that tied itself first, then those drawn."""
    events, size = len(forward.history.new_ties), len(forward.statistics)
    numbers = np.zeros((events, controls + 1, size))
    offsets = np.zeros((events, controls + 1))
    done = 0
    for tied in forward.steps():
        ties = len(tied)
        drawn = sampler.draw(forward.state, tied.first, tied.second, ties * controls)
        told = forward.numbers(drawn.pairs)
        counts = drawn.counts & forward.at_risk(drawn.pairs)
        offset = np.where(counts, -np.log(drawn.chance, where=counts, out=np.zeros(len(told))), -np.inf)
        rows = slice(done, done + ties)
        # What a draw that does not count holds may be anything, and is multiplied by nought.
        numbers[rows, 1:] = told[ties:].reshape(ties, controls, size)
        numbers[rows] -= told[:ties, None]
        numbers[rows, 0] = 0
        offsets[rows, 1:] = offset[ties:].reshape(ties, controls)
        offsets[rows, 0] = offset[:ties]
        done += ties
    if not done:
        return []
    numbers, offsets = numbers[:done], offsets[:done]
    return [Block(numbers, offsets, np.ones(done), np.zeros(size), float(offsets[:, 0].sum()))]


def exact_numbers(history: EventHistory, terms: Sequence[Term]) -> int:
    """Return how many numbers the choice sets of all pairs hold."""
    state, whole = State(history), 0
    for time, _ in events_by_time(history):
        state.see_present(time)
        whole += len(state.who) * (len(state.who) - 1) // 2
    return whole * (len(terms) + 1)


def fit_relational(
    history: EventHistory,
    terms: Sequence[Term],
    *,
    controls: int | None = None,
    sampling: Sampling = "favouring",
    at_risk: AtRisk = "all",
    seed: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Fit:
    """Fit the relational event model of pairs.

    Parameters
    ----------
    controls
        How many pairs are drawn for each new tie; none for all pairs.
    sampling
        Whether all pairs are drawn alike (`uniform`), or those for which an effect is not nought more often.
    at_risk
        Whether all pairs could tie themselves (`all`), or only those that are not tied (`untied`): then a further tie
        of two who are tied already is not explained, though later ones see it.
    seed
        Of the draws.
    progress
        Told how many of how many new ties have been looked at.
    stop
        Asked before every time with new ties; when it says so, the model is fitted to those looked at so far, and the
        fit says that it was stopped.

    Returns
    -------
    Fit
        The log-likelihood of a sampled fit is that of the drawn pairs: compare it with that of the same draws alone.

    Raises
    ------
    InputError
        When an effect cannot be estimated (the error names it), or when there are too many pairs to look at all.
    """
    check_terms(history, terms)
    refuse_one_day(history)
    _check_size(history, terms, controls)
    forward = _Forward(history, terms, at_risk=at_risk, progress=progress, stop=stop)
    if controls is None:
        blocks = _exact_blocks(forward)
    else:
        sampler = PairSampler(forward.state, forward.statistics, sampling=sampling, seed=seed)
        blocks = _sampled_blocks(forward, sampler, controls)
    ties = round(sum(float(block.ties.sum()) for block in blocks))
    if not ties:
        raise _nothing_seen(stopped=forward.stopped)
    names = [term.id for term in terms]
    likelihood = RelationalLikelihood(blocks)
    found = maximise(likelihood, names, start=np.zeros(len(names)), events=ties)
    return fit_at(
        "relational",
        history,
        found,
        names=names,
        wanted=names,
        nothing=likelihood.evaluate(np.zeros(len(names))).loglik,
        ties=ties,
        stopped=forward.stopped,
        at_risk=at_risk,
        controls=controls,
        sampling=None if controls is None else sampling,
        seed=None if controls is None else seed,
    )


def _nothing_seen(*, stopped: bool) -> InputError:
    if stopped:
        return InputError("Stopped before any new tie was looked at", next_step="Let it run longer")
    return InputError(
        "No new tie is between two actors who were not tied before",
        next_step="Let all pairs be at risk (at_risk='all')",
    )


def _check_size(history: EventHistory, terms: Sequence[Term], controls: int | None) -> None:
    if controls is not None and controls < 1:
        raise InputError(f"{controls} drawn pairs are too few", expected="Expected 1 and more")
    ties, width = len(history.new_ties), len(terms) + 1
    numbers = exact_numbers(history, terms) if controls is None else ties * (controls + 1) * width
    if numbers <= MOST_NUMBERS:
        return
    fitting = MOST_NUMBERS // (ties * width) - 1
    raise InputError(
        f"{len(history.labels):,} actors and {ties:,} new ties make {numbers:,} numbers of pairs",
        expected=f"Expected at most {MOST_NUMBERS:,}",
        next_step=f"Draw a sample: at most {fitting:,} pairs for each new tie (controls)",
    )


def pair_numbers(history: EventHistory, terms: Sequence[Term], time: float, first: Indices, second: Indices) -> Floats:
    """Return the effects of pairs as they stand just before a time: shape (pairs, effects), in the order of the terms.

    Parameters
    ----------
    time
        In days; every change before it holds.
    first, second
        Places of the two actors of each pair among the history's labels; present or not.
    """
    state = State(history)
    statistics = begin_statistics(state, terms)
    state.advance(time)
    pairs = Pairs(np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64), state.size)
    numbers = np.empty((len(pairs), len(terms)), order="F")
    for place, statistic in enumerate(statistics):
        numbers[:, place] = statistic.of_pairs(state, pairs)
    return numbers
