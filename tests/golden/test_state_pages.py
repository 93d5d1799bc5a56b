"""The cities of a state on its page are its own."""

from proxenia.atlas.pages import city
from proxenia.atlas.world import AtlasWorld
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

YEAR = 2026


def test_the_cities_of_a_state_lie_in_it(listed_world: Snapshot) -> None:
    """A state of the past has no code of today, and so no city of which the country is not known."""
    world = AtlasWorld(listed_world, this_year=YEAR)
    view = world.view(YEAR)
    states = [actor for actor in world.index.actors.values() if actor.kind is ActorKind.STATE]
    without_code = [state for state in states if state.country is None]
    placeless = [one for one in world.index.actors.values() if one.kind is ActorKind.CITY and one.country is None]
    assert without_code
    assert any(view.tie_count(one.id) for one in placeless)
    for state in states:
        lines = city.build(view, state.id).cities
        assert {line.city.country for line in lines} <= {state.country} - {None}
    assert len(city.build(view, "iso:NL").cities) > 10
