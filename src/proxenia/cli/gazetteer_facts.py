"""The facts that the gazetteer tells, each written as what its own source says."""

from collections.abc import Sequence

from proxenia.ledger import Ledger
from proxenia.model.statement import Statement
from proxenia.resolve.facts import GEONAMES
from proxenia.sources.catalogue import describe
from proxenia.sources.run import append_about

__all__ = ["append_facts"]


def append_facts(facts: Sequence[Statement], ledger: Ledger, *, recorded_at: str) -> tuple[int, int]:
    """Append facts of places, source by source; return how many the ledger learnt, and how many it held."""
    learnt = held = 0
    for source in sorted({GEONAMES, *(fact.source for fact in facts)}):
        of_source = [fact for fact in facts if fact.source == source]
        report = append_about(of_source, describe(source), ledger, recorded_at=recorded_at)
        learnt += report.statements_new
        held += report.statements_known
    return learnt, held
