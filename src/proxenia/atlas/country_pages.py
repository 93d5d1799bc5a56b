"""The pages of countries, pairs of countries and expected ties as HTML, and their tables as CSV.

They are plain functions, which the framework runs beside its loop: what they show may have to be computed first.
"""

from typing import Annotated

import polars as pl
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.api import AsOf, atlas_of, year_of
from proxenia.atlas.choice_line import chosen_name
from proxenia.atlas.chosen import Chosen
from proxenia.atlas.level_pages import Render, table_bytes, unless_ready
from proxenia.atlas.pages import country as country_page
from proxenia.atlas.pages import country_pair as pair_page
from proxenia.atlas.pages import expected as expected_page
from proxenia.atlas.pages import overlay as overlay_page
from proxenia.atlas.sheet import csv_answer, csv_of_frame
from proxenia.model.vocabulary import OverlayClass

__all__ = ["ClassName", "Code", "CodeAsked", "TiesPage", "asked_class", "make_country_router"]

Code = Annotated[str, Path(pattern="^[A-Za-z]{2}$", description="A country by its ISO 3166-1 alpha-2 code, such as TW")]
CodeAsked = Annotated[
    str, Query(pattern="^([A-Za-z]{2})?$", description="Only pairs of this country; of all countries when empty")
]
ClassName = Annotated[
    str,
    Query(
        alias="class",
        pattern=f"^({'|'.join(one.value for one in OverlayClass)})?$",
        description="Only pairs of this class; of all classes when empty",
    ),
]
TiesPage = Annotated[int, Query(ge=1, le=100_000, description="Which page of the lines")]


def asked_class(overlay_class: str) -> str | None:
    """Return the class asked for; nothing for all of them."""
    return overlay_class or None


def make_country_router(render: Render) -> APIRouter:
    """Return the routes of the pages.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)
    _add_countries(router, render)
    _add_pairs(router, render)
    _add_overlay(router, render)
    return router


def _redirect(request: Request, address: str) -> Response | None:
    """Return the way to the right address of what is asked for; nothing where it is that."""
    if request.url.path == address:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{address}{query}", status_code=308)


def _add_countries(router: APIRouter, render: Render) -> None:
    @router.get("/country/{code}")
    def show_country(request: Request, code: Code, choice: Chosen, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        elsewhere = _redirect(request, f"/country/{code.upper()}")
        if elsewhere is not None:
            return elsewhere
        return render(request, "country", as_of=year, page=atlas_of(request).country(code, year, choice))

    @router.get("/country/{code}/{table}.csv")
    def save_country(request: Request, code: Code, table: str, choice: Chosen, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        page = atlas_of(request).country(code, year, choice, whole=table == "cities")
        tables = {
            "partners": (country_page.PartnerLine, page.partners),
            "cities": (country_page.CountryCity, page.cities),
            "organisations": (country_page.BodyMembership, page.organisations),
        }
        return csv_answer(table_bytes(tables, table), name=chosen_name(f"{page.code}-{table}-{year}", choice))


def _add_pairs(router: APIRouter, render: Render) -> None:
    @router.get("/country-pair/{a}/{b}")
    def show_pair(
        request: Request, a: Code, b: Code, *, choice: Chosen, as_of: AsOf = None, page: TiesPage = 1
    ) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        low, high = sorted((a.upper(), b.upper()))
        elsewhere = _redirect(request, f"/country-pair/{low}/{high}")
        if elsewhere is not None:
            return elsewhere
        view = atlas.chosen(year, choice)
        payload = atlas.countries_of.pair(low, high, view=view, page=page, wait=False, with_city_evidence=False)
        answer = render(request, "country_pair", as_of=year, page=payload)
        return unless_ready(answer, ready=payload.expectation_ready)

    @router.get("/country-pair/{a}/{b}/{table}.csv")
    def save_pair(request: Request, a: Code, b: Code, table: str, *, choice: Chosen, as_of: AsOf = None) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        page = atlas.countries_of.whole_pair(a, b, view=atlas.chosen(year, choice))
        tables = {
            "ties": (pair_page.PairTie, page.ties),
            "years": (pair_page.ClassYear, page.years),
            "evidence": (pair_page.PairSaid, page.evidence),
        }
        name = chosen_name(f"{page.a.country}-{page.b.country}-{table}-{year}", choice)
        return csv_answer(table_bytes(tables, table), name=name)


def _add_overlay(router: APIRouter, render: Render) -> None:
    @router.get("/overlay.csv")
    def save_overlay(
        request: Request, as_of: AsOf = None, overlay_class: ClassName = "", country: CodeAsked = ""
    ) -> Response:
        year = year_of(request, as_of)
        overlay = atlas_of(request).countries_of.overlay(year)
        pairs = overlay_page.chosen_pairs(overlay, overlay_class=asked_class(overlay_class), country=country or None)
        name = "-".join(filter(None, ("overlay", country.upper(), overlay_class, str(year))))
        return csv_answer(csv_of_frame(pairs), name=name)

    @router.get("/expected-ties")
    def show_expected(request: Request, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        page = atlas_of(request).countries_of.expected(year, wait=False)
        return unless_ready(render(request, "expected", as_of=year, page=page), ready=page.ready)

    @router.get("/expected-ties/{table}.csv")
    def save_expected(request: Request, table: str, as_of: AsOf = None) -> Response:
        year, countries = year_of(request, as_of), atlas_of(request).countries_of
        page = countries.expected(year, wait=True)
        if table == "pairs":
            model = countries.model(year, wait=True)
            found = model.expected.pairs if model is not None and model.expected is not None else pl.DataFrame()
            return csv_answer(csv_of_frame(found), name=f"expected-pairs-{year}")
        tables = {"terms": (expected_page.TermLine, page.terms)}
        return csv_answer(table_bytes(tables, table), name=f"expected-{table}-{year}")
