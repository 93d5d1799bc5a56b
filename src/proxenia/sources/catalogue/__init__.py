"""The catalogue: one folder a source, with its `source.yml` and, where bytes are read, a `reader.py`."""

from importlib import import_module
from pathlib import Path
from typing import Final

from proxenia.errors import UnknownValueError
from proxenia.sources.context import Reader
from proxenia.sources.description import SourceDescription, help_of, load_description

__all__ = ["CATALOGUE", "catalogue_ids", "describe", "help_for", "reader_of", "sources_with_reader"]

CATALOGUE: Final = Path(__file__).parent


def catalogue_ids() -> list[str]:
    """Return the ids of all sources of the catalogue, sorted.

    >>> "founding_register" in catalogue_ids()
    True
    """
    return sorted(path.parent.name for path in CATALOGUE.glob("*/source.yml"))


def sources_with_reader() -> list[str]:
    """Return the ids of the sources that read bytes."""
    return [source for source in catalogue_ids() if (CATALOGUE / source / "reader.py").exists()]


def describe(source: str) -> SourceDescription:
    """Return the description of a source.

    Raises
    ------
    UnknownValueError
        When the catalogue has no such source.
    """
    if source not in catalogue_ids():
        raise UnknownValueError("source", source, catalogue_ids())
    return load_description(CATALOGUE / source / "source.yml")


def help_for(source: str) -> str:
    """Return which files of a source to give, for people; empty where its description does not say.

    >>> help_for("ports").partition(".")[0]
    'Import the harbours of the world'
    """
    return help_of(CATALOGUE / source / "source.yml")


def reader_of(source: str) -> Reader:
    """Return the reader of a source.

    Raises
    ------
    UnknownValueError
        When the catalogue has no such source, or it has no reader.
    """
    if source not in sources_with_reader():
        raise UnknownValueError("source with a reader", source, sources_with_reader())
    read: Reader = import_module(f"proxenia.sources.catalogue.{source}.reader").read
    return read
