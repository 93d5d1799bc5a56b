"""What a measure is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proxenia.measures.graph import Ground

__all__ = ["ActorMeasure", "Example", "LayerMeasure", "Measure", "PairMeasure", "Precision"]


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


@dataclass(frozen=True, slots=True)
class Precision:
    """How exact the values of a measure are on a ground.

    Attributes
    ----------
    exact
        Whether they are computed from everything there is.
    seed, drawn
        Where something was drawn at random: the seed, and how many were drawn.
    error
        With a probability of 95 % a value is off by at most so much, in the unit of the measure; none where there is no
        such bound.
    said
        The same in words.
    """

    exact: bool
    seed: int | None = None
    drawn: int | None = None
    error: float | None = None
    said: str = "exact"

    @classmethod
    def estimated(cls, seed: int, drawn: int, what: str, *, error: float | None = None, about: str = "") -> "Precision":
        """Return the precision of an estimate from so many of what was drawn.

        >>> Precision.estimated(1, 4096, "sources", error=0.0212).said
        'estimated from 4,096 sources drawn with the seed 1; with a probability of 95 % off by at most 0.021'
        """
        told = f"with a probability of 95 % off by at most {error:.2g}" if error is not None else about
        said = f"estimated from {drawn:,} {what} drawn with the seed {seed}{'; ' if told else ''}{told}"
        return cls(exact=False, seed=seed, drawn=drawn, error=error, said=said)


def _exact(ground: Ground) -> Precision:  # noqa: ARG001 – exact on every ground
    return Precision(exact=True)


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
    precision
        Tells of a ground whether the measure is exact on it or estimated, from what and how well.
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
    precision: Callable[[Ground], Precision] = _exact


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
