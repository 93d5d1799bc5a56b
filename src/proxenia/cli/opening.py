"""Opening the ledger and the snapshot a command works on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from proxenia.cli.console import note, progress_bar
from proxenia.cli.importing import founding_register_is_current, import_founding_register
from proxenia.cli.settings import Settings
from proxenia.ledger import Ledger, open_ledger
from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer
from proxenia.resolve.gazetteer_files import gazetteer_folder
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import cached_snapshot

__all__ = ["current_moment", "current_year", "opened_gazetteer", "opened_ledger", "opened_snapshot"]


def current_moment() -> str:
    """Return this moment as the ledger writes it (UTC)."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def current_year() -> int:
    """Return this year."""
    return datetime.now(UTC).year


@contextmanager
def opened_ledger(settings: Settings, *, with_founding_register: bool = True, create: bool = True) -> Iterator[Ledger]:
    """Open the ledger, with the founding register in it as this version of the package holds it."""
    with open_ledger(settings.ledger, create=create) as ledger:
        if with_founding_register and not founding_register_is_current(ledger):
            _bring_in_founding_register(ledger, settings)
        yield ledger


def opened_gazetteer(settings: Settings) -> Gazetteer:
    """Open the gazetteer; the first time it is converted, which takes some seconds."""
    if not gazetteer_folder(settings.cache).is_dir():
        note("Preparing the gazetteer of 234,908 cities, once …")
    return load_gazetteer(settings.cache)


def _bring_in_founding_register(ledger: Ledger, settings: Settings) -> None:
    gazetteer = opened_gazetteer(settings)
    with ledger.transaction():
        # Asked again, and the moment taken, with the lock held: another process may just have done the same.
        if founding_register_is_current(ledger):
            return
        note("Bringing in the founding register …")
        with progress_bar("Founding register") as progress:
            import_founding_register(ledger, gazetteer, recorded_at=current_moment(), progress=progress)


@contextmanager
def opened_snapshot(settings: Settings) -> Iterator[Snapshot]:
    """Compile the ledger, or reuse what was compiled."""
    with opened_ledger(settings) as ledger:
        yield cached_snapshot(ledger, settings.cache)
