"""Peers of real cities: found in groups they are those of the plain rule, actor by actor."""

import pytest
from tests.profiles.plain_peers import plainly_nearest

from proxenia.profiles.peer_ranks import peer_ranks
from proxenia.snapshot.snapshot import Snapshot

ASKED = 60


@pytest.mark.parametrize("year", [1985, 2026])
def test_the_peers_of_real_cities_are_those_of_the_plain_rule(listed_world: Snapshot, year: int) -> None:
    ranks = peer_ranks(listed_world.as_of(year))
    rows = range(0, len(ranks.world.ids), max(1, len(ranks.world.ids) // ASKED))
    assert len(rows) >= ASKED
    for row in rows:
        found = ranks.nearest(row, 10)
        eligible, nearest = plainly_nearest(ranks.world, row, 10)
        assert found.eligible == eligible
        assert list(zip(found.rows.tolist(), found.distances.tolist(), strict=True)) == nearest
