"""The routes of the review page, which is there only where the atlas was opened for editing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.questions import Reviewer, ReviewPage, build_review
from proxenia.errors import ForbiddenError, InputError
from proxenia.web.editing import COOKIE, EditSession

__all__ = ["Editing", "make_review_router"]

_LARGEST_FORM: Final = 10_000


@dataclass(frozen=True, slots=True)
class Editing:
    """What an atlas needs to be opened for editing."""

    reviewer: Reviewer
    session: EditSession
    hosts: frozenset[str]


Render = Callable[[Request, ReviewPage], Response]


async def _form(request: Request) -> dict[str, str]:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_FORM:
            raise InputError("The form is too long", next_step="Decide on the review page")
    return dict(parse_qsl(body.decode("utf-8", errors="replace"), max_num_fields=20))


def _field(form: dict[str, Any], name: str) -> str:
    value = str(form.get(name, ""))
    if not value:
        raise InputError(f"The form has no {name}", next_step="Choose one of the answers on the review page")
    return value


def make_review_router(editing: Editing, render: Render) -> APIRouter:
    """Return the routes of the review page."""
    router = APIRouter(include_in_schema=False)
    session, reviewer = editing.session, editing.reviewer

    @router.get("/review/open")
    async def let_in(request: Request, token: str = "") -> Response:
        cookie = session.spend(token)
        if cookie is None and not session.holds(request):
            raise ForbiddenError(
                "This address does not let anybody in to edit, or it was used before",
                expected="Expected the address that `proxenia atlas --edit` printed; it works once",
                next_step="Start `proxenia atlas --edit` again for a new one",
            )
        answer = RedirectResponse("/review", status_code=303)
        if cookie is not None:
            answer.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", path="/review")
        return answer

    @router.get("/review")
    async def show(request: Request, at: int = 0) -> Response:
        session.check(request)
        return render(request, build_review(reviewer, at))

    @router.post("/review")
    async def decide(request: Request) -> Response:
        session.check(request)
        form = await _form(request)
        reviewer.decide(_field(form, "question"), _field(form, "choice"))
        at = form.get("at", "0")
        return RedirectResponse(f"/review?at={int(at) if at.isdecimal() else 0}", status_code=303)

    @router.post("/review/undo")
    async def undo(request: Request) -> Response:
        session.check(request)
        reviewer.undo(_field(await _form(request), "decision"))
        return RedirectResponse("/review", status_code=303)

    return router
