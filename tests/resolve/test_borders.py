"""How far a city lies from the nearest land border of its state."""

import math
from itertools import pairwise
from statistics import median

import numpy as np
import polars as pl
import pytest
from tests.gazetteer import gazetteer
from tools.make_borders import decoded, shared_lines, used_arcs

from proxenia.model.statement import check_statements
from proxenia.resolve.borders import _cut, _lines, border_distances
from proxenia.resolve.facts import NATURAL_EARTH, border_facts, gazetteer_facts
from proxenia.resolve.gazetteer import Gazetteer, Place

__all__ = ["gazetteer"]

ON_THE_BORDER = {
    "Europe Bridge between Strasbourg and Kehl": ("FR", 7.8013, 48.5738),
    "three countries at Vaals": ("NL", 6.0208, 50.7546),
    "three countries at Basel": ("CH", 7.5893, 47.5899),
    "San Ysidro crossing": ("US", -117.0292, 32.5427),
    "bridge between Narva and Ivangorod": ("EE", 28.2037, 59.3747),
    "Rainbow Bridge at Niagara": ("CA", -79.0676, 43.0902),
    "Ambassador Bridge at Detroit": ("US", -83.0741, 42.3119),
    "Old Town Bridge at Görlitz": ("DE", 14.9939, 51.1584),
    "city bridge at Frankfurt (Oder)": ("DE", 14.5568, 52.3462),
    "Three-Country Cairn": ("SE", 20.5486, 69.0600),
    "three frontiers at Iguaçu": ("BR", -54.5936, -25.5947),
    "Friendship Bridge at Vientiane": ("LA", 102.7153, 17.8783),
    "Victoria Falls Bridge": ("ZM", 25.8572, -17.9283),
    "Wagah": ("IN", 74.5731, 31.6047),
    "Panmunjom": ("KR", 126.6769, 37.9559),
    "Beitbridge": ("ZW", 29.9863, -22.2249),
    "Brenner": ("AT", 11.5073, 47.0068),
    "Paso del Norte Bridge": ("US", -106.4870, 31.7478),
    "Peace Arch at Blaine": ("US", -122.7567, 49.0021),
    "bridge between Irun and Hendaye": ("ES", -1.7802, 43.3458),
    "Chuí and Chuy": ("BR", -53.4591, -33.6920),
}
"""Places that lie on a border, as public maps show them: their true distance is nought."""


def km(place: Place) -> float:
    return border_distances([place])[place.number]


def at(country: str, lon: float, lat: float) -> Place:
    return Place(1, "somewhere", country, "", 0, lon, lat)


def city(gazetteer: Gazetteer, name: str, country: str) -> Place:
    return gazetteer.named([(country, name)])[country, name][0].place


def test_the_lines_lie_where_the_borders_are() -> None:
    errors = [km(at(*place)) for place in ON_THE_BORDER.values()]
    assert median(errors) < 1
    assert max(errors) < 3


@pytest.mark.parametrize(
    ("name", "country", "least", "most"),
    [
        ("Strasbourg", "FR", 3, 5),
        ("Aachen", "DE", 4, 7),
        ("Basel", "CH", 1, 3),
        ("Tijuana", "MX", 3, 5),
        ("Gorizia", "IT", 0, 1),
        ("Lomé", "TG", 1, 5),
        ("Vienna", "AT", 35, 60),
        ("Berlin", "DE", 55, 75),
        ("Paris", "FR", 170, 190),
        ("Madrid", "ES", 200, 260),
        ("Moscow", "RU", 380, 460),
        ("Cayenne", "GF", 110, 140),  # to Brazil, though the gazetteer lists it under a code of its own
        ("Ceuta", "ES", 0, 6),
        ("Shenzhen", "CN", 600, 700),  # Hong Kong is no other state: to Viet Nam
        ("Johor Bahru", "MY", 480, 560),  # Singapore lies across water: to Thailand
        ("Simferopol", "UA", 300, 400),  # not to the line before Crimea
    ],
)
def test_known_cities(name: str, country: str, least: float, most: float, gazetteer: Gazetteer) -> None:
    assert least <= km(city(gazetteer, name, country)) <= most


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Singapore", "SG"),
        ("Tokyo", "JP"),
        ("Sydney", "AU"),
        ("Reykjavík", "IS"),
        ("Hong Kong", "HK"),
        ("Saint-Denis", "RE"),
    ],
)
def test_without_a_land_border_with_another_state_nothing_is_said(
    name: str, country: str, gazetteer: Gazetteer
) -> None:
    place = city(gazetteer, name, country)
    assert border_distances([place]) == {}
    assert border_facts([place.id], gazetteer, retrieved_at="2026-11-22") == []


def test_the_quick_way_finds_what_looking_at_every_point_finds(gazetteer: Gazetteer) -> None:
    rows = gazetteer.spots.filter(pl.col("country").is_in(["US", "ZA", "RU", "FR"])).sample(60, seed=5)
    places = [Place(*row) for row in rows.drop("other_names").iter_rows()]
    found = border_distances(places)
    assert len(found) == len(places)
    for place in places:
        mine = _lines().filter((pl.col("one") == place.country) | (pl.col("other") == place.country))
        parts = [_fine(line.select("lon", "lat").to_numpy()) for line in mine.partition_by("line")]
        assert found[place.number] == pytest.approx(_nearest_point(place, np.concatenate(parts)), abs=0.4)


def _fine(points: np.ndarray) -> np.ndarray:
    """Return points of a line about every 0.5 km."""
    parts = []
    for one, other in pairwise(points.astype(float)):
        steps = max(int(np.abs(other - one).max() / 0.005), 1)
        parts.append(one + (other - one) * np.linspace(0, 1, steps, endpoint=False)[:, None])
    return np.concatenate([*parts, points[-1:]])


def _nearest_point(place: Place, points: np.ndarray) -> float:
    """Return the distance in km to the nearest point, by the haversine formula."""
    lon, lat, lons, lats = math.radians(place.lon), math.radians(place.lat), *np.radians(points.T)
    half = np.sin((lats - lat) / 2) ** 2 + math.cos(lat) * np.cos(lats) * np.sin((lons - lon) / 2) ** 2
    return float(2 * 6371.0088 * np.arcsin(np.sqrt(half)).min())


def test_the_49th_parallel_is_no_great_circle() -> None:
    """From -115 to -100 degrees a great circle would pass some 60 km north of the parallel."""
    assert km(at("US", -107.5, 48.5)) == pytest.approx(0.5 * 111.2, abs=1)
    assert km(at("CA", -107.5, 49.5)) == pytest.approx(0.5 * 111.2, abs=1)


def test_chunks_hold_every_piece_of_a_line() -> None:
    line = np.array([(0.0, 0.0), (10.0, 0.0), (10.05, 0.0)])
    chunks = list(_cut(line))
    assert {len(one) for one in chunks} == {33}
    assert chunks[0][0].tolist() == [0.0, 0.0]
    assert chunks[-1][-1].tolist() == [10.05, 0.0]
    for one, other in pairwise(chunks):
        assert one[-1].tolist() == other[0].tolist()
    assert max(np.abs(np.diff(one, axis=0)).max() for one in chunks) <= 0.1 + 1e-9


def test_the_facts_say_of_when_the_lines_are(gazetteer: Gazetteer) -> None:
    facts = gazetteer_facts(["gn:2973783", "gn:1850147"], gazetteer, retrieved_at="2026-11-22")
    check_statements(facts)
    (fact,) = [fact for fact in facts if fact.predicate == "border_distance"]
    assert (fact.subject, fact.value, fact.unit) == ("gn:2973783", "4", "km")
    assert (fact.source, fact.period) == (NATURAL_EARTH, "2018")


def test_a_shared_line_is_a_border_of_two_states() -> None:
    topology = {
        "transform": {"scale": [0.1, 0.2], "translate": [33.0, 45.0]},
        "arcs": [[[7, 4], [1, 1]], [[0, 0], [50, 50]], [[1, 1], [1, 0]], [[9, 9], [1, 1]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"id": "1", "properties": {"name": "A"}, "arcs": [[0, 1, 2]]},
                    {"id": "2", "properties": {"name": "B"}, "arcs": [[[~0]], [[3, 1]]]},
                    {"id": "3", "properties": {"name": "Territory of A"}, "arcs": [[~2]]},
                    {"properties": {"name": "A reef"}, "arcs": [[2]]},
                ]
            }
        },
    }
    assert decoded(topology, 0) == [(33.7, 45.8), pytest.approx((33.8, 46.0))]
    assert list(used_arcs([[0, ~1], [[5]]])) == [0, 1, 5]
    lines = list(shared_lines(topology, {1: "RU", 2: "UA", 3: "HK"}, {"HK": "RU"}))
    # Arc 0 lies between Crimea and the rest of Ukraine, arc 2 between a territory and its own state.
    assert [(one, other) for one, other, _ in lines] == [("RU", "UA")]
    assert lines[0][2][-1] == pytest.approx((38.0, 55.0))
    elsewhere = list(shared_lines(topology, {1: "AT", 2: "CH", 3: "HK"}, {"HK": "AT"}))
    assert len(elsewhere) == 2
