"""The page of a pair of countries: both levels side by side, the class by year with its reasons, ties, evidence."""

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import read_page
from tests.atlas.test_country import get, table
from tests.atlas.two_levels import LIST, NOWHERE, NOWHERE_NAME
from tests.factory import ROTTERDAM, SHANGHAI

from proxenia.atlas.filters import date_words, one_line
from proxenia.atlas.pages.country_pair import ClassYear
from proxenia.atlas.plots import class_strip
from proxenia.model.vocabulary import OverlayClass


def test_the_class_now_with_its_reason(two_levels: Asking) -> None:
    page = get(two_levels, "/country-pair/NL/RU")
    assert page.all("h1")[0].text == "Netherlands and Russia two levels"
    assert "contrary : Cities are tied though their states are hostile" in page.text
    assert "Why: The states are hostile: Netherlands restricts branches of trade and finance with Russia" in page.text
    assert "Netherlands restricts Russia yes" in page.text
    assert "Russia restricts Netherlands no" in page.text
    assert "UN votes cast alike nobody says" in page.text


def test_the_class_by_year_with_reasons(two_levels: Asking) -> None:
    told = two_levels.get("/api/v1/country-pairs/CN/NL").json()
    spells = [(one["first"], one["last"], one["overlay_class"]) for one in told["spells"]]
    assert spells == [(1945, 2021, "unknown"), (2022, 2026, "aligned")], "the list of embassies is of November 2022"
    by_year = {one["year"]: one for one in told["years"]}
    assert (by_year[1978]["city_ties"], by_year[1979]["city_ties"], by_year[2005]["city_ties"]) == (0, 1, 2)
    assert "keeps a mission" in by_year[2022]["reason"]
    page = get(two_levels, "/country-pair/CN/NL")
    strip = next(one for one in page.all("svg") if one.attributes.get("aria-label", "").startswith("Class by year"))
    assert (
        strip.attributes["aria-label"] == "Class by year from 1945 to 2026: 1945 to 2021 unknown; 2022 to 2026 aligned"
    )
    assert "2022 – 2026 aligned" in page.text


def test_every_year_is_listed_the_latest_first(two_levels: Asking) -> None:
    for pair in ("CN/NL", "FI/RU", "NL/RU"):
        told = two_levels.get(f"/api/v1/country-pairs/{pair}").json()["years"]
        text = get(two_levels, f"/country-pair/{pair}").text
        places = []
        for one in reversed(told):
            beside = f" + {one['suspended']} suspended" if one["suspended"] else ""
            line = f" {one['year']} {one['overlay_class']} {one['city_ties']}{beside} {one_line(one['reason'], 160)}"
            places.append(text.find(" ".join(line.split())))
        assert -1 not in places, pair
        assert places == sorted(places)


def test_every_city_tie_is_listed_the_first_country_first(two_levels: Asking) -> None:
    rows = table(two_levels, "/country-pair/CN/NL/ties.csv")
    assert [(row["a_id"], row["b_id"], row["kind"], row["valid_from"]) for row in rows] == [
        (SHANGHAI, ROTTERDAM, "agreement", "2005"),
        (SHANGHAI, ROTTERDAM, "twinning", "1979"),
    ]
    text = get(two_levels, "/country-pair/CN/NL").text
    assert "In China In Netherlands Kind Since Status Evidence Shanghai Rotterdam agreement 2005 active" in text


def test_the_evidence_between_the_states_leads_to_its_source(two_levels: Asking) -> None:
    page = get(two_levels, "/country-pair/CN/NL")
    assert LIST in page.links()
    rows = table(two_levels, "/country-pair/CN/NL/evidence.csv")
    assert {row["level"] for row in rows} == {"state", "city"}
    assert any("mission" in row["says"] and row["listed"] == "2022-11-01" for row in rows)


def test_suspended_ties_are_listed_but_do_not_count(two_levels: Asking) -> None:
    told = two_levels.get("/api/v1/country-pairs/FI/RU").json()
    assert (sum(told["city_ties"].values()), told["suspended"], told["found"]) == (0, 1, 1)
    assert told["ties"][0]["status"] == "suspended"
    before = two_levels.get("/api/v1/country-pairs/FI/RU?as_of=2020").json()
    assert (sum(before["city_ties"].values()), before["suspended"]) == (1, 0)


def test_either_order_leads_to_one_address(two_levels: Asking) -> None:
    answer = two_levels.get("/country-pair/ru/nl?as_of=2020&page=2", follow_redirects=True)
    assert answer.address == "/country-pair/NL/RU?as_of=2020&page=2"
    one, other = (two_levels.get(f"/api/v1/country-pairs/{pair}").json() for pair in ("NL/RU", "RU/NL"))
    assert one == other


@pytest.mark.parametrize(("pair", "status"), [("NL/NL", 400), ("NL/XX", 404), ("NL/RUS", 422)])
def test_what_is_no_pair_is_told(two_levels: Asking, pair: str, status: int) -> None:
    assert get(two_levels, f"/country-pair/{pair}", status=status).all("h1")


def test_a_hostile_name_stays_a_name(two_levels: Asking) -> None:
    page = get(two_levels, f"/country-pair/NL/{NOWHERE}")
    assert not list(page.faults())
    assert not page.all("img")
    assert NOWHERE_NAME in page.all("h1")[0].text
    assert "<b>Nowhere</b>" in page.text


def test_too_few_pairs_for_the_model_are_told(two_levels: Asking) -> None:
    model = two_levels.get("/api/v1/expected-ties").json()
    assert (model["ready"], model["terms"]) == (True, [])
    assert "gravity model" in model["refused"]
    assert "There is no model for 2026: " in get(two_levels, "/expected-ties").text
    assert "cannot say" in get(two_levels, "/country-pair/CN/NL").text


def test_every_statement_between_the_states_has_its_date_in_its_column(two_levels: Asking) -> None:
    for pair in ("CN/NL", "DE/TR", "FI/RU", "EG/SY", "NL/RU"):
        said = [
            line
            for line in two_levels.get(f"/api/v1/country-pairs/{pair}").json()["evidence"]
            if line["level"] == "state"
        ]
        page = get(two_levels, f"/country-pair/{pair}")
        cells = [one for one in page.all("td") if one.attributes.get("data-label") == "Date"]
        dates = [" ".join(one.text.split()) for one in cells]
        assert len(dates) == len(said), pair
        for line, date in zip(said, dates, strict=True):
            assert date, line
            assert not line["period"] or date_words(line["period"]) in date
            assert not line["listed"] or date_words(line["listed"]) in date


def test_the_page_of_the_model_names_the_sources_of_its_data(two_levels: Asking) -> None:
    sources = {one["id"]: one for one in two_levels.get("/api/v1/expected-ties").json()["sources"]}
    ties = {
        source["id"]
        for tie in two_levels.get(f"/api/v1/cities/{ROTTERDAM}/ties").json()
        if tie["kind"] in {"twinning", "agreement"}
        for source in tie["sources"]
    }
    assert ties <= sources.keys()
    assert all(one["statements"] > 0 for one in sources.values())
    page = get(two_levels, "/expected-ties")
    for one in sources.values():
        assert one["title"] in page.text
        assert f"/sources?as_of=2026#{one['id']}" in page.links()


def test_the_table_of_pairs_by_class(two_levels: Asking) -> None:
    told = two_levels.get("/api/v1/overlay?class=contrary").json()
    assert [(one["a"], one["b"], one["class"]) for one in told["pairs"]] == [("NL", "RU", "contrary")]
    assert told["counts"]["substitute"] == 1
    rows = table(two_levels, "/overlay.csv?class=substitute")
    assert [(row["a"], row["b"], row["city_ties"]) for row in rows] == [("EG", "JP", "1")]
    of_country = two_levels.get("/api/v1/overlay?country=nl").json()
    assert {"NL"} <= {one["a"] for one in of_country["pairs"]}
    assert all("NL" in (one["a"], one["b"]) for one in of_country["pairs"])
    last = two_levels.get("/api/v1/overlay?page=999").json()
    assert last["page"] == last["pages"] == 1


def test_the_strip_is_well_formed_for_any_run_of_classes() -> None:
    years = [ClassYear(1990 + number, one.value, "", 0, 0) for number, one in enumerate(OverlayClass)]
    strip = read_page(class_strip(years))
    shown = [one for one in strip.all("rect") if "y" in one.attributes]
    assert [one.attributes["class"] for one in shown] == [f"of of-{one.value}" for one in OverlayClass]
    assert sum(float(one.attributes["width"]) for one in shown) == pytest.approx(600)
    assert class_strip([]) == ""
