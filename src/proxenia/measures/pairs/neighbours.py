"""What two actors have in common: their places in the graph, and the partners of both."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.graph import Ground

__all__ = ["common_neighbours", "positions"]


def positions(ground: Ground, one: str, other: str) -> tuple[int, int] | None:
    """Return where two actors stand in the graph; nothing where one has no tie, or where both are the same.

    Raises
    ------
    NotFoundError
        When the snapshot knows one of them not at all.
    """
    found, wanted = ground.position(one), ground.position(other)
    return None if found is None or wanted is None or found == wanted else (found, wanted)


def common_neighbours(ground: Ground, one: int, other: int) -> NDArray[np.int64]:
    """Return the positions of the partners that two nodes share."""
    starts, partners = ground.graph.matrix.indptr, ground.graph.matrix.indices
    shared = np.intersect1d(partners[starts[one] : starts[one + 1]], partners[starts[other] : starts[other + 1]])
    return shared.astype(np.int64)
