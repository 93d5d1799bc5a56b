"""Common partners: with how many others two actors are both tied."""

from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, PairMeasure
from proxenia.measures.pairs.neighbours import common_neighbours, positions

__all__ = ["COMMON_PARTNERS"]


def _common_partners(ground: Ground, one: str, other: str) -> float | None:
    placed = positions(ground, one, other)
    return None if placed is None else float(len(common_neighbours(ground, *placed)))


COMMON_PARTNERS = PairMeasure(
    id="common_partners",
    label="Common partners",
    meaning="With how many others both are tied: colleagues who could introduce the one to the other.",
    unit="actors",
    lowest=0,
    highest=None,
    undefined="One of the two has no tie in the layer, or both are the same actor.",
    reference="doi:10.1103/PhysRevE.64.025102",
    cost="In proportion to the degrees of the two.",
    example=Example(
        ties=(("a", "c"), ("b", "c"), ("a", "d"), ("b", "d"), ("a", "b"), ("d", "e")),
        working="a and b are both tied with c and d: 2 (that they are tied themselves does not count). a and e are "
        "both tied with d: 1. c and e share nobody: 0.",
        value=(("a", "b", 2), ("a", "e", 1), ("c", "e", 0), ("a", "a", None)),
    ),
    compute=_common_partners,
)
