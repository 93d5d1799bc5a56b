"""The pages of long runs: how far one is, and what other pages do while theirs is not there yet.

A page whose values take long asks for a run. While that is under way the same address shows how far it is, which no
memory keeps, and afterwards the values. Whoever closes the browser finds them there later.

**Who may stop a run.** The browser that asked for it, by a cookie that says nothing else, as long as nobody else has
asked the same: strangers cannot take a run away from each other. It must press the button on a page of this server.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.api import ERRORS, AsOf, year_of
from proxenia.atlas.long_runs import LongRuns, Run
from proxenia.atlas.world import to_json
from proxenia.errors import ForbiddenError
from proxenia.web.errors import ErrorAnswer

__all__ = [
    "RUN_ANSWERS",
    "asked_run",
    "make_run_interface",
    "make_run_router",
    "progress_answer",
    "progress_page",
    "result_of",
    "run_link",
    "runs_of",
]

ASKER: Final = "proxenia_asker"
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_SECONDS: Final = 3
"""After so long a page without a script looks again."""
_REFERRER: Final = "same-origin"
"""Under the policy of all other pages a browser sends no `Origin` with a form, and the button would be refused."""
_STATES: Final = {
    "waiting": "waits for its turn",
    "running": "is being computed",
    "done": "is there",
    "failed": "could not be computed",
    "stopped": "was stopped",
}

RunName = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The id of a run")]
Render = Callable[..., Response]

RUN_ANSWERS: dict[int | str, dict[str, Any]] = {
    **ERRORS,
    202: {"model": Run, "description": "It is being computed: ask again in a moment"},
    500: {"model": ErrorAnswer, "description": "It could not be computed"},
    503: {"model": ErrorAnswer, "description": "As many runs wait as may: ask again in some minutes"},
}
"""What a route that asks for a run may answer beside its payload."""


def runs_of(request: Request) -> LongRuns:
    """Return the runs of an application."""
    runs: LongRuns = request.app.state.runs
    return runs


def _asker(request: Request) -> str:
    """Return what tells a browser from others; a new one for a browser that has none yet."""
    held = request.cookies.get(ASKER, "")
    if _KEY.fullmatch(held):
        return held
    if not hasattr(request.state, "asker"):
        request.state.asker = secrets.token_urlsafe(16)
    made: str = request.state.asker
    return made


def asked_run(request: Request, kind: str, question: Mapping[str, Any], *, told: bool = False) -> Run:
    """Return the run of a question, which is under way or done.

    Parameters
    ----------
    request, kind, question
        What is asked.
    told
        Whether a mistake in the question is no error but told on the page: nobody chose that question, so it is the
        data that cannot answer it.

    Raises
    ------
    InputError
        When the question was found to be wrong.
    WorldError
        When the run broke.
    TooManyRunsError
        When as many wait as may.
    """
    run = runs_of(request).ask(kind, question, asker=_asker(request))
    if not (told and run.trouble is not None and run.trouble.mistake):
        run.raise_trouble()
    return run


def result_of(request: Request, run: Run) -> Any:
    """Return the result of a run that is done."""
    return runs_of(request).result(run.id)


def run_link(answer: Response, run: Run) -> Response:
    """Return an answer that names the run it comes from."""
    answer.headers["link"] = f'</run/{run.id}>; rel="describedby"'
    return answer


def progress_answer(run: Run) -> Response:
    """Return how far a run is to a program that asked for its result."""
    headers = {"location": f"/api/v1/runs/{run.id}", "retry-after": str(_SECONDS), "cache-control": "no-store"}
    return run_link(Response(to_json(run), status_code=202, media_type="application/json", headers=headers), run)


def progress_page(request: Request, render: Render, run: Run, *, as_of: int, status: int = 200) -> Response:
    """Return the page that shows how far a run is, and looks again by itself."""
    own = request.url.path.startswith("/run/")
    asked = [] if own else [(name, value) for name, value in request.query_params.multi_items() if name != "as_of"]
    here = _with(run.address if own else request.url.path, [*asked, ("as_of", str(as_of))])
    anew = _with(run.address, [("as_of", str(as_of))])
    values = {"run": run, "here": here, "anew": anew, "states": _STATES, "look_again_seconds": _SECONDS}
    answer = run_link(render(request, "run", as_of=as_of, status=status, **values), run)
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = _REFERRER
    if hasattr(request.state, "asker"):
        secure = request.url.scheme == "https"
        answer.set_cookie(ASKER, request.state.asker, httponly=True, samesite="strict", secure=secure)
    return answer


def _with(address: str, asked: Sequence[tuple[str, str]]) -> str:
    """Return an address with more in its question; what it says already stays."""
    path, _, query = address.partition("?")
    said = parse_qsl(query)
    return f"{path}?{urlencode([*said, *(one for one in asked if one[0] not in dict(said))])}"


def make_run_router(render: Render) -> APIRouter:
    """Return the routes of the pages.

    Parameters
    ----------
    render
        Makes a page of a request, the name of a page, a year and values.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/run/{id}")
    def show_run(request: Request, id: RunName, as_of: AsOf = None) -> Response:  # noqa: A002
        run = runs_of(request).look(id, asker=_asker(request))
        return progress_page(request, render, run, as_of=year_of(request, as_of))

    @router.post("/run/{id}/stop")
    def stop_run(request: Request, id: RunName) -> Response:  # noqa: A002
        _check_origin(request)
        runs_of(request).stop(id, asker=_asker(request))
        return RedirectResponse(f"/run/{id}", status_code=303)

    return router


def _check_origin(request: Request) -> None:
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    if not host or origin not in (f"http://{host}", f"https://{host}"):
        raise ForbiddenError(
            "A page of another site tried to stop a run here",
            expected="Expected the button on the page of the run",
            next_step="Go to the page of the run and stop it there",
        )


def make_run_interface() -> APIRouter:
    """Return the route of the interface."""
    router = APIRouter(prefix="/api/v1", responses=ERRORS)

    @router.get("/runs/{id}", response_model=Run, summary="How far a long run is")
    def show_run(request: Request, id: RunName) -> Response:  # noqa: A002
        run = runs_of(request).look(id)
        return Response(to_json(run), media_type="application/json", headers={"cache-control": "no-store"})

    return router
