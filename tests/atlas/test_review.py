"""The review page lets in one browser of this machine, asks, writes and takes back; everybody else is refused."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.types import ASGIApp
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.questions import ReviewCandidate, ReviewDecision, ReviewQuestion
from proxenia.atlas.review import Editing
from proxenia.errors import NotFoundError
from proxenia.snapshot.snapshot import Snapshot
from proxenia.web.editing import COOKIE, EditSession, loopback_hosts

TOKEN = "a-token-for-this-test"
ORIGIN = "http://127.0.0.1:8765"


class Browser:
    """A browser with its cookies; it follows nothing by itself."""

    def __init__(self, app: ASGIApp) -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.cookies = self._client.cookies

    def get(self, address: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._client.get(address, **more))

    def post(self, address: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._client.post(address, **more))


def _candidate(key: str, name: str) -> ReviewCandidate:
    return ReviewCandidate(key, name, "Ohio", "United States", 1_000, -83.0, 40.0, 0.6, ("the name is its own",))


@dataclass
class Notebook:
    """Questions and answers in memory."""

    open: list[ReviewQuestion] = field(
        default_factory=lambda: [
            ReviewQuestion(
                f"list:{name},US", name, "United States", "A list", "several of the name", ties, ("twinned with Lyon",),
                (_candidate("gn:1", name), _candidate("gn:2", name)),
            )
            for name, ties in (("<b>Athens</b>", 7), ("Troy", 2))
        ]
    )  # fmt: skip
    taken: list[tuple[str, str]] = field(default_factory=list)

    def questions(self) -> Sequence[ReviewQuestion]:
        return [question for question in self.open if question.id not in dict(self.taken)]

    def decide(self, question: str, choice: str) -> None:
        if question not in [one.id for one in self.open]:
            raise NotFoundError("question", question)
        self.taken.append((question, choice))

    def decisions(self) -> Sequence[ReviewDecision]:
        return [ReviewDecision(key, f"{key} is {choice}") for key, choice in reversed(self.taken)]

    def undo(self, decision: str) -> None:
        self.taken = [pair for pair in self.taken if pair[0] != decision]


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def browser(snapshot: Snapshot, notebook: Notebook) -> Browser:
    editing = Editing(notebook, EditSession(TOKEN), loopback_hosts(8765))
    app = make_app(snapshot, this_year=THIS_YEAR, editing=editing)
    return Browser(app)


def _let_in(browser: Browser) -> None:
    answer = browser.get(f"/review/open?token={TOKEN}")
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_the_token_works_once(browser: Browser) -> None:
    _let_in(browser)
    browser.cookies.clear()
    assert browser.get(f"/review/open?token={TOKEN}").status_code == 403
    assert browser.get("/review").status_code == 403


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], "ä"])
def test_a_wrong_token_does_not_spend_the_right_one(browser: Browser, token: str) -> None:
    assert browser.get("/review/open", params={"token": token}).status_code == 403
    _let_in(browser)


def test_a_question_is_decided_and_taken_back(browser: Browser, notebook: Notebook) -> None:
    _let_in(browser)
    page = browser.get("/review").text
    assert "&lt;b&gt;Athens&lt;/b&gt;" in page
    assert "<b>Athens</b>" not in page
    assert re.search(r"2\s+open questions", page)
    sent = {"question": "list:<b>Athens</b>,US", "choice": "gn:2", "at": "0"}
    answer = browser.post("/review", data=sent, headers={"origin": ORIGIN})
    assert answer.status_code == 303
    assert notebook.taken == [("list:<b>Athens</b>,US", "gn:2")]
    assert "Troy" in browser.get("/review").text
    back = browser.post("/review/undo", data={"decision": "list:<b>Athens</b>,US"}, headers={"origin": ORIGIN})
    assert back.status_code == 303
    assert notebook.taken == []


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "http://127.0.0.1:9999", "http://localhost:8765"]
)
def test_a_form_of_another_page_is_refused(browser: Browser, notebook: Notebook, origin: str | None) -> None:
    _let_in(browser)
    headers = {} if origin is None else {"origin": origin}
    sent = {"question": "list:Troy,US", "choice": "gn:1"}
    assert browser.post("/review", data=sent, headers=headers).status_code == 403
    assert browser.post("/review/undo", data={"decision": "x"}, headers=headers).status_code == 403
    assert notebook.taken == []


def test_without_the_cookie_nothing_is_shown_or_written(browser: Browser, notebook: Notebook) -> None:
    assert browser.get("/review").status_code == 403
    sent = {"question": "list:Troy,US", "choice": "gn:1"}
    assert browser.post("/review", data=sent, headers={"origin": ORIGIN}).status_code == 403
    browser.cookies.set(COOKIE, "guessed")
    assert browser.get("/review").status_code == 403
    assert notebook.taken == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1:9999", "127.0.0.1", ""])
def test_another_host_is_refused_on_every_page(browser: Browser, host: str) -> None:
    for address in ("/", "/review", "/api/v1/search?q=Rotterdam", f"/review/open?token={TOKEN}"):
        assert browser.get(address, headers={"host": host}).status_code == 421
    assert browser.get("/", headers={"host": "localhost:8765"}).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"question": "list:Troy,US"}, {"choice": "gn:1"}])
def test_a_form_without_an_answer_is_a_clear_error(browser: Browser, sent: dict[str, str]) -> None:
    _let_in(browser)
    answer = browser.post("/review", data=sent, headers={"origin": ORIGIN})
    assert answer.status_code == 400
    assert "The form has no" in answer.text


def test_a_form_without_end_is_refused(browser: Browser) -> None:
    _let_in(browser)
    sent = urlencode({"question": "x" * 20_000})
    answer = browser.post("/review", content=sent, headers={"origin": ORIGIN})
    assert answer.status_code == 400


def test_an_atlas_that_was_not_opened_for_editing_has_no_review_page(snapshot: Snapshot) -> None:
    client = Browser(make_app(snapshot, this_year=THIS_YEAR))
    assert client.get("/review").status_code == 404
    assert client.get("/review/open?token=x").status_code == 404
    assert 'href="/review' not in client.get("/").text


def test_a_session_is_not_held_before_its_token_is_spent() -> None:
    session = EditSession(TOKEN)
    assert session.spend("other") is None
    assert session.spend(TOKEN)
    assert session.spend(TOKEN) is None


def test_only_the_review_page_lets_a_browser_say_where_a_form_comes_from(browser: Browser) -> None:
    # Under `no-referrer` a browser sends `Origin: null` with the form, and every decision would be refused.
    _let_in(browser)
    assert browser.get("/review").headers.get_list("referrer-policy") == ["same-origin"]
    assert browser.get("/about").headers.get_list("referrer-policy") == ["no-referrer"]


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"question": "list:Troy,US", "choice": "other", "other": " "}, 400, "No id was typed"),
        ({"question": "list:Troy,US", "choice": "gn:1", "other": "gn:9"}, 400, "another answer chosen"),
        ({"question": "list:Sparta,US", "choice": "gn:1"}, 404, "list:Sparta,US"),
    ],
)
def test_a_refused_answer_is_told_on_the_page_and_the_question_stays(
    browser: Browser, notebook: Notebook, sent: dict[str, str], status: int, said: str
) -> None:
    _let_in(browser)
    answer = browser.post("/review", data={**sent, "at": "1"}, headers={"origin": ORIGIN})
    assert answer.status_code == status
    alert = re.search(r'role="alert">Not decided\. ([^<]*)<', answer.text)
    assert alert is not None
    assert said in alert[1]
    assert "Troy" in answer.text
    assert notebook.taken == []


def test_an_id_that_was_typed_is_the_answer(browser: Browser, notebook: Notebook) -> None:
    _let_in(browser)
    sent = {"question": "list:Troy,US", "choice": "other", "other": " gn:9 ", "at": "x"}
    assert browser.post("/review", data=sent, headers={"origin": ORIGIN}).headers["location"] == "/review?at=0"
    assert notebook.taken == [("list:Troy,US", "gn:9")]


@pytest.mark.parametrize("place", ["-1", "x", "9" * 30, "7", "²"])
def test_a_place_of_the_queue_that_is_none_shows_a_question(browser: Browser, place: str) -> None:
    _let_in(browser)
    assert browser.get("/review", params={"at": place}).status_code == 200


def test_references_are_links_only_where_they_are_addresses(browser: Browser, notebook: Notebook) -> None:
    told = ("row 7", "https://example.org/list", "javascript:alert(1)")
    notebook.open = [replace(notebook.open[0], references=told)]
    _let_in(browser)
    page = browser.get("/review").text
    assert 'href="https://example.org/list"' in page
    assert "row 7" in page
    assert 'href="javascript' not in page
