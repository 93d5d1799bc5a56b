"""The pages asked for last, kept as they went over the wire: a snapshot does not change, so neither do they.

A page that is being made is made once, however many ask for it at the same time. A page that says that its values are
still to come (``cache-control: no-store``) is not kept.
"""

import asyncio
import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BEFOREHAND", "KeptPages", "PageMemory"]

BEFOREHAND: Final = "proxenia.beforehand"
"""What the scope of a question carries that no visitor asks: a page is made before anybody does."""
_MOST_BYTES: Final = 192_000_000
_LARGEST: Final = 2_000_000
_MADE_AT_ONCE: Final = 2
"""Pages are made one after the other, nearly: fifty threads that take turns finish all of them late."""
_LONGEST_ADDRESS: Final = 3_000
_FOLDERS: Final = frozenset(
    {"", "about", "act", "actor", "audit", "city", "city-network", "country", "country-pair", "expected-ties"}
    | {"cases", "compare", "field", "functions", "history", "indicators", "law", "measures", "profiles", "sources"}
    | {"tie", "two-maps", "outlook", "conditions", "scenarios", "how-well"}
)
"""The first part of the addresses of pages that are kept; a search may ask for anything, and is quick."""

Key = tuple[str, bytes, bool]


@dataclass(frozen=True, slots=True)
class _Kept:
    start: Message
    body: bytes


class KeptPages:
    """The pages that are kept, those asked for last at the end, and when a visitor last asked for anything."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, _Kept] = OrderedDict()
        self._bytes = 0
        self._asked = -math.inf

    def __contains__(self, key: Key) -> bool:
        """Tell whether the page is kept."""
        return key in self._pages

    @property
    def filled_share(self) -> float:
        """Share of the room that is taken, 0 to 1."""
        return self._bytes / _MOST_BYTES

    @property
    def seconds_since_asked(self) -> float:
        """Seconds since a visitor asked for anything; infinite when nobody has."""
        return time.monotonic() - self._asked

    def note_visitor(self) -> None:
        """Note that a visitor asks."""
        self._asked = time.monotonic()

    def get(self, key: Key) -> _Kept | None:
        """Return a page, which counts as asked for just now."""
        if key in self._pages:
            self._pages.move_to_end(key)
        return self._pages.get(key)

    def keep(self, key: Key, messages: list[Message]) -> None:
        """Keep a whole page; forget those asked for longest ago when there is no more room."""
        body = b"".join(one.get("body", b"") for one in messages if one["type"] == "http.response.body")
        if not messages or not _may_be_kept(messages[0]) or len(body) > _LARGEST or key in self._pages:
            return
        headers = [(name, value) for name, value in messages[0]["headers"] if name.lower() != b"content-length"]
        start = {**messages[0], "headers": [*headers, (b"content-length", str(len(body)).encode())]}
        self._pages[key] = _Kept(start, body)
        self._bytes += len(body)
        while self._bytes > _MOST_BYTES:
            _, gone = self._pages.popitem(last=False)
            self._bytes -= len(gone.body)


class PageMemory:
    """Answers pages from memory, and hands everything else on.

    Parameters
    ----------
    app
        The whole application, with what it adds to every answer.
    kept
        Where pages are kept.
    """

    def __init__(self, app: ASGIApp, kept: KeptPages | None = None) -> None:
        self.app = app
        self._kept = kept or KeptPages()
        self._being_made: dict[Key, asyncio.Future[None]] = {}
        self._places = asyncio.Semaphore(_MADE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or as the application does."""
        if BEFOREHAND not in scope:
            self._kept.note_visitor()
        key = _key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        await self._wait_for(key)
        kept = self._kept.get(key)
        if kept is None:
            await self._make(key, scope, receive, send)
            return
        await send(kept.start)
        await send({"type": "http.response.body", "body": kept.body})

    async def _wait_for(self, key: Key) -> None:
        """Wait while somebody else has the page made."""
        making = self._being_made.get(key)
        if making is not None and key not in self._kept:
            await making

    async def _make(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        mine = key not in self._being_made
        if mine:
            self._being_made[key] = asyncio.get_running_loop().create_future()
        messages: list[Message] = []

        async def listen(message: Message) -> None:
            messages.append(message)
            await send(message)

        try:
            async with self._places:
                await self.app(scope, receive, listen)
            self._kept.keep(key, messages)
        finally:
            if mine:
                self._being_made.pop(key).set_result(None)


def _key(scope: Scope) -> Key | None:
    """Return what tells an answer from others; nothing for what is no page."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    path: str = scope["path"]
    folder = path[1:].partition("/")[0]
    if folder not in _FOLDERS or len(path) + len(scope["query_string"]) > _LONGEST_ADDRESS:
        return None
    accepts = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    return path, scope["query_string"], b"gzip" in accepts


def _may_be_kept(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    is_page = headers.get(b"content-type", b"").startswith(b"text/html")
    return start["status"] == 200 and is_page and b"set-cookie" not in headers and b"cache-control" not in headers
