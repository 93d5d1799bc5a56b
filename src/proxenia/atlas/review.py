"""The routes of the review page, which is there only where the atlas was opened for editing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.questions import Reviewer, ReviewPage, build_review
from proxenia.errors import ForbiddenError, InputError, ProxeniaError
from proxenia.web.editing import COOKIE, EditSession

__all__ = ["Editing", "make_review_router"]

_LARGEST_FORM: Final = 10_000
_OTHER: Final = "other"
_REFERRER: Final = "same-origin"
"""Under the policy of all other pages a browser sends no `Origin` with a form, and the form would be refused."""


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


def _field(form: dict[str, str], name: str) -> str:
    value = form.get(name, "")
    if not value:
        raise InputError(f"The form has no {name}", next_step="Choose one of the answers on the review page")
    return value


def _choice(form: dict[str, str]) -> str:
    """Return the chosen answer; an identifier that was typed must be the chosen one."""
    chosen, typed = _field(form, "choice"), form.get(_OTHER, "").strip()
    if chosen == _OTHER and not typed:
        raise InputError("No id was typed", next_step="Type the GeoNames id of the place, such as gn:2747891")
    if chosen != _OTHER and typed:
        raise InputError(
            f"The id {typed[:40]!r} was typed, and another answer chosen",
            next_step="Choose “another place”, or empty the field",
        )
    return typed if chosen == _OTHER else chosen


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


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

    def page(request: Request, at: int, *, refusal: ProxeniaError | None = None) -> Response:
        answer = render(request, build_review(reviewer, at, refusal=str(refusal or "")))
        answer.status_code = refusal.http_status if refusal is not None else 200
        answer.headers["referrer-policy"] = _REFERRER
        return answer

    @router.get("/review")
    async def show(request: Request, at: str = "") -> Response:
        session.check(request)
        return page(request, _place(at))

    @router.post("/review")
    async def decide(request: Request) -> Response:
        session.check(request)
        form = await _form(request)
        at = _place(form.get("at", ""))
        try:
            reviewer.decide(_field(form, "question"), _choice(form))
        except InputError as error:
            return page(request, at, refusal=error)
        return RedirectResponse(f"/review?at={at}", status_code=303)

    @router.post("/review/undo")
    async def undo(request: Request) -> Response:
        session.check(request)
        form = await _form(request)
        try:
            reviewer.undo(_field(form, "decision"))
        except InputError as error:
            return page(request, 0, refusal=error)
        return RedirectResponse("/review", status_code=303)

    return router
