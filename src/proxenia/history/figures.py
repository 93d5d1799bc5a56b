"""Figures of change as the snapshot holds them: what the texts claim, and what was measured when, by whom."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from proxenia.history.indicator_list import INDICATORS, Indicator, Series
from proxenia.history.years import date_label
from proxenia.model.predicates import Attribute
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Figure", "figures_of", "indicator_of"]

_DAYS_IN_YEAR: Final = 365.2425
_LOWER = re.compile(r"(?:more than|at least|over)\b|.*\blower bound\b")
_PROJECTION = re.compile(r"\bprojection\b")
_COLUMNS: Final = ("source", "reference", "retrieved_at")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as one statement gives it.

    Attributes
    ----------
    id
        Its identifier in the register (``ind:…``); the statement's where it is a point of a series.
    status
        ``claimed`` by a text, ``measured``, ``projected``, or ``not_measured``: a statement of a text without a figure.
    value, text
        The number and how the source writes it; none and empty where there is none.
    date, date_label, earliest, latest, year
        EDTF text of what time it speaks of, the same in words, its first and last day, its middle as a year with
        decimals; none and empty where nobody says.
    is_lower_bound
        The source says that it is more than that.
    series, comparable
        What it measures, and whether that is what the texts speak of.
    """

    id: str
    indicator: str
    status: str
    series: str
    comparable: bool
    label: str
    value: float | None
    text: str
    unit: str
    date: str | None
    date_label: str
    earliest: int | None
    latest: int | None
    year: float | None
    is_lower_bound: bool
    note: str
    claimed_by: str | None
    statement: str
    source: str
    source_title: str
    reference: str
    retrieved_at: str | None


def indicator_of(identifier: str) -> tuple[Indicator, Series] | None:
    """Return the indicator and the series to which a figure of the register belongs.

    >>> indicator, series = indicator_of("ind:city-gdp-share-300")
    >>> indicator.id, series.comparable
    ('city_gdp_share', False)
    """
    known = [(begin, one, series) for one in INDICATORS for series in one.series for begin in series.beginnings]
    fitting = [entry for entry in known if identifier.startswith(entry[0])]
    return max(fitting, key=lambda entry: len(entry[0]))[1:] if fitting else None


def figures_of(snapshot: Snapshot) -> dict[str, list[Figure]]:
    """Return the figures of every indicator by its id, in the order of their dates."""
    found: dict[str, list[Figure]] = {one.id: [] for one in INDICATORS}
    claims_cited = set()
    for figure in _of_register(snapshot):
        found[figure.indicator].append(figure)
        if figure.status == "claimed":
            claims_cited.add(figure.reference)
    for figure in _of_series(snapshot):
        # A count that cites the very text whose figure is to be checked is no second observation.
        if figure.reference not in claims_cited:
            found[figure.indicator].append(figure)
    return {one: sorted(_unique(figures), key=_order) for one, figures in found.items()}


def _order(figure: Figure) -> tuple[bool, float, str, str]:
    return figure.year is None, figure.year or 0.0, figure.series, figure.id


def _unique(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Leave out a count that stands in the register twice, as an indicator and as a network's size."""
    seen: set[tuple[Any, ...]] = set()
    for figure in figures:
        key = (figure.value, figure.date, figure.reference)
        if key not in seen or figure.id.startswith("ind:"):
            seen.add(key)
            yield figure


def _with_sources(snapshot: Snapshot, rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    said = snapshot.evidence.join(rows.select("statement"), on="statement", how="semi")
    said = said.select("statement", *_COLUMNS).unique("statement", keep="first", maintain_order=True)
    titles = snapshot.sources.select(pl.col("id").alias("source"), pl.col("title").alias("source_title"))
    joined = rows.join(said, on="statement", how="inner", maintain_order="left")
    return joined.join(titles, on="source", how="left", maintain_order="left").iter_rows(named=True)


def _of_register(snapshot: Snapshot) -> Iterator[Figure]:
    rows = snapshot.attributes.filter(pl.col("attribute") == Attribute.INDICATOR.value)
    for row in _with_sources(snapshot, rows):
        belongs = indicator_of(row["indicator"] or "")
        if belongs is not None:
            label, _, note = (row["summary"] or "").removesuffix(")").partition(" (")
            status = row["indicator_status"]
            if status == "measured" and _PROJECTION.search(note):
                status = "projected"
            yield _figure(row, *belongs, status=status, label=label, note=note, identifier=row["indicator"])


def _of_series(snapshot: Snapshot) -> Iterator[Figure]:
    for indicator in INDICATORS:
        for series in indicator.series:
            if series.attribute is None:
                continue
            mine = (pl.col("attribute") == series.attribute) & (pl.col("subject") == series.subject)
            for row in _with_sources(snapshot, snapshot.attributes.filter(mine)):
                note = row["summary"] or ""
                status = "projected" if _PROJECTION.search(note) else "measured"
                yield _figure(
                    row, indicator, series, status=status, label=indicator.label, note=note, identifier=row["statement"]
                )


def _figure(
    row: dict[str, Any], indicator: Indicator, series: Series, *, status: str, label: str, note: str, identifier: str
) -> Figure:
    earliest, latest = row["earliest"], row["latest"]
    middle = None if earliest is None or latest is None else (earliest + latest) / 2
    return Figure(
        id=identifier,
        indicator=indicator.id,
        status=status,
        series=series.label,
        comparable=series.comparable,
        label=label,
        value=row["number"],
        text=row["value"] or "",
        unit=row["unit"] or indicator.unit,
        date=row["period"],
        date_label=date_label(row["period"]),
        earliest=earliest,
        latest=latest,
        year=None if middle is None else round(1 + middle / _DAYS_IN_YEAR, 2),
        is_lower_bound=_LOWER.match(note) is not None,
        note=note,
        claimed_by=row["claimed_by"],
        statement=row["statement"],
        source=row["source"],
        source_title=row["source_title"] or row["source"],
        reference=row["reference"],
        retrieved_at=row["retrieved_at"],
    )
