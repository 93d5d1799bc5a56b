"""The ties between local governments whose year is known, and what of them was known at the end of a year.

A tie counts when its start is known to the year. Ties without year, or with a decade alone, are no evidence of when
ties form: they are counted, so that every answer can say how much of the register it rests on, and left out.

**What was known.** :meth:`DatedTies.until` gives what a list of that time could have held: later ties are gone, and
so are later suspensions and endings. It cannot bring back what no list of today remembers any more.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl

from proxenia.foresight.regions import REGION_OF
from proxenia.model.vocabulary import ActorKind, Status, TieKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CITY_TIES", "TIES", "DatedTies", "year_of_day"]

CITY_TIES: Final = (TieKind.TWINNING, TieKind.AGREEMENT, TieKind.PARTNERSHIP)
"""Kinds of tie between two local governments that models of formation explain."""
_LOCAL: Final = (ActorKind.CITY.value, ActorKind.REGION.value)
_MOST_DAYS: Final = 366

TIES: Final = pl.Schema(
    {
        "id": pl.String(),
        "kind": pl.String(),
        "a": pl.String(),
        "b": pl.String(),
        "country_a": pl.String(),
        "country_b": pl.String(),
        "fields": pl.List(pl.String()),
        "year": pl.Int32(),
        "start": pl.Int32(),
        "suspended": pl.Int32(),
        "ended": pl.Int32(),
    }
)
"""One row a tie: `year` of its start, `start` its first possible day, the years it was `suspended` and `ended` or none.

`a` and `b` are cities or regions of two different countries or of one; countries are ISO 3166-1 alpha-2 codes.
"""

CITIES: Final = pl.Schema(
    {
        "id": pl.String(),
        "name": pl.String(),
        "country": pl.String(),
        "region": pl.String(),
        "longitude": pl.Float64(),
        "latitude": pl.Float64(),
    }
)
"""One row a local government with a dated tie, sorted by `id`; `region` is the part of the world (:mod:`regions`)."""


def year_of_day(day: pl.Expr) -> pl.Expr:
    """Return the year of a day number: those of :mod:`proxenia.model.period`, which count from 1 January of year 1.

    >>> from proxenia.model.period import day_number
    >>> pl.select(year_of_day(pl.lit(day_number(1987, 12, 31)))).item()
    1987
    """
    return pl.date(1, 1, 1).dt.offset_by(pl.format("{}d", day - 1)).dt.year()


@dataclass(frozen=True, eq=False)
class DatedTies:
    """The ties of local governments whose year is known.

    Attributes
    ----------
    ties
        As :data:`TIES`, in time.
    cities
        As :data:`CITIES`.
    all_ties
        One row a tie of these kinds, dated or not: `id`, `country_a`, `country_b`, `dated`; for coverage.
    known_until
        The last year that is told; none for everything.
    """

    ties: pl.DataFrame
    cities: pl.DataFrame
    all_ties: pl.DataFrame
    known_until: int | None = None

    @classmethod
    def of(cls, snapshot: Snapshot, *, kinds: tuple[TieKind, ...] = CITY_TIES) -> "DatedTies":
        """Return the dated ties of a snapshot.

        Parameters
        ----------
        snapshot
            The whole snapshot, not as of a day.
        kinds
            Which kinds of tie between two local governments.
        """
        places = snapshot.actors.filter(pl.col("kind").is_in(_LOCAL) & pl.col("country").is_not_null())
        found = _told(snapshot.ties, places, kinds)
        dated = found.filter(pl.col("dated"))
        return cls(
            ties=dated.select(TIES.names()).cast(pl.Schema(TIES)).sort("start", "id"),
            cities=_cities(places, dated),
            all_ties=found.select("id", "country_a", "country_b", "dated"),
        )

    def until(self, year: int) -> "DatedTies":
        """Return what was known at the end of a year; a city without a dated tie by then is not among the cities."""
        told = self.ties.filter(pl.col("year") <= year).with_columns(
            pl.when(pl.col(end) <= year).then(pl.col(end)).alias(end) for end in ("suspended", "ended")
        )
        there = pl.concat([told["a"], told["b"]]).unique()
        return DatedTies(told, self.cities.filter(pl.col("id").is_in(there.implode())), self.all_ties, year)

    def between(self, first: int, last: int) -> pl.DataFrame:
        """Return the ties that began in the years from the first to the last, both with."""
        return self.ties.filter(pl.col("year").is_between(first, last))

    def in_force(self, year: int) -> pl.DataFrame:
        """Return the ties in force at the end of a year: begun, and neither suspended nor ended."""
        off = [pl.col(end).is_null() | (pl.col(end) > year) for end in ("suspended", "ended")]
        return self.ties.filter(pl.col("year") <= year, *off)

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Where each city stands in :attr:`cities`."""
        return {city: place for place, city in enumerate(self.cities["id"])}


def _told(ties: pl.DataFrame, places: pl.DataFrame, kinds: tuple[TieKind, ...]) -> pl.DataFrame:
    where = places.select("id", "country")
    span = pl.col("start_latest") - pl.col("start_earliest")
    return (
        ties.filter(pl.col("kind").is_in([kind.value for kind in kinds]))
        .join(where.rename({"id": "a", "country": "country_a"}), on="a")
        .join(where.rename({"id": "b", "country": "country_b"}), on="b")
        .with_columns(
            dated=(~pl.col("undated") & (span < _MOST_DAYS)).fill_null(value=False),
            year=year_of_day(pl.col("start_earliest")),
            start=pl.col("start_earliest"),
            suspended=pl.when(pl.col("status") == Status.SUSPENDED.value).then(
                year_of_day(pl.col("status_since_earliest"))
            ),
            ended=pl.coalesce(
                year_of_day(pl.col("end_earliest")),
                pl.when(pl.col("status") == Status.ENDED.value).then(year_of_day(pl.col("status_since_earliest"))),
            ),
        )
    )


def _cities(places: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    there = pl.concat([dated["a"], dated["b"]]).unique()
    region = pl.col("country").replace_strict(REGION_OF, default=None, return_dtype=pl.String()).alias("region")
    cities = places.filter(pl.col("id").is_in(there.implode())).with_columns(region)
    return cities.select(CITIES.names()).cast(pl.Schema(CITIES)).sort("id")
