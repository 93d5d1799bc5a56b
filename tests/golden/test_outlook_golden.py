"""The outlook on the dated ties of the founding register and the Baltic list: what it says, and what it withholds."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register, import_table
from proxenia.foresight.outlook.outlook import Outlook
from proxenia.foresight.outlook.past_intervals import PastIntervals, score_intervals
from proxenia.foresight.outlook.project import project
from proxenia.foresight.outlook.told import told_outlook
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.table.mapping import load_mapping

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
MAP = Path(__file__).parents[2] / "docs" / "guides" / "maps" / "baltic_twinnings_dated_2013.yml"
LIST = Path("city", "baltic_twinnings_dated_2013", "dyads.csv")
NEW = {1990: 269, 1995: 129, 2000: 134, 2005: 60}
"""Pairs that tied themselves in the five years after each cut, known cities or not."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, reference_dir: Path, gazetteer: Gazetteer) -> Snapshot:
    with open_ledger(tmp_path_factory.mktemp("outlook") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        import_table(reference_dir / LIST, load_mapping(MAP), ledger, gazetteer, recorded_at=MOMENT)
        compiled = compile_snapshot(ledger, code_version="test")
    return replace(compiled, manifest={**compiled.manifest, "files": {"outlook": "golden"}})


@pytest.fixture(scope="module")
def outlook(world: Snapshot) -> Outlook:
    return project(world, start=2026, to=2031, runs=200, seed=1, predictor="degree")


@pytest.fixture(scope="module")
def told(world: Snapshot, outlook: Outlook) -> dict[str, Any]:
    return told_outlook(world, outlook)


@pytest.fixture(scope="module")
def past(world: Snapshot) -> PastIntervals:
    return score_intervals(world, start=2026, predictor="degree", seed=1, cuts=(1990, 1995, 2000, 2005), runs=100)


def test_few_dated_ties_are_to_come_and_it_says_why(told: dict[str, Any]) -> None:
    # One new tie was dated in the last five years: no list with years reaches beyond 2013.
    assert told["basis"]["past_known"][-1] == [2022, 2026, 1]
    assert told["basis"]["expected_known"] == pytest.approx(1.25)
    assert told["coverage"]["dated"] == 1294
    assert told["coverage"]["covered_until"] == 2013
    assert 1 < told["total"]["new"]["expected"] < 3
    assert told["total"]["new"]["low_90"] == 0
    assert "say more of the lists than of the cities" in " ".join(told["sentences"])


def test_where_too_few_ties_carry_a_year_nothing_is_told(told: dict[str, Any]) -> None:
    assert {row["id"] for row in told["regions"] if row["enough"]} == {"Asia", "Europe", "North and Central America"}
    countries = {row["id"]: row for row in told["countries"]}
    assert countries["JP"]["enough"] is (countries["JP"]["dated"] >= 50)
    assert not countries["BR"]["enough"]
    assert countries["BR"]["new"] is None
    assert countries["DE"]["new"]["expected"] == max(row["new"]["expected"] for row in countries.values() if row["new"])


def test_ties_with_russia_are_the_likeliest_to_fall(outlook: Outlook) -> None:
    codes, suspended = outlook.runs_by("country", "suspended")
    ended = outlook.runs_by("country", "ended")[1]
    share = {
        code: (suspended[:, place] + ended[:, place]).mean() / outlook.tallies.of("country").standing[place]
        for place, code in enumerate(codes)
        if outlook.tallies.of("country").standing[place] >= 100
    }
    assert max(share, key=lambda code: share[code]) in {"RU", "BY", "UA"}


def test_city_networks_stand_beside_what_sources_told(told: dict[str, Any]) -> None:
    city_networks = {row["id"]: row for row in told["networks"]}
    eurocities = city_networks["px:eurocities"]
    assert eurocities["last_size"] == 200
    assert 150 < eurocities["size"]["expected"] < 400
    assert eurocities["size"]["low_90"] < eurocities["size"]["low_50"] <= eurocities["size"]["high_50"]
    # A network that ended is not carried on, nor a league of old.
    assert "px:100-resilient-cities" not in city_networks
    assert "px:hanseatic-league" not in city_networks


def test_past_intervals_held_most_of_what_came(past: PastIntervals) -> None:
    totals = {one.cut: one for one in past.totals if one.what == "total"}
    assert {cut: one.seen for cut, one in totals.items()} == NEW
    held = {one.what: one for one in past.held}
    assert held["total"].in_90 == 4
    assert held["country"].intervals > 20
    assert held["country"].in_90 / held["country"].intervals > 0.75
    # Before 2012 no suspension or ending was recorded that could be learnt from.
    assert held["ends"].intervals <= 1
