"""The review page in a real browser, served by a real `proxenia atlas --edit`: let in once, decide, take back."""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import FIRST_PORT, OpenPage
from tests.browser.test_keyboard import PHONE, WIDER, tab_to
from tests.cli.running import Home

from proxenia.web.server import free_port

pytestmark = pytest.mark.browser

LIST = """city,country,partner,partner_country
Springfield,United States,Rotterdam,Netherlands
Springfield,United States,Shanghai,China
San Antonio,Chile,Rotterdam,Netherlands
Kingston,United States,Rotterdam,Netherlands
"""
COLUMNS = "city=city country=country partner=partner partner_country=partner_country source=ours title=Ours"


@dataclass(frozen=True, slots=True)
class Opened:
    """An atlas that was opened for editing."""

    address: str
    home: Home

    @property
    def atlas(self) -> str:
        return self.address.partition("/review")[0]

    @property
    def way_in(self) -> str:
        return self.address.removeprefix(self.atlas)

    def decided(self) -> list[tuple[str, str, str]]:
        found = self.home.done("judgements", "--signed-by", "person:anna", "--json").json
        return [(one["left"], one["verdict"], one["right"]) for one in found]


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("reviewer")
    home = Home(folder / "data", folder / "cache")
    table = folder / "open.csv"
    table.write_text(LIST, encoding="utf-8")
    home.done("import", "table", table, *(word for pair in COLUMNS.split() for word in ("--map", pair)))
    return home


@pytest.fixture
def opened(filled_home: Home, built_map: None) -> Iterator[Opened]:
    """Give the address that `proxenia atlas --edit` prints; end it as a person does, with Ctrl-C."""
    port = str(free_port(FIRST_PORT))
    options = ["--edit", "--no-browser", "--no-prepare", "--sign", "anna", "--port", port]
    with filled_home.start("atlas", *options, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "http://" in line:
                break
        else:
            pytest.fail("".join(said))
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        yield Opened(next(word for word in line.split() if word.startswith("http://")), filled_home)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        drain.join()


def choose(page: Page, label: str) -> None:
    """Go down the answers with the arrow keys."""
    for _ in range(30):
        page.keyboard.press("ArrowDown")
        if label in page.evaluate("() => document.activeElement.closest('label').textContent"):
            return
    pytest.fail(f"the arrow keys never reached {label!r}")


def test_decide_and_take_back_with_the_keyboard_alone(
    opened: Opened, open_page: OpenPage, find_faults: Callable[[Page], list[str]]
) -> None:
    page = open_page(opened.atlas, opened.way_in)
    asked = page.get_by_role("heading", level=2).first
    expect(asked).to_contain_text("Springfield")
    expect(page.get_by_role("main")).to_contain_text("tied to Rotterdam (Netherlands)")
    expect(page.get_by_role("main")).to_contain_text("Illinois")
    assert find_faults(page) == []
    choose(page, "Massachusetts")
    page.keyboard.press("Enter")
    expect(asked).not_to_contain_text("Springfield")
    expect(page.get_by_role("listitem")).to_contain_text("Springfield is Springfield, Massachusetts")
    assert opened.decided() == [("ours:Springfield,United States", "same", "gn:4951788")]
    assert find_faults(page) == []
    tab_to(page, "^Take back Springfield")
    page.keyboard.press("Enter")
    expect(asked).to_contain_text("Springfield")
    expect(page.get_by_role("button", name="Take back")).to_have_count(0)
    assert opened.decided() == []


def test_another_id_is_taken_where_the_gazetteer_knows_it(opened: Opened, open_page: OpenPage) -> None:
    page = open_page(opened.atlas, opened.way_in, expect="400 (Bad Request)")
    typed = page.get_by_label("GeoNames id of another place")
    for wrong, why in (
        ("gn:999999999", "knows no place 'gn:999999999'"),
        ("Springfield", "knows no place"),
        ("", "No id"),
    ):
        page.get_by_role("radio", name="Another place").check()
        typed.fill(wrong)
        page.get_by_role("button", name="Decide").click()
        expect(page.get_by_role("alert")).to_contain_text(why)
    typed.fill("gn:2747891")
    page.get_by_role("radio", name="None of these").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("another answer chosen")
    assert opened.decided() == []
    page.get_by_role("radio", name="Another place").check()
    typed.fill("2747891")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("listitem")).to_contain_text("Springfield is Rotterdam")
    assert opened.decided() == [("ours:Springfield,United States", "same", "gn:2747891")]
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Springfield")
    assert opened.decided() == []


def test_one_browser_is_let_in_and_no_form_of_another_page(
    opened: Opened, open_page: OpenPage, browser: Browser
) -> None:
    mine = open_page(opened.atlas, opened.way_in)
    expect(mine.get_by_role("heading", level=1)).to_contain_text("Which place is meant?")
    other = open_page(opened.atlas, opened.way_in, expect="403 (Forbidden)")
    expect(other.get_by_role("heading", level=1)).to_contain_text("does not let anybody in")
    other.goto(f"{opened.atlas}/review")
    expect(other.get_by_role("heading", level=1)).to_contain_text("has not been let in")
    context = browser.new_context(storage_state=mine.context.storage_state())
    form = f'<form method="post" action="{opened.atlas}/review"><input name="question" value="ours:Kingston"><button>'
    foreign = context.new_page()
    foreign.set_content(form)
    foreign.get_by_role("button").click()
    foreign.wait_for_url(f"{opened.atlas}/review")
    expect(foreign.get_by_role("heading", level=1)).to_contain_text("not been let in")  # the cookie is not sent along
    context.close()
    assert opened.decided() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_whole(
    opened: Opened, open_page: OpenPage, find_faults: Callable[[Page], list[str]], scheme: str
) -> None:
    page = open_page(opened.atlas, opened.way_in, **PHONE, color_scheme=scheme, has_touch=True)
    assert page.evaluate(WIDER) == 0
    expect(page.get_by_role("button", name="Decide")).to_be_visible()
    assert find_faults(page) == []
