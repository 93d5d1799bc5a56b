"""What estimates of ends rest on: how many ties, years and ends, and how they came into the register."""

from dataclasses import asdict, dataclass
from heapq import heapify, heappop, heappush
from typing import Any

import polars as pl

from proxenia.foresight.ends_table import TieYears

__all__ = ["EndEvidence", "Share", "evidence_of"]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the years of ties saw an end.

    Attributes
    ----------
    years
        Years of ties at risk.
    suspensions, endings
        Ends among them.
    """

    years: int
    suspensions: int
    endings: int

    @property
    def per_thousand(self) -> float | None:
        """Ends of both kinds a thousand years of ties; none without any."""
        return 1000 * (self.suspensions + self.endings) / self.years if self.years else None


@dataclass(frozen=True, slots=True)
class EndEvidence:
    """What the estimates rest on.

    Attributes
    ----------
    ties, undated_ties
        Ties at risk, and those of them whose start nobody states, at risk from their first listing.
    first_year, last_year
        The first and the last year of the table.
    all_years, hostile_years
        Ends in all years of ties, and in those in which the two states were hostile.
    elsewhere, hostile_elsewhere
        The same for ties that a source beside the register's own selection names. Where ends are more frequent among
        all ties, part of the register was chosen for its ends, and the estimates are too high by about that much.
    decisions
        How many different cities and years the ends fall in: a council that ends five ties on one evening decided
        once.
    outside
        Ends before their tie was known to be there, which are not used.
    undated_ends
        Ties that are over, nobody says since when; they are left out whole.
    """

    ties: int
    undated_ties: int
    first_year: int
    last_year: int
    all_years: Share
    hostile_years: Share
    elsewhere: Share
    hostile_elsewhere: Share
    decisions: int
    outside: int
    undated_ends: int

    def told(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return asdict(self)


def evidence_of(years: TieYears, rows: pl.DataFrame) -> EndEvidence:
    """Return what estimates on some rows of a table rest on."""
    hostile = rows.filter(pl.col("shock") | pl.col("hostile"))
    listed = pl.col("listed_elsewhere")
    ties = rows.unique("id", keep="first")
    return EndEvidence(
        ties=ties.height,
        undated_ties=int(ties["age_unknown"].sum()),
        first_year=int(rows["year"].min()),  # type: ignore[arg-type]
        last_year=int(rows["year"].max()),  # type: ignore[arg-type]
        all_years=_share(rows),
        hostile_years=_share(hostile),
        elsewhere=_share(rows.filter(listed)),
        hostile_elsewhere=_share(hostile.filter(listed)),
        decisions=_decisions(rows),
        outside=years.outside,
        undated_ends=years.undated_ends,
    )


def _share(rows: pl.DataFrame) -> Share:
    return Share(rows.height, int(rows["suspended"].sum()), int(rows["ended"].sum()))


def _decisions(rows: pl.DataFrame) -> int:
    """Return how few cities and years the ends can be traced to: each end goes to the city with most of them."""
    ends = rows.filter(pl.col("suspended") | pl.col("ended")).select("id", "a", "b", "year")
    of: dict[tuple[str, int], set[tuple[str, str, str]]] = {}
    for tie, a, b, year in ends.iter_rows():
        for city in (a, b):
            of.setdefault((city, year), set()).add((tie, a, b))
    waiting = [(-len(ties), where) for where, ties in of.items()]
    heapify(waiting)
    found = 0
    while waiting:
        count, where = heappop(waiting)
        left = of[where]
        if len(left) != -count:
            # Some of its ends went to another city since it was put here.
            if left:
                heappush(waiting, (-len(left), where))
            continue
        found += 1
        for end in list(left):
            for city in end[1:]:
                of[city, where[1]].discard(end)
    return found
