"""The pages of profiles: what a city's page shows of a made-up world, the lists, their tables and the same as JSON."""

import csv
from io import StringIO

import pytest
from tests.asking import Asking
from tests.atlas.page_reading import read_page
from tests.factory import THIS_YEAR
from tests.profiles.made_cities import SOURCES, city, figure, state, tie
from tests.snapshot.made import compiled, said

from proxenia.atlas.app import make_app
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.pages import city_profile
from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.registry import PROFILES

WORLD = (
    *city("gn:1", "XA", "XA-CT", location="4 50"),
    *city("gn:2", "XB"),
    *city("gn:3", "XA"),
    *city("gn:4", None),
    *state("XA"),
    *state("XB"),
    tie("gn:1", "gn:2", driver="network_push", coder="A person", confidence="low", reference="https://lists.example/t"),
    figure("gn:1", "urban_population", "12345678", unit="persons", reference="https://lists.example/<u>"),
    figure("gn:2", "urban_population", "2000000", "2018", unit="persons"),
    figure("gn:1", "foreign_born", "1000000", "2000/2005", unit="persons", summary="Lower bound: at least a million"),
    figure("iso:XA-CT", "quasi_sovereign", "1", "2006/..", summary="Offices abroad <b>of its own</b>"),
    figure("iso:XB", "federal", "0", "2015"),
    figure("iso:XB", "exports", "0.7", unit="share"),
    said("gn:1", "population", value="500000", unit="persons", source="edition"),
)


@pytest.fixture(scope="module")
def asking() -> Asking:
    """Give a client of the made-up world."""
    return Asking(make_app(compiled(*WORLD, sources=SOURCES), this_year=THIS_YEAR))


def text_of(asking: Asking, address: str) -> str:
    answer = asking.get(address)
    assert answer.status_code == 200, answer.text[:300]
    page = read_page(answer.text)
    assert not list(page.faults())
    return page.text


def rows_of(asking: Asking, address: str) -> list[dict[str, str]]:
    answer = asking.get(address)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(answer.body.decode("utf-8-sig"))))


def test_a_citys_page_shows_value_threshold_date_and_source(asking: Asking) -> None:
    text = text_of(asking, "/city/gn:1/profile")
    for shown in (
        "Name of gn:1 profile of a city",
        "Mega-city yes 12 345 678 persons at least 10 000 000 persons 2015 A list",
        "Immigrant gateway yes at least 1 000 000 persons at least 1 000 000 persons 2000 – 2005 A list",
        "of the region: XA-CT",
        "Offices abroad <b>of its own</b>",
        "since 2006",
        "In a decentralised country unknown nobody tells",
        "Export-oriented unknown nobody tells at least 20 %",
        "Inhabitants of the municipality 500 000 persons list of 2010 A list of an edition",
        "unknown : nobody has told how local interests are represented at the centre",
        "twinning with Name of gn:2 network push",
        "A personconfidence: low",
        "0 from inside out, 1 from outside in",
        "How to cite:",
    ):
        assert shown in text, (shown, text)
    html = asking.get("/city/gn:1/profile").text
    assert "<b>of its own</b>" not in html
    assert "lists.example/&lt;u&gt;" in html


def test_a_city_of_which_nothing_is_known_says_so_and_guesses_nothing(asking: Asking) -> None:
    page = asking.get("/api/v1/actors/gn:4/profile").json()
    assert {one["answer"] for one in page["profiles"]} == {"unknown"}
    assert all(one["missing"] and one["value"] is None for one in page["profiles"])
    assert not any(one["known"] for one in page["conditions"])
    text = text_of(asking, "/city/gn:4/profile")
    assert text.count("unknown : nobody has told") >= 6
    assert "nobody has told why it acts" in text


def test_figures_of_the_country_stand_beside_and_are_labelled(asking: Asking) -> None:
    text = text_of(asking, "/city/gn:2/profile")
    assert "Exports as a share of output: 70 % (2015, of the country: State XB ; A list)" in text
    found = {one["id"]: one for one in asking.get("/api/v1/actors/gn:2/profile").json()["profiles"]}
    assert (found["mega_city"]["answer"], found["mega_city"]["value"]) == ("no", 2_000_000)
    assert found["export_oriented"]["answer"] == "unknown"


def test_the_year_decides_what_is_told(asking: Asking) -> None:
    earlier = asking.get("/api/v1/actors/gn:1/profile?as_of=2004").json()
    answers = {one["id"]: one["answer"] for one in earlier["profiles"]}
    assert answers["mega_city"] == "unknown"
    assert answers["immigrant_gateway"] == "yes"
    assert answers["quasi_sovereign"] == "unknown", "no polity was one by then"


def test_the_interface_tells_where_every_statement_stands(asking: Asking) -> None:
    page = asking.get("/api/v1/actors/gn:1/profile").json()
    behind = {statement for one in page["profiles"] for statement in one["statements"]}
    behind |= {statement for one in page["conditions"] for each in one["figures"] for statement in each["statements"]}
    behind |= {one["statement"] for one in page["drivers"]["coded"]}
    assert behind
    assert behind <= page["said"].keys()
    assert all(at["source"] and at["title"] and at["reference"] for at in page["said"].values())
    assert [one["id"] for one in page["profiles"]] == list(PROFILES)


def test_a_page_of_an_alias_or_of_no_city_leads_elsewhere(asking: Asking) -> None:
    assert asking.get("/city/gn:404/profile").status_code == 404
    refused = asking.get("/city/iso:XA/profile")
    assert refused.status_code == 400
    assert "only cities have profiles" in refused.text
    assert asking.get("/api/v1/actors/iso:XA/profile").status_code == 400


def test_the_page_as_a_table(asking: Asking) -> None:
    rows = rows_of(asking, "/city/gn:1/profile.csv")
    mega = next(row for row in rows if row["id"] == "mega_city")
    assert (mega["part"], mega["answer"], float(mega["value"]), mega["date"]) == ("profile", "yes", 12345678, "2015")
    assert (mega["threshold"], mega["sources"]) == ("at least 10,000,000 persons", "list")
    assert {row["part"] for row in rows} == {"profile", "beside", "condition"}


def test_the_list_of_profiles_counts_every_city(asking: Asking) -> None:
    page = asking.get("/api/v1/profiles").json()
    assert [one["id"] for one in page["profiles"]] == list(PROFILES)
    assert {one["yes"] + one["no"] + one["unknown"] for one in page["profiles"]} == {page["cities"]} == {4}
    assert "Mega-cityAn urban area of ten million people or more. 1 1 2" in text_of(asking, "/profiles")
    assert [row["id"] for row in rows_of(asking, "/profiles.csv")] == list(PROFILES)


def test_the_cities_with_a_profile_and_without(asking: Asking) -> None:
    text = text_of(asking, "/profiles/mega_city")
    assert "yes: 1 · no: 1 · unknown: 2" in text
    assert "Name of gn:1" in text
    assert "Name of gn:2" not in text
    assert "Name of gn:2" in text_of(asking, "/profiles/mega_city?answer=no")
    found = asking.get("/api/v1/profiles/quasi_sovereign").json()
    assert [(one["city"]["id"], one["of"], one["date"]) for one in found["cities"]] == [("gn:1", "region", "2006/..")]
    rows = rows_of(asking, "/profiles/mega_city.csv?answer=unknown")
    assert [row["city_id"] for row in rows] == ["gn:3", "gn:4"]
    assert asking.get("/profiles/mega_town").status_code == 404
    assert asking.get("/profiles/mega_city?answer=perhaps").status_code == 422


def test_a_city_leads_to_its_profile(asking: Asking) -> None:
    assert "/city/gn:1/profile?as_of=2026" in asking.get("/city/gn:1").text
    assert "/profile?" not in asking.get("/actor/iso:XA").text


def test_a_page_is_the_same_when_what_it_looks_up_was_made_beforehand() -> None:
    alone, prepared = (compiled(*WORLD, sources=SOURCES) for _ in range(2))
    index = AtlasIndex(alone)
    alone, prepared = alone.as_of(THIS_YEAR), prepared.as_of(THIS_YEAR)
    tables = CityTables.of(prepared)
    city_profile.prepare(prepared, tables)
    assert len(tables.answers) > 1
    for city_id in tables.answers:
        plain = city_profile.build(index, alone, city_id, as_of=THIS_YEAR)
        assert city_profile.build(index, prepared, city_id, as_of=THIS_YEAR, tables=tables) == plain
