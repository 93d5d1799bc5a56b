"""The page of the two maps as HTML, and what its map draws as JSON; the pairs as CSV are the overlay's own.

They are plain functions, which the framework runs beside its loop: the pairs of a year may have to be computed first.
"""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.api import ERRORS, AsOf, atlas_of, year_of
from proxenia.atlas.two_maps import OverlayMap
from proxenia.model.vocabulary import OverlayClass

__all__ = ["make_two_maps_router"]

ChosenCountry = Annotated[
    str,
    Query(pattern="^([A-Za-z]{2})?$", description="Read of this country (ISO 3166-1 alpha-2); the world when empty"),
]
ChosenView = Annotated[str, Query(pattern="^(city|overlay|state)?$", description="The map to begin with")]
_CLASS = "|".join(OverlayClass)
HiddenClasses = Annotated[
    str, Query(pattern=f"^(({_CLASS})(,({_CLASS}))*)?$", max_length=80, description="Classes the map leaves out")
]
OnlyClass = Annotated[
    str, Query(alias="class", pattern=f"^({_CLASS})?$", description="The map shows this class alone; all when empty")
]
Render = Callable[..., Response]


def _alone(request: Request, only: str) -> Response:
    """Return the way to the address at which the map shows one class alone: all others are hidden there."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in {"class", "hide"}]
    hidden = ",".join(one.value for one in OverlayClass if one.value != only)
    return RedirectResponse(f"/two-maps?{urlencode([*kept, ('hide', hidden)], safe=',')}", status_code=307)


def make_two_maps_router(render: Render) -> APIRouter:
    """Return the routes of the page and its data.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter()

    @router.get("/two-maps", include_in_schema=False)
    def show_maps(  # noqa: PLR0917
        request: Request,
        as_of: AsOf = None,
        country: ChosenCountry = "",
        view: ChosenView = "",
        hide: HiddenClasses = "",
        only: OnlyClass = "",
    ) -> Response:
        if only:
            return _alone(request, only)
        year = year_of(request, as_of)
        page = atlas_of(request).two_maps.page(year, country=country)
        return render(request, "two_maps", as_of=year, page=page, view=view, hide=hide)

    @router.get(
        "/api/v1/map/overlay",
        response_model=OverlayMap,
        responses=ERRORS,
        summary="Pairs of countries with what both maps say of them, column by column",
    )
    def map_overlay(request: Request, as_of: AsOf = None) -> Response:
        return Response(atlas_of(request).two_maps.json(year_of(request, as_of)), media_type="application/json")

    return router
