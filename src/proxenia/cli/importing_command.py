"""``proxenia import``: bring a list into the ledger."""

from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from proxenia.cli.console import note, print_json, print_pairs, progress_bar
from proxenia.cli.country_facts import COUNTRY_FACTS
from proxenia.cli.importing import (
    ImportReport,
    import_founding_register,
    import_source,
    save_open_names,
)
from proxenia.cli.importing_lists import LISTS, add_list_commands
from proxenia.cli.importing_wikidata import WIKIDATA_LIVE, add_command
from proxenia.cli.opening import current_moment, opened_gazetteer, opened_ledger
from proxenia.cli.rule_packs import LEGAL_POWERS
from proxenia.cli.settings import Settings
from proxenia.errors import UnreadableFileError
from proxenia.sources.catalogue import describe, help_for, reader_of, sources_with_reader
from proxenia.sources.context import Context

__all__ = ["add_commands", "finish"]

SHOWN_REFUSALS = 5


def _check_can_be_written(path: Path | None) -> None:
    """Refuse a file that cannot be written before anything is imported."""
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise UnreadableFileError(
            f"{path} cannot be written",
            expected="Expected a file in a folder that is there",
            next_step="Make the folder, or name another file",
        )


def _print_report(report: ImportReport) -> None:
    names = report.names
    print_pairs(
        [
            ("rows read", report.rows),
            ("statements new", report.statements_new),
            ("statements already known", report.statements_known),
            ("statements withdrawn", report.retracted),
            ("names resolved", names["resolved"]),
            ("names ambiguous", names["ambiguous"]),
            ("names unknown", names["unknown"]),
            *([("of these, coordinates far off", report.contradictions)] if report.contradictions else []),
            ("rows refused", len(report.refused)),
            ("seconds", f"{report.seconds:.1f}"),
        ]
    )
    for refusal in report.refused[:SHOWN_REFUSALS]:
        note(str(refusal))
    if len(report.refused) > SHOWN_REFUSALS:
        note(f"and {len(report.refused) - SHOWN_REFUSALS} more refused rows: --json lists them all")


_PROGRESS_IN_BYTES = frozenset({"wikidata_dump"})
_WITH_A_COMMAND_OF_THEIR_OWN = frozenset({"founding_register", COUNTRY_FACTS, LEGAL_POWERS, WIKIDATA_LIVE, *LISTS})


def _add_source(group: typer.Typer, source: str) -> None:
    """Add the command that imports the files of a source of the catalogue."""

    @group.command(source.replace("_", "-"), help=help_for(source))
    def import_files(
        context: typer.Context,
        files: Annotated[list[Path], typer.Argument(help="The files named above.")],
        open_names: Annotated[
            Path | None, typer.Option("--open-names", help="Write the names left open, with candidates, as CSV.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        _import_files(context.obj, source, files, open_names, as_json=as_json)


def _import_files(
    settings: Settings, source: str, files: list[Path], open_names: Path | None, *, as_json: bool
) -> None:
    _check_can_be_written(open_names)
    gazetteer = opened_gazetteer(settings)
    begun = perf_counter()
    in_bytes = source in _PROGRESS_IN_BYTES
    with opened_ledger(settings) as ledger, progress_bar(f"Reading {source}", in_bytes=in_bytes) as progress:
        reading = Context(
            describe(source),
            files[0],
            retrieved_at=current_moment()[:10],
            countries=gazetteer.countries,
            progress=progress,
            files=tuple(files),
            cache=settings.cache / source,
        )
        # Read before the ledger is locked: a dump takes long, and others want to write.
        said = list(reader_of(source)(reading))
        with ledger.transaction():
            report = import_source(lambda _: iter(said), reading, ledger, gazetteer, recorded_at=current_moment())
    finish(replace(report, seconds=perf_counter() - begun), open_names, as_json=as_json)


def finish(report: ImportReport, open_names: Path | None, *, as_json: bool) -> None:
    """Write the open names where they are wanted, and print what an import did."""
    if open_names is not None:
        note(f"{save_open_names(report, open_names)} names left open, see {open_names}")
    if as_json:
        print_json(report.as_json())
    else:
        _print_report(report)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(help="Bring a list into the ledger.", no_args_is_help=True, rich_markup_mode=None)
    app.add_typer(group, name="import")

    add_list_commands(group, check=_check_can_be_written, finish=finish)
    for source in sources_with_reader():
        if source not in _WITH_A_COMMAND_OF_THEIR_OWN:
            _add_source(group, source)

    add_command(group, finish)

    @group.command("founding-register")
    def founding_register(
        context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
    ) -> None:
        """Import the package's own register again (it is imported by itself when it changes)."""
        settings: Settings = context.obj
        gazetteer = opened_gazetteer(settings)
        with opened_ledger(settings, with_founding_register=False) as ledger, ledger.transaction():
            report = import_founding_register(ledger, gazetteer, recorded_at=current_moment())
        if as_json:
            print_json(report.as_json())
        else:
            _print_report(report)
