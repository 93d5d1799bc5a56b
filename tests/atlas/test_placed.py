"""The city ties of a year are those that a plain join of the year's ties with the countries of their ends gives."""

import pytest
from tests.factory import THIS_YEAR

from proxenia.atlas.placed import by_pair, placed_ties
from proxenia.atlas.world import AtlasWorld
from proxenia.overlay.rule import RULE
from proxenia.snapshot.choice import Choice


@pytest.mark.parametrize("year", [1950, 1990, 2021, THIS_YEAR])
@pytest.mark.parametrize("choice", [Choice(), Choice.of(role="signatory"), Choice.of(function="funding")])
def test_placed_ties_are_those_of_a_plain_join(world: AtlasWorld, year: int, choice: Choice) -> None:
    view = world.chosen(year, choice)
    actors = view.index.actors
    local = {one.id: one.country for one in actors.values() if one.kind.value in RULE.city_actors and one.country}
    ties = {row["id"]: row for row in view.ties.iter_rows(named=True)}
    expected = [
        (row["id"], row["status"], local[row["a"]], local[row["b"]])
        for row in sorted(ties.values(), key=lambda row: row["id"])
        if row["kind"] in RULE.city_tie_kinds and {row["a"], row["b"]} <= local.keys()
    ]
    placed = placed_ties(view)
    assert placed.select("id", "status", "one", "two").rows() == expected
    assert placed.columns[: len(view.ties.columns)] == view.ties.columns
    assert sum(count[1] - count[0] for count in by_pair(placed).spans.values()) == placed.height
