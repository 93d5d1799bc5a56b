"""The pages of the seven fields of activity."""

import pytest
from tests.asking import Asking
from tests.atlas.test_country import get, table
from tests.factory import BERLIN, ROTTERDAM, SHANGHAI

from proxenia.model.vocabulary import Field


def test_the_seven_fields_with_their_counts(client: Asking) -> None:
    page = get(client, "/field")
    assert {f"/field/{field.value}?as_of=2026" for field in Field} <= set(page.links())
    assert "Development Aid, loans, technology, democracy support, emergency relief 0 1" in page.text
    assert [row["id"] for row in table(client, "/field.csv")] == [field.value for field in Field]


def test_a_field_shows_what_belongs_to_it(client: Asking) -> None:
    text = get(client, "/field/economy").text
    assert "What belongs to it: tourism, firms, events" in text
    assert "China – Netherlands 1 0" in text
    assert "Shanghai China 1 0" in text


def test_the_acts_of_a_field_stand_with_their_sources(client: Asking) -> None:
    page = get(client, "/field/development")
    assert "/act/act:rotterdam-earthquake-2023?as_of=2026" in page.links()
    assert any(href.startswith("https://dekanttekening.nl/nieuws/") for href in page.links())
    assert "7 February 2023 emergency relief Rotterdam, Syria, Türkiye" in page.text
    acts = [one for one in page.all("svg") if one.attributes.get("aria-label", "").startswith("Acts by year")]
    assert len(acts) == 1
    assert "at most 1 in a year" in acts[0].attributes["aria-label"]
    # An act joins the countries of those who take part in it.
    assert "Netherlands – Türkiye 0 1" in page.text
    assert "Rotterdam Netherlands 0 1" in page.text


def test_a_field_follows_the_year(client: Asking) -> None:
    assert client.get("/api/v1/fields/development?as_of=2022").json()["acts"] == []
    then = client.get("/api/v1/fields/intercity?as_of=1960").json()
    assert then["by_kind"] == {"twinning": 3}
    assert then["begun"] == [
        {"year": 1953, "word": "twinning", "begun": 1},
        {"year": 1958, "word": "twinning", "begun": 2},
    ]


def test_the_tables_hold_every_line(client: Asking) -> None:
    pairs = {(row["a_id"], row["b_id"]): row["ties"] for row in table(client, "/field/intercity/pairs.csv")}
    assert pairs["iso:CN", "iso:NL"] == "1"
    cities = {row["city_id"]: int(row["ties"]) for row in table(client, "/field/intercity/cities.csv")}
    assert cities[ROTTERDAM] > cities[BERLIN] > cities[SHANGHAI]
    assert table(client, "/field/development/acts.csv")[0]["actors"] == "Rotterdam; Syria; Türkiye"


def test_bodies_that_work_in_a_field(client: Asking) -> None:
    told = client.get("/api/v1/fields/intercity").json()
    assert [(one["body"]["id"], one["members"]) for one in told["bodies"]] == [("px:eurocities", 1)]


@pytest.mark.parametrize(("address", "status"), [("/field/war", 404), ("/field/peace/x.csv", 404)])
def test_what_is_no_field_is_told(client: Asking, address: str, status: int) -> None:
    page = get(client, address, status=status)
    assert page.all("h1")
    if address == "/field/war":
        assert "human_rights" in page.text, "the known words are named"


def test_an_empty_field_says_that_it_knows_of_nothing(client: Asking) -> None:
    text = get(client, "/field/peace").text
    assert "dates no tie or act of this field" in text
    assert "That does not mean there were none" in text
