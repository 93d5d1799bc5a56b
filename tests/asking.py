"""Asks an application as a browser would, in this process: no port, and an unexpected error becomes an answer."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.types import ASGIApp, Message

__all__ = ["Answer", "Asking"]

SAFE = "/:?&=%+,'()!*~@;$"


@dataclass(frozen=True)
class Answer:
    """What an application answered, and to which address in the end."""

    address: str
    status_code: int
    raw_headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def headers(self) -> dict[str, str]:
        """The headers; of one that comes twice the last."""
        return dict(self.raw_headers)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


class Asking:
    """A client of one application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, address: str, *, method: str = "GET", follow_redirects: bool = False, **headers: str) -> Answer:
        """Return the answer to a request."""
        answer = asyncio.run(self._ask(address, method, headers))
        if follow_redirects and "location" in answer.headers:
            return self.get(answer.headers["location"], method=method, follow_redirects=True, **headers)
        return answer

    async def _ask(self, address: str, method: str, headers: dict[str, str]) -> Answer:
        url = urlsplit(quote(address, safe=SAFE))
        sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(url.path),
            "raw_path": url.path.encode(),
            "root_path": "",
            "query_string": url.query.encode(),
            "headers": [(b"host", b"127.0.0.1"), *sent],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 50_000),
        }
        messages: list[Message] = []

        asked = False

        async def receive() -> Message:
            nonlocal asked
            if asked:
                await asyncio.Event().wait()  # the browser stays and says nothing more
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        with suppress(Exception):  # the server's last resort answers, then raises for its log
            await self.app(scope, receive, send)
        start = next(one for one in messages if one["type"] == "http.response.start")
        body = b"".join(one.get("body", b"") for one in messages if one["type"] == "http.response.body")
        pairs = tuple((name.decode(), value.decode()) for name, value in start["headers"])
        return Answer(address, start["status"], pairs, body)
