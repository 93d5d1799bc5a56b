"""What the map draws, for several years."""

from tests.factory import BERLIN, PETERSBURG, ROTTERDAM, SCRIPT_CITY, SHANGHAI, TOKYO, TURKU

from proxenia.atlas.map_data import build_arcs, build_cities, build_countries
from proxenia.atlas.world import AtlasWorld


def arcs(world: AtlasWorld, year: int) -> dict[frozenset[str], str]:
    cities, drawn = build_cities(world.view(year)), build_arcs(world.view(year))
    rows = zip(drawn.a, drawn.b, drawn.status, strict=True)
    return {frozenset((cities.id[a], cities.id[b])): drawn.codes[status] for a, b, status in rows}


def test_cities_are_columns_of_one_length_most_ties_first(world: AtlasWorld) -> None:
    cities = build_cities(world.view(2026))
    columns = (cities.name, cities.country, cities.longitude, cities.latitude, cities.ties, cities.population)
    assert {len(column) for column in columns} == {len(cities.id)}
    assert cities.ties == sorted(cities.ties, reverse=True)
    assert cities.id[0] == ROTTERDAM
    assert SCRIPT_CITY in cities.id
    assert all(-180 <= degrees <= 180 for degrees in cities.longitude)
    assert all(-90 <= degrees <= 90 for degrees in cities.latitude)


def test_arcs_join_two_different_places(world: AtlasWorld) -> None:
    cities, drawn = build_cities(world.view(2026)), build_arcs(world.view(2026))
    assert all(a != b for a, b in zip(drawn.a, drawn.b, strict=True))
    assert max(*drawn.a, *drawn.b) < len(cities.id)
    assert len(drawn.a) * 2 == sum(cities.ties)


def test_1990_holds_what_a_source_dates_by_then(world: AtlasWorld) -> None:
    then = arcs(world, 1990)
    assert frozenset((ROTTERDAM, SHANGHAI)) in then
    assert frozenset((BERLIN, TOKYO)) not in then, "it began in 1994"
    assert frozenset((ROTTERDAM, PETERSBURG)) not in then, "nobody dates it, and the first list is of 2026"
    now = arcs(world, 2026)
    assert set(then) < set(now)
    assert frozenset((ROTTERDAM, PETERSBURG)) in now


def test_a_tie_suspended_in_2022_is_active_in_2020(world: AtlasWorld) -> None:
    pair = frozenset((PETERSBURG, TURKU))
    assert arcs(world, 2020)[pair] == "active"
    assert arcs(world, 2022)[pair] == "suspended"
    assert arcs(world, 2026)[pair] == "suspended"
    assert pair not in arcs(world, 1952)


def test_countries_bundle_every_arc(world: AtlasWorld) -> None:
    drawn = build_countries(world.view(2026))
    assert sum(drawn.bundles.ties) == len(build_arcs(world.view(2026)).a)
    assert drawn.bundles.ties == sorted(drawn.bundles.ties, reverse=True)
    netherlands = next(country for country in drawn.countries if country.id == "iso:NL")
    assert (netherlands.name, netherlands.iso_numeric) == ("Netherlands", "528")
    pairs = zip(drawn.bundles.a, drawn.bundles.b, drawn.bundles.ties, strict=True)
    named = {frozenset((drawn.countries[a].id, drawn.countries[b].id)): ties for a, b, ties in pairs}
    assert named[frozenset(("iso:NL", "iso:DE"))] == 1
    assert named[frozenset(("iso:NL",))] == 2, "ties within one country are a bundle of their own"


def test_an_empty_year_is_drawn_empty(world: AtlasWorld) -> None:
    view = world.view(1800)
    assert build_arcs(view).a == []
    assert build_cities(view).id == []
    assert build_countries(view).countries == []
