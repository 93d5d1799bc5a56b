"""A newcomer's walk through the real atlas: the world, a city, a tie, its evidence, another year."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import OpenPage
from tests.browser.map_reading import city_position, map_of, wait_for_map
from tests.browser.picture import picture_size, save_picture
from tests.factory import ROTTERDAM, SHANGHAI

pytestmark = pytest.mark.browser

PICTURE = Path(__file__).parents[2] / "docs" / "atlas.png"
UPDATE = "PROXENIA_UPDATE_PICTURE"


def test_search_follow_and_read_the_evidence(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas)
    drawn = wait_for_map(page)
    assert drawn["mode"] == "bundles"
    assert int(drawn["arcs"]) > 100
    page.get_by_role("searchbox").fill("Rotterdam")
    page.get_by_role("button", name="Search").click()
    page.locator(".hits").get_by_role("link", name="Rotterdam", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rotterdam")
    twinnings = page.get_by_role("region", name=re.compile("^Twinnings"))
    row = twinnings.get_by_role("row").filter(has=page.get_by_role("link", name="Shanghai", exact=True))
    expect(row).to_contain_text("1979")
    row.get_by_role("link", name=re.compile("who says so")).click()
    check_evidence(page)
    page.get_by_role("link", name="Shanghai", exact=True).first.click()
    expect(page).to_have_url(re.compile(f"/city/{SHANGHAI}"))
    expect(page.get_by_role("region", name=re.compile("^Twinnings"))).to_contain_text("Rotterdam")


def check_evidence(page: Page) -> None:
    evidence = page.get_by_role("region", name="What each source says")
    rows = evidence.get_by_role("row")
    assert rows.count() >= 3, "a heading and several sources"
    expect(rows.nth(1).get_by_role("link").first).to_have_attribute("href", re.compile("^/sources"))
    expect(evidence).to_contain_text(re.compile(r"(list of|read) (\d+ )?\w+ 20\d\d"))
    outside = evidence.locator('a[href^="http"]')
    expect(outside.first).to_be_visible()
    expect(evidence).to_contain_text("since 1979")


def test_the_year_by_address_and_by_slider(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/?as_of=1990")
    then = int(wait_for_map(page)["arcs"])
    expect(page.locator("#as-of-shown")).to_have_text("1990")
    expect(page.locator("#world-lead")).to_contain_text("1990")
    page = open_page(register_atlas, "/")
    now = int(wait_for_map(page)["arcs"])
    assert then < now
    slider = page.get_by_role("slider")
    slider.fill("1990")
    expect(page).to_have_url(re.compile("as_of=1990"))
    page.wait_for_function(f"() => document.getElementById('atlas-map').dataset.arcs === '{then}'")
    expect(page.locator("#as-of-shown")).to_have_text("1990")
    expect(page.locator("#world-lead")).to_contain_text("1990")
    page.get_by_role("link", name="Sources").first.click()
    expect(page).to_have_url(re.compile("as_of=1990"))


def test_a_city_page_in_1990(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, f"/city/{ROTTERDAM}")
    slider = page.get_by_role("slider")
    slider.fill("1990")
    expect(page.locator("#as-of-shown")).to_have_text("1990")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("as_of=1990"))
    expect(page.get_by_role("region", name="Twinnings as of 1990")).to_contain_text("Shanghai")
    page.get_by_role("slider").fill("1970")
    page.reload()
    expect(page.locator("#as-of-shown")).to_have_text("1990")
    expect(page.get_by_role("slider")).to_have_value("1990")


def test_a_click_on_the_map_opens_the_city_under_it(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas)
    wait_for_map(page)
    page.evaluate("id => document.getElementById('atlas-map').atlasMap.zoomTo(id, 12)", ROTTERDAM)
    page.wait_for_timeout(300)
    wait_for_map(page)
    x, y = city_position(page, ROTTERDAM)
    page.mouse.move(x, y)
    expect(map_of(page).locator(".tip")).to_contain_text("Rotterdam")
    page.mouse.click(x, y)
    panel = map_of(page).locator(".panel")
    expect(panel.get_by_role("heading")).to_have_text("Rotterdam")
    expect(page).to_have_url(re.compile("city="))
    panel.get_by_role("link", name=re.compile("Open Rotterdam")).click()
    expect(page).to_have_url(re.compile(f"/city/{ROTTERDAM}"))


def test_the_address_keeps_the_chosen_city(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, f"/?city={ROTTERDAM}&as_of=2000")
    wait_for_map(page)
    expect(map_of(page).locator(".panel").get_by_role("heading")).to_have_text("Rotterdam")
    assert map_of(page).get_attribute("data-mode") == "city"


def test_every_tie_on_request(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas)
    wait_for_map(page)
    page.get_by_label("Show every tie").check()
    page.wait_for_function("() => document.getElementById('atlas-map').dataset.mode === 'every'")
    assert int(wait_for_map(page)["arcs"]) > 2_000


def test_the_picture_of_the_readme(register_atlas: str, browser: Browser, open_page: OpenPage, tmp_path: Path) -> None:
    """Set PROXENIA_UPDATE_PICTURE=1 to write it anew."""
    taken = PICTURE if os.environ.get(UPDATE) else tmp_path / "atlas.png"
    page = open_page(register_atlas, wide=1280, high=800)
    wait_for_map(page)
    save_picture(browser, page, taken)
    assert PICTURE.is_file(), f"it is missing: run this test with {UPDATE}=1"
    for path in (taken, PICTURE):
        content = path.read_bytes()
        assert picture_size(content) == (1280, 800)
        assert len(content) < 300_000, f"{path.name} has {len(content)} bytes"
