"""The one place that calls the libraries of graphs; for each operation the fastest, by measurement (decision 15).

numpy and scipy answer most, betweenness and all distances among it; rustworkx the core numbers, graspologic-native the
communities. These two are loaded when they are called for. Nodes are numbers, their positions in :attr:`Graph.nodes`;
arrays have the order of the nodes. What several measures need is computed once for each graph.
"""

from proxenia.measures.engines.betweenness import betweenness
from proxenia.measures.engines.communities import communities, modularity
from proxenia.measures.engines.distances import Distances, closeness, distances, shortest_path
from proxenia.measures.engines.power_law import (
    Comparison,
    PowerLaw,
    compare_exponential,
    compare_lognormal,
    estimate_power_law,
)
from proxenia.measures.engines.spectral import eigenvector, pagerank
from proxenia.measures.engines.structure import clustering, components, core_numbers, degrees, triangles

__all__ = [
    "Comparison",
    "Distances",
    "PowerLaw",
    "betweenness",
    "closeness",
    "clustering",
    "communities",
    "compare_exponential",
    "compare_lognormal",
    "components",
    "core_numbers",
    "degrees",
    "distances",
    "eigenvector",
    "estimate_power_law",
    "modularity",
    "pagerank",
    "shortest_path",
    "triangles",
]
