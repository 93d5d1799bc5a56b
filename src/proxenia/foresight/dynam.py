"""Dynamic network actor models: who ties itself with whom, and how often (Stadtfeld, Hollway & Block 2017)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np

from proxenia.errors import InputError
from proxenia.foresight.coordination import CoordinationLikelihood
from proxenia.foresight.design import coordination_design
from proxenia.foresight.effects.effect import Term
from proxenia.foresight.effects.values import Floats
from proxenia.foresight.history import EventHistory
from proxenia.foresight.newton import Maximum, maximise
from proxenia.foresight.rate import INTERCEPT, Initiator, RateLikelihood, rate_design
from proxenia.foresight.sampling import Sampling

__all__ = [
    "AtRisk",
    "Estimate",
    "Fit",
    "ModelName",
    "check_terms",
    "fit_at",
    "fit_coordination",
    "fit_estimable",
    "fit_rate",
]

AtRisk = Literal["all", "untied"]
ModelName = Literal["choice_coordination", "relational", "rate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimate of an effect: the coefficient, its standard error and their ratio."""

    id: str
    coef: float
    se: float

    @property
    def z(self) -> float:
        """How many standard errors the coefficient is away from nought."""
        return self.coef / self.se


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    model
        Which model.
    effects
        The estimates, in the order asked for.
    loglik, null_loglik
        The log-likelihood; and that without effects: all pairs alike, or one rate for all.
    n_events, n_actors
        New ties explained; actors of the history, present or not.
    iterations
        How often the likelihood's slope was followed.
    data_hash
        Of the history.
    controls, sampling, seed
        Of a fit to sampled pairs: how many were drawn for each new tie, in which way, from which seed.
    at_risk
        Of a relational fit: whether all pairs could tie themselves, or only those that are not tied.
    stopped
        Whether it was stopped before it had looked at all new ties.
    """

    model: ModelName
    effects: tuple[Estimate, ...]
    loglik: float
    null_loglik: float
    n_events: int
    n_actors: int
    iterations: int
    data_hash: str
    controls: int | None = None
    sampling: Sampling | None = None
    seed: int | None = None
    at_risk: AtRisk | None = None
    stopped: bool = False

    @property
    def aic(self) -> float:
        """Akaike's criterion: lower is better."""
        return 2 * len(self.effects) - 2 * self.loglik

    @property
    def bic(self) -> float:
        """The Bayesian criterion, counting events: lower is better."""
        return len(self.effects) * log(self.n_events) - 2 * self.loglik

    @property
    def mcfadden(self) -> float | None:
        """McFadden's share: 0 explains nothing, 1 everything; none for rates, whose likelihood is no probability."""
        return 1 - self.loglik / self.null_loglik if self.model != "rate" else None


def fit_coordination(history: EventHistory, terms: Sequence[Term]) -> Fit:
    """Fit the coordination model: which two tie themselves next.

    Standard errors come from the expected information.

    Raises
    ------
    InputError
        When an effect cannot be estimated; the error names it.
    """
    check_terms(history, terms)
    design = coordination_design(history, terms)
    names = [term.id for term in design.terms]
    likelihood = CoordinationLikelihood(design)
    found = maximise(likelihood, names, start=np.zeros(len(names)), events=design.events)
    nothing = -sum(len(step.first) * log(step.size * (step.size - 1) / 2) for step in design.steps)
    return fit_at("choice_coordination", history, found, names=names, wanted=[one.id for one in terms], nothing=nothing)


def fit_rate(history: EventHistory, terms: Sequence[Term], *, initiator: Initiator = "either") -> Fit:
    """Fit the model of rates: how often actors start a tie, per year.

    Raises
    ------
    InputError
        When an effect cannot be estimated; the error names it.
    """
    check_terms(history, terms)
    likelihood = RateLikelihood(rate_design(history, terms), initiator=initiator)
    names = [INTERCEPT, *(term.id for term in terms)]
    found = maximise(likelihood, names, start=likelihood.start(), events=len(history.new_ties))
    return fit_at("rate", history, found, names=names, wanted=names, nothing=likelihood.loglik_of_one_rate())


def fit_estimable(fit: Callable[[tuple[Term, ...]], Fit], terms: Sequence[Term]) -> tuple[Fit, dict[str, str]]:
    """Fit without those effects that cannot be estimated, one after another.

    Returns
    -------
    tuple
        The fit, and what is wrong with each effect left out, by its id.

    Raises
    ------
    InputError
        When none is left, or when something else is wrong.
    """
    left, out = tuple(terms), dict[str, str]()
    while True:
        try:
            return fit(left), out
        except InputError as error:
            faulty = [one for one in left if error.happened.startswith(f"The effect {one.id!r} ")]
            if not faulty or len(left) == 1:
                raise
            out[faulty[0].id] = error.happened
            left = tuple(one for one in left if one is not faulty[0])


def check_terms(history: EventHistory, terms: Sequence[Term]) -> None:
    """Refuse effects that need numbers where there are words."""
    for term in terms:
        words = term.effect.needs == "attribute" and history.attributes[term.about].words
        if words and term.effect.id in {"alter", "difference"}:
            raise InputError(
                f"The effect {term.id!r} needs numbers, and {term.about!r} is made of words like {words[0]!r}",
                next_step=f"Write same:{term.about} or crowding:{term.about}",
            )


def fit_at(
    model: ModelName,
    history: EventHistory,
    found: Maximum,
    *,
    names: Sequence[str],
    wanted: Sequence[str],
    nothing: float,
    ties: int | None = None,
    controls: int | None = None,
    sampling: Sampling | None = None,
    seed: int | None = None,
    at_risk: AtRisk | None = None,
    stopped: bool = False,
) -> Fit:
    """Return the fit at a maximum; `ties` is how many new ties were looked at, where not all were."""
    errors: Floats = np.sqrt(np.diag(np.linalg.inv(found.at.information)))
    known = {
        name: Estimate(name, float(coefficient), float(error))
        for name, coefficient, error in zip(names, found.coefficients, errors, strict=True)
    }
    return Fit(
        model=model,
        effects=tuple(known[name] for name in wanted),
        loglik=found.at.loglik,
        null_loglik=nothing,
        n_events=len(history.new_ties) if ties is None else ties,
        n_actors=len(history.labels),
        iterations=found.iterations,
        data_hash=history.data_hash(),
        controls=controls,
        sampling=sampling,
        seed=seed,
        at_risk=at_risk,
        stopped=stopped,
    )
