"""Nodes: how many actors a layer ties."""

from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure

__all__ = ["NODES"]


def _nodes(ground: Ground) -> float:
    return float(ground.graph.size)


NODES = LayerMeasure(
    id="nodes",
    label="Actors",
    meaning="How many actors have at least one tie in the layer.",
    unit="actors",
    lowest=0,
    highest=None,
    undefined="Always defined.",
    reference="https://en.wikipedia.org/wiki/Vertex_(graph_theory)",
    cost="None beyond reading the ties.",
    example=Example(ties=(("a", "b"), ("a", "c")), working="a, b and c are tied.", value=3),
    compute=_nodes,
)
