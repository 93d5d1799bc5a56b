"""What a year's view shows."""

import pytest
from tests.factory import BERLIN, EUROCITIES, ISTANBUL, PETERSBURG, ROTTERDAM, SHANGHAI, TURKU, tie_between

from proxenia.atlas.pages import city, tie
from proxenia.atlas.world import AtlasWorld
from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.choice import EVERYTHING, Choice


def partners(world: AtlasWorld, actor: str, year: int) -> set[str]:
    return {line.partner.id for line in city.city_ties(world.view(year), actor)}


def test_1990_and_now(world: AtlasWorld) -> None:
    assert SHANGHAI in partners(world, ROTTERDAM, 1990)
    assert PETERSBURG not in partners(world, ROTTERDAM, 2025)
    assert PETERSBURG in partners(world, ROTTERDAM, 2026)
    assert partners(world, ROTTERDAM, 1957) == set()


def test_the_status_is_the_one_of_the_year(world: AtlasWorld) -> None:
    found = tie_between(world.index.snapshot, PETERSBURG, TURKU)
    then, now = tie.build(world.view(2020), found), tie.build(world.view(2026), found)
    assert (then.status, then.status_since, then.reason) == ("active", None, None)
    assert (now.status, now.status_since) == ("suspended", "2022-02-28")
    assert now.reason
    assert now.reason.startswith("Four days after")


def test_the_preferred_start_and_the_others(world: AtlasWorld) -> None:
    page = tie.build(world.view(2026), tie_between(world.index.snapshot, BERLIN, ISTANBUL))
    assert (page.valid_from, page.start_rule) == ("1989-11-17", "most_precise")
    assert {(line.value, line.preferred) for line in page.conflicts} == {("1989-11-17", True), ("1988", False)}
    assert page.last_listed == "2026-02-08"


def test_counts_of_a_city(world: AtlasWorld) -> None:
    page = city.build(world.view(2026), ROTTERDAM)
    assert len(page.twinnings) == 6
    assert page.by_kind == {"agreement": 1, "membership": 1, "representation": 1, "twinning": 6}
    assert page.by_status == {"active": 7, "suspended": 2}
    assert page.undated == 1
    assert page.countries_reached == 4
    assert {(count.year, count.word): count.begun for count in page.begun_by_kind}[1958, "twinning"] == 2
    assert {(count.year, count.word): count.begun for count in page.begun_by_field}[1958, "intercity"] == 2
    earlier = city.build(world.view(1985), ROTTERDAM)
    assert earlier.memberships == []
    assert earlier.acts == []


def test_a_membership_runs_from_the_member(world: AtlasWorld) -> None:
    found = tie_between(world.index.snapshot, ROTTERDAM, EUROCITIES, TieKind.MEMBERSHIP)
    page = tie.build(world.view(2026), found)
    assert (page.a.id, page.b.id) == (ROTTERDAM, EUROCITIES)


def test_what_each_source_says_names_both_sides(world: AtlasWorld) -> None:
    page = tie.build(world.view(2026), tie_between(world.index.snapshot, BERLIN, ISTANBUL))
    assert {(line.subject_name, line.object_name) for line in page.evidence} == {("Istanbul", "Berlin")}
    assert {line.source for line in page.evidence} == {"founding_register", "berlin_wikipedia_2021"}
    assert all(line.reference and line.recorded_at for line in page.evidence)


@pytest.mark.parametrize("choice", [EVERYTHING, Choice(role="donor")], ids=str)
def test_ties_are_counted_as_they_are_listed(world: AtlasWorld, choice: Choice) -> None:
    counted = 0
    for year in (1957, 1990, 2026):
        view = world.chosen(year, choice)
        for actor in world.index.actors:
            assert view.tie_count(actor) == len(list(view.ties_of(actor)))
            counted += view.tie_count(actor)
    assert counted > 0
