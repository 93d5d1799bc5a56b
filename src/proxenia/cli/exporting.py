"""``proxenia export``: the register as files other programs read."""

from pathlib import Path
from typing import Annotated

import typer

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
        overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what the folder holds.")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Write the whole register, or what held in a year, as files."""
        # Imported here: the libraries behind the formats take long to load.
        from proxenia.snapshot.convert import export_snapshot  # noqa: PLC0415

        settings: Settings = context.obj
        with opened_snapshot(settings) as snapshot:
            chosen = snapshot if as_of is None else snapshot.as_of(as_of)
            written = export_snapshot(chosen, folder, format_name=format_, overwrite=overwrite)
        if as_json:
            print_json({"folder": str(folder), "format": format_, "files": [path.name for path in written]})
        else:
            note(f"{len(written)} files in {folder}")
