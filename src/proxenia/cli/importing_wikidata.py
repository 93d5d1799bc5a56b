"""``proxenia import wikidata-live``: ask Wikidata, and bring what it says into the ledger."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from time import perf_counter
from typing import Annotated, Final

import typer

from proxenia.cli.console import note, progress_bar
from proxenia.cli.importing import ImportReport, import_source
from proxenia.cli.opening import current_moment, opened_gazetteer, opened_ledger
from proxenia.cli.settings import Settings
from proxenia.ledger import Ledger
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.wikidata_live.coverage import covered_references, held_items
from proxenia.sources.catalogue.wikidata_live.item_list import read_item_list
from proxenia.sources.catalogue.wikidata_live.reader import ENDPOINT, LiveOptions, read
from proxenia.sources.catalogue.wikidata_live.scope import Scope
from proxenia.sources.context import Context
from proxenia.sources.fetching.manners import Manners

__all__ = ["WIKIDATA_LIVE", "add_command", "import_wikidata_live"]

WIKIDATA_LIVE: Final = "wikidata_live"

Finish = Callable[..., None]


def _scope_in(ledger: Ledger, scope: Scope) -> Scope:
    """Return the scope with what the ledger holds of it: a city whose ties are gone stands in no list any more."""
    if scope.items:
        return scope
    table = ledger.statements_table(source=WIKIDATA_LIVE).select(["subject", "predicate", "object", "reference"])
    held = held_items(table.to_pylist(), None if scope.world else scope.countries)
    return Scope(countries=scope.countries, items=scope.items, world=scope.world, held=tuple(held))


def import_wikidata_live(settings: Settings, scope: Scope, options: Callable[[Scope], LiveOptions]) -> ImportReport:
    """Ask Wikidata about a scope, and bring the ledger to what it says now.

    The ledger is locked only when everything has been answered: asking may take an hour.

    Raises
    ------
    InputError
        When the scope or an option cannot be used; nothing is asked.
    UnreachableError, SourceChangedError
        When an answer does not come, or is none; nothing is written, and what was answered is kept in the cache.
    """
    options(scope).check()
    gazetteer, begun = opened_gazetteer(settings), perf_counter()
    with opened_ledger(settings) as ledger, progress_bar("Asking Wikidata") as progress:
        cache = settings.cache / WIKIDATA_LIVE
        reading = Context(
            describe(WIKIDATA_LIVE),
            cache,
            retrieved_at=current_moment()[:10],
            options={"live": options(_scope_in(ledger, scope))},
            countries=gazetteer.countries,
            progress=progress,
            cache=cache,
        )
        said = list(read(reading))
        with ledger.transaction():
            held: Iterable[str] = ledger.statements_table(source=WIKIDATA_LIVE, columns=["reference"])[
                "reference"
            ].to_pylist()
            reading.covered |= covered_references(held, reading.covered)
            report = import_source(lambda _: iter(said), reading, ledger, gazetteer, recorded_at=current_moment())
    return replace(report, seconds=perf_counter() - begun)


def add_command(group: typer.Typer, finish: Finish) -> None:
    """Add the command to the group of imports; `finish` prints what an import did."""

    @group.command("wikidata-live")
    def wikidata_live(
        context: typer.Context,
        *,
        country: Annotated[
            list[str] | None, typer.Option("--country", help="A country by its code, such as IT; repeatable.")
        ] = None,
        cities: Annotated[
            list[str] | None,
            typer.Option("--cities", help="Items such as Q64,Q90, or a file with one item a line; repeatable."),
        ] = None,
        world: Annotated[bool, typer.Option("--world", help="All countries; a dump is quicker.")] = False,
        endpoint: Annotated[
            str, typer.Option("--endpoint", envvar="PROXENIA_SPARQL", help="A SPARQL endpoint with Wikidata's RDF.")
        ] = ENDPOINT,
        page_size: Annotated[int, typer.Option("--page-size", help="How many items one question is about.")] = 100,
        fresh: Annotated[
            bool, typer.Option("--fresh", help="Ask again what was answered in the last seven days.")
        ] = False,
        contact: Annotated[
            str, typer.Option("--contact", envvar="PROXENIA_CONTACT", help="Your address, told to the endpoint.")
        ] = "",
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ) -> None:
        """Import what Wikidata says now: of a country, of cities, or of the world."""
        scope = Scope(countries=tuple(country or ()), items=tuple(read_item_list(cities or [])), world=world)

        def options(asked: Scope) -> LiveOptions:
            manners = Manners(contact=contact)
            return LiveOptions(asked, endpoint, page_size=page_size, fresh=fresh, manners=manners, tell=note)

        finish(import_wikidata_live(context.obj, scope, options), None, as_json=as_json)
