"""How often the intervals would have held the truth: the same outlook made at past cuts, set beside what came.

An interval of 90 % should hold nine truths of ten. Of few truths little can be said: the windows of one list overlap in
what they tell, and a wave of new ties, as after 1989, is one event for all countries.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from proxenia.foresight.backtest import CUTS, YEARS
from proxenia.foresight.date_coverage import LEAST_DATED
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.ends_table import tie_years
from proxenia.foresight.known import Known, memberships_of
from proxenia.foresight.outlook.intervals import Interval, intervals_of
from proxenia.foresight.outlook.network_sizes import LEAST_JOINED, sizes_until
from proxenia.foresight.outlook.newcomers import newcomer_ties
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.project import project
from proxenia.foresight.predictors.expectation import new_ties
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["PAST_CUTS", "RUNS", "Held", "PastInterval", "PastIntervals", "score_intervals"]

PAST_CUTS: Final = (*CUTS, 2015, 2020)
"""The cuts of the backtest, and two more at which ends and sizes of networks can be told."""
RUNS: Final = 200
"""Runs at each past cut: enough for an interval of 90 %."""
_WHATS: Final = (
    ("total", "all new ties"),
    ("country", "new ties of countries with enough dated ties"),
    ("ends", "suspensions and endings"),
    ("network_size", "sizes of city networks (the method was chosen on them)"),
    ("network_joined", "dated memberships that began in city networks (the method was chosen on them)"),
)


@dataclass(frozen=True, slots=True)
class PastInterval:
    """An interval of a past outlook, and what came."""

    cut: int
    what: str
    id: str
    expected: float
    low_90: float
    low_50: float
    high_50: float
    high_90: float
    seen: float

    @property
    def in_50(self) -> bool:
        """Whether the interval of 50 % held what came."""
        return self.low_50 <= self.seen <= self.high_50

    @property
    def in_90(self) -> bool:
        """Whether the interval of 90 % held what came."""
        return self.low_90 <= self.seen <= self.high_90


@dataclass(frozen=True, slots=True)
class Held:
    """How many of some intervals held what came."""

    what: str
    label: str
    intervals: int
    in_50: int
    in_90: int


@dataclass(frozen=True, slots=True)
class PastIntervals:
    """The intervals of past outlooks.

    Attributes
    ----------
    cuts, years, runs, predictor
        Where they were made, over how many years, with how many runs and which predictor.
    held
        How often they held, by what they are about.
    totals
        Those of all new ties and of all ends, cut by cut.
    stopped
        Whether it was stopped before all cuts were done.
    """

    cuts: tuple[int, ...]
    years: int
    runs: int
    predictor: str
    held: tuple[Held, ...]
    totals: tuple[PastInterval, ...]
    stopped: bool

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        told = asdict(self)
        told["totals"] = [{**asdict(one), "in_50": one.in_50, "in_90": one.in_90} for one in self.totals]
        return told


def score_intervals(
    snapshot: Snapshot,
    *,
    start: int,
    predictor: str,
    seed: int,
    cuts: tuple[int, ...] = PAST_CUTS,
    years: int = YEARS,
    runs: int = RUNS,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> PastIntervals:
    """Return how often the intervals of past outlooks held what came.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    start
        The last year known: windows that end later are not looked at.
    predictor
        Who says which pairs are likely; it matters to countries alone.
    """
    dated = DatedTies.of(snapshot)
    wanted = [cut for cut in cuts if cut + years <= start and not dated.until(cut).ties.is_empty()]
    found: list[PastInterval] = []
    done: list[int] = []
    for cut in wanted:
        if stop is not None and stop():
            break
        known = Known.of(snapshot, cut, dated=dated)
        told = project(
            snapshot, start=cut, to=cut + years, runs=runs, seed=seed, predictor=predictor, known=known, stop=stop
        )
        if told.stopped:
            break
        found += [*_new(dated, told), *_ends(snapshot, told), *_networks(snapshot, told)]
        done.append(cut)
        if progress is not None:
            progress(len(done), len(wanted))
    return PastIntervals(
        cuts=tuple(done),
        years=years,
        runs=runs,
        predictor=predictor,
        held=tuple(_held(what, label, found) for what, label in _WHATS),
        totals=tuple(one for one in found if one.id == "all"),
        stopped=len(done) < len(wanted),
    )


def _held(what: str, label: str, found: list[PastInterval]) -> Held:
    mine = [one for one in found if one.what == what]
    return Held(what, label, len(mine), sum(one.in_50 for one in mine), sum(one.in_90 for one in mine))


def _one(cut: int, what: str, identifier: str, told: Interval, seen: float) -> PastInterval:
    bounds = (told.expected, told.low_90, told.low_50, told.high_50, told.high_90)
    return PastInterval(cut, what, identifier, *bounds, float(seen))


def _new(dated: DatedTies, told: Outlook) -> Iterator[PastInterval]:
    cut, years = told.start, told.request.horizon
    came = newcomer_ties(dated, cut, years)
    total = new_ties(dated, cut, years) + len(came)
    yield _one(cut, "total", "all", Interval.of(told.runs_by("total")[1][:, 0]), total)
    countries, runs = told.runs_by("country")
    seen = _by_country(dated, told)
    enough = _dated_ends(told.ground.known.dated)
    for code, interval in zip(countries, intervals_of(runs), strict=True):
        if enough.get(code, 0) >= LEAST_DATED:
            yield _one(cut, "country", code, interval, seen.get(code, 0))


def _by_country(dated: DatedTies, told: Outlook) -> dict[str, int]:
    """Return the new pairs of each country in the window, as the outlook counts them."""
    tied = {frozenset(pair) for pair in told.ground.known.dated.in_force(told.start).select("a", "b").iter_rows()}
    window = dated.between(told.start + 1, told.to).select("a", "b", "country_a", "country_b").unique(["a", "b"])
    counted: dict[str, int] = {}
    for a, b, one, other in window.iter_rows():
        if frozenset((a, b)) not in tied:
            for code in {one, other}:
                counted[code] = counted.get(code, 0) + 1
    return counted


def _dated_ends(dated: DatedTies) -> dict[str, int]:
    """Return the dated ties of each country."""
    counted: dict[str, int] = {}
    for one, other in dated.ties.select("country_a", "country_b").iter_rows():
        for code in {one, other}:
            counted[code] = counted.get(code, 0) + 1
    return counted


def _ends(snapshot: Snapshot, told: Outlook) -> Iterator[PastInterval]:
    """Yield the ends among the ties that stood; none where nothing could be estimated."""
    if not any(hazard.estimated for hazard in told.ground.ends.hazards):
        return
    runs = told.runs_by("total", "suspended")[1] + told.runs_by("total", "ended")[1]
    rows = tie_years(snapshot, told.to).rows.filter(pl.col("year") > told.start)
    there = rows.filter(pl.col("id").is_in(told.ground.standing.ties["id"].implode()))
    seen = int((there["suspended"] | there["ended"]).sum())
    yield _one(told.start, "ends", "all", Interval.of(runs[:, 0]), seen)


def _networks(snapshot: Snapshot, told: Outlook) -> Iterator[PastInterval]:
    sizes = sizes_until(snapshot, told.to)
    joined = memberships_of(snapshot, told.to).filter(pl.col("since") > told.start)
    counted = dict(joined.group_by("city_network").len().iter_rows())
    drawn = told.runs_by("network", "joined")[1]
    for place, one in enumerate(told.ground.city_networks):
        for when, number in sizes.get(one.id, []):
            year = int(when)
            if year > told.start and one.last_size is not None:
                runs = told.city_networks.size[:, year - told.start - 1, place]
                yield _one(told.start, "network_size", one.id, Interval.of(runs), number)
        if one.dated_members >= LEAST_JOINED:
            interval = Interval.of(np.asarray(drawn[:, place]))
            yield _one(told.start, "network_joined", one.id, interval, counted.get(one.id, 0))
