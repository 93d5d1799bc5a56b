"""Pages are remembered as they went out, made once for all who ask, and never kept while values are to come."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from tests.asking import Asking
from tests.factory import ROTTERDAM

from proxenia.atlas.page_memory import PageMemory
from proxenia.web.headers import SECURITY_HEADERS


class Counting:
    """An application that counts how often it is asked, and answers with that number."""

    def __init__(self, *, status: int = 200, kind: bytes = b"text/html", slowly: float = 0, **headers: str) -> None:
        self.asked = 0
        self.start: dict[str, Any] = {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", kind), *((name.encode(), one.encode()) for name, one in headers.items())],
        }
        self.slowly = slowly

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with how often it was asked."""
        self.asked += 1
        told = str(self.asked).encode()
        await asyncio.sleep(self.slowly)
        await send(self.start)
        await send({"type": "http.response.body", "body": told})


def scope_of(path: str, query: bytes = b"", *, method: str = "GET", encoding: bytes = b"") -> Scope:
    headers = [(b"accept-encoding", encoding)] if encoding else []
    return {"type": "http", "method": method, "path": path, "query_string": query, "headers": headers}


async def ask(app: PageMemory, scope: Scope) -> tuple[int, bytes]:
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    await app(scope, receive, send)
    return messages[0]["status"], b"".join(one.get("body", b"") for one in messages)


def test_a_page_is_made_once() -> None:
    inner = Counting()
    app = PageMemory(inner)
    scopes = [scope_of("/country/NL"), scope_of("/country/NL"), scope_of("/country/NL", b"as_of=1990")]
    scopes += [scope_of("/country/NL", encoding=b"gzip, br")]
    assert [asyncio.run(ask(app, scope))[1] for scope in scopes] == [b"1", b"1", b"2", b"3"]


def test_fifty_at_once_wait_for_the_one_who_makes_it() -> None:
    inner = Counting(slowly=0.05)
    app = PageMemory(inner)

    async def all_at_once() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(ask(app, scope_of("/country/NL")) for _ in range(50)))

    assert asyncio.run(all_at_once()) == [(200, b"1")] * 50


@pytest.mark.parametrize(
    ("inner", "scope"),
    [
        (Counting(**{"cache-control": "no-store"}), scope_of("/measures/degree")),
        (Counting(**{"set-cookie": "a=b"}), scope_of("/about")),
        (Counting(status=404), scope_of("/city/gn:1")),
        (Counting(kind=b"text/csv"), scope_of("/country/NL/cities.csv")),
        (Counting(), scope_of("/review")),
        (Counting(), scope_of("/search", b"q=a")),
        (Counting(), scope_of("/api/v1/about")),
        (Counting(), scope_of("/about", method="POST")),
        (Counting(), scope_of("/about", b"x" * 4_000)),
    ],
)
def test_what_is_not_kept(inner: Counting, scope: Scope) -> None:
    app = PageMemory(inner)
    assert [asyncio.run(ask(app, scope))[1] for _ in range(2)] == [b"1", b"2"]


def test_an_error_frees_those_who_wait() -> None:
    class Failing(Counting):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            """Fail the first time."""
            if self.asked == 0:
                self.asked += 1
                await asyncio.sleep(0.02)
                raise RuntimeError("once")
            await super().__call__(scope, receive, send)

    app = PageMemory(Failing())

    async def both() -> list[Any]:
        asked = (ask(app, scope_of("/about")) for _ in range(2))
        return await asyncio.gather(*asked, return_exceptions=True)

    first, second = asyncio.run(both())
    assert isinstance(first, RuntimeError)
    assert second == (200, b"2")


def test_a_remembered_page_is_the_same_answer(client: Asking) -> None:
    for headers in ({}, {"accept_encoding": "gzip"}):
        first, again = (client.get(f"/city/{ROTTERDAM}?as_of=2001", **headers) for _ in range(2))
        assert first.body == again.body
        kept = dict(again.headers)
        assert int(kept.pop("content-length")) == len(again.body)
        assert kept == {name: value for name, value in first.headers.items() if name != "content-length"}
        assert SECURITY_HEADERS.items() <= kept.items()
