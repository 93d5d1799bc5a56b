"""Core number: how deep in the dense middle of the graph an actor stands."""

import numpy as np
from numpy.typing import NDArray

from proxenia.measures import engines
from proxenia.measures.graph import Ground
from proxenia.measures.measure import ActorMeasure, Example

__all__ = ["CORE_NUMBER"]


def _core_number(ground: Ground) -> NDArray[np.float64]:
    return engines.core_numbers(ground.graph).astype(np.float64)


CORE_NUMBER = ActorMeasure(
    id="core_number",
    label="Core number",
    meaning="The largest number k such that the actor stands in a group whose members each have k partners or more "
    "within the group. A hub of partners that have no others stays at 1, however many they are.",
    unit="actors",
    lowest=1,
    highest=None,
    undefined="The actor has no tie in the layer.",
    reference="doi:10.1016/0378-8733(83)90028-X",
    cost="In proportion to the edges.",
    example=Example(
        ties=(("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"), ("a", "e")),
        working="a, b and c are tied with each other: each has two within that group. d and e have only a: 1.",
        value={"a": 2, "b": 2, "c": 2, "d": 1, "e": 1},
    ),
    compute=_core_number,
)
