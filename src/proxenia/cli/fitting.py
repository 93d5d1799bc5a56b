"""``proxenia fit``: which effects go with new ties, estimated from the register's dated ties or from a folder."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxenia.cli.console import note, print_json, print_pairs, print_table, progress_bar
from proxenia.cli.opening import opened_snapshot
from proxenia.errors import InputError
from proxenia.model.vocabulary import TieKind, parse_term

if TYPE_CHECKING:
    from proxenia.cli.settings import Settings
    from proxenia.foresight.dynam import AtRisk, Fit
    from proxenia.foresight.effects.effect import Term
    from proxenia.foresight.history import EventHistory

__all__ = ["add_commands"]

_CONTROLS: Final = 100
"""Pairs drawn for each new tie where all pairs are too many and no number was given."""
_OF_TIED: Final = {"inertia", "weighted_inertia", "recency"}
"""Effects that say something only of pairs that are tied."""


class _Model(StrEnum):
    COORDINATION = "coordination"
    RELATIONAL = "relational"
    RATE = "rate"


class _Initiator(StrEnum):
    EITHER = "either"
    FIRST = "first"


class _AtRisk(StrEnum):
    ALL = "all"
    UNTIED = "untied"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a command line asks of a model."""

    model: _Model
    initiator: _Initiator
    controls: int | None
    seed: int
    at_risk: _AtRisk | None


@dataclass(frozen=True, slots=True)
class _Told:
    """A history, what it was made of, and the effects to fit; `may_leave_out` where nobody named them."""

    history: "EventHistory"
    terms: "tuple[Term, ...]"
    made_of: dict[str, Any]
    may_leave_out: bool = False


def _as_json(fit: "Fit", seconds: float, made_of: dict[str, Any], left_out: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "model": fit.model,
        "effects": [{"id": one.id, "coef": one.coef, "se": one.se, "z": one.z} for one in fit.effects],
        "loglik": fit.loglik,
        "null_loglik": fit.null_loglik,
        "aic": fit.aic,
        "bic": fit.bic,
        "mcfadden": fit.mcfadden,
        "n_events": fit.n_events,
        "n_actors": fit.n_actors,
        "iterations": fit.iterations,
        "seconds": round(seconds, 4),
        "data_hash": fit.data_hash,
    }
    if fit.model == "relational":
        told |= {"at_risk": fit.at_risk, "controls": fit.controls, "sampling": fit.sampling, "seed": fit.seed}
    if made_of:
        told |= {**made_of, "left_out": [{"id": name, "reason": why} for name, why in left_out.items()]}
    return told


def _print(fit: "Fit", seconds: float, made_of: dict[str, Any]) -> None:
    rows = [(one.id, f"{one.coef:.4f}", f"{one.se:.4f}", f"{one.z:.2f}") for one in fit.effects]
    print_table(f"Model {fit.model}", ("effect", "estimate:", "standard error:", "z:"), rows)
    pairs = None if fit.at_risk is None else "all"
    if fit.controls is not None:
        pairs = f"{fit.controls:,} drawn for each new tie ({fit.sampling}, seed {fit.seed})"
    dated = f"{made_of['dated_ties']:,} of {made_of['all_ties']:,}" if made_of else None
    shown = {
        "log-likelihood": f"{fit.loglik:.3f} (without effects {fit.null_loglik:.3f})",
        "AIC, BIC": f"{fit.aic:.2f}, {fit.bic:.2f}",
        "McFadden": None if fit.mcfadden is None else f"{fit.mcfadden:.3f}",
        "new ties, actors": f"{fit.n_events:,}, {fit.n_actors:,}",
        "years": f"{made_of['since']} to {made_of['until']}" if made_of else None,
        "ties with a year": dated,
        "pairs at risk": "those that are not tied yet" if fit.at_risk == "untied" else None,
        "pairs looked at": pairs,
        "seconds": f"{seconds:.3f} in {fit.iterations} iterations",
        "data": fit.data_hash[:16],
    }
    print_pairs((name, value) for name, value in shown.items() if value is not None)
    if made_of:
        typer.echo("An estimate is an association among local governments with dated ties, not proof of a cause.")


def _of_folder(data: Path, effects: str | None) -> _Told:
    # Imported here: other commands start faster.
    from proxenia.cli.histories import load_history  # noqa: PLC0415
    from proxenia.foresight.effects.registry import EFFECTS, parse_terms  # noqa: PLC0415

    if effects is None:
        raise InputError(
            "No effect is named", expected="Known: " + ", ".join(EFFECTS), next_step="Name some with --effects"
        )
    history = load_history(data)
    return _Told(history, parse_terms(effects, layers=history.layers, attributes=history.attributes), {})


def _of_register(
    settings: "Settings", effects: str | None, kinds: list[str] | None, *, since: int | None, until: int | None
) -> _Told:
    from proxenia.foresight.city_history import CITY_EFFECTS, city_history  # noqa: PLC0415
    from proxenia.foresight.dated_ties import CITY_TIES, DatedTies  # noqa: PLC0415
    from proxenia.foresight.effects.registry import parse_terms  # noqa: PLC0415
    from proxenia.foresight.known import Known  # noqa: PLC0415

    wanted = tuple(dict.fromkeys(parse_term(TieKind, one, what="kind of tie") for one in kinds or ())) or CITY_TIES
    with opened_snapshot(settings) as snapshot:
        dated = DatedTies.of(snapshot, kinds=wanted)
        years = dated.ties["year"]
        cut = until if until is not None else int(str(years.max() or 0))
        known = Known.of(snapshot, cut, dated=dated)
    history = city_history(known, since=since)
    made_of = {
        "since": since if since is not None else int(str(known.dated.ties["year"].min())),
        "until": cut,
        "kinds": [kind.value for kind in wanted],
        "dated_ties": dated.ties.height,
        "all_ties": dated.all_ties.height,
    }
    terms = parse_terms(effects or CITY_EFFECTS, layers=history.layers, attributes=history.attributes)
    return _Told(history, terms, made_of, may_leave_out=effects is None)


def _fitted(told: _Told, terms: "tuple[Term, ...]", asked: _Asked) -> "Fit":
    from proxenia.foresight.dynam import fit_coordination, fit_rate  # noqa: PLC0415
    from proxenia.foresight.relational import MOST_NUMBERS, exact_numbers, fit_relational  # noqa: PLC0415

    if asked.model is _Model.RATE:
        return fit_rate(told.history, terms, initiator=asked.initiator.value)
    if asked.model is _Model.COORDINATION:
        return fit_coordination(told.history, terms)
    controls = asked.controls
    if controls is None and exact_numbers(told.history, terms) > MOST_NUMBERS:
        controls = _CONTROLS
    with progress_bar("New ties") as progress:
        return fit_relational(
            told.history,
            terms,
            controls=controls,
            seed=asked.seed,
            at_risk=_at_risk(told, terms, asked),
            progress=progress,
        )


def _at_risk(told: _Told, terms: "tuple[Term, ...]", asked: _Asked) -> "AtRisk":
    """Return which pairs could tie themselves: those of the register that are not tied, unless an effect is of ties."""
    if asked.at_risk is not None:
        return asked.at_risk.value
    return "untied" if told.made_of and not _OF_TIED & {one.effect.id for one in terms} else "all"


def _fitted_to_what_can_be(told: _Told, asked: _Asked) -> "tuple[Fit, dict[str, str]]":
    """Fit, without those effects that nobody named and that cannot be estimated."""
    from proxenia.foresight.dynam import fit_estimable  # noqa: PLC0415

    if not told.may_leave_out:
        return _fitted(told, told.terms, asked), {}
    fit, left_out = fit_estimable(lambda terms: _fitted(told, terms, asked), told.terms)
    for why in left_out.values():
        note(f"Left out: {why[0].lower()}{why[1:]}")
    return fit, left_out


def _refuse_options(
    data: Path | None, model: _Model, *, register: dict[str, object], sample: dict[str, object]
) -> None:
    """Refuse options that say nothing here."""
    for option, value in register.items() if data is not None else ():
        if value is not None:
            raise InputError(
                f"{option} chooses among the register's ties, and --data reads a folder",
                next_step="Leave one of them out",
            )
    for option, value in sample.items() if model is not _Model.RELATIONAL else ():
        if value is not None:
            raise InputError(
                f"{option} is about the relational model, and the model is {model.value}",
                next_step="Add --model relational, or leave it out",
            )


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def fit(  # noqa: PLR0917
        context: typer.Context,
        data: Annotated[
            Path | None,
            typer.Option("--data", help="A folder of CSV files; the register's dated ties when left out."),
        ] = None,
        effects: Annotated[
            str | None,
            typer.Option("--effects", help="With commas: inertia,degree,tie:LAYER,alter:ATTRIBUTE …"),
        ] = None,
        model: Annotated[
            _Model | None,
            typer.Option(
                "--model",
                help="Who ties itself with whom (coordination for folders, relational for the register), or how often.",
            ),
        ] = None,
        kind: Annotated[
            list[str] | None,
            typer.Option("--kind", help="Of the register: twinning, agreement or partnership; repeat it."),
        ] = None,
        until: Annotated[
            int | None, typer.Option("--until", min=1, max=9999, help="The last year that is known.")
        ] = None,
        since: Annotated[
            int | None, typer.Option("--since", min=1, max=9999, help="The first year whose ties are explained.")
        ] = None,
        controls: Annotated[
            int | None,
            typer.Option("--controls", min=1, help="Pairs drawn for each new tie; all where they are not too many."),
        ] = None,
        seed: Annotated[int | None, typer.Option("--seed", min=0, help="Of the draws; 0 when left out.")] = None,
        at_risk: Annotated[
            _AtRisk | None,
            typer.Option("--at-risk", help="Relational: all pairs could tie themselves, or those not tied yet."),
        ] = None,
        initiator: Annotated[
            _Initiator,
            typer.Option("--initiator", help="Who starts a tie, for rates: either of the two, or the first."),
        ] = _Initiator.EITHER,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Estimate which effects go with new ties."""
        chosen = model or (_Model.RELATIONAL if data is None else _Model.COORDINATION)
        _refuse_options(
            data,
            chosen,
            register={"--kind": kind, "--until": until, "--since": since},
            sample={"--controls": controls, "--seed": seed, "--at-risk": at_risk},
        )
        asked = _Asked(chosen, initiator, controls, seed or 0, at_risk)
        told = (
            _of_register(context.obj, effects, kind, since=since, until=until)
            if data is None
            else _of_folder(data, effects)
        )
        begin = perf_counter()
        fitted, left_out = _fitted_to_what_can_be(told, asked)
        seconds = perf_counter() - begin
        if as_json:
            print_json(_as_json(fitted, seconds, told.made_of, left_out))
        else:
            _print(fitted, seconds, told.made_of)
