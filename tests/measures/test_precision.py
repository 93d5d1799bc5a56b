"""Every measure says of a ground whether it is exact there or estimated, with the seed and the error."""

from inspect import signature

import pytest
from tests.measures.worlds import ground_of_pairs

from proxenia.measures import engines
from proxenia.measures.actors import betweenness as of_betweenness
from proxenia.measures.measure import Precision
from proxenia.measures.registry import MEASURES
from proxenia.measures.whole import steps

LINE = [("a", "b"), ("b", "c"), ("c", "d")]
SEEDED = {"communities", "modularity"}


@pytest.mark.parametrize("name", list(MEASURES))
def test_small_graphs_are_measured_exactly(name: str) -> None:
    how = MEASURES[name].precision(ground_of_pairs(LINE))
    assert how.exact == (name not in SEEDED)
    assert how.said
    if name in SEEDED:
        assert (how.seed, how.error) == (1, None)
        assert "seed 1" in how.said
    else:
        assert how == Precision(exact=True)


def test_large_graphs_are_estimated_with_seed_and_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_betweenness, "EXACT_NODES", 3)
    how = MEASURES["betweenness"].precision(ground_of_pairs(LINE))
    assert (how.exact, how.seed, how.drawn) == (False, 1, 4096)
    assert how.error == pytest.approx(0.0212, abs=1e-4)
    assert "4,096 sources drawn with the seed 1; with a probability of 95 % off by at most 0.021" in how.said
    monkeypatch.setattr(steps, "EXACT_NODES", 3)
    assert not MEASURES["diameter"].precision(ground_of_pairs(LINE)).exact


def test_the_bounds_are_those_that_the_engines_keep() -> None:
    known = signature(engines.betweenness).parameters
    assert (known["limit"].default, known["sources"].default) == (
        of_betweenness.EXACT_NODES,
        of_betweenness.SAMPLED_SOURCES,
    )
    assert signature(engines.distances).parameters["limit"].default == steps.EXACT_NODES
