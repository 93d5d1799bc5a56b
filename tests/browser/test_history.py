"""The history in a browser, on the founding register as a newcomer gets it: six years, slider, list, a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

YEARS = (-431, 1167, 1370, 1648, 1913, 2026)
PHONE = {"wide": 390, "high": 844}
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SAID = "() => ({...document.getElementById('history-map').dataset})"
READY = "() => document.getElementById('history-map')?.dataset.state === 'ready'"
SHOT = "() => document.querySelector('#history-map canvas').toDataURL()"
INK = """
() => {
  const canvas = document.querySelector('#history-map canvas');
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) seen.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
  return [...seen].map((colour) => '#' + colour.toString(16).padStart(6, '0'));
}
"""
COLOURS = {"#0072b2", "#c24a00", "#00795a", "#a33a6b", "#7a5c00", "#5b4bb5"}
"""The colours of the leagues' marks on the light map (frontend/src/lib/palette.ts)."""

ATHENS = "gn:264371"
CREMONA = "gn:3177838"
LUBECK = "gn:2875601"
THE_HAGUE = "gn:2747373"
CITY_OF = {-431: ATHENS, 1167: CREMONA, 1370: LUBECK, 1648: LUBECK, 1913: THE_HAGUE, 2026: "gn:2747891"}
LEAGUE_OF = {
    -431: "Delian League",
    1167: "Lombard League",
    1370: "Hanseatic League",
    1648: "Hanseatic League",
    1913: "International Union of Local Authorities",
    2026: "Eurocities",
}


def wait(page: Page, **wanted: str) -> dict[str, str]:
    """Wait until the map is drawn as wanted and at rest, and return what it says of itself."""
    page.wait_for_function(READY)
    for name, value in wanted.items():
        page.wait_for_function(f"() => document.getElementById('history-map').dataset.{name} === '{value}'")
    page.wait_for_timeout(350)
    page.wait_for_function(READY)
    said: dict[str, str] = page.evaluate(SAID)
    return said


def position(page: Page, city: str) -> tuple[float, float]:
    """Return where on the screen a city of a league lies."""
    x, y = page.evaluate("id => document.getElementById('history-map').historyMap.position(id)", city)
    box = page.locator("#history-map canvas").bounding_box()
    assert box is not None
    return box["x"] + x, box["y"] + y


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Year")


def league(page: Page, name: str) -> Locator:
    return page.locator("#history-list details").filter(
        has=page.locator("summary b", has_text=re.compile(f"^{re.escape(name)}"))
    )


@pytest.mark.parametrize("year", YEARS)
def test_a_year_is_drawn_with_its_leagues(register_atlas: str, open_page: OpenPage, year: int) -> None:
    page = open_page(register_atlas, f"/history?year={year}")
    # Leagues that lie close together fill the picture; city networks all over the world are no cluster.
    said = wait(page, shown=str(year), view="world" if year == 2026 else "close")
    answer = page.request.get(f"{register_atlas}/api/v1/history?year={year}").json()
    placed = {one["id"] for group in answer["leagues"] for one in group["members"] if one["lon"] is not None}
    assert int(said["leagues"]) == len(answer["leagues"]) >= 1
    assert int(said["cities"]) == len(placed)
    expect(page.locator("#year-shown")).to_have_text(answer["label"])
    expect(slider(page)).to_have_attribute("aria-valuetext", answer["label"])
    expect(page.locator("#history-list details")).to_have_count(len(answer["leagues"]))
    expect(league(page, LEAGUE_OF[year])).to_have_count(1)
    assert page.evaluate("id => document.getElementById('history-map').historyMap.position(id)", CITY_OF[year])
    hosts = [one for point in answer["turning_points"]["in_year"] for one in point["actors"] if one["role"] == "host"]
    assert int(said["points"]) == sum(one["lon"] is not None for one in hosts)
    if year == 2026:
        return
    box = page.locator("#history-map canvas").bounding_box()
    x, y = position(page, CITY_OF[year])
    assert box is not None
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]
    drawn = COLOURS & set(page.evaluate(INK))
    assert len(drawn) >= min(2, len(answer["leagues"])), "each league has a colour of its own"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("year", YEARS)
def test_no_serious_fault(
    register_atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]], year: int, scheme: str
) -> None:
    page = open_page(register_atlas, f"/history?year={year}", color_scheme=scheme, bypass_csp=True)
    wait(page, shown=str(year))
    page.locator("#history-list summary").first.click()
    assert not find_faults(page)


@pytest.mark.parametrize("year", YEARS)
def test_nothing_is_wider_than_a_phone(
    register_atlas: str, open_page: OpenPage, find_faults: Callable[[Page], list[str]], year: int
) -> None:
    page = open_page(register_atlas, f"/history?year={year}", **PHONE, has_touch=True, bypass_csp=True)
    wait(page, shown=str(year))
    page.locator("#history-list summary").first.click()
    assert page.evaluate(WIDER) == 0
    assert not find_faults(page)


def test_keys_move_by_years_decades_and_centuries(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=-431")
    wait(page, shown="-431")
    before = page.evaluate(SHOT)
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#year-shown")).to_have_text("430 BCE")
    page.keyboard.press("PageDown")
    expect(page.locator("#year-shown")).to_have_text("440 BCE")
    page.keyboard.press("Shift+PageUp")
    wait(page, shown="-340")
    expect(slider(page)).to_have_attribute("aria-valuetext", "340 BCE")
    expect(page).to_have_url(re.compile(r"year=-340"))
    expect(page).to_have_title(re.compile("340 BCE"))
    expect(page.locator("#history-leagues")).to_contain_text("340 BCE")
    assert page.evaluate(SHOT) != before
    page.keyboard.press("End")
    wait(page, shown="2026")
    page.keyboard.press("Home")
    wait(page, shown="-500")
    expect(slider(page)).to_have_attribute("aria-valuetext", "500 BCE")


def test_there_is_no_year_nought(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=-1")
    wait(page, shown="-1")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    wait(page, shown="1")
    expect(page.get_by_role("spinbutton", name="Year")).to_have_value("1")
    page.keyboard.press("ArrowLeft")
    wait(page, shown="-1")
    expect(page.locator("#year-shown")).to_have_text("1 BCE")


def test_a_hand_on_the_rail_and_a_typed_year(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=2026")
    wait(page, shown="2026")
    rail = page.locator(".year-scale .rail").bounding_box()
    assert rail is not None
    page.mouse.click(rail["x"] + rail["width"] / 2, rail["y"] + rail["height"] / 2)
    page.wait_for_function("() => document.getElementById('history-map').dataset.shown !== '2026'")
    middle = int(wait(page)["shown"])
    assert 1890 < middle < 1960, "the last century has about half of the slider"
    assert page.locator(".year-scale .rail").bounding_box() == rail, "the rail stays under the hand"
    page.mouse.move(rail["x"] + rail["width"] / 2, rail["y"] + rail["height"] / 2)
    page.mouse.down()
    page.mouse.move(rail["x"] + 2, rail["y"] + rail["height"] / 2, steps=4)
    page.mouse.up()
    page.wait_for_function("() => document.getElementById('history-map').dataset.shown <= -450")
    page.get_by_role("spinbutton", name="Year").fill("1370")
    page.get_by_role("spinbutton", name="Year").press("Enter")
    wait(page, shown="1370")
    expect(page).to_have_url(re.compile("year=1370"))


def test_words_of_turning_points_do_not_overlap_and_lead_to_their_year(
    register_atlas: str, open_page: OpenPage
) -> None:
    for wide in (1280, 390):
        page = open_page(register_atlas, "/history?year=1500", wide=wide)
        wait(page, shown="1500")
        words = page.locator(".year-scale .text")
        assert words.count() >= (10 if wide == 1280 else 4)
        boxes = [one for one in (words.nth(at).bounding_box() for at in range(words.count())) if one]
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
                assert apart or abs(one["y"] - other["y"]) >= 12, (wide, one, other)
    assert page.locator(".year-scale .dot").count() == page.locator("[data-turning-point]").count() >= 20
    page = open_page(register_atlas, "/history?year=1500")
    wait(page, shown="1500")
    page.locator(".year-scale .text", has_text="Peace of Westphalia").click()
    wait(page, shown="1648")
    expect(page.locator("#history-list .notice")).to_contain_text("Peace of Westphalia")
    page.get_by_role("button", name="Turning point before this year").click()
    page.wait_for_function("() => document.getElementById('history-map').dataset.shown !== '1648'")
    page.get_by_role("button", name="Next turning point").click()
    wait(page, shown="1648")


def test_a_league_chosen_in_the_list_by_keyboard(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=-431")
    wait(page, shown="-431")
    before = page.evaluate(SHOT)
    row = league(page, "Peloponnesian League")
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    wait(page, chosen="px:peloponnesian-league")
    expect(page).to_have_url(re.compile("league=px:peloponnesian-league"))
    assert page.evaluate(SHOT) != before
    expect(row.get_by_role("link", name="Sparta", exact=True)).to_be_visible()
    expect(row.locator('a[href^="http"]').first).to_be_visible()
    expect(page.locator("#history-map .said")).to_contain_text("Peloponnesian League in 431 BCE")
    page.keyboard.press("Escape")
    wait(page, chosen="")
    expect(row).not_to_have_attribute("open", re.compile(".*"))


def test_a_click_on_the_map_opens_the_row(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=1370")
    wait(page, shown="1370")
    x, y = position(page, LUBECK)
    page.mouse.move(x, y)
    expect(page.locator("#history-map .tip")).to_contain_text("seat of Hanseatic League")
    page.mouse.click(x, y)
    said = wait(page)
    assert said["chosen"] in {"px:hanseatic-league", "px:confederation-of-cologne"}
    expect(page.locator(f'#history-list details[data-league="{said["chosen"]}"]')).to_have_attribute("open", "")
    page.mouse.click(x, y)
    page.wait_for_function(f"() => document.getElementById('history-map').dataset.chosen !== '{said['chosen']}'")
    other = wait(page)["chosen"]
    assert {said["chosen"], other} == {"px:hanseatic-league", "px:confederation-of-cologne"}, (
        "the next click, the next league"
    )


def test_the_whole_world_and_back_to_the_leagues(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=-431")
    wait(page, shown="-431", view="close")
    page.get_by_role("button", name="Whole world").first.click()
    wait(page, view="world")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    assert wait(page, shown="-430")["view"] == "world", "a view chosen by hand stays"
    page.get_by_role("button", name="Leagues of the year").click()
    wait(page, view="close")
    beyond = page.locator("#history-map .beyond")
    expect(beyond).to_contain_text("Latin League")
    beyond.get_by_role("button", name="Latin League").click()
    wait(page, chosen="px:latin-league")
    answer = page.request.get(f"{register_atlas}/api/v1/history?year=-430").json()
    latin = next(one for one in answer["leagues"] if one["id"] == "px:latin-league")
    x, y = position(page, next(one["id"] for one in latin["members"] if one["lon"] is not None))
    box = page.locator("#history-map canvas").bounding_box()
    assert box is not None
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]


def test_it_plays_and_stops(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=-450")
    wait(page, shown="-450")
    page.get_by_role("button", name="Play").click()
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => Number(document.getElementById('history-map').dataset.shown) > -450")
    page.wait_for_function("() => Number(document.getElementById('history-map').dataset.shown) > -431")
    stop.click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    here = wait(page)["shown"]
    page.wait_for_timeout(1500)
    assert wait(page)["shown"] == here
    page.get_by_role("button", name="Play").click()
    slider(page).focus()
    page.keyboard.press("Home")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_an_address_gives_the_page_again(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=1370&league=px:hanseatic-league")
    said = wait(page, shown="1370", chosen="px:hanseatic-league")
    assert int(said["arcs"]) > 10, "lines from the seat to the members"
    expect(league(page, "Hanseatic League")).to_have_attribute("open", "")
    slider(page).focus()
    page.keyboard.press("ArrowRight")
    wait(page, shown="1371", chosen="px:hanseatic-league")
    expect(page.locator("#history-leagues")).to_contain_text("1371")
    expect(league(page, "Hanseatic League")).to_have_attribute("open", "")
    again = open_page(register_atlas, page.url.removeprefix(register_atlas))
    wait(again, shown="1371", chosen="px:hanseatic-league")


def test_without_a_script_the_list_and_the_form_do(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/history?year=-431", java_script_enabled=False)
    expect(page.get_by_text("The map is drawn by a script")).to_be_visible()
    expect(page.locator("#history-leagues")).to_contain_text("431 BCE")
    league(page, "Delian League").locator("summary").click()
    expect(league(page, "Delian League").get_by_role("link", name="Athens", exact=True)).to_be_visible()
    page.get_by_role("spinbutton", name="Year").fill("1370")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("year=1370"))
    expect(page.locator("#history-leagues")).to_contain_text("1370")
    page.locator("#history-points").get_by_role("link", name="24 October 1648").click()
    expect(page.locator("#history-leagues")).to_contain_text("1648")


def test_the_world_map_has_the_same_slider_and_leads_here(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/")
    page.wait_for_function("() => document.getElementById('atlas-map')?.dataset.state === 'ready'")
    expect(page.locator(".year-scale .tick").first).to_have_text("500 BCE")
    page.get_by_role("slider").focus()
    page.keyboard.press("Home")
    expect(page.locator("#as-of-shown")).to_have_text("500 BCE")
    expect(page).to_have_url(re.compile("as_of=-499"))
    page.get_by_role("link", name="The leagues and turning points of 500 BCE").click()
    wait(page, shown="-500")
    expect(page).to_have_url(re.compile(r"/history\?year=-500$"))


def test_a_server_that_is_gone_is_told_on_the_map(register_atlas: str, open_page: OpenPage) -> None:
    page = open_page(register_atlas, "/about", expect="Failed to load resource")
    page.route("**/api/v1/history**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(f"{register_atlas}/history?year=1370")
    expect(page.locator("#history-map").get_by_role("alert")).to_contain_text("could not answer for the map (503)")
    expect(page.locator("#history-leagues")).to_contain_text("1370")
