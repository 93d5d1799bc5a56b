"""Waits for the map and asks it where things are."""

from playwright.sync_api import Locator, Page

__all__ = ["city_position", "map_of", "wait_for_map"]

READY = "() => document.getElementById('atlas-map')?.dataset.state === 'ready'"


def map_of(page: Page) -> Locator:
    """Return the map's place on the page."""
    return page.locator("#atlas-map")


def wait_for_map(page: Page) -> dict[str, str]:
    """Wait until the map is drawn and return what it says of itself."""
    page.wait_for_function(READY)
    return page.evaluate("() => ({...document.getElementById('atlas-map').dataset})")


def city_position(page: Page, city: str) -> tuple[float, float]:
    """Return where on the screen a city lies."""
    x, y = page.evaluate("id => document.getElementById('atlas-map').atlasMap.position(id)", city)
    box = page.locator("#atlas-map canvas").bounding_box()
    assert box is not None
    return box["x"] + x, box["y"] + y
