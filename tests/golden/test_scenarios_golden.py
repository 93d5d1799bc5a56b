"""The worked scenarios on the founding register: each runs, and the rupture of 2022 is scored as the docs say."""

import orjson
import polars as pl
import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register
from proxenia.foresight.scenarios.comparing import ScenarioResult, compare_scenario
from proxenia.foresight.scenarios.end_scores import EndScore
from proxenia.foresight.scenarios.law_reform import reformed
from proxenia.foresight.scenarios.worked_scenarios import WORKED, worked_scenario
from proxenia.law.powers import powers_in
from proxenia.law.records import RuleBook
from proxenia.ledger import open_ledger
from proxenia.model.vocabulary import TieKind, Tier
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
KNOWN = 2026


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Snapshot:
    with open_ledger(tmp_path_factory.mktemp("scenarios") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def results(register: Snapshot) -> dict[str, ScenarioResult]:
    return {name: run(register, name) for name in WORKED}


def run(register: Snapshot, name: str) -> ScenarioResult:
    return compare_scenario(register, worked_scenario(name), start=KNOWN, runs=10, seed=1, predictor="country_pair")


@pytest.mark.parametrize("name", WORKED)
def test_every_worked_scenario_runs_and_says_where_its_numbers_come_from(
    results: dict[str, ScenarioResult], name: str
) -> None:
    told = results[name]
    assert (told.runs, told.stopped) == (10, False)
    assert told.numbers
    for one in told.numbers:
        assert one.number in {"estimated", "assumed"}
        assert one.origin
    expected = next(one for one in told.differences if (one.level, one.what) == ("total", "expected"))
    assert expected.baseline > 0
    assert expected.difference != 0
    assert len(orjson.dumps(told.as_json())) < 1_000_000
    assert (told.score is None) == (name != "rupture-2022")


def test_the_same_bytes_come_again(register: Snapshot, results: dict[str, ScenarioResult]) -> None:
    again = run(register, "fund-ukraine-2027")
    assert orjson.dumps(again.as_json()) == orjson.dumps(results["fund-ukraine-2027"].as_json())


def test_the_new_network_has_ten_members(results: dict[str, ScenarioResult]) -> None:
    told = {(one.id, one.what): one for one in results["network-harbours-2027"].differences if one.level == "network"}
    assert told["px:harbour-cities-exchange", "size"].scenario == 10


def test_the_reform_changes_what_the_law_of_turkey_answers(register: Snapshot) -> None:
    after = RuleBook(reformed(register, worked_scenario("reform-turkey-2028")))
    found = {}
    for book, year in ((RuleBook(register), 2028), (after, 2027), (after, 2028)):
        told = powers_in(book, year, tier=Tier.CITY, instrument=TieKind.TWINNING)
        found[year, book is after] = next(one.power for one in told if one.place == "iso:TR")
    assert found == {
        (2028, False): "within_competence",
        (2027, True): "within_competence",
        (2028, True): "interinstitutional",
    }


def scores(result: ScenarioResult, year: int) -> dict[str, EndScore]:
    assert result.score is not None
    return {one.forecast: one for one in result.score["scores"] if one.by == year}


@pytest.mark.parametrize("year", [2023, 2026])
def test_the_rupture_of_2022_is_scored(results: dict[str, ScenarioResult], year: int) -> None:
    told = scores(results["rupture-2022"], year)
    scenario, baseline, none, every = (told[name] for name in ("scenario", "baseline", "none_ends", "all_end"))
    # Nothing of the rupture could be estimated at the end of 2021: the numbers are the file's.
    assert {one.number for one in results["rupture-2022"].numbers} == {"assumed"}
    # By these two scores such a scenario was better than the model without it, than nothing, and than everything.
    assert scenario.brier < baseline.brier < none.brier < every.brier
    assert scenario.log_score > baseline.log_score > none.log_score > every.log_score
    # Its own numbers at the ends of their ranges would have been worse.
    assert scenario.brier < min(told["scenario, low"].brier, told["scenario, high"].brier)
    assert (scenario.brier, baseline.brier) == pytest.approx((0.21, 0.27), abs=0.04)
    assert (scenario.log_score, baseline.log_score) == pytest.approx((-0.64, -1.8), abs=0.15)
    # And it expected more ends than the register lists: the number is no forecast anybody may be proud of.
    assert scenario.over < scenario.expected < 2 * scenario.over
    assert baseline.expected < 1


def test_what_is_scored_are_the_ties_that_stood_and_the_ends_that_the_register_lists(
    register: Snapshot, results: dict[str, ScenarioResult]
) -> None:
    result = results["rupture-2022"]
    change = worked_scenario("rupture-2022").changes[0]
    country = dict(register.actors.select("id", "country").iter_rows())
    told = register.ties.filter(
        pl.col("kind").is_in(["twinning", "agreement", "partnership"]),
        pl.col("status").is_in(["suspended", "ended"]),
        pl.col("status_since").str.slice(0, 4).is_in(["2022", "2023"]),
    )
    between = [
        tie
        for tie, a, b in told.select("id", "a", "b").iter_rows()
        if {country.get(a), country.get(b)} & set(change.first)
        and {country.get(a), country.get(b)} & set(change.second)
    ]
    over = scores(result, 2023)["scenario"].over
    assert 0.8 * len(between) <= over <= len(between), "those of which no list of 2021 or before knew are not scored"
    assert result.score is not None
    assert result.score["listed_elsewhere"] == 0, "the register alone has no source beside its own selection"
