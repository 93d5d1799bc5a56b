"""A city that is named like a script stays a name: in pages, in JSON, in attributes, in pictures."""

from urllib.parse import quote

import polars as pl
import pytest
from tests.asking import Asking
from tests.atlas.page_reading import read_page
from tests.atlas.two_levels import NOWHERE, NOWHERE_CITY
from tests.factory import QUOTE_CITY, ROTTERDAM, SAMPLE_PLACES, SCRIPT_CITY, tie_between

from proxenia.atlas import sheet
from proxenia.atlas.chart import begun_chart
from proxenia.atlas.filters import reference_links
from proxenia.atlas.pages.city import NameLine, YearCount
from proxenia.snapshot.snapshot import Snapshot

NAMES = [place.name for place in SAMPLE_PLACES]
SPELL = "<img src=x onerror=alert(4)>"
QUERY = '"><script>alert(5)</script>'


def test_pages_write_the_names_as_text(client: Asking, snapshot: Snapshot) -> None:
    tie = tie_between(snapshot, SCRIPT_CITY, ROTTERDAM)
    addresses = ["/", f"/city/{ROTTERDAM}", f"/city/{quote(QUOTE_CITY)}", f"/tie/{tie}", "/search?q=script", "/sources"]
    for address in addresses:
        page = read_page(client.get(address).text)
        assert not list(page.faults()), address
        assert not page.all("img"), address
        assert {one.attributes["src"] for one in page.all("script")} <= {"/static/as-of.js", "/static/map/atlas-map.js"}
    city = read_page(client.get(f"/city/{ROTTERDAM}").text)
    for name in NAMES:
        assert name in city.text
    assert SPELL in read_page(client.get(f"/tie/{tie}").text).text


def test_the_title_and_heading_of_such_a_city(client: Asking) -> None:
    for place in SAMPLE_PLACES:
        page = read_page(client.get(f"/city/{quote(place.id)}").text)
        assert page.all("title")[0].text == f"{place.name} · Proxenia"
        assert page.all("h1")[0].text.startswith(place.name)


ASKED = ("/search?q={}", "/?city={}", "/?as_of={}", "/city/{}", "/{}")
ASKED_TO_COMPARE = ("/compare?city={}", "/compare?city={}&city=Rotterdam", "/compare/ties?city={}", "/cases/{}")


@pytest.mark.parametrize("address", [*ASKED, *ASKED_TO_COMPARE])
def test_what_is_asked_for_comes_back_as_text(client: Asking, address: str) -> None:
    page = read_page(client.get(address.format(quote(QUERY, safe=""))).text)
    assert not list(page.faults())
    assert all("alert" not in one.text for one in page.all("script"))


def test_a_comparison_writes_the_names_as_text(client: Asking) -> None:
    cities = "&".join(f"city={quote(one, safe='')}" for one in (ROTTERDAM, SCRIPT_CITY, QUOTE_CITY))
    page = read_page(client.get(f"/compare?{cities}").text)
    assert not list(page.faults())
    assert not page.all("img")
    for place in SAMPLE_PLACES:
        if place.id in (SCRIPT_CITY, QUOTE_CITY):
            assert place.name in page.all("h1")[0].text
            assert any(place.name in one.attributes.get("aria-label", "") for one in page.all("svg"))
    for href in page.own_links():
        if href.startswith(("/compare", "/tie/", "/city/")):
            assert client.get(href.partition("#")[0]).status_code == 200, href
    rows = csv_rows(client, f"/compare.csv?{cities}")
    assert not [row for row in rows if row.split(",", 2)[1].strip('"').startswith(("=", "+", "@", "-"))]


LEVELS = (
    "/country/{code}",
    "/country-pair/NL/{code}",
    "/country/NL",
    "/field",
    "/field/intercity",
    "/measures",
    "/measures/degree",
    "/expected-ties",
    f"/city/{ROTTERDAM}",
    f"/city/{NOWHERE_CITY}",
    f"/compare?city={ROTTERDAM}&city={NOWHERE_CITY}",
    f"/compare/ties?city={NOWHERE_CITY}",
    "/cases",
)


@pytest.mark.parametrize("address", LEVELS)
def test_pages_of_the_two_levels_write_the_names_as_text(two_levels: Asking, address: str) -> None:
    asked = address.format(code=NOWHERE)
    two_levels.get(f"/api/v1{asked.replace('/field', '/fields')}")
    page = read_page(two_levels.get(asked).text)
    assert not list(page.faults())
    assert not page.all("img")
    assert not page.all("b") or "Nowhere" not in {one.text for one in page.all("b")}
    assert {one.attributes["src"] for one in page.all("script")} <= {"/static/as-of.js"}


def test_tables_hold_no_formula(two_levels: Asking) -> None:
    names = [row.split(",", 2)[1] for row in csv_rows(two_levels, "/country/NL/partners.csv")]
    assert not [name for name in names if name.strip('"').startswith(("=", "+", "@", "-"))]
    assert sheet.csv_of_rows(NameLine, [NameLine("=1+1", "en")]).decode("utf-8-sig") == "name,language\n'=1+1,en\n"
    frame = pl.DataFrame({"name": ["@SUM(A1)", "-2", "plain"], "value": [-1.5, 2.0, None]})
    assert sheet.csv_of_frame(frame).decode("utf-8-sig") == "name,value\n'@SUM(A1),-1.5\n'-2,2\nplain,\n"


def csv_rows(client: Asking, address: str) -> list[str]:
    return client.get(address).body.decode("utf-8-sig").splitlines()


def test_json_is_json_and_never_html(client: Asking) -> None:
    answer = client.get(f"/api/v1/cities/{ROTTERDAM}/ties")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert set(NAMES) <= {tie["partner"]["name"] for tie in answer.json()}
    for path in ("map/cities", "map/countries", "map/arcs", "world", "search?q=script"):
        assert client.get(f"/api/v1/{path}").headers["content-type"] == "application/json"


def test_only_web_addresses_become_links() -> None:
    assert reference_links("javascript:alert(1)") == "javascript:alert(1)"
    assert "<a " not in reference_links("row 7 <b>of</b> a.csv")
    shown = reference_links('https://a.example/"onmouseover="x ; doi:10.1000/182')
    assert '"onmouseover' not in shown
    assert 'href="https://doi.org/10.1000/182"' in shown


def test_the_chart_is_well_formed(snapshot: Snapshot) -> None:
    counts = [YearCount(1958, "twinning", 2), YearCount(1979, "<b>", 1), YearCount(1979, "twinning", 3)]
    chart = read_page(begun_chart(counts, 1945, 2026))
    assert [one.text for one in chart.all("title")] == ["1958, twinning: 2", "1979, twinning: 3", "1979, <b>: 1"]
    assert chart.all("svg")[0].attributes["role"] == "img"
    assert "at most 4 in a year" in chart.all("svg")[0].attributes["aria-label"]
    assert read_page(begun_chart([], 1945, 1945)).all("rect") == []
    early = read_page(begun_chart([YearCount(-430, "treaty", 1)], 1945, 2026))
    assert len(early.all("text")) >= 2
