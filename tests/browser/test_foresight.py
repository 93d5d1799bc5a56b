"""The pages on what may come in a browser: asked, under way, closed, opened again; the keyboard, a phone, axe-core."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.atlas.made_runs import HELD, HELD_KINDS
from tests.browser.conftest import OpenPage, served
from tests.browser.test_keyboard import PHONE, WIDER, tab_to
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.long_runs import LongRuns
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.snapshot.snapshot import Snapshot

pytestmark = pytest.mark.browser

LONG = 90_000
"""Milliseconds that a run of the sample world may take on a busy machine."""
PAGES = {
    "Outlook": "/outlook",
    "Which conditions matter": "/conditions",
    "Scenarios": "/scenarios",
    "How well it does": "/how-well",
}


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which a file `open` lets the runs of conditions end."""
    monkeypatch.setenv(HELD, str(tmp_path))
    return tmp_path


@pytest.fixture
def atlas(snapshot: Snapshot, held: Path, built_map: None) -> Iterator[str]:
    """Give the address of an atlas whose runs of conditions are held until they are let go."""
    runs = LongRuns(SavedSnapshot(snapshot), folder=held / "runs", kinds=HELD_KINDS)
    with served(make_app(snapshot, this_year=THIS_YEAR, runs=runs)) as address:
        yield address
    runs.close()


def finished(page: Page) -> None:
    expect(page.locator("#run")).to_have_count(0, timeout=LONG)


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_run_goes_on_when_its_page_is_closed(atlas: str, held: Path, open_page: OpenPage, script: bool) -> None:
    page = open_page(atlas, "/conditions?as_of=2026", java_script_enabled=script)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The table of conditions is being computed")
    bar = page.get_by_role("progressbar", name="Progress")
    expect(bar).to_have_attribute("max", "1000", timeout=LONG)
    expect(page.locator("#run-words")).to_contain_text(re.compile("of 1.000 steps done"))
    page.close()
    (held / "open").touch()
    again = open_page(atlas, "/conditions?as_of=2026", java_script_enabled=script)
    finished(again)
    expect(again.get_by_role("heading", level=1)).not_to_contain_text("being computed")
    expect(again).to_have_url(f"{atlas}/conditions?as_of=2026")
    again.reload()
    finished(again)


def test_an_outlook_is_asked_closed_and_found(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/?as_of=2026")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Outlook").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The outlook is being computed")
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    page.close()
    again = open_page(atlas, "/outlook?as_of=2026")
    finished(again)
    expect(again.get_by_role("heading", level=1)).to_have_text(re.compile("The outlook to 2031"))
    expect(again.get_by_role("img", name=re.compile("New ties")).first).to_be_visible()
    # The run is of the whole world: a country is another view of it, and is there at once.
    again.goto(f"{atlas}/outlook?as_of=2026&country=NL")
    expect(again.locator("#run")).to_have_count(0)
    expect(again.get_by_role("heading", level=1)).to_contain_text("Netherlands")


def test_a_page_that_stays_open_becomes_the_result_by_itself(atlas: str, held: Path, open_page: OpenPage) -> None:
    page = open_page(atlas, "/conditions?of=acts")
    words = page.locator("#run-words")
    expect(words).to_contain_text("steps done", timeout=LONG)
    before = words.inner_text()
    expect(words).not_to_have_text(before, timeout=LONG)
    expect(page.get_by_role("status")).to_contain_text("steps done")
    (held / "open").touch()
    finished(page)
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("being computed")


def test_a_run_is_stopped_with_the_keyboard_by_who_asked(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/conditions")
    expect(page.locator("#run-words")).to_contain_text("steps done", timeout=LONG)
    stranger = open_page(atlas, f"/run/{page.locator('code').inner_text()}")
    expect(stranger.get_by_role("progressbar")).to_be_visible()
    expect(stranger.get_by_role("button", name="Stop this run")).to_have_count(0)
    tab_to(page, "^Stop this run$")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/run/[0-9a-f]{32}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The table of conditions was stopped")
    expect(page.get_by_role("link", name="Start it anew")).to_be_visible()
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("was stopped")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_a_run_under_way_has_no_serious_fault(
    atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]], scheme: str
) -> None:
    page = open_page(atlas, "/conditions", color_scheme=scheme, bypass_csp=True)
    assert not find_faults(page)
    phone = open_page(atlas, "/conditions", **PHONE, has_touch=True)
    assert phone.evaluate(WIDER) == 0


def test_the_four_pages_lead_to_each_other(sample_atlas: str, open_page: OpenPage) -> None:
    page = open_page(sample_atlas, "/?as_of=2026")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Outlook").click()
    for name, path in PAGES.items():
        row = page.get_by_role("navigation", name="What may come")
        row.get_by_role("link", name=name).click()
        expect(page).to_have_url(re.compile(rf"{path}\?as_of=2026$"))
        finished(page)
        expect(row.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("path", PAGES.values())
def test_nothing_is_wider_than_a_phone(sample_atlas: str, open_page: OpenPage, path: str) -> None:
    page = open_page(sample_atlas, path, **PHONE, has_touch=True)
    finished(page)
    assert page.evaluate(WIDER) == 0
