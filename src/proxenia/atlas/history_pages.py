"""The page of the history as HTML, and a year's memberships as CSV."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from proxenia.atlas.api import AsOf, atlas_of
from proxenia.atlas.history_api import HistoryYear
from proxenia.atlas.pages import history as history_page
from proxenia.atlas.sheet import csv_answer, csv_of_rows
from proxenia.history.past import History
from proxenia.history.years import FIRST_YEAR, as_written

__all__ = ["make_history_router"]

ChosenLeague = Annotated[str, Query(max_length=300, description="The identifier of the league whose row is open")]
Render = Callable[..., Response]


def make_history_router(render: Render) -> APIRouter:
    """Return the routes of the page; plain functions, which the framework runs beside its loop.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/history")
    def show_history(
        request: Request, year: HistoryYear = None, as_of: AsOf = None, league: ChosenLeague = ""
    ) -> Response:
        atlas, asked = atlas_of(request), _asked(request, year, as_of)
        page = history_page.build(atlas.index, atlas.history.past, asked, first_year=FIRST_YEAR)
        return render(request, "history", as_of=asked.as_of, page=page, chosen=league)

    @router.get("/history.csv")
    def save_history(request: Request, year: HistoryYear = None, as_of: AsOf = None) -> Response:
        asked = _asked(request, year, as_of)
        body = csv_of_rows(history_page.MemberRow, history_page.member_rows(asked))
        return csv_answer(body, name=f"history-{asked.year}")

    return router


def _asked(request: Request, year: int | None, as_of: int | None) -> History:
    """Return the year asked for: as people write it, else as other pages count, else this year."""
    history = atlas_of(request).history
    if year is None:
        year = history.this_year if as_of is None else min(as_written(as_of), history.this_year)
    return history.in_year(year)
