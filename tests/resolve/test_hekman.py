"""How many names of a public list of 26,114 pairs are found, and how many of them rightly.

The list's own coordinates were found by title and hold errors (Christchurch in England lies in New Zealand there), so
the share of agreement is a lower bound of the share that is right.
"""

import csv
import random
from pathlib import Path

import pytest

from proxenia.model.globe import distance_km
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.match import LocalPlace, Match, Outcome, match_places

Key = tuple[str, str]
AGREEMENT_KM = 50.0


@pytest.fixture(scope="module")
def folder(reference_dir: Path) -> Path:
    return reference_dir / "city" / "wikipedia_lists_2026_hekman"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def pairs(folder: Path) -> list[tuple[Key, Key]]:
    return [
        ((row["city1"], row["country1"]), (row["city2"], row["country2"])) for row in rows_of(folder / "pairs_raw.csv")
    ]


@pytest.fixture(scope="module")
def matches(pairs: list[tuple[Key, Key]], gazetteer: Gazetteer) -> dict[Key, Match]:
    places: dict[Key, LocalPlace] = {}
    for pair in pairs:
        for name, country in pair:
            area = gazetteer.countries.area(country)
            if area is not None:
                local = LocalPlace(f"h:{name},{country}", name, area.country, area.division)
                places.setdefault((name, country), local)
    return dict(zip(places, match_places(list(places.values()), gazetteer), strict=True))


def test_at_least_18_000_distinct_pairs_are_found(pairs: list[tuple[Key, Key]], matches: dict[Key, Match]) -> None:
    found = set()
    for one, other in pairs:
        a, b = matches.get(one), matches.get(other)
        if a is not None and b is not None and a.place is not None and b.place is not None and a.place != b.place:
            found.add(frozenset((a.place.number, b.place.number)))
    assert len(found) >= 18_000


def test_a_sample_of_the_found_places_lies_where_the_list_has_them(folder: Path, matches: dict[Key, Match]) -> None:
    spots: dict[Key, tuple[float, float]] = {}
    for row in rows_of(folder / "pairs_geocoded.csv"):
        for side in "12":
            if row[f"lng{side}"] and row[f"lat{side}"]:
                spots[row[f"city{side}"], row[f"country{side}"]] = float(row[f"lng{side}"]), float(row[f"lat{side}"])
    found = [(key, match.place) for key, match in sorted(matches.items()) if match.place is not None and key in spots]
    sample = random.Random(20261122).sample(found, 2_000)
    agreeing = sum(distance_km((place.lon, place.lat), spots[key]) <= AGREEMENT_KM for key, place in sample)
    assert agreeing / len(sample) >= 0.955


def test_what_stays_ambiguous_has_its_candidates(matches: dict[Key, Match]) -> None:
    ambiguous = [match for match in matches.values() if match.outcome is Outcome.AMBIGUOUS]
    assert ambiguous
    assert all(len(match.candidates) == len(match.probabilities) >= 1 for match in ambiguous)
    assert all(match.candidates == () for match in matches.values() if match.outcome is Outcome.UNKNOWN)
