"""The adapter: what the measures do not show – samples with their stated error, the power law against its peers."""

import math
import warnings
from importlib import import_module

import networkx as nx
import numpy as np
import pytest
from mpmath import findroot, log, zeta

from proxenia.measures import engines
from proxenia.measures.engines.distances import SAMPLED_SOURCES
from proxenia.measures.engines.kept import give
from proxenia.measures.engines.power_law import compare_exponential, compare_lognormal, fit_power_law
from proxenia.measures.graph import Graph


def scale_free(size: int, seed: int) -> Graph:
    drawn = nx.barabasi_albert_graph(size, 2, seed=seed)
    return Graph.of_pairs([(f"{one:05}", f"{two:05}") for one, two in drawn.edges])


@pytest.mark.parametrize("words", [1, 2, 16])
def test_distances_do_not_hang_on_how_many_sources_go_together(words: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = nx.gnm_random_graph(300, 350, seed=4)
    graph = Graph.of_pairs([(f"{one:05}", f"{two:05}") for one, two in drawn.edges])
    monkeypatch.setattr(import_module("proxenia.measures.engines.distances"), "_WORDS", words)
    found = engines.distances(graph)
    expected = np.zeros((graph.size, graph.size), dtype=np.int64)
    for one, reached in nx.all_pairs_shortest_path_length(nx.from_scipy_sparse_array(graph.matrix)):
        expected[one, list(reached)] = list(reached.values())
    assert found.exact
    assert found.sources == graph.size
    assert found.counts.tolist() == np.bincount(expected[expected > 0])[1:].tolist()
    assert found.farthest.tolist() == expected.max(axis=1).tolist()
    assert found.total.tolist() == expected.sum(axis=1).tolist()
    assert found.reached.tolist() == (expected > 0).sum(axis=1).tolist()


def test_distances_of_a_sample_keep_to_the_stated_error() -> None:
    graph = scale_free(6_000, seed=5)
    exact = engines.distances(graph)
    bound = math.sqrt(math.log(2 / 0.05) / (2 * SAMPLED_SOURCES))
    assert bound == pytest.approx(0.0212, abs=1e-4)
    for seed in (1, 2, 3):
        drawn = engines.distances(graph, seed=seed, limit=5_000)
        assert (drawn.exact, drawn.sources) == (False, SAMPLED_SOURCES)
        steps = min(len(drawn.counts), len(exact.counts))
        shares = [np.cumsum(one.counts[:steps]) / one.counts.sum() for one in (drawn, exact)]
        assert np.abs(shares[0] - shares[1]).max() < bound
        assert exact.farthest.max() / 2 <= drawn.farthest.max() <= exact.farthest.max()


def test_the_exponent_solves_the_equation_of_the_likeliest() -> None:
    """The reference is mpmath, with thirty digits."""
    values, counts = np.unique(engines.degrees(scale_free(3_000, seed=8)), return_counts=True)
    for at in (0, 2, 6):
        fit = fit_power_law(values[at:], counts[at:])
        mean = sum(int(n) * log(int(v)) for v, n in zip(values[at:], counts[at:], strict=True)) / int(counts[at:].sum())
        start = int(values[at])
        exact = findroot(lambda s, q=start, m=mean: -zeta(s, q, 1) / zeta(s, q) - m, fit.exponent)
        assert fit.exponent == pytest.approx(float(exact), abs=1e-9)


def test_the_package_powerlaw_tells_the_same() -> None:
    """It searches the exponent to five digits, and only up to 3: the graph is drawn to lie below."""
    generator = np.random.default_rng(3)
    degree = np.floor(generator.pareto(1.4, 4_000) + 1).astype(int).clip(1, 500)
    degree[0] += degree.sum() % 2
    drawn = nx.Graph(nx.configuration_model(degree.tolist(), seed=3))
    graph = Graph.of_pairs([(f"{one:05}", f"{two:05}") for one, two in drawn.edges if one != two])
    fit = engines.estimate_power_law(graph)
    assert fit is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of its own first guesses
        import powerlaw

        degrees = engines.degrees(graph)
        peer = powerlaw.Fit(degrees, discrete=True, estimate_discrete=False, xmin=fit.start, verbose=0)
        assert fit.exponent < 3
        assert fit.exponent == pytest.approx(peer.power_law.alpha, abs=1e-4)
        for name, compared in (
            ("lognormal", compare_lognormal(graph)),
            ("exponential", compare_exponential(graph)),
        ):
            ratio, p_value = peer.distribution_compare("power_law", name, normalized_ratio=True)
            assert compared is not None
            assert compared.ratio == pytest.approx(ratio, abs=0.02)
            assert compared.p_value == pytest.approx(p_value, abs=0.02)


def test_the_same_seed_gives_the_same_communities_numbered_by_size() -> None:
    graph = scale_free(500, seed=1)
    one, other = engines.communities(graph, seed=4), engines.communities(Graph.of_pairs(pairs_of(graph)), seed=4)
    assert (one == other).all()
    sizes = np.bincount(one)
    assert (np.diff(sizes) <= 0).all()


def pairs_of(graph: Graph) -> list[tuple[str, str]]:
    return [(graph.nodes[two], graph.nodes[one]) for one, two in graph.edges[::-1].tolist()]


def test_modularity_is_that_of_networkx() -> None:
    graph = scale_free(300, seed=2)
    labels = engines.communities(graph)
    groups = [set(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)]
    expected = nx.community.modularity(nx.from_scipy_sparse_array(graph.matrix), groups)
    assert engines.modularity(graph, labels) == pytest.approx(expected, abs=1e-12)


def test_what_is_kept_may_be_given_to_another_that_is_the_same() -> None:
    one, other = Graph.of_pairs([("a", "b"), ("b", "c")]), Graph.of_pairs([("a", "b"), ("b", "c")])
    found = engines.triangles(one)
    give(engines.triangles, other, found)
    assert engines.triangles(other) is found
