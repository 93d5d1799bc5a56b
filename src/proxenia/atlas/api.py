"""The JSON interface: every payload of every page, under /api/v1, described by OpenAPI."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from proxenia.atlas.audit import Country, Kind, PageNumber
from proxenia.atlas.chosen import Chosen
from proxenia.atlas.lines import TieLine
from proxenia.atlas.map_data import MapArcs, MapCities, MapCountries
from proxenia.atlas.pages import about, act, audit, city, city_network, search, sources, tie, world
from proxenia.atlas.world import FIRST_YEAR, LAST_YEAR, AtlasWorld, to_json
from proxenia.atlas.year import YearView
from proxenia.web.errors import ErrorAnswer

__all__ = ["ERRORS", "AsOf", "Identifier", "Words", "atlas_of", "make_router", "view_of", "year_of"]

AsOf = Annotated[
    int | None,
    Query(ge=FIRST_YEAR, le=LAST_YEAR, description="The year to show, as of its 31 December; this year when left out"),
]
Identifier = Annotated[str, Path(max_length=300, description="An identifier such as gn:2747891 or px:uclg")]
Words = Annotated[str, Query(max_length=200, description="A name, or its beginning, in any language")]
Limit = Annotated[int, Query(ge=1, le=100, description="At most so many")]

ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer, "description": "A value that does not fit"},
    404: {"model": ErrorAnswer, "description": "No such record"},
    422: {"model": ErrorAnswer, "description": "A request that does not fit the interface"},
}


def atlas_of(request: Request) -> AtlasWorld:
    """Return the atlas an application serves."""
    atlas: AtlasWorld = request.app.state.atlas
    return atlas


def year_of(request: Request, as_of: int | None) -> int:
    """Return the year asked for, or this year."""
    return atlas_of(request).this_year if as_of is None else as_of


def view_of(request: Request, as_of: int | None) -> YearView:
    """Return what held at the end of the year asked for, or of this year."""
    return atlas_of(request).view(year_of(request, as_of))


def _answer(payload: Any) -> Response:
    return _raw(to_json(payload))


def _raw(body: bytes) -> Response:
    return Response(body, media_type="application/json")


def make_router() -> APIRouter:
    """Return the routes of the interface."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)
    _add_lookups(router)
    _add_records(router)
    _add_map(router)
    return router


def _add_lookups(router: APIRouter) -> None:
    @router.get("/search", response_model=search.SearchPage, summary="Actors a name may mean")
    async def find(request: Request, choice: Chosen, q: Words = "", as_of: AsOf = None, limit: Limit = 20) -> Response:
        return _raw(atlas_of(request).search_json(q, year_of(request, as_of), limit, choice))

    @router.get("/sources", response_model=sources.SourcesPage, summary="Every source with licence and counts")
    async def list_sources(request: Request, as_of: AsOf = None) -> Response:
        return _answer(sources.build(atlas_of(request).index, as_of=year_of(request, as_of)))

    @router.get("/about", response_model=about.AboutPage, summary="Counts and vocabulary")
    async def tell_about(request: Request, as_of: AsOf = None) -> Response:
        return _answer(about.build(atlas_of(request).index, as_of=year_of(request, as_of)))

    # A plain function, which the framework runs beside its loop: the first answer takes a second or more.
    @router.get("/audit", response_model=audit.AuditPage, summary="Where the registers disagree")
    def show_audit(
        request: Request, as_of: AsOf = None, country: Country = "", kind: Kind = "", page: PageNumber = 1
    ) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        return _answer(atlas.audit_page(year, country=country, kind=kind, page=page))

    @router.get("/world", response_model=world.WorldPage, summary="The widest bundles and the busiest cities")
    async def show_world(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        return _answer(atlas_of(request).world(year_of(request, as_of), choice))


def _add_records(router: APIRouter) -> None:
    @router.get("/cities/{id}/ties", response_model=list[TieLine], summary="The ties of an actor in a year")
    async def show_ties(request: Request, id: Identifier, choice: Chosen, as_of: AsOf = None) -> Response:  # noqa: A002
        return _raw(atlas_of(request).ties_json(id, year_of(request, as_of), choice))

    @router.get("/cities/{id}", response_model=city.ActorPage, summary="A city, region or state")
    def show_city(request: Request, id: Identifier, choice: Chosen, as_of: AsOf = None) -> Response:  # noqa: A002
        return _answer(atlas_of(request).city(id, year_of(request, as_of), choice))

    @router.get("/bodies/{id}", response_model=city_network.BodyPage, summary="A city network or another body")
    async def show_body(request: Request, id: Identifier, choice: Chosen, as_of: AsOf = None) -> Response:  # noqa: A002
        return _answer(city_network.build(atlas_of(request).chosen(year_of(request, as_of), choice), id))

    @router.get("/ties/{id}", response_model=tie.TiePage, summary="A tie with its evidence")
    async def show_tie(request: Request, id: Identifier, as_of: AsOf = None) -> Response:  # noqa: A002
        return _answer(tie.build(view_of(request, as_of), id))

    @router.get("/acts/{id}", response_model=act.ActPage, summary="An act with its participants and evidence")
    async def show_act(request: Request, id: Identifier, as_of: AsOf = None) -> Response:  # noqa: A002
        return _answer(act.build(atlas_of(request).index, id, as_of=year_of(request, as_of)))


def _add_map(router: APIRouter) -> None:
    @router.get("/map/countries", response_model=MapCountries, summary="Countries and the bundles between them")
    async def map_countries(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        return _answer(atlas_of(request).map_countries(year_of(request, as_of), choice))

    @router.get("/map/cities", response_model=MapCities, summary="The cities of a year, column by column")
    async def map_cities(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        return _answer(atlas_of(request).map_cities(year_of(request, as_of), choice))

    @router.get("/map/arcs", response_model=MapArcs, summary="Every tie of a year between two placed cities")
    async def map_arcs(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        return _answer(atlas_of(request).map_arcs(year_of(request, as_of), choice))
