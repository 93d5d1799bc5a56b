"""An outlook as plain values: what stands beside the numbers, what is withheld, how past intervals held."""

from typing import Any

import numpy as np
import orjson
import pytest
from tests.foresight.made_cities import city_world

from proxenia.errors import InputError
from proxenia.foresight.known import Known
from proxenia.foresight.outlook.asked import answer_outlook
from proxenia.foresight.outlook.likely_pairs import chosen_pairs, pairs_of_city
from proxenia.foresight.outlook.network_sizes import drawn_sizes, named_networks
from proxenia.foresight.outlook.past_intervals import score_intervals
from proxenia.foresight.outlook.project import project
from proxenia.foresight.outlook.streams import Streams
from proxenia.foresight.outlook.told import NOT_ENOUGH, told_outlook
from proxenia.foresight.predictors.expectation import new_ties
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_world"]

QUESTION = {"start": 2010, "to": 2015, "runs": 60, "seed": 2, "predictor": "degree"}


def no_stop() -> bool:
    return False


@pytest.fixture(scope="module")
def told(city_world: Snapshot) -> dict[str, Any]:
    outlook = project(city_world, **QUESTION)
    past = score_intervals(city_world, start=2010, predictor="degree", seed=2, cuts=(1990, 2000), runs=60)
    return told_outlook(city_world, outlook, past=past)


def test_what_must_stand_beside_a_number_is_there(told: dict[str, Any]) -> None:
    assert (told["start"], told["to"], told["horizon_years"], told["runs"], told["stopped"]) == (
        2010,
        2015,
        5,
        60,
        False,
    )
    coverage = told["coverage"]
    assert (coverage["dated"], coverage["ties"]) == (488, 505)
    assert [one["region"] for one in coverage["regions"] if one["enough"]] == ["Europe"]
    assert told["basis"]["past_known"]
    assert told["method"]["predictor"] == "degree"
    assert told["all_ties"]["assumed"]
    assert told["all_ties"]["new"]["expected"] == pytest.approx(
        told["total"]["new"]["expected"] / coverage["share"], rel=1e-3
    )
    text = " ".join(told["sentences"])
    for words in ("From 2011 to 2015", "carry a year", "Not enough data (under 50 dated ties): Africa", "90 % held"):
        assert words in text
    assert "effect" not in text
    assert "cause" not in text


def test_every_number_has_both_intervals(told: dict[str, Any]) -> None:
    for level in ("kinds", "fields", "regions", "countries", "country_pairs", "cities"):
        assert told[level], level
        for row in told[level]:
            for what in ("new", "suspended", "ended"):
                if row[what] is not None:
                    assert set(row[what]) == {"expected", "low_90", "low_50", "median", "high_50", "high_90"}
    assert told["total"]["years"][0]["year"] == 2011
    assert sum(one["new"]["expected"] for one in told["total"]["years"]) == pytest.approx(
        told["total"]["new"]["expected"], abs=1e-3
    )


def test_too_few_dated_ties_are_told_as_such(told: dict[str, Any]) -> None:
    for row in told["regions"]:
        assert (row["new"] is None) is (row["id"] != "Europe")
    few = [row for row in told["countries"] if not row["enough"]]
    assert all(row["new"] is None and row["words"] == NOT_ENOUGH and row["dated"] < 50 for row in few)
    enough = {row["id"] for row in told["countries"] if row["enough"]}
    for row in told["country_pairs"]:
        assert (row["new"] is None) is not ({row["a"], row["b"]} <= enough)
    assert all(one["a"]["country"] in enough and one["b"]["country"] in enough for one in told["pairs"])
    assert all(row["growth_percent"] is None for row in told["profiles"] if row["dated"] < 50)


def test_the_six_kinds_of_city_are_told(told: dict[str, Any]) -> None:
    kinds = {"export_oriented", "quasi_sovereign", "mega_city", "immigrant_gateway", "decentralised_country"}
    assert {row["id"] for row in told["profiles"]} == kinds | {"diaspora_ties"}


def test_likely_pairs_have_a_chance_and_reasons(told: dict[str, Any]) -> None:
    chances = [one["chance"] for one in told["pairs"]]
    assert chances == sorted(chances, reverse=True)
    assert 0 < chances[-1] <= chances[0] < 1
    assert all(one["reasons"] and one["reasons"][0]["effect"] == "degree" for one in told["pairs"])


def test_the_pairs_of_a_city_are_its_likeliest(city_world: Snapshot) -> None:
    outlook = project(city_world, **{**QUESTION, "runs": 2})
    pairs = outlook.ground.candidates
    city = pairs.cities["id"][5]
    rows = pairs_of_city(outlook, city, most=3)
    mine = np.flatnonzero((pairs.first == 5) | (pairs.second == 5))
    assert sorted(outlook.chances[rows]) == pytest.approx(sorted(outlook.chances[mine])[-3:])
    assert pairs_of_city(outlook, "gn:0") == []
    everybody = np.ones(pairs.cities.height, dtype=bool)
    chosen = chosen_pairs(outlook, everybody, dict.fromkeys(pairs.cities["id"], 3))
    assert set(rows) <= set(chosen)
    assert int(np.argmax(outlook.chances)) == chosen[0]


def test_it_is_plain_and_the_same_bytes_from_the_same_seed(city_world: Snapshot) -> None:
    steps: list[tuple[int, int]] = []
    question = {"start": 2010, "to": 2012, "runs": 30, "seed": 5, "predictor": "degree"}
    one, other = (
        answer_outlook(city_world, question, progress=lambda done, total: steps.append((done, total)), stop=no_stop)
        for _ in range(2)
    )
    assert orjson.dumps(one) == orjson.dumps(other)
    half = steps[: len(steps) // 2]
    assert half == sorted(half)
    assert half[-1] == (1_000, 1_000)
    assert one["method"]["scores"]["best"] in one["method"]["scores"]["pooled"]
    assert "how good they are over 2 years is not known" in " ".join(one["sentences"])


@pytest.mark.parametrize("bad", [{"to": None}, {"runs": "many"}, {"seed": True}, {"start": 2010.5}, {"runs": 0}])
def test_a_question_is_checked(city_world: Snapshot, bad: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        answer_outlook(city_world, {**QUESTION, **bad}, progress=lambda *_: None, stop=no_stop)


def test_past_intervals_are_set_beside_what_came(city_world: Snapshot) -> None:
    past = score_intervals(city_world, start=2010, predictor="degree", seed=2, cuts=(1990, 2000, 2008), runs=60)
    # The window after 2008 had not passed by 2010.
    assert past.cuts == (1990, 2000)
    totals = [one for one in past.totals if one.what == "total"]
    assert [one.cut for one in totals] == [1990, 2000]
    # Eight pairs tie themselves every year.
    assert [one.seen for one in totals] == [40, 40]
    # One of them is with a city that no tie had named before.
    assert new_ties(Known.of(city_world, 2012).dated, 2000, 5) == 39
    assert all(one.in_90 for one in totals)
    held = {one.what: one for one in past.held}
    assert held["total"].intervals == 2
    assert held["country"].intervals >= 4
    assert held["country"].in_50 <= held["country"].in_90 <= held["country"].intervals
    stopped = score_intervals(city_world, start=2010, predictor="degree", seed=2, runs=5, stop=lambda: True)
    assert stopped.stopped
    assert stopped.cuts == ()


def test_sizes_after_the_cut_are_not_looked_at(city_world: Snapshot) -> None:
    known = Known.of(city_world, 2010)
    city_networks, growth = named_networks(city_world, known)
    years = range(2011, 2016)
    first = drawn_sizes(city_networks, growth, years, runs=range(3), streams=Streams(1))
    again = drawn_sizes(city_networks, growth, years, runs=range(2, 3), streams=Streams(1))
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one[2:], other)
