"""How long the map takes to show every tie, and how smoothly it moves, in software-rendered Chromium.

Command: ``uv run python -m benchmarks map``. Needs Chromium; with the reference data the world holds the real list
of 26,114 pairs too. Shown means: from the reader's click to the last arc on the screen. A frame is one the map drew
while the mouse dragged it.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import which
from statistics import median

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.world import make_ledger
from proxenia.atlas.app import make_app
from proxenia.cli.settings import load_settings
from proxenia.snapshot.compile import compile_snapshot
from proxenia.web.assets import check_map_assets
from proxenia.web.server import HOST, free_port

ROUNDS = 3
YEAR = 2026
SIZE = {"width": 1280, "height": 720}
DRAG_SECONDS = 2.0
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
READY = (
    "([mode, arcs]) => { const map = document.getElementById('atlas-map').dataset;"
    " return map.state === 'ready' && map.mode === mode && Number(map.arcs) >= arcs; }"
)


@contextmanager
def served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        with closing(make_ledger(Path(folder), load_settings().cache)) as ledger:
            snapshot = compile_snapshot(ledger, code_version="benchmark")
        app = make_app(snapshot, this_year=YEAR)
        app.state.atlas.warm()
        port = free_port(18_300)
        server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield f"http://{HOST}:{port}"
        finally:
            server.should_exit = True
            thread.join()


def _said(page: Page) -> dict[str, str]:
    told: dict[str, str] = page.evaluate("() => ({...document.getElementById('atlas-map').dataset})")
    return told


def _drag(page: Page) -> float:
    """Drag the map to and fro, and return the frames it drew in a second."""
    middle, height = SIZE["width"] / 2, SIZE["height"] / 2
    page.locator("#atlas-map canvas").scroll_into_view_if_needed()
    page.mouse.move(middle, height)
    page.mouse.down()
    begin, step = time.perf_counter(), 0
    while time.perf_counter() - begin < DRAG_SECONDS:
        step += 1
        page.mouse.move(middle + 3 * (step % 100 - 50), height + step % 40)
    page.mouse.up()
    page.wait_for_function("() => document.getElementById('atlas-map').dataset.panMs")
    told = _said(page)
    return 1000 * int(told["panFrames"]) / int(told["panMs"])


def _once(browser: Browser, address: str) -> tuple[float, float, int, float]:
    """Return the seconds to the bundled world and to every tie, the arcs drawn, and the frames a second."""
    page = browser.new_page(viewport=SIZE)
    wanted = len(page.request.get(f"{address}/api/v1/map/arcs").json()["a"])
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_function(READY, arg=["bundles", 1])
    opened = time.perf_counter() - begin
    begin = time.perf_counter()
    page.get_by_label("Show every tie").check()
    page.wait_for_function(READY, arg=["every", wanted])
    shown = time.perf_counter() - begin
    arcs = int(_said(page)["arcs"])
    frames = _drag(page)
    page.close()
    return opened, shown, arcs, frames


def main() -> None:
    """Print the seconds and the frames."""
    chromium = which("chromium") or which("chromium-browser")
    if not chromium:
        print("  skipped: Chromium is not installed")
        return
    check_map_assets()
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        runs = [_once(browser, address) for _ in range(ROUNDS)]
        browser.close()
    opened, shown, frames = (median(run[number] for run in runs) for number in (0, 1, 3))
    print(f"  {SIZE['width']}×{SIZE['height']}, software-rendered, median of {ROUNDS}")
    print(f"  the world, bundled, from the address to the last line: {opened:.2f} s")
    print(f"  every tie, from the click: {runs[0][2]:,} arcs in {shown:.2f} s (at most 2 s wanted)")
    print(f"  dragging them: {frames:.0f} frames a second (at least 30 wanted)")


if __name__ == "__main__":
    main()
