"""New ties of some runs: how many, between whom, of which kind and field; with what a scenario makes of them.

In a run the expected numbers of the whole horizon are multiplied by one number, drawn from a gamma distribution whose
spread is that of the rule's own past misses: so the total is negative binomial. Each year takes an equal part.

A scenario multiplies what is expected of some pairs by m. Every tie of the baseline stays with the probability
min(1, m), and more are drawn where m is above 1: apart from these nothing differs from the baseline.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.outlook.cells import Groups, MultipliersOf, groups_of
from proxenia.foresight.outlook.following import RunState
from proxenia.foresight.outlook.ground import Ground
from proxenia.foresight.outlook.streams import Purpose, Streams
from proxenia.foresight.scenarios.changes import Changes, Drawn

__all__ = ["Formed", "Forming", "NewTies"]

Indices = NDArray[np.int64]
Numbers = NDArray[np.float64]

_TRIES: Final = 8
_MOST_TURNS: Final = 200


@dataclass(frozen=True, eq=False, slots=True)
class NewTies:
    """New ties column by column.

    Attributes
    ----------
    run, year
        In which run and year; runs count from 0.
    row
        The pair of known cities, as a row of the candidates; -1 where a newcomer is one of the two.
    newcomer
        The past tie of newcomers whose countries it has; -1 where both cities are known.
    words
        The combination of kind and fields.
    """

    run: Indices
    year: Indices
    row: Indices
    newcomer: Indices
    words: Indices

    @classmethod
    def joined(cls, parts: "list[NewTies]") -> "NewTies":
        """Return several in one."""
        none = np.zeros(0, dtype=np.int64)
        return cls(
            *(
                np.concatenate([none, *(getattr(part, name) for part in parts)])
                for name in ("run", "year", "row", "newcomer", "words")
            )
        )


@dataclass(frozen=True, eq=False, slots=True)
class Formed:
    """New ties of one year: places of runs, what was drawn of the pool, combination of kind and fields."""

    run: Indices
    drawn: Indices
    words: Indices

    def only_new(self, before: list[NewTies], runs: range, pairs: int) -> "Formed":
        """Leave out a pair that a run tied before, or twice in this year: who is tied cannot tie itself."""
        keys = self.run * pairs + self.drawn
        tied = [(one.run - runs.start) * pairs + one.row for one in before if len(one.run) and one.row[0] >= 0]
        new = np.zeros(len(keys), dtype=bool)
        new[np.unique(keys, return_index=True)[1]] = True
        new &= ~np.isin(keys, np.concatenate([_NONE, *tied]))
        return Formed(self.run[new], self.drawn[new], self.words[new])


@dataclass(frozen=True, eq=False)
class _Pool:
    """What is drawn from: pairs of cities, or past ties of newcomers, with their weights and groups.

    Attributes
    ----------
    cumulated
        Weights added up, ending with 1.
    groups
        As a scenario tells them apart; none without a scenario.
    count, pair, words, kept
        What the random numbers are for.
    """

    expected: float
    cumulated: Numbers
    groups: Groups | None
    count: Purpose
    pair: Purpose
    words: Purpose
    kept: Purpose

    @cached_property
    def by_group(self) -> tuple[Indices, Numbers, Numbers]:
        """Places in the order of their groups, their weights added up, and the weight of each group."""
        assert self.groups is not None  # noqa: S101 - asked with a scenario alone
        weights = np.diff(self.cumulated, prepend=0.0)
        order = np.argsort(self.groups.of_pair, kind="stable").astype(np.int64)
        total = np.bincount(self.groups.of_pair, weights=weights, minlength=len(self.groups))
        return order, np.cumsum(weights[order]), total.astype(float)


@dataclass(frozen=True, eq=False, slots=True)
class _Year:
    """A year of some runs: what is expected of a pool in each, and what the runs have changed so far."""

    runs: range
    year: int
    rates: Numbers
    state: RunState | None


class Forming:
    """Draws the new ties of runs."""

    def __init__(self, ground: Ground, streams: Streams, changes: Changes | None) -> None:
        self._ground, self._streams, self._changes = ground, streams, changes
        came = ground.newcomers
        known = ground.candidates
        pool = len(came.countries_a)
        known_groups = came_groups = None
        if changes is not None and changes.shifts:
            cities, countries = known.cities["id"].to_list(), known.cities["country"].to_list()
            known_groups = groups_of(
                changes, cities=cities, countries=countries, first=known.first, second=known.second
            )
            both = [*came.countries_a, *came.countries_b]
            places = np.arange(pool)
            came_groups = (
                groups_of(changes, cities=[""] * len(both), countries=both, first=places, second=places + pool)
                if pool
                else None
            )
        self._known = _Pool(
            ground.prediction.expected,
            ground.cumulated,
            known_groups,
            Purpose.KNOWN_COUNT,
            Purpose.KNOWN_PAIR,
            Purpose.KNOWN_WORDS,
            Purpose.KNOWN_KEPT,
        )
        self._came = _Pool(
            came.expected if pool else 0.0,
            np.arange(1, pool + 1) / max(pool, 1),
            came_groups,
            Purpose.NEW_COUNT,
            Purpose.NEW_PAIR,
            Purpose.NEW_WORDS,
            Purpose.NEW_KEPT,
        )

    def levels(self, runs: range) -> Numbers:
        """Return by how much each run's expected numbers are multiplied: 1 on average."""
        spread = self._ground.prediction.expectation.dispersion
        if spread <= 0:
            return np.ones(len(runs))
        start = self._ground.request.start
        drawn = [self._streams.generator(run, start, Purpose.LEVEL).gamma(1 / spread) for run in runs]
        return np.array(drawn) * spread

    def year(
        self, runs: range, year: int, *, levels: Numbers, state: RunState, drawn: list[Drawn] | None
    ) -> tuple[Formed, Formed]:
        """Return the new ties of a year between known cities, and those of newcomers."""
        found = []
        for pool, followed in ((self._known, state), (self._came, None)):
            now = _Year(runs, year, levels * pool.expected / self._ground.request.horizon, followed)
            formed = self._baseline(pool, now)
            if drawn is not None and pool.groups is not None:
                formed = self._changed(pool, now, formed, drawn)
            found.append(formed)
        return found[0], found[1]

    def _baseline(self, pool: _Pool, now: _Year) -> Formed:
        generators = (self._streams.generator(run, now.year, pool.count) for run in now.runs)
        counts = np.array([one.poisson(rate) for one, rate in zip(generators, now.rates, strict=True)], dtype=np.int64)
        chosen = self._draw(pool.cumulated, pool.pair, now, counts)
        words = np.searchsorted(np.cumsum(self._ground.shares), self._uniform(now, pool.words, counts))
        last = len(self._ground.shares) - 1
        return Formed(np.repeat(np.arange(len(now.runs)), counts), chosen, np.minimum(words, last).astype(np.int64))

    def _uniform(self, now: _Year, purpose: Purpose, counts: Indices) -> Numbers:
        """Return as many uniform numbers of each run as counted, one after the other."""
        some = np.flatnonzero(counts)
        parts = [self._streams.generator(now.runs[at], now.year, purpose).random(counts[at]) for at in some]
        return np.concatenate([np.zeros(0), *parts])

    def _draw(
        self,
        cumulated: Numbers,
        purpose: Purpose,
        now: _Year,
        counts: Indices,
        *,
        within: tuple[Numbers, Numbers] | None = None,
    ) -> Indices:
        """Return as many places of a pool for each run as counted, drawn by weight and by what follows the run.

        Parameters
        ----------
        within
            Between which two sums of weights each is drawn; anywhere without.
        """
        slots = np.repeat(np.arange(len(now.runs)), counts)
        chosen = np.full(len(slots), -1, dtype=np.int64)
        follows = now.state is not None and self._ground.follows.any
        bounds = now.state.bounds() if now.state is not None else np.ones(len(now.runs))
        tries = _TRIES if follows else 1
        begins = np.cumsum(counts) - counts
        numbers = np.empty((len(slots), tries, 2))
        for turn in range(_MOST_TURNS):
            left = np.flatnonzero(chosen < 0)
            if not len(left):
                break
            for place in np.unique(slots[left]):
                drawn = self._streams.generator(now.runs[place], now.year, purpose, turn)
                drawn.random(out=numbers[begins[place] : begins[place] + counts[place]])
            where = numbers[left, :, 0]
            if within is not None:
                low, high = within[0][left][:, None], within[1][left][:, None]
                where = low + where * (high - low)
            places = np.minimum(np.searchsorted(cumulated, where, side="right"), len(cumulated) - 1)
            taken = np.ones(places.shape, dtype=bool)
            if follows and now.state is not None:
                marks = (numbers[left, :, 1] * bounds[slots[left]][:, None]).reshape(-1)
                factors = now.state.factors(np.repeat(slots[left], tries), places.reshape(-1), marks)
                taken = (marks < factors).reshape(places.shape)
            if turn == _MOST_TURNS - 1:
                taken[:, -1] = True
            got = taken.any(axis=1)
            chosen[left[got]] = places[got, taken[got].argmax(axis=1)]
        return chosen

    def _changed(self, pool: _Pool, now: _Year, formed: Formed, drawn: list[Drawn]) -> Formed:
        """Return the new ties with what the scenario takes away and adds."""
        assert pool.groups is not None  # noqa: S101 - only called with groups
        multipliers = [self._multipliers(pool.groups, one, now.year) for one in drawn]
        if all(one.untouched for one in multipliers):
            return formed
        by_group = np.array([one.groups for one in multipliers])
        by_words = np.array([one.categories for one in multipliers])
        counts = np.bincount(formed.run, minlength=len(now.runs))
        chance = by_group[formed.run, pool.groups.of_pair[formed.drawn]] * by_words[formed.run, formed.words]
        kept = self._uniform(now, pool.kept, counts) < chance
        more = self._more(pool, now, by_group[:, :, None] * by_words[:, None, :])
        return Formed(
            np.concatenate([formed.run[kept], more.run]),
            np.concatenate([formed.drawn[kept], more.drawn]),
            np.concatenate([formed.words[kept], more.words]),
        )

    def _multipliers(self, groups: Groups, drawn: Drawn, year: int) -> MultipliersOf:
        logs = drawn.fields(year)
        of_words = [sum(logs.get(field, 0.0) for field in fields) for _, fields, _ in self._ground.words]
        return MultipliersOf(groups.new_ties(drawn, year), np.exp(np.array(of_words)))

    def _more(self, pool: _Pool, now: _Year, multiplied: Numbers) -> Formed:
        """Return ties beyond the baseline's; `multiplied` has a number for each run, group and combination of words."""
        order, cumulated, weights = pool.by_group
        turn = int(pool is self._came)
        shares = self._ground.shares
        cells = (np.maximum(multiplied - 1, 0) * weights[:, None] * shares).reshape(len(now.runs), -1)
        which: list[Indices] = []
        for place, run in enumerate(now.runs):
            total = float(cells[place].sum())
            generator = self._streams.generator(run, now.year, Purpose.MORE, turn)
            count = generator.poisson(now.rates[place] * total) if total > 0 else 0
            which.append(generator.choice(cells.shape[1], size=count, p=cells[place] / total) if count else _NONE)
        counts = np.array([len(one) for one in which], dtype=np.int64)
        group, words = np.divmod(np.concatenate([_NONE, *which]), len(shares))
        ends = np.cumsum(weights)
        purpose = Purpose.MORE_NEW if turn else Purpose.MORE_KNOWN
        places = self._draw(cumulated, purpose, now, counts, within=(ends[group] - weights[group], ends[group]))
        return Formed(np.repeat(np.arange(len(now.runs)), counts), order[places], words.astype(np.int64))


_NONE: Final = np.zeros(0, dtype=np.int64)
