"""Read, check, append: the only writer of statements and retractions.

A reader says what its source says now. The runner compares that with the ledger: what is new is appended, what the
source no longer says is retracted, what it says again is reinstated – unless a person retracted it. Everything
happens in one transaction after the reading: a reading that fails or is interrupted writes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from proxenia.errors import SourceChangedError
from proxenia.ledger import Ledger, SourceRecord
from proxenia.model.statement import Statement
from proxenia.sources.context import Context, Reader
from proxenia.sources.description import SourceDescription
from proxenia.sources.report import ReadReport

__all__ = ["SIGNATURE", "append_about", "run_source"]

SIGNATURE: Final = "sources:run"
LEAST_KEPT_SHARE: Final = 0.1
"""A source whose title changed must still say this share of what it said, or it is taken for another one."""


def run_source(
    read: Reader,
    context: Context,
    ledger: Ledger,
    *,
    recorded_at: str,
    hash_: str | None = None,
    beside: Sequence[SourceRecord] = (),
) -> ReadReport:
    """Read a source in full and bring the ledger to what it says now.

    Parameters
    ----------
    hash_
        The hash of the bytes that are read.
    beside
        Sources that this one was made from, to be described in the ledger too.

    Raises
    ------
    FaultsError
        All that is wrong in the source or in its statements; nothing is written.
    SourceChangedError
        When the source is not as its description expects, or its id is another's; nothing is written.
    """
    statements = {statement.id: statement for statement in read(context)}
    context.end()
    _check_expectations(context, len(statements))
    with ledger.transaction():
        _check_same_source(context, statements.values(), ledger)
        ledger.add_sources([*beside, context.description.record(hash_=hash_)], recorded_at=recorded_at)
        before = _said_before(context, statements.values(), ledger)
        changes = _bring_up_to_date(statements, before, ledger, context.source, recorded_at)
    return ReadReport(context.source, context.rows, *changes, tuple(context.refused), tuple(statements.values()))


def _said_before(context: Context, statements: Iterable[Statement], ledger: Ledger) -> set[str]:
    """Return what the ledger holds of the parts of the source that this reading covers."""
    part = context.description.reads
    if part == "whole" or context.covers_all:
        return ledger.standing_ids(context.source)
    column, name_of = ("reference", _page) if part == "page" else (part, str)
    covered = context.covered | {name_of(getattr(statement, column)) for statement in statements}
    table = ledger.statements_table(source=context.source, columns=["id", column])
    pairs = zip(table["id"].to_pylist(), table[column].to_pylist(), strict=True)
    return {key for key, named in pairs if named is not None and name_of(named) in covered}


def _page(reference: str) -> str:
    """Return the page that a reference leads to: the first of several, without the place on it.

    >>> _page("https://www.wikidata.org/wiki/Q64#P190 ; https://www.berlin.de/partners")
    'https://www.wikidata.org/wiki/Q64'
    """
    return reference.partition(" ; ")[0].partition("#")[0]


def append_about(
    statements: Sequence[Statement],
    description: SourceDescription,
    ledger: Ledger,
    *,
    recorded_at: str,
    hash_: str | None = None,
) -> ReadReport:
    """Append what a source says of some subjects, and retract what it said of them otherwise before.

    For sources that are read in part, such as a gazetteer: other subjects stay as they are.
    """
    by_id = {statement.id: statement for statement in statements}
    subjects = {statement.subject for statement in statements}
    with ledger.transaction():
        ledger.add_sources([description.record(hash_=hash_)], recorded_at=recorded_at)
        table = ledger.statements_table(source=description.id, columns=["id", "subject"])
        pairs = zip(table["id"].to_pylist(), table["subject"].to_pylist(), strict=True)
        before = {key for key, subject in pairs if subject in subjects}
        changes = _bring_up_to_date(by_id, before, ledger, description.id, recorded_at)
    return ReadReport(description.id, len(subjects), *changes, (), tuple(by_id.values()))


def _check_expectations(context: Context, count: int) -> None:
    expected = context.description.expectations
    refused = {(refusal.file, refusal.row) for refusal in context.refused if not refusal.is_understood}
    share = len(refused) / context.rows if context.rows else 0.0
    first = f"; the first: {context.refused[0]}" if context.refused else ""
    problem = ""
    if count < expected.min_statements:
        problem = f"{count} statements, at least {expected.min_statements} are expected{first}"
    elif expected.max_statements is not None and count > expected.max_statements:
        problem = f"{count} statements, at most {expected.max_statements} are expected"
    elif share > expected.max_refused_share:
        problem = f"{share:.0%} of its rows refused, at most {expected.max_refused_share:.0%} are expected{first}"
    if problem:
        raise SourceChangedError(
            f"The source {context.source} gives {problem}",
            expected="Expected what its description says",
            next_step="Look at the file and its mapping, then mend them or the expectations; nothing was written",
        )


def _check_same_source(context: Context, statements: Iterable[Statement], ledger: Ledger) -> None:
    """Refuse a source under another one's id: it has another title, and hardly anything of what was said stands."""
    title = next((source.title for source in ledger.sources() if source.id == context.source), None)
    if title is None or title == context.description.title:
        return
    said = {(statement.subject, statement.predicate, statement.object) for statement in statements}
    table = ledger.statements_table(source=context.source, columns=["subject", "predicate", "object"])
    before = {tuple(row.values()) for row in table.to_pylist()}
    if len(before & said) < LEAST_KEPT_SHARE * len(before):
        raise SourceChangedError(
            f"The ledger knows the source {context.source} as {title!r}, and hardly anything of it stands in"
            f" {context.description.title!r}",
            expected="Expected another reading of the same source",
            next_step=f"Give the new one an id of its own, or the title {title!r}; nothing was written",
        )


def _bring_up_to_date(
    statements: Mapping[str, Statement], before: set[str], ledger: Ledger, source: str, recorded_at: str
) -> tuple[int, int, int, int, int]:
    """Return how many statements are new, known, retracted, reinstated and held back."""
    said = statements.keys()
    appended = ledger.append(statements.values(), recorded_at=recorded_at)
    gone = before - said
    retracted = _retract(gone, ledger, source, recorded_at) if gone else 0
    silent = said - before - ledger.standing_ids(source) if appended.known else set()
    # A statement that a person retracted stays so.
    again = {key for key, signer in ledger.last_retracted_by(silent).items() if signer == SIGNATURE}
    reinstated = _reinstate(again, ledger, source, recorded_at) if again else 0
    return appended.new, appended.known, retracted, reinstated, len(silent) - reinstated


def _retract(ids: Iterable[str], ledger: Ledger, source: str, recorded_at: str) -> int:
    reason = f"the source {source} no longer says it"
    return ledger.retract(sorted(ids), reason=reason, signed_by=SIGNATURE, recorded_at=recorded_at)


def _reinstate(ids: Iterable[str], ledger: Ledger, source: str, recorded_at: str) -> int:
    reason = f"the source {source} says it again"
    return ledger.reinstate(sorted(ids), reason=reason, signed_by=SIGNATURE, recorded_at=recorded_at)
