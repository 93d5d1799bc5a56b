"""A second process makes the same pages, only those it may, and its end is nobody's trouble."""

import asyncio
import json
import os
import signal
from collections.abc import Callable, Coroutine
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message
from tests.atlas.two_levels import two_level_snapshot
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app, warm_behind
from proxenia.atlas.page_makers import PageMakers
from proxenia.atlas.page_memory import BEFOREHAND, KeptPages
from proxenia.atlas.page_process import PageProcess
from proxenia.atlas.page_question import PageQuestion
from proxenia.atlas.page_worker import Answering
from proxenia.atlas.prepared import addresses_of, until_computed
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.errors import WorldError
from proxenia.snapshot.snapshot import Snapshot

BESIDE = ("/country/", "/country-pair/", "/city/", "/city-network/", "/actor/")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give a small snapshot with two levels."""
    return two_level_snapshot(tmp_path_factory.mktemp("ledger"))


@pytest.fixture
def saved(snapshot: Snapshot) -> SavedSnapshot:
    """Give the snapshot where another process can open it."""
    return SavedSnapshot(snapshot)


async def answer(app: FastAPI, address: str, *, query: str = "") -> tuple[int, dict[bytes, bytes], bytes]:
    question = PageQuestion(address, query.encode(), packed=False)
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await app(question.scope(), receive, send)
    body = b"".join(one.get("body", b"") for one in messages[1:])
    return messages[0]["status"], dict(messages[0]["headers"]), body


def with_process(saved: SavedSnapshot, work: Callable[[PageProcess], Coroutine[Any, Any, None]]) -> None:
    """Do something with a second process, and end it."""

    async def all_of_it() -> None:
        process = await PageProcess.start(saved.folder(), this_year=THIS_YEAR)
        try:
            await work(process)
        finally:
            await process.close()
        assert process.ended

    asyncio.run(all_of_it())


def test_both_processes_make_the_same_pages(snapshot: Snapshot, saved: SavedSnapshot) -> None:
    """Byte for byte, packed or not, errors and ways elsewhere too."""
    app = make_app(snapshot, this_year=THIS_YEAR)
    addresses = [one for one in addresses_of(app.state.atlas) if one.startswith(BESIDE)]
    addresses += ["/city/gn:0", "/actor/gn:2747891", "/tie/nothing", "/country/XX", "/city/%2e%2e/profile"]
    assert len(addresses) > 20

    async def compare(process: PageProcess) -> None:
        warm_behind(app)
        await until_computed(app.state.atlas)
        made = await asyncio.gather(*(process.make(PageQuestion(one, b"", packed=False)) for one in addresses))
        assert process.waiting == 0
        for address, page in zip(addresses, made, strict=True):
            here = await answer(app, address)
            assert (page.start["status"], dict(page.start["headers"]), page.body) == here, address
        packed = await process.make(PageQuestion.to(addresses[0]))
        assert dict(packed.start["headers"])[b"content-encoding"] == b"gzip"

    with_process(saved, compare)


def test_a_process_that_ends_is_no_trouble(
    snapshot: Snapshot, saved: SavedSnapshot, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever waited gets the page from this process, and so does everybody after; it is told once."""

    async def lose_it(process: PageProcess) -> None:
        app = make_app(snapshot, this_year=THIS_YEAR)
        app.state.page_makers.join(process)
        pages = [one for one in addresses_of(app.state.atlas) if one.startswith(BESIDE)]
        asked = [asyncio.create_task(answer(app, one)) for one in pages]
        while not process.waiting:
            await asyncio.sleep(0)
        os.kill(process.number, signal.SIGKILL)
        assert {status for status, _, _ in await asyncio.gather(*asked)} == {200}
        assert (await answer(app, pages[0], query="again=1"))[0] == 200
        with pytest.raises(WorldError, match="has ended"):
            await process.make(PageQuestion.to(pages[0]))

    with_process(saved, lose_it)
    assert [record.message for record in caplog.records if "second process" in record.message] == [
        "the second process that makes pages has ended; the first makes them all"
    ]


def test_a_folder_without_a_snapshot_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="has ended"):
        asyncio.run(PageProcess.start(tmp_path, this_year=THIS_YEAR))


class Recording(PageProcess):
    """A process that notes its questions and answers nothing: the makers alone are tested."""

    def __init__(self) -> None:
        self.asked: list[PageQuestion] = []
        self.for_visitors: list[bool] = []

    @property
    def ended(self) -> bool:
        """It goes on."""
        return False

    async def make(self, question: PageQuestion, *, for_visitor: bool = True) -> Any:
        """Note the question."""
        self.asked.append(question)
        self.for_visitors.append(for_visitor)
        raise WorldError("it was only noted")


@pytest.mark.parametrize(
    ("address", "is_beside"),
    [
        ("/city/gn:1", True),
        ("/city/gn:1/profile", True),
        ("/compare?city=gn:1&city=gn:2", True),
        ("/city/gn:1?as_of=1985", True),
        ("/outlook", False),
        ("/", False),
        ("/measures/degree", False),
    ],
)
def test_only_pages_of_which_there_are_thousands_are_made_beside(address: str, *, is_beside: bool) -> None:
    process, here = Recording(), []

    async def make_here() -> None:
        here.append(address)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    makers = PageMakers(THIS_YEAR)
    makers.join(process)

    async def ask_five_at_once() -> None:
        await asyncio.gather(*(makers.make(PageQuestion.to(address), make_here, send) for _ in range(5)))

    asyncio.run(ask_five_at_once())
    assert process.asked == ([PageQuestion.to(address)] * 3 if is_beside else [])
    assert here == [address] * 5


def test_a_second_process_is_told_whether_somebody_waits(snapshot: Snapshot) -> None:
    app, process = make_app(snapshot, this_year=THIS_YEAR, kept=KeptPages(most_bytes=0)), Recording()
    app.state.page_makers.join(process)
    scope = PageQuestion.to("/city/gn:0").scope()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        del message

    async def ask_both_ways() -> None:
        for more in ({}, {BEFOREHAND: True}):
            await asyncio.gather(*(app({**scope, **more}, receive, send) for _ in range(5)))

    asyncio.run(ask_both_ways())
    assert set(process.for_visitors[: len(process.for_visitors) // 2]) == {True}
    assert process.for_visitors[-1] is False


def test_a_page_made_beforehand_keeps_the_second_process_from_nothing(snapshot: Snapshot) -> None:
    """Only while a visitor waits does it keep no years ready."""

    async def ask() -> tuple[float, float]:
        out = BytesIO()
        answering = Answering(make_app(snapshot, this_year=THIS_YEAR), out)
        told = {"number": 1, "path": "/city/gn:0", "query": "", "packed": False}
        await asyncio.sleep(0.2)
        answering.take_up(json.dumps({**told, "for_visitor": False}).encode())
        beforehand = answering.seconds_since_asked
        answering.take_up(json.dumps({**told, "for_visitor": True}).encode())
        visitor = answering.seconds_since_asked
        while out.getvalue().count(b'"status": 404') < 2:
            await asyncio.sleep(0.01)
        return beforehand, visitor

    beforehand, visitor = asyncio.run(ask())
    assert beforehand >= 0.2 > 0.1 > visitor


def test_who_opens_another_year_holds_nobody_up_who_asks_for_the_year_that_is_shown() -> None:
    made: list[str] = []

    async def ask_all() -> None:
        makers, opened = PageMakers(THIS_YEAR), asyncio.Event()

        def make(address: str, wait: asyncio.Event | None) -> Coroutine[Any, Any, None]:
            async def here() -> None:
                if wait is not None:
                    await wait.wait()
                made.append(address)

            return makers.make(PageQuestion.to(address), here, send)

        async def send(message: Message) -> None:
            raise AssertionError(message)

        others = [asyncio.create_task(make(f"/city/gn:{number}?as_of=1985", opened)) for number in range(3)]
        await asyncio.sleep(0)
        shown = ["/city/gn:1", f"/city/gn:1?as_of={THIS_YEAR}", f"/compare?city=gn:1&as_of={THIS_YEAR}&city=gn:2"]
        await asyncio.gather(*(make(address, None) for address in shown))
        assert made == shown
        opened.set()
        await asyncio.gather(*others)

    asyncio.run(ask_all())
    assert len(made) == 6
