"""How well the same method would have done before: fitted on what was known at a cut, scored on the years after it.

All predictors are scored on the same candidates. A tie between cities of which one has no dated tie before the cut is
out of reach of every predictor; such ties are counted and told. What a list of today no longer remembers is missing
from both sides, and a list knows recent years worse than old ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.foresight.backtest_results import (
    Backtest,
    Cut,
    Difference,
    ModelScores,
    Rule,
    best_predictor,
    draws_of,
    lowest,
    middle,
)
from proxenia.foresight.candidates import Candidates
from proxenia.foresight.date_coverage import covered_until, dating_lists, region_coverage
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.expectation import DEFAULT_RULE, RULES, expect
from proxenia.foresight.predictors.predictor import Prediction, Predictor, check_years
from proxenia.foresight.predictors.registry import BASELINES, predictors_of
from proxenia.foresight.regions import REGION_OF, REGIONS
from proxenia.foresight.scores import calibration, chance_classes, resampled, score
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CUTS", "MOST_CUTS", "YEARS", "Backtest", "best_predictor", "run_backtest"]

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

CUTS: Final = (1985, 1990, 1995, 2000, 2005, 2010)
"""The years that are cut at when none is named."""
YEARS: Final = 5
"""Years after each cut that are predicted."""
MOST_CUTS: Final = 30


def run_backtest(
    snapshot: Snapshot,
    *,
    cuts: Sequence[int] = CUTS,
    years: int = YEARS,
    models: Sequence[str] = (),
    seed: int = 1,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Backtest:
    """Return how predictors would have done.

    Parameters
    ----------
    snapshot
        The whole snapshot, with all periods.
    cuts
        Years up to whose end everything is known.
    years
        Length of the window after each cut.
    models
        Ids of predictors; all when none is named.
    seed
        Draws the samples that the intervals come from, and samples of pairs where there are too many.
    progress
        Is told how many steps are done, and of how many.
    stop
        Is asked between two steps whether to stop; the cuts that are done are returned.

    Raises
    ------
    InputError
        When a cut lies before the first dated tie or after the last one, or a number is out of bounds.
    UnknownValueError
        When a predictor is not known.
    """
    check_years(years)
    chosen = predictors_of(tuple(models))
    dated = DatedTies.of(snapshot)
    wanted = _checked(cuts, years, dated)
    lists = dating_lists(snapshot, dated)
    covered = covered_until(lists)
    steps = _Steps(len(wanted) * len(chosen), progress or (lambda *_: None), stop or (lambda: False))
    done: list[Cut] = []
    for year in wanted:
        found = _cut(snapshot, dated, year, years, chosen, seed, covered, steps)
        if found is None:
            break
        done.append(found)
    return Backtest(
        cuts=tuple(done),
        years=years,
        seed=seed,
        models=tuple(one.id for one in chosen),
        lists=lists,
        covered_until=covered,
        regions=region_coverage(dated),
        dated_ties=dated.ties.height,
        all_ties=dated.all_ties.height,
        stopped=len(done) < len(wanted),
    )


@dataclass(eq=False)
class _Steps:
    total: int
    progress: Progress
    stop: Stop
    done: int = 0

    def step(self) -> None:
        self.done += 1
        self.progress(self.done, self.total)


def _checked(cuts: Sequence[int], years: int, dated: DatedTies) -> tuple[int, ...]:
    wanted = tuple(sorted(set(cuts)))
    if not 1 <= len(wanted) <= MOST_CUTS:
        raise InputError(
            f"{len(wanted)} cuts are asked for", expected=f"Expected 1 to {MOST_CUTS}", next_step="Name fewer cuts"
        )
    if dated.ties.is_empty():
        raise InputError(
            "No tie between local governments carries a year",
            expected="Expected ties whose start is known to the year",
            next_step="Import a source whose ties carry years, such as the founding register",
        )
    first, last = (int(dated.ties["year"][edge]) for edge in (0, -1))
    for year in wanted:
        if not first <= year < last:
            raise InputError(
                f"There is nothing to learn from or to predict at the cut {year}",
                expected=f"Expected {first} to {last - 1}: the dated ties begin in the years {first} to {last}",
                next_step="Take a cut between them",
            )
        if dated.between(year + 1, year + years).is_empty():
            raise InputError(
                f"No dated tie begins in the window from {year + 1} to {year + years}",
                expected="Expected a window in which some tie begins",
                next_step="Take another cut or a longer window",
            )
    return wanted


def _cut(  # noqa: PLR0917
    snapshot: Snapshot,
    dated: DatedTies,
    year: int,
    years: int,
    chosen: tuple[Predictor, ...],
    seed: int,
    covered: int | None,
    steps: _Steps,
) -> Cut | None:
    known = Known.of(snapshot, year, dated=dated)
    window = dated.between(year + 1, year + years)
    tied = known.candidates.rows_of(window)
    told: dict[str, ModelScores] = {}
    draws = draws_of(len(tied), seed, year)
    for predictor in chosen:
        if steps.stop():
            return None
        told[predictor.id] = _scored(predictor.fit(known, years=years, seed=seed), tied, draws)
        steps.step()
    pairs = {frozenset(pair) for pair in window.select("a", "b").iter_rows()}
    there = set(known.candidates.cities["id"])
    outside = sum(not pair <= there for pair in pairs)
    return Cut(
        year=year,
        last_year=year + years,
        known_ties=known.dated.ties.height,
        known_cities=known.dated.cities.height,
        left_out_cities=known.candidates.left_out,
        candidates=len(known.candidates),
        window_ties=window.height,
        new_ties=len(tied),
        out_of_reach=outside,
        tied_before=len(pairs) - outside - len(tied),
        beyond_lists=covered is not None and year + years > covered,
        rules={rule: _rule(known, years, rule, len(tied)) for rule in (DEFAULT_RULE, *RULES)},
        models=_compared(told, draws),
    )


def _rule(known: Known, years: int, rule: str, seen: int) -> Rule:
    told = expect(known, years=years, rule=rule)
    return Rule(
        expected=told.expected,
        dispersion=told.dispersion,
        interval_50=told.interval(0.5),
        interval_90=told.interval(0.9),
        chance=told.chance_of(seen),
        past=told.past,
    )


def _scored(prediction: Prediction, tied: NDArray[np.int64], draws: NDArray[np.int64]) -> ModelScores:
    chances = prediction.chances()
    found = score(chances, tied)
    return ModelScores(
        scores=found.values,
        intervals={name: middle(drawn) for name, drawn in resampled(found, draws, len(chances)).items()},
        difference=None,
        curve=found.curve,
        calibration=calibration(chances, tied),
        classes=chance_classes(chances, tied),
        regions=_by_region(prediction.candidates, chances, tied),
        coefficients=prediction.coefficients,
        loss_of_ties=found.loss_of_ties,
        loss_of_others=found.loss_of_others,
    )


def _by_region(
    candidates: Candidates, chances: NDArray[np.float64], tied: NDArray[np.int64]
) -> dict[str, tuple[float, int]]:
    of_city = candidates.cities["country"].replace_strict(REGION_OF, default="", return_dtype=pl.String()).to_numpy()
    first, second = of_city[candidates.first], of_city[candidates.second]
    there = {region: (first == region) | (second == region) for region in REGIONS}
    return {region: (float(chances[here].sum()), int(here[tied].sum())) for region, here in there.items()}


def _compared(told: dict[str, ModelScores], draws: NDArray[np.int64]) -> dict[str, ModelScores]:
    """Set every predictor beside the baseline that did best at this cut."""
    best = lowest({name: told[name].scores["log_score"] for name in told if name in BASELINES})
    if best is None or not draws.shape[1]:
        return told
    return {name: one if name == best else _against(one, best, told[best], draws) for name, one in told.items()}


def _against(one: ModelScores, best: str, other: ModelScores, draws: NDArray[np.int64]) -> ModelScores:
    ties = draws.shape[1]
    rest = one.loss_of_others - other.loss_of_others
    apart = one.loss_of_ties - other.loss_of_ties
    difference = Difference(best, float(apart.sum() + rest) / ties, middle((draws @ apart + rest) / ties))
    return replace(one, difference=difference)
