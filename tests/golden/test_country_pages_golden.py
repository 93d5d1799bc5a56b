"""The pages of real countries: the bodies they belong to, and relations that Wikidata records."""

import polars as pl
import pytest

from proxenia.atlas.world import AtlasWorld
from proxenia.overlay.overlay import Overlay
from proxenia.snapshot.snapshot import Snapshot

THIS_YEAR = 2026
GONE = {"px:igo-gatt", "px:igo-eec", "px:igo-ecsc", "px:igo-euratom", "px:igo-weu", "px:igo-intelsat"}
"""Bodies that ended, or that lists after 2000 no longer know."""


@pytest.fixture(scope="module")
def atlas(whole_world: Snapshot) -> AtlasWorld:
    return AtlasWorld(whole_world, this_year=THIS_YEAR)


def raw_memberships(world: Snapshot, code: str, year: int) -> set[str]:
    ties = world.as_of(year).ties.filter(pl.col("kind") == "membership", pl.col("a") == f"iso:{code}")
    return set(ties["b"])


def test_a_country_belongs_to_the_bodies_in_force_that_the_overlay_counts(
    atlas: AtlasWorld, whole_world: Snapshot
) -> None:
    page = atlas.countries_of.country("IT", view=atlas.chosen(THIS_YEAR))
    bodies = {line.body.id for line in page.organisations}
    assert raw_memberships(whole_world, "IT", THIS_YEAR) >= GONE
    assert not bodies & GONE
    assert {"px:european-union", "px:nato", "px:united-nations", "px:council-of-europe"} <= bodies
    assert len(bodies) == len(page.organisations) > 90
    overlay = Overlay.of(whole_world, THIS_YEAR)
    for partner in ("FR", "TW", "SM", "US"):
        shared = bodies & {body for body, _ in overlay.bodies_of(partner)}
        [row] = [line for line in page.partners if line.partner.id == f"iso:{partner}"]
        assert row.shared_organisations == len(shared)


def test_a_membership_says_which_list_tells_of_it_last(atlas: AtlasWorld) -> None:
    lines = {
        line.body.id: line for line in atlas.countries_of.country("IT", view=atlas.chosen(THIS_YEAR)).organisations
    }
    assert (lines["px:igo-fao"].since, lines["px:igo-fao"].listed) == (None, "2014")
    assert (lines["px:nato"].since, lines["px:nato"].listed) == ("1949-08-24", "2014")
    assert (lines["px:g7"].since, lines["px:g7"].listed) == ("1975", None)


def test_the_bodies_of_a_year_are_those_of_that_year(atlas: AtlasWorld) -> None:
    then = {line.body.id for line in atlas.countries_of.country("IT", view=atlas.chosen(1995)).organisations}
    assert {"px:igo-gatt", "px:european-union"} <= then
    assert "px:nato" in then
    assert "px:united-nations" in then
    assert "px:igo-gatt" not in {
        line.body.id for line in atlas.countries_of.country("IT", view=atlas.chosen(2005)).organisations
    }


def test_wikidata_records_diplomatic_relations_and_the_overlay_decides_by_them(whole_world: Snapshot) -> None:
    related = whole_world.ties.filter(pl.col("kind") == "diplomatic_relation")
    pairs = {tuple(sorted(ends)) for ends in related.select("a", "b").iter_rows()}
    for other in ("DZ", "KZ", "BZ", "FR", "GB"):
        assert tuple(sorted(("iso:DE", f"iso:{other}"))) in pairs
    assert len(pairs) > 30
    counted = Overlay.of(whole_world, THIS_YEAR).pairs.filter("relation").select("a", "b").rows()
    assert len(counted) > 30
    assert {(f"iso:{a}", f"iso:{b}") for a, b in counted} <= pairs


def test_a_recorded_relation_alone_ties_two_states(whole_world: Snapshot) -> None:
    missions = whole_world.ties.filter(~pl.col("kind").is_in(["representation", "alliance"]))
    fewer = Snapshot({**whole_world.tables, "ties": missions}, {}, whole_world.aliases)
    none = missions.filter(pl.col("kind") != "diplomatic_relation")
    silent = Snapshot({**whole_world.tables, "ties": none}, {}, whole_world.aliases)
    told = Overlay.of(fewer, THIS_YEAR).pair("DE", "DZ")
    assert told.state["relation"] is True
    assert told.state["tied"] is True
    assert told.overlay_class in {"aligned", "latent"}
    assert told.reason.startswith("The states are tied: they keep diplomatic relations (")
    assert "Wikidata" in told.reason
    assert [said.link for said in told.evidence if said.level == "state"]
    assert Overlay.of(silent, THIS_YEAR).pair("DE", "DZ").overlay_class == "unknown"
