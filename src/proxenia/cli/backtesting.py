"""``proxenia backtest``: how well predictions of new ties would have done before, against plain baselines."""

from typing import TYPE_CHECKING, Annotated

import typer

from proxenia.cli.console import print_json, print_pairs, print_table, progress_bar
from proxenia.cli.opening import opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.cli.stopping import stopped_by_ctrl_c

if TYPE_CHECKING:
    from proxenia.foresight.backtest_results import Backtest, Cut

# What computes is imported inside the command: it takes long to load.

__all__ = ["add_commands"]

_SHOWN = ("log_score_per_tie", "average_precision", "lift", "recall_at_100", "brier")
_INTERRUPTED = 130
"""The exit of a backtest that was stopped: what it printed is what was done so far."""


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"


def _print_cut(cut: "Cut") -> None:
    told = f"\nCut {cut.year}: {cut.known_ties:,} ties known of {cut.known_cities:,} cities, {cut.candidates:,} pairs; "
    told += f"{cut.year + 1}–{cut.last_year}: {cut.new_ties:,} new ties, {cut.out_of_reach:,} more out of reach"
    rows = []
    for name, one in cut.models.items():
        apart = one.difference
        against = "best baseline" if apart is None else f"{apart.value:+.2f}"
        if apart is not None and apart.interval is not None:
            against += f" ({apart.interval[0]:+.2f} to {apart.interval[1]:+.2f})"
        rows.append((name, *(_number(one.scores[score]) for score in _SHOWN), against))
    columns = ("model", "log score per tie:", "average precision:", "lift:", "recall at 100:", "Brier:")
    print_table(told, (*columns, "log score against the best baseline:"), rows)


def _print(backtest: "Backtest") -> None:
    from proxenia.foresight.backtest_words import sentences  # noqa: PLC0415

    for cut in backtest.cuts:
        _print_cut(cut)
    if backtest.cuts:
        rows = [(name, _number(backtest.pooled(name))) for name in backtest.models]
        print_table("\nAll cuts together", ("model", "log score per tie:"), rows)
    print_pairs([("", ""), *(("", one) for one in sentences(backtest))])


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def backtest(  # noqa: PLR0917
        context: typer.Context,
        cut: Annotated[
            list[int] | None,
            typer.Option("--cut", help="The last year that is known; repeat it. [default: 1985, 1990 … 2010]"),
        ] = None,
        years: Annotated[int, typer.Option("--years", help="Length of the window after each cut.")] = 5,
        model: Annotated[
            list[str] | None, typer.Option("--model", help="The model or a baseline; repeat it. [default: all]")
        ] = None,
        seed: Annotated[int, typer.Option("--seed", min=0, help="Draws the samples behind the intervals.")] = 1,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Show how well new ties would have been predicted before."""
        from proxenia.foresight.backtest import CUTS, run_backtest  # noqa: PLC0415
        from proxenia.foresight.backtest_asked import as_json as told  # noqa: PLC0415

        settings: Settings = context.obj
        with (
            opened_snapshot(settings) as snapshot,
            progress_bar("Testing against the past") as progress,
            stopped_by_ctrl_c("this step") as stop,
        ):
            found = run_backtest(
                snapshot, cuts=cut or CUTS, years=years, models=model or (), seed=seed, progress=progress, stop=stop
            )
        if as_json:
            print_json(told(found))
        else:
            _print(found)
        if found.stopped:
            raise typer.Exit(_INTERRUPTED)
