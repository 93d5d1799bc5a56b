"""The JSON of the history and of the indicators, under /api/v1; the page of indicators and its table."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from proxenia.atlas.api import ERRORS, AsOf, atlas_of, year_of
from proxenia.atlas.pages import indicators as indicators_page
from proxenia.atlas.sheet import csv_answer, csv_of_rows
from proxenia.atlas.world import LAST_YEAR, to_json
from proxenia.history.answer import HistoryAnswer
from proxenia.history.indicators import FigureRow, Indicators
from proxenia.history.years import FIRST_YEAR

__all__ = ["HistoryYear", "make_history_interface", "make_indicators_router"]

Render = Callable[..., Response]

HistoryYear = Annotated[
    int | None,
    Query(
        ge=FIRST_YEAR,
        le=LAST_YEAR,
        description="The year as people write it, as of its 31 December: -431 is 431 BCE, there is no year 0; "
        "this year when left out",
    ),
]


def make_history_interface() -> APIRouter:
    """Return the routes of the interface; plain functions, which the framework runs beside its loop."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)

    @router.get(
        "/history",
        response_model=HistoryAnswer,
        summary="A year of the history: leagues with members, turning points, ties in force",
    )
    def show_year(request: Request, year: HistoryYear = None) -> Response:
        history = atlas_of(request).history
        return Response(history.json(history.this_year if year is None else year), media_type="application/json")

    @router.get(
        "/indicators",
        response_model=Indicators,
        summary="The texts' figures of change beside what was measured, and what has become of them",
    )
    def list_indicators(request: Request) -> Response:
        return Response(to_json(atlas_of(request).history.indicators()), media_type="application/json")

    return router


def make_indicators_router(render: Render) -> APIRouter:
    """Return the routes of the page of indicators and of its table.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/indicators")
    def show_indicators(request: Request, as_of: AsOf = None) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        page = indicators_page.build(atlas.index, atlas.history.indicators(), as_of=year)
        return render(request, "indicators", as_of=year, page=page)

    @router.get("/indicators.csv")
    def save_indicators(request: Request) -> Response:
        body = csv_of_rows(FigureRow, atlas_of(request).history.indicators().rows())
        return csv_answer(body, name="indicators")

    return router
