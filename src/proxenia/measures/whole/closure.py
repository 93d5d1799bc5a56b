"""Closure: how often the partners of an actor are partners of each other."""

from typing import Final

from proxenia.measures.engines import degrees, triangles
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure

__all__ = ["TRANSITIVITY", "TRIANGLES"]

_TIES: Final = (("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"))


def _triangles(ground: Ground) -> float:
    return float(triangles(ground.graph).sum() // 3)


def _transitivity(ground: Ground) -> float | None:
    degree = degrees(ground.graph)
    pairs = int((degree * (degree - 1) // 2).sum())
    return float(triangles(ground.graph).sum() / pairs) if pairs else None


TRIANGLES = LayerMeasure(
    id="triangles",
    label="Triangles",
    meaning="How many threes of actors are all tied with each other.",
    unit="triangles",
    lowest=0,
    highest=None,
    undefined="Always defined.",
    reference="doi:10.1137/S003614450342480",
    cost="The sum over the edges of the degree at the ends; hundredths of a second for 40,000.",
    example=Example(ties=_TIES, working="a, b and c are all tied with each other; d with c alone.", value=1),
    compute=_triangles,
)

TRANSITIVITY = LayerMeasure(
    id="transitivity",
    label="Transitivity",
    meaning=(
        "Of the pairs of actors that have a partner in common, counted once for each such partner, the share that is "
        "tied."
    ),
    unit="share",
    lowest=0,
    highest=1,
    undefined="No actor has two partners.",
    reference="doi:10.1007/BF02289146",
    cost="As the triangles.",
    example=Example(
        ties=_TIES,
        working=(
            "Pairs of partners: 1 of a (b, c), 1 of b (a, c), 3 of c (a, b; a, d; b, d), none of d: 5. Tied are b, c; "
            "a, c; and a, b: 3 / 5."
        ),
        value=0.6,
    ),
    compute=_transitivity,
)
