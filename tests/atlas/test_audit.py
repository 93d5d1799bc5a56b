"""The page of disagreements: counts, choice, pages, sheets, and that hostile names stay names."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from python_calamine import CalamineWorkbook
from tests.asking import Asking
from tests.atlas.page_reading import ReadPage, read_page
from tests.factory import SAMPLE_SOURCES, THIS_YEAR, Place, make_city, make_snapshot, make_tie, sample_statements

from proxenia.atlas import audit as atlas_audit
from proxenia.atlas.app import make_app
from proxenia.audit.registry import CHECKS
from proxenia.ledger import SourceRecord
from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.snapshot import Snapshot
from proxenia.web.headers import SECURITY_HEADERS

CLAIMS = SourceRecord("claims", "Claims <b>& co</b>", address="javascript:alert(1)", date="2025", keeps_direction=True)
MANY = 120
HOSTILE = '</td><script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the sample world with 120 claims that are not returned, of cities that exist nowhere."""
    places = [Place(f"claims:c{number}", f"{HOSTILE}{number}", "NL", 5, 52, 1) for number in range(MANY + 1)]
    cities = [one for place in places for one in make_city(place, source="claims", reference="row 1 of claims.csv")]
    ties = [
        make_tie(TieKind.TWINNING, places[0].id, other.id, source="claims", reference=f"row {number} of claims.csv")
        for number, other in enumerate(places[1:], start=2)
    ]
    folder = tmp_path_factory.mktemp("crowded")
    return make_snapshot(folder, [*sample_statements(), *cities, *ties], sources=(*SAMPLE_SOURCES, CLAIMS))


@pytest.fixture(scope="module")
def crowd(crowded: Snapshot) -> Asking:
    """Give a client of its atlas."""
    return Asking(make_app(crowded, this_year=THIS_YEAR))


def page_at(client: Asking, address: str) -> ReadPage:
    answer = client.get(address.partition("#")[0])
    assert answer.status_code == 200, answer.text[:300]
    return read_page(answer.text)


def rows(page: ReadPage) -> list[str]:
    return [one.attributes["id"] for one in page.all("tr") if one.attributes.get("id", "").startswith("audit:")]


def link(page: ReadPage, text: str) -> str:
    return next(one.attributes["href"] for one in page.all("a") if one.text.strip().startswith(text))


def test_every_kind_is_explained_and_counted(client: Asking) -> None:
    page = page_at(client, "/audit")
    for check in CHECKS.values():
        assert check.label in page.text
        assert check.meaning in page.text
    assert "Ended here, listed there 1 " in page.text
    assert "Conflicting years 1 " in page.text
    assert [one.text for one in page.all("h2")] == ["Kinds of disagreement", "Findings"]
    assert len(page.all("caption")) == len(page.all("table"))
    assert {one.attributes["for"] for one in page.all("label")} >= {"country", "kind"}


def test_the_statements_stand_side_by_side_with_links(client: Asking) -> None:
    page = page_at(client, "/audit?kind=conflicting_years")
    assert len(rows(page)) == 1
    assert "Istanbul – Berlin: twinning, since 1988 (list of 2021)" in page.text
    assert "Istanbul – Berlin: twinning, since 1989-11-17" in page.text
    outward = [one for one in page.all("a") if one.attributes["href"].startswith("http") and "main" in one.inside]
    assert {one.attributes["href"] for one in outward} == {
        "https://de.wikipedia.org/wiki/Berlin",
        "https://cityofistanbul.net/istanbul-twin-towns-sister-cities",
    }
    assert all("noopener" in one.attributes["rel"] for one in outward)
    assert "/city/gn:2950159?as_of=2026" in page.links()
    cited = page_at(client, "/audit?kind=ended_and_listed").text
    assert "Lists of twin towns cited by Proxenia founding register" in cited


def test_country_and_kind_choose(client: Asking) -> None:
    assert len(rows(page_at(client, "/audit?country=de"))) == 1
    assert len(rows(page_at(client, "/audit?country=FI&kind=ended_and_listed"))) == 1
    empty = page_at(client, "/audit?country=FI&kind=conflicting_years")
    assert "Nothing found for this choice" in empty.text
    chosen = [one.text for one in page_at(client, "/audit?country=FI").all("option") if "selected" in one.attributes]
    assert chosen == ["Finland (1)"]


def test_pages_of_fifty_lead_through_all(crowd: Asking) -> None:
    address, seen = "/audit?kind=one_sided&as_of=1990", []
    for number in (1, 2, 3):
        page = page_at(crowd, address)
        assert f"Page {number} of 3" in page.text
        seen += rows(page)
        if number < 3:
            address = link(page, "Next")
            assert parse_qs(urlsplit(address).query) == {
                "kind": ["one_sided"],
                "page": [str(number + 1)],
                "as_of": ["1990"],
            }
    assert len(seen) == len(set(seen)) == MANY
    assert "Next" not in page.text
    assert rows(page_at(crowd, "/audit?kind=one_sided&page=99")) == seen[100:]


def test_hostile_names_stay_names_and_no_script_is_linked(crowd: Asking) -> None:
    page = page_at(crowd, "/audit?kind=one_sided")
    assert not list(page.faults())
    assert HOSTILE in page.all("body")[0].text
    assert "Claims <b>& co</b>" in page.text
    assert not [href for href in page.links() if href.startswith("javascript:")]
    assert "row 2 of claims.csv" in page.text


def test_the_sheets_hold_the_same_choice(crowd: Asking) -> None:
    page = page_at(crowd, "/audit?country=NL&kind=one_sided")
    answer = crowd.get(link(page, "Excel"))
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="proxenia-audit-NL-one_sided.xlsx"'
    book = CalamineWorkbook.from_filelike(BytesIO(answer.body))
    assert book.sheet_names == ["Kinds", "one_sided"]
    assert len(book.get_sheet_by_name("one_sided").to_python()) == 1 + MANY
    table = crowd.get(link(page, "CSV"))
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.body.decode("utf-8-sig").count("claims.csv") == MANY
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value


def test_json_holds_counts_and_rows(crowd: Asking) -> None:
    found = crowd.get("/api/v1/audit?kind=one_sided&page=3").json()
    assert found["counts"]["one_sided"] == MANY
    assert (found["found"], found["page"], found["pages"], len(found["rows"])) == (MANY, 3, 3, 20)
    row = found["rows"][0]
    assert {"id", "kind", "actors", "statements"} <= row.keys()
    assert {"source", "reference", "value"} <= row["statements"][0].keys()
    assert row["statements"][0]["link"] is None
    assert crowd.get("/api/audit?country=NL", follow_redirects=True).address == "/api/v1/audit?country=NL"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/audit?kind=none_such", 422),
        ("/audit?country=Italy", 422),
        ("/audit?country=I%0A", 422),
        ("/audit?page=0", 422),
        ("/audit?as_of=soon", 422),
        ("/audit.pdf", 400),
        ("/audit.xlsx?country=../..", 422),
        ("/api/v1/audit?kind=none_such", 422),
    ],
)
def test_wrong_requests_are_told(client: Asking, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_checks_run_once_and_only_when_somebody_asks(crowded: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Snapshot] = []
    run = atlas_audit.audit_snapshot
    monkeypatch.setattr(atlas_audit, "audit_snapshot", lambda snapshot: (ran.append(snapshot), run(snapshot))[1])
    client = Asking(make_app(crowded, this_year=THIS_YEAR))
    client.get("/about")
    assert not ran
    for address in ("/audit", "/audit?page=2", "/audit.csv", "/audit.xlsx", "/api/v1/audit"):
        assert client.get(address).status_code == 200
    assert len(ran) == 1


def test_the_navigation_leads_there(client: Asking) -> None:
    assert "/audit?as_of=1990" in page_at(client, "/about?as_of=1990").links()
