"""What held on a day: a filter on the whole periods of a snapshot.

- **Ties** whose period may hold on the day: it may have begun by then and may not yet have ended. A tie without
  start is shown from `first_listed`, the first day on which a statement speaks of it; one that ended nobody says when
  until then. A status that began later is replaced by the one that stood on the day, else by ``active``.
- **Actors** founded after the day or dissolved before it are left out, with their ties and names. Their parts in
  acts stay: an act keeps everyone who took part in it.
- **Acts** up to the day. An act without a date is shown from the first day on which a statement speaks of it.
- **Attributes and dyads** that may have held by the day, and those without date.
- **Evidence, conflicts and sources** stay whole: they belong to records, not to days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

import polars as pl

from proxenia.errors import PeriodError, UnknownValueError
from proxenia.model.period import FAR_FUTURE, Period, day_number, day_text
from proxenia.model.vocabulary import Status
from proxenia.snapshot.listing import editions_of, with_told_day
from proxenia.snapshot.periods import parsed_periods
from proxenia.snapshot.ties import latest_status

__all__ = ["TablesOfADay", "Told", "Undated", "day_of", "tables_as_of"]

Undated = Literal["listed", "always", "never"]
FIRST_YEAR: Final = -9999
LAST_YEAR: Final = 9999
_UNDATED: Final = ("listed", "always", "never")
_STATUS: Final = ("status", "status_since", "status_since_earliest", "reason")

Tables = Mapping[str, pl.DataFrame]


def day_of(when: int | str | date) -> int:
    """Return the day number of a day; of a year or any longer period its last day.

    >>> day_text(day_of(1990)), day_text(day_of("1979-11")), day_text(day_of(date(2022, 3, 1)))
    ('1990-12-31', '1979-11-30', '2022-03-01')

    Raises
    ------
    PeriodError
        When the text is not EDTF, or the year lies beyond those that a day number can hold.
    """
    if isinstance(when, date):
        return when.toordinal()
    if isinstance(when, int):
        if not FIRST_YEAR <= when <= LAST_YEAR:
            raise PeriodError(when, reason=f"years go from {FIRST_YEAR} to {LAST_YEAR}")
        return day_number(when, 12, 31)
    period = Period.parse(when)
    return period.end_latest if period.end_latest != FAR_FUTURE else period.start_latest


@dataclass(frozen=True, slots=True)
class Told:
    """What statements tell of days and every day asks for, taken from the tables once.

    Attributes
    ----------
    statuses
        The rows of `evidence` that state a status, with `status_since_earliest`.
    acts
        `id` of the acts without a date, and `told_day`, the first day on which a statement speaks of each.
    """

    statuses: pl.DataFrame
    acts: pl.DataFrame

    @classmethod
    def of(cls, tables: Tables) -> "Told":
        """Return what the statements of a snapshot's tables tell."""
        said = tables["evidence"].filter(pl.col("status").is_not_null())
        days = parsed_periods(said["status_since"]).select(
            pl.col("period").alias("status_since"), pl.col("start_earliest").alias("status_since_earliest")
        )
        undated = tables["acts"].filter(pl.col("earliest").is_null())
        behind = tables["evidence"].join(undated.select(record="id"), on="record", how="semi")
        told = with_told_day(behind, editions_of(tables["sources"]))
        return cls(
            statuses=said.join(days, on="status_since", how="left"),
            acts=told.group_by(id="record").agg(pl.min("told_day")),
        )


def _earlier_status(ties: pl.DataFrame, statuses: pl.DataFrame, day: int) -> pl.DataFrame:
    """Return the ties with the status that stood on the day."""
    later = ties.filter(pl.col("status_since_earliest") > day)
    if later.is_empty():
        return ties
    candidates = (
        statuses.filter(pl.col("status_since_earliest") <= day)
        .join(later.select(record="id"), on="record", how="semi")
        .with_columns(reason=pl.lit(None, dtype=pl.String()))
    )
    standing = latest_status(candidates).rename({"record": "id"})
    mended = (
        later.drop(_STATUS)
        .join(standing, on="id", how="left")
        .with_columns(pl.col("status").fill_null(Status.ACTIVE.value))
    )
    rest = ties.filter(pl.col("status_since_earliest").is_null() | (pl.col("status_since_earliest") <= day))
    return pl.concat([rest, mended.select(ties.columns)]).sort("id")


def _has_begun(day: int, undated: Undated) -> pl.Expr:
    dated = pl.col("start_earliest") <= day
    if undated == "never":
        return dated.fill_null(value=False)
    if undated == "always":
        return dated.fill_null(value=True)
    return dated.fill_null(pl.col("first_listed") <= day).fill_null(value=False)


def _not_over(day: int, undated: Undated) -> pl.Expr:
    has_end = pl.col("end_latest").is_not_null()
    ended_unknown = (pl.col("status") == Status.ENDED.value) & ~has_end & pl.col("status_since").is_null()
    listed = (pl.col("first_listed") > day).fill_null(value=False) if undated != "always" else pl.lit(value=True)
    return (pl.col("end_latest") >= day).fill_null(value=True) & (~ended_unknown | listed)


def _gone_actors(actors: pl.DataFrame, day: int) -> pl.Series:
    not_yet = (pl.col("founded_earliest") > day).fill_null(value=False)
    over = (pl.col("dissolved_latest") < day).fill_null(value=False)
    return actors.filter(not_yet | over)["id"]


def _ties(ties: pl.DataFrame, told: Told, day: int, undated: Undated, gone: pl.Series) -> pl.DataFrame:
    shown = ties.filter(_has_begun(day, undated) & _not_over(day, undated))
    shown = shown.filter(~pl.any_horizontal(pl.col("a", "b").is_in(gone.implode())))
    return _earlier_status(shown, told.statuses, day)


def _acts(acts: pl.DataFrame, told: Told, day: int, undated: Undated) -> pl.DataFrame:
    unknown = acts.filter(pl.col("earliest").is_null())
    shown = acts.filter(pl.col("earliest") <= day)
    if unknown.is_empty() or undated == "never":
        return shown
    if undated == "listed":
        unknown = unknown.join(told.acts.filter(pl.col("told_day") <= day), on="id", how="semi")
    return pl.concat([shown, unknown]).sort("id")


class TablesOfADay(Mapping[str, pl.DataFrame]):
    """The tables as they held on a day, each filtered when it is first asked for.

    Parameters
    ----------
    tables
        The whole tables.
    told
        What statements tell of days.
    day
        The day number.
    undated
        What to do with ties whose start nobody states.
    """

    def __init__(self, tables: Tables, told: Told, day: int, undated: Undated) -> None:
        self._tables = tables
        self._told = told
        self._day = day
        self._undated = undated
        self._filtered: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        """Return a table as it held on the day."""
        table = self._filtered.get(name)
        if table is None:
            table = self._filtered[name] = self._of_day(name)
        return table

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all tables."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._tables)

    def _of_day(self, name: str) -> pl.DataFrame:
        table = self._tables[name]
        match name:
            case "actors" | "names":
                actor = "id" if name == "actors" else "actor"
                return table.filter(~pl.col(actor).is_in(self._gone.implode()))
            case "ties":
                return _ties(table, self._told, self._day, self._undated, self._gone)
            case "acts":
                return _acts(table, self._told, self._day, self._undated)
            case "participations":
                happened = self["acts"].select(pl.col("id").alias("act"))
                return table.join(happened, on="act", how="semi", maintain_order="left")
            case "attributes" | "dyads":
                return table.filter((pl.col("earliest") <= self._day).fill_null(value=True))
            case _:
                return table

    @cached_property
    def gone(self) -> frozenset[str]:
        """The actors that were not there on the day."""
        return frozenset(self._gone)

    @cached_property
    def _gone(self) -> pl.Series:
        return _gone_actors(self._tables["actors"], self._day)


def tables_as_of(tables: Tables, told: Told, when: int | str | date, *, undated: Undated) -> tuple[Tables, str]:
    """Return the tables as they held on a day, and the day as EDTF text."""
    if undated not in _UNDATED:
        raise UnknownValueError("way to show undated ties", undated, _UNDATED)
    day = day_of(when)
    return TablesOfADay(tables, told, day, undated), day_text(day)
