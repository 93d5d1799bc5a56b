"""The commands and the options that all of them share."""

from typing import Annotated

import typer

from proxenia import __version__
from proxenia.cli import (
    acting,
    answering_law,
    auditing,
    backtesting,
    comparing,
    conditioning,
    ending,
    expecting,
    exporting,
    fitting,
    importing_command,
    judging,
    looking,
    looking_ahead,
    measuring,
    overlaying,
    profiling,
    remembering,
    resolving,
    reviewing,
    scenarios,
    serving,
    standing,
    stating,
    verifying,
)
from proxenia.cli.settings import load_settings

__all__ = ["app"]

app = typer.Typer(
    name="proxenia",
    help="The open foreign office for cities: who is tied to whom, every fact dated and sourced.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"proxenia {__version__}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    ledger: Annotated[
        str | None, typer.Option(help="The ledger: a file, or postgresql://user@host/database.", show_default=False)
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,  # noqa: ARG001
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Hold the options that every command shares."""
    context.obj = load_settings(ledger=ledger)


for group in (
    stating,
    looking,
    acting,
    importing_command,
    judging,
    reviewing,
    resolving,
    answering_law,
    auditing,
    measuring,
    overlaying,
    standing,
    profiling,
    comparing,
    remembering,
    expecting,
    exporting,
    fitting,
    conditioning,
    backtesting,
    looking_ahead,
    ending,
    scenarios,
    verifying,
    serving,
):
    group.add_commands(app)
