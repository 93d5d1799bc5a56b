"""Pages are made beforehand while nobody asks, only as many as there is room for, and visitors come first."""

import asyncio
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send
from tests.asking import Asking
from tests.atlas.two_levels import two_level_snapshot
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.page_memory import BEFOREHAND, KeptPages, PageMemory
from proxenia.atlas.page_question import PageQuestion
from proxenia.atlas.prepared import addresses_of, prepare_pages
from proxenia.atlas.world import AtlasWorld


@pytest.fixture(autouse=True)
def only_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the years as they are: how they are kept ready has tests of its own."""
    monkeypatch.setattr(AtlasWorld, "keep_year", lambda _world, _year: None)


@pytest.fixture
def atlas(tmp_path: Path) -> FastAPI:
    """Give an atlas with two levels that nobody has asked for anything."""
    return make_app(two_level_snapshot(tmp_path), this_year=THIS_YEAR)


def asked_for(application: FastAPI, **options: Any) -> list[str]:
    """Return the addresses that preparing asks an application for, which answers them as it does."""
    asked: list[str] = []

    async def listening(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope[BEFOREHAND]
        asked.append(scope["path"])
        await application(scope, receive, send)

    world, kept = application.state.atlas, application.state.kept_pages
    made = asyncio.run(prepare_pages(listening, world, kept, **options))
    assert made == len(asked)
    return asked


def test_every_address_has_a_page(atlas: FastAPI) -> None:
    """The addresses are right ones: none is unknown, none leads elsewhere."""
    world: AtlasWorld = atlas.state.atlas
    addresses = list(addresses_of(world))
    assert len(addresses) == len(set(addresses))
    client = Asking(atlas)
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    for part in ("/country/", "/country-pair/", "/city/", "/city-network/", "/actor/"):
        assert any(address.startswith(part) for address in addresses)


def test_a_prepared_page_is_answered_from_memory(atlas: FastAPI) -> None:
    kept: KeptPages = atlas.state.kept_pages
    asked = asked_for(atlas, most=14)
    first = [address.partition("?")[0] for address in islice(addresses_of(atlas.state.atlas), 14)]
    assert asked[:14] == first
    assert set(asked[14:]) <= set(first)  # once more, where values were still to come
    assert PageQuestion("/about", b"", packed=True) in kept
    assert kept.filled_share > 0


def test_a_page_whose_values_were_still_to_come_is_asked_for_once_more(atlas: FastAPI) -> None:
    asked: list[str] = []

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])
        await _answer(scope, receive, send)

    kept: KeptPages = atlas.state.kept_pages
    made = asyncio.run(prepare_pages(answering, atlas.state.atlas, kept, most=3))
    assert made == 6
    assert asked[3:] == asked[:3]  # this application keeps nothing


def test_preparing_waits_while_visitors_ask(monkeypatch: pytest.MonkeyPatch, atlas: FastAPI) -> None:
    monkeypatch.setattr("proxenia.atlas.prepared._QUIET_SECONDS", 0.05)
    kept: KeptPages = atlas.state.kept_pages
    kept.note_visitor()
    assert kept.seconds_since_asked < 1
    assert set(asked_for(atlas, most=1)) == {"/"}
    assert kept.seconds_since_asked >= 0.05


def test_preparing_ends_when_there_is_no_room(tmp_path: Path) -> None:
    small = KeptPages(most_bytes=20_000)
    asked = asked_for(make_app(two_level_snapshot(tmp_path), this_year=THIS_YEAR, kept=small))
    assert 0 < len(asked) < 20


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"page"})


def test_only_visitors_count_as_asking() -> None:
    kept = KeptPages()
    memory = PageMemory(_answer, kept)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        del message

    scope: Scope = {"type": "http", "method": "GET", "path": "/about", "query_string": b"", "headers": []}
    asyncio.run(memory({**scope, BEFOREHAND: True}, receive, send))
    assert kept.seconds_since_asked == float("inf")
    asyncio.run(memory(scope, receive, send))
    assert kept.seconds_since_asked < 5
