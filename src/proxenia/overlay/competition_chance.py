"""What size alone would lead to expect of pairs of cities.

Each of the two cities of a pair is exchanged for one drawn at random among the :data:`SAME_SIZE` cities of the register
that are next to it in number of inhabitants (as many smaller as larger, as far as there are), the two being different;
so every pair has a pair beside it that is as large and otherwise any. :data:`DRAWS` such sets of pairs are drawn. Their
mean share is what size alone would lead to expect, and the middle 95 % of the shares shows how far that varies by
chance. The cities drawn from are those that the register knows, and most of these have a tie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["DRAWS", "SAME_SIZE", "SEED", "ChanceOfPairs", "estimate_chances"]

SAME_SIZE: Final = 50
"""How many cities next in size may stand in for one."""
DRAWS: Final = 500
"""Sets of pairs that are drawn."""
SEED: Final = 1
"""The seed when none is given."""
_MIDDLE: Final = (0.025, 0.975)

_Places = NDArray[np.int64]
_Pairs = tuple[_Places, _Places]


@dataclass(frozen=True, slots=True)
class ChanceOfPairs:
    """The share of some pairs of which something is true, beside that of pairs of the same size.

    Attributes
    ----------
    pairs
        Pairs of which both sizes are known: only they are counted here.
    share
        The share of them, 0 to 1; none when there are no such pairs.
    expected, low, high
        The mean share of the drawn sets of pairs, and the middle 95 % of the draws; none likewise.
    """

    pairs: int
    share: float | None
    expected: float | None
    low: float | None
    high: float | None


def estimate_chances(
    pairs: pl.DataFrame, cities: pl.DataFrame, groups: Mapping[str, pl.DataFrame], *, seed: int = SEED
) -> dict[str, ChanceOfPairs]:
    """Return, for each way to belong together, the share of the pairs that do beside what size would lead to expect.

    Parameters
    ----------
    pairs
        Columns `a` and `b`, identifiers.
    cities
        Columns `id` and `population`: those that are drawn from; without a population one is left out.
    groups
        By a word of the caller's, who belongs to what: columns `actor` and `group`. Two cities belong together when
        they share a group; the group of a tie is the tie.
    seed
        Of the draws.
    """
    ordered = cities.drop_nulls("population").sort("population", "id")["id"]
    places = {city: number for number, city in enumerate(ordered)}
    sized = [(places[a], places[b]) for a, b in pairs.select("a", "b").iter_rows() if a in places and b in places]
    ends = np.array(sized, dtype=np.int64).reshape(-1, 2)
    held = {word: _together(table, places) for word, table in groups.items()}
    if not len(ends):
        return dict.fromkeys(groups, ChanceOfPairs(0, None, None, None, None))
    draws = np.random.default_rng(seed)
    sets = [_same_size((ends[:, 0], ends[:, 1]), len(places), draws) for _ in range(DRAWS)]
    return {word: _chance((ends[:, 0], ends[:, 1]), sets, keys, len(places)) for word, keys in held.items()}


def _together(table: pl.DataFrame, places: Mapping[str, int]) -> _Places:
    """Return the keys of all pairs of cities that share a group, sorted."""
    at = pl.DataFrame({"actor": list(places), "at": list(places.values())}, schema={"actor": pl.String, "at": pl.Int64})
    members = table.join(at, on="actor").select("group", "at").unique()
    both = members.join(members, on="group", suffix="_other").filter(pl.col("at") < pl.col("at_other"))
    return np.unique((both["at"] * len(places) + both["at_other"]).to_numpy())


def _is_together(pairs: _Pairs, keys: _Places, size: int) -> float:
    """Return the share of pairs that are among the keys."""
    wanted = np.minimum(*pairs) * size + np.maximum(*pairs)
    found = np.searchsorted(keys, wanted)
    met = keys[np.minimum(found, len(keys) - 1)] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
    return float(met.mean())


def _same_size(pairs: _Pairs, size: int, draws: np.random.Generator) -> _Pairs:
    """Return a pair of the same size for each, never one city twice."""
    near = min(SAME_SIZE, size - 1)
    steps = draws.integers(near, size=(2, len(pairs[0])))
    one, other = (_stand_in(places, step, near, size) for places, step in zip(pairs, steps, strict=True))
    beside = _stand_in(pairs[1], (steps[1] + 1) % near, near, size)
    return one, np.where(one == other, beside, other)


def _stand_in(places: _Places, steps: _Places, near: int, size: int) -> _Places:
    """Return the city so many steps from the start of the window around each, the city itself not counted."""
    start = np.clip(places - near // 2, 0, size - 1 - near)
    there: _Places = start + steps
    return np.where(there >= places, there + 1, there)


def _chance(pairs: _Pairs, sets: list[_Pairs], keys: _Places, size: int) -> ChanceOfPairs:
    shares = np.array([_is_together(drawn, keys, size) for drawn in sets])
    low, high = np.quantile(shares, _MIDDLE)
    return ChanceOfPairs(len(pairs[0]), _is_together(pairs, keys, size), float(shares.mean()), float(low), float(high))
