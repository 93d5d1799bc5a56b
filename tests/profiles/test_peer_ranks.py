"""Ranks from groups are the plain ranks of everybody, in made-up worlds full of equal and unknown values."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.profiles.plain_peers import plain_ranks, plainly_nearest

from proxenia.profiles import peer_ranks
from proxenia.profiles.peer_groups import Groups, rank_shares
from proxenia.profiles.peer_ranks import PeerRanks
from proxenia.profiles.peer_world import COUNTRY_FACTS, FIELDS, KINDS, Numbers, PeerWorld

CITIES = 90


def some_shares(rng: np.random.Generator, words: int, *, unknown: float) -> Numbers:
    counts = rng.integers(0, 3, size=(CITIES, words)) * (rng.random((CITIES, words)) < 0.3)
    counts[:, 0] += 1
    shares: Numbers = counts / counts.sum(axis=1, keepdims=True)
    shares[rng.random(CITIES) < unknown] = np.nan
    return shares


def some_numbers(rng: np.random.Generator, most: int) -> Numbers:
    return np.where(rng.random(CITIES) < 0.15, np.nan, rng.integers(1, most, size=CITIES).astype(float))


def made_world(seed: int) -> PeerWorld:
    """Make a world in which many are alike and of many not everything is known."""
    rng = np.random.default_rng(seed)
    tied = np.triu(rng.random((CITIES, CITIES)) < 0.03, 1)
    memberships = csr_array((rng.random((CITIES, 3)) < 0.15).astype(float))
    countries = rng.integers(0, 6, size=CITIES)
    facts = np.where(rng.random((6, len(COUNTRY_FACTS))) < 0.3, np.nan, rng.integers(0, 3, (6, len(COUNTRY_FACTS))) / 2)
    facts[0] = np.nan
    reach, population = some_numbers(rng, 5), some_numbers(rng, 40)
    ids = tuple(f"gn:{number:03}" for number in range(CITIES))
    return PeerWorld(
        ids=ids,
        at={one: row for row, one in enumerate(ids)},
        kinds=some_shares(rng, len(KINDS), unknown=0),
        fields=some_shares(rng, len(FIELDS), unknown=0.2),
        ties=np.ones(CITIES, dtype=np.int64),
        reach=reach,
        population=population,
        log_reach=np.log(reach + 1.0),
        log_population=np.log(population),
        partners=csr_array((tied | tied.T).astype(float)),
        memberships=memberships,
        members=memberships.T.tocsr(),
        city_networks=("px:a", "px:b", "px:c"),
        country=tuple("" if code == 0 else f"X{code}" for code in countries.tolist()),
        country_facts=facts[countries],
    )


@pytest.mark.parametrize("few", [1_000, 7])
@pytest.mark.parametrize("n", [1, 10, 100])
def test_the_nearest_are_those_of_the_plain_rule(few: int, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peer_ranks, "_FEW", few)
    for seed in range(6):
        world = made_world(seed)
        ranks = PeerRanks(world)
        for row in range(CITIES):
            found = ranks.nearest(row, n)
            eligible, nearest = plainly_nearest(world, row, n)
            assert found.eligible == eligible
            assert list(zip(found.rows.tolist(), found.distances.tolist(), strict=True)) == nearest


def test_ranks_made_beforehand_are_those_made_when_asked() -> None:
    world = made_world(7)
    asked, prepared = PeerRanks(world), PeerRanks(world)
    prepared.prepare()
    for row in range(CITIES):
        one, other = asked.nearest(row, 10), prepared.nearest(row, 10)
        np.testing.assert_array_equal(one.rows, other.rows)
        np.testing.assert_array_equal(one.ranks, other.ranks)
        np.testing.assert_array_equal(one.differences, other.differences)


def test_few_kept_ranks_are_all_that_is_held_and_give_the_same() -> None:
    world = made_world(7)
    every, few = PeerRanks(world), PeerRanks(world, most=3)
    few.gather()
    for row in range(CITIES):
        one, other = every.nearest(row, 10), few.nearest(row, 10)
        np.testing.assert_array_equal(one.rows, other.rows)
        np.testing.assert_array_equal(one.ranks, other.ranks)
        assert len(vars(few)["_ranked"]) <= 3
    assert len(vars(every)["_ranked"]) > 3


def test_ranks_count_equals_half_and_keep_what_is_not_known() -> None:
    shares = rank_shares(np.array([0.3, np.nan, 0.1 + 0.2, 0.9]), np.ones(4, dtype=np.int64))
    assert shares[0] == shares[2] == pytest.approx(1 / 3)
    assert shares[3] == pytest.approx(5 / 6)
    assert np.isnan(shares[1])
    assert np.isnan(rank_shares(np.array([np.nan, np.nan]), np.ones(2, dtype=np.int64))).all()


def test_a_group_ranks_as_its_actors_would_one_by_one() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        differences = np.where(rng.random(9) < 0.2, np.nan, rng.integers(0, 5, 9) / 7)
        sizes = rng.integers(1, 4, 9)
        one_by_one = plain_ranks(np.repeat(differences, sizes))
        np.testing.assert_array_equal(np.repeat(rank_shares(differences, sizes), sizes), one_by_one)


def test_groups_hold_every_row_once_and_the_same_values_together() -> None:
    sets = csr_array(np.array([[1.0, 0, 1], [0, 0, 0], [1, 0, 1], [0, 1, 0], [0, 0, 0]]))
    unknown = np.array([0.5, np.nan, 0.5, 1.0, np.nan])
    for groups in (Groups.of_sets(sets), Groups.of_values(unknown)):
        assert groups.sizes.sum() == len(groups.of) == 5
        assert groups.of[0] == groups.of[2] != groups.of[3]
        assert groups.of[1] == groups.of[4]
        np.testing.assert_array_equal(groups.of[groups.first], np.arange(3))
    np.testing.assert_array_equal(Groups.each(3).of, [0, 1, 2])
