"""A browser, two atlases to look at, and a watch on what a page does behind the reader's back."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from tests.factory import THIS_YEAR, sample_snapshot

from proxenia.atlas.app import make_app
from proxenia.errors import AssetsMissingError
from proxenia.snapshot.snapshot import Snapshot
from proxenia.web.assets import check_map_assets
from proxenia.web.server import HOST, free_port

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FIRST_PORT = 18_100 + 200 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
"""Where this process looks for a free port; tests that run side by side look elsewhere."""

OpenPage = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker of these tests."""
    config.addinivalue_line("markers", "browser: needs Chromium and the built map")


@pytest.fixture(scope="session")
def built_map() -> None:
    """Need the built map."""
    try:
        check_map_assets()
    except AssetsMissingError as error:
        pytest.skip(str(error))


@contextmanager
def served(app: Any) -> Iterator[str]:
    port = free_port(FIRST_PORT)
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        yield f"http://{HOST}:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the snapshot of the sample world."""
    return sample_snapshot(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def sample_atlas(snapshot: Snapshot, built_map: None) -> Iterator[str]:
    """Give the address of the sample world's atlas."""
    with served(make_app(snapshot, this_year=THIS_YEAR)) as address:
        yield address


@pytest.fixture(scope="session")
def register_atlas(tmp_path_factory: pytest.TempPathFactory, built_map: None) -> Iterator[str]:
    """Give the address of `proxenia atlas` as a newcomer gets it: the founding register alone."""
    folder = tmp_path_factory.mktemp("newcomer")
    places = {"PROXENIA_DATA": str(folder / "data"), "PROXENIA_CACHE": str(folder / "cache")}
    command = [sys.executable, "-c", "from proxenia.cli.main import main; main()"]
    command += ["atlas", "--no-browser", "--no-prepare", "--port", str(free_port(FIRST_PORT))]
    with subprocess.Popen(command, env=os.environ | places, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "http://" in line:
                break
        else:
            pytest.fail("".join(said))
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        yield next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        process.terminate()
        process.wait()
        drain.join()


@pytest.fixture(scope="module")
def browser(browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """Give a browser that ends with the file: its event loop would disturb other tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**browser_type_launch_args)
        yield started
        started.close()


@dataclass
class Watch:
    """What pages did that they must not do."""

    atlas: str
    wrong: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)

    def request(self, request: Request) -> None:
        """Note a request that leaves the atlas."""
        if not request.url.startswith((self.atlas, "data:", "blob:")):
            self.wrong.append(f"asked {request.url}")

    def message(self, message: ConsoleMessage) -> None:
        """Note an error or a warning."""
        if message.type in ("error", "warning") and not any(known in message.text for known in self.expected):
            self.wrong.append(f"{message.type}: {message.text}")


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a page of an atlas; at the end nothing may have gone wrong in it."""
    contexts, watches = [], []

    def opened(
        atlas: str, path: str = "/", *, wide: int = 1280, high: int = 800, expect: str = "", **more: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": wide, "height": high}, reduced_motion="reduce", **more)
        watch = Watch(atlas, expected={expect} - {""})
        contexts.append(context)
        watches.append(watch)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", watch.request)
        page.on("console", watch.message)
        page.on("pageerror", lambda error: watch.wrong.append(f"page error: {error}"))
        page.on("dialog", lambda dialog: (watch.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(atlas + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    wrong = [one for watch in watches for one in watch.wrong]
    assert not wrong, wrong


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Give the source of axe-core."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in frontend")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def find_faults(axe_source: str) -> Callable[[Page], list[str]]:
    """Give a function that returns the serious and critical faults of a page."""

    def found(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(f"(() => {{ {axe_source} }})()")
        result = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        return [
            f"{one['impact']} {one['id']}: {json.dumps([node['html'][:160] for node in one['nodes']][:3])}"
            for one in result
            if one["impact"] in ("serious", "critical")
        ]

    return found
