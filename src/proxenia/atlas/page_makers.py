"""Who makes a page that is not kept: this process, or a second one beside it that shows the same snapshot.

Only the pages of which there are thousands are made beside: long runs are known here alone, and the maps of a year are
asked for here by what draws them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Final, Generic, TypeVar

from starlette.types import Send

from proxenia.atlas.page_process import MadePage, PageProcess
from proxenia.atlas.page_question import PageQuestion
from proxenia.errors import WorldError

__all__ = ["Lanes", "PageMakers"]

_HERE_AT_ONCE: Final = 2
"""Maps and long pages compute in libraries that need no turn of Python's."""
_ASKED_BESIDE: Final = 2
"""The second process has the next question at hand before its last answer is heard."""
_BESIDE: Final = frozenset({"act", "actor", "city", "city-network", "compare", "country", "country-pair", "tie"})
"""The first part of the addresses of pages that are made beside."""
_WAITING: Final = frozenset({"measures"})
"""Those of pages that mostly wait whether a value is there already; they need no processor for that, and no place."""

Lane = TypeVar("Lane")
Here = Callable[[], Awaitable[None]]
"""Makes a page in this process, and sends it."""
_Places = asyncio.Queue[PageProcess | None]
"""Who may make the next page: a process beside, or this one."""


class Lanes(Generic[Lane]):
    """Two lanes, for pages of the year that is shown and for those of any other, which may have to be opened first.

    A process makes one page of a lane at a time: threads that take turns finish all of their pages late.

    Parameters
    ----------
    make
        Gives a lane.
    this_year
        The year that is shown when none is asked for.
    """

    def __init__(self, make: Callable[[], Lane], this_year: int | None) -> None:
        self._shown, self._other = make(), make()
        self._this_year = this_year

    def __iter__(self) -> Iterator[Lane]:
        """Yield both."""
        return iter((self._shown, self._other))

    def of(self, question: PageQuestion) -> Lane:
        """Return the lane of a page."""
        return self._shown if question.year in {None, self._this_year} else self._other


class PageMakers:
    """The processes that make pages: this one, and another once it has joined.

    Parameters
    ----------
    this_year
        The year that is shown when none is asked for.
    """

    def __init__(self, this_year: int | None = None) -> None:
        self._here = asyncio.Semaphore(_HERE_AT_ONCE)
        self._lanes: Lanes[_Places] = Lanes(asyncio.Queue, this_year)
        for lane in self._lanes:
            lane.put_nowait(None)

    def join(self, process: PageProcess) -> None:
        """Have a second process make pages too, as long as it lives."""
        for lane in self._lanes:
            for _ in range(_ASKED_BESIDE):
                lane.put_nowait(process)

    async def make(self, question: PageQuestion, here: Here, send: Send, *, for_visitor: bool = True) -> None:
        """Have a page made by whom is free first, and sent.

        Parameters
        ----------
        question
            The page.
        here
            Makes it in this process.
        send
            Where a page goes that was made beside.
        for_visitor
            Whether somebody waits for it, or it is made beforehand.
        """
        if question.folder in _WAITING:
            await here()
            return
        if question.folder not in _BESIDE:
            async with self._here:
                await here()
            return
        places = self._lanes.of(question)
        process = await places.get()
        try:
            page = None if process is None else await _asked(process, question, for_visitor=for_visitor)
            if page is None:
                await here()
        finally:
            if process is None or not process.ended:
                places.put_nowait(process)
        if page is not None:
            await send(page.start)
            await send({"type": "http.response.body", "body": page.body})


async def _asked(process: PageProcess, question: PageQuestion, *, for_visitor: bool) -> MadePage | None:
    """Return a page made beside; nothing when the process ended."""
    try:
        return await process.make(question, for_visitor=for_visitor)
    except WorldError:
        return None
