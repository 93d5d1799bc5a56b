"""The second process that makes pages: ``python -m proxenia.atlas.page_worker``, started by :mod:`page_process` alone.

It reads lines of JSON from standard input, first what it shows, then one question a line with its number, and answers
on standard output whatever is done first: a line of JSON with the number, status, headers and length, then the body. It
ends when standard input ends: when the server ends it, and also when the server is no more.
"""

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, BinaryIO, Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Message

from proxenia.atlas.app import make_app, warm_behind
from proxenia.atlas.page_makers import Lanes
from proxenia.atlas.page_memory import KeptPages
from proxenia.atlas.page_question import PageQuestion
from proxenia.atlas.prepared import keep_years
from proxenia.snapshot.store import load_snapshot

__all__ = ["Answering", "main"]

_LONGEST_LINE: Final = 100_000


async def _page(app: ASGIApp, question: PageQuestion) -> tuple[Message, bytes]:
    """Return how an application answers a question, and the body."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    with suppress(Exception):  # the application's last resort answers, then raises for a server's log
        await app(question.scope(), receive, send)
    return messages[0], b"".join(one.get("body", b"") for one in messages if one["type"] == "http.response.body")


def _opened(task: dict[str, Any]) -> FastAPI:
    """Return the atlas, with all that belongs to the year computed."""
    app = make_app(
        load_snapshot(Path(task["snapshot_folder"])), this_year=task["this_year"], kept=KeptPages(most_bytes=0)
    )
    computed = Event()
    warm_behind(app)
    app.state.atlas.levels.background.ask(computed.set)
    computed.wait()
    return app


class Answering:
    """Answers questions as they come, one of a lane at a time.

    Parameters
    ----------
    app
        The whole application.
    out
        Where answers go.
    """

    def __init__(self, app: FastAPI, out: BinaryIO) -> None:
        self._app = app
        self._out = out
        self._lanes = Lanes(asyncio.Lock, app.state.atlas.this_year)
        self._tasks: set[asyncio.Task[object]] = set()
        self._last_asked = monotonic()

    @property
    def seconds_since_asked(self) -> float:
        """For how long no visitor's question has come."""
        return monotonic() - self._last_asked

    def take_up(self, line: bytes) -> None:
        """Take up a question; its answer comes later."""
        told = json.loads(line)
        if told["for_visitor"]:
            self._last_asked = monotonic()
        self.begin(self._answer(told))

    def begin(self, work: Coroutine[Any, Any, object]) -> None:
        """Begin some work beside the answers."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, told: dict[str, Any]) -> None:
        question = PageQuestion(told["path"], told["query"].encode("latin-1"), told["packed"])
        async with self._lanes.of(question):
            start, body = await _page(self._app, question)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
        head = {"number": told["number"], "status": start["status"], "headers": headers, "length": len(body)}
        with suppress(OSError):  # nobody listens any more: standard input ends too
            self._out.write(json.dumps(head).encode() + b"\n" + body)
            self._out.flush()


async def _answer_all(app: FastAPI, asked: BinaryIO, out: BinaryIO, *, years: bool) -> None:
    """Answer until there are no more questions; keep the years before, if wanted, while none comes."""
    answering = Answering(app, out)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def read() -> None:
        while line := asked.readline(_LONGEST_LINE):
            loop.call_soon_threadsafe(answering.take_up, line)
        loop.call_soon_threadsafe(ended.set)

    Thread(target=read, name="proxenia-questions", daemon=True).start()
    if years:
        answering.begin(keep_years(app.state.atlas, lambda: answering.seconds_since_asked))
    await ended.wait()


def main() -> None:
    """Open the snapshot, say that it is ready, and answer."""
    asked = os.fdopen(0, "rb", closefd=False)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between
    first = asked.readline(_LONGEST_LINE)
    if not first:
        sys.exit(0)
    told = json.loads(first)
    app = _opened(told)
    with suppress(OSError):  # nobody listens any more: the server has ended
        out.write(b"ready\n")
        out.flush()
        asyncio.run(_answer_all(app, asked, out, years=told["keep_years"]))
    os._exit(0)  # threads that compute behind the answers end with it


if __name__ == "__main__":
    main()
