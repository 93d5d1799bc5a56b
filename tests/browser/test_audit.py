"""The page of disagreements in a browser: choose with the keyboard, read on a phone, take the sheet along."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook
from tests.browser.conftest import OpenPage
from tests.browser.test_keyboard import PHONE, WIDER, tab_to

pytestmark = pytest.mark.browser


def test_choose_a_country_with_the_keyboard(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas, "/audit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where the registers disagree")
    tab_to(page, "^country$")
    page.keyboard.type("Finland")
    tab_to(page, "^Show$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"country=FI.*#findings$"))
    table = page.get_by_role("table", name="Findings with what each source says")
    expect(table.get_by_role("row")).to_have_count(2)
    expect(table).to_contain_text("suspended since 2022-02-28")
    tab_to(page, "^Turku$", most=80)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Turku")


def test_the_sheet_of_the_choice_is_saved(sample_atlas: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(sample_atlas, "/audit?kind=ended_and_listed")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.name == "proxenia-audit-ended_and_listed.xlsx"
    book = CalamineWorkbook.from_path(str(saved))
    assert book.sheet_names == ["Kinds", "ended_and_listed"]
    assert len(book.get_sheet_by_name("ended_and_listed").to_python()) == 3


@pytest.mark.parametrize("address", ["/audit", "/audit?kind=conflicting_years"])
def test_nothing_runs_over_on_desktop_or_phone(sample_atlas: str, open_page: OpenPage, address: str) -> None:
    for size in ({}, PHONE):
        page = open_page(sample_atlas, address, **size)
        assert page.evaluate(WIDER) == 0
        pages = page.get_by_role("navigation", name="Pages")
        pages.get_by_text("More", exact=True).click()
        expect(pages.get_by_role("link", name="Audit")).to_be_in_viewport()
        assert page.evaluate(WIDER) == 0
