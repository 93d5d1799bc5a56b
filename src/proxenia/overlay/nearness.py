"""Nearness: how far tied places lie from each other, against pairs of places drawn at random."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.errors import InputError
from proxenia.measures.globe import great_circle_km
from proxenia.measures.graph import Graph

__all__ = ["DRAWS", "Nearness", "nearness_of"]

Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]

DRAWS: Final = {"by_ties": "each place as often as it has ties", "evenly": "each place with ties alike"}
"""The ways to draw places for random pairs."""

RANDOM_PAIRS: Final = 200_000
NEAR_KM: Final = 500.0
LEAST_TIES: Final = 30
LEAST_SPREAD: Final = 1e-9
"""Logarithms of distances that differ by less are one and the same distance."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Distances of tied places beside those of random pairs.

    Attributes
    ----------
    scope
        ``all`` pairs of places, or ``abroad``: those in two countries, both for ties and for random pairs.
    draw
        One of :data:`DRAWS`.
    ties, random_pairs
        How many distances there are.
    mean_km, random_mean_km, mean_ratio
        Mean distances, and the first over the second: 1 when ties are as long as random pairs.
    median_km, random_median_km
        Median distances.
    near_share, random_near_share
        Share of pairs no farther apart than 500 km.
    largest_gap
        The largest difference between the two cumulative distributions (Kolmogorov and Smirnov), 0 to 1.
    explained_share
        Share of the deviance that a logistic regression on the logarithm of the distance explains, of which pairs are
        ties among as many ties as random pairs. 0 when distance says nothing, 1 when it tells all.
    """

    scope: str
    draw: str
    ties: int
    random_pairs: int
    mean_km: float
    random_mean_km: float
    mean_ratio: float
    median_km: float
    random_median_km: float
    near_share: float
    random_near_share: float
    largest_gap: float
    explained_share: float


@dataclass(frozen=True, eq=False)
class _Places:
    longitudes: Numbers
    latitudes: Numbers
    countries: NDArray[Any]

    def distances_km(self, pairs: Positions) -> Numbers:
        """Return great-circle distances."""
        one, two = pairs.T
        return great_circle_km(self.longitudes[one], self.latitudes[one], self.longitudes[two], self.latitudes[two])

    def in_scope(self, pairs: Positions, scope: str) -> Positions:
        """Return the pairs of two places, or of places in two countries."""
        kept: Positions = pairs[pairs[:, 0] != pairs[:, 1]]
        if scope == "abroad":
            kept = kept[self.countries[kept[:, 0]] != self.countries[kept[:, 1]]]
        return kept


def _located(graph: Graph, actors: pl.DataFrame) -> tuple[_Places, Positions]:
    """Return the places, and the edges whose two ends have coordinates and a country."""
    places = _Places(
        actors["longitude"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        actors["latitude"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        actors["country"].fill_null("").to_numpy(),
    )
    known = np.isfinite(places.longitudes) & np.isfinite(places.latitudes) & (places.countries != "")
    return places, graph.edges[known[graph.edges].all(axis=1)]


def nearness_of(graph: Graph, actors: pl.DataFrame, *, seed: int) -> tuple[Nearness, ...]:
    """Return distances of ties against random pairs, for every scope and draw.

    Parameters
    ----------
    graph
        Of local governments.
    actors
        Row by row those of the graph's nodes, with `longitude`, `latitude` and `country`. Ties with an end of which
        one of these is not known are left out.

    Raises
    ------
    InputError
        When fewer than 30 ties can be measured.
    """
    places, edges = _located(graph, actors)
    generator, found = np.random.default_rng(seed), []
    pools = {"by_ties": edges.ravel(), "evenly": np.unique(edges)}
    for scope in ("all", "abroad"):
        tied = places.in_scope(edges, scope)
        if len(tied) < LEAST_TIES:
            raise InputError(
                f"Only {len(tied)} ties between places have coordinates and a country at both ends",
                expected=f"Expected at least {LEAST_TIES}",
                next_step="Import city ties, or take a later year",
            )
        for draw in DRAWS:
            drawn = places.in_scope(generator.choice(pools[draw], size=(RANDOM_PAIRS, 2)), scope)
            found.append(_compare(scope, draw, places.distances_km(tied), places.distances_km(drawn)))
    return tuple(found)


def _compare(scope: str, draw: str, tied: Numbers, drawn: Numbers) -> Nearness:
    return Nearness(
        scope=scope,
        draw=draw,
        ties=len(tied),
        random_pairs=len(drawn),
        mean_km=float(tied.mean()),
        random_mean_km=float(drawn.mean()),
        mean_ratio=float(tied.mean() / drawn.mean()),
        median_km=float(np.median(tied)),
        random_median_km=float(np.median(drawn)),
        near_share=float((tied <= NEAR_KM).mean()),
        random_near_share=float((drawn <= NEAR_KM).mean()),
        largest_gap=_largest_gap(tied, drawn),
        explained_share=_explained(tied, drawn),
    )


def _largest_gap(one: Numbers, two: Numbers) -> float:
    at = np.concatenate([one, two])
    shares = (np.searchsorted(np.sort(sample), at, side="right") / len(sample) for sample in (one, two))
    return float(np.abs(np.subtract(*shares)).max())


def _explained(tied: Numbers, drawn: Numbers) -> float:
    """Return the share of deviance that the logarithm of distance explains, of as many ties as random pairs."""
    # Imported here: the library takes long to load.
    from statsmodels.genmod.families import Binomial  # noqa: PLC0415
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415

    each = min(len(tied), len(drawn))
    # Every k-th of the sorted ties when there are too many; random pairs stand in random order as they are.
    chosen = np.sort(tied)[np.linspace(0, len(tied) - 1, each).round().astype(np.int64)]
    # One kilometre more, for two places may lie at one point.
    logs = np.log(np.concatenate([chosen, drawn[:each]]) + 1.0)
    if np.ptp(logs) < LEAST_SPREAD:
        return 0.0
    is_tie = np.repeat([1.0, 0.0], each)
    fitted = GLM(is_tie, np.column_stack([np.ones(len(logs)), logs - logs.mean()]), family=Binomial()).fit()
    return float(1.0 - fitted.deviance / (2 * len(is_tie) * np.log(2.0)))
