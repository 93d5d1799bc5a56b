"""The region a city lies in, and who coded why a city acts."""

from tests.snapshot.made import ROTTERDAM, SHANGHAI, compiled, conflicts, only, said, same, twinning

HOLLAND, GUANGDONG = "iso:NL-ZH", "iso:CN-GD"
NAMED = said(HOLLAND, "name", "iso3166_2", value="Zuid-Holland")
KIND = said(HOLLAND, "kind", "iso3166_2", value="region")
LIES_IN = said(ROTTERDAM, "region", "geonames", object=HOLLAND)


def test_a_city_has_its_region_with_a_name_that_makes_nobody_an_actor() -> None:
    snapshot = compiled(NAMED, KIND, LIES_IN)
    city = only(snapshot.actors)
    assert (city["id"], city["region"], city["region_name"]) == (ROTTERDAM, HOLLAND, "Zuid-Holland")
    assert snapshot.names.is_empty()
    assert snapshot.attributes.is_empty()
    assert snapshot.evidence.height == 3
    actor = snapshot.actor(ROTTERDAM)
    assert (actor.region, actor.region_name) == (HOLLAND, "Zuid-Holland")


def test_a_region_of_which_somebody_else_speaks_is_an_actor() -> None:
    tied = compiled(NAMED, KIND, LIES_IN, twinning(HOLLAND, GUANGDONG))
    assert tied.actors["id"].to_list() == [ROTTERDAM, GUANGDONG, HOLLAND]
    assert tied.actor(HOLLAND).name == "Zuid-Holland"
    told = compiled(
        NAMED, KIND, LIES_IN, said("list:ZH", "name", value="South Holland"), judgements=[same("list:ZH", HOLLAND)]
    )
    assert set(told.actors["id"]) == {ROTTERDAM, HOLLAND}
    assert set(told.names["actor"]) == {HOLLAND}


def test_a_disputed_region_is_a_conflict_and_geonames_comes_first_for_its_places() -> None:
    other = said(ROTTERDAM, "region", "list", object="iso:NL-NH")
    snapshot = compiled(LIES_IN, other)
    assert only(snapshot.actors)["region"] == HOLLAND
    assert conflicts(snapshot, "region") == [("iso:NL-NH", False), (HOLLAND, True)]
    assert only(snapshot.actors)["region_name"] is None


def test_the_evidence_says_who_coded_the_driver() -> None:
    coded = {"driver": "network_push", "coder": "rule: economy", "confidence": "low"}
    snapshot = compiled(
        said(ROTTERDAM, "twinning", object=SHANGHAI, **coded), twinning(ROTTERDAM, SHANGHAI, source="b")
    )
    assert only(snapshot.ties)["driver"] == "network_push"
    rows = snapshot.evidence.select("source", "driver", "coder", "confidence").sort("source").rows()
    assert rows == [("b", None, None, None), ("list", "network_push", "rule: economy", "low")]
