"""What a backtest holds: cuts, what was known and what came, and how every predictor did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.date_coverage import DatingList, RegionCoverage
from proxenia.foresight.predictors.predictor import Coefficient
from proxenia.foresight.predictors.registry import BASELINES

__all__ = [
    "DRAWS",
    "Backtest",
    "Cut",
    "Difference",
    "ModelScores",
    "Rule",
    "best_predictor",
    "draws_of",
    "lowest",
    "middle",
]

Range = tuple[float, float]

DRAWS: Final = 1_000
"""Samples of the new ties, drawn with replacement, that the intervals come from."""
_MIDDLE: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better or worse a predictor is than a baseline, on the same new ties.

    Attributes
    ----------
    than
        The baseline.
    value
        Difference of the log score per new tie; less than nought is better than the baseline.
    interval
        95 % of the samples of new ties; none where there is no new tie.
    """

    than: str
    value: float
    interval: Range | None


@dataclass(frozen=True, eq=False, slots=True)
class ModelScores:
    """How one predictor did at one cut.

    Attributes
    ----------
    scores
        By the names of :data:`~proxenia.foresight.scores.SCORES`.
    intervals
        95 % of the samples, of some of them.
    difference
        Against the baseline that did best at this cut; none for that baseline itself.
    curve
        Recall and precision.
    calibration
        As :func:`~proxenia.foresight.scores.calibration` gives it.
    classes
        As :func:`~proxenia.foresight.scores.chance_classes` gives it.
    regions
        New ties expected and seen by part of the world; a pair between two counts in both.
    coefficients
        What was estimated.
    loss_of_ties, loss_of_others
        The losses behind the log score, as of :class:`~proxenia.foresight.scores.Scored`.
    """

    scores: dict[str, float | None]
    intervals: dict[str, Range]
    difference: Difference | None
    curve: tuple[tuple[float, float], ...]
    calibration: tuple[tuple[float, float, int, float, int], ...]
    classes: NDArray[np.float64]
    regions: dict[str, tuple[float, int]]
    coefficients: tuple[Coefficient, ...]
    loss_of_ties: NDArray[np.float64]
    loss_of_others: float


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule for the number of new ties said at a cut, and the chance it gave to what came.

    Attributes
    ----------
    expected
        New ties expected.
    dispersion
        Of the negative binomial distribution around it.
    interval_50, interval_90
        The middle ranges.
    chance
        The probability of exactly the number that was seen.
    past
        First and last year of past windows, and their new ties.
    """

    expected: float
    dispersion: float
    interval_50: tuple[int, int]
    interval_90: tuple[int, int]
    chance: float
    past: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Cut:
    """What was known at a cut, what came, and how each predictor did.

    Attributes
    ----------
    year
        The cut: known is everything up to its end.
    last_year
        The last year of the window.
    known_ties, known_cities
        Dated ties up to the cut, and cities with one.
    left_out_cities
        Known cities that are not paired, for there are too many.
    candidates
        Pairs of known cities without a tie in force.
    window_ties
        Dated ties that began in the window.
    new_ties
        Candidates that tied themselves.
    out_of_reach
        Pairs that tied themselves of which a city was not known or not paired at the cut.
    tied_before
        Pairs with a new tie that were tied at the cut already.
    beyond_lists
        Whether the window goes beyond what most of the dating covers.
    rules
        What each rule for the number of new ties said; the predictors share the first.
    models
        How each predictor did.
    """

    year: int
    last_year: int
    known_ties: int
    known_cities: int
    left_out_cities: int
    candidates: int
    window_ties: int
    new_ties: int
    out_of_reach: int
    tied_before: int
    beyond_lists: bool
    rules: Mapping[str, Rule]
    models: Mapping[str, ModelScores]


@dataclass(frozen=True, eq=False, slots=True)
class Backtest:
    """How predictors would have done at several cuts.

    Attributes
    ----------
    cuts
        In time.
    years, seed, models
        Length of the windows, the seed, the ids of the predictors.
    lists, covered_until
        Which lists give the years, and up to which year half of the dating reaches.
    regions
        How many ties carry a year, by part of the world.
    dated_ties, all_ties
        The same for everything.
    stopped
        Whether it was stopped before all cuts were done.
    """

    cuts: tuple[Cut, ...]
    years: int
    seed: int
    models: tuple[str, ...]
    lists: tuple[DatingList, ...]
    covered_until: int | None
    regions: tuple[RegionCoverage, ...]
    dated_ties: int
    all_ties: int
    stopped: bool = False

    def pooled(self, model: str) -> float | None:
        """Return the log score per new tie over all cuts together; none where nothing happened at any."""
        ties = sum(cut.new_ties for cut in self.cuts)
        losses = [cut.models[model] for cut in self.cuts]
        whole = sum(float(one.loss_of_ties.sum()) + one.loss_of_others for one in losses)
        return whole / ties if ties else None

    @property
    def best_baseline(self) -> str | None:
        """The baseline with the lowest log score over all cuts."""
        return lowest({one: self.pooled(one) for one in self.models if one in BASELINES})

    def pooled_difference(self, model: str, than: str) -> Difference | None:
        """Return the difference of two predictors over all cuts together; new ties are drawn within each cut."""
        ties = sum(cut.new_ties for cut in self.cuts)
        one, other = self.pooled(model), self.pooled(than)
        if one is None or other is None:
            return None
        drawn = np.zeros(DRAWS)
        for cut in self.cuts:
            draws = draws_of(cut.new_ties, self.seed, cut.year)
            mine, theirs = cut.models[model], cut.models[than]
            drawn += draws @ (mine.loss_of_ties - theirs.loss_of_ties) + mine.loss_of_others - theirs.loss_of_others
        return Difference(than, one - other, middle(drawn / ties))


def best_predictor(backtest: Backtest) -> str:
    """Return the predictor that did best: the lowest log score per new tie over all cuts together.

    Every new tie counts the same, so that a cut with few of them decides little. Where nothing happened at any cut it
    is `persistence`, the plainest.
    """
    return lowest({one: backtest.pooled(one) for one in backtest.models}) or "persistence"


def draws_of(ties: int, seed: int, year: int) -> NDArray[np.int64]:
    """Return how often each new tie is drawn: the same draws for every predictor, so that they can be compared."""
    if not ties:
        return np.zeros((DRAWS, 0), dtype=np.int64)
    rng = np.random.default_rng([seed, year + 10_000])
    return rng.multinomial(ties, np.full(ties, 1 / ties), size=DRAWS)


def middle(drawn: NDArray[np.float64]) -> Range:
    """Return the range that holds 95 % of what was drawn."""
    low, high = np.percentile(drawn, _MIDDLE)
    return float(low), float(high)


def lowest(values: Mapping[str, float | None]) -> str | None:
    """Return whose value is lowest; of equals the first."""
    there = [(value, name) for name, value in values.items() if value is not None]
    return min(there, key=lambda one: one[0])[1] if there else None
