"""The coefficients that the models of this package estimated, as scenarios use them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from proxenia.errors import ProxeniaError
from proxenia.foresight.conditions.report import conditions_scope
from proxenia.foresight.ends import EndHazard, EndModel, fit_ends
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.registry import PREDICTORS
from proxenia.foresight.scenarios.estimates import Estimate, Estimates
from proxenia.foresight.scenarios.scenario import COEFFICIENTS, Scenario
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["FORMATION", "estimates_for"]

FORMATION: Final = "relational"
"""The model of formation whose coefficients carry changes."""
_YEARS: Final = 5
_OF_ENDS: Final = {
    "suspension_first/shock": ("suspension", "shock"),
    "suspension_first/escalation": ("suspension", "escalation"),
    "suspension_after": ("suspension", "hostile"),
    "ending_first/shock": ("ending", "shock"),
    "ending_first/escalation": ("ending", "escalation"),
    "ending_after": ("ending", "hostile"),
}
_AUTONOMY: Final = "regional_autonomy"

Found = Iterator[tuple[str, Estimate | str]]


def estimates_for(scenario: Scenario, snapshot: Snapshot, known: Known, *, seed: int = 1) -> Estimates:
    """Return what the models say of the coefficients that a scenario calls estimated.

    Only the models that it needs are fitted, on what was known at the cut of `known`.

    Parameters
    ----------
    seed
        Of the model that samples pairs.
    """
    wanted = {one.coefficient for change in scenario.changes for one in change.carriers if one.estimated}
    found: dict[str, Estimate | str] = {}
    for model in sorted({COEFFICIENTS[one].model or "" for one in wanted}):
        if model:
            found |= _MODELS[model](snapshot, known, seed)
    return found


def _ends(snapshot: Snapshot, known: Known, seed: int) -> Mapping[str, Estimate | str]:  # noqa: ARG001
    try:
        model = fit_ends(snapshot, known.cut)
    except ProxeniaError as error:
        return dict.fromkeys(_OF_ENDS, f"the model of ends could not be fitted ({error.happened})")
    return dict(_of_ends(model))


def _of_ends(model: EndModel) -> Found:
    hazards: Mapping[str, EndHazard] = {hazard.event: hazard for hazard in model.hazards}
    for key, (event, covariate) in _OF_ENDS.items():
        told = hazards[event].coefficient(covariate)
        if told.coef is None or told.se is None:
            yield key, f"{told.why} (the end of {model.cut})"
        else:
            origin = (
                f"Model of ends, coefficient {covariate} of the {event}, on {told.years:,} years of ties with "
                f"{told.events} recorded; known at the end of {model.cut}. An association."
            )
            yield key, Estimate(told.coef, told.se, told.events, origin)


def _formation(snapshot: Snapshot, known: Known, seed: int) -> Mapping[str, Estimate | str]:  # noqa: ARG001
    names = [name for name, one in COEFFICIENTS.items() if one.model == "formation"]
    if FORMATION not in PREDICTORS:
        return dict.fromkeys(names, "the model of formation is not part of this package")
    try:
        prediction = PREDICTORS[FORMATION].fit(known, years=_YEARS, seed=seed)
    except ProxeniaError as error:
        return dict.fromkeys(names, f"the model of formation could not be fitted ({error.happened})")
    told = {one.id: one for one in prediction.coefficients}
    found: dict[str, Estimate | str] = {}
    for name in names:
        if name not in told:
            found[name] = f"the model of formation does not hold it at the end of {known.cut}: too few ties tell of it"
            continue
        origin = (
            f"Relational event model, coefficient {name}, on {known.dated.ties.height:,} dated ties known at the end "
            f"of {known.cut}. An association."
        )
        found[name] = Estimate(told[name].coef, told[name].se, None, origin)
    return found


def _conditions(snapshot: Snapshot, known: Known, seed: int) -> Mapping[str, Estimate | str]:  # noqa: ARG001
    try:
        scope = conditions_scope(snapshot, year=known.cut, of="ties")
    except ProxeniaError as error:
        return {"autonomy": f"the model of conditions could not be fitted ({error.happened})"}
    for one in scope.model.estimates:
        if one.condition.id == _AUTONOMY and one.number is not None:
            origin = (
                "Model of conditions, ties of a city by ten points of the Regional Authority Index, at the end of "
                f"{known.cut}. An association between places, not what follows a reform."
            )
            return {"autonomy": Estimate(one.number.coef, one.number.se, None, origin)}
    return {"autonomy": f"the model of conditions does not hold the authority of regions at the end of {known.cut}"}


_MODELS: Final[Mapping[str, Callable[[Snapshot, Known, int], Mapping[str, Estimate | str]]]] = {
    "ends": _ends,
    "formation": _formation,
    "conditions": _conditions,
}
