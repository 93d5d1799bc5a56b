"""The atlas as a web application."""

import re
from pathlib import Path as FilePath
from typing import Any, Final

from fastapi import FastAPI, Query, Request
from jinja2 import Environment
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from proxenia import __version__
from proxenia.atlas import filters
from proxenia.atlas.api import AsOf, Identifier, Words, atlas_of, make_router, view_of, year_of
from proxenia.atlas.audit import make_audit_router
from proxenia.atlas.chosen import Chosen
from proxenia.atlas.compare_marks import COMPARE_MARKS
from proxenia.atlas.compare_pages import make_compare_interface, make_compare_router
from proxenia.atlas.country_pages import make_country_router
from proxenia.atlas.foresight_pages import make_foresight_interface, make_foresight_router
from proxenia.atlas.foresight_plots import PLOTS
from proxenia.atlas.function_pages import make_function_interface, make_function_router
from proxenia.atlas.history_api import make_history_interface, make_indicators_router
from proxenia.atlas.history_pages import make_history_router
from proxenia.atlas.hot import HotAnswers
from proxenia.atlas.law_pages import make_law_interface, make_law_router
from proxenia.atlas.level_api import make_level_interface
from proxenia.atlas.level_pages import make_level_router
from proxenia.atlas.lines import actor_address
from proxenia.atlas.long_runs import LongRuns
from proxenia.atlas.marks import MARKS
from proxenia.atlas.page_makers import PageMakers
from proxenia.atlas.page_memory import KeptPages, PageMemory
from proxenia.atlas.pages import PAGES, about, act, city_network, search, sources, tie
from proxenia.atlas.pages.audit import AuditPage
from proxenia.atlas.profile_pages import make_profile_interface, make_profile_router
from proxenia.atlas.questions import ReviewPage
from proxenia.atlas.review import Editing, make_review_router
from proxenia.atlas.run_pages import make_run_interface, make_run_router
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.atlas.scenario_pages import make_scenario_interface, make_scenario_router
from proxenia.atlas.two_maps_pages import make_two_maps_router
from proxenia.atlas.world import FIRST_SLIDER_YEAR, FIRST_YEAR, LAST_YEAR, AtlasWorld
from proxenia.errors import ProxeniaError
from proxenia.history.scale import Scale
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot
from proxenia.web.assets import STATIC
from proxenia.web.editing import OwnHostOnly
from proxenia.web.errors import add_error_answers
from proxenia.web.head import HeadAnswers
from proxenia.web.headers import SecurityHeaders
from proxenia.web.pages import PageLink, make_environment

__all__ = ["make_app", "warm_behind"]

_TEMPLATES: Final = {page.name: page.template for page in PAGES}
_LINKS: Final = (
    PageLink("/", "Map"),
    PageLink("/two-maps", "Two maps"),
    PageLink("/history", "History"),
    PageLink("/outlook", "Outlook"),
    PageLink("/profiles", "Profiles"),
    PageLink("/compare", "Compare"),
    PageLink("/law", "Law"),
    PageLink("/cases", "Cases", more=True),
    PageLink("/indicators", "Indicators", more=True),
    PageLink("/field", "Fields", more=True),
    PageLink("/functions", "Functions", more=True),
    PageLink("/measures", "Measures", more=True),
    PageLink("/sources", "Sources", more=True),
    PageLink("/audit", "Audit", more=True),
    PageLink("/about", "About the data", more=True),
)
_BODIES: Final = (ActorKind.CITY, ActorKind.REGION, ActorKind.STATE)
_SHOWN_HITS: Final = 20
_SHOWN_CHOSEN: Final = 200
"""Of everybody who fits a choice, when no name is asked for."""


def make_app(
    snapshot: Snapshot,
    *,
    this_year: int,
    editing: Editing | None = None,
    runs: LongRuns | None = None,
    kept: KeptPages | None = None,
) -> FastAPI:
    """Return the atlas of a snapshot.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    this_year
        The year shown when none is asked for.
    editing
        Opens the review page, to one browser on this machine; the atlas is read-only without it.
    runs
        The long runs that pages ask for; what they find ends with this process when none are given.
    kept
        Where pages are kept once they are made.
    """
    app = FastAPI(
        title="Proxenia atlas",
        version=__version__,
        description="Who is tied to whom in city diplomacy: every fact dated and sourced.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    atlas = AtlasWorld(snapshot, this_year=this_year)
    app.state.atlas = atlas
    app.state.runs = runs or LongRuns(SavedSnapshot(snapshot))
    app.state.templates = make_environment(
        FilePath(__file__).parent / "templates", filters=filters.FILTERS | MARKS | COMPARE_MARKS
    )
    app.state.templates.globals.update(PLOTS)
    app.state.templates.globals["year_scale"] = Scale.until(this_year).as_json()["breakpoints"]
    app.include_router(make_router())
    app.include_router(make_level_interface())
    app.include_router(make_compare_interface())
    app.include_router(make_function_interface())
    app.include_router(make_profile_interface())
    app.include_router(make_history_interface())
    app.include_router(make_profile_router(_render))
    app.include_router(make_law_interface())
    app.include_router(make_law_router(_render))
    _add_pages(app)
    app.include_router(make_level_router(_render))
    app.include_router(make_function_router(_render))
    app.include_router(make_indicators_router(_render))
    app.include_router(make_country_router(_render))
    app.include_router(make_compare_router(_render))
    app.include_router(make_two_maps_router(_render))
    app.include_router(make_history_router(_render))
    app.include_router(make_foresight_interface())
    app.include_router(make_foresight_router(_render))
    app.include_router(make_scenario_interface())
    app.include_router(make_scenario_router(_render))
    app.include_router(make_run_interface())
    app.include_router(make_run_router(_render))
    app.include_router(make_audit_router(_audit_page, lambda request: atlas_of(request).audit, _render_audit))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_error_answers(app, _error_page)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=3)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HotAnswers, atlas=atlas)
    app.state.kept_pages = kept or KeptPages()
    app.state.page_makers = PageMakers(this_year)
    app.add_middleware(PageMemory, kept=app.state.kept_pages, makers=app.state.page_makers)
    app.add_middleware(HeadAnswers)
    app.state.links = _LINKS
    if editing is not None:
        app.state.links = (*_LINKS, PageLink("/review", "Review"))
        app.include_router(make_review_router(editing, _render_review))
        app.add_middleware(OwnHostOnly, hosts=editing.hosts)
    return app


def warm_behind(app: FastAPI) -> None:
    """Have made ready behind the answers what the first visitors of an atlas would wait for."""
    templates: Environment = app.state.templates
    app.state.atlas.levels.background.ask(lambda: [templates.get_template(name) for name in templates.list_templates()])
    app.state.atlas.warm_behind()


def _audit_page(request: Request, as_of: int | None, country: str, kind: str, page: int) -> AuditPage:
    return atlas_of(request).audit_page(year_of(request, as_of), country=country, kind=kind, page=page)


def _render_audit(request: Request, page: AuditPage) -> Response:
    return _render(request, "audit", as_of=page.as_of, page=page)


def _render_review(request: Request, page: ReviewPage) -> Response:
    return _render(request, "review", as_of=atlas_of(request).this_year, page=page)


def _render(request: Request, name: str, *, as_of: int, status: int = 200, **values: Any) -> HTMLResponse:
    shown = {
        "as_of": as_of,
        "this_year": atlas_of(request).this_year,
        "first_year": FIRST_SLIDER_YEAR,
        "links": request.app.state.links,
        "path": request.url.path,
        "query": "",
        "version": __version__,
    }
    template = request.app.state.templates.get_template(_TEMPLATES.get(name, f"{name}.html"))
    return HTMLResponse(template.render(shown | values), status_code=status)


def _error_page(request: Request, error: ProxeniaError, status: int) -> Response:
    return _render(request, "error", as_of=_asked_year(request), status=status, error=error, code=status)


def _asked_year(request: Request) -> int:
    """Return the year of an address that may be wrong otherwise, so that the way back keeps it."""
    asked = request.query_params.get("as_of", "")
    if re.fullmatch(r"-?[0-9]{1,4}", asked) and FIRST_YEAR <= int(asked) <= LAST_YEAR:
        return int(asked)
    return atlas_of(request).this_year


def _add_pages(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def show_world(
        request: Request, choice: Chosen, as_of: AsOf = None, city: str = Query("", max_length=300)
    ) -> Response:
        year = year_of(request, as_of)
        return _render(request, "world", as_of=year, page=atlas_of(request).world(year, choice), selected=city)

    @app.get("/search", include_in_schema=False)
    async def show_search(request: Request, choice: Chosen, q: Words = "", as_of: AsOf = None) -> Response:
        atlas, year = atlas_of(request), year_of(request, as_of)
        page = search.build(atlas.chosen(year, choice), atlas.search, q, limit=_SHOWN_HITS if q else _SHOWN_CHOSEN)
        return _render(request, "search", as_of=year, page=page, query=q)

    @app.get("/sources", include_in_schema=False)
    async def show_sources(request: Request, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        return _render(request, "sources", as_of=year, page=sources.build(atlas_of(request).index, as_of=year))

    @app.get("/about", include_in_schema=False)
    async def show_about(request: Request, as_of: AsOf = None) -> Response:
        year = year_of(request, as_of)
        return _render(request, "about", as_of=year, page=about.build(atlas_of(request).index, as_of=year))

    @app.get("/api/v1/docs", include_in_schema=False)
    async def show_interface(request: Request, as_of: AsOf = None) -> Response:
        return _render(request, "interface", as_of=year_of(request, as_of), schema=request.app.openapi())

    _add_record_pages(app)


def _add_record_pages(app: FastAPI) -> None:
    # A plain function, which the framework runs beside its loop: how cities stand to their states is computed first.
    def show_actor(request: Request, id: Identifier, choice: Chosen, as_of: AsOf = None) -> Response:  # noqa: A002
        atlas, year = atlas_of(request), year_of(request, as_of)
        actor = atlas.index.actor(id)
        right = actor_address(actor.id, actor.kind)
        if request.url.path != right:
            kept = f"&{choice.query}" if choice else ""
            return RedirectResponse(f"{right}?as_of={year}{kept}", status_code=308)
        if actor.kind in _BODIES:
            return _render(request, "city", as_of=year, page=atlas.city(id, year, choice))
        page = city_network.build(atlas.chosen(year, choice), id)
        name = "city_network" if actor.kind is ActorKind.CITY_NETWORK else "actor"
        return _render(request, name, as_of=year, page=page)

    for folder in ("city", "city-network", "actor"):
        app.get(f"/{folder}/{{id}}", include_in_schema=False)(show_actor)

    @app.get("/tie/{id}", include_in_schema=False)
    async def show_tie(request: Request, id: Identifier, as_of: AsOf = None) -> Response:  # noqa: A002
        year = year_of(request, as_of)
        return _render(request, "tie", as_of=year, page=tie.build(view_of(request, as_of), id))

    @app.get("/act/{id}", include_in_schema=False)
    async def show_act(request: Request, id: Identifier, as_of: AsOf = None) -> Response:  # noqa: A002
        year = year_of(request, as_of)
        return _render(request, "act", as_of=year, page=act.build(atlas_of(request).index, id, as_of=year))
