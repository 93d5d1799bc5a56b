"""The rule packs of the package come with the founding register, and again when one of them changes."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import orjson
import polars as pl

from proxenia.errors import FaultsError
from proxenia.law.records import RuleBook
from proxenia.ledger import Ledger
from proxenia.model.statement import Statement
from proxenia.snapshot.rules import compile_rules
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.legal_powers import reader
from proxenia.sources.context import Context
from proxenia.sources.report import ReadReport
from proxenia.sources.run import run_source

__all__ = ["LEGAL_POWERS", "append_rule_packs", "rule_packs_are_current", "rules_with"]

LEGAL_POWERS: Final = "legal_powers"


def rule_packs_are_current(ledger: Ledger) -> bool:
    """Tell whether the ledger holds the rule packs as the package has them."""
    held = next((source.hash for source in ledger.sources() if source.id == LEGAL_POWERS), None)
    return held == reader.packs_hash()


def append_rule_packs(ledger: Ledger, *, recorded_at: str) -> ReadReport:
    """Bring in the rule packs of the package.

    Raises
    ------
    FaultsError
        Everything that is wrong in the packs, each fault with its file and line; nothing is written.
    """
    context = Context(describe(LEGAL_POWERS), reader.PACKS, retrieved_at=recorded_at[:10])
    return run_source(reader.read, context, ledger, recorded_at=recorded_at, hash_=reader.packs_hash())


def rules_with(path: Path, snapshot: Snapshot) -> RuleBook:
    """Return the rules of a snapshot with those of a pack in the place of what it holds of the same rules.

    Parameters
    ----------
    path
        A pack that is perhaps not in the package yet; nothing of it is written to the ledger.

    Raises
    ------
    FaultsError
        When the pack has faults.
    """
    context = Context(describe(LEGAL_POWERS), path, retrieved_at="2000-01-01")
    statements = list(reader.read(context))
    if context.faults:
        raise FaultsError(path.name, context.faults)
    rows = [
        (one.id, one.subject, one.predicate, one.object, one.value, one.language, one.period, one.reference)
        for one in statements
    ]
    columns = ["id", "subject", "predicate", "object", "value", "language", "period", "reference"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    told = compile_rules(frame.with_columns(pl.Series("qualifiers", [_as_json(one) for one in statements], pl.String)))
    mine = told["rules"]["rule"].implode()
    tables = {
        name: pl.concat([_without(snapshot.tables[name], mine), table.cast(snapshot.tables[name].schema)])
        for name, table in told.items()
    }
    return RuleBook(replace(snapshot, tables={**snapshot.tables, **tables}))


def _without(table: pl.DataFrame, rules: pl.Series) -> pl.DataFrame:
    return table.filter(~pl.col("rule").is_in(rules)) if "rule" in table.columns else table


def _as_json(statement: Statement) -> str:
    return orjson.dumps(dict(statement.qualifiers)).decode()
