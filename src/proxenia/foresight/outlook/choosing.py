"""Which predictor an outlook uses, and how it did before: the one that did best in the backtest."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from proxenia.errors import InputError
from proxenia.foresight.backtest import CUTS, YEARS, best_predictor, run_backtest
from proxenia.foresight.backtest_results import Backtest
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.predictors.registry import PREDICTORS
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["FALLBACK", "CutScore", "PastScores", "checked_predictor", "past_scores", "scores_of"]

FALLBACK: Final = "persistence"
"""The predictor where nothing can be tested: every pair alike."""


@dataclass(frozen=True, slots=True)
class CutScore:
    """How one predictor did at one past cut.

    Attributes
    ----------
    year, last_year
        The cut, and the last year of the window after it.
    expected, low_50, high_50, low_90, high_90
        New ties expected among known cities, with intervals; the same for every predictor.
    seen
        New ties that came.
    scores
        By name.
    """

    year: int
    last_year: int
    predictor: str
    expected: float
    low_50: int
    high_50: int
    low_90: int
    high_90: int
    seen: int
    scores: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class PastScores:
    """How predictors did at past cuts.

    Attributes
    ----------
    best
        The one that did best, by the log score per new tie over all cuts.
    years
        The length of the windows.
    pooled
        That score of each, lower is better.
    cuts
        Scores of every predictor at every cut.
    covered_until
        The last year that half of the lists with years reach.
    """

    best: str
    years: int
    pooled: dict[str, float | None]
    cuts: tuple[CutScore, ...]
    covered_until: int | None

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return asdict(self)


def past_scores(
    snapshot: Snapshot,
    *,
    start: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> PastScores | None:
    """Return how the predictors did at the cuts whose windows had passed by a year.

    Parameters
    ----------
    start
        The last year known: windows that end later are not looked at.

    Returns
    -------
    PastScores
        None where no window had passed, or it was stopped before one was done.
    """
    cuts = [cut for cut in CUTS if cut + YEARS <= start]
    cuts = [cut for cut in cuts if _can(snapshot, cut)]
    if not cuts:
        return None
    told = run_backtest(snapshot, cuts=cuts, years=YEARS, seed=seed, progress=progress, stop=stop)
    return scores_of(told) if told.cuts else None


def scores_of(told: Backtest) -> PastScores:
    """Return of a backtest what an outlook tells beside its numbers."""
    best = best_predictor(told)
    cuts = []
    for cut in told.cuts:
        rule = next(iter(cut.rules.values()))
        for name, found in cut.models.items():
            one = CutScore(
                cut.year,
                cut.last_year,
                name,
                rule.expected,
                *rule.interval_50,
                *rule.interval_90,
                cut.new_ties,
                dict(found.scores),
            )
            cuts.append(one)
    return PastScores(
        best=best,
        years=told.years,
        pooled={name: told.pooled(name) for name in told.models},
        cuts=tuple(cuts),
        covered_until=told.covered_until,
    )


def _can(snapshot: Snapshot, cut: int) -> bool:
    """Tell whether a cut can be scored: something was known before it, and something came after."""
    dated = DatedTies.of(snapshot)
    if dated.ties.is_empty():
        return False
    return int(dated.ties["year"][0]) <= cut and not dated.between(cut + 1, cut + YEARS).is_empty()


def checked_predictor(identifier: str) -> str:
    """Return the id of a predictor, or raise InputError with the known ones."""
    if identifier not in PREDICTORS:
        raise InputError(
            f"{identifier!r} is no predictor",
            expected=f"Expected one of {', '.join(PREDICTORS)}",
            next_step="Leave it out to take the one that did best in the past",
        )
    return identifier
