"""The page of the outlook: the world, a country, a city; every table, what is withheld, what cannot be found."""

from typing import Any

import orjson
import pytest
from tests.factory import THIS_YEAR
from tests.foresight.made_cities import city_world

from proxenia.atlas.app import make_app
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.outlook_map import Bundle, outlook_map
from proxenia.atlas.pages import outlook as outlook_page
from proxenia.atlas.pages.outlook import OutlookPage
from proxenia.atlas.sheet import csv_of_rows
from proxenia.errors import InputError, NotFoundError
from proxenia.foresight.outlook.choosing import past_scores
from proxenia.foresight.outlook.past_intervals import score_intervals
from proxenia.foresight.outlook.project import project
from proxenia.foresight.outlook.told import told_outlook
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

QUESTION = {"start": 2010, "to": 2015, "runs": 60, "seed": 2}


@pytest.fixture(scope="module")
def result(city_world: Snapshot) -> dict[str, Any]:
    scores = past_scores(city_world, start=2010, seed=2)
    told = project(city_world, predictor="degree", scores=scores, **QUESTION)
    past = score_intervals(city_world, start=2010, predictor="degree", seed=2, cuts=(2000,), runs=20)
    found: dict[str, Any] = orjson.loads(orjson.dumps(told_outlook(city_world, told, past=past)))
    return found


@pytest.fixture(scope="module")
def index(city_world: Snapshot) -> AtlasIndex:
    return AtlasIndex(city_world)


def page_of(index: AtlasIndex, result: dict[str, Any], **asked: str) -> OutlookPage:
    return outlook_page.build(index, result, question={**QUESTION, **asked}, as_of=THIS_YEAR)


def shown(world: Snapshot, page: OutlookPage) -> str:
    app = make_app(world, this_year=THIS_YEAR)
    values = {
        "as_of": THIS_YEAR,
        "this_year": THIS_YEAR,
        "first_year": 1945,
        "links": app.state.links,
        "path": "/outlook",
        "query": "",
        "version": "1",
        "page": page,
        "question": QUESTION,
    }
    html: str = app.state.templates.get_template("outlook.html").render(values)
    return html


def test_the_world_shows_every_part(city_world: Snapshot, index: AtlasIndex, result: dict[str, Any]) -> None:
    page = page_of(index, result)
    html = shown(city_world, page)
    assert "<title>The outlook to 2015" in html
    for part in ("says", "years", "map", "pairs", "cities", "kinds", "countries", "profiles", "networks", "past"):
        assert f'id="{part}"' in html, part
    assert 'id="coverage"' in html
    assert "How to cite" in html
    assert "not enough data" in html
    assert 'style="' not in html
    assert html.count("<svg") >= 2
    assert page.own is not None
    assert page.own.new is not None
    assert page.own.new.range in html
    assert page.sentences[0] in html


def test_every_table_can_be_taken_along(index: AtlasIndex, result: dict[str, Any]) -> None:
    tables = outlook_page.tables_of(page_of(index, result))
    assert next(iter(tables)) == "numbers"
    for name, (kind, rows) in tables.items():
        lines = csv_of_rows(kind, rows).decode("utf-8-sig").splitlines()
        assert len(lines) == len(rows) + 1, name
    numbers = tables["numbers"][1]
    assert numbers[0].level == "total"
    assert numbers[0].new_low_90 <= numbers[0].new_expected <= numbers[0].new_high_90
    assert {row.level for row in numbers} > {"kinds", "fields", "regions", "countries", "country_pairs", "cities"}


def test_a_country_shows_its_own(city_world: Snapshot, index: AtlasIndex, result: dict[str, Any]) -> None:
    page = page_of(index, result, country="iso:nl")
    assert (page.scope, page.code, page.enough) == ("country", "NL", True)
    row = next(one for one in result["countries"] if one["id"] == "NL")
    assert page.own is not None
    assert page.own.new is not None
    assert page.own.new.expected == row["new"]["expected"]
    assert [one.year for one in page.ahead] == [2011, 2012, 2013, 2014, 2015]
    assert all("NL" in row.id.split("-") for row in page.levels["country_pairs"])
    assert all("NL" in {one.country_a, one.country_b} for one in page.pairs)
    html = shown(city_world, page)
    assert f"The outlook of {page.name} to 2015" in html
    assert 'id="networks"' not in html


def test_a_country_with_too_few_dated_ties_says_so(
    city_world: Snapshot, index: AtlasIndex, result: dict[str, Any]
) -> None:
    few = {**result, "countries": [{**one} for one in result["countries"]]}
    row = next(one for one in few["countries"] if one["id"] == "FI")
    row |= {"enough": False, "new": None, "dated": 12, "words": "not enough data"}
    row.pop("years", None)
    row.pop("past", None)
    page = page_of(index, few, country="FI")
    assert not page.enough
    html = shown(city_world, page)
    assert "not enough data: 12 of its" in html
    assert "new ties with a known year (" not in html


def test_a_city_shows_its_own(city_world: Snapshot, index: AtlasIndex, result: dict[str, Any]) -> None:
    city = result["cities"][0]
    page = page_of(index, result, city=city["id"])
    assert (page.scope, page.name) == ("city", city["name"])
    assert page.ahead
    assert page.pairs
    assert all(city["id"] in {one.a, one.b} for one in page.pairs)
    assert city["name"] in shown(city_world, page)
    without = {**result, "cities": [one for one in result["cities"] if one["id"] != city["id"]]}
    page = page_of(index, without, city=city["id"])
    assert page.why == f"not enough data: no tie of {city['name']} carries a year"
    assert page.why in shown(city_world, page)


def test_who_cannot_be_found_is_told(index: AtlasIndex, result: dict[str, Any]) -> None:
    with pytest.raises(NotFoundError, match="There is no country 'QQ'"):
        page_of(index, result, country="QQ")
    with pytest.raises(NotFoundError):
        page_of(index, result, city="gn:1")
    with pytest.raises(InputError, match="Both a country"):
        page_of(index, result, country="NL", city=result["cities"][0]["id"])


def test_names_from_outside_stay_text(city_world: Snapshot, index: AtlasIndex, result: dict[str, Any]) -> None:
    bad = '<script>alert("x")</script>'
    city_networks = [{**result["networks"][0], "name": bad}]
    told = {**result, "networks": city_networks, "cities": [{**result["cities"][0], "name": bad}]}
    html = shown(city_world, page_of(index, told))
    assert bad not in html
    assert "&lt;script&gt;" in html


def test_bands_are_as_wide_as_what_is_expected() -> None:
    one = Bundle("A – B", (0.0, 0.0), (10.0, 0.0), 4.0, "4 expected")
    other = Bundle("A – C", (0.0, 0.0), (0.0, 10.0), 1.0, "1 expected")
    within = Bundle("within A", (0.0, 0.0), (0.0, 0.0), 1.0, "1 expected")
    drawn = str(outlook_map([one, other, within], label="what & where"))
    assert 'aria-label="what &amp; where"' in drawn
    assert "<title>A – B: 4 expected</title>" in drawn
    assert drawn.count("<circle") == 1
    # The widest band lies 4.5 above and below the way, which runs along the equator.
    assert "480.0 238.5" in drawn or "480.0 229.5" in drawn
    across = Bundle("over the date line", (170.0, 40.0), (-170.0, 40.0), 1.0, "1 expected")
    path = str(outlook_map([across], label="")).split('<path class="bar c0"')[1]
    assert path.count("M") == 2
