"""Drawing pairs that could have tied themselves, for histories of which not all pairs can be looked at.

**The weighting.** At an event, pairs are drawn one after another, everything put back, each pair with a known chance
q; the pair that did tie itself is added. A softmax over the drawn pairs, in which each counts exp(s)/q as often as it
was drawn, is the likelihood of which of them tied itself, given those drawn: McFadden's condition for choice among
sampled alternatives (McFadden 1978, Modelling the choice of residential location), in the form for draws with
unequal chances (Frejinger, Bierlaire & Ben-Akiva 2009, Sampling of alternatives for route choice modeling,
Transportation Research B 43(10):984-994). It is a likelihood of its own, so that its maximum is consistent and its
information gives the standard errors. On sampled relational events: Vu, Pattison & Robins 2015,
doi:10.1016/j.socnet.2015.03.006; Lerner & Lomi 2020, doi:10.1017/nws.2019.57.

**Uniform**: all pairs of the actors present alike. **Favouring**: half of the draws so; the other half, in equal parts,
from pairs for which an effect of the model is not nought (who is tied already, who shares a partner or a body, who is
near in a layer, who has many partners). Such pairs are rare among all and carry most of what can be learnt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from proxenia.foresight.effects.effect import Statistic
from proxenia.foresight.effects.sources import Source
from proxenia.foresight.effects.state import State
from proxenia.foresight.effects.values import Floats, Indices, Pairs

__all__ = ["Drawn", "PairSampler", "Sampling"]

Sampling = Literal["uniform", "favouring"]
UNIFORM_SHARE = 0.5
"""Share of draws from all pairs where others are favoured: no pair weighs more than twice what it does when uniform."""


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """Pairs drawn at a time, with those that tied themselves first.

    Attributes
    ----------
    pairs
        The pairs.
    counts
        Whether each counts: not when somebody was absent or drawn twice.
    chance
        The chance that one draw is the pair.
    """

    pairs: Pairs
    counts: NDArray[np.bool_]
    chance: Floats


class PairSampler:
    """Draws pairs of the actors present as a state goes forward."""

    def __init__(self, state: State, statistics: Sequence[Statistic], *, sampling: Sampling, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        named: dict[str, Source] = {}
        for statistic in statistics if sampling == "favouring" else ():
            source = statistic.source(state)
            if source is not None:
                named.setdefault(source.id, source)
        self._sources = tuple(named.values())

    def draw(self, state: State, first: Indices, second: Indices, count: int) -> Drawn:
        """Return the pairs given, then so many drawn."""
        sources = [one for one in self._sources if one.size(state)]
        drawn_first, drawn_second = self._draw(state, sources, count)
        pairs = Pairs(np.concatenate([first, drawn_first]), np.concatenate([second, drawn_second]), state.size)
        there = state.present[pairs.first] & state.present[pairs.second]
        return Drawn(pairs, there & (pairs.first != pairs.second), _chance(state, sources, pairs))

    def _draw(self, state: State, sources: Sequence[Source], count: int) -> tuple[Indices, Indices]:
        rng, who = self._rng, state.who
        one = rng.integers(len(who), size=count)
        other = rng.integers(len(who) - 1, size=count)
        first, second = who[one], who[other + (other >= one)]
        if not sources:
            return first, second
        # Which source each draw comes from is left to chance as well: only then is every draw alike.
        of = np.where(rng.random(count) < UNIFORM_SHARE, -1, rng.integers(len(sources), size=count))
        for place, source in enumerate(sources):
            rows = np.flatnonzero(of == place)
            if len(rows):
                drawn = np.array(source.draw(state, rng, len(rows)), dtype=np.int64)
                first[rows], second[rows] = drawn[:, 0], drawn[:, 1]
        return first, second


def _chance(state: State, sources: Sequence[Source], pairs: Pairs) -> Floats:
    there = len(state.who)
    chance = np.full(len(pairs), 2 / (there * (there - 1)))
    if not sources:
        return chance
    favoured = np.zeros(len(pairs))
    for source in sources:
        favoured += source.chance(state, pairs)
    return UNIFORM_SHARE * chance + (1 - UNIFORM_SHARE) / len(sources) * favoured
