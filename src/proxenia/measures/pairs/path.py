"""Path: in how many steps one actor reaches another over ties, and by whom."""

from proxenia.measures import engines
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, PairMeasure
from proxenia.measures.pairs.neighbours import positions

__all__ = ["PATH", "shortest_path"]


def shortest_path(ground: Ground, one: str, other: str) -> tuple[str, ...] | None:
    """Return the actors of a shortest way over ties from one to another, both among them; nothing where none leads.

    Of several equally short ways always the same one is given.

    Raises
    ------
    NotFoundError
        When the snapshot knows one of them not at all.
    """
    placed = positions(ground, one, other)
    found = engines.shortest_path(ground.graph, *placed) if placed else None
    return tuple(ground.graph.nodes[node] for node in found) if found else None


def _path(ground: Ground, one: str, other: str) -> float | None:
    found = shortest_path(ground, one, other)
    return float(len(found) - 1) if found else None


PATH = PairMeasure(
    id="path",
    label="Path",
    meaning="In how many steps the one reaches the other over ties: 1 is a tie of their own, 2 a common partner, and "
    "so on. An introduction goes through as many hands as there are steps, less one.",
    unit="steps",
    lowest=1,
    highest=None,
    undefined="No way over ties leads from the one to the other, one has no tie in the layer, or both are the same.",
    reference="doi:10.1017/CBO9780511815478",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("b", "c"), ("c", "d"), ("a", "e"), ("e", "d"), ("f", "g")),
        working="From a to d: a, e, d is shorter than a, b, c, d: 2 steps. b and c are tied: 1. No tie leads from a "
        "to f.",
        value=(("a", "d", 2), ("b", "c", 1), ("a", "f", None), ("a", "a", None)),
    ),
    compute=_path,
)
