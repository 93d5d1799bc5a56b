"""The second process that makes pages: ``python -m proxenia.atlas.page_worker``, started by :mod:`page_process` alone.

It reads lines of JSON from standard input, first what it shows, then one question a line, and answers each on standard
output in its turn: a line of JSON with status, headers and length, then the body. It ends when standard input ends:
when the server ends it, and also when the server is no more.
"""

import asyncio
import gc
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO, Final

from starlette.types import ASGIApp, Message

from proxenia.atlas.app import make_app
from proxenia.atlas.page_memory import KeptPages
from proxenia.atlas.page_question import PageQuestion
from proxenia.snapshot.store import load_snapshot

__all__ = ["main"]

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


def _opened(task: dict[str, Any]) -> ASGIApp:
    """Return the atlas, with all that belongs to the year computed."""
    app = make_app(
        load_snapshot(Path(task["snapshot_folder"])), this_year=task["this_year"], kept=KeptPages(most_bytes=0)
    )
    computed = Event()
    app.state.atlas.warm_behind()
    app.state.atlas.levels.background.ask(computed.set)
    computed.wait()
    gc.freeze()
    return app


def _told(start: Message, body: bytes) -> bytes:
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
    return json.dumps({"status": start["status"], "headers": headers, "length": len(body)}).encode() + b"\n" + body


async def _answer(app: ASGIApp, asked: BinaryIO, out: BinaryIO) -> None:
    """Answer one question after the other until there are no more."""
    while line := asked.readline(_LONGEST_LINE):
        told = json.loads(line)
        question = PageQuestion(told["path"], told["query"].encode("latin-1"), told["packed"])
        out.write(_told(*await _page(app, question)))
        out.flush()


def main() -> None:
    """Open the snapshot, say that it is ready, and answer."""
    asked = os.fdopen(0, "rb", closefd=False)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between
    first = asked.readline(_LONGEST_LINE)
    if not first:
        sys.exit(0)
    app = _opened(json.loads(first))
    with suppress(OSError):  # nobody listens any more: the server has ended
        out.write(b"ready\n")
        out.flush()
        asyncio.run(_answer(app, asked, out))
    os._exit(0)  # threads that compute behind the answers end with it


if __name__ == "__main__":
    main()
