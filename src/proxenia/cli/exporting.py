"""``proxenia export``: the register as files other programs read."""

from pathlib import Path
from typing import Annotated

import typer

from proxenia.cli.choosing import FunctionOption, PersonRoleOption, RoleOption, asked_choice, tell_nothing_fits
from proxenia.cli.console import note, print_json
from proxenia.cli.opening import opened_snapshot
from proxenia.cli.settings import Settings

__all__ = ["add_commands"]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def export(  # noqa: PLR0917
        context: typer.Context,
        folder: Annotated[Path, typer.Argument(help="The folder to write; it may not hold other files.")],
        format_: Annotated[
            str, typer.Option("--format", help="One of: parquet, csv, graphml, geojson, jsonld.")
        ] = "csv",
        as_of: Annotated[int | None, typer.Option("--as-of", min=-3000, max=3000, help="Only what held then.")] = None,
        function: FunctionOption = None,
        role: RoleOption = None,
        person_role: PersonRoleOption = None,
        overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what the folder holds.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Write the whole register, what held in a year, or what of it fits a function or a role, as files."""
        # Imported here: the libraries behind the formats take long to load.
        from proxenia.snapshot.choice import choose, trimmed  # noqa: PLC0415
        from proxenia.snapshot.convert import export_snapshot  # noqa: PLC0415

        choice = asked_choice(function, role, person_role)
        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            chosen = trimmed(choose(snapshot if as_of is None else snapshot.as_of(as_of), choice))
            written = export_snapshot(chosen, folder, format_name=format_, overwrite=overwrite)
        tell_nothing_fits(snapshot, choice, chosen.ties.height + chosen.acts.height)
        if as_json:
            print_json({"folder": str(folder), "format": format_, "files": [path.name for path in written]})
        else:
            note(f"{len(written)} files in {folder}")
