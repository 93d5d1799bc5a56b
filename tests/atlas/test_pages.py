"""What every page keeps to, and what each one shows."""

import time
from functools import cache
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import ReadPage, read_page
from tests.factory import (
    BERLIN,
    ISTANBUL,
    PETERSBURG,
    QUOTE_CITY,
    ROTTERDAM,
    SCRIPT_CITY,
    SHANGHAI,
    THIS_YEAR,
    TURKU,
    tie_between,
)

from proxenia.atlas.kept_runs import run_id
from proxenia.atlas.pages import PAGES
from proxenia.atlas.saved_snapshot import SavedSnapshot
from proxenia.model.vocabulary import Field, TieKind
from proxenia.snapshot.snapshot import Snapshot

ACT = "act:rotterdam-earthquake-2023"
ADDRESSES = {
    "world": ["/", f"/?city={ROTTERDAM}", f"/?city={quote(SCRIPT_CITY)}"],
    "city": [f"/city/{ROTTERDAM}", f"/city/{SHANGHAI}", f"/city/{SCRIPT_CITY}", f"/city/{quote(QUOTE_CITY)}"],
    "city_profile": [f"/city/{one}/profile" for one in (ROTTERDAM, SCRIPT_CITY, quote(QUOTE_CITY))],
    "city_network": ["/city-network/px:eurocities"],
    "actor": ["/actor/px:european-union", "/actor/iso:DE", "/actor/iso:SY"],
    "act": [f"/act/{ACT}"],
    "country": ["/country/NL", "/country/DE", "/country/CN"],
    "country_pair": ["/country-pair/CN/NL", "/country-pair/DE/TR", "/country-pair/FI/RU", "/country-pair/EG/SY"],
    "expected": ["/expected-ties"],
    "fields": ["/field"],
    "field": [f"/field/{field.value}" for field in Field],
    "functions": ["/functions", "/functions?function=lobbying&role=donor", "/functions?person_role=mayor"],
    "profiles": ["/profiles"],
    "profile": ["/profiles/mega_city", "/profiles/quasi_sovereign?answer=unknown&page=1", "/profiles/diaspora_ties"],
    "measures": ["/measures", "/measures?layer=mission"],
    "measure": ["/measures/degree", "/measures/degree?layer=membership", "/measures/nodes?layer=alliance"],
    "compare": ["/compare", f"/compare?city={ROTTERDAM}", f"/compare?city={ROTTERDAM}&city={BERLIN}&city={SHANGHAI}"],
    "compare_ties": [f"/compare/ties?city={ROTTERDAM}&standing=live", f"/compare/ties?city={quote(QUOTE_CITY)}"],
    "cases": ["/cases", "/cases?field=peace&status=nothing"],
    "case": ["/cases/m4"],
    "law": [
        "/law",
        "/law?place=NL&tier=city&instrument=twinning&partner=CN&partner_kind=city&on=2026-03-01&signing=2026-05-01",
    ],
    "law_pack": ["/law/NL", "/law/NL-ZH", "/law/px:european-union"],
    "search": ["/search", "/search?q=rotterdam", "/search?q=<script>", '/search?q="><img src=x onerror=alert(1)>'],
    "two_maps": ["/two-maps", "/two-maps?country=nl&view=state&hide=latent,absent", "/two-maps?country=ZZ"],
    "history": ["/history", "/history?league=px:delian-league"],
    "indicators": ["/indicators"],
    "sources": ["/sources"],
    "audit": ["/audit", "/audit?kind=ended_and_listed", "/audit?country=de&kind=conflicting_years", "/audit?page=9"],
    "about": ["/about"],
    "outlook": ["/outlook", "/outlook?country=NL", f"/outlook?city={ROTTERDAM}"],
    "scenarios": ["/scenarios", "/scenarios?worked=rupture-2022"],
    "scenario": ["/scenarios/run?worked=reform-turkey-2028&runs=20"],
    "conditions": ["/conditions", "/conditions?of=acts"],
    "how_well": ["/how-well"],
}
RUN = {"of": "ties", "as_of": THIS_YEAR}
FORESIGHT = ("outlook", "conditions", "scenario", "how_well")
PATIENCE_SECONDS = 120
YEARS = (1950, 1990, 2020, 2026)
WITHOUT_PACK = {"/law/TR?as_of=2026"}
"""The sample world has no rules of Türkiye, about which the scenario is."""
OF_ALL_YEARS = ("/indicators.csv", "/api/v1/indicators")


def addresses(snapshot: Snapshot) -> dict[str, list[str]]:
    ties = [f"/tie/{tie}" for tie in snapshot.ties["id"]]
    return {**ADDRESSES, "tie": ties, "run": [f"/run/{run_of_conditions(snapshot)}"]}


@cache
def run_of_conditions(snapshot: Snapshot) -> str:
    return run_id("conditions", RUN, snapshot=SavedSnapshot(snapshot).fingerprint)


@pytest.fixture(scope="module", autouse=True)
def runs_are_done(client: Asking) -> None:
    """Have the runs of the pages on what may come computed, so that two answers of one address are the same."""
    for page in PAGES:
        for address in ADDRESSES.get(page.name, []) if page.name in FORESIGHT else []:
            for asked in (address, with_year(address, 1990)):
                end = time.monotonic() + PATIENCE_SECONDS
                while 'id="run"' in client.get(asked).text:
                    assert time.monotonic() < end, asked
                    time.sleep(0.05)


def with_year(address: str, year: int) -> str:
    return f"{address}{'&' if '?' in address else '?'}as_of={year}"


def get(client: Asking, address: str, *, status: int = 200) -> ReadPage:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.text[:500])
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return read_page(answer.text)


def check_contract(page: ReadPage) -> None:
    assert page.html.startswith("<!doctype html>")
    assert page.all("html")[0].attributes["lang"] == "en"
    assert len(page.all("h1")) == 1
    assert page.all("h1")[0].text.strip()
    assert page.all("title")[0].text.endswith("· Proxenia")
    assert len(page.all("main")) == 1
    first = page.all("a")[0].attributes
    assert (first["class"], first["href"]) == ("skip", "#content")
    assert "content" in {element.attributes.get("id") for element in page.all("main")}
    assert not list(page.faults())


@pytest.mark.parametrize("kind", [page.name for page in PAGES])
@pytest.mark.parametrize("year", YEARS)
def test_every_page_keeps_the_contract(client: Asking, snapshot: Snapshot, kind: str, year: int) -> None:
    for address in addresses(snapshot)[kind]:
        read = get(client, with_year(address, year))
        check_contract(read)
        year_fields = [one.attributes["value"] for one in read.all("input") if one.attributes.get("name") == "as_of"]
        assert year_fields
        assert set(year_fields) == {str(year)}


@pytest.mark.parametrize("kind", [page.name for page in PAGES])
def test_every_link_keeps_the_year(client: Asking, snapshot: Snapshot, kind: str) -> None:
    for address in addresses(snapshot)[kind]:
        for href in get(client, with_year(address, 1990)).own_links():
            asked = parse_qs(urlsplit(href).query)
            # The history leads to years of its own, and the indicators are of all years.
            # A run is of the year for which it was asked.
            free = "year" in asked or href in OF_ALL_YEARS or kind == "run"
            assert asked.get("as_of") == ["1990"] or free, (address, href)


@pytest.mark.parametrize("kind", [page.name for page in PAGES])
def test_every_link_leads_somewhere(client: Asking, snapshot: Snapshot, kind: str) -> None:
    for address in addresses(snapshot)[kind][:4]:
        read = get(client, address)
        for href in {one.partition("#")[0] for one in read.own_links()} - WITHOUT_PACK:
            assert client.get(href).status_code == 200, (address, href)


@pytest.mark.parametrize("kind", [page.name for page in PAGES])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_head_is_answered_as_get_without_the_body(client: Asking, snapshot: Snapshot, kind: str, encoding: str) -> None:
    for address in [*addresses(snapshot)[kind][:2], "/nowhere", "/static/proxenia.css", "/field.csv"]:
        got = client.get(address, accept_encoding=encoding)
        head = client.get(address, method="HEAD", accept_encoding=encoding)
        assert (head.status_code, head.body) == (got.status_code, b""), address
        assert head.headers["content-type"] == got.headers["content-type"]
        assert int(head.headers["content-length"]) == len(got.body)


def test_the_slider_works_without_a_script(client: Asking) -> None:
    page = get(client, f"/city/{ROTTERDAM}?as_of=1990")
    form = next(one for one in page.all("form") if one.attributes.get("id") == "as-of-form")
    assert form.attributes["action"] == f"/city/{ROTTERDAM}"
    assert form.attributes["autocomplete"] == "off", "a reload must not bring back another year"
    assert page.all("output")[0].text == "1990"
    slider = next(one for one in page.all("input") if one.attributes.get("type") == "range")
    assert (slider.attributes["value"], slider.attributes["max"]) == ("1990", "2026")


def test_a_year_before_the_common_era_is_written_so(client: Asking) -> None:
    page = get(client, "/?as_of=-431")
    assert page.all("output")[0].text == "432 BCE"


def test_a_city_shows_its_ties_with_where_they_stand(client: Asking) -> None:
    text = get(client, f"/city/{ROTTERDAM}").text
    for shown in ("Rotterdam city · Netherlands", "868 135", "Shanghai China 1979", "Köln Germany 3 July 1958"):
        assert shown in text
    assert "last listed 8 February 2026" in text
    assert "Eurocities" in text
    assert "7 February 2023 emergency relief development donor" in text
    assert "鹿特丹" in text


def test_the_page_of_a_state_leads_to_its_cities(client: Asking) -> None:
    page = get(client, "/actor/iso:DE")
    assert "2 cities and regions with ties" in page.text
    assert f"/city/{BERLIN}?as_of=2026" in page.links()
    assert "knows of no tie of its cities" in get(client, "/actor/iso:SY").text


def test_a_tie_shows_each_source_with_date_and_address(client: Asking, snapshot: Snapshot) -> None:
    page = get(client, f"/tie/{tie_between(snapshot, ROTTERDAM, SHANGHAI)}")
    assert any(href.startswith("https://archive.shine.cn/metro/") for href in page.links())
    assert "https://github.com/Hekman/twincities" in page.links()
    for shown in ("list of 8 February 2026", "read 22 November 2026", "Lists of twin towns", "since 1979"):
        assert shown in page.text
    assert "Independent sources 2" in page.text


def test_disagreements_stand_beside_each_other(client: Asking, snapshot: Snapshot) -> None:
    text = get(client, f"/tie/{tie_between(snapshot, BERLIN, ISTANBUL)}").text
    assert "Where the sources disagree" in text
    assert "start 17 November 1989 shown Proxenia founding register" in text
    assert "start 1988 Article Berlin" in text


def test_a_suspended_tie_says_when_and_why_and_was_active_before(client: Asking, snapshot: Snapshot) -> None:
    address = f"/tie/{tie_between(snapshot, PETERSBURG, TURKU)}"
    now = get(client, address).text
    assert "suspended since 28 February 2022" in now
    assert "Four days after the Russian invasion of Ukraine" in now
    then = get(client, f"{address}?as_of=2020").text
    assert "Status active (in force)" in then
    city = get(client, f"/city/{TURKU}?as_of=2020").text
    assert "Saint Petersburg Russia 1953 active" in city
    assert "Saint Petersburg Russia 1953 suspended" in get(client, f"/city/{TURKU}").text


def test_a_tie_outside_its_years_says_so(client: Asking, snapshot: Snapshot) -> None:
    dated = f"/tie/{tie_between(snapshot, ROTTERDAM, SHANGHAI)}"
    assert "Not on the map of 1978" in get(client, f"{dated}?as_of=1978").text
    assert "Not on the map" not in get(client, f"{dated}?as_of=1979").text
    undated = f"/tie/{tie_between(snapshot, ROTTERDAM, PETERSBURG)}"
    assert "no list that names it is that old" in get(client, f"{undated}?as_of=2025").text


def test_an_act_shows_who_took_part(client: Asking) -> None:
    text = get(client, f"/act/{ACT}").text
    for shown in ("Rotterdam Netherlands donor", "Türkiye recipient", "664 000 EUR", "help after a disaster"):
        assert shown in text


def test_a_city_network_shows_members_and_size(client: Asking) -> None:
    page = get(client, "/city-network/px:eurocities")
    for shown in ("Founded 1986", "Seat Brussels", "about 2024 200 members", "Berlin Germany", "Rotterdam Netherlands"):
        assert shown in page.text
    assert "https://eurocities.eu" in page.links()
    assert "Rotterdam" not in get(client, "/city-network/px:eurocities?as_of=1985").text


def test_words_of_the_vocabulary_explain_themselves(client: Asking, snapshot: Snapshot) -> None:
    page = get(client, f"/tie/{tie_between(snapshot, ROTTERDAM, SHANGHAI, TieKind.AGREEMENT)}")
    titles = {one.attributes["title"] for one in page.all("span") if "title" in one.attributes}
    assert {"in force", "gives know-how"} <= titles
    assert "Any other signed text" in page.text


@pytest.mark.parametrize("folder", ["city", "city-network", "actor"])
def test_an_actor_is_found_under_any_folder(client: Asking, folder: str) -> None:
    answer = client.get(f"/{folder}/px:eurocities?as_of=1999", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.address == "/city-network/px:eurocities?as_of=1999"


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/nowhere", 404, "There is no page '/nowhere'"),
        ("/city/gn:1", 404, "There is no actor 'gn:1'"),
        ("/tie/tie:0", 404, "There is no tie 'tie:0'"),
        ("/act/act:none", 404, "There is no act 'act:none'"),
        ("/?as_of=soon", 422, "as_of"),
        ("/?as_of=99999", 422, "as_of"),
        ("/city/<script>alert(1)<%2Fscript>", 404, "<script>alert(1)"),
        ("/static/map/none.js", 404, "There is no page"),
    ],
)
def test_errors_are_pages_that_lead_back(client: Asking, address: str, status: int, says: str) -> None:
    page = get(client, address, status=status)
    check_contract(page)
    assert says in page.text
    assert "/?as_of=2026" in page.links()


def test_the_way_back_from_an_error_keeps_the_year(client: Asking) -> None:
    assert "/?as_of=1990" in get(client, "/city/gn:1?as_of=1990", status=404).links()
