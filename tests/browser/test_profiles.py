"""The profile of a city in a browser: from the city's page to the finding, its source and who else has the profile."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

TOKYO, BARCELONA = "gn:1850147", "gn:3128760"


def test_from_a_city_to_its_profile_to_the_source(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, f"/city/{TOKYO}")
    page.get_by_role("link", name="What kind of city it is").click()
    expect(page).to_have_url(re.compile(f"/city/{TOKYO}/profile"))
    row = page.get_by_role("region", name="The six profiles").get_by_role("row").nth(1)
    expect(row).to_contain_text("Mega-city")
    expect(row).to_contain_text("yes")
    expect(row).to_contain_text("2025")
    expect(row.get_by_role("link", name="founding register")).to_have_attribute("href", re.compile("^/sources"))
    row.get_by_role("link", name="Mega-city").click()
    expect(page.get_by_role("heading", name="Mega-city: yes")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile("which cities reach it")).first.click()
    expect(page.get_by_role("region", name="Cities")).to_contain_text("Tokyo")


def test_the_year_takes_the_figure_away(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, f"/city/{TOKYO}/profile?as_of=2010")
    expect(page.get_by_role("heading", name="Mega-city: unknown")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_its_window(register_atlas: str, open_page: OpenPage, width: int) -> None:
    for address in (f"/city/{BARCELONA}/profile", "/profiles", "/profiles/quasi_sovereign"):
        page = open_page(register_atlas, address)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
