"""PageRank and eigenvector centrality, by repeated multiplication with the sparse matrix."""

from typing import Final

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.sparse import linalg

from proxenia.measures.engines.kept import kept
from proxenia.measures.graph import Graph

__all__ = ["eigenvector", "pagerank"]

_ROUNDS: Final = 20_000
_EXACT: Final = 1e-13


@kept
def pagerank(graph: Graph, *, damping: float = 0.85, weighted: bool = False) -> NDArray[np.float64]:
    """Return the share of time a walker spends at each node, who jumps anywhere with probability 1 - `damping`."""
    if not graph.size:
        return np.empty(0)
    matrix = graph.weighted_matrix if weighted else graph.matrix
    spread = (scipy.sparse.diags_array(1 / matrix.sum(axis=1)) @ matrix).T.tocsr()
    share = np.full(graph.size, 1 / graph.size)
    for _ in range(_ROUNDS):
        last, share = share, damping * (spread @ share) + (1 - damping) / graph.size
        if np.abs(share - last).sum() < _EXACT:
            break
    return share


@kept
def eigenvector(graph: Graph, *, weighted: bool = False) -> NDArray[np.float64]:
    """Return the eigenvector of the largest eigenvalue, of length 1 and not negative.

    Nodes outside the component (or components) of the largest eigenvalue have 0.
    """
    if not graph.size:
        return np.empty(0)
    matrix = graph.weighted_matrix if weighted else graph.matrix
    vector = np.full(graph.size, graph.size**-0.5)
    for _ in range(_ROUNDS):
        # The vector itself is added so that graphs of two sides (members and networks) settle too.
        last, vector = vector, matrix @ vector + vector
        vector /= np.linalg.norm(vector)
        if np.abs(vector - last).sum() < _EXACT:
            break
    else:
        vector = _by_lanczos(matrix, vector)
    return vector


def _by_lanczos(matrix: scipy.sparse.csr_array, start: NDArray[np.float64]) -> NDArray[np.float64]:
    # Two eigenvalues nearly alike: Lanczos tells them apart where multiplication takes too long.
    _, found = linalg.eigsh(matrix, k=1, which="LA", v0=start)
    settled: NDArray[np.float64] = np.abs(found[:, 0])
    return settled
