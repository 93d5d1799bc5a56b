"""The report on a published finding: its numbers against networkx and by hand, and either outcome told."""

from math import pi

import networkx
import numpy as np
import polars as pl
import pytest
from tests.overlay.simulated import simulated_table

from proxenia.errors import InputError
from proxenia.measures.graph import Graph
from proxenia.model.globe import EARTH_RADIUS_KM
from proxenia.overlay.assortativity import assortativity_of, degree_assortativity, shuffled_edges
from proxenia.overlay.expected import ExpectedTies
from proxenia.overlay.finding import FINDING_RULE, Finding, FindingRule, build_finding
from proxenia.overlay.gravity import estimate_gravity
from proxenia.overlay.gravity_terms import parse_terms
from proxenia.overlay.nearness import nearness_of
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.tables import TABLES

PLACES = 400


def _random_edges(seed: int, *, actors: int = 60, ties: int = 200) -> np.ndarray:
    graph = networkx.gnm_random_graph(actors, ties, seed=seed)
    return np.array(sorted(tuple(sorted(edge)) for edge in graph.edges), dtype=np.int64)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_assortativity_is_that_of_networkx(seed: int) -> None:
    edges = _random_edges(seed)
    expected = networkx.degree_assortativity_coefficient(networkx.Graph(edges.tolist()))
    assert degree_assortativity(edges) == pytest.approx(expected, abs=1e-9)


def test_assortativity_of_equal_degrees_is_not_defined() -> None:
    ring = Graph.of_pairs([("a", "b"), ("b", "c"), ("c", "a")])
    found = assortativity_of(ring, seed=1)
    assert (found.actors, found.edges, found.value, found.z) == (3, 3, None, None)
    assert degree_assortativity(np.empty((0, 2), dtype=np.int64)) is None


def test_shuffling_keeps_degrees_and_makes_no_loop_or_double_edge() -> None:
    edges = _random_edges(5)
    shuffled = shuffled_edges(edges, np.random.default_rng(1), rounds=10)
    assert np.bincount(shuffled.ravel()).tolist() == np.bincount(edges.ravel()).tolist()
    assert (shuffled[:, 0] < shuffled[:, 1]).all()
    assert len(np.unique(shuffled, axis=0)) == len(edges)
    kept = {tuple(edge) for edge in shuffled.tolist()} & {tuple(edge) for edge in edges.tolist()}
    assert len(kept) < len(edges) / 3


def test_the_same_seed_gives_the_same_report_and_chance_alone_is_not_assortative() -> None:
    names = [(f"n{a:03}", f"n{b:03}") for a, b in _random_edges(9, actors=300, ties=900).tolist()]
    graph = Graph.of_pairs(names)
    found = assortativity_of(graph, seed=4)
    assert found == assortativity_of(graph, seed=4)
    assert found.z is not None
    assert abs(found.z) < 4


def test_distances_by_hand_and_places_without_coordinates_left_out() -> None:
    # A quarter of the equator, again and again, and ties whose ends lie nowhere.
    names = [(f"a{number:02}", f"b{number:02}") for number in range(40)]
    graph = Graph.of_pairs([*names, ("a00", "nowhere"), ("b00", "stateless")])
    at = {**{a: (0.0, 0.0, "IT") for a, _ in names}, **{b: (90.0, 0.0, "FR") for _, b in names}}
    at |= {"nowhere": (None, None, "IT"), "stateless": (1.0, 1.0, None)}
    actors = pl.DataFrame(
        [(*at[node],) for node in graph.nodes],
        schema={"longitude": pl.Float64, "latitude": pl.Float64, "country": pl.String},
        orient="row",
    )
    for one in nearness_of(graph, actors, seed=1):
        assert one.ties == 40
        assert one.mean_km == pytest.approx(EARTH_RADIUS_KM * pi / 2)
        # Among all places half of the random pairs lie at one point; abroad, all are a quarter apart as the ties are.
        assert one.mean_ratio == pytest.approx(2.0 if one.scope == "all" else 1.0, rel=0.03)
        assert one.near_share == 0.0
        if one.scope == "abroad":
            assert (one.largest_gap, one.explained_share) == (0.0, 0.0)
    with pytest.raises(InputError, match="Only 1 ties"):
        nearness_of(Graph.of_pairs([("a00", "b00")]), actors.head(2).with_columns(longitude=0.0, latitude=0.0), seed=1)


def _world(*, near: bool) -> Snapshot:
    """Return a made-up world: places on a ring in two countries, twinned with neighbours or with anyone."""
    generator = np.random.default_rng(2)
    schema = TABLES["actors"].schema
    rows = [
        {
            "id": f"gn:{n}",
            "kind": "city",
            "country": "FR" if n % 2 else "IT",
            "longitude": n * 0.9 - 180,
            "latitude": 0.0,
        }
        for n in range(PLACES)
    ]
    actors = pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=schema)
    # Some places have far more ties than others, whomever they are with.
    first = (generator.random(3 * PLACES) ** 2 * PLACES).astype(int)
    step = generator.integers(1, 6, len(first)) if near else generator.integers(1, PLACES, len(first))
    links = sorted({(min(a, b), max(a, b)) for a, b in zip(first, (first + step) % PLACES, strict=True) if a != b})
    tie = TABLES["ties"].schema
    made = [
        {"id": f"tie:{n}", "kind": "twinning", "a": f"gn:{a}", "b": f"gn:{b}", "status": "active"}
        for n, (a, b) in enumerate(links)
    ]
    ties = pl.DataFrame([{**dict.fromkeys(tie), **row} for row in made], schema=tie)
    return Snapshot(
        tables={**Snapshot.empty().tables, "actors": actors, "ties": ties}, manifest={"as_of": "2020-12-31"}
    )


@pytest.fixture(scope="module")
def expected() -> ExpectedTies:
    """Give the expected ties of simulated countries, among which distance matters."""
    table = simulated_table()
    fit = estimate_gravity(table)
    return ExpectedTies(fit, table, fit.expected_ties(table.rows))


@pytest.fixture(scope="module")
def finding(expected: ExpectedTies) -> Finding:
    """Give the report on a world whose places are twinned with anyone."""
    return build_finding(_world(near=False), expected)


def test_twinnings_with_anyone_bear_the_finding_out_and_those_with_neighbours_do_not(
    finding: Finding, expected: ExpectedTies
) -> None:
    beside = build_finding(_world(near=True), expected)
    for claim in ("proximity_plays_no_part", "proximity_explains_little"):
        assert finding.verdict("city", claim).holds is True
        assert finding.verdict("city", claim).sentence.startswith("The finding holds here")
        assert beside.verdict("city", claim).holds is False
        assert beside.verdict("city", claim).sentence.startswith("The finding does not hold here")


def test_every_verdict_is_told_with_its_numbers_whatever_it_is(finding: Finding) -> None:
    assert len({(one.level, one.claim) for one in finding.verdicts}) == len(finding.verdicts) == 6
    told = {(one.level, one.claim): one.sentence for one in finding.verdicts}
    assert f"{-finding.distance.estimate:.2f} per cent" in told["country_pair", "proximity_plays_no_part"]
    assert f"{finding.cities.value:.3f}" in told["city", "highly_assortative"]
    assert f"{finding.countries.value:.3f}" in told["country_pair", "highly_assortative"]
    assert f"{finding.nearness[0].mean_km:,.0f} km" in told["city", "proximity_plays_no_part"]
    assert "10.1007/978-3-642-54140-7_14" in finding.citation
    assert finding.as_of == "2020-12-31"
    assert finding.as_json()["verdicts"][0]["holds"] is finding.verdicts[0].holds


def test_more_terms_explain_more(finding: Finding) -> None:
    shares = {one.model: one for one in finding.explained}
    assert list(shares) == ["distance", "size", "size and distance", "all but distance", "all"]
    for kind in ("poisson", "negative_binomial"):
        rising = [getattr(shares[name], kind) for name in ("distance", "size and distance", "all")]
        assert 0 < rising[0] < rising[1] < rising[2] < 1
        assert getattr(shares["all but distance"], kind) < rising[2]


def test_thresholds_decide(expected: ExpectedTies, finding: Finding) -> None:
    assert finding.rule == FINDING_RULE
    assert finding.verdict("country_pair", "proximity_explains_little").holds is False
    lenient = FindingRule(little_share=0.9, high_assortativity=-1.0, least_z=-1e6, no_part_gap=5.0)
    found = build_finding(_world(near=True), expected, rule=lenient)
    assert {one.claim: one.holds for one in found.verdicts if one.level == "city"} == {
        "proximity_plays_no_part": True,
        "proximity_explains_little": True,
        "highly_assortative": True,
    }
    assert found.verdict("country_pair", "proximity_explains_little").holds is True


def test_without_distance_nothing_is_said_of_it(expected: ExpectedTies) -> None:
    table = simulated_table()
    bare = type(table)(table.rows, parse_terms(("log_distance",)), (), table.size, table.size_reason)
    fit = estimate_gravity(bare)
    found = build_finding(_world(near=False), ExpectedTies(fit, bare, fit.expected_ties(bare.rows)))
    assert found.distance is None
    assert [one.holds for one in found.verdicts if one.level == "country_pair"][:2] == [None, None]


def test_pairs_beyond_and_below_the_expected_come_farthest_first(expected: ExpectedTies) -> None:
    more, fewer = expected.more(5), expected.fewer(5)
    assert more["residual"].to_list() == sorted(expected.pairs["residual"].to_list(), reverse=True)[:5]
    assert fewer["residual"].to_list() == sorted(expected.pairs["residual"].to_list())[:5]
    a, b = more["a"][0], more["b"][0]
    assert expected.of_pair(b, a) == expected.of_pair(a, b) == more.row(0, named=True)
    assert expected.of_pair("ZZ", "AA") is None
