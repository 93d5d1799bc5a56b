"""The statements behind what the history shows, with the place where each source says it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Said", "said_of"]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement.

    Attributes
    ----------
    statement
        Its identifier.
    says
        The predicate: what it speaks of (``founded``, ``membership``, ``event`` …).
    period
        EDTF text of when it held, as the source has it.
    source, reference
        The source's identifier and the address or citation there.
    listed
        The date of the list that says it (EDTF), where it is a list.
    """

    statement: str
    says: str
    period: str | None
    source: str
    reference: str
    listed: str | None


_COLUMNS = ("statement", pl.col("predicate").alias("says"), "period", "source", "reference", "listed")


def said_of(snapshot: Snapshot, records: Iterable[str]) -> dict[str, tuple[Said, ...]]:
    """Return the statements of each of some records, in the order of their identifiers."""
    wanted = pl.DataFrame({"record": sorted(set(records))}, schema={"record": pl.String})
    rows = snapshot.evidence.join(wanted, on="record", how="semi", maintain_order="left")
    found: dict[str, list[Said]] = defaultdict(list)
    for record, *said in rows.select("record", *_COLUMNS).unique(maintain_order=True).iter_rows():
        found[record].append(Said(*said))
    return {record: tuple(lines) for record, lines in found.items()}
