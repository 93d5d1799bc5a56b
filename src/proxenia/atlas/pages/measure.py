"""A measure, from its declaration: meaning, unit, range, the example worked by hand; and what it gives on a layer."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proxenia.atlas.cited import CitedSource
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.pages.measures import LayerChoice, group_of, layer_choice, layer_choices, range_words
from proxenia.atlas.plots import Bin
from proxenia.measures.layers import LAYERS, Layer
from proxenia.measures.measure import Example, Measure, Precision

__all__ = [
    "ActorValue",
    "ActorValues",
    "ExampleLine",
    "LayerValue",
    "MeasurePage",
    "MeasureResult",
    "PairValue",
    "build",
    "ranked",
]

SHOWN_ACTORS: Final = 50
_MOST_BINS: Final = 30


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """What the example's node, pair or layer has; none where the measure is not defined."""

    of: str
    value: float | None


@dataclass(frozen=True, slots=True)
class ActorValue:
    """An actor with its rank and value; actors of the same value have the same rank."""

    rank: int
    actor: ActorLink
    value: float


@dataclass(frozen=True, slots=True)
class LayerValue:
    """A layer with its value; none where the measure is not defined."""

    layer: LayerChoice
    value: float | None


@dataclass(frozen=True, slots=True)
class PairValue:
    """Two actors with their value; none where the measure is not defined."""

    a: ActorLink
    b: ActorLink
    value: float | None


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """A measure, and its values on a layer as of a year.

    Attributes
    ----------
    group
        ``actor``, ``layer`` or ``pair``: of what it is.
    ready
        Whether the values have been computed; false only on a page that did not wait.
    precision
        Whether the values on this layer are exact or estimated, from what, with which error and seed; none while they
        are computed, and before a pair is asked for.
    actors
        Of a measure of actors: the fifty highest. The table has all of them.
    nodes, defined
        Of a measure of actors: how many actors the layer ties, and of how many of them the measure is defined.
    median
        Of a measure of actors: of those.
    bins
        Of a measure of actors: how its values are distributed.
    values
        Of a measure of layers: of every layer of the same map.
    pair
        Of a measure of two actors: those that were asked for.
    """

    as_of: int
    id: str
    label: str
    group: str
    meaning: str
    unit: str
    lowest: float | None
    highest: float | None
    range: str
    undefined: str
    reference: str
    cost: str
    example_ties: list[list[str]]
    example_facts: list[str]
    example_working: str
    example_values: list[ExampleLine]
    layer: LayerChoice
    layers: list[LayerChoice]
    ready: bool
    precision: Precision | None
    nodes: int
    defined: int
    median: float | None
    actors: list[ActorValue]
    bins: list[Bin]
    values: list[LayerValue]
    pair: PairValue | None
    sources: list[CitedSource]


@dataclass(frozen=True, eq=False)
class ActorValues:
    """The values of a measure of actors: NaN where it is not defined."""

    nodes: Sequence[str]
    values: NDArray[np.float64]

    @cached_property
    def ranking(self) -> list[tuple[int, str, float]]:
        """As :func:`ranked` gives it, made once: the sort of all actors takes longer than the page."""
        return ranked(self)


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """What was computed: one of the three, by the group of the measure; and how exact it is on the layer."""

    actors: ActorValues | None = None
    layers: Mapping[str, float | None] | None = None
    pair: tuple[str, str, float | None] | None = None
    precision: Precision | None = None


def ranked(found: ActorValues) -> list[tuple[int, str, float]]:
    """Return rank, actor and value of every actor of which the measure is defined, the highest first.

    >>> ranked(ActorValues(("a", "b", "c", "d"), np.array([1.0, 3.0, np.nan, 3.0])))
    [(1, 'b', 3.0), (1, 'd', 3.0), (3, 'a', 1.0)]
    """
    pairs = zip(found.values.tolist(), found.nodes, strict=True)
    defined = [(value, node) for value, node in pairs if math.isfinite(value)]
    defined.sort(key=lambda pair: (-pair[0], pair[1]))
    lines: list[tuple[int, str, float]] = []
    for place, (value, node) in enumerate(defined, start=1):
        rank = lines[-1][0] if lines and lines[-1][2] == value else place
        lines.append((rank, node, value))
    return lines


def _plain(value: float) -> float:
    """Return a finite number, a whole one without a point."""
    return int(value) if value.is_integer() else value


def _bins(values: NDArray[np.float64]) -> list[Bin]:
    """Return a histogram; whole numbers fall into bins of whole numbers."""
    if not len(values):
        return []
    low, high = float(values.min()), float(values.max())
    if low == high:
        return [Bin(_plain(low), _plain(high), len(values))]
    if np.array_equal(values, np.floor(values)):
        wide = max(1, -(-int(high - low + 1) // _MOST_BINS))
        edges = np.arange(low, high + 1 + wide, wide)
    else:
        edges = np.linspace(low, high, _MOST_BINS + 1)
    counts, edges = np.histogram(values, bins=edges)
    low_and_high = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    return [Bin(_plain(float(a)), _plain(float(b)), number) for a, b, number in low_and_high]


def _example_values(example: Example, label: str) -> list[ExampleLine]:
    value = example.value
    if isinstance(value, dict):
        return [ExampleLine(node, number) for node, number in value.items()]
    if isinstance(value, tuple):
        return [ExampleLine(f"{a} and {b}", number) for a, b, number in value]
    return [ExampleLine(label, value)]


def _example_facts(example: Example) -> list[str]:
    places = [f"{node} lies at {lon:g}, {lat:g}" for node, (lon, lat) in (example.places or {}).items()]
    about = [
        f"{node}: {', '.join(f'{name} {value}' for name, value in facts.items())}"
        for node, facts in (example.about or {}).items()
    ]
    return [*places, *about]


def build(
    index: AtlasIndex,
    measure: Measure,
    layer: Layer,
    result: MeasureResult | None,
    *,
    as_of: int,
    sources: list[CitedSource],
) -> MeasurePage:
    """Return the payload of a measure.

    Parameters
    ----------
    index
        Names of the actors.
    measure, layer
        What is asked for.
    result
        What was computed; nothing while it is.
    as_of
        The year.
    sources
        The sources of the layer's ties.
    """
    found = result.actors if result is not None else None
    lines = found.ranking if found is not None else []
    defined = np.array([value for _, _, value in lines])
    pair = result.pair if result is not None else None
    by_layer = (result.layers if result is not None else None) or {}
    return MeasurePage(
        as_of=as_of,
        id=measure.id,
        label=measure.label,
        group=group_of(measure),
        meaning=measure.meaning,
        unit=measure.unit,
        lowest=measure.lowest,
        highest=measure.highest,
        range=range_words(measure),
        undefined=measure.undefined,
        reference=measure.reference,
        cost=measure.cost,
        example_ties=[list(tie) for tie in measure.example.ties],
        example_facts=_example_facts(measure.example),
        example_working=measure.example.working,
        example_values=_example_values(measure.example, measure.label),
        layer=layer_choice(layer),
        layers=layer_choices(),
        ready=result is not None,
        precision=result.precision if result is not None else None,
        nodes=len(found.nodes) if found is not None else 0,
        defined=len(lines),
        median=_plain(float(np.median(defined))) if len(lines) else None,
        actors=[ActorValue(rank, actor_link(index, node), _plain(value)) for rank, node, value in lines[:SHOWN_ACTORS]],
        bins=_bins(defined),
        values=[LayerValue(layer_choice(LAYERS[name]), value) for name, value in by_layer.items()],
        pair=None if pair is None else PairValue(actor_link(index, pair[0]), actor_link(index, pair[1]), pair[2]),
        sources=sources,
    )
