"""Cities side by side and the cases, as pages, tables and JSON, and what happens when the choice is wrong."""

import csv
import io
from functools import lru_cache
from itertools import permutations
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import ReadPage, read_page
from tests.factory import BERLIN, EUROCITIES, LONDON, ROTTERDAM, SCRIPT_CITY, SHANGHAI, THIS_YEAR

from proxenia.atlas.chosen_cities import choose_cities
from proxenia.atlas.side_by_side import SideBySide
from proxenia.atlas.small_multiples import multiples_legend, tallest_year, years_picture
from proxenia.atlas.world import AtlasWorld
from proxenia.profiles.case_names import CASES
from proxenia.profiles.cases import CASE_STATUS
from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.compare import compare_cities
from proxenia.profiles.compare_ties import WITHOUT_DATE, YearTies

THREE = f"city={ROTTERDAM}&city={BERLIN}&city={SHANGHAI}"
OTHERS = ("gn:1", "gn:2")


def shown(client: Asking, address: str, status: int = 200) -> ReadPage:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text[:300])
    page = read_page(answer.text)
    assert not list(page.faults())
    return page


def test_the_comparison_shows_what_the_interface_says(client: Asking) -> None:
    page = shown(client, f"/compare?{THREE}")
    told = client.get(f"/api/v1/compare?{THREE.replace('city=', 'cities=')}").json()
    assert [city["id"] for city in told["cities"]] == [ROTTERDAM, BERLIN, SHANGHAI]
    assert page.all("h1")[0].text.split() == ["Rotterdam,", "Berlin,", "Shanghai", "side", "by", "side"]
    pictures = [one for one in page.all("svg") if "multiple" in one.attributes.get("class", "")]
    assert [one.attributes["aria-label"].split(",")[0] for one in pictures] == ["Rotterdam", "Berlin", "Shanghai"]
    live = [city["by_standing"][0] for city in told["cities"]]
    assert all(one["number"] == len(one["ties"]) > 0 for one in live)
    for one in live:
        assert str(one["number"]) in page.text


def test_every_number_of_ties_leads_to_just_those_ties(client: Asking) -> None:
    page = shown(client, f"/compare?{THREE}")
    links = [one for one in page.all("a") if one.attributes["href"].startswith("/compare/ties?")]
    assert len(links) > 10
    for link in links:
        number = link.text.split()[0]
        behind = shown(client, link.attributes["href"])
        ties = [href for href in behind.own_links() if href.startswith("/tie/")]
        asked = parse_qs(urlsplit(link.attributes["href"]).query)
        told = client.get(f"/api/v1{link.attributes['href']}").json()["ties"]
        assert len(ties) == len(told)
        if "abroad" in asked:
            assert str(len({tie["partner"]["country"] for tie in told})) == number
        elif "country" in asked:
            assert {tie["partner"]["country"] for tie in told} == set(asked["country"])
        elif "between" in asked:
            assert str(len({tie["partner"]["id"] for tie in told})) == number, "two ties with one partner are one"
        else:
            assert str(len(told)) == number, link.attributes["href"]
        assert client.get(ties[0]).status_code == 200


def test_a_name_becomes_an_address_that_holds_the_choice(client: Asking) -> None:
    answer = client.get("/compare?city=Rotterdam&city=&city=%20Shanghai%20&as_of=2020")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/compare?city={ROTTERDAM}&city={SHANGHAI}&as_of=2020"
    other_script = client.get(f"/compare?city={quote('鹿特丹')}&city=Berlin")
    assert f"city={ROTTERDAM}&city={BERLIN}" in other_script.headers["location"]


def test_the_choice_works_without_a_script(client: Asking) -> None:
    start = shown(client, "/compare")
    assert len([one for one in start.all("input") if one.attributes["name"] == "city"]) == 2
    one = shown(client, f"/compare?city={ROTTERDAM}")
    kept = [one.attributes for one in one.all("input") if one.attributes["name"] == "city"]
    assert kept[0]["value"] == ROTTERDAM
    full = shown(
        client, "/compare?" + "&".join(f"city={c}" for c in (ROTTERDAM, BERLIN, SHANGHAI, LONDON, SCRIPT_CITY))
    )
    assert "Five is the most" in full.text
    left_out = next(href for href in full.links() if "city=" in href and LONDON not in href and "compare?" in href)
    assert len(parse_qs(urlsplit(left_out).query)["city"]) == 4


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (f"city={ROTTERDAM}&city={ROTTERDAM}", 400, "was given twice"),
        (f"{THREE}&city={LONDON}&city={SCRIPT_CITY}&city=gn:2988507", 404, "There is no actor"),
        (f"{THREE}&city={LONDON}&city={SCRIPT_CITY}&city=Turku", 400, "6 cities were given to compare"),
        (f"city={ROTTERDAM}&city=gn:404404", 404, "There is no actor 'gn:404404'"),
        (f"city={ROTTERDAM}&city=Nobodyville", 404, "There is no city or region 'Nobodyville'"),
        (f"city={ROTTERDAM}&city=iso:DE", 400, "is of the kind state"),
        (f"city={ROTTERDAM}&city=Germany", 400, "Only local governments are compared"),
        (f"city={ROTTERDAM}&city={EUROCITIES}", 400, "city network"),
    ],
)
def test_what_is_wrong_is_told_on_the_page_and_in_json(client: Asking, query: str, status: int, words: str) -> None:
    if "Turku" in query:
        location = client.get(f"/compare?{query}").headers["location"]
        page = shown(client, location, status)
    else:
        page = shown(client, f"/compare?{query}", status)
    assert words in page.text
    assert [one for one in page.all("p") if one.attributes.get("role") == "alert"]
    answer = client.get(f"/api/v1/compare?{query.replace('city=', 'cities=')}")
    assert answer.status_code == status
    assert words in answer.json()["error"]["happened"] + answer.json()["error"]["expected"]


def test_one_city_is_a_question_on_the_page_and_an_error_in_json(client: Asking) -> None:
    assert "Another city" in shown(client, f"/compare?city={ROTTERDAM}").text
    answer = client.get(f"/api/v1/compare?cities={ROTTERDAM}")
    assert (answer.status_code, answer.json()["error"]["happened"]) == (400, "1 city was given to compare")
    assert client.get("/api/v1/compare").status_code == 422


def test_a_name_of_several_is_a_choice(client: Asking, world: AtlasWorld) -> None:
    asked = choose_cities(world.index, world.search, ["London", "London,CA", "  "])
    assert [one.meant.actor.id for one in asked if one.meant] == [LONDON, "gn:6058560"]
    several = shown(client, f"/compare?city=Samplestead&city={ROTTERDAM}", 404)
    assert "There is no city or region 'Samplestead'" in several.text


def test_json_takes_several_in_one_word(client: Asking) -> None:
    one = client.get(f"/api/v1/compare?cities={ROTTERDAM};{BERLIN}").json()
    two = client.get(f"/api/v1/compare?cities={ROTTERDAM}&cities={BERLIN}").json()
    assert one == two


@pytest.mark.parametrize("year", [1985, 2015, THIS_YEAR])
def test_the_tables_of_all_cities_give_the_same_comparison(world: AtlasWorld, year: int) -> None:
    snapshot = world.levels.snapshot
    alone = SideBySide(world.index, world.search, world.view, snapshot=snapshot, looked_up=snapshot)
    of_all = lru_cache(lambda of: CityTables.of(snapshot(of)))
    tables = SideBySide(world.index, world.search, world.view, snapshot=snapshot, looked_up=snapshot, tables=of_all)
    tables.warm_behind(year, world.levels.background)
    asked = alone.choose([ROTTERDAM, BERLIN, SHANGHAI])
    found = tables.comparison(asked, year=year)
    assert found == alone.comparison(asked, year=year)
    assert found == compare_cities(world.index.snapshot, [ROTTERDAM, BERLIN, SHANGHAI], now=snapshot(year))


def test_a_city_is_the_same_whoever_stands_beside_it(world: AtlasWorld) -> None:
    snapshot = world.levels.snapshot
    of_all = lru_cache(lambda of: CityTables.of(snapshot(of)))
    side = SideBySide(world.index, world.search, world.view, snapshot=snapshot, looked_up=snapshot, tables=of_all)
    region = next(one.id for one in world.index.actors.values() if one.kind.value == "region")
    for year in (1985, THIS_YEAR):
        for three in permutations([ROTTERDAM, BERLIN, SHANGHAI, region], 3):
            alone = compare_cities(world.index.snapshot, three, now=snapshot(year))
            assert side.comparison(side.choose(three), year=year) == alone


def test_the_table_of_a_comparison(client: Asking) -> None:
    answer = client.get(f"/compare.csv?{THREE}&as_of=2020")
    assert answer.headers["content-disposition"] == 'attachment; filename="proxenia-compare-2020.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert {row["city_id"] for row in rows} == {ROTTERDAM, BERLIN, SHANGHAI}
    live = next(row for row in rows if row["city_id"] == ROTTERDAM and row["figure"] == "live")
    assert float(live["value"]) == len(live["records"].split("; "))
    assert client.get(f"/compare.csv?city={ROTTERDAM}").status_code == 400


def test_the_ties_behind_a_number_are_checked_for_their_words(client: Asking) -> None:
    assert client.get(f"/compare/ties?city={ROTTERDAM}&standing=alive").status_code == 400
    assert client.get(f"/compare/ties?city={ROTTERDAM}&kind=marriage").status_code == 400
    assert client.get("/compare/ties?city=gn:404404").status_code == 404
    assert client.get("/compare/ties").status_code == 422
    twinnings = client.get(f"/api/v1/compare/ties?city={ROTTERDAM}&kind=twinning&standing=live").json()
    assert {tie["kind"] for tie in twinnings["ties"]} == {"twinning"}
    table = client.get(f"/compare/ties.csv?city={ROTTERDAM}&kind=twinning&standing=live").body.decode("utf-8-sig")
    assert len(table.splitlines()) == len(twinnings["ties"]) + 1
    none = shown(client, f"/compare/ties?city={ROTTERDAM}&kind=treaty")
    assert "knows of no such tie" in none.text


def test_the_list_of_cases_holds_all_and_narrows(client: Asking) -> None:
    page = shown(client, "/cases")
    for case in CASES.values():
        assert case.name in page.text
    assert f"/cases/m4?as_of={THIS_YEAR}" in page.links()
    told = client.get("/api/v1/cases").json()
    assert told["all"] == sum(told["by_status"].values()) >= len(CASES)
    peace = client.get("/api/v1/cases?field=peace").json()
    assert 0 < sum(map(len, peace["groups"].values())) < told["all"]
    assert client.get("/api/v1/cases?status=nowhere").status_code == 422
    rows = list(csv.DictReader(io.StringIO(client.get("/cases.csv").body.decode("utf-8-sig"))))
    assert len(rows) == told["all"]
    assert {row["status"] for row in rows} <= set(CASE_STATUS)


def test_a_case_of_which_nothing_is_held_says_so(client: Asking) -> None:
    page = shown(client, "/cases/m4")
    assert "the register holds no tie or act of it by 2026-12-31" in page.text
    assert client.get("/api/v1/cases/m4").json()["status"] == "nothing"
    missing = client.get("/api/v1/cases/m44")
    assert missing.status_code == 404
    assert "m4" in missing.json()["error"]["expected"]


YEARS = (YearTies(1990, "economy", 2), YearTies(1991, "economy", 1), YearTies(1991, WITHOUT_DATE, 3))


def test_pictures_have_one_scale_and_tell_their_figures() -> None:
    assert tallest_year([YEARS, ()]) == 4
    picture = read_page(years_picture(YEARS, 1950, 2026, 4, "<b>City</b>"))
    (drawn,) = picture.all("svg")
    assert drawn.attributes["aria-label"].startswith("<b>City</b>, ties in force by year from 1950 to 2026")
    assert [one.text for one in picture.all("title")] == [
        "economy: 2 in 1990, 1 in 1991",
        "start not known: 3 in 1991, 3 in 1991",
    ]
    assert len(picture.all("path")) == 2
    legend = read_page(multiples_legend([YEARS]))
    assert [one.text.strip() for one in legend.all("li")] == ["economy", "start not known"]
    empty = read_page(years_picture((), 1950, 2026, 0, "Nobody"))
    assert "none known" in empty.all("svg")[0].attributes["aria-label"]
    assert not empty.all("path")
