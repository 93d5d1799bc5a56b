"""How large the named city networks may become: from the sizes that sources tell, and the memberships they date.

- **Growth** is the change of the logarithm of a size a year. Nobody grows as in the first years for long: the trend is
  damped by :data:`DAMPING` a year (Gardner & McKenzie 1985, doi:10.1287/mnsc.31.10.1237) and begins with no more than
  :data:`MOST_GROWTH`. The two were chosen so that sizes told after 2005 are missed little: how often their intervals
  held in the past flatters them. The first change of each network is left out where enough others are known.
- A network's own growth is drawn towards the median of all: it counts as much as :data:`OWN_WEIGHT` changes.
- **What comes beside the trend** is drawn from what came beside it in the past, over all networks, and grows with the
  root of the years since the last size.
- **Sizes of one time** by several sources are one: the median. A size that lies far from both its neighbours in time
  (by a factor of more than :data:`FARTHEST`) counts something else and is left out.
- **Joining and leaving** are counted where sources date memberships. Networks take members in waves, so each year to
  come is as one of the last :data:`RECENT_YEARS` years, drawn at random; what never happened yet may happen too, at
  the rate that half an event in these years stands for. This rule too was taken since a plain count of years held less
  in the past.

Published sizes and dated memberships are two things: a source that tells a size seldom names the members.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.foresight.dated_ties import year_of_day
from proxenia.foresight.known import Known
from proxenia.foresight.outlook.streams import Purpose, Streams
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "DAMPING",
    "FARTHEST",
    "LEAST_JOINED",
    "MOST_GROWTH",
    "OWN_WEIGHT",
    "RECENT_YEARS",
    "Growth",
    "NamedNetwork",
    "drawn_sizes",
    "named_networks",
    "sizes_until",
]

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

DAMPING: Final = 0.85
OWN_WEIGHT: Final = 2
FARTHEST: Final = 3.0
"""A size that is so many times smaller or larger than those before and after it counts something else."""
RECENT_YEARS: Final = 10
LEAST_JOINED: Final = 5
"""Dated memberships below which joining and leaving are not told."""
_FIRST_SIZE: Final = 1950
_OLDEST_SIZE_YEARS: Final = 10
_LEAST_APART_YEARS: Final = 0.75
_LEAST_STEPS: Final = 8
MOST_GROWTH: Final = 0.12
"""The growth of an undamped year is no more than that, and no less than the same below nought."""
_LEAST_STRAY: Final = 0.03
_DAYS_IN_YEAR: Final = 365.2425


@dataclass(frozen=True, slots=True)
class Growth:
    """The yearly change of the logarithm of a size, over all networks.

    Attributes
    ----------
    rate
        The median growth of an undamped year.
    strays
        What came beside the trend in each known change, for one year; in both directions.
    city_networks, steps
        What it rests on: networks, and changes from one dated size to the next.
    """

    rate: float
    strays: tuple[float, ...]
    city_networks: int
    steps: int


@dataclass(frozen=True, eq=False, slots=True)
class NamedNetwork:
    """A city network as known at the cut.

    Attributes
    ----------
    last_size, last_year
        The latest dated size, and when it was told (a year with decimals); none when sources tell no size of late.
    sizes
        How many dated sizes there are.
    rate
        The growth of an undamped year.
    joined, left
        Dated memberships that began and that ended in each of the last :data:`RECENT_YEARS` years.
    dated_members
        Memberships in force at the cut whose start is dated.
    """

    id: str
    name: str
    last_size: float | None
    last_year: float | None
    sizes: int
    rate: float
    joined: tuple[int, ...]
    left: tuple[int, ...]
    dated_members: int


def named_networks(snapshot: Snapshot, known: Known) -> tuple[list[NamedNetwork], Growth]:
    """Return the city networks that stand at the cut and of which sizes or enough memberships are dated.

    Parameters
    ----------
    snapshot
        The whole snapshot; what is dated after the cut is not looked at.
    known
        What was known at the cut.
    """
    told = sizes_until(snapshot, known.cut)
    growth = _pooled(told)
    counted = _memberships(known)
    standing = snapshot.actors.filter(
        pl.col("kind") == ActorKind.CITY_NETWORK.value,
        (year_of_day(pl.col("dissolved_latest")) > known.cut).fill_null(value=True),
    ).sort("id")
    found = []
    for identifier, name in standing.select("id", "name").iter_rows():
        sizes = told.get(identifier, [])
        if sizes and known.cut - sizes[-1][0] > _OLDEST_SIZE_YEARS:
            sizes = []
        joined, left, members, ever = counted.get(identifier, (_NOBODY, _NOBODY, 0, 0))
        if sizes or ever >= LEAST_JOINED:
            year, size = sizes[-1] if sizes else (None, None)
            rate = _own_rate(sizes, growth)
            found.append(NamedNetwork(identifier, name, size, year, len(sizes), rate, joined, left, members))
    return found, growth


def drawn_sizes(
    city_networks: list[NamedNetwork], growth: Growth, years: range, *, runs: range, streams: Streams
) -> tuple[Numbers, Counts, Counts]:
    """Return what runs make of the networks: sizes (runs, years, networks), joined and left (the same).

    A size that sources do not tell is missing (nan). Joined and left are new ones of the year.
    """
    shape = (len(runs), len(years), len(city_networks))
    sizes = np.full(shape, np.nan)
    joined, left = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    seen = {
        what: np.array([getattr(one, what) for one in city_networks], dtype=np.int64) for what in ("joined", "left")
    }
    begin = years[0]
    for place, run in enumerate(runs):
        sizes[place] = _walk(city_networks, growth, years, streams.generator(run, begin, Purpose.NETWORK_SIZE))
        for counts, what, purpose in (
            (joined, "joined", Purpose.NETWORK_JOINED),
            (left, "left", Purpose.NETWORK_LEFT),
        ):
            counts[place] = _counted(seen[what], shape[1:], streams.generator(run, begin, purpose))
    return sizes, joined, left


def _counted(seen: Counts, shape: tuple[int, int], drawn: np.random.Generator) -> Counts:
    """Return one run's numbers by year and network: each year's is that of a past year."""
    city_networks = np.arange(shape[1])
    if not len(city_networks):
        return np.zeros(shape, dtype=np.int64)
    again = seen[city_networks, drawn.integers(RECENT_YEARS, size=shape)]
    return np.asarray(again + drawn.poisson(drawn.gamma(0.5, size=shape[1]) / RECENT_YEARS, size=shape))


def _walk(city_networks: list[NamedNetwork], growth: Growth, years: range, drawn: np.random.Generator) -> Numbers:
    """Return the sizes of one run by year, at the end of each: the damped trend, and what comes beside it."""
    last = np.array([one.last_size or np.nan for one in city_networks])
    since = np.array([one.last_year or np.nan for one in city_networks])
    rate = np.array([one.rate for one in city_networks])
    apart = np.maximum(np.array(years)[:, None] + 1.0 - since, 0.0)
    strayed = np.array(growth.strays)[drawn.integers(len(growth.strays), size=len(city_networks))]
    return np.asarray(np.round(last * np.exp(rate * _damped(apart) + strayed * np.sqrt(apart))))


def _damped(years: Numbers) -> Numbers:
    """Return how many years of undamped growth so many years are worth.

    >>> _damped(np.array([1.0, 100.0])).round(2).tolist()
    [0.92, 6.15]
    """
    return np.asarray((1 - DAMPING**years) / -np.log(DAMPING))


def sizes_until(snapshot: Snapshot, cut: int) -> dict[str, list[tuple[float, float]]]:
    """Return the dated sizes of every network up to the end of a year: (year with decimals, size), in time."""
    middle = (pl.col("earliest") + pl.col("latest")) / 2
    rows = (
        snapshot.attributes.filter(
            pl.col("attribute") == Attribute.MEMBER_COUNT.value,
            pl.col("number") > 0,
            year_of_day(pl.col("latest")).is_between(_FIRST_SIZE, cut),
        )
        .with_columns(year=(1 + middle / _DAYS_IN_YEAR).round(2))
        .group_by("subject", "year")
        .agg(pl.col("number").median())
        .sort("subject", "year")
    )
    found: dict[str, list[tuple[float, float]]] = {}
    for subject, year, number in rows.select("subject", "year", "number").iter_rows():
        found.setdefault(subject, []).append((year, number))
    return {subject: _of_one_kind(sizes) for subject, sizes in found.items()}


def _of_one_kind(sizes: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out a size far below or above both its neighbours.

    >>> _of_one_kind([(2016.0, 7028.0), (2017.0, 1553.0), (2018.0, 7536.0)])
    [(2016.0, 7028.0), (2018.0, 7536.0)]
    """
    logs = np.log([number for _, number in sizes])
    kept = []
    for place, one in enumerate(sizes):
        around = logs[[place - 1, place + 1]] if 0 < place < len(sizes) - 1 else np.array([])
        gaps = logs[place] - around
        alone = len(gaps) == 2 and (gaps[0] > 0) == (gaps[1] > 0) and np.abs(gaps).min() > np.log(FARTHEST)
        if not alone:
            kept.append(one)
    return kept


def _steps(sizes: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return (years, change of the logarithm) from one dated size to the next that is not of the same time."""
    found, begin = [], 0
    for place in range(1, len(sizes)):
        apart = sizes[place][0] - sizes[begin][0]
        if apart >= _LEAST_APART_YEARS:
            found.append((apart, float(np.log(sizes[place][1] / sizes[begin][1]))))
            begin = place
    return found


def _rates(steps: list[tuple[float, float]]) -> list[float]:
    return [change / float(_damped(np.array(years))) for years, change in steps]


def _pooled(told: dict[str, list[tuple[float, float]]]) -> Growth:
    """Return the growth of all networks."""
    steps = {subject: _steps(sizes) for subject, sizes in told.items()}
    later = {subject: some[1:] for subject, some in steps.items()}
    chosen = later if sum(map(len, later.values())) >= _LEAST_STEPS else steps
    every = [step for some in chosen.values() for step in some]
    if not every:
        return Growth(0.0, (-MOST_GROWTH, MOST_GROWTH), 0, 0)
    rate = float(np.clip(np.median(_rates(every)), -MOST_GROWTH, MOST_GROWTH))
    beside = [change - rate * float(_damped(np.array(years))) for years, change in every]
    strays = {max(abs(stray) / years**0.5, _LEAST_STRAY) for stray, (years, _) in zip(beside, every, strict=True)}
    both = tuple(sorted({*strays, *(-stray for stray in strays)}))
    return Growth(rate, both, sum(bool(some) for some in chosen.values()), len(every))


def _own_rate(sizes: list[tuple[float, float]], growth: Growth) -> float:
    """Return a network's growth, drawn towards that of all."""
    own = _rates(_steps(sizes))[-OWN_WEIGHT:]
    mean = (sum(own) + OWN_WEIGHT * growth.rate) / (len(own) + OWN_WEIGHT)
    return float(np.clip(mean, -MOST_GROWTH, MOST_GROWTH))


_NOBODY: Final = (0,) * RECENT_YEARS


def _memberships(known: Known) -> dict[str, tuple[tuple[int, ...], tuple[int, ...], int, int]]:
    """Return, of every network, memberships begun and ended in each of the last years, in force, and since 1950."""
    found = {}
    for (city_network,), rows in known.memberships.group_by("city_network"):
        of_year = {what: rows[what].drop_nulls().to_list() for what in ("since", "left")}
        years = range(known.cut - RECENT_YEARS + 1, known.cut + 1)
        joined, left = (tuple(of_year[what].count(year) for year in years) for what in ("since", "left"))
        ever = sum(year >= _FIRST_SIZE for year in of_year["since"])
        found[str(city_network)] = (joined, left, rows["left"].null_count(), ever)
    return found
