"""The facts that the gazetteer tells, each written as what its own source says.

GeoNames' record in the ledger carries the edition of the facts that all its places have. When this package knows
more of places than that edition did, the next automatic import brings the facts of all of them up to date.
"""

from collections.abc import Iterable, Sequence

from proxenia.ledger import Ledger
from proxenia.model.statement import Statement
from proxenia.resolve.facts import GEONAMES, facts_edition, gazetteer_facts
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.judge import named_regions
from proxenia.sources.catalogue import describe
from proxenia.sources.run import append_about

__all__ = ["append_facts", "bring_facts_up_to_date", "facts_are_current"]


def facts_are_current(ledger: Ledger) -> bool:
    """Tell whether all places of the ledger have their facts as this package tells them."""
    return _edition_held(ledger) == facts_edition()


def append_facts(
    facts: Sequence[Statement], ledger: Ledger, *, recorded_at: str, edition: str | None = None
) -> tuple[int, int]:
    """Append facts of places, source by source; return how many the ledger learnt, and how many it held.

    Parameters
    ----------
    edition
        That of the facts that all places of the ledger have now; as before when none.
    """
    known = edition or _edition_held(ledger)
    learnt = held = 0
    for source in sorted({GEONAMES, *(fact.source for fact in facts)}):
        of_source = [fact for fact in facts if fact.source == source]
        hash_ = known if source == GEONAMES else None
        report = append_about(of_source, describe(source), ledger, recorded_at=recorded_at, hash_=hash_)
        learnt += report.statements_new
        held += report.statements_known
    return learnt, held


def bring_facts_up_to_date(
    ids: Iterable[str], ledger: Ledger, gazetteer: Gazetteer, *, recorded_at: str
) -> tuple[int, int]:
    """Append the facts of some places, and of all that the ledger speaks of where those are of an earlier edition.

    Returns
    -------
    tuple
        How many statements the ledger learnt, and how many it held.
    """
    wanted = set(ids)
    if not facts_are_current(ledger):
        wanted |= _places_of(ledger)
    facts = gazetteer_facts(wanted, gazetteer, named=named_regions(ledger), retrieved_at=recorded_at[:10])
    return append_facts(facts, ledger, recorded_at=recorded_at, edition=facts_edition())


def _edition_held(ledger: Ledger) -> str | None:
    return next((source.hash for source in ledger.sources() if source.id == GEONAMES), None)


def _places_of(ledger: Ledger) -> set[str]:
    """Return the identifiers of the gazetteer that statements and judgements use."""
    table = ledger.statements_table(columns=["subject", "object"])
    used = {key for column in table.columns for key in column.unique().to_pylist() if key is not None}
    used |= {judged.right for judged in ledger.judgements()}
    return {key for key in used if key.startswith(("gn:", "iso:"))}
