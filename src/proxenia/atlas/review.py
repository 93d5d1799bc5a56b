"""The review page: which place does a name mean? Only where the atlas was opened for editing.

The atlas does not write. It is handed a :class:`Reviewer`, which the command line makes from the ledger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from proxenia.errors import ForbiddenError, InputError
from proxenia.web.editing import COOKIE, EditSession

__all__ = [
    "NONE_OF_THESE",
    "UNSURE",
    "Editing",
    "ReviewCandidate",
    "ReviewDecision",
    "ReviewPage",
    "ReviewQuestion",
    "Reviewer",
    "make_review_router",
]

NONE_OF_THESE: Final = "none"
UNSURE: Final = "unsure"
_LARGEST_FORM: Final = 10_000


@dataclass(frozen=True, slots=True)
class ReviewCandidate:
    """A place that a name may mean; `probability` between 0 and 1, `reasons` in plain words."""

    id: str
    name: str
    region: str
    country: str
    population: int | None
    longitude: float
    latitude: float
    probability: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A name whose place is not certain.

    Attributes
    ----------
    id
        The source's own identifier of the place.
    ties
        How many ties hang on the answer.
    evidence
        What the source says of the place, in plain words.
    """

    id: str
    name: str
    country: str
    source: str
    reason: str
    ties: int
    evidence: tuple[str, ...]
    candidates: tuple[ReviewCandidate, ...]


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A decision taken here; `id` takes it back."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One question, where it stands in the queue, and what was decided before."""

    question: ReviewQuestion | None
    place: int
    open: int
    decisions: tuple[ReviewDecision, ...]


class Reviewer(Protocol):
    """Who asks the questions and writes the answers."""

    def questions(self) -> Sequence[ReviewQuestion]:
        """Return the open questions, those that most ties hang on first."""

    def decide(self, question: str, choice: str) -> None:
        """Write a decision: a candidate's id, :data:`NONE_OF_THESE` or :data:`UNSURE`."""

    def decisions(self) -> Sequence[ReviewDecision]:
        """Return what was decided since the atlas was opened, the latest first."""

    def undo(self, decision: str) -> None:
        """Take a decision back."""


@dataclass(frozen=True, slots=True)
class Editing:
    """What an atlas needs to be opened for editing."""

    reviewer: Reviewer
    session: EditSession
    hosts: frozenset[str]


Render = Callable[[Request, ReviewPage], Response]


def build(reviewer: Reviewer, place: int) -> ReviewPage:
    """Return the page of the question at a place of the queue, counted from 0."""
    questions = reviewer.questions()
    at = max(0, min(place, len(questions) - 1))
    question = questions[at] if questions else None
    return ReviewPage(question, at, len(questions), tuple(reviewer.decisions()))


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
        return render(request, build(reviewer, at))

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
