"""Scenarios as pages, files and JSON: forms without a script, a run with its result, addresses of another world."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from tests.asking import Answer, Asking
from tests.atlas.page_reading import read_page
from tests.atlas.two_levels import two_level_snapshot
from tests.factory import THIS_YEAR

from proxenia.atlas.app import make_app
from proxenia.atlas.scenario_forms import FORMS, content_of_form
from proxenia.errors import InputError
from proxenia.foresight.scenarios.address import LONGEST_ADDRESS, pack
from proxenia.foresight.scenarios.reading import read_scenario
from proxenia.foresight.scenarios.scenario import CARRIERS, ChangeKind
from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_scenario, worked_text

PATIENCE_SECONDS = 90
RUPTURE = {
    "kind": "rupture",
    "title": "The Netherlands & China <fall> out",
    "between": "nl",
    "and": "cn, de",
    "on": "2028-01-01",
    "ending_first-number": "assumed",
    "ending_first-value": "6",
    "ending_first-low": "5",
    "ending_first-high": "7",
    "ending_first-reason": "made for a test",
    "suspension_first-number": "assumed",
    "suspension_first-value": "9",
    "suspension_first-low": "8",
    "suspension_first-high": "10",
    "hostile-number": "",
    "runs": "20",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    snapshot = two_level_snapshot(tmp_path_factory.mktemp("scenario_pages"))
    app = make_app(snapshot, this_year=THIS_YEAR)
    yield Asking(app)
    app.state.runs.close()


def write(client: Asking, **changed: str) -> Answer:
    return client.get(f"/scenarios/write?{urlencode({**RUPTURE, **changed})}")


def finished(answer: Callable[[], Answer]) -> Answer:
    end = time.monotonic() + PATIENCE_SECONDS
    while (got := answer()).status_code == 202 or 'id="run"' in got.text:
        assert time.monotonic() < end
        time.sleep(0.05)
    return got


@pytest.fixture(scope="module")
def address(client: Asking) -> str:
    answer = write(client)
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["location"]


@pytest.fixture(scope="module")
def result(client: Asking, address: str) -> Answer:
    return finished(lambda: client.get(address))


def test_the_list_tells_the_worked_scenarios_and_which_cannot_be_run_here(client: Asking) -> None:
    page = read_page(client.get("/scenarios").text)
    for name in WORKED:
        assert worked_scenario(name).title in page.text
        assert client.get(f"/scenarios/{name}.yml").text == worked_text(name)
    assert "It cannot be run on this register" in page.text, "the sample world lacks Belarus"
    assert "no country of the register" in page.text
    assert client.get("/scenarios/rupture-1066.yml").status_code == 404
    filled = read_page(client.get("/scenarios?worked=fund-ukraine-2027").text)
    assert "id: fund-ukraine-2027" in next(one for one in filled.all("textarea") if one.attributes["id"] == "yaml").text


def test_every_kind_of_change_has_a_form_whose_fields_are_labelled(client: Asking) -> None:
    page = read_page(client.get("/scenarios").text)
    kinds = [one.attributes["value"] for one in page.all("input") if one.attributes.get("name") == "kind"]
    assert set(kinds) == {kind.value for kind in ChangeKind}
    labels = {one.attributes["for"] for one in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for one in page.all(tag):
            if one.attributes.get("type") != "hidden":
                assert one.attributes.get("id") in labels, one.attributes
    for form in FORMS:
        assert tuple(one.id for one in form.coefficients) == CARRIERS[ChangeKind(form.kind)]


def test_a_form_becomes_a_scenario(client: Asking, result: Answer) -> None:
    assert result.status_code == 200
    page = read_page(result.text)
    assert page.all("h1")[0].text == RUPTURE["title"]
    assert not list(page.faults())
    for told in (
        "Side by side",
        "assumed",
        "made for a test",
        "What this is not",
        "How to cite",
        "It has not happened",
    ):
        assert told.lower() in page.text.lower(), told
    assert "No endings of city ties are recorded by the end of 2026" in page.text
    assert "Not enough data" in page.text, "so small a world says nothing of any part of the world"


def test_the_same_address_gives_the_same_bytes_and_another_world_is_told(
    client: Asking, address: str, result: Answer
) -> None:
    told = finished(lambda: client.get(address.replace("/run?", "/run.json?"))).json()
    hashes = {"snapshot": told["snapshot_hash"], "model": told["model_hash"]}
    cited = client.get(f"{address}&{urlencode(hashes)}")
    assert "This is not what the address was made with" not in cited.text
    assert cited.body == client.get(f"{address}&{urlencode(hashes)}").body
    assert cited.body == result.body, "the hashes change nothing where they are those of this world"
    other = client.get(f"{address}&{urlencode({**hashes, 'snapshot': '0' * 32})}")
    assert "This is not what the address was made with" in other.text
    assert hashes["snapshot"] in other.text
    assert "0" * 32 in other.text
    assert client.get(f"{address}&snapshot=<script>").status_code == 422


def test_the_files_and_the_interface_hold_what_the_page_shows(client: Asking, address: str, result: Answer) -> None:
    assert result.status_code == 200
    told = client.get(address.replace("/run?", "/run.json?")).json()
    assert client.get("/api/v1" + address).json() == told
    rows = list(csv.DictReader(io.StringIO(client.get(address.replace("/run?", "/run.csv?")).body.decode("utf-8-sig"))))
    assert len(rows) == len(told["differences"])
    first = next(row for row in rows if (row["level"], row["what"]) == ("total", "in_force"))
    same = next(one for one in told["differences"] if (one["level"], one["what"]) == ("total", "in_force"))
    assert float(first["difference"]) == pytest.approx(same["difference"])
    assert same["difference"] < 0
    numbers = client.get(address.replace("/run?", "/run/numbers.csv?")).body.decode("utf-8-sig")
    assert {row["coefficient"] for row in csv.DictReader(io.StringIO(numbers))} == {"suspension_first", "ending_first"}
    written = read_scenario(client.get(address.replace("/run?", "/run.yml?")).body)
    assert (written.title, written.changes[0].second) == (RUPTURE["title"], ("CN", "DE"))


def test_yaml_of_ones_own_is_run_too(client: Asking) -> None:
    answer = client.get(f"/scenarios/write?{urlencode({'yaml': worked_text('reform-turkey-2028'), 'runs': '30'})}")
    assert answer.status_code == 303
    assert f"scenario={pack(worked_scenario('reform-turkey-2028'))}" in answer.headers["location"]
    assert "runs=30" in answer.headers["location"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"between": "ZZ"}, "'ZZ' is no country of the register"),
        ({"between": ""}, "between: is missing"),
        ({"and": "NL"}, "NL stands on both sides"),
        ({"on": ""}, "on: '' is no day of the calendar"),
        ({"on": "2010-01-01"}, "lies before the outlook begins"),
        ({"ending_first-value": "many"}, "'many' is no number"),
        ({"ending_first-number": "", "suspension_first-number": ""}, "carried_by: [] is no list"),
        ({"kind": "revolution"}, "names no kind of change"),
        ({"to": str(THIS_YEAR)}, "looks 0 years ahead"),
        ({"to": str(THIS_YEAR + 200)}, "looks 200 years ahead"),
        ({"to": "soon"}, "'soon' is no whole number"),
        ({"runs": "-5"}, "-5 runs"),
        ({"runs": "1000000"}, "1000000 runs"),
        ({"seed": "-1"}, "the seed -1"),
        ({"yaml": "a: &a [*a]"}, "anchor"),
        ({"title": "x" * 121}, "title: the text is 121 characters long"),
    ],
)
def test_what_is_wrong_is_told_on_the_form_which_keeps_what_was_written(
    client: Asking, changed: dict[str, str], says: str
) -> None:
    answer = write(client, **changed)
    assert answer.status_code == 400
    page = read_page(answer.text)
    alerts = [one.text for one in page.all("p") if one.attributes.get("role") == "alert"]
    assert len(alerts) == 1
    assert says in alerts[0]
    assert not list(page.faults())
    if changed.get("kind", "rupture") == "rupture" and "and" not in changed:
        kept = {one.attributes.get("id"): one.attributes.get("value") for one in page.all("input")}
        assert kept["rupture-and"] == RUPTURE["and"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "scenario=AAAA",
        "worked=rupture-1066",
        "worked=reform-turkey-2028&runs=0",
        "worked=reform-turkey-2028&runs=-1",
        "worked=reform-turkey-2028&runs=2001",
        f"worked=reform-turkey-2028&to={THIS_YEAR}",
        f"worked=reform-turkey-2028&to={THIS_YEAR + 200}",
        "worked=reform-turkey-2028&seed=-1",
        "worked=rupture-2022",
        f"scenario={'A' * (LONGEST_ADDRESS + 1)}",
        "scenario=<script>",
    ],
)
def test_an_address_that_cannot_be_run_is_refused_before_anything_is_computed(client: Asking, query: str) -> None:
    for path in ("/scenarios/run", "/scenarios/run.json", "/api/v1/scenarios/run"):
        assert client.get(f"{path}?{query}").status_code in {400, 404, 422}, path


def test_a_form_that_holds_too_much_is_refused(client: Asking) -> None:
    assert client.get(f"/scenarios/write?{urlencode({'yaml': 'x' * 21_000})}").status_code == 400
    assert client.get("/scenarios/write?" + "&".join(f"a{number}=1" for number in range(80))).status_code == 400


def test_the_interface_lists_the_worked_scenarios(client: Asking) -> None:
    told = client.get("/api/v1/scenarios").json()
    assert [one["id"] for one in told] == list(WORKED)
    assert client.get(f"/api/v1/scenarios/{WORKED[0]}").json() == told[0]
    assert client.get("/api/v1/scenarios/nothing").status_code == 404


def test_several_members_are_one_a_line() -> None:
    asked = {"kind": "city_network", "on": "2028-01-01", "network": "px:made", "name": "Made"}
    asked |= {"members": "Rotterdam,NL\r\n\n gn:1 ", "shared_network-number": "estimated"}
    change = content_of_form(asked, written="2026-01-01")["changes"][0]
    assert change["members"] == ["Rotterdam,NL", "gn:1"]
    assert change["carried_by"] == [{"coefficient": "shared_network", "number": "estimated"}]
    either = {"shared_network-number": "either", "shared_network-value": "1", "shared_network-low": "0"}
    told = content_of_form({**asked, **either, "shared_network-high": "2"}, written="2026-01-01")["changes"][0]
    assert (told["carried_by"][0]["number"], told["carried_by"][0]["range"]) == ("estimated", [0, 2])
    with pytest.raises(InputError):
        content_of_form({}, written="2026-01-01")
