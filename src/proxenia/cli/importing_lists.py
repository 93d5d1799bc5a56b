"""``proxenia import table``, ``declaration`` and ``membership``: lists that come with a mapping of their own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Protocol

import typer

from proxenia.cli.console import progress_bar
from proxenia.cli.importing import ImportReport, import_source, list_context
from proxenia.cli.opening import current_moment, opened_gazetteer, opened_ledger
from proxenia.cli.settings import Settings
from proxenia.errors import MappingError
from proxenia.sources.catalogue import reader_of
from proxenia.sources.catalogue.declaration import mapping as declarations
from proxenia.sources.catalogue.membership import mapping as memberships
from proxenia.sources.catalogue.table import mapping as tables
from proxenia.sources.tabular.mapping import ListMapping

__all__ = ["LISTS", "add_list_commands"]


@dataclass(frozen=True, slots=True)
class ListKind:
    """A source that is a list with a mapping: what its command does, and how its mapping is read."""

    help: str
    load: Callable[[Path, Iterable[str]], ListMapping]
    of_pairs: Callable[[Iterable[str]], ListMapping]
    wanted: str


LISTS: Final = {
    "table": ListKind(
        "Import a table of ties: each row a city, its country, a partner, its country.",
        tables.load_mapping,
        tables.mapping_of_pairs,
        "source, title, city, country, partner …",
    ),
    "declaration": ListKind(
        "Import a declaration: each row a city that signed it, and who signed for it.",
        declarations.load_mapping,
        declarations.mapping_of_pairs,
        "source, title, city, country …",
    ),
    "membership": ListKind(
        "Import the members of a city network: each row a city or region.",
        memberships.load_mapping,
        memberships.mapping_of_pairs,
        "source, title, city, country …",
    ),
}
"""The sources that are lists with a mapping."""


class Finish(Protocol):
    """Writes the open names and prints the report."""

    def __call__(self, report: ImportReport, open_names: Path | None, *, as_json: bool) -> None: ...


def add_list_commands(group: typer.Typer, *, check: Callable[[Path | None], None], finish: Finish) -> None:
    """Add a command for each of :data:`LISTS`.

    Parameters
    ----------
    check
        Refuses a file of open names that cannot be written.
    finish
        Writes the open names and prints what the import did.
    """
    for source in LISTS:
        _add_list(group, source, check, finish)


def _add_list(group: typer.Typer, source: str, check: Callable[[Path | None], None], finish: Finish) -> None:
    @group.command(source, help=LISTS[source].help)
    def import_list(
        context: typer.Context,
        file: Annotated[
            Path, typer.Argument(help="A CSV, TSV or XLSX file.", exists=True, dir_okay=False, readable=True)
        ],
        mapping: Annotated[
            list[str] | None, typer.Option("--map", help="What the columns are: a YAML file, or KEY=VALUE; repeatable.")
        ] = None,
        open_names: Annotated[
            Path | None, typer.Option("--open-names", help="Write the names left open, with candidates, as CSV.")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        plan = _mapping_of(LISTS[source], mapping or [])
        check(open_names)
        finish(_import_list(context.obj, source, file, plan), open_names, as_json=as_json)


def _import_list(settings: Settings, source: str, file: Path, plan: ListMapping) -> ImportReport:
    gazetteer = opened_gazetteer(settings)
    with opened_ledger(settings) as ledger, progress_bar(f"Reading {file.name}") as progress, ledger.transaction():
        # The moment is taken with the lock held: another process may write until then.
        moment = current_moment()
        reading = list_context(file, plan, gazetteer, retrieved_at=moment[:10], progress=progress)
        return import_source(reader_of(source), reading, ledger, gazetteer, recorded_at=moment)


def _mapping_of(kind: ListKind, given: list[str]) -> ListMapping:
    """Return the mapping of ``--map`` options: a YAML file, KEY=VALUE pairs, or both."""
    files = [Path(text) for text in given if "=" not in text or Path(text).is_file()]
    pairs = [text for text in given if Path(text) not in files]
    if not given:
        raise MappingError(
            "The list has no mapping",
            expected=f"Expected --map FILE.yml, or --map KEY=VALUE for each of {kind.wanted}",
            next_step="See the guide on bringing your own register",
        )
    if len(files) > 1:
        raise MappingError("Two mapping files are given", next_step="Give one file, and --map KEY=VALUE to change it")
    return kind.load(files[0], pairs) if files else kind.of_pairs(pairs)
