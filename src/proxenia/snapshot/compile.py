"""Compile a ledger to a snapshot: a pure function of its statements, judgements and sources.

The order in which statements were imported does not matter: every choice between values and every row's place
follows from content. See :mod:`proxenia.snapshot.identity` (who is who), :mod:`proxenia.snapshot.ties`,
:mod:`proxenia.snapshot.actors` and :mod:`proxenia.snapshot.preference` (which value is shown).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol, cast

import polars as pl

from proxenia.model.judgement import Judgement
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.snapshot.actors import actor_facts, compile_actors
from proxenia.snapshot.acts import act_statements, compile_acts, compile_participations
from proxenia.snapshot.attributes import compile_attributes, compile_dyads
from proxenia.snapshot.identity import alias_table, canonical_ids, with_canonical
from proxenia.snapshot.independence import Independence, SourceLike, compile_sources, with_origin
from proxenia.snapshot.listing import editions_of
from proxenia.snapshot.rules import compile_rules
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import EVIDENCE, SCHEMA_VERSION, TABLES
from proxenia.snapshot.ties import compile_ties, tie_statements
from proxenia.snapshot.version import code_version as current_code_version

__all__ = ["LedgerLike", "compile_snapshot", "compile_tables"]

_COLUMNS: Final = (
    "id",
    "subject",
    "predicate",
    "object",
    "value",
    "unit",
    "language",
    "period",
    "qualifiers",
    "source",
    "reference",
    "retrieved_at",
    "recorded_at",
)
_QUALIFIERS: Final = pl.Struct({name.value: pl.String() for name in Qualifier})


class LedgerLike(Protocol):
    """What compiling asks of a ledger."""

    def statements_table(self, *, known_at: str | None = None) -> Any: ...  # noqa: D102
    def judgements(self, *, known_at: str | None = None) -> Iterable[Judgement]: ...  # noqa: D102
    def sources(self, *, known_at: str | None = None) -> Iterable[SourceLike]: ...  # noqa: D102
    def fingerprint(self, *, known_at: str | None = None) -> str: ...  # noqa: D102


def _prepared(statements: Any) -> pl.DataFrame:
    """Return the statements as text columns, each qualifier a column of its own."""
    frame = statements if isinstance(statements, pl.DataFrame) else cast("pl.DataFrame", pl.from_arrow(statements))
    texts = frame.select(pl.col(_COLUMNS).cast(pl.String()))
    if not texts["id"].is_sorted():
        texts = texts.sort("id")
    decoded = pl.col("qualifiers").fill_null("{}").str.json_decode(_QUALIFIERS)
    return texts.with_columns(decoded).unnest("qualifiers")


def _editions(sources: list[SourceLike]) -> pl.DataFrame:
    """Return the first day of every source's edition."""
    dates = [(source.id, source.date) for source in sources]
    return editions_of(pl.DataFrame(dates, schema={"id": pl.String(), "date": pl.String()}, orient="row"))


def _evidence(statements: pl.DataFrame, ties: pl.DataFrame, canonical: dict[str, str]) -> pl.DataFrame:
    """Return one row for every statement, under the record that it speaks of.

    A participation stands under its act. A tie of an actor with itself (after identity) stands under the actor.
    The city of an office is named by its canonical identifier.
    """
    records = ties.select("id", "record")
    of_act = pl.col("predicate") == Attribute.PARTICIPATION.value
    return (
        statements.join(records, on="id", how="left", maintain_order="left")
        .with_columns(
            record=pl.coalesce("record", pl.when(of_act).then("o"), "s"), place=pl.col("place").replace(canonical)
        )
        .rename({"id": "statement"})
        .select(EVIDENCE.schema.names())
    )


def _sorted(table: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the table sorted by texts; the first key's values are ranked once, for many rows share one.

    Rows that are in the order of the second key already, as evidence is, keep it: sorting that key would take longest.
    """
    first, *others = keys
    if len(others) == 1 and table[others[0]].is_sorted():
        others = []
    ranks = table.select(pl.col(first).unique().sort()).with_row_index("_rank")
    ranked = table.select(keys).join(ranks, on=first, how="left", nulls_equal=True, maintain_order="left")
    return table[ranked.select(pl.arg_sort_by("_rank", *others, maintain_order=True)).to_series()]


def _in_order(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the tables with the schema's columns and order of rows."""
    return {name: _sorted(tables[name].cast(table.schema), table.sorted_by).rechunk() for name, table in TABLES.items()}


def compile_tables(
    statements: Any,
    judgements: Iterable[Judgement],
    sources: Iterable[SourceLike],
) -> dict[str, pl.DataFrame]:
    """Return all tables of a snapshot.

    Parameters
    ----------
    statements
        An Arrow or Polars table with the columns of a ledger's ``statements_table``, in any order of rows.
    judgements
        The judgements in force.
    sources
        What the ledger knows of each source.
    """
    return _tables(statements, canonical_ids(judgements), sources)


def _tables(statements: Any, canonical: dict[str, str], sources: Iterable[SourceLike]) -> dict[str, pl.DataFrame]:
    known_sources = sorted(sources, key=lambda source: source.id)
    independence = Independence({source.id: source.derived_from for source in known_sources})
    editions = _editions(known_sources)
    prepared = with_canonical(_prepared(statements), canonical)
    tied = tie_statements(with_origin(prepared, known_sources), editions)
    directed = [source.id for source in known_sources if getattr(source, "keeps_direction", False)]
    ties, tie_conflicts = compile_ties(tied, directed=directed, independence=independence)
    acts, act_conflicts = compile_acts(act_statements(prepared), independence)
    participations = compile_participations(prepared, acts)
    dyads = compile_dyads(prepared)
    actors, names, actor_conflicts = compile_actors(
        actor_facts(prepared),
        [ties["a"], ties["b"], participations["actor"], dyads["b"]],
        editions=editions,
        independence=independence,
    )
    return _in_order(
        {
            "actors": actors,
            "names": names,
            "ties": ties,
            "acts": acts,
            "participations": participations,
            "attributes": compile_attributes(prepared),
            "dyads": dyads,
            "evidence": _evidence(prepared, tied, canonical),
            "conflicts": pl.concat([tie_conflicts, act_conflicts, actor_conflicts]),
            "sources": compile_sources(prepared, known_sources, independence),
            **compile_rules(statements),
        }
    )


def compile_snapshot(ledger: LedgerLike, *, known_at: str | None = None, code_version: str | None = None) -> Snapshot:
    """Return the snapshot of a ledger.

    Parameters
    ----------
    ledger
        An open ledger.
    known_at
        Compile what the ledger knew at this moment (UTC text); all it knows when none.
    code_version
        The version to write into the manifest; the running code's own when none.
    """
    canonical = canonical_ids(ledger.judgements(known_at=known_at))
    tables = _tables(ledger.statements_table(known_at=known_at), canonical, ledger.sources(known_at=known_at))
    manifest = {
        "schema": SCHEMA_VERSION,
        "code": code_version or current_code_version(),
        "ledger": ledger.fingerprint(known_at=known_at),
        "known_at": known_at,
        "statements": tables["evidence"].height,
        "rows": {name: table.height for name, table in tables.items()},
    }
    return Snapshot(tables=tables, manifest=manifest, aliases=alias_table(canonical))
