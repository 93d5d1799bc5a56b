"""Common random numbers: a scenario changes what it changes, and nothing else."""

from datetime import date

import numpy as np
import pytest
from tests.foresight.made_cities import CLUB, city_world

from proxenia.foresight.outlook.cells import groups_of
from proxenia.foresight.outlook.ground import Ground, ground_of
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.project import simulate
from proxenia.foresight.outlook.request import Request
from proxenia.foresight.predictors.registry import PREDICTORS
from proxenia.foresight.scenarios.changes import Changes, Membership, Number, Reach, Shift
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

CUT, RUNS = 2010, 300


@pytest.fixture(scope="module")
def ground(city_world: Snapshot) -> Ground:
    return ground_of(city_world, Request(CUT, CUT + 5, RUNS, 3), PREDICTORS["gravity"])


@pytest.fixture(scope="module")
def baseline(city_world: Snapshot, ground: Ground) -> Outlook:
    return simulate(city_world, ground)


def shift(value: float, reach: Reach, *, acts_on: str = "new_ties", year: int = CUT + 1) -> Changes:
    number = Number(key=1, estimated=False, value=value, low=value, high=value, origin="made for a test")
    return Changes(shifts=(Shift(0, "made", acts_on, number, reach, date(year, 1, 1)),))


def draws(found: Outlook) -> list[tuple[int, ...]]:
    columns = [getattr(found.new_ties, name).tolist() for name in ("run", "year", "row", "newcomer", "words")]
    return sorted(zip(*columns, strict=True))


def who(found: Outlook) -> set[tuple[int, int, int]]:
    """Give who ties itself in each run, whenever: a pair whose tie goes may have the one it was drawn for later."""
    return {(run, row, newcomer) for run, _, row, newcomer, _ in draws(found)}


@pytest.mark.parametrize(
    "nothing",
    [
        Changes(),
        shift(0.0, Reach(everybody=True)),
        shift(3.0, Reach(pairs={("AD", "SM"): 1.0})),
        shift(3.0, Reach(everybody=True), year=CUT + 6),
    ],
)
def test_a_scenario_that_changes_nothing_is_the_baseline(
    city_world: Snapshot, ground: Ground, baseline: Outlook, nothing: Changes
) -> None:
    same = simulate(city_world, ground, scenario=nothing)
    for name in ("run", "year", "row", "newcomer", "words"):
        assert getattr(same.new_ties, name).tobytes() == getattr(baseline.new_ties, name).tobytes()
    assert same.ends.tie.tobytes() == baseline.ends.tie.tobytes()
    assert same.city_networks.size.tobytes() == baseline.city_networks.size.tobytes()
    assert same.model_hash == baseline.model_hash


def test_fewer_ties_of_two_countries_leave_all_others_alone(
    city_world: Snapshot, ground: Ground, baseline: Outlook
) -> None:
    less = simulate(city_world, ground, scenario=shift(np.log(0.25), Reach(pairs={("BE", "NL"): 1.0})))
    ids, before = baseline.runs_by("country_pair")
    ids_after, after = less.runs_by("country_pair")
    assert ids == ids_after
    for place, pair in enumerate(ids):
        gone = before[:, place] - after[:, place]
        if pair == "BE-NL":
            assert (gone >= 0).all()
            assert after[:, place].mean() == pytest.approx(before[:, place].mean() / 4, rel=0.2)
        else:
            assert not gone.any()
    assert who(less) <= who(baseline)


def test_more_ties_of_two_countries_come_beside_the_others(
    city_world: Snapshot, ground: Ground, baseline: Outlook
) -> None:
    more = simulate(city_world, ground, scenario=shift(np.log(3.0), Reach(pairs={("BE", "NL"): 1.0})))
    ids, before = baseline.runs_by("country_pair")
    after = more.runs_by("country_pair")[1]
    place = ids.index("BE-NL")
    assert after[:, place].mean() == pytest.approx(3 * before[:, place].mean(), rel=0.15)
    others = [number for number in range(len(ids)) if number != place]
    assert (after[:, others] == before[:, others]).all()
    assert who(baseline) <= who(more)


def test_a_change_begins_in_its_year(city_world: Snapshot, ground: Ground, baseline: Outlook) -> None:
    later = simulate(city_world, ground, scenario=shift(np.log(4.0), Reach(everybody=True), year=CUT + 4))
    before = baseline.tallies.by_year("total", "new", 0)
    after = later.tallies.by_year("total", "new", 0)
    assert (after[:, :3] == before[:, :3]).all()
    assert after[:, 3:].mean() == pytest.approx(4 * before[:, 3:].mean(), rel=0.1)


def test_a_country_is_reached_with_its_newcomers(city_world: Snapshot, ground: Ground, baseline: Outlook) -> None:
    none = simulate(city_world, ground, scenario=shift(-30.0, Reach(countries=frozenset({"FI"}))))
    codes, after = none.runs_by("country")
    assert baseline.runs_by("country")[1][:, codes.index("FI")].sum() > 0
    assert after[:, codes.index("FI")].sum() == 0


def test_named_pairs_of_cities_are_reached_alone(city_world: Snapshot, ground: Ground, baseline: Outlook) -> None:
    row = int(np.argmax(ground.prediction.weights))
    pair = [one["id"] for one in ground.candidates.pair(row)]
    none = simulate(city_world, ground, scenario=shift(-30.0, Reach(cities={(min(pair), max(pair)): 1.0})))
    assert (baseline.new_ties.row == row).any()
    gone = set(draws(baseline)) - set(draws(none))
    assert {one[2] for one in gone} == {row}
    assert set(draws(none)) <= set(draws(baseline))


def test_chances_of_an_end_are_shifted_in_their_odds(city_world: Snapshot, ground: Ground, baseline: Outlook) -> None:
    reach = Reach(pairs={("DE", "NL"): 1.0})
    more = simulate(city_world, ground, scenario=shift(4.0, reach, acts_on="suspensions"))
    ids, before = baseline.runs_by("country_pair", "suspended")
    after = more.runs_by("country_pair", "suspended")[1]
    place = ids.index("DE-NL")
    others = [number for number in range(len(ids)) if number != place]
    assert (after[:, others] == before[:, others]).all()
    assert (after[:, place] >= before[:, place]).all()
    assert after[:, place].mean() > 5 * max(before[:, place].mean(), 0.05)


def test_memberships_of_a_scenario_take_place_in_every_run(
    city_world: Snapshot, ground: Ground, baseline: Outlook
) -> None:
    told = (
        Membership(CLUB, "Made club", CUT + 2, joined=("gn:1", "gn:2"), left=("gn:3",)),
        Membership("px:new-club", "New club", CUT + 3, joined=("gn:1", "gn:2", "gn:3"), founded=True),
    )
    found = simulate(city_world, ground, scenario=Changes(joined_and_left=told))
    place = found.city_networks.ids.index(CLUB)
    assert (found.city_networks.joined[:, 1, place] == baseline.city_networks.joined[:, 1, place] + 2).all()
    assert (found.city_networks.left[:, 1, place] == baseline.city_networks.left[:, 1, place] + 1).all()
    new = found.city_networks.ids.index("px:new-club")
    assert np.isnan(found.city_networks.size[:, :2, new]).all()
    assert (found.city_networks.size[:, 2:, new] == 3).all()
    assert draws(found) == draws(baseline)


def test_groups_hold_pairs_that_are_reached_alike() -> None:
    cities, countries = ["a", "b", "c", "d"], ["DE", "DE", "NL", "PL"]
    first, second = np.array([0, 0, 0, 1, 1, 2]), np.array([1, 2, 3, 2, 3, 3])
    changes = Changes(
        shifts=(
            shift(1.0, Reach(pairs={("DE", "NL"): 1.0})).shifts[0],
            shift(1.0, Reach(cities={("a", "d"): 1.0})).shifts[0],
        )
    )
    found = groups_of(changes, cities=cities, countries=countries, first=first, second=second)
    # a–c and b–c are pairs of Germany and the Netherlands; a–d is named; the other three are not reached.
    groups = found.of_pair.tolist()
    assert groups[1] == groups[3]
    assert groups[0] == groups[4] == groups[5]
    assert len({groups[0], groups[1], groups[2]}) == len(found) == 3
