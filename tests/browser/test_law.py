"""The map of powers and the answers of the law in a browser, from the packs of the package."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import OpenPage, served
from tests.browser.test_keyboard import PHONE, WIDER
from tests.factory import THIS_YEAR
from tests.gazetteer import gazetteer

from proxenia.atlas.app import make_app
from proxenia.cli.importing import import_founding_register
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot

__all__ = ["gazetteer"]

pytestmark = pytest.mark.browser

ASKED = "/law?place=BE&tier=region&instrument=treaty&partner=TW&on=2026-11-22&signing=2027-03-01"


@pytest.fixture(scope="module")
def law_atlas(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer, built_map: None) -> Iterator[str]:
    """Give the address of the atlas of the founding register with the packs of the package."""
    path: Path = tmp_path_factory.mktemp("law") / "ledger.sqlite"
    with open_ledger(path) as ledger:
        import_founding_register(ledger, gazetteer, recorded_at="2026-11-22T02:33:10.123456Z")
        snapshot = compile_snapshot(ledger, code_version="test")
    with served(make_app(snapshot, this_year=THIS_YEAR)) as address:
        yield address


def power_of(page: Page, country: str) -> str:
    shown = page.locator(f'svg.powers path[data-country="{country}"]').get_attribute("class") or ""
    return shown.removeprefix("power power-")


def test_the_map_of_powers_of_1985_and_of_today(law_atlas: str, open_page: OpenPage) -> None:
    """Belgium's regions and Austria's Länder may conclude treaties today; in 1985 only Germany's and Switzerland's."""
    found = {}
    for year in (1985, THIS_YEAR):
        page = open_page(law_atlas, f"/law?tier=region&instrument=treaty&as_of={year}")
        expect(page.get_by_role("heading", name="The map of powers")).to_be_visible()
        found[year] = {country: power_of(page, country) for country in ("AT", "BE", "CH", "DE")}
        box = page.locator("svg.powers").bounding_box()
        assert box is not None
        assert box["width"] > 600
    assert found[1985] == {"AT": "prohibited", "BE": "prohibited", "CH": "treaty", "DE": "treaty"}
    assert set(found[THIS_YEAR].values()) == {"treaty"}


def test_a_question_is_asked_in_the_form(law_atlas: str, open_page: OpenPage) -> None:
    page = open_page(law_atlas, "/law")
    page.get_by_label("Where").select_option("AT")
    page.get_by_label("Who").select_option("region")
    page.get_by_label("What", exact=True).select_option("treaty")
    page.get_by_label("With", exact=True).select_option("PT")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".answer").first).to_contain_text("No. The rule does not reach this partner")
    expect(page.locator(".answer").first).to_contain_text("share no border")
    assert "place=AT" in page.url


def test_a_country_of_the_map_leads_to_its_rules(law_atlas: str, open_page: OpenPage) -> None:
    page = open_page(law_atlas, "/law?tier=region&instrument=treaty")
    page.locator('svg.powers path[data-country="DE"]').click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Germany")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [ASKED, "/law?as_of=1985", "/law/BE", "/law/px:european-union"])
def test_no_page_has_a_serious_fault(
    law_atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]], address: str, scheme: str
) -> None:
    assert not find_faults(open_page(law_atlas, address, color_scheme=scheme))


@pytest.mark.parametrize("address", [ASKED, "/law/FR", "/law/px:council-of-europe"])
def test_a_phone_needs_no_sideways_scrolling(law_atlas: str, open_page: OpenPage, address: str) -> None:
    page = open_page(law_atlas, address, **PHONE)
    assert not page.evaluate(WIDER)
