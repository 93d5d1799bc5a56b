"""The pages of comparisons and cases as HTML, their tables as CSV, and the same as JSON.

They are plain functions, which the framework runs beside its loop: what they show may have to be computed first.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import StringConstraints
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.api import ERRORS, AsOf, atlas_of, year_of
from proxenia.atlas.chosen_cities import AskedCity
from proxenia.atlas.level_pages import Render
from proxenia.atlas.lines import TieLine
from proxenia.atlas.pages import cases as cases_page
from proxenia.atlas.pages.compare import ComparedTiesPage, TiesFilter
from proxenia.atlas.sheet import csv_answer, csv_of_frame, csv_of_rows
from proxenia.atlas.world import to_json
from proxenia.errors import AmbiguousNameError, ProxeniaError
from proxenia.model.vocabulary import Field, Phase
from proxenia.profiles.cases import CASE_STATUS, Case
from proxenia.profiles.compare import FEWEST_CITIES, Comparison
from proxenia.profiles.compare_table import comparison_frame

__all__ = ["make_compare_interface", "make_compare_router"]

_MOST_ASKED = 12
"""So many names are looked up; more than five are never compared."""
Cities = Annotated[
    list[str],
    Query(max_length=_MOST_ASKED, description="A city by its identifier or name; give it once for each city"),
]
OneOf = Annotated[str, StringConstraints(max_length=300, pattern=r"[^;\s]")]
CitiesAsked = Annotated[
    list[OneOf],
    Query(
        min_length=1,
        max_length=_MOST_ASKED,
        description="Two to five cities by identifier or name; given several times, or once with semicolons between",
    ),
]
City = Annotated[str, Query(max_length=300, description="A city by its identifier")]
Word = Annotated[str, Query(max_length=40, pattern="^[a-z_]*$")]
Code = Annotated[str, Query(pattern="^([A-Za-z]{2})?$", description="Only ties with this country")]
CaseName = Annotated[str, Path(max_length=100, description="A case, such as m4")]
FieldAsked = Annotated[
    str, Query(pattern=f"^({'|'.join(one.value for one in Field)})?$", description="Only this field")
]
PhaseAsked = Annotated[
    str, Query(pattern=f"^({'|'.join(one.value for one in Phase)})?$", description="Only this phase")
]
StatusAsked = Annotated[str, Query(pattern=f"^({'|'.join(CASE_STATUS)})?$", description="Only cases that stand there")]


def make_compare_router(render: Render) -> APIRouter:
    """Return the routes of the pages.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)
    _add_compare(router, render)
    _add_ties(router, render)
    _add_cases(router, render)
    return router


def _address(ids: Sequence[str], year: int) -> str:
    return f"/compare?{urlencode([*(('city', one) for one in ids), ('as_of', year)], safe=':')}"


def _is_canonical(asked: Sequence[AskedCity]) -> bool:
    return all(one.meant is None or one.asked == one.meant.actor.id for one in asked)


def _add_compare(router: APIRouter, render: Render) -> None:
    @router.get("/compare")
    def show_comparison(request: Request, city: Cities = [], as_of: AsOf = None) -> Response:  # noqa: B006
        year, side = year_of(request, as_of), atlas_of(request).side_by_side
        asked = side.choose(city)
        if asked and not _is_canonical(asked) and all(one.problem is None for one in asked):
            return RedirectResponse(_address([one.meant.actor.id for one in asked if one.meant], year), status_code=303)
        if len(asked) < FEWEST_CITIES and all(one.problem is None for one in asked):
            return render(request, "compare", as_of=year, page=side.page(asked, None, year=year))
        try:
            page, status = side.page(asked, side.comparison(asked, year=year), year=year), 200
        except AmbiguousNameError:
            page, status = side.page(asked, None, year=year), 200
        except ProxeniaError as error:
            page, status = side.page(asked, None, year=year, problem=str(error)), error.http_status
        return render(request, "compare", as_of=year, page=page, status=status)

    @router.get("/compare.csv")
    def save_comparison(request: Request, city: Cities = [], as_of: AsOf = None) -> Response:  # noqa: B006
        year, side = year_of(request, as_of), atlas_of(request).side_by_side
        comparison = side.comparison(side.choose(city), year=year)
        return csv_answer(csv_of_frame(comparison_frame(comparison)), name=f"compare-{year}")


def _wanted(
    *,
    standing: Word = "",
    kind: Word = "",
    field: Word = "",
    status: Word = "",
    country: Code = "",
    dated: bool = False,
    between: bool = False,
    abroad: bool = False,
) -> TiesFilter:
    return TiesFilter(standing, kind, field, status, country, dated=dated, between=between, abroad=abroad)


Wanted = Annotated[TiesFilter, Depends(_wanted)]


def _ties(request: Request, city: str, wanted: TiesFilter, as_of: int | None) -> ComparedTiesPage:
    return atlas_of(request).side_by_side.ties(city, wanted, year=year_of(request, as_of))


def _add_ties(router: APIRouter, render: Render) -> None:
    @router.get("/compare/ties")
    def show_ties(request: Request, city: City, wanted: Wanted, as_of: AsOf = None) -> Response:
        page = _ties(request, city, wanted, as_of)
        asked = [(name, value) for name, value in request.query_params.multi_items() if value and name != "as_of"]
        query = urlencode(asked, safe=":")
        return render(request, "compare_ties", as_of=page.as_of, page=page, asked=asked, query_string=query)

    @router.get("/compare/ties.csv")
    def save_ties(request: Request, city: City, wanted: Wanted, as_of: AsOf = None) -> Response:
        page = _ties(request, city, wanted, as_of)
        return csv_answer(csv_of_rows(TieLine, page.ties), name=f"ties-{page.as_of}")


def _cases(
    request: Request, *, as_of: AsOf = None, field: FieldAsked = "", phase: PhaseAsked = "", status: StatusAsked = ""
) -> cases_page.CasesPage:
    side = atlas_of(request).side_by_side
    return side.cases(year_of(request, as_of), field=field, phase=phase, status=status)


Cases = Annotated[cases_page.CasesPage, Depends(_cases)]


def _add_cases(router: APIRouter, render: Render) -> None:
    @router.get("/cases")
    def show_cases(request: Request, page: Cases) -> Response:
        return render(request, "cases", as_of=page.as_of, page=page)

    @router.get("/cases.csv")
    def save_cases(page: Cases) -> Response:
        lines = [line for group in page.groups.values() for line in group]
        return csv_answer(csv_of_rows(cases_page.CaseLine, lines), name=f"cases-{page.as_of}")

    @router.get("/cases/{case}")
    def show_case(request: Request, case: CaseName, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        return render(request, "case", as_of=year, page=atlas_of(request).side_by_side.case_page(case, year=year))


def _answer(payload: Any) -> Response:
    return Response(to_json(payload), media_type="application/json")


def make_compare_interface() -> APIRouter:
    """Return the routes of the interface."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)

    @router.get("/compare", response_model=Comparison, summary="Two to five cities side by side")
    def compare(request: Request, cities: CitiesAsked, as_of: AsOf = None) -> Response:
        year, side = year_of(request, as_of), atlas_of(request).side_by_side
        words = [one for given in cities for one in given.split(";")][:_MOST_ASKED]
        return _answer(side.comparison(side.choose(words), year=year))

    @router.get("/compare/ties", response_model=ComparedTiesPage, summary="The ties of a city behind a number")
    def list_ties(request: Request, city: City, wanted: Wanted, as_of: AsOf = None) -> Response:
        return _answer(_ties(request, city, wanted, as_of))

    @router.get("/cases", response_model=cases_page.CasesPage, summary="The cases that the founding texts name")
    def list_cases(page: Cases) -> Response:
        return _answer(page)

    @router.get("/cases/{case}", response_model=Case, summary="A case with its ties and acts")
    def show_case(request: Request, case: CaseName, as_of: AsOf = None) -> Response:
        return _answer(atlas_of(request).side_by_side.case(case, year=year_of(request, as_of)))

    return router
