"""The JSON of the history and of the indicators, under /api/v1."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from proxenia.atlas.api import ERRORS, atlas_of
from proxenia.atlas.world import LAST_YEAR
from proxenia.history.answer import HistoryAnswer
from proxenia.history.years import FIRST_YEAR

__all__ = ["HistoryYear", "make_history_interface"]

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

    return router
