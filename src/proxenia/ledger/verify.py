"""Hash everything the ledger holds again."""

from collections.abc import Iterator

from proxenia.ledger import queries
from proxenia.ledger.checks import FOR_EVER
from proxenia.ledger.engine import Engine
from proxenia.ledger.kinds import KINDS, Batch, Columns, Kind, chunks
from proxenia.ledger.records import Verified

__all__ = ["verify_ledger"]

SHOWN_FAULTS = 1_000

_ORPHANS = {
    "a retraction of a statement that is not there": (
        "SELECT r.statement_id FROM retractions AS r"
        " WHERE NOT EXISTS (SELECT 1 FROM statements AS s WHERE s.id = r.statement_id)"
    ),
    "a reinstatement of a statement that is not there": (
        "SELECT r.statement_id FROM reinstatements AS r"
        " WHERE NOT EXISTS (SELECT 1 FROM statements AS s WHERE s.id = r.statement_id)"
    ),
    "a statement that was retracted or reinstated twice in a row": (
        "SELECT statement_id FROM (SELECT statement_id, 1 AS step FROM retractions"
        " UNION ALL SELECT statement_id, -1 AS step FROM reinstatements) AS steps"
        " GROUP BY statement_id HAVING sum(step) NOT IN (0, 1)"
    ),
    "an undoing of a judgement that is not there": (
        "SELECT j.undoes FROM judgements AS j WHERE j.undoes IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM judgements AS taken WHERE taken.id = j.undoes)"
    ),
}


def _hash_faults(kind: Kind, columns: Columns) -> Iterator[str]:
    try:
        hashes = list(kind.hashes(columns))
    except (ValueError, TypeError, AttributeError):
        size = len(columns[kind.identity])
        if size > 1:
            for index in range(size):
                yield from _hash_faults(kind, {name: values[index : index + 1] for name, values in columns.items()})
        else:
            yield f"{kind.name} {columns[kind.identity][0]} cannot be read"
        return
    for key, found in zip(columns[kind.identity], hashes, strict=True):
        if key != found:
            yield f"{kind.name} {key} hashes to {found}: its content was changed"


def _batch_faults(engine: Engine, read: list[Batch]) -> Iterator[str]:
    written = queries.summed(queries.totals(engine, FOR_EVER))
    found = queries.summed(read)
    for moment, table in sorted(written.keys() | found.keys()):
        expected, held = written.get((moment, table)), found.get((moment, table))
        if expected != held:
            counts = f"{held[0] if held else 0} {table} where {expected[0] if expected else 0} were written"
            yield f"at {moment} there are {counts}, or others than those"


def _faults(engine: Engine, read: list[Batch]) -> Iterator[str]:
    yield from engine.damages()
    for kind in KINDS:
        for table in chunks(engine, kind):
            columns = table.to_pydict()
            read.extend(kind.batches(columns))
            yield from _hash_faults(kind, columns)
    yield from _batch_faults(engine, read)
    for what, sql in _ORPHANS.items():
        yield from (f"{what}: {key}" for key in engine.fetch(sql).column(0).to_pylist())


def verify_ledger(engine: Engine) -> Verified:
    """Return what does not hash to its id, or does not fit what the batches wrote."""
    read: list[Batch] = []
    faults = list(_faults(engine, read))
    if len(faults) > SHOWN_FAULTS:
        faults[SHOWN_FAULTS:] = [f"and {len(faults) - SHOWN_FAULTS} more"]
    counts = {table: sum(batch[2] for batch in read if batch[1] == table) for table in ("statements", "judgements")}
    return Verified(counts["statements"], counts["judgements"], faults)
