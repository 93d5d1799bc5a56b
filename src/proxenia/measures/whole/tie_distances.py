"""Distances of ties over the globe, against those of pairs drawn by chance from the same actors.

Of up to 200,000 pairs of actors whose place is known all are taken, above as many are drawn with the seed.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.engines.kept import kept
from proxenia.measures.globe import great_circle_km
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure, Precision

__all__ = [
    "MEAN_DISTANCE_RATIO",
    "MEAN_DISTANCE_RATIO_ERROR",
    "MEAN_TIE_DISTANCE",
    "MEDIAN_DISTANCE_RATIO",
    "MEDIAN_TIE_DISTANCE",
]

DRAWN_PAIRS: Final = 200_000
_SISTERS: Final = "doi:10.1007/978-3-642-54140-7_14"
_UNKNOWN: Final = "The places of both ends are known of no tie."
_FARTHEST_KM: Final = 20015.115
_TIES: Final = (("a", "b"), ("a", "c"), ("a", "d"))
_PLACES: Final = {"a": (0.0, 0.0), "b": (90.0, 0.0), "c": (180.0, 0.0)}
_ALIKE: Final = f"{_UNKNOWN} Or all actors lie in one place."
_DRAWN: Final = (
    "In proportion to the edges. With at most 200,000 pairs of actors (632 actors) all are taken; above, 200,000 drawn "
    "with the seed: "
)


@dataclass(frozen=True, eq=False)
class _Kilometres:
    """Distances of ties and of pairs by chance; `exact` when the latter are all pairs."""

    ties: NDArray[np.float64]
    chance: NDArray[np.float64]
    exact: bool


@kept
def _kilometres(ground: Ground) -> _Kilometres:
    longitude, latitude = (ground.actors[name].fill_null(np.nan).to_numpy() for name in ("longitude", "latitude"))

    def apart(one: NDArray[np.int64], two: NDArray[np.int64]) -> NDArray[np.float64]:
        return great_circle_km(longitude[one], latitude[one], longitude[two], latitude[two])

    along = apart(*ground.graph.edges.T)
    known = np.flatnonzero(np.isfinite(longitude) & np.isfinite(latitude))
    exact = len(known) * (len(known) - 1) // 2 <= DRAWN_PAIRS
    one, two = np.triu_indices(len(known), 1) if exact else _drawn(len(known), ground.seed)
    return _Kilometres(along[np.isfinite(along)], apart(known[one], known[two]), exact)


def _drawn(size: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of two different numbers below `size`, each pair as likely as any other."""
    generator = np.random.default_rng(seed)
    one = generator.integers(size, size=DRAWN_PAIRS)
    two = (one + generator.integers(1, size, size=DRAWN_PAIRS)) % size
    return one, two


def _mean(ground: Ground) -> float | None:
    found = _kilometres(ground).ties
    return float(found.mean()) if len(found) else None


def _median(ground: Ground) -> float | None:
    found = _kilometres(ground).ties
    return float(np.median(found)) if len(found) else None


def _mean_ratio(ground: Ground) -> float | None:
    found = _kilometres(ground)
    return float(found.ties.mean() / found.chance.mean()) if len(found.ties) and found.chance.any() else None


def _median_ratio(ground: Ground) -> float | None:
    found = _kilometres(ground)
    if not len(found.ties):
        return None
    by_chance = float(np.median(found.chance))
    return float(np.median(found.ties)) / by_chance if by_chance else None


def _mean_ratio_error(ground: Ground) -> float | None:
    ratio, found = _mean_ratio(ground), _kilometres(ground)
    if ratio is None or found.exact:
        return ratio if ratio is None else 0.0
    return float(ratio * found.chance.std() / found.chance.mean() / np.sqrt(len(found.chance)))


def _precision(ground: Ground) -> Precision:
    if _kilometres(ground).exact:
        return Precision(exact=True)
    return Precision.estimated(ground.seed, DRAWN_PAIRS, "pairs", about="mean_distance_ratio_error tells how well")


MEAN_TIE_DISTANCE = LayerMeasure(
    id="mean_tie_distance_km",
    label="Mean distance of ties",
    meaning="How far apart two tied actors lie on average, along the shortest line over the globe.",
    unit="km",
    lowest=0,
    highest=_FARTHEST_KM,
    undefined=_UNKNOWN,
    reference="https://en.wikipedia.org/wiki/Haversine_formula",
    cost="In proportion to the edges.",
    example=Example(
        ties=_TIES,
        places=_PLACES,
        working=(
            "On a globe of radius 6371.0088 km a quarter of a great circle is 10007.5572 km. b is a quarter from a "
            "along the equator, c two quarters; the place of d is not known: 3 / 2 quarters."
        ),
        value=15011.335831526943,
    ),
    compute=_mean,
)

MEDIAN_TIE_DISTANCE = LayerMeasure(
    id="median_tie_distance_km",
    label="Median distance of ties",
    meaning="Half of the tied actors lie nearer to each other than this, half farther apart.",
    unit="km",
    lowest=0,
    highest=_FARTHEST_KM,
    undefined=_UNKNOWN,
    reference="https://en.wikipedia.org/wiki/Haversine_formula",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("a", "c"), ("b", "c")),
        places=_PLACES,
        working=(
            "On a globe of radius 6371.0088 km a quarter of a great circle is 10007.5572 km. From a to b it is a "
            "quarter along the equator, from b to c too, from a to c two: the middle one is a quarter."
        ),
        value=10007.557221017962,
    ),
    compute=_median,
)

MEAN_DISTANCE_RATIO = LayerMeasure(
    id="mean_distance_ratio",
    label="Mean distance against chance",
    meaning=(
        "The mean distance of ties over that of pairs drawn by chance from the same actors: 1 when ties heed no "
        "distance, below 1 when they join the near, above 1 when they join the far."
    ),
    unit="index",
    lowest=0,
    highest=None,
    undefined=_ALIKE,
    reference=_SISTERS,
    cost=f"{_DRAWN}the standard error is a measure of its own.",
    example=Example(
        ties=_TIES,
        places=_PLACES,
        working=(
            "Ties whose places are known: a, b a quarter of a great circle, a, c two: 3/2 on average. All pairs of a, "
            "b and c: 1, 2 and 1 quarters, 4/3 on average. 3/2 over 4/3."
        ),
        value=9 / 8,
    ),
    compute=_mean_ratio,
    precision=_precision,
)

MEAN_DISTANCE_RATIO_ERROR = LayerMeasure(
    id="mean_distance_ratio_error",
    label="Standard error of the mean distance against chance",
    meaning=(
        "How far the mean distance against chance may be off because pairs were drawn: by less than twice this, with a "
        "probability of 95 %. 0 when all pairs were taken."
    ),
    unit="index",
    lowest=0,
    highest=None,
    undefined=_ALIKE,
    reference="https://en.wikipedia.org/wiki/Standard_error",
    cost="As the mean distance against chance.",
    example=Example(ties=_TIES, places=_PLACES, working="There are 3 pairs, and all were taken.", value=0),
    compute=_mean_ratio_error,
    precision=_precision,
)

MEDIAN_DISTANCE_RATIO = LayerMeasure(
    id="median_distance_ratio",
    label="Median distance against chance",
    meaning=(
        "The median distance of ties over that of pairs drawn by chance from the same actors: 1 when ties heed no "
        "distance, below 1 when they join the near, above 1 when they join the far."
    ),
    unit="index",
    lowest=0,
    highest=None,
    undefined=f"{_UNKNOWN} Or half of all pairs of actors lie in one place.",
    reference=_SISTERS,
    cost=(
        f"{_DRAWN}the median by chance then stands between the shares 0.4978 and 0.5022 of all pairs, with a "
        "probability of 95 %."
    ),
    example=Example(
        ties=_TIES,
        places=_PLACES,
        working=(
            "Ties whose places are known: a quarter of a great circle and two, 3/2 in the middle. All pairs of a, b "
            "and c: 1, 1 and 2 quarters, 1 in the middle."
        ),
        value=1.5,
    ),
    compute=_median_ratio,
    precision=_precision,
)
