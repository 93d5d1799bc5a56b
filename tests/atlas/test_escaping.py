"""A city that is named like a script stays a name: in pages, in JSON, in attributes, in pictures."""

from urllib.parse import quote

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import read_page
from tests.factory import QUOTE_CITY, ROTTERDAM, SAMPLE_PLACES, SCRIPT_CITY, tie_between

from proxenia.atlas.chart import begun_chart
from proxenia.atlas.filters import reference_links
from proxenia.atlas.pages.city import YearCount
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


@pytest.mark.parametrize("address", ["/search?q={}", "/?city={}", "/?as_of={}", "/city/{}", "/{}"])
def test_what_is_asked_for_comes_back_as_text(client: Asking, address: str) -> None:
    page = read_page(client.get(address.format(quote(QUERY, safe=""))).text)
    assert not list(page.faults())
    assert all("alert" not in one.text for one in page.all("script"))


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
