"""The page of the two maps: the blend, a country chosen, the classes, the address, the keyboard, a phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import OpenPage, served
from tests.factory import THIS_YEAR
from tests.two_maps_world import two_maps_snapshot

from proxenia.atlas.app import make_app

pytestmark = pytest.mark.browser

PHONE = {"wide": 390, "high": 844}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SAID = "() => ({...document.getElementById('two-maps').dataset})"
READY = "() => document.getElementById('two-maps')?.dataset.state === 'ready'"
SHOT = "() => document.querySelector('#two-maps canvas').toDataURL()"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory, built_map: None) -> Iterator[str]:
    """Give the address of an atlas with a state level."""
    snapshot = two_maps_snapshot(tmp_path_factory.mktemp("states"))
    with served(make_app(snapshot, this_year=THIS_YEAR)) as address:
        yield address


def wait(page: Page, **wanted: str) -> dict[str, str]:
    """Wait until the maps are drawn as wanted, and return what they say of themselves."""
    page.wait_for_function(READY)
    for name, value in wanted.items():
        page.wait_for_function(f"() => document.getElementById('two-maps').dataset.{name} === '{value}'")
    page.wait_for_function(READY)
    said: dict[str, str] = page.evaluate(SAID)
    return said


def maps_of(page: Page) -> Locator:
    return page.locator("#two-maps")


def test_three_stops_show_three_pictures(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026")
    assert wait(page)["at"] == "50"
    expect(page.get_by_role("radio", name="Overlay")).to_be_checked()
    pictures = {page.evaluate(SHOT)}
    for name, at, arcs in (("City map", "0", "8"), ("State map", "100", "1")):
        page.get_by_role("radio", name=name).check()
        assert wait(page, at=at)["arcs"] == arcs
        pictures.add(page.evaluate(SHOT))
    assert len(pictures) == 3
    expect(page).to_have_url(re.compile("view=state"))


def test_the_blend_goes_over_by_steps(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026&view=city")
    wait(page, at="0")
    pictures = {page.evaluate(SHOT)}
    blend = page.get_by_role("slider", name=re.compile("Blend"))
    blend.focus()
    for step in (1, 2, 3):
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        wait(page, at=str(5 * step))
        pictures.add(page.evaluate(SHOT))
    assert len(pictures) == 4, "every place of the slider is a picture of its own"
    expect(blend).to_have_attribute("aria-valuetext", "70 % City map, 30 % Overlay")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page).to_have_url(re.compile("blend=15"))
    page.keyboard.press("End")
    wait(page, at="100")
    expect(page.get_by_role("radio", name="State map")).to_be_checked()


def test_an_address_gives_the_picture_again(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026&country=NL&blend=30&hide=latent,absent")
    wait(page, at="30", country="NL")
    expect(maps_of(page).get_by_role("combobox")).to_have_value(re.compile(r"\d+"))
    expect(maps_of(page).locator(".panel").get_by_role("heading")).to_have_text("Netherlands")
    expect(page.get_by_role("checkbox", name=re.compile("^latent"))).not_to_be_checked()
    expect(page.get_by_role("checkbox", name=re.compile("^contrary"))).to_be_checked()
    before, address = page.evaluate(SHOT), page.url
    again = open_page(atlas, address.removeprefix(atlas))
    wait(again, at="30", country="NL")
    again.wait_for_timeout(300)
    page.wait_for_timeout(300)
    assert again.url == address
    assert again.evaluate(SHOT) == before


def test_a_country_chosen_colours_the_others_and_lists_its_pairs(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026")
    wait(page)
    maps_of(page).get_by_role("combobox").select_option(label="Netherlands")
    assert wait(page, country="NL")["arcs"] == "0", "areas stand in for lines"
    panel = maps_of(page).locator(".panel")
    expect(panel.locator("li")).to_have_text(
        [
            re.compile("Russia.*contrary"),
            re.compile("China.*substitute"),
            re.compile("Germany.*aligned"),
            re.compile("Belgium"),
        ]
    )
    expect(panel.get_by_role("link", name="Russia")).to_have_attribute("href", "/country-pair/NL/RU?as_of=2026")
    expect(page.locator("#maps-figures")).to_contain_text("of Netherlands")
    expect(page).to_have_url(re.compile("country=NL"))
    page.keyboard.press("Escape")
    wait(page, country="")
    expect(panel).to_have_count(0)
    expect(page.locator("#maps-figures")).not_to_contain_text("of Netherlands")


def test_a_click_on_a_country_chooses_it(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026&view=state")
    wait(page)
    box = page.locator("#two-maps canvas").bounding_box()
    assert box is not None
    x, y = page.evaluate("() => document.getElementById('two-maps').twoMaps.position('EG')")
    page.mouse.move(box["x"] + x - 6, box["y"] + y + 6)
    expect(maps_of(page).locator(".tip")).to_contain_text("Egypt")
    page.mouse.click(box["x"] + x - 6, box["y"] + y + 6)
    wait(page, country="EG")
    page.locator("#two-maps canvas").click(position={"x": 40, "y": box["height"] - 20})
    wait(page, country="")


def test_a_class_without_its_tick_is_not_drawn(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026")
    everything = int(wait(page)["arcs"])
    contrary = page.get_by_role("checkbox", name=re.compile("^contrary"))
    expect(maps_of(page).locator(".classes label").filter(has=contrary)).to_contain_text("1 pair")
    contrary.uncheck()
    wait(page, arcs=str(everything - 1))
    expect(page).to_have_url(re.compile("hide=contrary"))
    contrary.check()
    wait(page, arcs=str(everything))


def test_another_year_moves_map_counts_and_tables(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026&view=overlay")
    now = wait(page)["arcs"]
    page.get_by_role("slider", name="As of the end of").fill("2010")
    expect(page).to_have_url(re.compile("as_of=2010"))
    page.wait_for_function(f"() => document.getElementById('two-maps').dataset.arcs !== '{now}'")
    expect(page.locator("#maps-lead")).to_contain_text("2010")
    expect(page.locator("#maps-tables")).not_to_contain_text("Russia")
    expect(maps_of(page).locator(".classes legend")).to_contain_text("2010")


def test_with_the_keyboard_alone(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026")
    wait(page)
    page.get_by_role("slider", name="As of the end of").focus()
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("() => document.activeElement.value ?? document.activeElement.getAttribute('role') ?? ''")
        )
        if seen[-1] == "overlay":
            page.keyboard.press("ArrowRight")
            wait(page, at="100")
        if page.evaluate("() => document.activeElement.tagName") == "SELECT":
            page.keyboard.type("Russ")
            wait(page, country="RU")
        if seen[-1] == "application":
            before = page.evaluate(SHOT)
            page.keyboard.press("+")
            page.wait_for_timeout(400)
            wait(page)
            assert page.evaluate(SHOT) != before
            page.keyboard.press("Escape")
            wait(page, country="")
            break
    else:
        pytest.fail(f"Tab never reached the map: {seen}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "&country=NL", "&country=NL&view=state", "&view=state", "&blend=20"])
def test_nothing_serious_is_wrong(
    atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]], scheme: str, query: str
) -> None:
    page = open_page(atlas, f"/two-maps?as_of=2026{query}", color_scheme=scheme)
    wait(page)
    assert find_faults(page) == []


def test_on_a_phone(atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]]) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026&country=NL", **PHONE, has_touch=True)
    wait(page, country="NL")
    assert page.evaluate(WIDER) == 0
    expect(maps_of(page).locator(".panel")).to_be_visible()
    assert find_faults(page) == []


def test_without_a_script_the_classes_and_pairs_are_readable(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/two-maps?as_of=2026", java_script_enabled=False)
    expect(page.get_by_text("The maps are drawn by a script")).to_be_visible()
    expect(page.get_by_role("region", name="The classes")).to_contain_text("contrary")
    expect(page.get_by_role("region", name="Contrary pairs")).to_contain_text("relations broken off")
    page.get_by_label("Country").select_option("CN")
    maps_of(page).get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("country=CN"))
    expect(page.get_by_role("region", name="Substitute pairs of China")).to_contain_text("Netherlands")


def test_a_server_that_is_gone_is_told_on_the_map(atlas: str, open_page: OpenPage) -> None:
    page = open_page(atlas, "/about", expect="Failed to load resource")
    page.route("**/api/v1/map/overlay**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(f"{atlas}/two-maps")
    expect(maps_of(page).get_by_role("alert")).to_contain_text("could not answer for the map (503)")
