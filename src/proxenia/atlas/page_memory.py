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

from proxenia.atlas.page_makers import PageMakers
from proxenia.atlas.page_question import PageQuestion

__all__ = ["BEFOREHAND", "KeptPages", "PageMemory"]

BEFOREHAND: Final = "proxenia.beforehand"
"""What the scope of a question carries that no visitor asks: a page is made before anybody does."""
_MOST_BYTES: Final = 384_000_000
_LARGEST: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class _Kept:
    start: Message
    body: bytes


class KeptPages:
    """The pages that are kept, those asked for last at the end, and when a visitor last asked for anything.

    Parameters
    ----------
    most_bytes
        Room for so many bytes of pages, 0 to keep none.
    """

    def __init__(self, *, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._pages: OrderedDict[PageQuestion, _Kept] = OrderedDict()
        self._bytes = 0
        self._asked = -math.inf

    def __contains__(self, question: PageQuestion) -> bool:
        """Tell whether the page is kept."""
        return question in self._pages

    @property
    def filled_share(self) -> float:
        """Share of the room that is taken, 0 to 1."""
        return self._bytes / self._most_bytes if self._most_bytes else 1.0

    @property
    def seconds_since_asked(self) -> float:
        """Seconds since a visitor asked for anything; infinite when nobody has."""
        return time.monotonic() - self._asked

    def note_visitor(self) -> None:
        """Note that a visitor asks."""
        self._asked = time.monotonic()

    def get(self, question: PageQuestion) -> _Kept | None:
        """Return a page, which counts as asked for just now."""
        if question in self._pages:
            self._pages.move_to_end(question)
        return self._pages.get(question)

    def keep(self, question: PageQuestion, messages: list[Message]) -> None:
        """Keep a whole page; forget those asked for longest ago when there is no more room."""
        body = b"".join(one.get("body", b"") for one in messages if one["type"] == "http.response.body")
        if not messages or not _may_be_kept(messages[0]) or len(body) > _LARGEST or question in self._pages:
            return
        headers = [(name, value) for name, value in messages[0]["headers"] if name.lower() != b"content-length"]
        start = {**messages[0], "headers": [*headers, (b"content-length", str(len(body)).encode())]}
        self._pages[question] = _Kept(start, body)
        self._bytes += len(body)
        while self._bytes > self._most_bytes:
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
    makers
        Who makes those that are not.
    """

    def __init__(self, app: ASGIApp, kept: KeptPages | None = None, makers: PageMakers | None = None) -> None:
        self.app = app
        self._kept = kept or KeptPages()
        self._makers = makers or PageMakers()
        self._being_made: dict[PageQuestion, asyncio.Future[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or as the application does."""
        if BEFOREHAND not in scope:
            self._kept.note_visitor()
        question = PageQuestion.of(scope)
        if question is None:
            await self.app(scope, receive, send)
            return
        await self._wait_for(question)
        kept = self._kept.get(question)
        if kept is None:
            await self._make(question, scope, receive, send)
            return
        await send(kept.start)
        await send({"type": "http.response.body", "body": kept.body})

    async def _wait_for(self, question: PageQuestion) -> None:
        """Wait while somebody else has the page made."""
        making = self._being_made.get(question)
        if making is not None and question not in self._kept:
            await making

    async def _make(self, question: PageQuestion, scope: Scope, receive: Receive, send: Send) -> None:
        mine = question not in self._being_made
        if mine:
            self._being_made[question] = asyncio.get_running_loop().create_future()
        messages: list[Message] = []

        async def listen(message: Message) -> None:
            messages.append(message)
            await send(message)

        try:
            waits = BEFOREHAND not in scope
            await self._makers.make(question, lambda: self.app(scope, receive, listen), listen, for_visitor=waits)
            self._kept.keep(question, messages)
        finally:
            if mine:
                self._being_made.pop(question).set_result(None)


def _may_be_kept(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start["headers"]}
    is_page = headers.get(b"content-type", b"").startswith(b"text/html")
    return start["status"] == 200 and is_page and b"set-cookie" not in headers and b"cache-control" not in headers
