"""``proxenia status`` and ``proxenia sources``: what is in the ledger."""

from collections import Counter
from typing import Annotated, Any

import polars as pl
import typer

from proxenia.cli.console import print_json, print_pairs, print_table
from proxenia.cli.opening import opened_ledger
from proxenia.cli.settings import Settings
from proxenia.ledger import Ledger
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import cached_snapshot
from proxenia.sources.unsourced import unsourced

__all__ = ["add_commands", "build_status"]

_COLUMNS = ("kind", "source", "ties:")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def build_status(ledger: Ledger, snapshot: Snapshot) -> dict[str, Any]:
    """Return the counts of ``status --json``."""
    known = {source.id for source in ledger.sources()}
    statements = list(ledger.statements())
    fields = Counter(field for fields in snapshot.acts["fields"].to_list() for field in fields or ())
    return {
        "statements": len(statements),
        "sources": len(known),
        "actors": dict(sorted(Counter(snapshot.actors["kind"].fill_null("unknown").to_list()).items())),
        "ties": dict(sorted(Counter(snapshot.ties["kind"].to_list()).items())),
        "ties_by_source": _ties_by_source(snapshot),
        "acts": dict(sorted(fields.items())),
        "countries": snapshot.actors["country"].drop_nulls().n_unique(),
        "unsourced": len(unsourced(statements, known)),
    }


def _ties_by_source(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    """Return, for each kind of tie, how many distinct ties each source speaks of; more than one may name the same."""
    of_ties = snapshot.evidence.filter(pl.col("record").str.starts_with("tie:"))
    counted = of_ties.group_by("predicate", "source").agg(pl.col("record").n_unique()).sort("predicate", "source")
    found: dict[str, dict[str, int]] = {}
    for kind, source, number in counted.iter_rows():
        found.setdefault(kind, {})[source] = number
    return found


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file."""

    @app.command()
    def status(context: typer.Context, as_json: AsJson = False) -> None:
        """Show what the ledger holds, in numbers."""
        settings: Settings = context.obj
        with opened_ledger(settings) as ledger:
            counts = build_status(ledger, cached_snapshot(ledger, settings.cache))
        if as_json:
            print_json(counts)
            return
        by_source = counts.pop("ties_by_source")
        print_pairs([("ledger", settings.ledger), *((name, _told(value)) for name, value in counts.items())])
        rows = [(kind, source, number) for kind, sources in by_source.items() for source, number in sources.items()]
        print_table("Ties by source", _COLUMNS, rows)

    @app.command()
    def sources(context: typer.Context, as_json: AsJson = False) -> None:
        """Show every source with its licence and the number of its statements."""
        settings: Settings = context.obj
        with opened_ledger(settings) as ledger:
            rows = list(cached_snapshot(ledger, settings.cache).sources.iter_rows(named=True))
        if as_json:
            print_json(rows)
            return
        columns = ("source", "title", "licence", "date", "statements:")
        print_table("Sources", columns, [[row["id"], *(row[name.rstrip(":")] for name in columns[1:])] for row in rows])


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number} {name}" for name, number in value.items())
    return str(value)
