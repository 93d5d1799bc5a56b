"""Every measure, in the order in which people read them."""

from typing import Final

from proxenia.errors import UnknownValueError
from proxenia.measures.actors.betweenness import BETWEENNESS
from proxenia.measures.actors.closeness import CLOSENESS
from proxenia.measures.actors.clustering import CLUSTERING
from proxenia.measures.actors.core_number import CORE_NUMBER
from proxenia.measures.actors.countries_reached import COUNTRIES_REACHED
from proxenia.measures.actors.degree import DEGREE
from proxenia.measures.actors.dormant_share import DORMANT_SHARE
from proxenia.measures.actors.eigenvector import EIGENVECTOR
from proxenia.measures.actors.mean_distance import MEAN_DISTANCE
from proxenia.measures.actors.median_distance import MEDIAN_DISTANCE
from proxenia.measures.actors.overlapping_degree import OVERLAPPING_DEGREE
from proxenia.measures.actors.pagerank import PAGERANK
from proxenia.measures.actors.participation_coefficient import PARTICIPATION_COEFFICIENT
from proxenia.measures.actors.reciprocated_share import RECIPROCATED_SHARE
from proxenia.measures.actors.strength import STRENGTH
from proxenia.measures.measure import ActorMeasure, LayerMeasure, Measure, PairMeasure
from proxenia.measures.pairs.adamic_adar import ADAMIC_ADAR
from proxenia.measures.pairs.common_partners import COMMON_PARTNERS
from proxenia.measures.pairs.path import PATH
from proxenia.measures.whole.assortativity import (
    COUNTRY_ASSORTATIVITY,
    DEGREE_ASSORTATIVITY,
    LANGUAGE_ASSORTATIVITY,
    LATITUDE_ASSORTATIVITY,
    POPULATION_ASSORTATIVITY,
)
from proxenia.measures.whole.closure import TRANSITIVITY, TRIANGLES
from proxenia.measures.whole.communities import COMMUNITIES, MODULARITY
from proxenia.measures.whole.connection import COMPONENTS, LARGEST_COMPONENT
from proxenia.measures.whole.ei_index import EI_INDEX
from proxenia.measures.whole.power_law import (
    POWER_LAW_EXPONENT,
    POWER_LAW_OR_EXPONENTIAL,
    POWER_LAW_OR_LOGNORMAL,
    POWER_LAW_START,
)
from proxenia.measures.whole.size import EDGES, MAX_DEGREE, MEAN_DEGREE, NODES
from proxenia.measures.whole.steps import DIAMETER, EFFECTIVE_DIAMETER
from proxenia.measures.whole.tie_distances import (
    MEAN_DISTANCE_RATIO,
    MEAN_DISTANCE_RATIO_ERROR,
    MEAN_TIE_DISTANCE,
    MEDIAN_DISTANCE_RATIO,
    MEDIAN_TIE_DISTANCE,
)

__all__ = ["ACTOR_MEASURES", "LAYER_MEASURES", "MEASURES", "PAIR_MEASURES", "parse_measure"]

ACTOR_MEASURES: Final[dict[str, ActorMeasure]] = {
    one.id: one
    for one in (
        DEGREE,
        STRENGTH,
        COUNTRIES_REACHED,
        OVERLAPPING_DEGREE,
        PARTICIPATION_COEFFICIENT,
        CLOSENESS,
        BETWEENNESS,
        PAGERANK,
        EIGENVECTOR,
        CORE_NUMBER,
        CLUSTERING,
        RECIPROCATED_SHARE,
        MEAN_DISTANCE,
        MEDIAN_DISTANCE,
        DORMANT_SHARE,
    )
}
"""Measures of actors by their ids."""

LAYER_MEASURES: Final[dict[str, LayerMeasure]] = {
    one.id: one
    for one in (
        NODES,
        EDGES,
        MEAN_DEGREE,
        MAX_DEGREE,
        COMPONENTS,
        LARGEST_COMPONENT,
        DIAMETER,
        EFFECTIVE_DIAMETER,
        TRIANGLES,
        TRANSITIVITY,
        DEGREE_ASSORTATIVITY,
        COUNTRY_ASSORTATIVITY,
        LANGUAGE_ASSORTATIVITY,
        POPULATION_ASSORTATIVITY,
        LATITUDE_ASSORTATIVITY,
        POWER_LAW_EXPONENT,
        POWER_LAW_START,
        POWER_LAW_OR_LOGNORMAL,
        POWER_LAW_OR_EXPONENTIAL,
        MODULARITY,
        COMMUNITIES,
        EI_INDEX,
        MEAN_TIE_DISTANCE,
        MEDIAN_TIE_DISTANCE,
        MEAN_DISTANCE_RATIO,
        MEAN_DISTANCE_RATIO_ERROR,
        MEDIAN_DISTANCE_RATIO,
    )
}
"""Measures of a layer as a whole by their ids."""

PAIR_MEASURES: Final[dict[str, PairMeasure]] = {one.id: one for one in (PATH, COMMON_PARTNERS, ADAMIC_ADAR)}
"""Measures of two actors by their ids."""

MEASURES: Final[dict[str, Measure]] = {**ACTOR_MEASURES, **LAYER_MEASURES, **PAIR_MEASURES}
"""All measures by their ids."""


def parse_measure(text: str) -> Measure:
    """Return the measure of an id.

    Raises
    ------
    UnknownValueError
        When there is none; the error names the known ones.
    """
    if text not in MEASURES:
        raise UnknownValueError("measure", text, MEASURES)
    return MEASURES[text]
