"""What a measure is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.graph import Ground

__all__ = ["ActorMeasure", "Example", "LayerMeasure", "Measure", "PairMeasure"]


@dataclass(frozen=True, slots=True)
class Example:
    """A small graph worked by hand.

    Attributes
    ----------
    ties
        Pairs of nodes; a pair that stands twice is tied twice.
    working
        How the value comes about, step by step, for people.
    value
        Of a layer: the number. Of actors: nodes with their numbers. Of pairs: `a`, `b` and the number; None where the
        measure is not defined.
    places
        Nodes with longitude and latitude, where the measure needs them.
    about
        Nodes with other facts the measure needs (``country``, ``population``, ``language`` …).
    said
        What is said of a tie, by its place in `ties` (``kind``, ``status``, ``reciprocal``), where the measure needs
        it; of any other tie: a twinning in force.
    """

    ties: tuple[tuple[str, str], ...]
    working: str
    value: float | dict[str, float | None] | tuple[tuple[str, str, float | None], ...] | None
    places: dict[str, tuple[float, float]] | None = None
    about: dict[str, dict[str, str | int]] | None = None
    said: dict[int, dict[str, str | bool]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure, without the way to compute it.

    Attributes
    ----------
    id, label
        The word for it in data files, addresses and on the command line; a heading.
    meaning
        What the number means to a city, in one plain sentence or two.
    unit
        ``ties``, ``actors``, ``share``, ``km``, ``steps`` …, or ``index`` for a number without one.
    lowest, highest
        The range; none where there is no bound.
    undefined
        When there is no value (the result is then missing, never zero).
    reference
        Who defined it: a DOI or an address.
    cost
        How the time to compute it grows with the graph, and above which size it is estimated, with which error.
    example
        A small graph worked by hand; a test computes it.
    """

    id: str
    label: str
    meaning: str
    unit: str
    lowest: float | None
    highest: float | None
    undefined: str
    reference: str
    cost: str
    example: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMeasure(Measure):
    """A measure of every actor of a layer: numbers in the order of the graph's nodes, NaN where not defined."""

    compute: Callable[[Ground], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerMeasure(Measure):
    """A measure of a layer as a whole: a number, or nothing where not defined."""

    compute: Callable[[Ground], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMeasure(Measure):
    """A measure of two actors: their identifiers in, a number out, or nothing where not defined."""

    compute: Callable[[Ground, str, str], float | None]
