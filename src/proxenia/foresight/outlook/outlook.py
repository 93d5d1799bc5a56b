"""An outlook: what was drawn in every run, and what it adds up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proxenia.errors import UnknownValueError
from proxenia.foresight.outlook.choosing import PastScores
from proxenia.foresight.outlook.ending import ENDINGS, Ends
from proxenia.foresight.outlook.forming import NewTies
from proxenia.foresight.outlook.ground import Ground
from proxenia.foresight.outlook.intervals import Interval
from proxenia.foresight.outlook.request import Request
from proxenia.foresight.outlook.tallies import LEVELS, Tallies

__all__ = ["NetworkRuns", "Outlook"]

_NETWORK: str = "network"
_WHATS = ("new", *ENDINGS, "in_force")


@dataclass(frozen=True, eq=False, slots=True)
class NetworkRuns:
    """What runs make of the city networks.

    Attributes
    ----------
    ids, names
        The networks; those that a scenario founds come last.
    size, joined, left
        (runs, years, networks): the size at the end of a year (nan where sources tell none), and dated memberships
        that begin and that end in it.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    size: NDArray[np.float64]
    joined: NDArray[np.int64]
    left: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Outlook:
    """What may become of the ties between local governments.

    Attributes
    ----------
    ground
        What it stands on: what was known, and the models fitted to it.
    runs
        Runs that are done; less than asked for where it was stopped.
    stopped
        Whether it was stopped before all were done.
    new_ties, ends, city_networks
        What was drawn.
    profiles
        The cities that have each of the texts' six profiles, as of the cut.
    past_scores
        How the predictor did before, beside the others; none when nobody asked.
    snapshot_hash
        Of the ledger that the snapshot was compiled from.
    model_hash
        Of everything that was fitted: the same hash and seed draw the same.
    """

    ground: Ground
    runs: int
    stopped: bool
    new_ties: NewTies
    ends: Ends
    city_networks: NetworkRuns
    profiles: Mapping[str, frozenset[str]]
    past_scores: PastScores | None
    snapshot_hash: str
    model_hash: str

    @property
    def request(self) -> Request:
        """What was asked."""
        return self.ground.request

    @property
    def start(self) -> int:
        """The cut: the last year known."""
        return self.request.start

    @property
    def to(self) -> int:
        """The last year told."""
        return self.request.to

    @property
    def seed(self) -> int:
        """Where the random numbers began."""
        return self.request.seed

    @cached_property
    def tallies(self) -> Tallies:
        """What the runs add up to."""
        return Tallies(self.ground, self.new_ties, self.ends, runs=self.runs, profiles=self.profiles)

    def runs_by(self, level: str, what: str = "new") -> tuple[tuple[str, ...], NDArray[Any]]:
        """Return every run's number of each thing of a level, over all years told: ids, and (runs, ids).

        Parameters
        ----------
        level
            ``total``, ``kind``, ``field``, ``region``, ``profile``, ``country``, ``country_pair`` (``DE-PL``), ``city``
            or ``network``.
        what
            ``new``, ``suspended``, ``ended``, or ``in_force`` at the end of the last year; of networks ``size`` at
            that end, ``joined`` or ``left``.

        Raises
        ------
        UnknownValueError
            When there is no such level, or no such number of it.
        """
        if level == _NETWORK:
            return self._of_networks(what)
        if level not in LEVELS:
            raise UnknownValueError("level of an outlook", level, (*LEVELS, _NETWORK))
        if what not in _WHATS:
            raise UnknownValueError("number of an outlook", what, _WHATS)
        return self.tallies.of(level).ids, self.tallies.counts(level, what)

    def _of_networks(self, what: str) -> tuple[tuple[str, ...], NDArray[Any]]:
        if what == "size":
            return self.city_networks.ids, self.city_networks.size[:, -1, :]
        if what in {"joined", "left"}:
            return self.city_networks.ids, getattr(self.city_networks, what).sum(axis=1)
        raise UnknownValueError("number of a city network", what, ("size", "joined", "left"))

    def fan(self, level: str, thing: str, what: str = "new") -> list[tuple[int, Interval]]:
        """Return each year with the interval of one thing's number in it.

        Raises
        ------
        UnknownValueError
            When the level does not have the thing.
        """
        ids = self.tallies.of(level).ids
        if thing not in ids:
            raise UnknownValueError(level.replace("_", " "), thing, ids[:20])
        found = self.tallies.by_year(level, what, ids.index(thing))
        return [(year, Interval.of(found[:, place])) for place, year in enumerate(self.request.years)]

    @cached_property
    def chances(self) -> NDArray[np.float64]:
        """The chance of each pair of known cities to tie itself within the years told.

        With the weights of the cut: how they follow a run is in the counts alone.
        """
        spread = self.ground.prediction.expectation.dispersion
        mean = self.ground.prediction.expected * self.ground.prediction.weights
        if spread <= 0:
            return np.asarray(-np.expm1(-mean))
        return np.asarray(-np.expm1(-np.log1p(spread * mean) / spread))
