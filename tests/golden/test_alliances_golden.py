"""Who is allied, on the real lists: the layer and the overlay say the same, and what a list of 2018 says of today."""

from itertools import combinations

import polars as pl
import pytest

from proxenia.measures.describe import describe
from proxenia.measures.graph import Ground
from proxenia.overlay.overlay import Overlay
from proxenia.snapshot.snapshot import Snapshot

NATO_2026 = 32
CSTO_2026 = 6
"""Armenia has frozen its part since 2024 and is a member still."""
LEAVERS = {"AT", "CY", "IE", "MT"}
"""States bound to the United Kingdom by the clause of the European Union alone, until it left on 31 January 2020."""

Pair = tuple[str, str]


def pairs_of(world: Snapshot, year: int) -> set[Pair]:
    """Return the pairs of the layer between states of today."""
    links = Ground.of(world.as_of(year), "alliance").links
    today = world.actors.filter(pl.col("kind") == "state", pl.col("dissolved").is_null())["id"].to_list()
    ends = (sorted(ends) for ends in links.select("a", "b").iter_rows())
    return {(a[4:], b[4:]) for a, b in ends if a in today and b in today}


def overlaid(world: Snapshot, year: int) -> set[Pair]:
    return set(Overlay.of(world, year).pairs.filter("alliance").select("a", "b").iter_rows())


@pytest.mark.parametrize("year", [1938, 1955, 1990, 2004, 2018, 2020, 2026])
def test_the_layer_holds_the_pairs_that_the_overlay_counts_as_allied(listed_world: Snapshot, year: int) -> None:
    assert pairs_of(listed_world, year) == overlaid(listed_world, year)
    assert pairs_of(listed_world, year)


@pytest.mark.parametrize("year", [1955, 1990, 2026])
def test_so_it_does_on_the_founding_register_alone(register_world: Snapshot, year: int) -> None:
    assert pairs_of(register_world, year) == overlaid(register_world, year)
    assert pairs_of(register_world, year)


def test_members_of_the_bodies_of_defence_are_in_the_layer(register_world: Snapshot) -> None:
    now = register_world.as_of(2026)
    bodies = {
        body: sorted(now.ties.filter(pl.col("kind") == "membership", pl.col("b") == body)["a"].unique())
        for body in ("px:nato", "px:csto")
    }
    assert {body: len(members) for body, members in bodies.items()} == {"px:nato": NATO_2026, "px:csto": CSTO_2026}
    wanted = {pair for members in bodies.values() for pair in combinations(members, 2)}
    assert {(f"iso:{a}", f"iso:{b}") for a, b in pairs_of(register_world, 2026)} == wanted
    told = describe(now, "alliance")
    assert (told["nodes"], told["edges"], told["components"]) == (NATO_2026 + CSTO_2026, len(wanted), 2)


def test_who_left_the_union_left_its_clause_and_who_joined_nato_is_allied_by_it(listed_world: Snapshot) -> None:
    before, after = overlaid(listed_world, 2019), overlaid(listed_world, 2020)
    with_britain = {"".join(pair).replace("GB", "") for pair in before - after if "GB" in pair}
    assert with_britain == LEAVERS | {"FI", "SE"}
    assert not any("GB" not in pair for pair in before - after)
    assert ("AT", "DE") in after
    assert {("FI", "GB"), ("GB", "SE")} <= overlaid(listed_world, 2026)
    # Older than the clause, or within NATO: these bind on.
    assert {("GB", "PT"), ("FR", "GB"), ("DE", "GB")} <= after


def test_what_a_list_leaves_open_is_told_so_and_is_over_ten_years_after_it(listed_world: Snapshot) -> None:
    told = Overlay.of(listed_world, 2026).pair("AR", "BR")
    assert "an alliance binds them (since 1945, listed up to 2018; Alliance Treaty" in told.reason
    assert "(1945/.., listed up to 2018)" in " ".join(f"({said.when})" for said in told.evidence)
    assert ("AR", "BR") in overlaid(listed_world, 2027)
    assert ("AR", "BR") not in overlaid(listed_world, 2028)
    assert ("DE", "FR") in overlaid(listed_world, 2028)


@pytest.mark.parametrize("year", [1978, 1988, 1998, 2008])
def test_alliances_rarely_end_within_ten_years(listed_world: Snapshot, year: int) -> None:
    ties = listed_world.ties.filter(pl.col("kind") == "alliance").select(
        begun=pl.col("valid_from").str.slice(0, 4).cast(pl.Int32),
        ended=pl.col("valid_to").str.slice(0, 4).cast(pl.Int32).fill_null(9_999),
    )
    held = ties.filter(pl.col("begun") <= year, pl.col("ended") > year)
    assert held.filter(pl.col("ended") > year + 10).height / held.height >= 0.93


# One definition of what is in force


def test_layers_leave_out_what_the_overlay_leaves_out(listed_world: Snapshot) -> None:
    now, states = listed_world.as_of(2026), {"proposed", "negotiated", "signed", "suspended"}
    for layer in ("twinning", "agreement", "membership", "peace", "sanction"):
        tied = now.ties.join(Ground.of(now, layer).links.select(id="tie"), on="id", how="semi")
        assert not states & set(tied["status"])
    stopped = listed_world.ties.filter(pl.col("kind") == "twinning").head(4).select("id")
    marked = pl.when(pl.col("id").is_in(stopped["id"].implode())).then(pl.lit("signed")).otherwise("status")
    tables = {**listed_world.tables, "ties": listed_world.ties.with_columns(status=marked)}
    fewer = Snapshot(tables=tables, manifest={}, aliases=listed_world.aliases)
    links = Ground.of(fewer, "twinning").links["tie"]
    assert not set(links) & set(stopped["id"])
    assert len(links) >= Ground.of(listed_world, "twinning").links.height - 4


def test_the_layer_of_a_field_has_the_members_of_its_bodies(register_world: Snapshot) -> None:
    now = register_world.as_of(2026)
    links = Ground.of(now, "peace").links
    inside = now.ties.filter(pl.col("fields").list.contains("peace"), pl.col("kind") == "membership")
    assert set(links["tie"]) == set(inside.filter(pl.col("status") == "active")["id"])
    bodies = now.actors.filter(pl.col("kind") == "city_network")["id"].to_list()
    assert set(links["b"]) <= set(bodies)
    assert {"px:mayors-for-peace"} <= set(links["b"])
    told = describe(now, "peace")
    assert (told["edges"] or 0) > 100
    assert told["triangles"] == 0
