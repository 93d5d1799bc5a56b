"""Adamic–Adar: common partners, those with few others counting more."""

import numpy as np

from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, PairMeasure
from proxenia.measures.pairs.neighbours import common_neighbours, positions

__all__ = ["ADAMIC_ADAR"]


def _adamic_adar(ground: Ground, one: str, other: str) -> float | None:
    placed = positions(ground, one, other)
    if placed is None:
        return None
    shared = common_neighbours(ground, *placed)
    # Who is shared has two partners at least, so no logarithm is zero.
    return float((1 / np.log(np.diff(ground.graph.matrix.indptr)[shared])).sum())


ADAMIC_ADAR = PairMeasure(
    id="adamic_adar",
    label="Adamic–Adar index",
    meaning="How much their common partners speak for a tie of the two: each counts 1 over the natural logarithm of "
    "the number of its own partners, so that one with few says more than one that is tied with everybody.",
    unit="index",
    lowest=0,
    highest=None,
    undefined="One of the two has no tie in the layer, or both are the same actor.",
    reference="doi:10.1016/S0378-8733(03)00009-1",
    cost="In proportion to the degrees of the two.",
    example=Example(
        ties=(("a", "c"), ("b", "c"), ("a", "d"), ("b", "d"), ("d", "e")),
        working="a and b share c, which has 2 partners, and d, which has 3: 1 / ln 2 + 1 / ln 3 = 1.442695 + 0.910239. "
        "a and e share d alone. c and e share nobody.",
        value=(("a", "b", 2.352934), ("a", "e", 0.910239), ("c", "e", 0), ("b", "b", None)),
    ),
    compute=_adamic_adar,
)
