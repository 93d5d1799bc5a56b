"""What was known at a cut: nothing later, and a loud refusal of whoever asks for it."""

from dataclasses import replace

import polars as pl
import pytest
from tests.foresight.made_cities import CLUB, city_world, known_of, made_dated

from proxenia.errors import InputError
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known, known_cities, memberships_of
from proxenia.model.period import day_number
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

CITIES = [(name, "DE", 0.0, 0.0) for name in "abcd"]
ROWS: list[tuple[object, ...]] = [
    ("a", "b", 1970, None, 1990),
    ("b", "c", 1980, 1985, None),
    ("c", "d", 1991, None, None),
]


def test_later_ties_cities_and_endings_are_not_known() -> None:
    known = known_of(made_dated(ROWS, CITIES), 1986)
    assert known.dated.ties["year"].to_list() == [1970, 1980]
    assert known.dated.cities["id"].to_list() == ["a", "b", "c"]
    assert known.dated.ties["ended"].to_list() == [None, None]
    assert known.dated.ties["suspended"].to_list() == [None, 1985]


def test_an_earlier_year_can_be_asked_and_a_later_one_is_refused() -> None:
    known = known_of(made_dated(ROWS, CITIES), 1991)
    assert known.as_of(1984).dated.ties["suspended"].to_list() == [None, None]
    assert known.as_of(1991) is known
    with pytest.raises(InputError, match="1992 lies after the cut 1991"):
        known.as_of(1992)


def test_a_cut_before_any_tie_is_refused(city_world: Snapshot) -> None:
    with pytest.raises(InputError, match="No tie between local governments is dated 1900 or earlier"):
        Known.of(city_world, 1900)


def test_ties_known_until_an_earlier_year_are_refused(city_world: Snapshot) -> None:
    dated = DatedTies.of(city_world)
    assert Known.of(city_world, 1980, dated=dated.until(1990)).dated.ties.equals(dated.until(1980).ties)
    with pytest.raises(InputError, match="known until 1970, before the cut 1980"):
        Known.of(city_world, 1980, dated=dated.until(1970))


def test_memberships_count_from_the_year_they_are_dated_to(city_world: Snapshot) -> None:
    early, late = memberships_of(city_world, 1987), memberships_of(city_world, 2012)
    assert early["since"].to_list() == [1985]
    assert late.height == 10
    assert set(late["city_network"]) == {CLUB}
    shared = Known.of(city_world, 2012).shared_networks
    members = Known.of(city_world, 2012).dated.cities["id"].is_in(late["city"].implode()).sum()
    assert shared.height == members * (members - 1) // 2
    assert shared.filter(pl.col("a") >= pl.col("b")).is_empty()
    assert Known.of(city_world, 1987).shared_networks.is_empty()


def test_a_membership_left_later_is_still_known_as_held(city_world: Snapshot) -> None:
    ties = city_world.ties.with_columns(
        end_earliest=pl.when(pl.col("kind") == "membership").then(pl.lit(day_number(2000), dtype=pl.Int32))
    )
    left = replace(city_world, tables={**city_world.tables, "ties": ties})
    assert memberships_of(left, 1999)["left"].null_count() == memberships_of(left, 1999).height
    assert Known.of(left, 1999).shared_networks.equals(Known.of(city_world, 1999).shared_networks)
    assert set(memberships_of(left, 2000)["left"]) == {2000}
    assert Known.of(left, 2012).shared_networks.is_empty()


def test_a_changed_copy_shares_networks_by_its_own_memberships(city_world: Snapshot) -> None:
    known = Known.of(city_world, 2000)
    none = known.changed(memberships=known.memberships.clear())
    assert none.shared_networks.is_empty()
    assert not known.shared_networks.is_empty()
    assert none.candidates is not known.candidates


def test_of_too_many_cities_those_with_most_ties_are_kept() -> None:
    rows = [*ROWS, ("b", "d", 1960, None, None)]
    kept, left_out = known_cities(made_dated(rows, CITIES), most=3)
    assert kept["id"].to_list() == ["b", "c", "d"]
    assert left_out == 1
    assert known_cities(made_dated(rows, CITIES), most=4)[1] == 0
