"""The law as pages and JSON: the answers, the map of powers, a pack; these rules are made up."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from icalendar import Calendar
from tests.asking import Answer, Asking
from tests.atlas.page_reading import read_page

from proxenia.atlas.land import HEIGHT, WIDTH, country_paths

ASKED: Mapping[str, str] = {
    "place": "NL",
    "tier": "city",
    "instrument": "twinning",
    "partner": "CN",
    "partner_kind": "city",
    "on": "2026-03-01",
    "signing": "2026-05-01",
}


def asking(client: Asking, path: str, **changed: str) -> Answer:
    asked = {key: word for key, word in {**ASKED, **changed}.items() if word}
    return client.get(f"{path}?{urlencode(asked)}")


def test_the_page_answers_both_sides(client: Asking) -> None:
    page = read_page(asking(client, "/law").text)
    text = page.text
    assert "Yes, with steps." in text
    assert "1 April 2026" in text
    assert "18 May 2026" in text
    assert "art. 7" in text
    assert "There is no pack of rules for China" in text
    assert "This is not legal advice" in text
    assert [one.attributes["name"] for one in page.all("select")] == [
        "place",
        "tier",
        "instrument",
        "partner",
        "partner_kind",
    ]


def test_the_json_and_the_calendar_say_the_same(client: Asking) -> None:
    told = asking(client, "/api/v1/law").json()
    assert told["answer"] == "may_with_steps"
    assert [step["due"] for step in told["steps"]] == ["2026-04-01", "2026-05-18"]
    answer = asking(client, "/law.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    days = [event["dtstart"].dt for event in Calendar.from_ical(answer.body).walk("VEVENT")]
    assert days == [date(2026, 4, 1), date(2026, 5, 18), date(2026, 5, 1)]
    assert asking(client, "/law.ics").body == answer.body


def test_the_law_of_an_earlier_day_differs(client: Asking) -> None:
    told = asking(client, "/api/v1/law", on="1985-03-01", signing="").json()
    assert told["answer"] == "may_not"


def test_the_map_shows_the_powers_of_the_year(client: Asking) -> None:
    for year, power in ((1985, "prohibited"), (2026, "interinstitutional")):
        page = read_page(client.get(f"/law?tier=city&instrument=twinning&as_of={year}").text)
        shapes = [one.attributes for one in page.all("path") if one.attributes.get("data-country") == "NL"]
        assert [shape["class"] for shape in shapes] == [f"power power-{power}"]
        table = client.get(f"/law.csv?tier=city&instrument=twinning&as_of={year}").body.decode("utf-8-sig")
        rows = {row["place"]: row["power"] for row in csv.DictReader(io.StringIO(table))}
        assert rows["iso:NL"] == power


def test_a_pack_shows_its_rules_with_their_basis(client: Asking) -> None:
    page = read_page(client.get("/law/NL").text)
    assert {one.attributes["id"] for one in page.all("section") if "rule" in one.attributes.get("class", "")} == {
        "nl-city-twinning-old",
        "nl-city-twinning",
    }
    assert "https://law.example/act" in page.links()
    assert "nobody has read the text yet" in page.text
    assert client.get("/law/nl").headers["location"].startswith("/law/NL")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/law?place=QQ", 400),
        ("/law?place=NL&partner=NL", 400),
        ("/law?place=NL&on=2026-02-30", 400),
        ("/law?place=<script>", 422),
        ("/law?tier=kingdom", 422),
        ("/law/QQ", 404),
        ("/law/%3Cscript%3E", 422),
        ("/api/v1/law", 422),
        ("/api/v1/law?place=NL&on=2026-02-30", 422),
        ("/api/v1/law?place=NL&partner=NL", 404),
        ("/api/v1/law?place=QQ", 404),
        ("/law.ics?place=NL", 400),
        ("/law.ics", 400),
    ],
)
def test_bad_questions_are_told(client: Asking, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status


def test_every_country_lies_on_the_sheet() -> None:
    paths = country_paths()
    assert len(paths) == 175
    assert {"528", "643", "XK"} <= paths.keys()
    for path in paths.values():
        numbers = [
            [float(one) for one in pair.split()] for pair in path.replace("Z", "").replace("M", "L").split("L") if pair
        ]
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in numbers)
        # Nothing is drawn across the whole sheet.
        for part in path.split("M")[1:]:
            xs = [float(pair.split()[0]) for pair in part.rstrip("Z").split("L")]
            steps = [abs(one - other) for one, other in pairwise(xs)]
            assert max(steps, default=0) < WIDTH / 2
