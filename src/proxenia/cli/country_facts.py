"""Facts of states come with the founding register, those of a territory with the first list that names it."""

from collections.abc import Collection, Iterable
from typing import Final

from proxenia.ledger import Ledger
from proxenia.model.predicates import Attribute
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.country_facts import reader
from proxenia.sources.context import Context
from proxenia.sources.report import ReadReport
from proxenia.sources.run import run_source

__all__ = ["COUNTRY_FACTS", "append_country_facts", "append_new_territories", "country_facts_are_current"]

COUNTRY_FACTS: Final = "country_facts"


def country_facts_are_current(ledger: Ledger) -> bool:
    """Tell whether the ledger holds the facts as the packages and the corrections have them."""
    held = next((source.hash for source in ledger.sources() if source.id == COUNTRY_FACTS), None)
    return held == reader.facts_hash()


def append_country_facts(ids: Collection[str], ledger: Ledger, gazetteer: Gazetteer, *, recorded_at: str) -> ReadReport:
    """Bring in the facts of all states, and of the territories that are among `ids` or were told of before."""
    context = Context(
        describe(COUNTRY_FACTS),
        reader.CORRECTIONS,
        retrieved_at=recorded_at[:10],
        options={"territories": _territories(ids) | _told_of(ledger), "named": gazetteer.named},
    )
    return run_source(reader.read, context, ledger, recorded_at=recorded_at, hash_=reader.facts_hash())


def append_new_territories(
    ids: Collection[str], ledger: Ledger, gazetteer: Gazetteer, *, recorded_at: str
) -> ReadReport | None:
    """Bring in the facts of territories that a list names first, where the ledger holds the facts of the states."""
    named = _territories(ids)
    if not named or named <= _told_of(ledger) or all(source.id != COUNTRY_FACTS for source in ledger.sources()):
        return None
    return append_country_facts(ids, ledger, gazetteer, recorded_at=recorded_at)


def _territories(ids: Iterable[str]) -> frozenset[str]:
    return reader.territory_codes() & {key.removeprefix("iso:") for key in ids if key.startswith("iso:")}


def _told_of(ledger: Ledger) -> frozenset[str]:
    """Return the territories of which the ledger holds facts."""
    table = ledger.statements_table(source=COUNTRY_FACTS, columns=["subject", "predicate"])
    pairs = zip(table["subject"].to_pylist(), table["predicate"].to_pylist(), strict=True)
    return _territories(subject for subject, predicate in pairs if predicate != Attribute.CONTIGUITY.value)
