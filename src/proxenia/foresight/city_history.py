"""The history of dated ties between local governments, with what else was known of them at each time.

Everything comes from a :class:`~proxenia.foresight.known.Known`, so that nothing after its cut is in it.

- **Times** are day numbers (:mod:`proxenia.model.period`). A tie dated to a year alone stands at the year's first day:
  all such ties of a year see the same state, and not each other. A suspension or an ending takes the tie away at the
  first day of its year, or with the tie itself where that is later.
- **Present** is every local government with a dated tie up to the cut, from the start on: cities exist before they tie
  themselves. Who never did is not among them, so that estimates are about those who do.
- **Between countries**, what the overlay says at the end of a year holds from then on. The years asked are every fifth
  (1950, 1955 …), that before the first tie, and the cut: a table of all pairs takes about a twentieth of a second.
- **A place that is not known** is the middle of the known places of its country's local governments, else of its part
  of the world, else of all.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import polars as pl

from proxenia.errors import InputError
from proxenia.foresight.effects.values import Floats
from proxenia.foresight.history import EventHistory
from proxenia.foresight.known import Known
from proxenia.foresight.layers import GroupTable, LayerTable, MemberTable, PositionTable
from proxenia.model.period import day_number

__all__ = ["CITY_EFFECTS", "CITY_LAYERS", "city_history", "day_after"]

CITY_LAYERS: Final[dict[str, str]] = {
    "contiguous": "their countries share a land border",
    "common_language": "their countries share an official language",
    "states_known": "the state level has data on their two countries: where it has none, neither of the next two holds",
    "states_tied": "their states are tied: by missions, a relation or an alliance",
    "hostile": "their states are hostile: a rupture, a sanction or an armed conflict",
    "shared_organisations": "organisations of states to which both their states belong",
    "shared_network": "city networks to which both belong",
    "position": "great-circle kilometres between them",
}
"""What else holds between two local governments, in words."""
CITY_EFFECTS: Final = (
    "degree,common_partners,same:country,tie:contiguous,tie:common_language,tie:shared_network,distance:position"
)
"""Effects that a history of cities is fitted with where none are named: of pairs that are not tied yet.

None is of states: a register may know little of them, and where it knows nothing a tie of states is nought.
"""
_ASKED_EVERY: Final = 5
_STANDING: Final = ("contiguous", "common_language")
_CHANGING: Final = {
    "states_known": "state_known",
    "states_tied": "tied",
    "hostile": "hostile",
    "shared_organisations": "shared_organisations",
}


def day_after(year: int) -> float:
    """Return the first day after a year: what was known at its end holds there.

    >>> day_after(1989) == day_number(1990)
    True
    """
    return float(day_number(year + 1))


def city_history(known: Known, *, since: int | None = None) -> EventHistory:
    """Return the history of the dated ties up to a cut.

    Parameters
    ----------
    known
        What was known at the cut.
    since
        The first year of which new ties are explained; earlier ties are there at the start. The year of the first tie
        when left out.

    Returns
    -------
    EventHistory
        Actors are the ids of the local governments, in the order of `known.dated.cities`; attributes `country` and
        `region`; layers as :data:`CITY_LAYERS`.

    Raises
    ------
    InputError
        When no tie is dated from then on, or there are too few local governments.
    """
    ties, cities = known.dated.ties, known.dated.cities
    first = _first_year(ties)
    since = first if since is None else since
    if ties.filter(pl.col("year") >= since).is_empty():
        raise InputError(
            f"No tie between local governments is dated from {since} to {known.cut}",
            expected=f"Dated ties begin in {first}" if ties.height else "",
            next_step="Take an earlier first year, or a later cut",
        )
    start = day_number(since)
    events, initial = _events(ties, start)
    return EventHistory.from_frames(
        cities.select(label="id", country="country", region="region"),
        events,
        initial=initial,
        layers=_layers(known, since),
        start=float(start),
        end=float(day_number(known.cut, 12, 31)),
        repeats="count",
    )


def _first_year(ties: pl.DataFrame) -> int:
    first = ties["year"].min()
    return int(first) if isinstance(first, int) else 0


def _first_days(years: pl.Series) -> pl.Series:
    """Return the first day of each year; none where there is none."""
    known = {year: float(day_number(year)) for year in years.drop_nulls().unique()}
    return pl.Series([known.get(year) for year in years], dtype=pl.Float64)


def _events(ties: pl.DataFrame, start: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the new and ended ties from a day on, and the ties there were before it."""
    begun = ties.select("a", "b", time=pl.col("start").cast(pl.Float64), off=pl.min_horizontal("suspended", "ended"))
    off = _first_days(begun["off"])
    told = begun.with_columns(off=pl.max_horizontal(off, pl.when(off.is_not_null()).then(pl.col("time"))))
    new = told.select("time", "a", "b", value=pl.lit(1.0))
    gone = told.filter(pl.col("off").is_not_null()).select("off", "a", "b", value=pl.lit(-1.0))
    # New ones first, so that a tie that begins and ends at one time ends after it has begun.
    both = pl.concat([new, gone.rename({"off": "time"})])
    before = both.filter(pl.col("time") < start).group_by("a", "b").agg(pl.col("value").sum())
    return both.filter(pl.col("time") >= start), before.filter(pl.col("value") > 0).sort("a", "b")


def _layers(known: Known, since: int) -> dict[str, LayerTable]:
    countries = set(known.dated.cities["country"].drop_nulls())
    tables = [(year, _between(known, year, countries)) for year in _years_asked(known, since)]
    layers: dict[str, LayerTable] = {
        name: GroupTable("country", _numbers(_of_countries(known.pairs, countries), name)) for name in _STANDING
    }
    layers |= {name: _changing(column, tables) for name, column in _CHANGING.items()}
    layers["shared_network"] = _members(known, since)
    layers["position"] = PositionTable(_places(known.dated.cities))
    return layers


def _years_asked(known: Known, since: int) -> Sequence[int]:
    if known.pairs_at is None:
        return [known.cut]
    # Before the first tie and long after the last one nothing is explained, however far the years asked for reach.
    years = known.dated.ties["year"].to_list()
    before = min(max(since, min(years)) - 1, known.cut)
    grid = range(before - before % _ASKED_EVERY + _ASKED_EVERY, min(known.cut, max(years) + 1), _ASKED_EVERY)
    return sorted({before, *grid, known.cut})


def _between(known: Known, year: int, countries: Iterable[str]) -> pl.DataFrame:
    pairs = known.pairs if year == known.cut or known.pairs_at is None else known.pairs_at(year)
    return _of_countries(pairs, countries)


def _of_countries(pairs: pl.DataFrame, countries: Iterable[str]) -> pl.DataFrame:
    there = pl.Series(sorted(countries), dtype=pl.String).implode()
    return pairs.filter(pl.col("a").is_in(there), pl.col("b").is_in(there))


def _numbers(pairs: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return the pairs of countries with a number; what is not known is nought."""
    return pairs.select("a", "b", value=pl.col(column).cast(pl.Float64).fill_null(0)).filter(pl.col("value") != 0)


def _changing(column: str, tables: Sequence[tuple[int, pl.DataFrame]]) -> GroupTable:
    """Return what holds at the first year asked, and what is new at the end of every later one."""
    initial = held = _numbers(tables[0][1], column)
    changes = [pl.DataFrame(schema={"time": pl.Float64, "a": pl.String, "b": pl.String, "value": pl.Float64})]
    for year, pairs in tables[1:]:
        now = _numbers(pairs, column)
        both = now.join(held, on=["a", "b"], how="full", coalesce=True, suffix="_before").fill_null(0)
        turned = both.filter(pl.col("value") != pl.col("value_before")).sort("a", "b")
        time = pl.lit(float(day_number(year, 12, 31))).alias("time")
        changes.append(turned.select(time, "a", "b", "value"))
        held = now
    return GroupTable("country", initial, pl.concat(changes))


def _members(known: Known, since: int) -> MemberTable:
    cities = known.dated.cities["id"].implode()
    told = known.memberships.filter(pl.col("city").is_in(cities)).select(
        "since", "left", actor="city", body="city_network"
    )
    joined = told.with_columns(time=_first_days(told["since"]), value=pl.lit(1.0))
    gone = told.with_columns(time=_first_days(told["left"]), value=pl.lit(0.0)).filter(pl.col("time").is_not_null())
    both = pl.concat([joined, gone]).select("time", "actor", "body", "value")
    # Of several spells of one membership the later stands: changes go in time, and an end after a beginning of its day.
    changes = both.sort("time", maintain_order=True)
    before = changes.filter(pl.col("time") < day_number(since)).group_by("actor", "body", maintain_order=True).last()
    return MemberTable(
        before.filter(pl.col("value") > 0).select("actor", "body"),
        changes.filter(pl.col("time") >= day_number(since)),
    )


def _places(cities: pl.DataFrame) -> pl.DataFrame:
    """Return a place for every city; a missing one is the middle of others (see above)."""
    east, north = (np.radians(cities[name].cast(pl.Float64).to_numpy()) for name in ("longitude", "latitude"))
    points = np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
    points[np.isnan(points).any(axis=1)] = np.nan
    for groups in (cities["country"].to_list(), cities["region"].to_list(), ["all"] * cities.height):
        points = _filled(points, groups)
    points = np.where(np.isnan(points), [1.0, 0.0, 0.0], points)
    return pl.DataFrame(
        {
            "label": cities["id"],
            "longitude": np.degrees(np.arctan2(points[:, 1], points[:, 0])),
            "latitude": np.degrees(np.arctan2(points[:, 2], np.hypot(points[:, 0], points[:, 1]))),
        }
    )


def _filled(points: Floats, groups: Sequence[str | None]) -> Floats:
    """Put the middle of a group's known points where one of the group is missing."""
    sums: dict[str, Floats] = {}
    for group, point in zip(groups, points, strict=True):
        if group is not None and not np.isnan(point).any():
            sums[group] = sums.get(group, np.zeros(3)) + point
    filled = points.copy()
    for row, group in enumerate(groups):
        if np.isnan(points[row]).any() and group in sums:
            filled[row] = sums[group]
    return filled
