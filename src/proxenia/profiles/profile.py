"""What a profile is: a declaration, a rule over all cities at once, and the words in which it is told of one city."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from proxenia.profiles.figure import Figure
from proxenia.profiles.finding import UNKNOWN, Finding, TestedThreshold
from proxenia.profiles.ground import ProfileGround, known_city
from proxenia.profiles.thresholds import THRESHOLDS, Threshold
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["FOUND", "CityProfile", "Row", "Telling", "completed", "finding_of", "with_ordered_sources"]

WORDS: Final = pl.List(pl.String())

FOUND: Final = pl.Schema(
    {
        "city": pl.String(),
        "answer": pl.String(),
        "case": pl.String(),
        "threshold": pl.String(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "of": pl.String(),
        "subject": pl.String(),
        "date": pl.String(),
        "dated_by": pl.String(),
        "at_least": pl.Boolean(),
        "note": pl.String(),
        "sources": WORDS,
        "statements": WORDS,
        "records": WORDS,
    }
)
"""One row a city: the answer of one profile; the columns are those of :class:`proxenia.profiles.finding.Finding`.

`case` is the rule that gave the answer, `threshold` the id of what the value was compared with.
"""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding in words: why, what is missing, and what stands beside it."""

    reason: str
    missing: str = ""
    beside: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CityProfile:
    """One of the profiles a city may have.

    Attributes
    ----------
    id, label, meaning
        The word of the vocabulary, a heading, and what it means.
    decides
        What decides, in one plain sentence or two.
    thresholds
        What values are compared with; the first is the one that an `unknown` names.
    find
        Gives the answer of every city of a ground, as :data:`FOUND`.
    tell
        Puts the answer of one city into words.
    """

    id: str
    label: str
    meaning: str
    decides: str
    thresholds: tuple[Threshold, ...]
    find: Callable[[ProfileGround], pl.DataFrame]
    tell: Callable[[ProfileGround, Row], Telling]

    def compute(self, snapshot: Snapshot, city: str) -> Finding:
        """Return the finding of one city.

        Parameters
        ----------
        snapshot
            As of the day that is asked for.
        city
            Its identifier, also an alias.

        Raises
        ------
        NotFoundError
            When there is no such actor.
        InputError
            When it is no city.
        """
        actor = known_city(snapshot, city)
        ground = ProfileGround(snapshot, (actor.id,))
        return finding_of(self, ground, self.find(ground).row(0, named=True))


def completed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with all columns of :data:`FOUND`: what is not there is not known, and lists are empty."""
    empty: dict[str, Any] = {"at_least": False}
    missing = [
        (pl.lit([], dtype=WORDS) if dtype == WORDS else pl.lit(empty.get(name), dtype=dtype)).alias(name)
        for name, dtype in FOUND.items()
        if name not in rows.columns
    ]
    return rows.with_columns(missing).select(FOUND.names()).cast(FOUND)


def with_ordered_sources(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows whose `sources` stand in order, each once; lists that are the same, as most are, are ordered once.

    >>> with_ordered_sources(pl.DataFrame({"sources": [["b", "a", "b"], [], ["b", "a", "b"]]}))["sources"].to_list()
    [['a', 'b'], [], ['a', 'b']]
    """
    lists = rows.select("sources").unique()
    ordered = lists.with_columns(_ordered=pl.col("sources").list.unique().list.sort())
    return (
        rows.join(ordered, on="sources", how="left", nulls_equal=True, maintain_order="left")
        .with_columns(sources="_ordered")
        .drop("_ordered")
    )


@cache
def _tested(threshold: Threshold) -> TestedThreshold:
    return TestedThreshold(
        id=threshold.id,
        value=threshold.value,
        unit=threshold.unit,
        comparison=threshold.comparison,
        in_words=threshold.in_words,
        meaning=threshold.meaning,
        origin=threshold.origin,
        reference=threshold.reference,
    )


def finding_of(profile: CityProfile, ground: ProfileGround, row: Row) -> Finding:
    """Return a row of :data:`FOUND` as a finding with its words."""
    told = profile.tell(ground, row)
    threshold = THRESHOLDS[row["threshold"]] if row["threshold"] else profile.thresholds[0]
    return Finding(
        id=profile.id,
        label=profile.label,
        answer=row["answer"],
        case=row["case"],
        value=row["value"],
        unit=row["unit"],
        tested=threshold.id,
        threshold=threshold.value,
        comparison=threshold.comparison,
        date=row["date"],
        dated_by=row["dated_by"],
        of=row["of"],
        subject=row["subject"],
        subject_name=None if row["subject"] is None else ground.name(row["subject"]),
        at_least=row["at_least"],
        note=row["note"],
        sources=tuple(row["sources"]),
        statements=tuple(row["statements"]),
        records=tuple(row["records"]),
        reason=told.reason,
        missing=told.missing if row["answer"] == UNKNOWN else "",
        beside=told.beside,
        thresholds=tuple(_tested(one) for one in profile.thresholds),
    )
