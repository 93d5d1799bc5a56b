"""The atlas's memory of the two levels: what takes long is computed once for a year, a layer or a pair."""

from collections.abc import Callable
from typing import Final

from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import field as field_page
from proxenia.atlas.pages import measure as measure_page
from proxenia.atlas.pages import measures as measures_page
from proxenia.atlas.pages.measure import ActorValues, MeasureResult
from proxenia.atlas.remembered import Background, Remembered
from proxenia.atlas.year import YearView
from proxenia.measures.graph import Ground
from proxenia.measures.layers import LAYERS, Layer
from proxenia.measures.measure import ActorMeasure, Measure, PairMeasure
from proxenia.measures.registry import ACTOR_MEASURES, LAYER_MEASURES, MEASURES
from proxenia.model.vocabulary import Field
from proxenia.snapshot.formats.plain import plain_number

__all__ = ["DEFAULT_LAYER", "PATIENCE_SECONDS", "TwoLevels"]

DEFAULT_LAYER: Final = "twinning"
"""The layer of a page of measures when none is asked for."""

PATIENCE_SECONDS: Final = 0.08
"""A page looks so long whether a value is there; then it is shown without, and says so."""
_GROUNDS_KEPT: Final = 24
_VALUES_KEPT: Final = 512
_PAGES_KEPT: Final = 256

LayerOf = tuple[int, str]
MeasureOf = tuple[int, str, str]


class TwoLevels:
    """Measures and fields of one snapshot, by year.

    Parameters
    ----------
    index
        Every record.
    view
        What held at the end of a year.
    """

    def __init__(self, index: AtlasIndex, view: Callable[[int], YearView]) -> None:
        self.index = index
        self._view = view
        self.background = Background()
        self.snapshot = index.as_of
        self.ground: Remembered[LayerOf, Ground] = Remembered(self._ground, most=_GROUNDS_KEPT)
        self.sources: Remembered[LayerOf, list[CitedSource]] = Remembered(self._sources, most=_PAGES_KEPT)
        self._actors: Remembered[MeasureOf, ActorValues] = Remembered(self._actor_values, most=_VALUES_KEPT)
        self._layer: Remembered[MeasureOf, float | None] = Remembered(self._layer_value, most=8 * _VALUES_KEPT)
        self._result: Remembered[MeasureOf, MeasureResult] = Remembered(self._computed, most=_VALUES_KEPT)
        self._described: Remembered[LayerOf, dict[str, float | None]] = Remembered(self._describe, most=_PAGES_KEPT)
        self._field: Remembered[tuple[int, Field], field_page.FieldPage] = Remembered(self._a_field, most=_PAGES_KEPT)
        self._fields: Remembered[int, field_page.FieldsPage] = Remembered(self._all_fields, most=_PAGES_KEPT)

    def _ground(self, of: LayerOf) -> Ground:
        year, layer = of
        return Ground.of(self.snapshot(year), layer)

    def _sources(self, of: LayerOf) -> list[CitedSource]:
        return cited_sources(self.index, self.ground(of).links["tie"])

    def _actor_values(self, of: MeasureOf) -> ActorValues:
        year, layer, name = of
        ground = self.ground((year, layer))
        return ActorValues(ground.graph.nodes, ACTOR_MEASURES[name].compute(ground))

    def _layer_value(self, of: MeasureOf) -> float | None:
        year, layer, name = of
        value = LAYER_MEASURES[name].compute(self.ground((year, layer)))
        return plain_number(value)

    def _describe(self, of: LayerOf) -> dict[str, float | None]:
        return {name: self._layer((*of, name)) for name in LAYER_MEASURES}

    def _computed(self, of: MeasureOf) -> MeasureResult:
        year, layer, name = of
        how = MEASURES[name].precision(self.ground((year, layer)))
        if name in ACTOR_MEASURES:
            actors = self._actors(of)
            _ = actors.ranking  # made here, behind the answers
            return MeasureResult(actors=actors, precision=how)
        level = LAYERS[layer].level
        same = [one.id for one in LAYERS.values() if one.level == level]
        return MeasureResult(layers={one: self._layer((year, one, name)) for one in same}, precision=how)

    def _a_field(self, of: tuple[int, Field]) -> field_page.FieldPage:
        year, field = of
        return field_page.build(self._view(year), field)

    def _all_fields(self, year: int) -> field_page.FieldsPage:
        return field_page.build_index(self._view(year))

    def warm_behind(self, year: int) -> None:
        """Have the fields of a year and the measures of the first layer that people see computed behind the answers."""
        self._fields.soon(year, self.background, patience=0)
        for field in Field:
            self._field.soon((year, field), self.background, patience=0)
        self._described.soon((year, DEFAULT_LAYER), self.background, patience=0)

    def field(self, field: Field, *, view: YearView) -> field_page.FieldPage:
        """Return the payload of a field: from memory, or anew of what fits a choice."""
        return field_page.build(view, field) if view.choice else self._field((view.year, field))

    def fields(self, view: YearView) -> field_page.FieldsPage:
        """Return the payload of the list of fields: from memory, or anew of what fits a choice."""
        return field_page.build_index(view) if view.choice else self._fields(view.year)

    def describe(self, layer: Layer, *, year: int) -> measures_page.DescribePage:
        """Return every measure of a layer as a whole; waits until they are computed."""
        return measures_page.DescribePage(year, measures_page.layer_choice(layer), self._described((year, layer.id)))

    def measures(self, layer: Layer, *, year: int, wait: bool) -> measures_page.MeasuresPage:
        """Return the payload of all measures, with the values of a layer if they are there or `wait` is given."""
        of = (year, layer.id)
        values = self._described(of) if wait else self._described.soon(of, self.background, patience=PATIENCE_SECONDS)
        return measures_page.build(layer, values, as_of=year)

    def actor_values(self, measure: Measure, layer: Layer, *, year: int) -> list[tuple[int, str, float]]:
        """Return rank, actor and value of all actors of a layer; nothing for a measure of another group."""
        if not isinstance(measure, ActorMeasure):
            return []
        return self._actors((year, layer.id, measure.id)).ranking

    def measure(
        self, measure: Measure, layer: Layer, *, year: int, pair: tuple[str, str] | None, wait: bool
    ) -> measure_page.MeasurePage:
        """Return the payload of a measure, with its values if they are there or `wait` is given.

        Parameters
        ----------
        measure, layer, year
            What is asked for.
        pair
            Of a measure of two actors: which.
        wait
            Whether to wait until the values are computed.

        Raises
        ------
        NotFoundError
            When one of the pair is nobody.
        """
        if isinstance(measure, PairMeasure):
            result: MeasureResult | None = self._of_pair(measure, layer, year=year, pair=pair)
        elif wait:
            result = self._result((year, layer.id, measure.id))
        else:
            result = self._result.soon((year, layer.id, measure.id), self.background, patience=PATIENCE_SECONDS)
        sources = self.sources((year, layer.id))
        return measure_page.build(self.index, measure, layer, result, as_of=year, sources=sources)

    def _of_pair(self, measure: PairMeasure, layer: Layer, *, year: int, pair: tuple[str, str] | None) -> MeasureResult:
        if pair is None:
            return MeasureResult()
        a, b = (self.index.actor(one).id for one in pair)
        ground = self.ground((year, layer.id))
        value = measure.compute(ground, a, b)
        return MeasureResult(pair=(a, b, plain_number(value)), precision=measure.precision(ground))
