"""Drivers: why a city acts, as somebody coded it on a tie or an act, with coder, confidence and statement.

A driver belongs to the one that acts. Of a tie that is the subject of the coded statement, as the source has it; of an
act everybody who took part but those who only received, were addressed or came as guests. What is not coded is not
known: it is never guessed from the kind of a tie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.measures.engines.kept import kept
from proxenia.model.vocabulary import ActRole, Driver
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.spans import row_spans

__all__ = [
    "CODED",
    "INSIDE_OUT",
    "OUTSIDE_IN",
    "SIDES",
    "CodedDriver",
    "Drivers",
    "coded_drivers",
    "coded_drivers_of",
    "coded_records",
    "drivers_of",
]

INSIDE_OUT: Final = "inside_out"
OUTSIDE_IN: Final = "outside_in"
_CALLED: Final = (Driver.NETWORK_PUSH, Driver.ORGANISATION_CALL)
SIDES: Final[Mapping[str, str]] = {driver.value: OUTSIDE_IN if driver in _CALLED else INSIDE_OUT for driver in Driver}
"""From where each driver comes: out of the city, or into it from networks and organisations."""

_NOT_ACTING: Final = (ActRole.RECIPIENT.value, ActRole.TARGET.value, ActRole.GUEST.value)

CODED: Final = pl.Schema(
    {
        "actor": pl.String(),
        "record": pl.String(),
        "driver": pl.String(),
        "side": pl.String(),
        "coder": pl.String(),
        "confidence": pl.String(),
        "date": pl.String(),
        "dated_by": pl.String(),
        "title": pl.String(),
        "source": pl.String(),
        "statement": pl.String(),
    }
)
"""One row an actor and coded statement of a tie or act of it; sorted by actor, record and statement.

`date` (EDTF) is when the tie began or the act happened; where nobody says, the date of the list or edition, or of the
reading, as `dated_by` tells (``figure``, ``edition``, ``reading``).
"""


def coded_drivers(snapshot: Snapshot) -> pl.DataFrame:
    """Return the coded drivers of every actor on the day of the snapshot, as :data:`CODED`."""
    if snapshot.whole is None:
        return _coded(snapshot)
    held = pl.concat([snapshot.ties["id"], snapshot.acts["id"]])
    return _coded(snapshot.whole).filter(pl.col("record").is_in(held.implode()))


def coded_drivers_of(snapshot: Snapshot, actor: str) -> pl.DataFrame:
    """Return the rows of :func:`coded_drivers` of one actor, found without the others."""
    whole = snapshot.whole or snapshot
    own = _coded(whole).slice(*_spans(whole).get(actor, (0, 0)))
    if snapshot.whole is None or own.is_empty():
        return own
    held = coded_records(snapshot)
    return own.filter(pl.Series([record in held for record in own["record"]], dtype=pl.Boolean))


@kept
def coded_records(snapshot: Snapshot) -> frozenset[str]:
    """Return the ties and acts with a coded driver that hold on the day of the snapshot."""
    return frozenset(coded_drivers(snapshot)["record"])


@kept
def _spans(whole: Snapshot) -> Mapping[str, tuple[int, int]]:
    return row_spans(_coded(whole), "actor")


@kept
def _coded(snapshot: Snapshot) -> pl.DataFrame:
    coded = snapshot.evidence.filter(pl.col("driver").is_not_null())
    editions = snapshot.sources.select(pl.col("id").alias("source"), pl.col("date").alias("edition"))
    coded = coded.join(editions, on="source", how="left").with_columns(
        listed_at=pl.coalesce("listed", "edition"),
        read_at=pl.coalesce("retrieved_at", pl.col("recorded_at").str.slice(0, 10)),
    )
    rows = pl.concat([_of_ties(snapshot, coded), _of_acts(snapshot, coded)])
    own = pl.col("held").is_not_null()
    listed = pl.col("listed_at").is_not_null()
    return (
        rows.with_columns(
            side=pl.col("driver").replace_strict(SIDES, default=INSIDE_OUT, return_dtype=pl.String()),
            date=pl.coalesce("held", "listed_at", "read_at"),
            dated_by=pl.when(own)
            .then(pl.lit("figure"))
            .when(listed)
            .then(pl.lit("edition"))
            .otherwise(pl.lit("reading")),
        )
        .select(CODED.names())
        .cast(CODED)
        .sort("actor", "record", "statement")
    )


_KEPT: Final = (
    "actor",
    "record",
    "driver",
    "coder",
    "confidence",
    "held",
    "title",
    "source",
    "statement",
    "listed_at",
    "read_at",
)


def _of_ties(snapshot: Snapshot, coded: pl.DataFrame) -> pl.DataFrame:
    """Return the coded ties in force on the day, each of the actor that the coded statement is about."""
    ties = snapshot.ties.select("kind", "a", "b", "summary", record="id", held="valid_from")
    said = coded.select("record", "subject", *_KEPT[2:5], "source", "statement", "listed_at", "read_at")
    known = snapshot.aliases.select(subject="alias", known="actor")
    said = said.join(known, on="subject", how="left").with_columns(actor=pl.coalesce("known", "subject"))
    joined = said.join(ties, on="record").filter((pl.col("actor") == pl.col("a")) | (pl.col("actor") == pl.col("b")))
    names = snapshot.actors.select(other="id", other_name=pl.coalesce("name", "id"))
    other = pl.when(pl.col("actor") == pl.col("a")).then("b").otherwise("a")
    named = joined.with_columns(other=other).join(names, on="other", how="left")
    plain = pl.format("{} with {}", pl.col("kind").str.replace_all("_", " "), pl.coalesce("other_name", "other"))
    return named.with_columns(title=pl.coalesce("summary", plain)).select(_KEPT)


def _of_acts(snapshot: Snapshot, coded: pl.DataFrame) -> pl.DataFrame:
    """Return the coded acts up to the day, each of everybody who acted in it."""
    acts = snapshot.acts.select(pl.col("id").alias("record"), "title", held="date")
    acting = snapshot.participations.filter(~pl.col("role").is_in(_NOT_ACTING)).select("actor", record="act").unique()
    said = coded.select("record", *_KEPT[2:5], "source", "statement", "listed_at", "read_at")
    return said.join(acts, on="record").join(acting, on="record").select(_KEPT)


@dataclass(frozen=True, slots=True)
class CodedDriver:
    """One tie or act of a city with the driver that somebody coded."""

    record: str
    title: str
    driver: str
    meaning: str
    side: str
    coder: str | None
    confidence: str | None
    date: str
    dated_by: str
    source: str
    statement: str


@dataclass(frozen=True, slots=True)
class Drivers:
    """The drivers of a city's ties and acts up to a day.

    Attributes
    ----------
    coded
        Each coded statement; a record that two statements code stands twice.
    by_driver, by_side
        How many ties and acts, each counted once for a driver and once for a side.
    """

    coded: tuple[CodedDriver, ...]
    by_driver: Mapping[str, int]
    by_side: Mapping[str, int]


def drivers_of(coded: pl.DataFrame, city: str) -> Drivers:
    """Return the drivers of one actor.

    Parameters
    ----------
    coded
        As :data:`CODED`.
    city
        Its canonical identifier.
    """
    if coded.is_empty():
        return Drivers(coded=(), by_driver={}, by_side=dict.fromkeys((INSIDE_OUT, OUTSIDE_IN), 0))
    own = coded.filter(pl.col("actor") == city)
    rows = own.sort("date", "record", "statement", descending=[True, False, False]).iter_rows(named=True)
    lines = tuple(
        CodedDriver(
            meaning=Driver(row["driver"]).meaning, **{name: row[name] for name in CODED.names() if name != "actor"}
        )
        for row in rows
    )
    counted = own.unique(["record", "driver"]).group_by("driver").len().sort("driver")
    sides = dict(own.unique(["record", "side"]).group_by("side").len().iter_rows())
    return Drivers(
        coded=lines,
        by_driver=dict(counted.iter_rows()),
        by_side={side: sides.get(side, 0) for side in (INSIDE_OUT, OUTSIDE_IN)},
    )
