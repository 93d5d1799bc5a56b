"""``proxenia atlas``: the world in the browser."""

import webbrowser
from contextlib import suppress
from typing import Annotated

import typer

from proxenia.cli.console import note
from proxenia.cli.opening import current_year, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.web.assets import check_map_assets

__all__ = ["add_commands"]

FIRST_PORT = 8765


def _announce(address: str, *, browse: bool) -> None:
    note(f"The atlas is at {address} – press Ctrl-C to stop it")
    if browse:
        with suppress(webbrowser.Error):
            webbrowser.open(address)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def atlas(
        context: typer.Context,
        port: Annotated[int, typer.Option(min=1, max=65535, help="The port; the next free one if taken.")] = FIRST_PORT,
        browse: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    ) -> None:
        """Open the world atlas in the browser."""
        # Imported here: the web framework takes longer to load than most other commands take in all.
        from proxenia.atlas.app import make_app  # noqa: PLC0415
        from proxenia.web.server import HOST, free_port, serve  # noqa: PLC0415

        settings: Settings = context.obj
        check_map_assets()
        note("Preparing the atlas …")
        with opened_snapshot(settings) as snapshot:
            application = make_app(snapshot, this_year=current_year())
        chosen = free_port(port)
        address = f"http://{HOST}:{chosen}/"
        serve(application, port=chosen, on_ready=lambda: _announce(address, browse=browse))
        note("The atlas is closed")
