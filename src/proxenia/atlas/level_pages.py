"""The pages of the two levels as HTML, and their tables as CSV.

They are plain functions, which the framework runs beside its loop: what they show may have to be computed first.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from proxenia.atlas.api import AsOf, atlas_of, year_of
from proxenia.atlas.choice_line import chosen_name
from proxenia.atlas.chosen import Chosen
from proxenia.atlas.levels import DEFAULT_LAYER
from proxenia.atlas.pages import field as field_page
from proxenia.atlas.pages.city import YearCount
from proxenia.atlas.sheet import csv_answer, csv_of_frame, csv_of_rows
from proxenia.errors import NotFoundError
from proxenia.measures.layers import LAYERS, parse_layer
from proxenia.measures.measure import Measure
from proxenia.measures.registry import MEASURES
from proxenia.model.vocabulary import Field

__all__ = [
    "FieldName",
    "LayerName",
    "MeasureName",
    "PairMember",
    "Render",
    "asked_pair",
    "known_field",
    "known_measure",
    "make_level_router",
    "table_bytes",
    "unless_ready",
]

FieldName = Annotated[str, Path(max_length=40, description="A field of activity, such as peace")]
MeasureName = Annotated[str, Path(max_length=80, description="A measure, such as degree")]
LayerName = Annotated[str, Query(pattern=f"^({'|'.join(LAYERS)})$", description="A layer, such as twinning")]
PairMember = Annotated[str, Query(max_length=300, description="Of a measure of two actors: the identifier of one")]
Render = Callable[..., Response]


def asked_pair(a: str, b: str) -> tuple[str, str] | None:
    """Return the two actors asked for; nothing unless both are given."""
    return (a, b) if a and b else None


def known_field(name: str) -> Field:
    """Return the field of an address, or raise NotFoundError with the known ones."""
    if name not in {field.value for field in Field}:
        raise NotFoundError("field", name, next_step=f"Known: {', '.join(Field)}")
    return Field(name)


def known_measure(name: str) -> Measure:
    """Return the measure of an address, or raise NotFoundError with the known ones."""
    if name not in MEASURES:
        raise NotFoundError("measure", name, next_step=f"Known: {', '.join(MEASURES)}")
    return MEASURES[name]


def make_level_router(render: Render) -> APIRouter:
    """Return the routes of the pages.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)
    _add_fields(router, render)
    _add_measures(router, render)
    return router


def table_bytes(tables: Mapping[str, tuple[type, Any]], table: str) -> bytes:
    """Return one of the tables of a page as CSV, or raise NotFoundError."""
    if table not in tables:
        raise NotFoundError("table", table, next_step=f"Known: {', '.join(tables)}")
    kind, rows = tables[table]
    return csv_of_rows(kind, rows)


def _add_fields(router: APIRouter, render: Render) -> None:
    @router.get("/field")
    def show_fields(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        return render(request, "fields", as_of=year, page=atlas.levels.fields(atlas.chosen(year, choice)))

    @router.get("/field.csv")
    def save_fields(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        body = csv_of_rows(field_page.FieldLine, atlas.levels.fields(atlas.chosen(year, choice)).fields)
        return csv_answer(body, name=chosen_name(f"fields-{year}", choice))

    @router.get("/field/{field}")
    def show_field(request: Request, field: FieldName, choice: Chosen, as_of: AsOf = None) -> Response:
        atlas, year, wanted = atlas_of(request), year_of(request, as_of), known_field(field)
        return render(request, "field", as_of=year, page=atlas.levels.field(wanted, view=atlas.chosen(year, choice)))

    @router.get("/field/{field}/{table}.csv")
    def save_field(request: Request, field: FieldName, table: str, choice: Chosen, as_of: AsOf = None) -> Response:
        year, wanted = year_of(request, as_of), known_field(field)
        page = field_page.build(atlas_of(request).chosen(year, choice), wanted, most=None)
        tables = {
            "pairs": (field_page.PairTies, page.pairs),
            "cities": (field_page.CityTies, page.cities),
            "acts": (field_page.FieldAct, page.acts),
            "years": (YearCount, page.begun),
        }
        return csv_answer(table_bytes(tables, table), name=chosen_name(f"{wanted.value}-{table}-{year}", choice))


def _add_measures(router: APIRouter, render: Render) -> None:
    @router.get("/measures")
    def show_measures(request: Request, as_of: AsOf = None, layer: LayerName = DEFAULT_LAYER) -> Response:
        year, wanted = year_of(request, as_of), parse_layer(layer)
        page = atlas_of(request).levels.measures(wanted, year=year, wait=False)
        return unless_ready(render(request, "measures", as_of=year, page=page), ready=page.ready)

    @router.get("/measures.csv")
    def save_measures(request: Request, as_of: AsOf = None, layer: LayerName = DEFAULT_LAYER) -> Response:
        year, wanted = year_of(request, as_of), parse_layer(layer)
        found = atlas_of(request).levels.describe(wanted, year=year).values
        frame = pl.DataFrame(
            {"measure": list(found), "value": list(found.values())}, schema={"measure": pl.String, "value": pl.Float64}
        )
        return csv_answer(csv_of_frame(frame), name=f"measures-{wanted.id}-{year}")

    @router.get("/measures/{id}.csv")
    def save_measure(
        request: Request,
        id: MeasureName,  # noqa: A002
        as_of: AsOf = None,
        layer: LayerName = DEFAULT_LAYER,
    ) -> Response:
        year, wanted, measure = year_of(request, as_of), parse_layer(layer), known_measure(id)
        frame = _values(request, measure.id, wanted.id, year)
        return csv_answer(csv_of_frame(frame), name=f"{measure.id}-{wanted.id}-{year}")

    @router.get("/measures/{id}")
    def show_measure(
        request: Request,
        id: MeasureName,  # noqa: A002
        *,
        as_of: AsOf = None,
        layer: LayerName = DEFAULT_LAYER,
        a: PairMember = "",
        b: PairMember = "",
    ) -> Response:
        year, wanted, measure = year_of(request, as_of), parse_layer(layer), known_measure(id)
        page = atlas_of(request).levels.measure(measure, wanted, year=year, pair=asked_pair(a, b), wait=False)
        answer = render(request, "measure", as_of=year, page=page, asked_a=a, asked_b=b)
        return unless_ready(answer, ready=page.ready)


def _values(request: Request, measure: str, layer: str, year: int) -> pl.DataFrame:
    """Return all values of a measure: of every actor of the layer, or of every layer."""
    levels = atlas_of(request).levels
    known, wanted = known_measure(measure), parse_layer(layer)
    actors = levels.actor_values(known, wanted, year=year)
    if actors:
        names = [levels.index.actors[actor].name if actor in levels.index.actors else actor for _, actor, _ in actors]
        columns = [
            pl.Series("rank", [rank for rank, _, _ in actors]),
            pl.Series("actor_id", [one for _, one, _ in actors]),
        ]
        return pl.DataFrame(
            [*columns, pl.Series("actor", names), pl.Series("value", [value for _, _, value in actors])]
        )
    lines = levels.measure(known, wanted, year=year, pair=None, wait=True).values
    return pl.DataFrame(
        {"layer": [line.layer.id for line in lines], "value": [line.value for line in lines]},
        schema={"layer": pl.String, "value": pl.Float64},
    )


def unless_ready(answer: Response, *, ready: bool) -> Response:
    """Return a page that must not be kept while its values are still to come."""
    if not ready:
        answer.headers["cache-control"] = "no-store"
    return answer
