"""A condition's association in one plain sentence, and the whole answer as JSON.

Sentences tell of an association among cities that are alike in the rest. They never tell of a cause.
"""

from typing import Any, Final

from proxenia.foresight.conditions.declared import CIRCULAR
from proxenia.foresight.conditions.estimate import (
    LEAST_COUNTRIES,
    LEAST_KNOWN,
    LEAST_PER_COEFFICIENT,
    LEAST_SIDE,
    LEAST_SIDE_COUNTRIES,
    Coefficient,
    Estimate,
    Model,
)
from proxenia.foresight.conditions.marginal import Difference
from proxenia.foresight.conditions.report import Report, Scope, headline

__all__ = [
    "METHOD",
    "REFERENCES",
    "cautions",
    "number_words",
    "report_json",
    "scope_json",
    "sentence",
    "threshold_words",
]

METHOD: Final = (
    "A hurdle model: a logit of whether a city has any, and a negative binomial without zeros of how many it has if it "
    "has any. Each figure is the mean, over the cities, of the difference in the expected count between two values of "
    "one condition with the others as they are; standard errors follow by the delta method, clustered by country. Only "
    "cities of which every condition of the model is known are in it. It tells what goes together, not what causes "
    "what: conditions are those of today, and most ties are older."
)
"""The method in plain words."""
_NO_SIZE: Final = (
    "Size is not in this model, for it is not known of enough of these cities by that day: what is told of other "
    "conditions may be a matter of size."
)
REFERENCES: Final = (
    "Mullahy 1986, doi:10.1016/0304-4076(86)90002-3; Cameron & Trivedi 2013, Regression Analysis of Count Data, 2nd "
    "ed., doi:10.1017/CBO9781139013567"
)


def number_words(value: float, *, like: float | None = None) -> str:
    """Return a number with as many decimals as its size, or that of a larger one beside it, asks for.

    >>> number_words(3.06), number_words(0.25), number_words(0.004), number_words(12.3), number_words(-0.01, like=0.4)
    ('3.1', '0.25', '0.004', '12', '-0.01')
    """
    size = abs(value) if like is None else abs(like)
    decimals = 0 if size >= 10 else 1 if size >= 0.95 else 2 if size >= 0.0095 else 3
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if not float(text) else text


def _amount(value: float, like: float) -> str:
    return number_words(abs(value), like=like)


def _range(difference: Difference, *, scale: float = 1.0) -> str:
    """Return an interval in words: both ends of one sign without it, else ``0.4 fewer to 1.1 more``."""
    low, high = difference.low * scale, difference.high * scale
    like = max(abs(low), abs(high))
    if low >= 0 or high <= 0:
        ends = (low, high) if low >= 0 else (high, low)
        return " to ".join(_amount(end, like) for end in ends)
    return f"{_amount(low, like)} fewer to {_amount(high, like)} more"


def _noun(scope: Scope) -> str:
    if scope.of == "acts":
        return "acts" if scope.era is None else f"acts {scope.era.label}"
    return "ties" if scope.era is None else f"ties begun {scope.era.label}"


def _among(scope: Scope) -> str:
    where = "" if scope.region is None else f" in {scope.region}"
    parts = " and the part of the world" if scope.model.controls else ""
    alone = len(scope.model.estimates) == 1 and not parts
    return f"Among {scope.cities.label}{where}" + ("" if alone else f" alike in the other conditions{parts}")


def sentence(scope: Scope, estimate: Estimate) -> str:
    """Return what goes with a condition in one plain sentence."""
    difference, one = headline(estimate), estimate.condition
    if difference is None:
        return f"Of {one.who} nothing can be told."
    if estimate.contrast.number is None and estimate.contrast.if_any is None:
        return _of_any(scope, estimate, difference)
    noun = _noun(scope)
    some = "" if estimate.contrast.number is not None or scope.cities.id == "tied" else ", of those with at least one"
    word = "more" if difference.estimate >= 0 else "fewer"
    like = max(abs(difference.low), abs(difference.high))
    amount = f"{_amount(difference.estimate, like)} {word} {noun}"
    if difference.is_told_from_nought:
        told = f"{one.who} had {amount} than {one.than}"
        return f"{_among(scope)}{some}, {told} (95 % interval {_range(difference)} {word})."
    return (
        f"{_among(scope)}{some}, no difference can be told between {one.who} and {one.than}: {amount}, with a 95 % "
        f"interval from {_range(difference)}."
    )


def _of_any(scope: Scope, estimate: Estimate, difference: Difference) -> str:
    one, points = estimate.condition, 100 * difference.estimate
    like = 100 * max(abs(difference.low), abs(difference.high))
    size = _amount(points, like)
    amount = f"{size} percentage point{'' if size == '1' else 's'}"
    noun = _noun(scope)
    if difference.is_told_from_nought:
        often = "more" if points > 0 else "less"
        return (
            f"{_among(scope)}, {one.who} had any {noun} {often} often than {one.than}, by {amount} (95 % interval "
            f"{_range(difference, scale=100)})."
        )
    word = "more" if points >= 0 else "fewer"
    return (
        f"{_among(scope)}, no difference can be told in how often {one.who} and {one.than} had any {noun}: {amount} "
        f"{word}, with a 95 % interval from {_range(difference, scale=100)}."
    )


def threshold_words() -> str:
    """Return from how many cities on something is told."""
    return (
        f"Not enough data is said where fewer than {LEAST_PER_COEFFICIENT} cities with any and as many without stand "
        f"against each coefficient (Vittinghoff & McCulloch 2007, doi:10.1093/aje/kwk052), or the cities lie in fewer "
        f"than {LEAST_COUNTRIES} countries. A condition is left out where it is known of less than "
        f"{100 * LEAST_KNOWN:.0f} % of the cities, where fewer than {LEAST_SIDE} cities of {LEAST_SIDE_COUNTRIES} "
        "countries have it or have it not, where it says what others say, and where it separates cities with from "
        "those without."
    )


def cautions(model: Model) -> list[str]:
    """Return what a reader must know before any of the sentences."""
    if model.estimates and "size" not in {one.condition.id for one in model.estimates}:
        return [_NO_SIZE]
    return []


def _difference(one: Difference | None) -> dict[str, float] | None:
    if one is None:
        return None
    return {"estimate": one.estimate, "se": one.standard_error, "low": one.low, "high": one.high}


def _coefficient(one: Coefficient | None) -> dict[str, float] | None:
    return None if one is None else {"coef": one.coef, "se": one.se}


def _estimate(scope: Scope, estimate: Estimate) -> dict[str, Any]:
    one = estimate.condition
    return {
        "id": one.id,
        "label": one.label,
        "word": one.word,
        "meaning": one.meaning,
        "sentence": sentence(scope, estimate),
        "any": _difference(estimate.contrast.any),
        "if_any": _difference(estimate.contrast.if_any),
        "number": _difference(estimate.contrast.number),
        "coefficients": {"any": _coefficient(estimate.any), "number": _coefficient(estimate.number)},
    }


def scope_json(scope: Scope) -> dict[str, Any]:
    """Return one model as JSON; its keys stand in docs/concepts/conditions.md."""
    model = scope.model
    return {
        "of": scope.of,
        "among": scope.cities.id,
        "region": scope.region,
        "era": None if scope.era is None else scope.era.id,
        "cities": model.cities,
        "complete": model.complete,
        "left_out": model.left_out,
        "with_any": model.with_any,
        "countries": model.countries,
        "total": model.total,
        "mean": model.mean,
        "enough": bool(model.estimates),
        "lacking": list(model.lacking),
        "cautions": cautions(model),
        "controls": list(model.controls),
        "conditions": [_estimate(scope, one) for one in model.estimates],
        "unmeasured": [{"id": one.id, "label": one.label, "reason": one.reason} for one in model.unmeasured],
        "fit": _fit(model),
    }


def _fit(model: Model) -> dict[str, Any]:
    parts = (None, None) if model.hurdle is None else (model.hurdle.any_part, model.hurdle.number_part)
    number = parts[1]
    return {
        "loglik_any": None if parts[0] is None else parts[0].loglik,
        "loglik_number": None if number is None else number.loglik,
        "log_size": None if number is None else number.log_size,
        "size_held": None if number is None else number.held,
    }


def report_json(report: Report) -> dict[str, Any]:
    """Return the whole answer as JSON; its keys stand in docs/concepts/conditions.md."""
    main = scope_json(report.main)
    checks = {one.id: {"cities": one.cities, "changed": list(one.changed)} for one in report.checks}
    for one in main["conditions"]:
        one["without"] = checks[one["id"]]
        told = report.told.get(one["id"])
        one["sources"] = [] if told is None else list(told.sources)
        one["dates"] = None if told is None else [told.first, told.last]
    return {
        "as_of": report.year,
        "set": {"id": report.main.cities.id, "meaning": report.main.cities.meaning},
        **{name: value for name, value in main.items() if name not in {"region", "era"}},
        "not_asked": [{"id": one.id, "label": one.label, "reason": one.reason} for one in CIRCULAR],
        "regions": [scope_json(one) for one in report.regions],
        "eras": [scope_json(one) for one in report.eras],
        "second_looks": [scope_json(one) for one in report.looks],
        "coverage": [{"region": one.region, "ties": one.ties, "dated": one.dated} for one in report.coverage],
        "method": METHOD,
        "references": REFERENCES,
        "thresholds": threshold_words(),
    }
