"""The page of the history: leagues with members and sources, turning points, the slider, the files to take along."""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import Element, ReadPage
from tests.factory import THIS_YEAR
from tests.history_world import ATHENS, DELIAN, HANSA, PELOPONNESIAN, SCRIPT_LEAGUE, SPARTA, history_snapshot

from proxenia.atlas.app import make_app
from proxenia.atlas.pages import history as history_page
from proxenia.atlas.pages.history import SHAPES, assign_marks, shortened, span_words

MARKS_OF_THE_MAP = Path(__file__).parents[2] / "frontend" / "src" / "lib" / "league_marks.ts"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Give a client of the atlas of the sample world with its history."""
    return Asking(make_app(history_snapshot(tmp_path_factory.mktemp("history")), this_year=THIS_YEAR))


def read(asking: Asking, address: str) -> ReadPage:
    answer = asking.get(address)
    assert answer.status_code == 200, answer.text
    return ReadPage(answer.text)


def by_id(page: ReadPage, identifier: str) -> Element:
    return next(one for one in page.elements if one.attributes.get("id") == identifier)


def rows(page: ReadPage) -> dict[str, Element]:
    found = [one for one in page.elements if one.name == "details" and "data-league" in one.attributes]
    return {one.attributes["data-league"]: one for one in found}


def test_the_leagues_of_a_year_with_members_dates_and_who_says_so(asking: Asking) -> None:
    answer = asking.get("/history?year=-431")
    page = ReadPage(answer.text)
    assert by_id(page, "history-leagues").text.split() == ["431", "BCE:", "3", "leagues,", "5", "cities"]
    leagues = rows(page)
    assert set(leagues) == {DELIAN, PELOPONNESIAN, SCRIPT_LEAGUE}
    told = " ".join(leagues[DELIAN].text.split())
    for words in ("Delian League 478 BCE – 404 BCE · 2 members", "Seat: Athens", "Mytilene 478 BCE – 404 BCE"):
        assert words in told
    assert "about 550 BCE – 366 BCE" in leagues[PELOPONNESIAN].text
    links = {one.attributes["href"] for one in page.elements if one.name == "a" and "href" in one.attributes}
    assert "https://en.wikipedia.org/wiki/Members_of_the_Delian_League" in links
    assert f"/city/{ATHENS}?as_of=-430" in links, "other pages count years as astronomers do"
    assert f"/city-network/{DELIAN}?as_of=-430" in links
    assert any(link.startswith("/tie/tie:") for link in links)


def test_each_year_has_its_own(asking: Asking) -> None:
    assert set(rows(read(asking, "/history?year=1370"))) == {HANSA}
    assert set(rows(read(asking, "/history?year=-400"))) == {PELOPONNESIAN, SCRIPT_LEAGUE}
    assert HANSA not in rows(read(asking, "/history"))
    assert HANSA not in rows(read(asking, "/history?year=1300"))


def test_a_year_of_another_page_is_understood(asking: Asking) -> None:
    assert "431 BCE" in by_id(read(asking, "/history?as_of=-430"), "year-shown").text
    assert "431 BCE" in by_id(read(asking, "/history?as_of=1990&year=-431"), "year-shown").text
    assert by_id(read(asking, "/history?as_of=2999"), "year").attributes["value"] == str(THIS_YEAR)
    assert by_id(read(asking, "/history"), "year").attributes["value"] == str(THIS_YEAR)


@pytest.mark.parametrize("year", ["0", "2027", "-3001", "x", "1" * 5_000])
def test_no_such_year_is_told(asking: Asking, year: str) -> None:
    answer = asking.get(f"/history?year={year}")
    assert answer.status_code in {400, 404, 422}
    assert re.search("no year|does not fit", answer.text)


def test_the_turning_points_stand_in_a_list_with_their_sources(asking: Asking) -> None:
    page = read(asking, "/history?year=1648")
    points = [one for one in page.elements if "data-turning-point" in one.attributes]
    assert [one.attributes["data-turning-point"] for one in points] == ["-431", "1648"]
    assert [one.attributes["data-short"] for one in points] == ["Peloponnesian War", "Peace of Westphalia"]
    assert [one.attributes.get("class") for one in points] == [None, "now"]
    assert "24 October 1648" in points[1].text
    assert "wikipedia.org/wiki/Peace_of_Westphalia" in points[1].text
    assert "24 October 1648: Peace of Westphalia" in " ".join(by_id(page, "history-list").text.split())
    links = {one.attributes.get("href") for one in page.elements if one.name == "a"}
    assert {"/history?year=-431", "/history?year=1648"} <= links


def test_what_the_map_needs_stands_in_the_page(asking: Asking) -> None:
    page = read(asking, f"/history?year=-431&league={DELIAN}")
    place = by_id(page, "history-map")
    assert place.attributes["data-league"] == DELIAN
    marks = json.loads(place.attributes["data-marks"])
    assert {DELIAN, PELOPONNESIAN, HANSA} <= set(marks)
    assert marks[DELIAN] != marks[PELOPONNESIAN]
    scale = json.loads(by_id(page, "year-form").attributes["data-scale"])
    assert [(scale[0]["year"], scale[0]["position"]), (scale[-1]["year"], scale[-1]["position"])] == [
        (-500, 0),
        (THIS_YEAR, 1),
    ]
    assert "open" in rows(page)[DELIAN].attributes
    assert "open" not in rows(page)[PELOPONNESIAN].attributes


def test_the_slider_of_the_world_has_the_same_scale_and_leads_here(asking: Asking) -> None:
    page = read(asking, "/?as_of=-430")
    own = read(asking, "/history")
    assert by_id(page, "as-of-form").attributes["data-scale"] == by_id(own, "year-form").attributes["data-scale"]
    assert any(one.attributes.get("href") == "/history?as_of=-430" for one in page.elements)
    city = read(asking, f"/city/{SPARTA}")
    assert "data-scale" not in by_id(city, "as-of-form").attributes


def test_the_leagues_in_time_lie_where_the_scale_says(asking: Asking) -> None:
    page = read(asking, "/history?year=-431")
    bars = [one for one in page.elements if one.name == "rect" and "league-mark" in one.attributes.get("class", "")]
    assert len(bars) == 4, "leagues that began before 1945"
    lefts = [float(one.attributes["x"]) for one in bars]
    assert lefts == sorted(lefts)
    assert all(0 <= float(one.attributes["x"]) <= 100 and float(one.attributes["width"]) > 0 for one in bars)
    line = next(one for one in page.elements if one.name == "line")
    assert 0 < float(line.attributes["x1"]) < 2, "431 BCE lies near the beginning"


def test_names_that_try_to_break_out_are_only_names(asking: Asking) -> None:
    page = read(asking, "/history?year=-431&league=</script><script>alert(2)</script>")
    assert [one.attributes["src"] for one in page.elements if one.name == "script"] == [
        "/static/as-of.js",
        "/static/map/atlas-map.js",
    ]
    assert "<script>alert(1)</script>" in rows(page)[SCRIPT_LEAGUE].text
    assert not any(
        "style" in one.attributes or any(name.startswith("on") for name in one.attributes) for one in page.elements
    )


def test_memberships_to_take_along(asking: Asking) -> None:
    answer = asking.get("/history.csv?year=-431")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "history--431" in answer.headers["content-disposition"]
    table = list(csv.DictReader(StringIO(answer.body.decode("utf-8-sig"))))
    found = {(row["league_id"], row["member_id"]): row for row in table}
    mine = found[DELIAN, ATHENS]
    assert (mine["member"], mine["longitude"], mine["references"]) == (
        "Athens",
        "23.72784",
        "https://en.wikipedia.org/wiki/Members_of_the_Delian_League",
    )
    assert len(found) == 5
    assert mine["member_from"].lstrip("'") == "-0477"


def test_every_address_of_the_page_is_answered(asking: Asking) -> None:
    page = read(asking, "/history?year=1648")
    links = {one.attributes.get("href", "").partition("#")[0] for one in page.elements if one.name == "a"}
    own = sorted(link for link in links if link.startswith("/"))
    assert len(own) > 15
    answers = {link: asking.get(link).status_code for link in own}
    assert {link: status for link, status in answers.items() if status != 200} == {}


def test_a_year_without_leagues_says_so(asking: Asking) -> None:
    page = read(asking, "/history?year=-2999")
    assert "no leagues" in by_id(page, "history-leagues").text
    assert "knows of no league" in by_id(page, "history-list").text


def test_the_marks_are_those_of_the_map() -> None:
    script = MARKS_OF_THE_MAP.read_text(encoding="utf-8")
    listed = re.search(r"SHAPES = \[(.*?)\]", script, re.DOTALL)
    assert listed is not None
    assert tuple(re.findall(r"'([^']+)'", listed[1])) == SHAPES
    assert f"COLOURS = {history_page._COLOURS};" in script


def test_leagues_of_one_time_have_marks_of_their_own() -> None:
    spans = [(f"l{number:02d}", number % 7, 10 + number) for number in range(30)]
    assert len(set(assign_marks(spans).values())) == 30
    crowd: list[tuple[str, int, int]] = [(f"l{number:02d}", 0, 9) for number in range(40)]
    assert set(assign_marks(crowd).values()) == set(range(30)), "with more leagues than marks some have the same"
    assert assign_marks([("early", 0, 4), ("late", 5, 9)]) == {"early": 0, "late": 0}


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Treaty of Stralsund", "Treaty of Stralsund"),
        ("An assembly of the cities of the world at sea", "An assembly of the cities…"),
        ("Unbrokenwordlongerthantheroomthereis", "Unbrokenwordlongerthantheroom…"),
    ],
)
def test_a_long_title_is_cut_between_words(title: str, short: str) -> None:
    assert shortened(title) == short


def test_spans_in_words() -> None:
    words: dict[tuple[Any, ...], str] = {
        ("1167", "1250", True): "1167 – 1250",
        ("1167", "1167", True): "1167",
        ("", "1250", True): "until 1250",
        ("1167", "", False): "from 1167, its end not recorded",
        ("", "", False): "its end not recorded",
    }
    assert {key: span_words(key[0], key[1], end_known=key[2]) for key in words} == words
