"""A second process that makes pages of the same snapshot: started, asked, and ended, seen from the server.

Python computes in one thread of a process at a time, so one process makes pages on one processor however many there
are. Questions are numbered, and answered in the order in which they are done: a page of a year that is opened first
holds up no other.
"""

import asyncio
import json
import logging
import os
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

from starlette.types import Message

from proxenia.atlas.page_question import PageQuestion
from proxenia.errors import WorldError

__all__ = ["MadePage", "PageProcess"]

log = logging.getLogger(__name__)

_PATIENCE_SECONDS: Final = 20.0
"""A page takes hundredths of a second; a process that is silent for so long is taken for lost."""
_LONGEST_LINE: Final = 1_000_000
_ONE_THREAD: Final = dict.fromkeys(("OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS"), "1")

_Waiting = asyncio.Future["MadePage"]


class MadePage(NamedTuple):
    """A page as an application sends it: how the answer starts, and its bytes."""

    start: Message
    body: bytes


class PageProcess:
    """A process that makes pages; :meth:`start` gives one that is ready.

    Parameters
    ----------
    process
        The process, with pipes to what it reads and writes.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = count()
        self._waiting: dict[int, _Waiting] = {}
        self._ended = False
        self._reading: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, snapshot_folder: Path, *, this_year: int, keep_years: bool = False) -> "PageProcess":
        """Start a process and wait until it has computed what belongs to the year, some seconds to a minute.

        Parameters
        ----------
        snapshot_folder
            Where the snapshot lies that the server shows.
        this_year
            The year shown when none is asked for.
        keep_years
            Whether it keeps what takes longest of the years before, while nobody asks.

        Raises
        ------
        WorldError
            When it ends before it is ready.
        """
        # The modules of the tests and of an installation that is not on the default path must be found there too.
        path = os.pathsep.join(one for one in sys.path if one)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "proxenia.atlas.page_worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            env={**os.environ, **_ONE_THREAD, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C on the terminal is for the server, which ends the process itself
        )
        made = cls(process)
        try:
            told = {"snapshot_folder": str(snapshot_folder), "this_year": this_year, "keep_years": keep_years}
            made._tell(told)
            await made._read_ready()
        except BaseException:
            await made.close()
            raise
        made._reading = asyncio.create_task(made._read())
        return made

    @property
    def number(self) -> int:
        """The number by which the system knows it."""
        return self._process.pid

    @property
    def waiting(self) -> int:
        """How many questions it has not answered yet."""
        return len(self._waiting)

    @property
    def ended(self) -> bool:
        """Whether it answers no more."""
        return self._ended

    async def make(self, question: PageQuestion, *, for_visitor: bool = True) -> MadePage:
        """Return a page.

        Parameters
        ----------
        question
            The page.
        for_visitor
            Whether somebody waits for it: the process keeps no years ready meanwhile.

        Raises
        ------
        WorldError
            When the process ended or keeps silent; somebody else must make the page.
        """
        if self._ended:
            raise _lost()
        answer: _Waiting = asyncio.get_running_loop().create_future()
        number = next(self._numbers)
        self._waiting[number] = answer
        told = {"path": question.path, "query": question.query.decode("latin-1"), "packed": question.packed}
        self._tell({"number": number, "for_visitor": for_visitor, **told})
        try:
            return await asyncio.wait_for(answer, _PATIENCE_SECONDS)
        except TimeoutError:
            self._give_up()
            raise _lost() from None

    def _tell(self, words: dict[str, Any]) -> None:
        if self._process.stdin is not None:
            with suppress(OSError, RuntimeError):
                self._process.stdin.write(json.dumps(words).encode() + b"\n")

    async def _read_ready(self) -> None:
        if self._process.stdout is None or not await self._process.stdout.readline():
            raise _lost()

    async def _read(self) -> None:
        """Hand every answer to who waits for it, until there are no more."""
        out = self._process.stdout
        try:
            while out is not None and (line := await out.readline()):
                told = json.loads(line)
                headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told["headers"]]
                body = await out.readexactly(told["length"])
                start = {"type": "http.response.start", "status": told["status"], "headers": headers}
                self._answer(told["number"], MadePage(start, body))
        except (OSError, ValueError, KeyError, asyncio.IncompleteReadError):
            pass
        finally:
            self._give_up()

    def _answer(self, number: int, page: MadePage) -> None:
        waiting = self._waiting.pop(number)
        if not waiting.done():  # who asked may have left
            waiting.set_result(page)

    def _give_up(self) -> None:
        if not self._ended:
            log.warning("the second process that makes pages has ended; the first makes them all")
        self.kill()

    def kill(self) -> None:
        """End the process at once; whoever waits for it hears so."""
        self._ended = True
        with suppress(ProcessLookupError):
            self._process.kill()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(_lost())
                waiting.exception()  # who asked may have left: nobody need hear of it
        self._waiting.clear()

    async def close(self) -> None:
        """End the process, and wait until it is no more."""
        self.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._reading is not None:
            await asyncio.wait([self._reading])
        await self._process.wait()


def _lost() -> WorldError:
    return WorldError("The second process that makes pages has ended", next_step="Nothing: this one makes them all")
