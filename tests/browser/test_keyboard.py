"""The atlas with the keyboard alone, on a phone, and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.map_reading import city_position, map_of, wait_for_map
from tests.factory import BERLIN, ISTANBUL, ROTTERDAM, tie_between

from proxenia.snapshot.snapshot import Snapshot

pytestmark = pytest.mark.browser

PHONE = {"wide": 390, "high": 844}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def focused(page: Page) -> str:
    return page.evaluate(
        "() => { const one = document.activeElement; return (one.id || one.getAttribute('aria-label') || "
        "one.textContent || one.tagName).trim().slice(0, 60); }"
    )


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    for _ in range(most):
        if re.search(wanted, focused(page)):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reached {wanted!r}; it stands at {focused(page)!r}")


def choose_in_list(page: Page, city: str) -> None:
    """Choose a city of the list under the map with the arrow keys."""
    cities = map_of(page).get_by_role("listbox")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.getAttribute('role') === 'listbox'"):
            break
    for _ in range(cities.get_by_role("option").count()):
        current = page.locator(f"#{cities.get_attribute('aria-activedescendant')}")
        if (current.text_content() or "").strip().startswith(city):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{city} is not in the list of cities in view")


def test_skip_link_search_and_results(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas)
    wait_for_map(page)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert focused(page).startswith("content")
    page.keyboard.press("Tab")
    assert focused(page) == "as-of", "the slider is the first thing of the content"
    page.goto(sample_atlas)
    wait_for_map(page)
    tab_to(page, "^q$")
    page.keyboard.type("shangai")
    page.keyboard.press("Enter")
    expect(page.locator(".hits li").first).to_contain_text("similar spelling")
    tab_to(page, "^Shanghai$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shanghai")
    tab_to(page, "^as-of$")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#as-of-shown")).to_have_text("2023")
    tab_to(page, "^Show$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("as_of=2023"))


def test_the_map_moves_zooms_and_lets_go(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas)
    wait_for_map(page)
    tab_to(page, "^World map of ties")
    before = city_position(page, BERLIN)
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    wait_for_map(page)
    assert city_position(page, BERLIN) != before
    page.keyboard.press("0")
    page.wait_for_timeout(300)
    wait_for_map(page)
    choose_in_list(page, "Rotterdam")
    panel = map_of(page).locator(".panel")
    expect(panel.get_by_role("heading")).to_have_text("Rotterdam")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_a_city_named_like_a_script_is_only_a_name(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas, "/?city=sample:script")
    wait_for_map(page)
    expect(map_of(page).locator(".panel").get_by_role("heading")).to_have_text("<script>alert(1)</script>")
    page.get_by_label("Show every tie").check()
    wait_for_map(page)
    page.goto(f"{sample_atlas}/city/{ROTTERDAM}")
    expect(page.get_by_role("main")).to_contain_text("<script>alert(1)</script>")
    page.goto(f"{sample_atlas}/search?q=<script>")
    expect(page.get_by_role("main")).to_contain_text("<script>")
    assert page.locator("main script, main img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(sample_atlas: str, open_page: OpenPage, snapshot: Snapshot, scheme: str) -> None:
    page = open_page(sample_atlas, **PHONE, color_scheme=scheme, has_touch=True)
    wait_for_map(page)
    assert page.evaluate(WIDER) == 0
    tie = tie_between(snapshot, BERLIN, ISTANBUL)
    act = "act:rotterdam-earthquake-2023"
    paths = [f"/city/{ROTTERDAM}", "/city/sample:script", f"/tie/{tie}", f"/act/{act}", "/city-network/px:eurocities"]
    for path in [*paths, "/search?q=London", "/sources", "/about", "/api/v1/docs", "/actor/iso:DE"]:
        page.goto(sample_atlas + path)
        assert page.evaluate(WIDER) == 0, path
    page.goto(f"{sample_atlas}/tie/{tie}")
    for shown in ("list of 2021", "read 22 November 2026", "de.wikipedia.org/wiki/Berlin"):
        expect(page.get_by_text(shown).first).to_be_visible()


def test_a_tap_on_a_phone_chooses_a_city(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas, **PHONE, has_touch=True)
    wait_for_map(page)
    page.evaluate("id => document.getElementById('atlas-map').atlasMap.zoomTo(id, 20)", BERLIN)
    page.wait_for_timeout(300)
    wait_for_map(page)
    page.touchscreen.tap(*city_position(page, BERLIN))
    expect(map_of(page).locator(".panel").get_by_role("heading")).to_have_text("Berlin")
    assert page.evaluate(WIDER) == 0


def test_without_a_script_everything_is_readable(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas, java_script_enabled=False)
    expect(page.get_by_text("The map is drawn by a script")).to_be_visible()
    expect(page.get_by_role("region", name="The busiest cities")).to_contain_text("Rotterdam")
    page.goto(f"{sample_atlas}/city/{ROTTERDAM}?as_of=1990")
    expect(page.locator("#as-of-shown")).to_have_text("1990")
    slider = page.get_by_role("slider")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("as_of=1986"))
    expect(page.locator("#as-of-shown")).to_have_text("1986")


def test_a_server_that_is_gone_is_told_on_the_map(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas, "/about", expect="Failed to load resource")
    page.route("**/api/v1/**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(sample_atlas)
    expect(map_of(page).get_by_role("alert")).to_contain_text("could not answer for the map (503)")
