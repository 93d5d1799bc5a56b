"""The JSON of the two levels, under /api/v1, beside that of the other pages.

They are plain functions, which the framework runs beside its loop; they wait for what has to be computed.
"""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from proxenia.atlas.api import ERRORS, AsOf, atlas_of, year_of
from proxenia.atlas.chosen import Chosen
from proxenia.atlas.country_pages import ClassName, Code, CodeAsked, TiesPage, asked_class
from proxenia.atlas.level_pages import (
    FieldName,
    LayerName,
    MeasureName,
    PairMember,
    asked_pair,
    known_field,
    known_measure,
)
from proxenia.atlas.levels import DEFAULT_LAYER
from proxenia.atlas.pages import country, country_pair, expected, field, measure, measures, overlay
from proxenia.atlas.world import to_json
from proxenia.measures.layers import parse_layer

__all__ = ["make_level_interface"]


def _answer(payload: Any) -> Response:
    return Response(to_json(payload), media_type="application/json")


def make_level_interface() -> APIRouter:
    """Return the routes of the interface."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)
    _add_fields(router)
    _add_measures(router)
    _add_countries(router)
    return router


def _add_fields(router: APIRouter) -> None:
    @router.get("/fields", response_model=field.FieldsPage, summary="The seven fields of activity")
    def list_fields(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        atlas = atlas_of(request)
        return _answer(atlas.levels.fields(atlas.chosen(year_of(request, as_of), choice)))

    @router.get("/fields/{field}", response_model=field.FieldPage, summary="A field with its ties and acts")
    def show_field(request: Request, field: FieldName, choice: Chosen, as_of: AsOf = None) -> Response:
        wanted, atlas = known_field(field), atlas_of(request)
        return _answer(atlas.levels.field(wanted, view=atlas.chosen(year_of(request, as_of), choice)))


def _add_measures(router: APIRouter) -> None:
    @router.get("/measures", response_model=measures.MeasuresPage, summary="Every measure, with a layer's values")
    def list_measures(request: Request, as_of: AsOf = None, layer: LayerName = DEFAULT_LAYER) -> Response:
        year = year_of(request, as_of)
        return _answer(atlas_of(request).levels.measures(parse_layer(layer), year=year, wait=True))

    @router.get("/measures/{id}", response_model=measure.MeasurePage, summary="A measure and its values on a layer")
    def show_measure(
        request: Request,
        id: MeasureName,  # noqa: A002
        *,
        as_of: AsOf = None,
        layer: LayerName = DEFAULT_LAYER,
        a: PairMember = "",
        b: PairMember = "",
    ) -> Response:
        known, wanted, year = known_measure(id), parse_layer(layer), year_of(request, as_of)
        page = atlas_of(request).levels.measure(known, wanted, year=year, pair=asked_pair(a, b), wait=True)
        return _answer(page)

    @router.get("/describe", response_model=measures.DescribePage, summary="Every measure of a layer as a whole")
    def describe(request: Request, as_of: AsOf = None, layer: LayerName = DEFAULT_LAYER) -> Response:
        year = year_of(request, as_of)
        return _answer(atlas_of(request).levels.describe(parse_layer(layer), year=year))


def _add_countries(router: APIRouter) -> None:
    @router.get("/countries/{code}", response_model=country.CountryPage, summary="A country: the state and its cities")
    def show_country(request: Request, code: Code, choice: Chosen, as_of: AsOf = None) -> Response:
        return _answer(atlas_of(request).country(code, year_of(request, as_of), choice))

    @router.get(
        "/country-pairs/{a}/{b}",
        response_model=country_pair.CountryPairPage,
        summary="A pair of countries: both levels, the class with its reasons by year, ties, evidence",
    )
    def show_pair(
        request: Request, a: Code, b: Code, *, choice: Chosen, as_of: AsOf = None, page: TiesPage = 1
    ) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        return _answer(atlas.countries_of.pair(a, b, view=atlas.chosen(year, choice), page=page, wait=True))

    @router.get("/overlay", response_model=overlay.OverlayPage, summary="Pairs of countries by class")
    def list_pairs(
        request: Request,
        *,
        as_of: AsOf = None,
        overlay_class: ClassName = "",
        country: CodeAsked = "",
        page: TiesPage = 1,
    ) -> Response:
        year, wanted = year_of(request, as_of), asked_class(overlay_class)
        found = atlas_of(request).countries_of.pairs(year, overlay_class=wanted, country=country or None, page=page)
        return _answer(found)

    @router.get("/expected-ties", response_model=expected.ExpectedPage, summary="The gravity model of city ties")
    def show_expected(request: Request, as_of: AsOf = None) -> Response:
        return _answer(atlas_of(request).countries_of.expected(year_of(request, as_of), wait=True))
