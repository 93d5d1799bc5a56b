"""Who makes a page that is not kept: this process, or a second one beside it that shows the same snapshot.

Only the pages of which there are thousands are made beside: long runs are known here alone, and the maps of a year are
asked for here by what draws them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.types import Send

from proxenia.atlas.page_process import MadePage, PageProcess
from proxenia.atlas.page_question import PageQuestion
from proxenia.errors import WorldError

__all__ = ["MADE_AT_ONCE", "PageMakers"]

MADE_AT_ONCE: Final = 2
"""A process makes pages one after the other, nearly: fifty threads that take turns finish all of them late."""
_ASKED_BESIDE: Final = 3
"""The second process has the next questions at hand before its last answer is heard."""
_BESIDE: Final = frozenset({"act", "actor", "city", "city-network", "compare", "country", "country-pair", "tie"})
"""The first part of the addresses of pages that are made beside."""
_WAITING: Final = frozenset({"measures"})
"""Those of pages that mostly wait whether a value is there already; they need no processor for that, and no place."""

Here = Callable[[], Awaitable[None]]
"""Makes a page in this process, and sends it."""


class PageMakers:
    """The processes that make pages: this one, and another once it has joined."""

    def __init__(self) -> None:
        self._here = asyncio.Semaphore(MADE_AT_ONCE)
        self._places: asyncio.Queue[PageProcess | None] = asyncio.Queue()
        for _ in range(MADE_AT_ONCE):
            self._places.put_nowait(None)

    def join(self, process: PageProcess) -> None:
        """Have a second process make pages too, as long as it lives."""
        for _ in range(_ASKED_BESIDE):
            self._places.put_nowait(process)

    async def make(self, question: PageQuestion, here: Here, send: Send) -> None:
        """Have a page made by whom is free first, and sent.

        Parameters
        ----------
        question
            The page.
        here
            Makes it in this process.
        send
            Where a page goes that was made beside.
        """
        if question.folder in _WAITING:
            await here()
            return
        if question.folder not in _BESIDE:
            async with self._here:
                await here()
            return
        process = await self._places.get()
        try:
            page = None if process is None else await _asked(process, question)
            if page is None:
                await here()
        finally:
            if process is None or not process.ended:
                self._places.put_nowait(process)
        if page is not None:
            await send(page.start)
            await send({"type": "http.response.body", "body": page.body})


async def _asked(process: PageProcess, question: PageQuestion) -> MadePage | None:
    """Return a page made beside; nothing when the process ended."""
    try:
        return await process.make(question)
    except WorldError:
        return None
