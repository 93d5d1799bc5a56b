"""What a backtest says in plain sentences: which predictor did best, where a baseline is better, what is missing."""

from typing import Final

import numpy as np

from proxenia.foresight.backtest_results import Backtest, Difference, best_predictor, lowest
from proxenia.foresight.predictors.expectation import DEFAULT_RULE
from proxenia.foresight.predictors.registry import BASELINES, PREDICTORS

__all__ = ["sentences"]

_HIGH_CLASSES: Final = 3
"""Classes of chance from 3 % (10 to the power of -1.5) to 100 %."""
_FEW: Final = 10
"""New ties, expected and seen together, below which nothing is said of how well their number is predicted."""


def sentences(backtest: Backtest) -> tuple[str, ...]:
    """Return what the backtest says."""
    if not backtest.cuts:
        return ("Stopped before the first cut was done: nothing can be said.",)
    told = (
        _reach(backtest),
        *_best(backtest),
        *_models(backtest),
        _chances(backtest),
        _number(backtest),
        _coverage(backtest),
        *_beyond(backtest),
        *_stopped(backtest),
    )
    return tuple(one for one in told if one)


def _plural(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _reach(backtest: Backtest) -> str:
    ties = sum(cut.new_ties for cut in backtest.cuts)
    outside = sum(cut.out_of_reach for cut in backtest.cuts)
    told = f"{_plural(ties, 'new tie', 'new ties')} between cities that were known at a cut could be predicted"
    if not outside:
        return f"{told}; none was out of reach."
    return (
        f"{told}; {_plural(outside, 'more was', 'more were')} out of reach of every predictor, because one of the two "
        "cities had no dated tie before."
    )


def _best(backtest: Backtest) -> tuple[str, ...]:
    score = backtest.pooled(best_predictor(backtest))
    if score is None:
        return ("No candidate tied itself at any cut: predictors cannot be told apart.",)
    best = best_predictor(backtest)
    kind = "a baseline" if best in BASELINES else "the model"
    told = f"Over all cuts {PREDICTORS[best].label} did best ({kind}): log score {score:.2f} per new tie"
    plainest = backtest.pooled_difference("persistence", best) if "persistence" in backtest.models else None
    if plainest is None or best == "persistence":
        return (f"{told}.",)
    return (f"{told}, {plainest.value:.2f} less than when every pair has the same chance{_range(plainest)}.",)


def _models(backtest: Backtest) -> tuple[str, ...]:
    baseline = backtest.best_baseline
    if baseline is None:
        return ()
    models = [one for one in backtest.models if one not in BASELINES]
    return tuple(_model(backtest, one, baseline) for one in models)


def _model(backtest: Backtest, model: str, baseline: str) -> str:
    told = backtest.pooled_difference(model, baseline)
    if told is None:
        return ""
    label, other = PREDICTORS[model].label, PREDICTORS[baseline].label
    where = _where(backtest, model)
    if not _surely(told):
        return (
            f"{label} and the best baseline ({other}) cannot be told apart: difference {told.value:+.2f} per new tie"
            f"{_range(told)}{where}."
        )
    if told.value > 0:
        return f"A baseline does better than {label}: {other} by {told.value:.2f} per new tie{_range(told)}{where}."
    return (
        f"{label} does better than the best baseline ({other}) by {-told.value:.2f} per new tie{_range(told)}{where}."
    )


def _where(backtest: Backtest, model: str) -> str:
    """Say at which cuts which baseline does better."""
    years: dict[str, list[str]] = {}
    for cut in backtest.cuts:
        scores = {name: cut.models[name].scores["log_score"] for name in backtest.models if name in BASELINES}
        best, own = lowest(scores), cut.models[model].scores["log_score"]
        if cut.new_ties and best is not None and own is not None and (scores[best] or 0.0) < own:
            years.setdefault(best, []).append(str(cut.year))
    told = [
        f"{PREDICTORS[name].label} does better at the {'cut' if len(at) == 1 else 'cuts'} {', '.join(at)}"
        for name, at in years.items()
    ]
    return "".join(f"; {one}" for one in told)


def _chances(backtest: Backtest) -> str:
    """Say whether the highest chances of the best came true as often as was said."""
    best = best_predictor(backtest)
    counted = np.sum([cut.models[best].classes for cut in backtest.cuts], axis=0)[-_HIGH_CLASSES:]
    expected, seen = float(counted[:, 1].sum()), int(counted[:, 2].sum())
    told = (
        f"of pairs that were given a chance of 3 % and more, {expected:.1f} were expected to tie themselves, {seen} did"
    )
    label = PREDICTORS[best].label
    if expected < 1:
        return ""
    if seen < expected - 2 * expected**0.5:
        return f"High chances of {label} are overstated: {told}."
    if seen > expected + 2 * expected**0.5:
        return f"High chances of {label} are understated: {told}."
    return f"High chances of {label} came true about as often as was said: {told}."


def _surely(difference: Difference) -> bool:
    return difference.interval is not None and not difference.interval[0] <= 0 <= difference.interval[1]


def _range(difference: Difference) -> str:
    if difference.interval is None:
        return ""
    low, high = sorted(abs(edge) for edge in difference.interval)
    if not _surely(difference):
        low, high = difference.interval
        return f" (95 % of samples: {low:+.2f} to {high:+.2f})"
    return f" (95 % of samples: {low:.2f} to {high:.2f})"


def _number(backtest: Backtest) -> str:
    rules = [(cut.rules[DEFAULT_RULE], cut.new_ties) for cut in backtest.cuts]
    inside = sum(rule.interval_90[0] <= seen <= rule.interval_90[1] for rule, seen in rules)
    expected, seen = sum(rule.expected for rule, _ in rules), sum(ties for _, ties in rules)
    told = f"{expected:,.0f} {'was' if round(expected) == 1 else 'were'} expected over all cuts, {seen:,} came; "
    told += f"the 90 % range held the number at {inside} of {_plural(len(rules), 'cut', 'cuts')}."
    if expected + seen < _FEW:
        return f"Too few new ties to say how well their number is predicted: {told}"
    if expected > 1.25 * seen or seen > 1.25 * expected or inside < len(rules):
        return f"How many new ties there are is predicted badly: {told}"
    return f"How many new ties there are: {told}"


def _coverage(backtest: Backtest) -> str:
    lacking = [one.region for one in backtest.regions if not one.enough]
    told = f"{backtest.dated_ties:,} of {backtest.all_ties:,} ties between local governments carry a year"
    if not lacking:
        return f"{told}."
    return f"{told}; there is not enough data on {', '.join(lacking)}, so nothing is said of them."


def _beyond(backtest: Backtest) -> tuple[str, ...]:
    years = [str(cut.year) for cut in backtest.cuts if cut.beyond_lists]
    if not years:
        return ()
    hold = "window after {} holds" if len(years) == 1 else "windows after {} hold"
    told = f"After {backtest.covered_until} most of the lists that give years had been read: what began later is "
    return (f"{told}missing from them, so that the {hold.format(', '.join(years))} too few ties.",)


def _stopped(backtest: Backtest) -> tuple[str, ...]:
    return ("Stopped before all cuts were done: this is what was done so far.",) if backtest.stopped else ()
