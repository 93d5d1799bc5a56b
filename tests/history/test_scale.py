"""The slider's scale: monotone, its own inverse, with room for the last century."""

import json
from itertools import pairwise

import pytest

from proxenia.errors import InputError
from proxenia.history.scale import SLIDER_START, Scale
from proxenia.history.years import as_written, astronomical

SCALE = Scale.until(2026)
YEARS = [as_written(year) for year in range(astronomical(SLIDER_START), 2027)]


def test_every_year_lies_after_the_one_before() -> None:
    places = [SCALE.position(year) for year in YEARS]
    assert places[0] == 0.0
    assert places[-1] == 1.0
    assert all(one < other for one, other in pairwise(places))


def test_the_year_at_the_place_of_a_year_is_that_year() -> None:
    assert [SCALE.year(SCALE.position(year)) for year in YEARS] == YEARS


def test_the_last_century_has_more_room_than_the_two_thousand_years_before_it() -> None:
    assert SCALE.position(2026) - SCALE.position(1926) > SCALE.position(1800) - SCALE.position(-500)
    assert SCALE.position(1800) < 0.4
    a_year = [SCALE.position(year + 1) - SCALE.position(year) for year in (1200, 1600, 1850, 1920, 2000)]
    assert a_year == sorted(a_year)
    assert all(SCALE.position(year + 1) - SCALE.position(year) < a_year[0] for year in (-300, 500))


def test_there_is_no_year_0_between_1_before_and_1_of_the_common_era() -> None:
    around = [SCALE.year(SCALE.position(year)) for year in (-2, -1, 1, 2)]
    assert around == [-2, -1, 1, 2]
    assert 0 not in {SCALE.year(step / 5000) for step in range(5001)}


@pytest.mark.parametrize(("year", "place"), [(-3000, 0.0), (-501, 0.0), (2027, 1.0), (9999, 1.0)])
def test_years_beyond_the_ends_lie_at_the_ends(year: int, place: float) -> None:
    assert SCALE.position(year) == place


@pytest.mark.parametrize(("place", "year"), [(-1.0, -500), (0.0, -500), (1.0, 2026), (7.5, 2026)])
def test_places_beyond_the_ends_are_the_ends(place: float, year: int) -> None:
    assert SCALE.year(place) == year


def test_the_breakpoints_are_sent_as_they_are_used() -> None:
    told = json.loads(json.dumps(SCALE.as_json()))["breakpoints"]
    assert [mark["position"] for mark in told] == sorted({mark["position"] for mark in told})
    assert told[0] == {"year": -500, "astronomical": -499, "position": 0.0, "label": "500 BCE"}
    assert told[-1] == {"year": 2026, "astronomical": 2026, "position": 1.0, "label": "2026"}
    assert all(SCALE.position(mark["year"]) == mark["position"] for mark in told)


def test_a_scale_that_ends_before_its_last_breakpoint_is_refused() -> None:
    with pytest.raises(InputError, match="cannot end in 1950"):
        Scale.until(1950)
