"""Every predictor by its id: the model first, then the baselines from the plainest on."""

from types import MappingProxyType
from typing import Final

from proxenia.errors import UnknownValueError
from proxenia.foresight.predictors.counted import COUNTRY_PAIR, PERSISTENCE
from proxenia.foresight.predictors.predictor import Predictor
from proxenia.foresight.predictors.weighed import COMMON_PARTNERS, DEGREE, GRAVITY, RELATIONAL

__all__ = ["BASELINES", "PREDICTORS", "predictors_of"]

_BASELINES: Final[tuple[Predictor, ...]] = (PERSISTENCE, DEGREE, COMMON_PARTNERS, GRAVITY, COUNTRY_PAIR)

PREDICTORS: Final = MappingProxyType({one.id: one for one in (RELATIONAL, *_BASELINES)})
"""All predictors by id."""

_NEXT: Final = "Use one of them, or leave it out for all"

BASELINES: Final = tuple(one.id for one in _BASELINES)
"""Ids of the baselines, which any model must beat."""


def predictors_of(ids: tuple[str, ...]) -> tuple[Predictor, ...]:
    """Return the predictors of those ids, each once; all for none.

    Raises
    ------
    UnknownValueError
        When there is no such predictor; the error names the known ones.

    >>> [one.id for one in predictors_of(("degree",))]
    ['degree']
    """
    for one in ids:
        if one not in PREDICTORS:
            raise UnknownValueError("model or baseline", one, PREDICTORS, next_step=_NEXT)
    return tuple(PREDICTORS[one] for one in dict.fromkeys(ids)) if ids else tuple(PREDICTORS.values())
