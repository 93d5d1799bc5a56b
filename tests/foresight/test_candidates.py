"""The pairs of cities that could tie themselves, and their features, worked by hand."""

import numpy as np
import polars as pl
import pytest
from tests.foresight.made_cities import known_of, made_dated

from proxenia.errors import InputError, UnknownValueError
from proxenia.foresight.candidates import FEATURES, Candidates
from proxenia.foresight.known import SHARED_NETWORKS, Known

CITIES = [
    ("a", "DE", 0.0, 0.0),
    ("b", "NL", 1.0, 0.0),
    ("c", "NL", 2.0, 0.0),
    ("d", "DE", None, None),
    ("e", "FI", 0.0, 90.0),
]
ROWS: list[tuple[object, ...]] = [
    ("a", "b", 1970, None, None),
    ("b", "c", 1980, 1985, None),
    ("b", "d", 1986, None, 2020),
    ("a", "e", 1990, None, None),
    ("c", "e", 1996, None, None),
]
PAIRS = [
    {
        "a": "DE",
        "b": "NL",
        "contiguous": True,
        "common_language": False,
        "tied": True,
        "hostile": False,
        "rupture": False,
        "shared_organisations": 7,
    },
    {"a": "DE", "b": "FI", "contiguous": None, "tied": True, "hostile": False, "shared_organisations": None},
    {"a": "FI", "b": "NL", "common_language": True, "tied": None, "hostile": True, "shared_organisations": 3},
]


@pytest.fixture
def known() -> Known:
    shared = pl.DataFrame({"a": ["a", "a"], "b": ["c", "z"], "count": [2, 1]}, schema=SHARED_NETWORKS)
    return known_of(made_dated(ROWS, CITIES), 1990, pairs=PAIRS).changed(shared_networks=shared)


def of(known: Known, name: str) -> dict[str, float]:
    pairs = known.candidates
    names = [f"{one['id']}{other['id']}" for one, other in (pairs.pair(row) for row in range(len(pairs)))]
    return dict(zip(names, pairs.features(name).tolist(), strict=True))


def test_pairs_are_those_without_a_tie_in_force(known: Known) -> None:
    assert list(of(known, "same_country")) == ["ac", "ad", "bc", "be", "cd", "ce", "de"]
    assert len(known.candidates) == 7


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("same_country", [0, 1, 1, 0, 0, 0, 0]),
        ("contiguous", [1, 0, 0, 0, 1, 0, 0]),
        ("common_language", [0, 0, 0, 1, 0, 1, 0]),
        ("states_tied", [1, 0, 0, 0, 1, 0, 1]),
        ("hostile", [0, 0, 0, 1, 0, 1, 0]),
        ("shared_organisations", [7, 0, 0, 3, 7, 3, 5]),
        ("degree_a", [2, 2, 2, 2, 0, 0, 1]),
        ("degree_b", [0, 1, 0, 1, 1, 1, 1]),
        ("common_partners", [0, 1, 0, 1, 0, 0, 0]),
        ("shared_network", [2, 0, 0, 0, 0, 0, 0]),
        ("country_pair_count", [2, 0, 0, 0, 2, 0, 1]),
        ("country_cities_a", [2, 2, 2, 2, 2, 2, 2]),
        ("country_cities_b", [2, 2, 2, 1, 2, 1, 1]),
        ("recent_a", [1, 1, 1, 1, 0, 0, 1]),
        ("recent_b", [0, 1, 0, 1, 1, 1, 1]),
        ("tied_before", [0, 0, 1, 0, 0, 0, 0]),
    ],
)
def test_features_as_worked_by_hand(known: Known, name: str, numbers: list[float]) -> None:
    assert list(of(known, name).values()) == numbers


def test_distances_follow_the_sphere_and_missing_places_stand_in_the_middle(known: Known) -> None:
    apart = of(known, "log_distance_km")
    degree = 6371.0088 * np.pi / 180
    assert apart["ac"] == pytest.approx(np.log1p(2 * degree), rel=1e-5)
    assert apart["be"] == pytest.approx(np.log1p(90 * degree), rel=1e-5)
    assert apart["cd"] == pytest.approx(apart["ac"]), "d stands where a does, the one German city with a place"
    assert apart["ad"] == pytest.approx(apart["bc"]), "within a country: as far as such cities are on average"
    assert not known.candidates.located[3]


def test_every_feature_has_one_finite_number_a_pair(known: Known) -> None:
    for name in FEATURES:
        numbers = known.candidates.features(name)
        assert numbers.shape == (7,)
        assert np.isfinite(numbers).all()
        assert known.candidates.features(name) is numbers, "computed once"
    assert known.candidates.matrix("degree_a", "degree_b").shape == (7, 2)


def test_rows_of_named_pairs(known: Known) -> None:
    pairs = known.candidates
    named = pl.DataFrame({"a": ["e", "b", "c", "z", "c", "c"], "b": ["c", "a", "e", "a", "b", "c"]})
    told = [f"{one['id']}{other['id']}" for one, other in (pairs.pair(int(row)) for row in pairs.rows_of(named))]
    assert told == ["bc", "ce"], "in either order, each once; tied and unknown ones are left out"
    assert len(pairs.rows_of(named.clear())) == 0


def test_some_pairs_have_the_same_features(known: Known) -> None:
    some = known.candidates.only(np.array([1, 3]))
    for name in FEATURES:
        assert some.features(name).tolist() == known.candidates.features(name)[[1, 3]].tolist()


def test_what_is_not_there_is_refused(known: Known) -> None:
    with pytest.raises(UnknownValueError, match="'degree' is not a known feature of a pair"):
        known.candidates.features("degree")
    two = known_of(made_dated(ROWS[:1], CITIES), 1990)
    with pytest.raises(InputError, match="no two known cities without a tie are left"):
        Candidates.of(two)
