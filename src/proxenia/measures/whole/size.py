"""Size: how many actors a layer ties, by how many ties, and how many an actor has."""

from typing import Final

from proxenia.measures.engines import degrees
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure

__all__ = ["EDGES", "MAX_DEGREE", "MEAN_DEGREE", "NODES"]

_BOOK: Final = "doi:10.1017/CBO9780511815478"
_TIES: Final = (("a", "b"), ("a", "c"), ("a", "c"))
_EMPTY: Final = "Nobody is tied in the layer."


def _nodes(ground: Ground) -> float:
    return float(ground.graph.size)


def _edges(ground: Ground) -> float:
    return float(len(ground.graph.edges))


def _mean_degree(ground: Ground) -> float | None:
    return 2 * len(ground.graph.edges) / ground.graph.size if ground.graph.size else None


def _max_degree(ground: Ground) -> float | None:
    return float(degrees(ground.graph).max()) if ground.graph.size else None


NODES = LayerMeasure(
    id="nodes",
    label="Actors",
    meaning="How many actors have at least one tie in the layer.",
    unit="actors",
    lowest=0,
    highest=None,
    undefined="Always defined.",
    reference=_BOOK,
    cost="None beyond reading the ties.",
    example=Example(ties=_TIES, working="a, b and c are tied.", value=3),
    compute=_nodes,
)

EDGES = LayerMeasure(
    id="edges",
    label="Tied pairs",
    meaning="How many pairs of actors are tied. Two ties between the same two count once.",
    unit="pairs",
    lowest=0,
    highest=None,
    undefined="Always defined.",
    reference=_BOOK,
    cost="None beyond reading the ties.",
    example=Example(ties=_TIES, working="a and b are a pair; a and c, tied twice, are one more.", value=2),
    compute=_edges,
)

MEAN_DEGREE = LayerMeasure(
    id="mean_degree",
    label="Mean degree",
    meaning="With how many others an actor of the layer is tied, on average.",
    unit="actors",
    lowest=1,
    highest=None,
    undefined=_EMPTY,
    reference=_BOOK,
    cost="None beyond reading the ties.",
    example=Example(ties=_TIES, working="2 pairs have 4 ends, and there are 3 actors: 4 / 3.", value=4 / 3),
    compute=_mean_degree,
)

MAX_DEGREE = LayerMeasure(
    id="max_degree",
    label="Greatest degree",
    meaning="With how many others the most tied actor is tied.",
    unit="actors",
    lowest=1,
    highest=None,
    undefined=_EMPTY,
    reference=_BOOK,
    cost="In proportion to the edges.",
    example=Example(ties=_TIES, working="a is tied with two others, b and c with one each.", value=2),
    compute=_max_degree,
)
