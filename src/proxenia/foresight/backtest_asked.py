"""A backtest as JSON: for the command, the page and whoever asks the API."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from proxenia.errors import InputError
from proxenia.foresight.backtest import CUTS, YEARS, run_backtest
from proxenia.foresight.backtest_results import Backtest, Cut, Difference, ModelScores, best_predictor
from proxenia.foresight.backtest_words import sentences
from proxenia.foresight.date_coverage import LEAST_DATED
from proxenia.foresight.predictors.expectation import DEFAULT_RULE, RULES
from proxenia.foresight.predictors.registry import BASELINES, PREDICTORS
from proxenia.foresight.scores import CHANCE_EDGES, SCORES
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["answer_backtest", "as_json", "parse_cuts"]

MOST_CHARACTERS: Final = 200


def answer_backtest(
    snapshot: Snapshot,
    question: Mapping[str, Any],
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> dict[str, Any]:
    """Return the backtest that a question asks for: `cuts` (years with commas), `years` and `seed`, all optional.

    Raises
    ------
    InputError
        When one of them cannot be used.
    """
    cuts = parse_cuts(str(question.get("cuts") or ""))
    years, seed = (_whole(question, name, default) for name, default in (("years", YEARS), ("seed", 1)))
    return as_json(run_backtest(snapshot, cuts=cuts, years=years, seed=seed, progress=progress, stop=stop))


def parse_cuts(text: str) -> tuple[int, ...]:
    """Return the years of a list with commas; the usual cuts for an empty one.

    >>> parse_cuts("1990, 1995")
    (1990, 1995)
    >>> parse_cuts("soon")
    Traceback (most recent call last):
    ...
    proxenia.errors.InputError: 'soon' is not a list of years. Expected years with commas, as in 1985,1990. ...
    """
    words = [word.strip() for word in text[: MOST_CHARACTERS + 1].split(",") if word.strip()]
    fine = len(text) <= MOST_CHARACTERS and all(word.removeprefix("-").isdecimal() and len(word) <= 5 for word in words)
    if not fine:
        raise InputError(
            f"{text[:40]!r} is not a list of years",
            expected="Expected years with commas, as in 1985,1990",
            next_step="Leave it out for the usual cuts",
        )
    return tuple(int(word) for word in words) or CUTS


def _whole(question: Mapping[str, Any], name: str, default: int) -> int:
    value = question.get(name, default)
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if number < 0 or number > 2**31:
        raise InputError(
            f"{name} is {str(value)[:40]!r}", expected="Expected a whole number from 0 on", next_step=f"Give {default}"
        )
    return number


def as_json(backtest: Backtest) -> dict[str, Any]:
    """Return a backtest as what JSON can hold."""
    best, baseline = best_predictor(backtest), backtest.best_baseline
    return {
        "cut": [_cut(cut) for cut in backtest.cuts],
        "years": backtest.years,
        "seed": backtest.seed,
        "models": [_model(one) for one in backtest.models],
        "score_meanings": SCORES,
        "best": best if backtest.cuts else None,
        "best_baseline": baseline,
        "pooled": {one: _pooled(backtest, one, baseline) for one in backtest.models} if backtest.cuts else {},
        "chance_edges": CHANCE_EDGES,
        "chance_classes": {one: _classes(backtest, one) for one in backtest.models} if backtest.cuts else {},
        "rules": {rule: _rule(backtest, rule) for rule in RULES} if backtest.cuts else {},
        "rule": DEFAULT_RULE,
        "coverage": {
            "dated_ties": backtest.dated_ties,
            "all_ties": backtest.all_ties,
            "covered_until": backtest.covered_until,
            "least_dated": LEAST_DATED,
            "lists": [asdict(one) for one in backtest.lists],
            "regions": [asdict(one) for one in backtest.regions],
        },
        "sentences": sentences(backtest),
        "stopped": backtest.stopped,
    }


def _model(name: str) -> dict[str, Any]:
    one = PREDICTORS[name]
    return {
        "id": one.id,
        "label": one.label,
        "meaning": one.meaning,
        "reference": one.reference,
        "baseline": name in BASELINES,
    }


def _pooled(backtest: Backtest, model: str, baseline: str | None) -> dict[str, Any]:
    other = baseline if baseline is not None and baseline != model else None
    difference = None if other is None else backtest.pooled_difference(model, other)
    return {"log_score_per_tie": backtest.pooled(model), "difference": _difference(difference)}


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    return None if difference is None else asdict(difference)


def _classes(backtest: Backtest, model: str) -> list[list[float]]:
    counted = np.sum([cut.models[model].classes for cut in backtest.cuts], axis=0)
    return [[int(pairs), float(expected), int(seen)] for pairs, expected, seen in counted]


def _rule(backtest: Backtest, rule: str) -> dict[str, Any]:
    told = [(cut.rules[rule], cut.new_ties) for cut in backtest.cuts]
    return {
        "meaning": RULES[rule][1],
        "log_score": float(-np.mean([np.log(max(one.chance, 1e-300)) for one, _ in told])),
        "within_50": sum(one.interval_50[0] <= seen <= one.interval_50[1] for one, seen in told),
        "within_90": sum(one.interval_90[0] <= seen <= one.interval_90[1] for one, seen in told),
    }


def _cut(cut: Cut) -> dict[str, Any]:
    return {
        "year": cut.year,
        "scores": {name: one.scores for name, one in cut.models.items()},
        "last_year": cut.last_year,
        "known_ties": cut.known_ties,
        "known_cities": cut.known_cities,
        "left_out_cities": cut.left_out_cities,
        "candidates": cut.candidates,
        "window_ties": cut.window_ties,
        "new_ties": cut.new_ties,
        "out_of_reach": cut.out_of_reach,
        "tied_before": cut.tied_before,
        "beyond_lists": cut.beyond_lists,
        "rules": {name: asdict(rule) for name, rule in cut.rules.items()},
        "models": {name: _told(one) for name, one in cut.models.items()},
    }


def _told(one: ModelScores) -> dict[str, Any]:
    names = ("least_chance", "most_chance", "pairs", "expected", "seen")
    return {
        "intervals": one.intervals,
        "difference": _difference(one.difference),
        "curve": one.curve,
        "calibration": [dict(zip(names, group, strict=True)) for group in one.calibration],
        "regions": {region: {"expected": expected, "seen": seen} for region, (expected, seen) in one.regions.items()},
        "coefficients": [asdict(each) for each in one.coefficients],
    }
