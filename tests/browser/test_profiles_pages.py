"""Comparisons and cases in a browser: a walk with and without a script, the keyboard, a phone, axe-core."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from tests.atlas.two_levels import NOWHERE_CITY, two_level_snapshot
from tests.browser.conftest import OpenPage, served
from tests.browser.test_keyboard import PHONE, WIDER, tab_to
from tests.factory import BERLIN, ISTANBUL, QUOTE_CITY, ROTTERDAM, SCRIPT_CITY, SHANGHAI, THIS_YEAR

from proxenia.atlas.app import make_app

pytestmark = pytest.mark.browser

UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
HOSTILE = "&".join(
    f"city={quote(one, safe='')}" for one in (ROTTERDAM, SCRIPT_CITY, QUOTE_CITY, NOWHERE_CITY, SHANGHAI)
)
ADDRESSES = (
    "/compare",
    f"/compare?city={ROTTERDAM}&city={BERLIN}&city={ISTANBUL}",
    f"/compare?{HOSTILE}",
    f"/compare/ties?city={ROTTERDAM}&standing=live",
    "/cases",
    "/cases?field=peace",
    "/cases/tsunami-2004",
)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory, built_map: None) -> Iterator[str]:
    """Give the address of the atlas of the sample world with a state level."""
    with served(make_app(two_level_snapshot(tmp_path_factory.mktemp("side")), this_year=THIS_YEAR)) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_serious_fault(
    atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]], address: str, scheme: str
) -> None:
    page = open_page(atlas, address, color_scheme=scheme)
    page.evaluate(UNFOLD)
    assert not find_faults(page)
    assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_a_phone(atlas: str, open_page: OpenPage, address: str) -> None:
    page = open_page(atlas, address, **PHONE, has_touch=True)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.evaluate(UNFOLD)
    assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize("script", [True, False])
def test_two_names_become_a_comparison_and_a_third_joins(atlas: str, open_page: OpenPage, script: bool) -> None:
    page = open_page(atlas, "/compare?as_of=2026", java_script_enabled=script)
    page.get_by_label("A city", exact=True).fill("鹿特丹")
    page.get_by_label("and one more").fill("Berlin")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile(rf"city={ROTTERDAM}&city={BERLIN}&as_of=2026"))
    page.get_by_label("Another city").fill("Shanghai")
    page.get_by_role("button", name="Add").click()
    expect(page).to_have_url(re.compile(rf"city={SHANGHAI}&as_of=2026"))
    expect(page.get_by_role("img", name=re.compile("^Shanghai, ties in force by year"))).to_be_visible()
    page.get_by_role("link", name="leave out Berlin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Rotterdam,\s*Shanghai"))


def test_a_number_leads_to_its_ties_and_their_statements(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, f"/compare?city={ROTTERDAM}&city={BERLIN}&as_of=2026")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Live ties", exact=True))
    number = row.get_by_role("link").first
    counted = number.inner_text().split()[0]
    number.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ties of Rotterdam")
    links = page.get_by_role("link", name=re.compile("^who says so"))
    expect(links).to_have_count(int(counted))
    links.first.click()
    expect(page).to_have_url(re.compile("/tie/tie:"))
    expect(page.get_by_role("region", name="What each source says")).to_be_visible()


def test_a_wrong_choice_is_told_and_keeps_the_rest(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, f"/compare?city={ROTTERDAM}&city={ROTTERDAM}", expect="400")
    expect(page.get_by_role("alert")).to_contain_text("was given twice")
    page = open_page(atlas, f"/compare?city={ROTTERDAM}&city=Berlim", expect="404")
    expect(page.get_by_role("alert")).to_contain_text("There is no city or region 'Berlim'")
    page.get_by_role("region", name="Near “Berlim”").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Rotterdam,\s*Berlin"))


def test_another_year_with_the_keyboard(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, f"/compare?city={ROTTERDAM}&city={BERLIN}&as_of=2026")
    tab_to(page, "^as-of$")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "^Show$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("as_of=2025"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Rotterdam,\s*Berlin"))


def test_the_figures_are_saved(atlas: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(atlas, f"/compare?city={ROTTERDAM}&city={BERLIN}&as_of=2025")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="All figures (CSV)").click()
    assert waiting.value.suggested_filename == "proxenia-compare-2025.csv"
    waiting.value.save_as(tmp_path / "figures.csv")
    assert (tmp_path / "figures.csv").read_text(encoding="utf-8-sig").startswith("city_id,city,country,as_of,")


def test_cases_narrow_to_a_field_without_a_script(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/cases?as_of=2026", java_script_enabled=False)
    page.get_by_label("Field").select_option("peace")
    page.get_by_role("form", name="Choose cases").get_by_role("button").click()
    expect(page).to_have_url(re.compile("field=peace"))
    expect(page.get_by_role("link", name="Mayors for Peace", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Dubai as a brand", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Mayors for Peace", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mayors for Peace")
