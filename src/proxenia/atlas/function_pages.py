"""The page of functions and the tables of an actor's ties and acts, chosen by function and role: HTML, CSV and JSON.

They are plain functions, which the framework runs beside its loop.
"""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from proxenia.atlas.api import ERRORS, AsOf, Identifier, atlas_of, year_of
from proxenia.atlas.choice_line import chosen_name
from proxenia.atlas.chosen import Chosen
from proxenia.atlas.level_pages import Render, table_bytes
from proxenia.atlas.lines import ActLine, TieLine
from proxenia.atlas.pages import functions as functions_page
from proxenia.atlas.pages.city import city_acts, city_ties
from proxenia.atlas.sheet import csv_answer
from proxenia.atlas.world import to_json
from proxenia.model.vocabulary import Field

__all__ = ["make_function_interface", "make_function_router"]

_FOLDERS: Final = ("city", "city-network", "actor")
FieldAsked = Annotated[
    str, Query(pattern=f"^({'|'.join(Field)})?$", description="Only acts of this field; of all when empty")
]


def _page(request: Request, as_of: int | None, choice: Chosen) -> functions_page.FunctionsPage:
    return functions_page.build(atlas_of(request).chosen(year_of(request, as_of), choice))


def make_function_interface() -> APIRouter:
    """Return the routes of the interface."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)

    @router.get(
        "/functions",
        response_model=functions_page.FunctionsPage,
        summary="The functions of non-state actors: who does what, in which ties and acts",
    )
    def list_functions(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        return _answer(_page(request, as_of, choice))

    @router.get("/acts", response_model=functions_page.ActsPage, summary="The acts up to a year, the latest first")
    def list_acts(request: Request, choice: Chosen, as_of: AsOf = None, field: FieldAsked = "") -> Response:
        view = atlas_of(request).chosen(year_of(request, as_of), choice)
        return _answer(functions_page.build_acts(view, field=Field(field) if field else None))

    return router


def _answer(payload: Any) -> Response:
    return Response(to_json(payload), media_type="application/json")


def make_function_router(render: Render) -> APIRouter:
    """Return the routes of the page and the tables.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/functions")
    def show_functions(request: Request, choice: Chosen, as_of: AsOf = None) -> Response:
        page = _page(request, as_of, choice)
        return render(request, "functions", as_of=page.as_of, page=page)

    @router.get("/functions/{table}.csv")
    def save_functions(request: Request, table: str, choice: Chosen, as_of: AsOf = None) -> Response:
        page = _page(request, as_of, choice)
        acts = {act.id: act for part in page.functions for act in part.acts}
        tables = {
            "counts": (functions_page.FunctionCount, [part.count for part in page.functions]),
            "doers": (functions_page.Doer, [doer for part in page.functions for doer in part.doers]),
            "acts": (functions_page.ListedAct, list(acts.values())),
        }
        return csv_answer(table_bytes(tables, table), name=chosen_name(f"functions-{table}-{page.as_of}", choice))

    def save_actor(
        request: Request,
        id: Identifier,  # noqa: A002
        table: str,
        *,
        choice: Chosen,
        as_of: AsOf = None,
    ) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        view, actor = atlas.chosen(year, choice), atlas.index.actor(id)
        tables = {"ties": (TieLine, city_ties(view, actor.id)), "acts": (ActLine, city_acts(view, actor.id))}
        name = f"{re.sub('[^A-Za-z0-9]+', '-', actor.id)}-{table}-{year}"
        return csv_answer(table_bytes(tables, table), name=chosen_name(name, choice))

    for folder in _FOLDERS:
        router.get(f"/{folder}/{{id}}/{{table}}.csv")(save_actor)
    return router
