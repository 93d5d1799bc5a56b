"""The pages of measures, generated from their declarations."""

import json
import math
import re
import threading
import time

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import read_page
from tests.atlas.test_country import get, table
from tests.factory import BERLIN, ISTANBUL, ROTTERDAM, SHANGHAI

from proxenia.atlas.pages.expected import TermLine
from proxenia.atlas.plots import Bin, distribution_chart, effect_plot
from proxenia.atlas.remembered import Background, Remembered
from proxenia.measures.measure import PairMeasure
from proxenia.measures.registry import ACTOR_MEASURES, LAYER_MEASURES, MEASURES, PAIR_MEASURES


def test_the_index_names_every_measure(client: Asking) -> None:
    client.get("/api/v1/describe")
    page = get(client, "/measures")
    for measure in MEASURES.values():
        assert f"/measures/{measure.id}?layer=twinning&as_of=2026" in page.links()
        assert " ".join(measure.meaning.split()) in page.text


def test_the_values_of_a_layer(client: Asking) -> None:
    told = client.get("/api/v1/describe?layer=agreement").json()
    assert told["values"].keys() == LAYER_MEASURES.keys()
    assert (told["values"]["nodes"], told["values"]["edges"]) == (2, 1)
    rows = {row["measure"]: row["value"] for row in table(client, "/measures.csv?layer=agreement")}
    assert (rows["nodes"], rows["edges"]) == ("2", "1")
    assert "Actors 2 How many actors" in get(client, "/measures?layer=agreement").text


@pytest.mark.parametrize("name", list(MEASURES))
def test_a_page_follows_from_the_declaration(client: Asking, name: str) -> None:
    measure = MEASURES[name]
    client.get(f"/api/v1/measures/{name}")
    page = get(client, f"/measures/{name}")
    assert page.all("h1")[0].text == f"{measure.label} measure"
    for part in (measure.meaning, measure.undefined, measure.cost, measure.unit, measure.example.working):
        assert " ".join(part.split()) in page.text, part
    for a, b in measure.example.ties:
        assert f"{a}–{b}" in page.text
    assert f"/api/v1/measures/{name}?layer=twinning&as_of=2026" in page.links()


def test_whole_numbers_are_whole(client: Asking) -> None:
    for address in ("/api/v1/describe", "/api/v1/measures/degree", "/api/v1/measures/nodes", "/api/v1/measures"):
        assert not re.search(rb"[0-9]\.0[,}\]]", client.get(address).body), address
    told = client.get("/api/v1/describe").json()["values"]
    assert isinstance(told["edges"], int)
    assert isinstance(told["mean_degree"], float)
    for address in ("/measures.csv", "/measures/degree.csv", "/measures/nodes.csv", "/overlay.csv"):
        assert not re.search(r"[0-9]\.0(,|$)", client.get(address).text, re.MULTILINE), address


def test_the_highest_actors_with_equal_ranks(client: Asking) -> None:
    told = client.get("/api/v1/measures/degree").json()
    assert (told["actors"][0]["actor"]["id"], told["actors"][0]["rank"]) == (ROTTERDAM, 1)
    values = {line["actor"]["id"]: (line["rank"], line["value"]) for line in told["actors"]}
    assert values[SHANGHAI] == values[ISTANBUL], "one partner each, so one rank"
    assert values[BERLIN][0] < values[SHANGHAI][0]
    assert told["nodes"] == told["defined"] == len(table(client, "/measures/degree.csv"))
    page = get(client, "/measures/degree")
    chart = next(one for one in page.all("svg") if one.attributes.get("aria-label", "").startswith("Degree"))
    assert f"{told['defined']} values from 1" in chart.attributes["aria-label"]


def test_a_measure_of_layers_on_every_layer_of_the_map(client: Asking) -> None:
    client.get("/api/v1/measures/nodes?layer=mission")
    lines = client.get("/api/v1/measures/nodes").json()["values"]
    assert {line["layer"]["level"] for line in lines} == {"urban"}
    by_layer = {line["layer"]["id"]: line["value"] for line in lines}
    assert by_layer["agreement"] == 2
    assert {row["layer"] for row in table(client, "/measures/nodes.csv")} == by_layer.keys()


def test_two_actors(client: Asking) -> None:
    name = next(iter(PAIR_MEASURES))
    assert isinstance(MEASURES[name], PairMeasure)
    told = client.get(f"/api/v1/measures/{name}?a={ROTTERDAM}&b={BERLIN}").json()
    assert {told["pair"]["a"]["id"], told["pair"]["b"]["id"]} == {ROTTERDAM, BERLIN}
    page = get(client, f"/measures/{name}?a={ROTTERDAM}&b={BERLIN}")
    assert "Rotterdam Netherlands and Berlin Germany : " in page.text
    assert client.get(f"/api/v1/measures/{name}?a=gn:1&b={BERLIN}").status_code == 404


def test_what_is_asked_for_comes_back_as_text(client: Asking) -> None:
    name = next(iter(PAIR_MEASURES))
    page = read_page(client.get(f'/measures/{name}?a="><script>alert(1)</script>').text)
    assert not list(page.faults())
    assert '"><script>alert(1)</script>' in [one.attributes.get("value") for one in page.all("input")]


@pytest.mark.parametrize(
    ("address", "status", "known"),
    [
        ("/measures/fame", 404, "participation_coefficient"),
        ("/measures/degree?layer=moon", 422, "global_governance"),
        ("/measures?layer=moon", 422, "global_governance"),
    ],
)
def test_an_unknown_measure_or_layer_is_told_with_the_known_ones(
    client: Asking, address: str, status: int, known: str
) -> None:
    assert known in get(client, address, status=status).text


def test_the_json_has_no_number_that_json_has_not(client: Asking) -> None:
    refused: list[str] = []

    def refuse(constant: str) -> None:
        refused.append(constant)

    for name in ACTOR_MEASURES:
        told = json.loads(client.get(f"/api/v1/measures/{name}?layer=agreement").body, parse_constant=refuse)
        numbers = [line["value"] for line in told["actors"]]
        assert all(isinstance(number, int | float) and math.isfinite(number) for number in numbers), name
        assert len(numbers) == min(told["defined"], 50), name
        assert told["defined"] <= told["nodes"] == 2, name
    assert refused == []


def test_a_page_says_whether_its_values_are_exact(client: Asking) -> None:
    told = client.get("/api/v1/measures/betweenness").json()["precision"]
    assert told == {"exact": True, "seed": None, "drawn": None, "error": None, "said": "exact"}
    assert "Precision: exact." in get(client, "/measures/betweenness").text
    drawn = client.get("/api/v1/measures/modularity").json()["precision"]
    assert (drawn["exact"], drawn["seed"]) == (False, 1)


def test_the_pictures_are_well_formed() -> None:
    chart = read_page(distribution_chart([Bin(0, 1, 3), Bin(1, 2, 0), Bin(2, 3, 1)], "<b>"))
    assert [one.text for one in chart.all("title")] == ["0 to 1: 3", "2 to 3: 1"]
    assert chart.all("svg")[0].attributes["aria-label"].startswith("<b>: 4 values from 0 to 3")
    lines = [
        TermLine(name, name, "", estimate, 0.1, estimate - 0.2, estimate + 0.2, 0.5, 1.0, 0.0, 0.1)
        for name, estimate in (("<i>size", 0.5), ("distance", -1.0))
    ]
    plot = read_page(effect_plot(lines))
    assert len(plot.all("circle")) == 2
    zero = float(plot.all("line")[0].attributes["x1"])
    assert float(plot.all("circle")[1].attributes["cx"]) < zero < float(plot.all("circle")[0].attributes["cx"])
    assert distribution_chart([], "x") == effect_plot([]) == ""


def test_an_answer_is_computed_once_however_many_ask() -> None:
    begun, may_end = threading.Event(), threading.Event()
    asked: list[int] = []

    def slow(number: int) -> int:
        asked.append(number)
        begun.set()
        assert may_end.wait(10)
        return 2 * number

    remembered, answers = Remembered(slow, most=4), []
    threads = [threading.Thread(target=lambda: answers.append(remembered(21))) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    assert remembered.soon(21, Background(), patience=0.01) is None, "it does not wait for what is being computed"
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert answers == [42] * 8
    assert asked == [21]


def test_the_oldest_answers_are_forgotten_and_errors_are_not_kept() -> None:
    asked: list[int] = []

    def fickle(number: int) -> int:
        asked.append(number)
        if len(asked) == 1:
            raise ValueError(number)
        return number

    remembered = Remembered(fickle, most=2)
    with pytest.raises(ValueError, match="1"):
        remembered(1)
    assert [remembered(number) for number in (1, 2, 3, 3, 1)] == [1, 2, 3, 3, 1]
    assert asked == [1, 1, 2, 3, 1]


def test_what_is_asked_behind_a_page_is_there_soon() -> None:
    background, remembered = Background(), Remembered(lambda number: number + 1, most=2)
    deadline = time.monotonic() + 10
    while remembered.soon(1, background, patience=0.01) is None:
        assert time.monotonic() < deadline
    assert remembered.soon(1, background, patience=0) == 2
