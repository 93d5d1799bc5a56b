"""Expected ties on the real lists: a public list of twinnings, CEPII's distances and the founding register."""

from pathlib import Path
from time import process_time

import pytest
from tests.gazetteer import gazetteer

from proxenia.cli.importing import import_founding_register, import_source, import_table
from proxenia.ledger import open_ledger
from proxenia.overlay.expected import ExpectedTies, expected_ties
from proxenia.overlay.finding import Finding, build_finding
from proxenia.overlay.gravity_terms import BLOCS, members_of_blocs
from proxenia.overlay.pairs import facts_of, pairs_on
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.country_pairs import reader
from proxenia.sources.catalogue.table.mapping import load_mapping
from proxenia.sources.context import Context

__all__ = ["gazetteer"]

MAPS = Path(__file__).parents[2] / "docs" / "guides" / "maps"
MOMENT = "2026-11-22T00:00:00.000000Z"
YEAR = 2026
LONGEST_SECONDS = 5.0
"""The model of these pairs takes about a second; processor time, with room for a slow machine."""


@pytest.fixture(scope="module")
def world(reference_dir: Path, gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Give the snapshot of the three."""
    with open_ledger(tmp_path_factory.mktemp("expected") / "ledger.sqlite") as ledger:
        import_founding_register(ledger, gazetteer, recorded_at=MOMENT)
        plan = load_mapping(MAPS / "wikipedia_lists_2026.yml")
        lists = reference_dir / "city" / "wikipedia_lists_2026_hekman" / "pairs_raw.csv"
        import_table(lists, plan, ledger, gazetteer, recorded_at=MOMENT)
        file = reference_dir / "state" / "cepii_geodist" / "dist_cepii.csv"
        context = Context(describe("country_pairs"), file, retrieved_at=MOMENT[:10], countries=gazetteer.countries)
        import_source(reader.read, context, ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="test")


@pytest.fixture(scope="module")
def expected(world: Snapshot) -> ExpectedTies:
    """Give what the model expects."""
    return expected_ties(pairs_on(facts_of(world), [day_of(YEAR)]), world.as_of(YEAR))


@pytest.fixture(scope="module")
def finding(world: Snapshot, expected: ExpectedTies) -> Finding:
    """Give the report on the published finding."""
    return build_finding(world.as_of(YEAR), expected)


def test_every_bloc_of_the_rule_lists_its_members(world: Snapshot) -> None:
    members = members_of_blocs(world.as_of(YEAR))
    assert set(members) == set(BLOCS)
    assert {"IT", "FR", "DE", "FI"} <= members["px:european-union"]
    assert "GB" not in members["px:european-union"]
    assert "GB" in members_of_blocs(world.as_of(2015))["px:european-union"]


def test_more_distance_goes_with_fewer_ties_and_more_size_with_more(expected: ExpectedTies) -> None:
    fit = expected.fit
    assert fit.converged
    assert fit.pairs > 10_000
    assert 0 < fit.pairs_tied < fit.pairs
    for coefficients in (fit.coefficients, fit.poisson):
        by_term = {one.term: one for one in coefficients}
        assert by_term["log_distance"].high < 0
        assert by_term["log_size"].low > 0
    assert fit.dispersion.alpha > 1
    assert fit.dispersion.p < 1e-6


def test_what_is_counted_is_used_or_told_as_left_out(world: Snapshot, expected: ExpectedTies) -> None:
    pairs = pairs_on(facts_of(world), [day_of(YEAR)])
    assert expected.fit.pairs + sum(one.pairs for one in expected.fit.left_out) == pairs.height
    assert expected.fit.ties + sum(one.ties for one in expected.fit.left_out) == pairs["city_ties"].sum()
    assert expected.pairs["expected"].sum() == pytest.approx(expected.fit.ties, rel=1e-6)


def test_france_and_germany_have_far_more_ties_than_expected(expected: ExpectedTies) -> None:
    pair = expected.of_pair("FR", "DE")
    assert pair is not None
    assert pair["residual"] > 300
    assert ("DE", "FR") in expected.more(3).select("a", "b").rows()


def test_the_report_is_whole_and_agrees_with_itself(expected: ExpectedTies, finding: Finding) -> None:
    assert len(finding.verdicts) == 6
    assert all(one.holds is not None for one in finding.verdicts)
    assert finding.cities.edges > 15_000
    assert finding.nearness[0].ties + finding.ties_not_located == finding.cities.edges
    assert finding.countries.edges == expected.pairs.filter(expected.pairs["city_ties"] > 0).height
    for one in finding.nearness:
        assert one.mean_ratio == pytest.approx(one.mean_km / one.random_mean_km)
        assert 0 <= one.explained_share <= 1
    rule, shares = finding.rule, {one.model: one for one in finding.explained}
    assert finding.verdict("city", "proximity_explains_little").holds == (
        max(one.explained_share for one in finding.nearness) < rule.little_share
    )
    assert finding.verdict("country_pair", "proximity_explains_little").holds == (
        max(shares["distance"].poisson, shares["distance"].negative_binomial) < rule.little_share
    )
    for level, graph in (("city", finding.cities), ("country_pair", finding.countries)):
        assert graph.value is not None
        assert graph.z is not None
        high = graph.value >= rule.high_assortativity and graph.z >= rule.least_z
        assert finding.verdict(level, "highly_assortative").holds == high


def test_the_finding_holds_between_cities_and_not_between_countries(finding: Finding) -> None:
    """What came out when this was written; a new list may change it, and then the documents must say so."""
    assert {(one.level, one.claim): one.holds for one in finding.verdicts} == {
        ("city", "proximity_plays_no_part"): False,
        ("city", "proximity_explains_little"): True,
        ("city", "highly_assortative"): True,
        ("country_pair", "proximity_plays_no_part"): False,
        ("country_pair", "proximity_explains_little"): False,
        ("country_pair", "highly_assortative"): False,
    }


def test_the_model_of_all_pairs_is_quick(world: Snapshot) -> None:
    then, pairs = world.as_of(YEAR), pairs_on(facts_of(world), [day_of(YEAR)])
    begun = process_time()
    expected_ties(pairs, then)
    assert process_time() - begun < LONGEST_SECONDS
