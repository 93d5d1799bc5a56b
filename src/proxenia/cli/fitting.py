"""``proxenia fit``: which effects go with new ties, estimated from a history."""

from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxenia.cli.console import print_json, print_pairs, print_table

if TYPE_CHECKING:
    from proxenia.foresight.dynam import Fit

__all__ = ["add_commands"]


class _Model(StrEnum):
    COORDINATION = "coordination"
    RATE = "rate"


class _Initiator(StrEnum):
    EITHER = "either"
    FIRST = "first"


def _as_json(fit: "Fit", seconds: float) -> dict[str, Any]:
    return {
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


def _print(fit: "Fit", seconds: float) -> None:
    rows = [(one.id, f"{one.coef:.4f}", f"{one.se:.4f}", f"{one.z:.2f}") for one in fit.effects]
    print_table(f"Model {fit.model}", ("effect", "estimate:", "standard error:", "z:"), rows)
    shown = {
        "log-likelihood": f"{fit.loglik:.3f} (without effects {fit.null_loglik:.3f})",
        "AIC, BIC": f"{fit.aic:.2f}, {fit.bic:.2f}",
        "McFadden": None if fit.mcfadden is None else f"{fit.mcfadden:.3f}",
        "new ties, actors": f"{fit.n_events:,}, {fit.n_actors:,}",
        "seconds": f"{seconds:.3f} in {fit.iterations} iterations",
        "data": fit.data_hash[:16],
    }
    print_pairs((name, value) for name, value in shown.items() if value is not None)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def fit(
        data: Annotated[Path, typer.Option("--data", help="A folder of CSV files: actors, ties, what else changes.")],
        effects: Annotated[
            str, typer.Option("--effects", help="With commas: inertia,degree,tie:LAYER,alter:ATTRIBUTE …")
        ],
        model: Annotated[
            _Model, typer.Option("--model", help="Who ties itself with whom, or how often.")
        ] = _Model.COORDINATION,
        initiator: Annotated[
            _Initiator,
            typer.Option("--initiator", help="Who starts a tie, for rates: either of the two, or the first."),
        ] = _Initiator.EITHER,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Estimate which effects go with new ties."""
        # Imported here: other commands start faster.
        from proxenia.cli.histories import load_history  # noqa: PLC0415
        from proxenia.foresight.dynam import fit_coordination, fit_rate  # noqa: PLC0415
        from proxenia.foresight.effects.registry import parse_terms  # noqa: PLC0415

        history = load_history(data)
        terms = parse_terms(effects, layers=history.layers, attributes=history.attributes)
        begin = perf_counter()
        if model is _Model.RATE:
            fitted = fit_rate(history, terms, initiator=initiator.value)
        else:
            fitted = fit_coordination(history, terms)
        seconds = perf_counter() - begin
        if as_json:
            print_json(_as_json(fitted, seconds))
        else:
            _print(fitted, seconds)
