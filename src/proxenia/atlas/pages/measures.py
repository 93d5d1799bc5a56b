"""The measures by group, as the registry declares them, and every measure of one layer as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from proxenia.measures.layers import LAYERS, Layer
from proxenia.measures.measure import ActorMeasure, LayerMeasure, Measure
from proxenia.measures.registry import MEASURES

__all__ = [
    "DescribePage",
    "LayerChoice",
    "MeasureGroup",
    "MeasureLine",
    "MeasuresPage",
    "build",
    "group_of",
    "layer_choices",
    "range_words",
]


@dataclass(frozen=True, slots=True)
class LayerChoice:
    """A layer of the world's graph that a measure may be computed on."""

    id: str
    label: str
    meaning: str
    level: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as the registry declares it; `value` of the layer chosen, where the measure is of a whole layer."""

    id: str
    label: str
    meaning: str
    unit: str
    range: str
    reference: str
    address: str
    value: float | None


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """Measures of one sort of thing: of actors, of a layer, of two actors."""

    id: str
    label: str
    measures: list[MeasureLine]


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    """All measures by group.

    Attributes
    ----------
    layer
        The layer whose values stand beside the measures of layers.
    ready
        Whether they have been computed; false only on a page that did not wait.
    """

    as_of: int
    layer: LayerChoice
    layers: list[LayerChoice]
    ready: bool
    groups: list[MeasureGroup]


@dataclass(frozen=True, slots=True)
class DescribePage:
    """Every measure of one layer as a whole; none where a measure is not defined."""

    as_of: int
    layer: LayerChoice
    values: dict[str, float | None]


_GROUPS = {
    "actor": "Of an actor",
    "layer": "Of a layer as a whole",
    "pair": "Of two actors",
}


def group_of(measure: Measure) -> str:
    """Return of what a measure is: ``actor``, ``layer`` or ``pair``."""
    return "actor" if isinstance(measure, ActorMeasure) else "layer" if isinstance(measure, LayerMeasure) else "pair"


def range_words(measure: Measure) -> str:
    """Return the range of a measure in plain words."""
    lowest, highest = measure.lowest, measure.highest
    if lowest is None and highest is None:
        return "without bounds"
    if highest is None:
        return f"{lowest:g} or more"
    return f"{highest:g} or less" if lowest is None else f"{lowest:g} to {highest:g}"


def layer_choice(layer: Layer) -> LayerChoice:
    """Return a layer as a choice."""
    return LayerChoice(layer.id, layer.label, layer.meaning, layer.level)


def layer_choices() -> list[LayerChoice]:
    """Return every layer as a choice, in the order in which people read them."""
    return [layer_choice(layer) for layer in LAYERS.values()]


def _line(measure: Measure, values: Mapping[str, float | None]) -> MeasureLine:
    return MeasureLine(
        id=measure.id,
        label=measure.label,
        meaning=measure.meaning,
        unit=measure.unit,
        range=range_words(measure),
        reference=measure.reference,
        address=f"/measures/{measure.id}",
        value=values.get(measure.id),
    )


def build(layer: Layer, values: Mapping[str, float | None] | None, *, as_of: int) -> MeasuresPage:
    """Return the payload of all measures.

    Parameters
    ----------
    layer
        The layer chosen.
    values
        Its measures by their ids; nothing while they are computed.
    as_of
        The year.
    """
    groups = [
        MeasureGroup(group, label, [_line(one, values or {}) for one in MEASURES.values() if group_of(one) == group])
        for group, label in _GROUPS.items()
    ]
    filled = [group for group in groups if group.measures]
    return MeasuresPage(as_of, layer_choice(layer), layer_choices(), values is not None, filled)
