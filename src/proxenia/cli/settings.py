"""Where Proxenia keeps its things: the data folder, the cache folder, the ledger."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

__all__ = ["Settings", "load_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Places chosen once for a command.

    Attributes
    ----------
    data
        Folder of the ledger.
    cache
        Folder of everything that can be made again.
    ledger
        Address of the ledger: a file, or ``postgresql://…``.
    """

    data: Path
    cache: Path
    ledger: str


def load_settings(environment: Mapping[str, str] = os.environ, *, ledger: str | None = None) -> Settings:
    """Return the settings: the option, else ``PROXENIA_*`` variables, else the folders of the system.

    Parameters
    ----------
    environment
        Variables; ``PROXENIA_DATA``, ``PROXENIA_CACHE`` and ``PROXENIA_LEDGER`` are read.
    ledger
        Address of the ledger given on the command line.
    """
    data = Path(environment.get("PROXENIA_DATA") or user_data_path("proxenia", appauthor=False))
    cache = Path(environment.get("PROXENIA_CACHE") or user_cache_path("proxenia", appauthor=False))
    address = ledger or environment.get("PROXENIA_LEDGER") or str(data / "ledger.sqlite")
    return Settings(data=data, cache=cache, ledger=address)
