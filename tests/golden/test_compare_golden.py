"""Comparisons on the founding register: what all cities share gives what each alone does; ties are the snapshot's."""

from itertools import pairwise

import polars as pl
import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register
from proxenia.ledger import open_ledger
from proxenia.model.vocabulary import TieKind
from proxenia.profiles.city_tables import CityTables
from proxenia.profiles.compare import check_cities, compare_cities, comparison_of
from proxenia.profiles.compare_ground import CompareGround
from proxenia.profiles.compare_ties import HeldTies
from proxenia.profiles.peer_world import KINDS, LOCAL
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
YEARS = (1985, 2015, 2026)
COMPARED = 12


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Snapshot:
    with open_ledger(tmp_path_factory.mktemp("compare") / "ledger.sqlite") as opened:
        import_founding_register(opened, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(opened)


def local_of(snapshot: Snapshot) -> list[str]:
    """Return all local governments, those with most ties first."""
    ends = pl.concat([snapshot.ties.select(id="a"), snapshot.ties.select(id="b")]).group_by("id").len()
    local = snapshot.actors.filter(pl.col("kind").fill_null("city").is_in(LOCAL)).select("id")
    ordered = local.join(ends, on="id", how="left").sort(pl.col("len").fill_null(0), "id", descending=[True, False])
    return ordered["id"].to_list()


@pytest.mark.parametrize("year", YEARS)
def test_the_ties_of_everybody_are_those_that_the_snapshot_shows(register: Snapshot, year: int) -> None:
    now = register.as_of(year)
    held = HeldTies.of(register, now)
    directed = [kind.value for kind in TieKind if kind.is_directed]
    shown = now.ties.filter(pl.col("kind").is_in(KINDS), pl.col("a") != pl.col("b"))
    ends = [shown.select("id", actor="a"), shown.filter(~pl.col("kind").is_in(directed)).select("id", actor="b")]
    expected = {actor: set(ids) for actor, ids in pl.concat(ends).group_by("actor").agg("id").iter_rows()}
    local = local_of(register)
    found = {one: {tie.id for tie in held.of_actor(one) if tie.standing != "dead"} for one in local}
    assert {one: ties for one, ties in found.items() if ties} == {
        one: ties for one, ties in expected.items() if one in found
    }
    assert any(tie.standing == "dead" for one in local for tie in held.of_actor(one))


@pytest.mark.parametrize("year", YEARS)
def test_what_everybody_shares_gives_the_same_comparison(register: Snapshot, year: int) -> None:
    now = register.as_of(year)
    actors = {one: register.actor(one) for one in register.actors["id"]}
    ground = CompareGround(now, actors, HeldTies.of(register, now), CityTables.of(now))
    local = local_of(register)
    for pair in pairwise([*local[:COMPARED], *local[-2:]]):
        together = comparison_of(check_cities(register, pair), ground)
        assert together == compare_cities(register, pair, now=now)
