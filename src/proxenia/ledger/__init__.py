"""The ledger: an append-only store of statements, judgements and sources, with two clocks.

:func:`open_ledger` opens a file (SQLite, the default) or a shared database (``postgresql://…``); both keep the
same interface and the same contract. Nothing is updated or deleted: triggers in the database refuse it.
"""

from proxenia.ledger.ledger import Ledger, open_ledger
from proxenia.ledger.records import Appended, Verified
from proxenia.ledger.source_record import SourceRecord

__all__ = ["Appended", "Ledger", "SourceRecord", "Verified", "open_ledger"]
