"""How long the two maps take to draw, and to blend into each other, in software-rendered Chromium.

Command: ``uv run python -m benchmarks two_maps``. Needs Chromium; with the reference data the world holds the real list
of 26,114 twinnings, so that the city map has its real bundles; the state level is the founding register's. A layer is
drawn once; a step of the blend comes from layers that are kept.
"""

import time
from itertools import pairwise
from shutil import which
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.map import QUIET, SIZE, YEAR, served
from proxenia.web.assets import check_map_assets

ROUNDS = 3
STEPS = 20
STOPS = {"city": 0, "overlay": 50, "state": 100}
READY = (
    "at => { const maps = document.getElementById('two-maps')?.dataset;"
    " return maps?.state === 'ready' && maps.at === String(at); }"
)
DRAWN = "() => Math.max(...performance.getEntriesByName('two-maps:draw').map((entry) => entry.duration))"


def _opened(browser: Browser, address: str, view: str, place: int) -> tuple[float, float, int]:
    """Return the seconds from the address to the last line, the longest drawing among them, and the lines."""
    page = browser.new_page(viewport=SIZE)
    begin = time.perf_counter()
    page.goto(f"{address}/two-maps?as_of={YEAR}&view={view}")
    page.wait_for_function(READY, arg=place)
    seconds = time.perf_counter() - begin
    lines = int(page.evaluate("() => document.getElementById('two-maps').dataset.arcs"))
    drawn = page.evaluate(DRAWN)
    page.close()
    return seconds, drawn / 1000, lines


def _blend(browser: Browser, address: str) -> float:
    """Return the median seconds of a step of the slider between the city map and the overlay."""
    page = browser.new_page(viewport=SIZE)
    page.goto(f"{address}/two-maps?as_of={YEAR}&blend=10")
    page.wait_for_function(READY, arg=10)
    slider = page.get_by_role("slider", name="Blend")
    begun = [time.perf_counter()]
    for place in range(11, 11 + STEPS):
        slider.fill(str(place))
        page.wait_for_function(READY, arg=place)
        begun.append(time.perf_counter())
    page.close()
    return median(after - before for before, after in pairwise(begun))


def main() -> None:
    """Print the seconds."""
    chromium = which("chromium") or which("chromium-browser")
    if not chromium:
        print("  skipped: Chromium is not installed")
        return
    check_map_assets()
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        browser.new_page().goto(f"{address}/two-maps?as_of={YEAR}")  # the year's pairs are computed once
        runs = {view: [_opened(browser, address, view, place) for _ in range(ROUNDS)] for view, place in STOPS.items()}
        step = _blend(browser, address)
        browser.close()
    print(f"  {SIZE['width']}×{SIZE['height']}, software-rendered, median of {ROUNDS}")
    for view, times in runs.items():
        opened, drawn = (median(run[number] for run in times) for number in (0, 1))
        print(f"  {view}: {times[0][2]:,} lines drawn in {drawn:.2f} s (under 1 s wanted); page open in {opened:.2f} s")
    print(f"  a step of the blend: {1000 * step:.0f} ms")


if __name__ == "__main__":
    main()
