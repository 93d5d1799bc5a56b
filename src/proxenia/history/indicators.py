"""The indicators of change: what the texts claim beside what was measured, and what has become of it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

import polars as pl

from proxenia.history.figures import Figure, figures_of
from proxenia.history.indicator_list import INDICATORS, Indicator
from proxenia.history.leagues import league_spans, member_spans
from proxenia.history.statements import Said, said_of
from proxenia.history.verdict import Verdict, judge
from proxenia.history.years import date_label
from proxenia.model.period import day_number
from proxenia.model.predicates import Attribute
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Counted", "FigureRow", "IndicatorReport", "Indicators", "NetworkSize", "SizePoint", "telling_figures"]

_EVERY_YEARS: Final = 20


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the table of all figures, one a statement; `verdict` and `sentence` are of claims only."""

    indicator: str
    status: str
    series: str
    comparable: bool
    label: str
    value: float | None
    unit: str
    date: str | None
    is_lower_bound: bool
    note: str
    claimed_by: str | None
    verdict: str
    sentence: str
    source: str
    reference: str
    statement: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many memberships of a network this ledger holds that were in force on 31 December of a year.

    `undated` of them have no stated start and are shown from the earliest list that names them. The ledger may hold
    only some of a network's members: it is a count of what is held, not of the network.
    """

    year: int
    members: int
    undated: int


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """One indicator.

    Attributes
    ----------
    claims
        The texts' figures with what has become of each.
    figures
        All others: measured and projected ones, in the order of their dates.
    city_network
        The city network it counts, where it does.
    counted
        Of a network's members: those this ledger holds.
    """

    id: str
    label: str
    meaning: str
    unit: str
    claims: tuple[Verdict, ...]
    figures: tuple[Figure, ...]
    city_network: str | None
    counted: tuple[Counted, ...]


def telling_figures(report: IndicatorReport, *, most: int) -> list[Figure]:
    """Return the figures to show: all, but of a source with more than `most` only those that say most.

    These are its first, its last measured and its last, those that claims are checked by, and every twentieth year.
    """
    by_source: dict[str, list[Figure]] = {}
    for one in report.figures:
        by_source.setdefault(one.source, []).append(one)
    kept = {one.statement for claim in report.claims for one in (*claim.same_time, claim.overtaken_by) if one}
    for figures in by_source.values():
        if len(figures) <= most:
            kept.update(one.statement for one in figures)
        else:
            measured = [one for one in figures if one.status == "measured"]
            kept.update(one.statement for one in (figures[0], *measured[-1:], figures[-1]))
            kept.update(one.statement for one in figures if int(one.year or 1) % _EVERY_YEARS == 0)
    return [one for one in report.figures if one.statement in kept]


@dataclass(frozen=True, slots=True)
class SizePoint:
    """A published size of a network."""

    value: float
    date: str | None
    date_label: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class NetworkSize:
    """A city network with its first and its latest published size, and the memberships this ledger holds."""

    id: str
    name: str
    first: SizePoint
    latest: SizePoint
    points: int
    counted: Counted


@dataclass(frozen=True, slots=True)
class Indicators:
    """All indicators, and the sizes of all city networks of which any is published."""

    this_year: int
    indicators: tuple[IndicatorReport, ...]
    sizes: tuple[NetworkSize, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, *, this_year: int) -> "Indicators":
        """Return the indicators of a snapshot.

        Parameters
        ----------
        snapshot
            The whole snapshot.
        this_year
            The year for which the ledger's own memberships are counted beside those of the claims.
        """
        figures = figures_of(snapshot)
        members = member_spans(snapshot, league_spans(snapshot))
        reports = tuple(_report(one, figures[one.id], members, this_year) for one in INDICATORS)
        return cls(
            this_year,
            reports,
            tuple(sorted(_sizes(snapshot, members, this_year), key=lambda one: (one.name, one.id))),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the payload as plain data."""
        return asdict(self)

    def rows(self) -> Iterator[FigureRow]:
        """Return every figure as a row, claims first within an indicator."""
        for report in self.indicators:
            for claim in report.claims:
                yield _row(claim.claim, verdict=claim.verdict, sentence=claim.sentence)
            for figure in report.figures:
                yield _row(figure)


def _row(figure: Figure, *, verdict: str = "", sentence: str = "") -> FigureRow:
    told: dict[str, Any] = {"verdict": verdict, "sentence": sentence}
    names = [one.name for one in fields(FigureRow)]
    return FigureRow(**{name: told[name] if name in told else getattr(figure, name) for name in names})


def _report(indicator: Indicator, figures: list[Figure], members: pl.DataFrame, this_year: int) -> IndicatorReport:
    claimed = [one for one in figures if one.claimed_by]
    others = tuple(one for one in figures if not one.claimed_by)
    is_size = [one.subject for one in indicator.series if one.attribute == Attribute.MEMBER_COUNT.value]
    body = is_size[0] if is_size else None
    years = sorted({int(one.date[:4]) for one in claimed if one.date} | {this_year}) if body else []
    return IndicatorReport(
        id=indicator.id,
        label=indicator.label,
        meaning=indicator.meaning,
        unit=indicator.unit,
        claims=tuple(judge(one, others) for one in claimed),
        figures=others,
        city_network=body,
        counted=tuple(_counted(members.filter(pl.col("b") == body), year) for year in years),
    )


def _counted(members: pl.DataFrame, year: int) -> Counted:
    day = day_number(year, 12, 31)
    held = members.filter((pl.col("first") <= day) & (pl.col("last") >= day).fill_null(value=True))
    return Counted(year, held.height, held.filter(~pl.col("dated")).height)


def _sizes(snapshot: Snapshot, members: pl.DataFrame, this_year: int) -> Iterator[NetworkSize]:
    counts = snapshot.attributes.filter(
        (pl.col("attribute") == Attribute.MEMBER_COUNT.value) & pl.col("earliest").is_not_null()
    ).sort("subject", "earliest", "latest", "statement")
    names = dict(
        snapshot.actors.select("id", "name").join(counts.select(id="subject"), on="id", how="semi").iter_rows()
    )
    said = {one.statement: one for lines in said_of(snapshot, counts["subject"].unique()).values() for one in lines}
    for (subject,), rows in counts.group_by("subject", maintain_order=True):
        points = [
            SizePoint(row["number"], row["period"], date_label(row["period"]), said.get(row["statement"]))
            for row in rows.iter_rows(named=True)
        ]
        counted = _counted(members.filter(pl.col("b") == subject), this_year)
        key = str(subject)
        yield NetworkSize(key, names.get(key, key), points[0], points[-1], len(points), counted)
