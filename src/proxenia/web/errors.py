"""Errors on the web: one JSON shape for programs, one page for people.

The shape: ``{"ok": false, "error": {"kind", "happened", "expected", "next_step"}, "status"}``.
"""

import logging
from collections.abc import Callable
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from proxenia.errors import InputError, NotFoundError, ProxeniaError
from proxenia.web.headers import SECURITY_HEADERS

__all__ = ["ErrorAnswer", "ErrorPart", "add_error_answers"]

log = logging.getLogger(__name__)

ErrorPage = Callable[[Request, ProxeniaError, int], Response]


class ErrorPart(BaseModel):
    """What went wrong, in three parts."""

    kind: str
    happened: str
    expected: str
    next_step: str


class ErrorAnswer(BaseModel):
    """The one JSON shape of every error."""

    ok: bool = False
    error: ErrorPart
    status: int


def _json_answer(error: ProxeniaError, status: int) -> Response:
    part = ErrorPart(
        kind=type(error).__name__, happened=error.happened, expected=error.expected, next_step=error.next_step
    )
    body = orjson.dumps(ErrorAnswer(error=part, status=status).model_dump())
    return Response(body, status_code=status, media_type="application/json")


def _answer(request: Request, error: ProxeniaError, status: int, page: ErrorPage) -> Response:
    if request.url.path.startswith("/api/"):
        return _json_answer(error, status)
    return page(request, error, status)


def _from_validation(error: RequestValidationError) -> InputError:
    faults = "; ".join(f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors())
    return InputError(
        f"The request does not fit ({faults[:500]})",
        expected="Each value as the interface describes it",
        next_step="See /api/v1/docs",
    )


def _from_http(error: HTTPException, path: str) -> ProxeniaError:
    if error.status_code == 404:
        return NotFoundError("page", path, next_step="Begin at the front page, or search")
    return InputError(
        f"{error.detail} ({path})",
        expected="A request that the interface describes",
        next_step="See /api/v1/docs",
    )


def add_error_answers(app: FastAPI, page: ErrorPage) -> None:
    """Make an application answer every error in the one shape, or with a page.

    Parameters
    ----------
    app
        The application.
    page
        Renders an error for people.
    """

    async def known(request: Request, error: Any) -> Response:
        return _answer(request, error, error.http_status, page)

    async def invalid(request: Request, error: Any) -> Response:
        return _answer(request, _from_validation(error), 422, page)

    async def http(request: Request, error: Any) -> Response:
        answer = _answer(request, _from_http(error, request.url.path), error.status_code, page)
        answer.headers.update(error.headers or {})
        return answer

    async def unexpected(request: Request, error: Any) -> Response:
        log.error("unexpected error at %s", request.url.path, exc_info=error)
        shown = ProxeniaError("Something broke in Proxenia", next_step="Try again; if it stays, report the address")
        answer = _answer(request, shown, 500, page)
        answer.headers.update(SECURITY_HEADERS)  # this answer is made outside every middleware
        return answer

    app.add_exception_handler(ProxeniaError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)
