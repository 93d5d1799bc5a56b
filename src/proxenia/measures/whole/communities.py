"""Communities: groups that are tied within more than chance has it, and how clearly they stand apart."""

from typing import Final

from proxenia.measures.engines import communities, modularity
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure, Precision

__all__ = ["COMMUNITIES", "MODULARITY"]

_TIES: Final = (("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"), ("d", "f"), ("e", "f"), ("c", "d"))
_COST: Final = (
    "A little more than in proportion to the edges; some three seconds for 40,000 on two processors. Leiden's method "
    "draws at random: the best of eight runs with the seed, which need not be the best of all."
)
_EMPTY: Final = "Nobody is tied in the layer."


def _communities(ground: Ground) -> float | None:
    graph = ground.graph
    return float(communities(graph, seed=ground.seed).max() + 1) if graph.size else None


def _modularity(ground: Ground) -> float | None:
    graph = ground.graph
    return modularity(graph, communities(graph, seed=ground.seed)) if graph.size else None


def _precision(ground: Ground) -> Precision:
    said = f"the best division of eight runs drawn with the seed {ground.seed}, which need not be the best of all"
    return Precision(exact=False, seed=ground.seed, said=said)


COMMUNITIES = LayerMeasure(
    id="communities",
    label="Communities",
    meaning="Into how many groups the layer divides best, so that ties run within groups more than chance has it.",
    unit="communities",
    lowest=1,
    highest=None,
    undefined=_EMPTY,
    reference="doi:10.1038/s41598-019-41695-z",
    cost=_COST,
    example=Example(ties=_TIES, working="Two triangles, a, b, c and d, e, f, that one tie joins: two groups.", value=2),
    compute=_communities,
    precision=_precision,
)

MODULARITY = LayerMeasure(
    id="modularity",
    label="Modularity",
    meaning=(
        "How clearly the communities stand apart: the share of ties that run within them, less the share that chance "
        "would put there. 0 is no better than chance; above 0.3 groups are plain to see."
    ),
    unit="share",
    lowest=-0.5,
    highest=1,
    undefined=_EMPTY,
    reference="doi:10.1103/PhysRevE.69.026113",
    cost=_COST,
    example=Example(
        ties=_TIES,
        working=(
            "6 of 7 ties run within the two triangles. Each has 7 of the 14 ends: by chance 1/4 + 1/4. 6/7 - 1/2 = "
            "5/14."
        ),
        value=5 / 14,
    ),
    compute=_modularity,
    precision=_precision,
)
