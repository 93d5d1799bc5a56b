"""How many ties carry a year, by part of the world, and up to which year the lists reach that give the years."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.regions import REGION_OF, REGIONS
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["LEAST_DATED", "DatingList", "RegionCoverage", "covered_until", "dating_lists", "region_coverage"]

LEAST_DATED: Final = 50
"""Dated ties that a part of the world must have; below, there is not enough data to say how good a prediction is."""


@dataclass(frozen=True, slots=True)
class RegionCoverage:
    """How many ties of a part of the world carry a year.

    Attributes
    ----------
    region
        The part of the world; a tie between two counts in both.
    ties, dated
        Ties between local governments with an end there, and those whose year is known.
    dated_share
        The second over the first, 0 to 1; none where there is no tie.
    enough
        Whether the dated ones are :data:`LEAST_DATED` or more.
    """

    region: str
    ties: int
    dated: int
    dated_share: float | None
    enough: bool


@dataclass(frozen=True, slots=True)
class DatingList:
    """A list that gives years of ties.

    Attributes
    ----------
    source, title
        The source, and the year of its edition or reading.
    year
        The year of its edition, else of its reading.
    ties
        Dated ties whose year it gives.
    last_year
        The latest year that it gives.
    """

    source: str
    title: str
    year: int
    ties: int
    last_year: int


def region_coverage(dated: DatedTies) -> tuple[RegionCoverage, ...]:
    """Return every part of the world with its ties, dated or not."""
    ends = pl.concat(
        [
            dated.all_ties.select(
                "id", "dated", region=pl.col(side).replace_strict(REGION_OF, default=None, return_dtype=pl.String())
            )
            for side in ("country_a", "country_b")
        ]
    ).unique(["id", "region"])
    counted = {
        region: (ties, known)
        for region, ties, known in ends.group_by("region").agg(pl.len(), pl.col("dated").sum()).iter_rows()
    }
    return tuple(_covered(region, *counted.get(region, (0, 0))) for region in REGIONS)


def _covered(region: str, ties: int, dated: int) -> RegionCoverage:
    return RegionCoverage(region, ties, dated, dated / ties if ties else None, dated >= LEAST_DATED)


def dating_lists(snapshot: Snapshot, dated: DatedTies) -> tuple[DatingList, ...]:
    """Return the lists that give the years of the dated ties, those that give most first."""
    sources = snapshot.tables["sources"]
    said = (
        snapshot.tables["evidence"]
        .filter(pl.col("period").is_not_null())
        .join(dated.ties.select("year", record="id"), on="record")
        .join(sources.select("title", "date", source="id"), on="source", how="left")
        .with_columns(edition=pl.coalesce("listed", "date", "retrieved_at").str.head(4).cast(pl.Int32, strict=False))
        .filter(pl.col("edition").is_not_null())
        .group_by("source", "title", "edition")
        .agg(ties=pl.col("record").n_unique(), last_year=pl.col("year").max())
        .sort("ties", "source", "edition", descending=[True, False, False])
    )
    columns = ("source", "title", "edition", "ties", "last_year")
    return tuple(DatingList(*row) for row in said.select(columns).iter_rows())


def covered_until(lists: tuple[DatingList, ...]) -> int | None:
    """Return the last year that half of the dating is old enough to have seen; none where no list tells its year.

    >>> covered_until((DatingList("a", "A", 2013, 90, 2012), DatingList("b", "B", 2026, 10, 2025)))
    2013
    """
    whole = sum(one.ties for one in lists)
    reached = 0
    for one in sorted(lists, key=lambda each: each.year):
        reached += one.ties
        if 2 * reached > whole:
            return one.year
    return None
