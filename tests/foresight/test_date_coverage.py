"""How many ties carry a year by part of the world, and how far the lists reach that give the years."""

import polars as pl
import pytest
from tests.foresight.made_cities import LAST, city_world

from proxenia.foresight.date_coverage import LEAST_DATED, DatingList, covered_until, dating_lists, region_coverage
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.regions import REGIONS
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]


def test_a_tie_counts_once_in_each_part_of_the_world_it_touches() -> None:
    rows = [("DE", "FR", True), ("DE", "JP", True), ("JP", "JP", False), ("BR", "XX", False), ("DE", "DE", True)]
    told = pl.DataFrame(
        [(f"t{number}", *row) for number, row in enumerate(rows)],
        schema=["id", "country_a", "country_b", "dated"],
        orient="row",
    )
    found = {one.region: one for one in region_coverage(DatedTies(pl.DataFrame(), pl.DataFrame(), told))}
    assert tuple(found) == REGIONS
    assert (found["Europe"].ties, found["Europe"].dated, found["Europe"].dated_share) == (3, 3, 1.0)
    assert (found["Asia"].ties, found["Asia"].dated, found["Asia"].dated_share) == (2, 1, 0.5)
    assert (found["South America"].ties, found["South America"].dated) == (1, 0)
    assert found["Africa"].dated_share is None
    assert not any(one.enough for one in found.values())


@pytest.mark.parametrize(("dated", "enough"), [(LEAST_DATED - 1, False), (LEAST_DATED, True)])
def test_the_threshold_is_met_by_as_many(dated: int, enough: bool) -> None:
    told = pl.DataFrame({"id": [str(number) for number in range(dated)]}).with_columns(
        country_a=pl.lit("KE"), country_b=pl.lit("ZA"), dated=pl.lit(value=True)
    )
    found = {one.region: one for one in region_coverage(DatedTies(pl.DataFrame(), pl.DataFrame(), told))}
    assert found["Africa"].enough is enough


def test_lists_are_those_whose_statements_give_a_year(city_world: Snapshot) -> None:
    dated = DatedTies.of(city_world)
    lists = dating_lists(city_world, dated)
    assert [(one.source, one.ties, one.last_year) for one in lists] == [("founding_register", dated.ties.height, LAST)]
    assert covered_until(lists) == lists[0].year == 2026


def test_half_of_the_dating_must_reach_so_far() -> None:
    early, late = DatingList("a", "A", 2013, 50, 2012), DatingList("b", "B", 2026, 50, 2025)
    assert covered_until((late, early)) == 2026, "half is not yet more than half"
    assert covered_until((late, early, DatingList("c", "C", 1999, 1, 1990))) == 2013
    assert covered_until(()) is None
