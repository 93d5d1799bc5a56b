"""``proxenia atlas``: the world in the browser."""

import asyncio
import os
import webbrowser
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proxenia.cli.console import note
from proxenia.cli.judging import SignedBy, signature
from proxenia.cli.opening import current_year, opened_gazetteer, opened_ledger, opened_snapshot
from proxenia.cli.settings import Settings
from proxenia.errors import ProxeniaError
from proxenia.web.assets import check_map_assets

if TYPE_CHECKING:
    from fastapi import FastAPI

    from proxenia.atlas.review import Editing

__all__ = ["add_commands"]

FIRST_PORT = 8765
_MANY_TIES = 10_000


def _announce(address: str, *, browse: bool) -> None:
    note(f"The atlas is at {address} – press Ctrl-C to stop it")
    if browse:
        with suppress(webbrowser.Error):
            webbrowser.open(address)


async def _work_behind(application: "FastAPI", snapshot_folder: Callable[[], Path] | None, *, prepare: bool) -> None:
    """Start a second process where a folder of the snapshot is given, then make pages beforehand."""
    async with AsyncExitStack() as opened:
        if snapshot_folder is not None:
            await _start_second_process(application, snapshot_folder, opened, prepare=prepare)
        if prepare:
            await _prepare(application)
        await asyncio.Event().wait()  # until the server ends


async def _start_second_process(
    application: "FastAPI", snapshot_folder: Callable[[], Path], opened: AsyncExitStack, *, prepare: bool
) -> None:
    from proxenia.atlas.page_process import PageProcess  # noqa: PLC0415
    from proxenia.atlas.prepared import until_computed  # noqa: PLC0415

    atlas = application.state.atlas
    await until_computed(atlas)
    try:
        folder = await asyncio.to_thread(snapshot_folder)
        process = await PageProcess.start(folder, this_year=atlas.this_year, keep_years=prepare)
    except (ProxeniaError, OSError) as error:
        note(f"No second process makes pages: {error}")
        return
    opened.push_async_callback(process.close)
    application.state.page_makers.join(process)
    note("A second process makes pages too")


async def _prepare(application: "FastAPI") -> None:
    from proxenia.atlas.prepared import prepare_pages  # noqa: PLC0415

    made = await prepare_pages(application, application.state.atlas, application.state.kept_pages)
    note(f"{made:,} pages of this year are made beforehand")


def _is_worth_a_second_process(ties: int) -> bool:
    """Tell whether so many ties make pages long enough, and whether a second processor is there."""
    return ties >= _MANY_TIES and (os.cpu_count() or 1) > 1


def _editing(settings: Settings, opened: ExitStack, port: int, sign: str | None) -> "Editing":
    """Return what the review page needs, with the ledger open as long as the atlas is."""
    # Imported here: an atlas that is only looked at needs none of it.
    from proxenia.atlas.review import Editing  # noqa: PLC0415
    from proxenia.cli.reviewing import LedgerReviewer  # noqa: PLC0415
    from proxenia.web.editing import EditSession, loopback_hosts  # noqa: PLC0415

    ledger = opened.enter_context(opened_ledger(settings))
    reviewer = LedgerReviewer(ledger, opened_gazetteer(settings), signature(sign))
    note("Looking for open names …")
    note(f"{len(reviewer.questions()):,} open")
    return Editing(reviewer, EditSession(), loopback_hosts(port))


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def atlas(
        context: typer.Context,
        port: Annotated[int, typer.Option(min=1, max=65535, help="The port; the next free one if taken.")] = FIRST_PORT,
        browse: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
        *,
        prepare: Annotated[
            bool, typer.Option("--prepare/--no-prepare", help="Make pages beforehand, while nobody asks.")
        ] = True,
        second: Annotated[
            bool | None,
            typer.Option(
                "--second-process/--one-process",
                help="Have a second process make pages too; left out, it starts for 10,000 ties and more.",
            ),
        ] = None,
        edit: Annotated[bool, typer.Option("--edit", help="Let one browser here decide open names.")] = False,
        sign: SignedBy = None,
    ) -> None:
        """Open the world atlas in the browser."""
        # Imported here: the web framework takes longer to load than most other commands take in all.
        from proxenia.atlas.app import make_app, warm_behind  # noqa: PLC0415
        from proxenia.atlas.long_runs import LongRuns  # noqa: PLC0415
        from proxenia.atlas.saved_snapshot import SavedSnapshot  # noqa: PLC0415
        from proxenia.web.server import HOST, listen, serve  # noqa: PLC0415

        settings: Settings = context.obj
        check_map_assets()
        note("Preparing the atlas …")
        with ExitStack() as opened, listen(port) as listener:
            chosen = listener.getsockname()[1]
            address = f"http://{HOST}:{chosen}/"
            snapshot = opened.enter_context(opened_snapshot(settings))
            editing = _editing(settings, opened, chosen, sign) if edit else None
            saved = SavedSnapshot(snapshot, saved=settings.cache / "snapshots")
            runs = LongRuns(saved, folder=settings.cache / "runs")
            application = make_app(snapshot, this_year=current_year(), editing=editing, runs=runs)
            if editing is not None:
                address = f"{address}review/open?token={editing.session.token}"
                note("It is opened for editing: the address below lets one browser in, once")
            else:
                opened.pop_all().close()  # nothing is read from the ledger any more
            warm_behind(application)
            opened.callback(application.state.atlas.levels.background.close)
            opened.callback(runs.close)
            beside = _is_worth_a_second_process(snapshot.ties.height) if second is None else second
            serve(
                application,
                listener=listener,
                on_ready=lambda: _announce(address, browse=browse),
                # What is decided in an atlas that is edited shows in one process only.
                behind=partial(
                    _work_behind, application, saved.folder if beside and not edit else None, prepare=prepare
                ),
            )
        note("The atlas is closed")
