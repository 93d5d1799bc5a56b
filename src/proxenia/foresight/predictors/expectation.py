"""How many new ties to expect among the candidates, from the counts of the past, with their spread.

Every predictor shares the number: they differ in *who* ties, not in *how many* ties there are, so that their scores can
be compared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known, known_cities

__all__ = ["DEFAULT_RULE", "RULES", "Expectation", "expect", "new_ties"]

LEAST: Final = 0.5
"""Never fewer are expected: a window without a new tie does not make the next one impossible."""
PACE_YEARS: Final = 2
_LONG_YEARS: Final = 10
_JUDGED: Final = 20
"""Past cuts that the spread is learnt from."""
_TOLD: Final = 5
"""Past windows that are told beside the last one."""
_DISPERSIONS: Final = np.geomspace(0.02, 4.0, 50)


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many new ties are expected.

    Attributes
    ----------
    expected
        The number.
    rule
        How it was found (:data:`RULES`).
    dispersion
        How far such numbers were off before: the variance is `expected + dispersion · expected²`; of a negative
        binomial distribution.
    past
        The numbers it rests on: first and last year of a past window of the same length, and the new ties among those
        who were candidates before it.
    """

    expected: float
    rule: str
    dispersion: float
    past: tuple[tuple[int, int, int], ...]

    def interval(self, share: float) -> tuple[int, int]:
        """Return the middle interval that holds the number of new ties with that probability.

        >>> Expectation(20.0, "pace", 0.25, ()).interval(0.9)
        (6, 41)
        """
        # Imported here: scipy takes long to load.
        from scipy.stats import nbinom  # noqa: PLC0415

        size = 1.0 / self.dispersion
        edges = nbinom.ppf([(1 - share) / 2, (1 + share) / 2], size, size / (size + self.expected))
        return int(edges[0]), int(edges[1])

    def draw(self, rng: np.random.Generator, *, size: int) -> NDArray[np.int64]:
        """Return so many numbers of new ties from the distribution."""
        shape = 1.0 / self.dispersion
        return rng.poisson(rng.gamma(shape, self.expected / shape, size)).astype(np.int64)

    def chance_of(self, number: int) -> float:
        """Return the probability of exactly so many new ties."""
        # Imported here: scipy takes long to load.
        from scipy.stats import nbinom  # noqa: PLC0415

        size = 1.0 / self.dispersion
        return float(nbinom.pmf(number, size, size / (size + self.expected)))


def new_ties(dated: DatedTies, cut: int, years: int) -> int:
    """Return how many pairs that were candidates at a cut tied themselves within the years after it."""
    told = dated.until(cut)
    if told.ties.is_empty():
        return 0
    there = set(known_cities(told)[0]["id"])
    tied = {frozenset(pair) for pair in told.in_force(cut).select("a", "b").iter_rows()}
    window = {frozenset(pair) for pair in dated.between(cut + 1, cut + years).select("a", "b").iter_rows()}
    return sum(len(pair) == 2 and pair <= there and pair not in tied for pair in window)


Count = Callable[[int], int]


def _last(known: Known, years: int, count: Count) -> float:
    del known
    return float(count(years))


def _mean(known: Known, years: int, count: Count) -> float:
    del known
    behind = range(years, max(_LONG_YEARS, years) + 1)
    return float(np.mean([count(one) for one in behind]))


def _pace(known: Known, years: int, count: Count) -> float:
    """Return the last window's number, times how its last two years' ties of anybody compare with all of it."""
    recent = known.dated.between(known.cut - PACE_YEARS + 1, known.cut).height / PACE_YEARS
    whole = known.dated.between(known.cut - years + 1, known.cut).height / years
    return count(years) * (recent + 1.0) / (whole + 1.0)


RULES: Final = MappingProxyType(
    {
        "last": (_last, "as many as in the last window before the cut"),
        "mean": (_mean, "the mean of the windows that lie in the ten years before the cut"),
        "pace": (
            _pace,
            "as many as in the last window, times the yearly new ties of its last two years over those of all of it",
        ),
    }
)
"""Rules for the number, with their meaning. The backtest compares them."""

DEFAULT_RULE: Final = "pace"
"""The rule that missed least in the backtest on the founding register and the Baltic list (windows of five years)."""


def expect(known: Known, *, years: int, rule: str = DEFAULT_RULE) -> Expectation:
    """Return how many new ties to expect among the candidates in the years after the cut.

    The spread comes from the rule's own misses at up to twenty earlier cuts whose windows had passed by the cut.
    """
    key = f"expectation {years} {rule}"
    if key not in known.kept:
        known.kept[key] = _expect(known, years, rule)
    found: Expectation = known.kept[key]
    return found


def _expect(known: Known, years: int, rule: str) -> Expectation:
    counted: dict[int, int] = {}

    def count_from(origin: int) -> int:
        if origin not in counted:
            counted[origin] = new_ties(known.dated, origin, years)
        return counted[origin]

    def number_at(cut: int) -> float:
        before = known if cut == known.cut else _only_ties(known, cut)
        return max(LEAST, RULES[rule][0](before, years, lambda behind: count_from(cut - behind)))

    expected = number_at(known.cut)
    told: list[tuple[int, float]] = []
    for origin in range(known.cut - years, known.cut - years - _JUDGED, -1):
        if known.dated.until(origin - years).ties.is_empty():
            break
        told.append((count_from(origin), number_at(origin)))
    windows = range(known.cut - years - _TOLD, known.cut - years + 1)
    past = tuple((first + 1, first + years, count_from(first)) for first in windows)
    return Expectation(expected, rule, _dispersion(told), past)


def _dispersion(told: list[tuple[int, float]]) -> float:
    """Return the dispersion under which the past numbers, seen and expected, are likeliest."""
    if not told:
        return 1.0
    # Imported here: scipy takes long to load.
    from scipy.stats import nbinom  # noqa: PLC0415

    seen, expected = np.array(told).T
    likely = [float(nbinom.logpmf(seen, 1 / one, 1 / (1 + one * expected)).sum()) for one in _DISPERSIONS]
    return float(_DISPERSIONS[int(np.argmax(likely))])


def _only_ties(known: Known, cut: int) -> Known:
    """Return the ties known at an earlier cut; the rules look at nothing else."""
    return Known(known.dated.until(cut), cut, pl.DataFrame(), known.shared_networks)
