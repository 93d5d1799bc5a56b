"""The history of cities: made of what was known at the cut, and of nothing later."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from proxenia.errors import InputError
from proxenia.foresight.city_history import CITY_EFFECTS, CITY_LAYERS, city_history, day_after
from proxenia.foresight.dated_ties import CITIES, TIES, DatedTies
from proxenia.foresight.effects.registry import parse_terms
from proxenia.foresight.history import EventHistory
from proxenia.foresight.known import MEMBERSHIPS, SHARED_NETWORKS, Known
from proxenia.foresight.relational import fit_relational, pair_numbers
from proxenia.model.period import day_number

PLACES = [
    ("a1", "AA", 10.0, 50.0),
    ("a2", "AA", 12.0, 50.0),
    ("a3", "AA", None, None),
    ("b1", "BB", 20.0, 45.0),
    ("b2", "BB", 20.0, 47.0),
    ("c1", "CC", None, None),
]
"""Invented cities: the middle of AA's is near 11 degrees; nothing is known of where CC lies."""
TOLD = [
    ("t1", "a1", "b1", 1960, None, None),
    ("t2", "a2", "b2", 1960, None, 1980),
    ("t3", "a1", "b2", 1975, 1985, None),
    ("t4", "a3", "c1", 1975, None, 1970),
    ("t5", "b1", "c1", 1990, None, None),
    ("t6", "a1", "b1", 1991, None, None),
]
JOINED = [("a1", "n", 1970, None), ("b1", "n", 1980, 1988), ("c1", "n", 1995, None), ("z9", "n", 1960, None)]


def dated(rows: list[tuple[str, str, str, int, int | None, int | None]] = TOLD) -> DatedTies:
    country = {name: code for name, code, _, _ in PLACES}
    ties = pl.DataFrame(
        [
            {
                "id": name,
                "kind": "twinning",
                "a": a,
                "b": b,
                "country_a": country[a],
                "country_b": country[b],
                "fields": [],
                "year": year,
                "start": day_number(year),
                "suspended": suspended,
                "ended": ended,
            }
            for name, a, b, year, suspended, ended in rows
        ],
        schema=TIES,
    )
    cities = pl.DataFrame(
        [(name, name, code, "Europe", east, north) for name, code, east, north in PLACES], schema=CITIES, orient="row"
    )
    whole = ties.select("id", "country_a", "country_b", dated=pl.lit(value=True))
    return DatedTies(ties.sort("start", "id"), cities, whole)


def between(year: int) -> pl.DataFrame:
    """AA and BB share a border; their states are tied from 1978 on, and hostile from 1983 on."""
    return pl.DataFrame(
        {
            "a": ["AA", "AA", "BB", "AA"],
            "b": ["BB", "CC", "CC", "QQ"],
            "contiguous": [True, False, None, True],
            "common_language": [False, True, None, True],
            "state_known": [year >= 1970, False, False, True],
            "tied": [year >= 1978, False, False, True],
            "hostile": [year >= 1983, False, False, True],
            "shared_organisations": [None if year < 1970 else year - 1969, 0, None, 7],
        }
    )


def known(cut: int, told: DatedTies | None = None) -> Known:
    joined = pl.DataFrame(JOINED, schema=MEMBERSHIPS, orient="row").filter(pl.col("since") <= cut)
    return Known(
        dated=(told or dated()).until(cut),
        cut=cut,
        pairs=between(cut),
        shared_networks=pl.DataFrame(schema=SHARED_NETWORKS),
        memberships=joined.with_columns(left=pl.when(pl.col("left") <= cut).then(pl.col("left"))),
        pairs_at=between,
    )


def numbers(history: EventHistory, effect: str, time: float, one: str, other: str) -> float:
    terms = parse_terms(effect, layers=history.layers, attributes=history.attributes)
    ends = [np.array([history.labels.index(name)]) for name in (one, other)]
    return float(pair_numbers(history, terms, time, *ends)[0, 0])


def test_ties_come_and_go_at_the_first_day_of_their_years() -> None:
    history = city_history(known(1995))
    assert history.labels == ("a1", "a2", "a3", "b1", "b2", "c1")
    assert history.present.all()
    assert (history.start, history.end) == (day_number(1960), day_number(1995, 12, 31))
    told = [
        (int(time), history.labels[one], history.labels[other], step)
        for time, one, other, step in zip(
            history.events.time, history.events.first, history.events.second, history.events.number, strict=True
        )
    ]
    assert told == [
        (day_number(1960), "a1", "b1", 1.0),
        (day_number(1960), "a2", "b2", 1.0),
        (day_number(1975), "a1", "b2", 1.0),
        (day_number(1975), "a3", "c1", 1.0),
        # Ended before it began, as lists now and then have it: it ends with its beginning.
        (day_number(1975), "a3", "c1", -1.0),
        (day_number(1980), "a2", "b2", -1.0),
        (day_number(1985), "a1", "b2", -1.0),
        (day_number(1990), "b1", "c1", 1.0),
        (day_number(1991), "a1", "b1", 1.0),
    ]
    assert numbers(history, "weighted_inertia", day_after(1995), "b1", "a1") == 2
    assert numbers(history, "inertia", day_number(1960), "b1", "a1") == 0, "ties of one time do not see each other"


def test_earlier_ties_are_there_at_the_start() -> None:
    history = city_history(known(1995), since=1976)
    assert len(history.new_ties) == 2
    assert numbers(history, "inertia", day_number(1976), "a2", "b2") == 1
    assert numbers(history, "inertia", day_after(1980), "a2", "b2") == 0
    assert numbers(history, "inertia", day_number(1976), "a3", "c1") == 0


def test_what_holds_between_countries_is_that_of_its_time() -> None:
    history = city_history(known(1995))
    assert list(history.layers) == sorted(CITY_LAYERS)
    for year, tied, hostile, organisations in [(1960, 0, 0, 0), (1976, 0, 0, 1), (1981, 1, 0, 1), (1986, 1, 1, 1)]:
        day = day_after(year)
        assert numbers(history, "tie:states_known", day, "a2", "b2") == (year >= 1970), year
        assert numbers(history, "tie:states_tied", day, "a2", "b2") == tied, year
        assert numbers(history, "tie:hostile", day, "b2", "a3") == hostile, year
        assert numbers(history, "tie:shared_organisations", day, "a1", "b1") == organisations, year
    assert numbers(history, "tie:contiguous", day_number(1960), "a1", "b1") == 1
    assert numbers(history, "tie:contiguous", day_after(1995), "a1", "a2") == 0, "of one country"
    assert numbers(history, "tie:contiguous", day_after(1995), "b1", "c1") == 0, "not known"
    assert numbers(history, "tie:common_language", day_after(1995), "c1", "a1") == 1


def test_city_networks_are_shared_while_both_belong() -> None:
    history = city_history(known(1995))
    shared = {year: numbers(history, "tie:shared_network", day_after(year), "b1", "a1") for year in (1975, 1985, 1990)}
    assert shared == {1975: 0, 1985: 1, 1990: 0}
    assert numbers(history, "tie:shared_network", day_after(1995), "c1", "a1") == 1
    later = city_history(known(1995), since=1986)
    assert numbers(later, "tie:shared_network", day_number(1986), "b1", "a1") == 1


def test_places_that_are_not_known() -> None:
    layer = city_history(known(1995)).layers["position"]
    at = dict(zip(("a1", "a2", "a3", "b1", "b2", "c1"), zip(layer.longitude, layer.latitude, strict=True), strict=True))
    assert at["a1"] == pytest.approx((10, 50))
    assert at["a3"] == pytest.approx((11, 50), abs=0.01), "the middle of its country"
    assert 10 < at["c1"][0] < 20, "the middle of its part of the world"
    nowhere = dated()
    nowhere = replace(nowhere, cities=nowhere.cities.with_columns(longitude=pl.lit(None, dtype=pl.Float64)))
    assert numbers(city_history(known(1995, nowhere)), "distance:position", day_after(1995), "a1", "b1") == 0


@pytest.mark.parametrize("cut", [1976, 1985])
def test_nothing_after_the_cut_is_in_it(cut: int) -> None:
    """Later ties, endings, memberships and states of the world make no difference: to the last bit."""
    past = [row for row in TOLD if row[3] <= cut]
    past = [(*row[:4], *(end if end is not None and end <= cut else None for end in row[4:])) for row in past]
    honest = city_history(known(cut)).data_hash()
    without = dated(past)
    there = {name for row in past for name in row[1:3]}
    cities = without.cities.filter(pl.col("id").is_in(list(there)))
    assert city_history(known(cut, replace(without, cities=cities))).data_hash() == honest
    asked: list[int] = []

    def watched(year: int) -> pl.DataFrame:
        asked.append(year)
        return between(year)

    assert city_history(replace(known(cut), pairs_at=watched)).data_hash() == honest
    assert max(asked) < cut
    with pytest.raises(InputError, match="outside the span"):
        city_history(replace(known(cut), dated=dated()))


def test_only_one_year_of_countries_is_told() -> None:
    history = city_history(replace(known(1995), pairs_at=None))
    assert numbers(history, "tie:states_tied", day_number(1960), "a1", "b1") == 1


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(InputError, match=r"dated from 1992 to 1995\. Dated ties begin in 1960"):
        city_history(known(1995), since=1992)
    alone = dated([TOLD[0]])
    with pytest.raises(InputError, match="2 actors are too few"):
        city_history(known(1995, alone))


def test_years_far_away_cost_nothing() -> None:
    asked: list[int] = []

    def watched(year: int) -> pl.DataFrame:
        asked.append(year)
        return between(year)

    far = replace(known(1995), cut=9999, pairs_at=watched)
    city_history(far, since=1)
    assert min(asked) == 1959
    assert max(asked) <= 1995


def test_the_effects_of_cities_are_known() -> None:
    history = city_history(known(1995))
    terms = parse_terms(CITY_EFFECTS, layers=history.layers, attributes=history.attributes)
    assert len(terms) == 7
    fit = fit_relational(history, terms[:1], at_risk="untied")
    assert fit.n_events == 5, "a1 and b1 were tied already when they tied themselves again"
