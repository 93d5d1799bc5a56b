"""Figures of cities, regions and countries: of each the one that stands on a day, with its date and its source.

Which one stands, of those by the day: an exact figure before a lower bound, then the later one, then of one date the
higher one (a source that counts the wider area). Projections are no figures. A figure without a date of its own has
that of the list or edition that states it, else the day on which it was read; it is told only from that date on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from proxenia.measures.engines.kept import kept
from proxenia.model.period import FAR_FUTURE
from proxenia.model.predicates import Attribute
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.periods import parsed_periods
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.spans import row_spans

__all__ = [
    "FIGURES",
    "LASTING",
    "STANDING",
    "YES_OR_NO",
    "Figure",
    "day_of_snapshot",
    "standing_figure",
    "standing_figures",
]

FIGURES: Final = pl.Schema(
    {
        "subject": pl.String(),
        "attribute": pl.String(),
        "value": pl.Float64(),
        "word": pl.String(),
        "unit": pl.String(),
        "date": pl.String(),
        "dated_by": pl.String(),
        "at_least": pl.Boolean(),
        "ended": pl.Boolean(),
        "note": pl.String(),
        "statement": pl.String(),
        "source": pl.String(),
    }
)
"""One row a subject and attribute: the figure that stands.

`date` is EDTF; `dated_by` is ``figure`` for a date of its own, ``edition`` for that of the list or edition, ``reading``
for the day it was read. `word` is the value of what is no number. `ended` says of what lasts (:data:`LASTING`) that its
period was over on the day.
"""

STANDING: Final = frozenset({Attribute.HARBOUR.value, Attribute.BORDER_DISTANCE.value})
"""Facts of the ground: without a date of their own they are told on every day."""

YES_OR_NO: Final = "yes or no"
"""The unit of what is said with 1 or 0."""
LASTING: Final = frozenset({Attribute.QUASI_SOVEREIGN.value, Attribute.FEDERAL.value})
"""What lasts over its period and ends with it; a count of people over some years stands until a later one."""

_BOUND: Final = r"(?i)\blower bound\b|\bat least\b"
_PROJECTION: Final = "projection"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is shown.

    Attributes
    ----------
    id, label
        What it is: an attribute or a count, and in plain words.
    value, unit
        The number; none of what is a word only.
    word
        The value in words, where it is no number.
    of
        ``city``, ``region`` or ``country``: whose figure it is.
    subject, subject_name
        Of whom, by identifier and name.
    date, dated_by
        EDTF, and what gives the date, as in :data:`FIGURES`; ``day`` for what is counted as of the day asked for.
    at_least
        It is a lower bound.
    note
        What the source says of it.
    sources, statements, records
        Behind it: sources, statements, and the ties and acts that were counted.
    """

    id: str
    label: str
    value: float | None
    unit: str | None
    word: str | None
    of: str
    subject: str
    subject_name: str
    date: str
    dated_by: str
    at_least: bool
    note: str | None
    sources: tuple[str, ...]
    statements: tuple[str, ...]
    records: tuple[str, ...] = ()


def day_of_snapshot(snapshot: Snapshot) -> tuple[int, str | None]:
    """Return the day number and the text of the day of a snapshot; of a whole one a day after all others."""
    told = snapshot.manifest.get("as_of")
    return (FAR_FUTURE, None) if told is None else (day_of(told), told)


def standing_figures(snapshot: Snapshot, attributes: tuple[str, ...]) -> pl.DataFrame:
    """Return the figure of each subject and attribute that stands on the day of the snapshot, as :data:`FIGURES`."""
    day, _ = day_of_snapshot(snapshot)
    told = _book(snapshot.whole or snapshot, attributes).figures.filter(
        # Of a period of unknown start nobody says since when it holds: it is told on no day.
        pl.col("period").is_null() | (pl.col("earliest") <= day),
        (pl.col("from_day") <= day) | pl.col("attribute").is_in(STANDING),
    )
    return (
        told.unique(["subject", "attribute"], keep="first", maintain_order=True)
        .with_columns(ended=(pl.col("over_after") < day).fill_null(value=False))
        .select(FIGURES.names())
        .cast(FIGURES)
    )


def standing_figure(
    snapshot: Snapshot, attributes: tuple[str, ...], subject: str, attribute: str
) -> dict[str, Any] | None:
    """Return the row of :func:`standing_figures` of one subject and attribute; none where nobody tells it on the day.

    It is found without the others, at the same cost on every day.
    """
    day, _ = day_of_snapshot(snapshot)
    for row in _book(snapshot.whole or snapshot, attributes).told_of(subject, attribute):
        begun = row["period"] is None or (row["earliest"] is not None and row["earliest"] <= day)
        told = attribute in STANDING or (row["from_day"] is not None and row["from_day"] <= day)
        if begun and told:
            over = row["over_after"] is not None and row["over_after"] < day
            return {name: over if name == "ended" else row[name] for name in FIGURES}
    return None


@dataclass(frozen=True, eq=False)
class _Book:
    """The figures of every day, those of one subject and attribute together: the first that is told stands.

    Attributes
    ----------
    figures
        As :data:`FIGURES` without `ended`, with `period`, `earliest` and `from_day` (since when it is told), and
        `over_after`, the last day of what ended.
    """

    figures: pl.DataFrame

    @cached_property
    def _spans(self) -> Mapping[str, tuple[int, int]]:
        """Where the figures of each attribute, which is one word, and subject stand."""
        of = pl.concat_str("attribute", "subject", separator=" ")
        return row_spans(self.figures.select(of=of), "of")

    def told_of(self, subject: str, attribute: str) -> list[dict[str, Any]]:
        """Return the figures of one subject and attribute in the order in which they stand before each other."""
        return self.figures.slice(*self._spans.get(f"{attribute} {subject}", (0, 0))).rows(named=True)


@kept
def _book(whole: Snapshot, attributes: tuple[str, ...]) -> _Book:
    """Return the figures of every day, each with its date and since which day it is told."""
    rows = whole.attributes.filter(
        pl.col("attribute").is_in(attributes),
        pl.col("object").is_null(),
        (pl.col("summary") != _PROJECTION).fill_null(value=True),
        pl.col("number").is_not_null() | (pl.col("attribute") == Attribute.HARBOUR.value),
    )
    return _Book(_ordered(_dated(whole, rows)))


def _dated(snapshot: Snapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the source of each row, and a date to those without one; a row that has no date at all is left out."""
    said = snapshot.evidence.join(rows.select("statement"), on="statement", how="semi").select(
        "statement", "source", "listed", "retrieved_at", "recorded_at"
    )
    editions = snapshot.sources.select(pl.col("id").alias("source"), pl.col("date").alias("edition"))
    told = rows.join(said, on="statement").join(editions, on="source", how="left")
    listed = pl.coalesce("listed", "edition")
    read = pl.coalesce("retrieved_at", pl.col("recorded_at").str.slice(0, 10))
    undated = pl.col("period").is_null()
    told = told.with_columns(
        date=pl.coalesce("period", listed, read),
        dated_by=pl.when(~undated)
        .then(pl.lit("figure"))
        .when(listed.is_not_null())
        .then(pl.lit("edition"))
        .otherwise(pl.lit("reading")),
    ).filter(pl.col("date").is_not_null())
    days = parsed_periods(told.filter(undated)["date"]).select(pl.col("period").alias("date"), "start_earliest")
    told = told.join(days, on="date", how="left")
    return told.with_columns(from_day=pl.when(undated).then("start_earliest").otherwise("earliest"))


def _ordered(told: pl.DataFrame) -> pl.DataFrame:
    """Return the figures by subject and attribute, those that stand before others first."""
    lasts = pl.col("attribute").is_in(LASTING)
    ends = lasts & pl.col("period").str.contains("/", literal=True).fill_null(value=False)
    return (
        told.with_columns(at_least=pl.col("summary").str.contains(_BOUND).fill_null(value=False))
        .sort(
            ["subject", "attribute", "at_least", "from_day", "number", "source", "statement"],
            descending=[False, False, False, True, True, False, False],
            nulls_last=True,
        )
        .with_columns(
            value=pl.col("number"),
            word=pl.col("value"),
            note=pl.col("summary"),
            unit=pl.when(lasts).then(pl.lit(YES_OR_NO)).otherwise("unit"),
            over_after=pl.when(ends).then("latest"),
        )
        .select(*(name for name in FIGURES if name != "ended"), "period", "earliest", "from_day", "over_after")
    )
