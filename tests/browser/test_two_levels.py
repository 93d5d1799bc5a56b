"""Countries, pairs, fields and measures in a browser: a walk, the keyboard, a phone, no script, axe-core."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.atlas.two_levels import NOWHERE, NOWHERE_NAME, two_level_snapshot
from tests.browser.conftest import OpenPage, served
from tests.browser.test_keyboard import PHONE, WIDER, tab_to
from tests.factory import ROTTERDAM, THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.measures.layers import LAYERS
from proxenia.measures.registry import MEASURES

pytestmark = pytest.mark.browser

UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"

ADDRESSES = (
    "/country/NL",
    f"/country/{NOWHERE}",
    "/country-pair/CN/NL",
    "/country-pair/NL/RU",
    "/expected-ties",
    "/field",
    "/field/intercity",
    "/field/development",
    "/measures",
    "/measures/degree",
    "/measures/nodes",
    "/measures/path",
    f"/city/{ROTTERDAM}",
    "/about",
)


@pytest.fixture(scope="module")
def levels_atlas(tmp_path_factory: pytest.TempPathFactory, built_map: None) -> Iterator[str]:
    """Give the address of the atlas of the sample world with a state level."""
    snapshot = two_level_snapshot(tmp_path_factory.mktemp("levels"))
    app = make_app(snapshot, this_year=THIS_YEAR)
    atlas = app.state.atlas
    for name in ("degree", "nodes"):
        atlas.levels.measure(MEASURES[name], LAYERS["twinning"], year=THIS_YEAR, pair=None, wait=True)
    atlas.countries_of.model(THIS_YEAR, wait=True)
    with served(app) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_has_a_serious_fault(
    levels_atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]], address: str, scheme: str
) -> None:
    page = open_page(levels_atlas, address, color_scheme=scheme)
    page.evaluate(UNFOLD)
    assert not find_faults(page)
    assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_a_phone(levels_atlas: str, open_page: OpenPage, address: str) -> None:
    page = open_page(levels_atlas, address, **PHONE, has_touch=True)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.evaluate(UNFOLD)
    assert page.evaluate(WIDER) == 0


def test_from_the_world_to_a_pair_and_its_evidence(levels_atlas: str, open_page: OpenPage) -> None:
    page = open_page(levels_atlas, "/?as_of=2026")
    page.get_by_role("region", name="The widest bundles").get_by_role("link", name="China – Netherlands").click()
    expect(page).to_have_url(re.compile(r"/country-pair/CN/NL\?as_of=2026"))
    expect(page.get_by_role("img", name=re.compile("^Class by year from 1945 to 2026"))).to_be_visible()
    expect(page.get_by_role("region", name="Evidence between the states")).to_contain_text("keeps a mission")
    page.get_by_role("link", name="Netherlands", exact=True).click()
    expect(page).to_have_url(re.compile(r"/country/NL\?as_of=2026"))
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Russia", exact=True))
    expect(row).to_contain_text("restricts it")
    page.get_by_role("region", name="Its busiest cities").get_by_role("link", name="Rotterdam").click()
    expect(page.get_by_role("region", name="Alignment with its state")).to_contain_text("aligned")


def test_another_year_and_layer_with_the_keyboard(levels_atlas: str, open_page: OpenPage) -> None:
    page = open_page(levels_atlas, "/measures/nodes")
    tab_to(page, "^as-of$")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "^Show$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("as_of=2025"))
    tab_to(page, "^layer$")
    page.keyboard.type("Missions")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"layer=mission&as_of=2025"))
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Missions")


def test_the_data_of_a_page_is_saved(levels_atlas: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(levels_atlas, "/country-pair/CN/NL?as_of=2025")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="City ties (CSV)").click()
    assert waiting.value.suggested_filename == "proxenia-CN-NL-ties-2025.csv"
    saved = tmp_path / "ties.csv"
    waiting.value.save_as(saved)
    assert saved.read_text(encoding="utf-8-sig").count("Rotterdam") == 2


def test_everything_is_readable_without_a_script(levels_atlas: str, open_page: OpenPage) -> None:
    page = open_page(levels_atlas, "/country-pair/NL/RU", java_script_enabled=False)
    expect(page.get_by_role("img", name=re.compile("contrary"))).to_be_visible()
    expect(page.get_by_role("region", name="The class over time")).to_contain_text("2014")
    page.goto(f"{levels_atlas}/field/development")
    expect(page.get_by_role("img", name=re.compile("^Acts by year"))).to_be_visible()
    page.goto(f"{levels_atlas}/country/{NOWHERE}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NOWHERE_NAME)
