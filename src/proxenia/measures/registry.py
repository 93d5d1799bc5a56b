"""Every measure, in the order in which people read them."""

from typing import Final

from proxenia.errors import UnknownValueError
from proxenia.measures.actors.degree import DEGREE
from proxenia.measures.measure import ActorMeasure, LayerMeasure, Measure, PairMeasure
from proxenia.measures.whole.nodes import NODES

__all__ = ["ACTOR_MEASURES", "LAYER_MEASURES", "MEASURES", "PAIR_MEASURES", "parse_measure"]

ACTOR_MEASURES: Final[dict[str, ActorMeasure]] = {one.id: one for one in (DEGREE,)}
"""Measures of actors by their ids."""

LAYER_MEASURES: Final[dict[str, LayerMeasure]] = {one.id: one for one in (NODES,)}
"""Measures of a layer as a whole by their ids."""

PAIR_MEASURES: Final[dict[str, PairMeasure]] = {}
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
