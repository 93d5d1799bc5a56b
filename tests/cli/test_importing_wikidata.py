"""``proxenia import wikidata-live`` against a real SPARQL server."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import Home, Result
from tests.sources.http_servers import Reply, scripted_server, sparql_server
from tests.sources.rdf_of_entities import triples_of
from tests.sources.wikidata_live.made_items import claim, item, sample_items, state

from proxenia.ledger import open_ledger

SOURCE = "wikidata_live"
COMMAND = ("import", "wikidata-live")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sparql_server(tmp_path_factory.mktemp("made"), triples_of(sample_items())) as address:
        yield address


@pytest.fixture
def live_home(own_home: Home, tmp_path: Path) -> Home:
    """Give folders whose cache holds no answers."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for path in own_home.cache.iterdir():
        if path.name != SOURCE:
            (cache / path.name).symlink_to(path)
    return Home(own_home.data, cache)


def said(home: Home) -> set[tuple[str, str, str | None]]:
    """Give what stands in the ledger of this source."""
    with open_ledger(str(home.ledger), create=False) as ledger:
        return {(one.subject, one.predicate, one.object or one.value) for one in ledger.statements(source=SOURCE)}


def fetched(result: Result) -> tuple[int, int]:
    """Give how many answers were fetched, and how many had been kept."""
    (line,) = [line for line in result.complaints if "answers fetched" in line]
    numbers = re.findall(r"[0-9]+", line)
    return int(numbers[0]), int(numbers[1])


def changed(item: str, key: str, claims: list[dict[str, Any]]) -> str:
    """Give the triples of the sample where one item has other claims of a property."""
    items = copy.deepcopy(sample_items())
    for entity in items:
        if entity["id"] == item:
            entity["claims"][key] = claims
    return triples_of(items)


def test_a_country_comes_in_and_a_second_time_changes_nothing(live_home: Home, endpoint: str) -> None:
    first = live_home.done(*COMMAND, "--country", "NL", "--endpoint", endpoint, "--json")
    assert list(first.json) == [
        "rows",
        "statements_new",
        "statements_known",
        "names",
        "contradictions",
        "refused",
        "seconds",
    ]
    assert first.json["statements_new"] > 20
    assert fetched(first)[1] == 0
    assert ("wd:Q34370", "twinning", "wd:Q8686") in said(live_home)
    second = live_home.done(*COMMAND, "--country", "NL", "--endpoint", endpoint, "--json")
    assert second.json["statements_new"] == 0
    assert fetched(second) == (0, fetched(first)[0])


def test_what_came_in_is_a_tie_of_the_city(live_home: Home, endpoint: str) -> None:
    live_home.done(*COMMAND, "--cities", "Q34370", "--endpoint", endpoint)
    found = live_home.done("ties", "Rotterdam", "--kind", "twinning", "--json").json
    (shanghai,) = [tie for tie in found if tie["partner"]["name"] == "Shanghai"]
    assert SOURCE in {source["id"] for source in shanghai["sources"]}


def test_the_endpoint_may_stand_in_the_environment(
    live_home: Home, endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cities.txt"
    path.write_text("Q34370 Rotterdam\n", encoding="utf-8")
    monkeypatch.setenv("PROXENIA_SPARQL", endpoint)
    assert live_home.done(*COMMAND, "--cities", path, "--json").json["rows"] > 1


def test_a_city_that_lost_its_claims_is_brought_up_to_date(live_home: Home, endpoint: str, tmp_path: Path) -> None:
    live_home.done(*COMMAND, "--country", "NL", "--endpoint", endpoint)
    before = said(live_home)
    with sparql_server(tmp_path, changed("Q34370", "P190", [])) as later:
        live_home.done(*COMMAND, "--country", "NL", "--endpoint", later)
    gone = before - said(live_home)
    assert {one for one in gone if one[1] == "twinning"} == {
        ("wd:Q34370", "twinning", other) for other in ("wd:Q8686", "wd:Q900000001", "wd:Q900000002")
    }


def test_a_reference_that_is_gone_takes_its_statement_with_it(live_home: Home, endpoint: str, tmp_path: Path) -> None:
    live_home.done(*COMMAND, "--cities", "Q34370", "--endpoint", endpoint)
    with sparql_server(tmp_path, changed("Q34370", "P190", [claim("P190", "Q8686")])) as later:
        live_home.done(*COMMAND, "--cities", "Q34370", "--endpoint", later)
    with open_ledger(str(live_home.ledger), create=False) as ledger:
        found = [one for one in ledger.statements(source=SOURCE) if one.predicate == "twinning"]
    assert [one.reference for one in found] == ["https://www.wikidata.org/wiki/Q34370#P190"]


def test_what_is_met_in_passing_keeps_its_own_ties(live_home: Home, endpoint: str) -> None:
    live_home.done(*COMMAND, "--cities", "Q34370", "--endpoint", endpoint)
    before = said(live_home)
    live_home.done(*COMMAND, "--cities", "Q900000004", "--endpoint", endpoint)
    assert before <= said(live_home)
    assert ("wd:Q900000004", "twinning", "wd:Q34370") in said(live_home)


def test_a_mission_of_another_country_stays_where_one_country_is_read(
    live_home: Home, endpoint: str, tmp_path: Path
) -> None:
    live_home.done(*COMMAND, "--world", "--endpoint", endpoint)
    with sparql_server(tmp_path, changed("Q900000030", "P137", [])) as later:
        live_home.done(*COMMAND, "--country", "CN", "--endpoint", later)
    assert ("iso:NL", "representation", "iso:CN") in said(live_home)
    assert ("iso:JP", "representation", "iso:NL") in said(live_home)


def test_an_endpoint_that_gives_up_leaves_the_ledger_as_it_was(live_home: Home) -> None:
    before = live_home.done("verify", "--json").json
    with scripted_server([Reply(status=429, headers={"Retry-After": "4000"})]) as server:
        result = live_home.run(*COMMAND, "--country", "NL", "--endpoint", server.address)
    assert (result.code, result.out) == (1, "")
    (line,) = result.complaints
    assert "Run the same command again in 4000 seconds" in line
    assert live_home.done("verify", "--json").json == before


def test_a_page_instead_of_an_answer_is_told(live_home: Home) -> None:
    with scripted_server([Reply(b"<html>Wikidata Query Service</html>")]) as server:
        result = live_home.run(*COMMAND, "--world", "--endpoint", server.address)
    assert result.code == 1
    assert "<html>Wikidata Query Service</html>" in result.err


def test_the_endpoint_is_told_who_asks(live_home: Home) -> None:
    with scripted_server([Reply(b"<html>")]) as server:
        live_home.run(*COMMAND, "--world", "--endpoint", server.address, "--contact", "desk@city.example")
    (asked,) = server.asked
    assert asked.headers["user-agent"].startswith("Proxenia/")
    assert "desk@city.example" in asked.headers["user-agent"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ((), "It is not clear what to ask Wikidata about"),
        (("--country", "IT", "--world"), "It is not clear what to ask Wikidata about"),
        (("--country", "Italy"), "'Italy' is not the code of a country"),
        (("--cities", "Berlin"), "'Berlin' is neither an item nor a file"),
        (("--world", "--endpoint", "ftp://a.example/"), "is not the address of an endpoint"),
        (("--world", "--page-size", "0"), "A page of 0 items cannot be asked for"),
        (("--world", "--contact", "a\nb"), "cannot be told to a server"),
    ],
)
def test_mistakes_are_told_before_anything_is_done(empty_home: Home, options: tuple[str, ...], complaint: str) -> None:
    result = empty_home.run(*COMMAND, *options)
    assert (result.code, result.out) == (2, "")
    (line,) = result.complaints
    assert complaint in line
    assert not empty_home.data.exists()


GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "wikidata.md"
BLOCK = re.compile(r"^```(?P<info>[^\n]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def guide_blocks(info: str) -> list[str]:
    return [match["text"] for match in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")) if match["info"] == info]


def guide_items() -> list[dict[str, Any]]:
    """Give what the commands of the guide ask about; the ties are made for this test."""
    city = claim("P31", "Q515")
    return [
        *sample_items(),
        state("Q38", "IT", "Italy"),
        item("Q220", {"en": "Rome"}, city, claim("P17", "Q38"), claim("P190", "Q90")),
        item("Q64", {"en": "Berlin"}, city, claim("P190", "Q90")),
        item("Q90", {"en": "Paris"}, city, claim("P190", "Q220"), claim("P1566", "2988507")),
    ]


def test_the_commands_of_the_guide_run(live_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cities.txt").write_text(guide_blocks("text file=cities.txt")[0], encoding="utf-8")
    lines = [line for text in guide_blocks("sh endpoint=any") for line in text.splitlines()]
    assert len(lines) == 4
    with sparql_server(tmp_path, triples_of(guide_items())) as address:
        monkeypatch.setenv("PROXENIA_SPARQL", address)
        for line in lines:
            words = line.removeprefix("uv run proxenia ").split()
            assert tuple(words[:2]) == COMMAND
            assert live_home.done(*words, "--json").json["rows"] > 1
    assert {(f"wd:{one}", "twinning", f"wd:{other}") for one, other in [("Q220", "Q90"), ("Q64", "Q90")]} <= said(
        live_home
    )
