import polars as pl
import pytest
from tests.snapshot.made import ROTTERDAM, SHANGHAI, Source, compiled, conflicts, only, said, same, twinning

from proxenia.model.period import day_number


def test_what_the_identifier_alone_tells() -> None:
    ends = [ROTTERDAM, "iso:NL", "iso:ES-CT", "hekman:Berat,Albania"]
    snapshot = compiled(*(twinning(end, SHANGHAI) for end in ends))
    rows = {row["id"]: row for row in snapshot.actors.iter_rows(named=True)}
    assert [(rows[end]["kind"], rows[end]["name"], rows[end]["country"]) for end in ends] == [
        ("city", "2747891", None),
        ("state", "NL", "NL"),
        ("region", "ES-CT", "ES"),
        (None, "Berat,Albania", None),
    ]


def test_areas_and_acts_are_no_actors_and_a_country_alone_makes_no_row() -> None:
    snapshot = compiled(
        said("un:001", "indicator", value="3", period="1800"),
        said("act:x", "event", value="visit", period="1979"),
        said(ROTTERDAM, "country", object="iso:NL"),
    )
    assert snapshot.actors["id"].to_list() == [ROTTERDAM]


def test_geonames_comes_first_for_its_own_places() -> None:
    snapshot = compiled(
        said(ROTTERDAM, "name", "geonames", value="Rotterdam"),
        said("a:R", "name", "a", value="Roterodamum"),
        said("b:R", "name", "b", value="Roterodamum"),
        judgements=[same("a:R", ROTTERDAM), same("b:R", ROTTERDAM)],
    )
    assert only(snapshot.actors)["name"] == "Rotterdam"
    assert conflicts(snapshot, "name") == [("Roterodamum", False), ("Roterodamum", False), ("Rotterdam", True)]
    assert list(snapshot.names.select("name", "kind").iter_rows()) == [
        ("Roterodamum", "alternate"),
        ("Rotterdam", "preferred"),
    ]


@pytest.mark.parametrize("other", ["ROTTERDAM", "Rótterdam", "Roterdão", "roterdao"])
def test_a_spelling_or_a_known_other_name_is_no_conflict(other: str) -> None:
    snapshot = compiled(
        said(ROTTERDAM, "name", "geonames", value="Rotterdam"),
        said(ROTTERDAM, "alternate_names", "geonames", value="Roterdão\n Ρότερνταμ \n\nRotterdam"),
        said(ROTTERDAM, "name", "a", value=other),
    )
    assert snapshot.conflicts.is_empty()
    names = snapshot.names.filter(pl.col("kind") == "alternate")["name"].to_list()
    assert "Ρότερνταμ" in names
    assert "Rotterdam" not in names


def test_a_name_in_no_stated_language_or_english_is_preferred() -> None:
    snapshot = compiled(
        said("iso:DE", "name", "a", value="Deutschland", language="de"),
        said("iso:DE", "name", "b", value="Germany", language="en"),
        said("iso:DE", "name", "c", value="Deutschland", language="de"),
    )
    assert only(snapshot.actors)["name"] == "Germany"
    assert snapshot.conflicts.is_empty()
    assert snapshot.names.filter(pl.col("name") == "Germany")["language"].to_list() == ["en"]


def test_country_by_most_sources() -> None:
    snapshot = compiled(
        said("wd:Q1", "country", "a", object="iso:FR"),
        said("wd:Q1", "country", "b", object="iso:BE"),
        said("wd:Q1", "country", "c", object="iso:BE"),
    )
    assert only(snapshot.actors)["country"] == "BE"
    assert set(snapshot.conflicts["rule"]) == {"majority"}
    assert conflicts(snapshot, "country") == [("BE", True), ("BE", True), ("FR", False)]


def test_places_within_five_kilometres_agree() -> None:
    near = [said("wd:Q1", "location", name, value=value) for name, value in (("a", "4.48 51.92"), ("b", "4.50 51.93"))]
    assert compiled(*near).conflicts.is_empty()
    far = compiled(*near, said("wd:Q1", "location", "c", value="5.48 51.92"))
    assert (only(far.actors)["longitude"], only(far.actors)["latitude"]) == (4.48, 51.92)
    assert conflicts(far, "location") == [("4.48 51.92", True), ("5.48 51.92", False)]


def test_a_location_that_is_none_is_left_out() -> None:
    snapshot = compiled(*(said("wd:Q1", "location", value=value) for value in ("4.5", "x y", "200 10", "4 91")))
    assert only(snapshot.actors)["longitude"] is None


def test_the_newest_population_is_shown() -> None:
    snapshot = compiled(
        said(ROTTERDAM, "population", "geonames", value="598199"),
        said(ROTTERDAM, "population", "a", value="663900", period="2026"),
        said(ROTTERDAM, "population", "b", value="300000", period="1900"),
        sources=[Source("geonames", date="2020")],
    )
    assert only(snapshot.actors)["population"] == 663900
    assert conflicts(snapshot, "population") == [("300000", False), ("663900", True)]
    assert set(snapshot.conflicts["rule"]) == {"newest"}
    assert snapshot.attributes.height == 3


def test_a_body_and_its_life() -> None:
    snapshot = compiled(
        said("px:rc", "kind", value="city_network"),
        said("px:rc", "name", value="100 Resilient Cities"),
        said("px:rc", "abbreviation", value="100RC"),
        said("px:rc", "founded", period="2013"),
        said("px:rc", "dissolved", period="2019-07-31"),
        said("px:rc", "seat", object="gn:5128581"),
        said("px:rc", "site", "a", value="https://www.100resilientcities.org/"),
        said("px:rc", "site", "b", value="http://100resilientcities.org"),
        said("px:rc", "activity", "a", fields="development", scope="world"),
        said("px:rc", "activity", "b", fields="development;intercity"),
    )
    body = only(snapshot.actors)
    assert (body["founded"], body["founded_earliest"]) == ("2013", day_number(2013))
    assert (body["dissolved"], body["dissolved_latest"]) == ("2019-07-31", day_number(2019, 7, 31))
    assert (body["seat"], body["scope"], body["fields"]) == ("gn:5128581", "world", ["development", "intercity"])
    assert body["abbreviation"] == "100RC"
    assert snapshot.conflicts.is_empty()
    assert snapshot.evidence.filter(pl.col("record") == "px:rc").height == 10
