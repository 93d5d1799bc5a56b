"""The rule packs of the package come with the founding register, and again when one of them changes."""

from typing import Final

from proxenia.ledger import Ledger
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.legal_powers import reader
from proxenia.sources.context import Context
from proxenia.sources.report import ReadReport
from proxenia.sources.run import run_source

__all__ = ["LEGAL_POWERS", "append_rule_packs", "rule_packs_are_current"]

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
