"""Measures of layers: what each declares, its example worked by hand, and networkx on graphs drawn at random."""

import re
import warnings
from collections import Counter
from itertools import pairwise
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from tests.measures.worlds import NODES, PAIRS, QUICKLY, ground_of_pairs, networkx_of, snapshot_of, table

from proxenia.measures.globe import great_circle_km
from proxenia.measures.graph import Ground
from proxenia.measures.measure import Example, LayerMeasure
from proxenia.measures.registry import LAYER_MEASURES
from proxenia.snapshot.snapshot import Snapshot

MEASURES = list(LAYER_MEASURES.values())
IDS = list(LAYER_MEASURES)
RELIED_ON = {
    "nodes",
    "edges",
    "components",
    "largest_component",
    "diameter",
    "triangles",
    "transitivity",
    "degree_assortativity",
    "max_degree",
    "mean_degree",
    "modularity",
}
SIZES = (0, 900, 25_000, 400_000, 24_874_500)
DEFINED_WITHOUT_TIES = {"nodes", "edges", "components", "triangles"}
SEARCHED_FOR = {"power_law_or_lognormal": 1e-6}
"""The likeliest lognormal is found by a search that ends before the last digit."""


def ground_with_languages(example: Example, *, seed: int = 1) -> Ground:
    """Return the ground of an example, with the official languages of the countries it speaks of."""
    spoken = {
        (str(facts["country"]), tag)
        for facts in (example.about or {}).values()
        if "language" in facts
        for tag in str(facts["language"]).split(";")
    }
    rows = [{"subject": f"iso:{code}", "attribute": "official_language", "value": tag} for code, tag in sorted(spoken)]
    tables = {**snapshot_of(example).tables, "attributes": table("attributes", rows)}
    return Ground.of(Snapshot(tables=tables), "twinning", seed=seed)


def measured(ground: Ground) -> dict[str, float | None]:
    return {name: measure.compute(ground) for name, measure in LAYER_MEASURES.items()}


def ground_drawn(pairs: list[tuple[str, str]], chance: Random) -> Ground:
    """Return ties between actors of random places, countries, languages and sizes; of some nothing is known."""
    places = {node: (chance.randint(-180, 180), chance.randint(-90, 90)) for node in NODES[:-2]}
    countries = ["AT", "CH", "FR", "IT"]
    languages = {"AT": "de-AT", "CH": "de;fr;it", "FR": "fr", "IT": "it"}
    about: dict[str, dict[str, str | int]] = {}
    for node in NODES[2:]:
        country = chance.choice(countries)
        about[node] = {"country": country, "language": languages[country], "population": chance.choice(SIZES)}
    return ground_with_languages(Example(tuple(pairs), "", None, places=places, about=about))


def test_every_measure_that_programs_rely_on_is_there() -> None:
    assert set(IDS) >= RELIED_ON


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_the_example_worked_by_hand_comes_out(measure: LayerMeasure) -> None:
    within = SEARCHED_FOR.get(measure.id, 1e-9)
    assert isinstance(measure.example.value, int | float)
    assert measure.compute(ground_with_languages(measure.example)) == pytest.approx(measure.example.value, rel=within)


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_a_declaration_says_everything(measure: LayerMeasure) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", measure.id)
    assert re.fullmatch(r"doi:10\.\d{4,}/\S+|https://\S+", measure.reference)
    for text in (measure.label, measure.meaning, measure.undefined, measure.cost, measure.example.working):
        assert len(text) >= 5
        assert text == text.strip()
        assert "  " not in text
    for text in (measure.meaning, measure.undefined, measure.cost, measure.example.working):
        assert text.endswith(".")
    assert measure.unit
    assert measure.lowest is None or measure.highest is None or measure.lowest < measure.highest


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_a_layer_without_ties_has_no_value_but_where_it_says_so(measure: LayerMeasure) -> None:
    found = measure.compute(ground_of_pairs([]))
    assert found == (0 if measure.id in DEFINED_WITHOUT_TIES else None)
    assert (measure.undefined == "Always defined.") == (measure.id in DEFINED_WITHOUT_TIES)


@pytest.mark.parametrize("measure", MEASURES, ids=IDS)
def test_a_single_tie_between_actors_of_which_nothing_is_known(measure: LayerMeasure) -> None:
    found = measure.compute(ground_of_pairs([("a", "b")]))
    known = {"nodes": 2, "edges": 1, "mean_degree": 1, "max_degree": 1, "components": 1, "largest_component": 2}
    shape = {"diameter": 1, "effective_diameter": 0.9, "triangles": 0, "communities": 1, "modularity": 0}
    assert found == {**known, **shape}.get(measure.id)


@QUICKLY
@given(pairs=PAIRS, chance=...)
def test_values_keep_to_the_range(pairs: list[tuple[str, str]], chance: Random) -> None:
    for name, value in measured(ground_drawn(pairs, chance)).items():
        measure = LAYER_MEASURES[name]
        if value is None:
            continue
        assert type(value) is float, name
        assert np.isfinite(value), name
        assert measure.lowest is None or value >= measure.lowest - 1e-12, name
        assert measure.highest is None or value <= measure.highest + 1e-12, name


@QUICKLY
@given(pairs=PAIRS, chance=...)
def test_neither_the_order_nor_the_direction_of_ties_matters(pairs: list[tuple[str, str]], chance: Random) -> None:
    state = chance.getstate()
    one = measured(ground_drawn(pairs, chance))
    chance.setstate(state)
    other = measured(ground_drawn([(b, a) for a, b in reversed(pairs)], chance))
    assert one == other


def assortativity(graph: nx.Graph, values: dict[str, float]) -> float:
    part = graph.edge_subgraph([edge for edge in graph.edges if all(end in values for end in edge)]).copy()
    nx.set_node_attributes(part, {node: values[node] for node in part}, "value")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(nx.numeric_assortativity_coefficient(part, "value"))


@QUICKLY
@given(pairs=PAIRS, chance=...)
def test_networkx_gives_the_same(pairs: list[tuple[str, str]], chance: Random) -> None:
    ground = ground_drawn(pairs, chance)
    graph, found = networkx_of(ground), measured(ground)
    parts = [graph.subgraph(part) for part in nx.connected_components(graph)]
    assert found["components"] == len(parts)
    assert found["largest_component"] == max(len(part) for part in parts)
    assert found["diameter"] == max(nx.diameter(part) for part in parts)
    assert found["triangles"] == sum(nx.triangles(graph).values()) // 3
    assert found["transitivity"] is None or found["transitivity"] == pytest.approx(nx.transitivity(graph), abs=1e-12)
    if found["degree_assortativity"] is not None:
        degrees = dict(graph.degree())
        assert found["degree_assortativity"] == pytest.approx(assortativity(graph, degrees), abs=1e-9)
    actors = {row["id"]: row for row in ground.actors.iter_rows(named=True)}
    if found["latitude_assortativity"] is not None:
        north = {name: row["latitude"] for name, row in actors.items() if row["latitude"] is not None}
        assert found["latitude_assortativity"] == pytest.approx(assortativity(graph, north), abs=1e-9)
    if found["population_assortativity"] is not None:
        people = {name: np.log(row["population"]) for name, row in actors.items() if row["population"]}
        assert found["population_assortativity"] == pytest.approx(assortativity(graph, people), abs=1e-9)
    countries = {name: row["country"] for name, row in actors.items() if row["country"]}
    known = graph.edge_subgraph([edge for edge in graph.edges if all(end in countries for end in edge)]).copy()
    nx.set_node_attributes(known, countries, "country")
    if found["country_assortativity"] is not None:
        expected = nx.attribute_assortativity_coefficient(known, "country")
        assert found["country_assortativity"] == pytest.approx(expected, abs=1e-9)
    if len(known.edges):
        home = sum(countries[one] == countries[two] for one, two in known.edges)
        away = len(known.edges) - home
        assert found["ei_index"] == pytest.approx((away - home) / (away + home), abs=1e-12)
    else:
        assert found["ei_index"] is None


@QUICKLY
@given(pairs=PAIRS)
def test_nine_of_ten_pairs_stand_within_the_effective_diameter(pairs: list[tuple[str, str]]) -> None:
    ground = ground_of_pairs(pairs)
    steps = [
        step
        for _, reached in nx.all_pairs_shortest_path_length(networkx_of(ground))
        for step in reached.values()
        if step
    ]
    within = Counter(steps)
    found = LAYER_MEASURES["effective_diameter"].compute(ground)
    assert found is not None
    below = sum(within[step] for step in range(int(np.ceil(found - 1e-9))))
    share = (below + (found - np.ceil(found - 1e-9) + 1) * within[int(np.ceil(found - 1e-9))]) / len(steps)
    assert share == pytest.approx(0.9, abs=1e-9)


def test_one_language_a_country_is_the_coefficient_of_newman() -> None:
    """With one language each, the share by language is the one networkx computes for any attribute."""
    chance = Random(7)
    pairs = [(chance.choice(NODES), chance.choice(NODES)) for _ in range(40)]
    tongue = {"AT": "de", "DE": "de", "FR": "fr", "MC": "fr", "IT": "it"}
    country = {node: chance.choice(sorted(tongue)) for node in NODES}
    about: dict[str, dict[str, str | int]] = {
        node: {"country": code, "language": tongue[code]} for node, code in country.items()
    }
    ground = ground_with_languages(Example(tuple(pairs), "", None, about=about))
    graph = networkx_of(ground)
    nx.set_node_attributes(graph, {node: tongue[country[node]] for node in graph}, "language")
    expected = nx.attribute_assortativity_coefficient(graph, "language")
    assert LAYER_MEASURES["language_assortativity"].compute(ground) == pytest.approx(expected, abs=1e-12)
    unknown = ground_with_languages(Example(tuple(pairs), "", None, about={"n00": {"country": "AT"}}))
    assert LAYER_MEASURES["language_assortativity"].compute(unknown) is None


def test_distances_by_chance_keep_to_the_stated_error() -> None:
    """A thousand actors have more pairs than are drawn: three seeds stay within four errors of the mean of all."""
    chance = Random(11)
    names = [f"{number:04}" for number in range(1000)]
    places = {name: (chance.uniform(-20, 40), chance.uniform(30, 65)) for name in names}
    example = Example(tuple(pairwise(names)), "", None, places=places)
    east, north = np.array([places[name] for name in names]).T
    one, two = np.triu_indices(1000, 1)
    everything = great_circle_km(east[one], north[one], east[two], north[two])
    answers = set()
    for seed in (1, 2, 3):
        found = measured(ground_with_languages(example, seed=seed))
        mean, ratio, error = (
            found[name] for name in ("mean_tie_distance_km", "mean_distance_ratio", "mean_distance_ratio_error")
        )
        assert mean is not None
        assert ratio is not None
        assert error is not None
        assert 0 < error < 0.01
        assert abs(ratio - mean / everything.mean()) < 4 * error
        again = measured(ground_with_languages(example, seed=seed))
        assert again == found
        answers.add(ratio)
    assert len(answers) == 3


@pytest.mark.parametrize("name", ["country_assortativity", "ei_index"])
def test_a_state_is_its_own_country(name: str) -> None:
    states: dict[str, dict[str, str | int]] = {one: {"kind": "state", "country": one.upper()} for one in ("it", "fr")}
    states["de"] = {"kind": "state", "country": "DE"}
    said: dict[int, dict[str, str | bool]] = {0: {"kind": "sanction"}, 1: {"kind": "sanction"}}
    example = Example(ties=(("it", "fr"), ("fr", "de")), about=states, said=said, working="", value=None)
    ground = Ground.of(snapshot_of(example), "sanction")
    assert ground.graph.size == 3
    assert LAYER_MEASURES[name].compute(ground) is None
    assert "Between states" in LAYER_MEASURES[name].undefined
