"""The backtest on the dated ties of the founding register and the Baltic list: counts, who does best, shuffled."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.foresight.test_backtest import shuffled
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register, import_table
from proxenia.foresight import backtest as backtest_module
from proxenia.foresight.backtest import CUTS, best_predictor, run_backtest
from proxenia.foresight.backtest_results import Backtest
from proxenia.foresight.backtest_words import sentences
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.known import Known
from proxenia.foresight.predictors.expectation import DEFAULT_RULE, RULES
from proxenia.foresight.predictors.registry import PREDICTORS
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue.table.mapping import load_mapping

__all__ = ["gazetteer"]

MOMENT = "2026-11-22T02:33:10.123456Z"
MAP = Path(__file__).parents[2] / "docs" / "guides" / "maps" / "baltic_twinnings_dated_2013.yml"
LIST = Path("city", "baltic_twinnings_dated_2013", "dyads.csv")
KNOWN = {1985: 451, 1990: 682, 1995: 951, 2000: 1_080, 2005: 1_216, 2010: 1_276}
"""Dated ties up to each cut."""
NEW = {1985: 47, 1990: 60, 1995: 34, 2000: 46, 2005: 14, 2010: 4}
"""Pairs of cities known at the cut that tied themselves in the five years after it."""
OUT_OF_REACH = {1985: 184, 1990: 209, 1995: 95, 2000: 88, 2005: 46, 2010: 6}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, reference_dir: Path, gazetteer: Gazetteer) -> Snapshot:
    with open_ledger(tmp_path_factory.mktemp("backtest") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        import_table(reference_dir / LIST, load_mapping(MAP), ledger, gazetteer, recorded_at=MOMENT)
        compiled = compile_snapshot(ledger, code_version="test")
    # As if saved, so that the overlays of the cuts are computed from one table of facts.
    return replace(compiled, manifest={**compiled.manifest, "files": {"backtest": "golden"}})


@pytest.fixture(scope="module")
def found(world: Snapshot) -> Backtest:
    return run_backtest(world)


def plain_years(world: Snapshot) -> list[tuple[int, int | None, frozenset[str]]]:
    """Return start, end and cities of every dated tie, read from the texts of the table."""
    kinds = dict(world.actors.select("id", "kind").iter_rows())
    told = []
    for row in world.ties.iter_rows(named=True):
        text = row["valid_from"]
        local = {kinds.get(row["a"]), kinds.get(row["b"])} <= {"city", "region"}
        if row["kind"] not in {"twinning", "agreement", "partnership"} or not local or not text:
            continue
        year = text[:4]
        if row["undated"] or not year.isdecimal():
            continue
        ends = [row["valid_to"], row["status_since"] if row["status"] in {"suspended", "ended"} else None]
        over = [int(end[:4]) for end in ends if end]
        told.append((int(year), min(over, default=None), frozenset((row["a"], row["b"]))))
    return told


def test_counts_are_those_of_a_plain_count(world: Snapshot, found: Backtest) -> None:
    ties = plain_years(world)
    for cut in found.cuts:
        known = [tie for tie in ties if tie[0] <= cut.year]
        cities = frozenset().union(*(pair for _, _, pair in known))
        held = {pair for _, over, pair in known if over is None or over > cut.year}
        window = {pair for year, _, pair in ties if cut.year < year <= cut.year + 5}
        reach = {pair for pair in window if pair <= cities}
        assert (cut.known_ties, cut.known_cities) == (len(known), len(cities))
        assert cut.candidates == len(cities) * (len(cities) - 1) // 2 - len(held)
        assert (cut.new_ties, cut.out_of_reach) == (len(reach - held), len(window - reach))
        assert cut.tied_before == len(reach & held)
    assert [cut.year for cut in found.cuts] == list(CUTS)
    assert {cut.year: cut.known_ties for cut in found.cuts} == KNOWN
    assert {cut.year: cut.new_ties for cut in found.cuts} == NEW
    assert {cut.year: cut.out_of_reach for cut in found.cuts} == OUT_OF_REACH


def test_the_model_does_better_over_all_cuts_and_a_baseline_at_some(found: Backtest) -> None:
    assert found.best_baseline == "degree"
    assert best_predictor(found) == "relational"
    apart = found.pooled_difference("relational", "degree")
    assert apart is not None
    assert apart.interval is not None
    assert apart.value == pytest.approx(-0.27, abs=0.03)
    assert apart.interval[1] < 0
    better = defaultdict(list)
    for cut in found.cuts:
        own = cut.models["relational"].difference
        assert own is not None
        better[own.value < 0].append(cut.year)
    assert better[True] == [1990, 1995, 2000]
    told = " ".join(sentences(found))
    assert "Degree (preferential attachment) does better at the cuts 1985, 2005, 2010" in told


def test_every_model_knows_more_than_nothing(found: Backtest) -> None:
    plain = found.pooled("persistence")
    assert plain is not None
    for name in ("relational", "degree", "common_partners", "gravity"):
        apart = found.pooled_difference(name, "persistence")
        assert apart is not None
        assert apart.value < -0.1


def test_high_chances_are_overstated_and_it_is_said(found: Backtest) -> None:
    told = [cut.models["relational"].classes for cut in found.cuts]
    expected, seen = (sum(float(one[-3:, column].sum()) for one in told) for column in (1, 2))
    assert seen < expected / 2
    assert "are overstated" in " ".join(sentences(found))


def test_the_kept_rule_for_the_number_is_the_best_of_those_compared(found: Backtest) -> None:
    scores = {}
    for rule in RULES:
        chances = pl.Series([cut.rules[rule].chance for cut in found.cuts])
        scores[rule] = float(-chances.log().sum())
    assert min(scores, key=lambda rule: scores[rule]) == DEFAULT_RULE
    inside = [
        cut.rules["pace"].interval_90[0] <= cut.new_ties <= cut.rules["pace"].interval_90[1] for cut in found.cuts
    ]
    assert sum(inside) == 5


def test_the_lists_end_before_the_last_window_does(found: Backtest) -> None:
    assert found.covered_until == 2013
    assert [cut.year for cut in found.cuts if cut.beyond_lists] == [2010]
    assert (found.lists[0].source, found.lists[0].ties) == ("baltic_2013", 966)
    enough = {one.region for one in found.regions if one.enough}
    assert enough == {"Asia", "Europe", "North and Central America"}


def test_on_shuffled_ties_the_model_shows_no_skill(
    world: Snapshot, found: Backtest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The threshold is a third of what the model is better by on the real ties: three shuffles gave +0.02 to +0.05."""
    dealt = shuffled(DatedTies.of(world), 1)
    monkeypatch.setattr(backtest_module.DatedTies, "of", lambda _snapshot: dealt)
    told = run_backtest(world, cuts=(1990,), models=("relational", "degree", "gravity"))
    apart = told.pooled_difference("relational", str(told.best_baseline))
    real = found.pooled_difference("relational", "degree")
    assert apart is not None
    assert real is not None
    assert apart.value > real.value / 3


def test_with_the_years_alone_dealt_out_anew_what_is_about_time_is_gone(world: Snapshot, found: Backtest) -> None:
    """Who is tied with whom stays then, and says much: but that recent ties go with new ones must vanish."""
    dated = DatedTies.of(world)
    rows = np.random.default_rng(1).permutation(dated.ties.height).tolist()
    no_year = pl.lit(None, dtype=pl.Int32)
    ties = dated.ties.with_columns(dated.ties.select("year", "start")[rows], suspended=no_year, ended=no_year)
    known = Known.of(world, 1995, dated=replace(dated, ties=ties.sort("start", "id")))
    dealt = {one.id: one for one in PREDICTORS["relational"].fit(known, years=5, seed=1).coefficients}["recent_ties"]
    cut = next(cut for cut in found.cuts if cut.year == 1995)
    real = {one.id: one for one in cut.models["relational"].coefficients}["recent_ties"]
    assert real.coef > 4 * real.se
    assert dealt.coef < 2 * dealt.se
