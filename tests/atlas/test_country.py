"""The page of a country: the state and its cities, both levels' ties by partner country."""

import csv
import io
from pathlib import Path
from threading import Event

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import ReadPage, read_page
from tests.atlas.two_levels import NOWHERE, NOWHERE_NAME, two_level_snapshot
from tests.factory import ROTTERDAM, THIS_YEAR, TURKU

from proxenia.atlas.app import make_app


def get(client: Asking, address: str, *, status: int = 200) -> ReadPage:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:300]
    return read_page(answer.text)


def table(client: Asking, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="proxenia-' in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))


def test_both_levels_stand_on_one_page(two_levels: Asking) -> None:
    page = get(two_levels, "/country/NL")
    assert page.all("h1")[0].text == "Netherlands the state and its cities"
    # Shanghai by twinning and agreement, Köln, Liège, Saint Petersburg, and the sample's city of nowhere.
    for shown in ("6 city ties abroad", "5 countries its cities reach", "6 countries with a mission of the state"):
        assert shown in page.text
    for row in ("China aligned 2 1 / 0", "Russia contrary 1 0 / 0 0 restricts it", "Türkiye latent 0 1 / 0"):
        assert row in page.text
    assert "Rotterdam 6 5 2" in page.text, "six ties abroad to five countries, two at home with the samples"
    assert "European Union 1 January 1958" in page.text


def test_a_pair_is_seen_from_the_country_of_the_page(two_levels: Asking) -> None:
    lines = {line["partner_id"]: line for line in table(two_levels, "/country/RU/partners.csv")}
    assert lines["iso:NL"]["sanction_in"] == "true"
    assert lines["iso:NL"]["sanction_out"] == "false"
    missions = {line["partner_id"]: line for line in table(two_levels, "/country/CN/partners.csv")}
    assert (missions["iso:NL"]["missions_out"], missions["iso:NL"]["missions_in"]) == ("0", "1")


def test_the_page_follows_the_year(two_levels: Asking) -> None:
    then = two_levels.get("/api/v1/countries/NL?as_of=1978").json()
    assert {line["partner"]["id"]: line["city_ties"] for line in then["partners"] if line["city_ties"]} == {
        "iso:BE": 1,
        "iso:DE": 1,
    }
    assert then["begun_cities"] == [{"year": 1958, "word": "twinning", "begun": 2}]
    assert "Dated starts of city ties by year from 1945 to 1978" in get(two_levels, "/country/NL?as_of=1978").html


def test_cities_with_ties_abroad_and_at_home(two_levels: Asking) -> None:
    rows = table(two_levels, "/country/NL/cities.csv")
    assert rows[0] | {"city": "Rotterdam"} == rows[0]
    assert (rows[0]["city_id"], rows[0]["abroad"], rows[0]["at_home"], rows[0]["countries"]) == (
        ROTTERDAM,
        "6",
        "2",
        "5",
    )
    assert {row["at_home"] for row in rows[1:]} == {"1"}


def test_names_of_other_scripts_and_hostile_ones_stay_names(two_levels: Asking) -> None:
    page = get(two_levels, f"/country/{NOWHERE}")
    assert NOWHERE_NAME in page.all("h1")[0].text
    assert not list(page.faults())
    assert not page.all("img")
    assert any(one.name == "bdi" and one.text == NOWHERE_NAME for one in page.elements)
    assert NOWHERE_NAME in get(two_levels, "/country/NL").text


def test_ways_to_a_country(two_levels: Asking) -> None:
    lower = two_levels.get("/country/nl?as_of=1999", follow_redirects=True)
    assert lower.address == "/country/NL?as_of=1999"
    assert "/country/NL?as_of=2026" in get(two_levels, "/actor/iso:NL").links()
    assert "/country/NL?as_of=2026" in get(two_levels, f"/city/{ROTTERDAM}").links()
    world = get(two_levels, "/").links()
    assert "/country-pair/CN/NL?as_of=2026" in world
    assert "/country/NL?as_of=2026" in world, "ties within a country lead to its page"


@pytest.mark.parametrize(
    ("address", "status"), [("/country/XX", 404), ("/country/ABC", 422), ("/country/NL/x.csv", 404)]
)
def test_what_is_no_country_is_told(two_levels: Asking, address: str, status: int) -> None:
    assert get(two_levels, address, status=status).all("h1")


def test_the_page_says_how_to_cite_it_and_where_its_data_is(two_levels: Asking) -> None:
    page = get(two_levels, "/country/NL?as_of=2020")
    assert "How to cite: Proxenia" in page.text
    assert "as of 31 December 2020, /country/NL?as_of=2020" in page.text
    for end in ("partners.csv", "cities.csv", "organisations.csv"):
        assert f"/country/NL/{end}?as_of=2020" in page.links()
    assert "/api/v1/countries/NL?as_of=2020" in page.links()


def test_a_city_beside_its_state(two_levels: Asking) -> None:
    standing = two_levels.get(f"/api/v1/cities/{ROTTERDAM}").json()["standing"]
    assert standing["state"]["id"] == "iso:NL"
    assert {line["overlay_class"]: line["ties"] for line in standing["classes"]} == {
        "aligned": 4,
        "substitute": 0,
        "contrary": 1,
    }
    assert (standing["ties_abroad"], standing["unknown_ties"]) == (6, 1)
    assert [line["country"]["id"] for line in standing["beyond"]] == ["iso:RU"]
    page = get(two_levels, f"/city/{ROTTERDAM}")
    assert "Beside its own state" in page.text
    assert "aligned 4 80 %" in page.text
    assert two_levels.get(f"/api/v1/cities/{TURKU}").json()["standing"] is None, "its only tie is suspended"


def test_what_is_made_beforehand_is_what_is_made_when_asked(
    two_levels: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("countries/NL", f"countries/{NOWHERE}", "country-pairs/NL/RU", "country-pairs/CN/NL")
    when_asked = {f"/api/v1/{one}": two_levels.get(f"/api/v1/{one}").json() for one in asked}
    app = make_app(two_level_snapshot(tmp_path), this_year=THIS_YEAR)
    done = Event()
    app.state.atlas.countries_of.warm_behind(THIS_YEAR)
    app.state.atlas.levels.background.ask(done.set)
    assert done.wait(timeout=60)

    def too_late(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("proxenia.atlas.pages.country.build", too_late)
    monkeypatch.setattr("proxenia.atlas.pages.country_pair.ties_between", too_late)
    assert {address: Asking(app).get(address).json() for address in when_asked} == when_asked
