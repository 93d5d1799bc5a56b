"""Assortativity: whether like is tied to like – in degree, country, language, population or latitude."""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.measures.engines import degrees
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure
from proxenia.model.vocabulary import Level

__all__ = [
    "COUNTRY_ASSORTATIVITY",
    "DEGREE_ASSORTATIVITY",
    "LANGUAGE_ASSORTATIVITY",
    "LATITUDE_ASSORTATIVITY",
    "POPULATION_ASSORTATIVITY",
    "correlation_of_ends",
    "mixing",
]

_MIXING: Final = "doi:10.1103/PhysRevE.67.026126"
_COST: Final = "In proportion to the edges."
_LINE: Final = (("a", "b"), ("b", "c"), ("c", "d"))
_FLAT: Final = 1e-12


def correlation_of_ends(ground: Ground, values: NDArray[np.float64]) -> float | None:
    """Return the correlation of a number at one end of a tie with that at the other; ties with a NaN are left out."""
    one, two = values[ground.graph.edges].T
    known = np.isfinite(one) & np.isfinite(two)
    # Each tie is read both ways, for it has no first end.
    ends = np.concatenate([one[known], two[known]]), np.concatenate([two[known], one[known]])
    if not len(ends[0]):
        return None
    here, there = (end - ends[0].mean() for end in ends)
    spread = float(here @ here)
    scale = float(np.abs(ends[0]).max())
    return None if spread <= len(here) * (_FLAT * scale) ** 2 else float(np.clip(here @ there / spread, -1.0, 1.0))


def mixing(one: NDArray[np.int64], two: NDArray[np.int64], alike: NDArray[np.float64]) -> float | None:
    """Return how much more often the two ends of a tie are alike than chance has it, as a share of what is possible.

    Parameters
    ----------
    one, two
        The groups of the ends of each tie, numbers from 0.
    alike
        Shape (groups, groups): 1 where two groups count as alike.
    """
    if not len(one):
        return None
    size = len(alike)
    table = np.zeros((size, size))
    np.add.at(table, (np.concatenate([one, two]), np.concatenate([two, one])), 1 / (2 * len(one)))
    ends = table.sum(axis=1)
    expected = float(ends @ alike @ ends)
    return None if expected > 1 - _FLAT else (float((table * alike).sum()) - expected) / (1 - expected)


def _by_country(ground: Ground, alike_of: Callable[[list[str]], NDArray[np.float64]], known: set[str]) -> float | None:
    countries = ground.actors["country"]
    names = sorted(set(countries.drop_nulls()) & known)
    places = {name: at for at, name in enumerate(names)}
    group = np.array([places.get(country, -1) if country else -1 for country in countries], dtype=np.int64)
    one, two = group[ground.graph.edges].T
    both = (one >= 0) & (two >= 0)
    return mixing(one[both], two[both], alike_of(names))


def _country(ground: Ground) -> float | None:
    if ground.layer.level == Level.STATE:
        return None  # a state is its own country: no tie could ever stay inside one
    return _by_country(ground, lambda names: np.eye(len(names)), set(ground.actors["country"].drop_nulls()))


def _languages(ground: Ground) -> dict[str, set[str]]:
    """Return the official languages of each country, without what a tag says of script or region."""
    said = ground.snapshot.attributes.filter(
        (pl.col("attribute") == "official_language")
        & pl.col("subject").str.starts_with("iso:")
        & pl.col("value").is_not_null()
    )
    spoken: dict[str, set[str]] = {}
    for subject, tag in said.select("subject", "value").iter_rows():
        spoken.setdefault(subject.removeprefix("iso:"), set()).add(tag.split("-")[0].lower())
    return spoken


def _language(ground: Ground) -> float | None:
    spoken = _languages(ground)

    def alike(names: list[str]) -> NDArray[np.float64]:
        words = sorted(set().union(*(spoken[name] for name in names)))
        speaks = np.array([[word in spoken[name] for word in words] for name in names], dtype=np.float64)
        return (speaks @ speaks.T > 0).astype(np.float64)

    return _by_country(ground, alike, set(spoken)) if spoken else None


def _degree(ground: Ground) -> float | None:
    return correlation_of_ends(ground, degrees(ground.graph).astype(np.float64))


def _population(ground: Ground) -> float | None:
    people = ground.actors["population"].cast(pl.Float64)
    return correlation_of_ends(ground, people.set(people <= 0, None).log(10).fill_null(np.nan).to_numpy())


def _latitude(ground: Ground) -> float | None:
    return correlation_of_ends(ground, ground.actors["latitude"].fill_null(np.nan).to_numpy())


DEGREE_ASSORTATIVITY = LayerMeasure(
    id="degree_assortativity",
    label="Assortativity by degree",
    meaning=(
        "Whether actors with many partners are tied to others with many: 1 when always, 0 when it makes no difference, "
        "below 0 when the much tied are tied to the little tied."
    ),
    unit="index",
    lowest=-1,
    highest=1,
    undefined="Nobody is tied in the layer, or all have the same degree.",
    reference="doi:10.1103/PhysRevLett.89.208701",
    cost=_COST,
    example=Example(
        ties=_LINE,
        working=(
            "Degrees 1, 2, 2, 1. The ends of the ties, both ways: (1, 2), (2, 2), (2, 1) and turned. Mean 5/3, "
            "variance 3 - 25/9 = 2/9, covariance 8/3 - 25/9 = -1/9: -1/9 over 2/9."
        ),
        value=-0.5,
    ),
    compute=_degree,
)

COUNTRY_ASSORTATIVITY = LayerMeasure(
    id="country_assortativity",
    label="Assortativity by country",
    meaning=(
        "Whether actors are tied within their own country more often than chance has it: 1 when always, 0 when as "
        "often as by chance, below 0 when less often."
    ),
    unit="index",
    lowest=-1,
    highest=1,
    undefined="The countries of both ends are known of no tie, or all lie in one country. Between states: each "
    "is a country of its own, so no tie could stay inside one.",
    reference=_MIXING,
    cost=_COST,
    example=Example(
        ties=_LINE,
        about={"a": {"country": "IT"}, "b": {"country": "IT"}, "c": {"country": "FR"}, "d": {"country": "FR"}},
        working=(
            "2 of 3 ties run within a country. Italy has 3 of 6 ends and France 3: by chance 1/4 + 1/4 = 1/2. "
            "(2/3 - 1/2) / (1 - 1/2) = 1/3."
        ),
        value=1 / 3,
    ),
    compute=_country,
)

LANGUAGE_ASSORTATIVITY = LayerMeasure(
    id="language_assortativity",
    label="Assortativity by language",
    meaning=(
        "Whether actors are tied to those whose country has an official language in common with their own, more often "
        "than chance has it: 1 when always, 0 when as often as by chance, below 0 when less often."
    ),
    unit="index",
    lowest=None,
    highest=1,
    undefined="The official languages of the countries of both ends are known of no tie, or all have one in common.",
    reference=_MIXING,
    cost=_COST,
    example=Example(
        ties=_LINE,
        about={
            "a": {"country": "AT", "language": "de"},
            "b": {"country": "CH", "language": "de;fr"},
            "c": {"country": "FR", "language": "fr"},
            "d": {"country": "FR", "language": "fr"},
        },
        working=(
            "All 3 ties join countries with a language in common. Austria has 1 of 6 ends, Switzerland 2, France 3; "
            "only Austria and France have none in common: by chance 1 - 2 x 1/6 x 1/2 = 5/6. (1 - 5/6) / (1 - 5/6) = "
            "1."
        ),
        value=1,
    ),
    compute=_language,
)

POPULATION_ASSORTATIVITY = LayerMeasure(
    id="population_assortativity",
    label="Assortativity by population",
    meaning=(
        "Whether large actors are tied to large ones: the correlation of the logarithms of their inhabitants. 1 when "
        "always of one size, 0 when size makes no difference, below 0 when the large are tied to the small."
    ),
    unit="index",
    lowest=-1,
    highest=1,
    undefined="The inhabitants of both ends are known of no tie, or all have as many.",
    reference=_MIXING,
    cost=_COST,
    example=Example(
        ties=_LINE,
        about={"a": {"population": 100}, "b": {"population": 10_000}, "c": {"population": 10_000}, "d": {}},
        working=(
            "d has no figure: 2 ties are left. Logarithms at their ends, both ways: (2, 4), (4, 2), (4, 4), (4, 4). "
            "Mean 14/4, variance 52/4 - 49/4 = 3/4, covariance 48/4 - 49/4 = -1/4: -1/4 over 3/4."
        ),
        value=-1 / 3,
    ),
    compute=_population,
)

LATITUDE_ASSORTATIVITY = LayerMeasure(
    id="latitude_assortativity",
    label="Assortativity by latitude",
    meaning=(
        "Whether actors are tied to those as far north as themselves: 1 when always, 0 when it makes no difference, "
        "below 0 when north is tied to south."
    ),
    unit="index",
    lowest=-1,
    highest=1,
    undefined="The places of both ends are known of no tie, or all lie equally far north.",
    reference=_MIXING,
    cost=_COST,
    example=Example(
        ties=_LINE,
        places={"a": (10.0, 50.0), "b": (11.0, 50.0), "c": (12.0, 40.0), "d": (13.0, 40.0)},
        working=(
            "Latitudes at the ends, both ways: (50, 50) twice, (50, 40), (40, 50), (40, 40) twice. Mean 45, variance "
            "25, covariance (4 x 25 - 2 x 25) / 6 = 25/3: a third."
        ),
        value=1 / 3,
    ),
    compute=_latitude,
)
