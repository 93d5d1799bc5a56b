"""Whether a published finding on sister cities holds on this register: little proximity, much assortativity.

The finding is that of Kaltenbrunner, Aragón, Laniado and Volkovich on the sister cities in the English Wikipedia: which
cities pair up does not depend on how near they are, and the graphs that come of it are highly assortative. Proximity is
tested twice, as their abstract has it (it plays no part) and in a milder reading (it explains little); everything both
between cities and between countries. Whatever comes out is told, with its numbers. The thresholds are ours.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from proxenia.measures.graph import Graph, Ground
from proxenia.overlay.assortativity import Assortativity, assortativity_of, degree_assortativity
from proxenia.overlay.counts import deviance_share
from proxenia.overlay.expected import ExpectedTies
from proxenia.overlay.gravity import Coefficient
from proxenia.overlay.nearness import Nearness, nearness_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CITATION", "FINDING_RULE", "Explained", "Finding", "FindingRule", "Verdict", "build_finding"]

CITATION: Final = (
    "Andreas Kaltenbrunner, Pablo Aragón, David Laniado and Yana Volkovich, Not All Paths Lead to Rome: Analysing the "
    "Network of Sister Cities, in Self-Organizing Systems (IWSOS 2013), Lecture Notes in Computer Science 8221, "
    "Springer, 2014, doi:10.1007/978-3-642-54140-7_14, arXiv:1301.6900"
)

LAYER: Final = "twinning"
WITHOUT_DISTANCE: Final = "Nothing can be said: the model was fitted without distance."
_NESTED: Final = {
    "distance": ("log_distance",),
    "size": ("log_size",),
    "size and distance": ("log_size", "log_distance"),
}

_COMPARED: Final = ("distance", "all", "all but distance")


@dataclass(frozen=True, slots=True)
class FindingRule:
    """When the parts of the finding count as borne out.

    Attributes
    ----------
    little_share
        Distance explains little when it alone explains less than this share of the deviance.
    no_part_gap
        Proximity plays no part when ties are as long as random pairs, give or take this share of their mean.
    high_assortativity
        A graph is highly assortative when its value is at least this, and beyond that of shuffled graphs.
    least_z
        By how many standard deviations it must be beyond.
    """

    little_share: float = 0.1
    no_part_gap: float = 0.05
    high_assortativity: float = 0.2
    least_z: float = 3.0


FINDING_RULE: Final = FindingRule()


@dataclass(frozen=True, slots=True)
class Explained:
    """How much a model of the counts between countries explains with some of its terms.

    Attributes
    ----------
    model, terms
        In words, and the terms' ids.
    poisson, negative_binomial
        Share of the deviance; the second at the dispersion of the full negative binomial fit.
    """

    model: str
    terms: tuple[str, ...]
    poisson: float
    negative_binomial: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """One part of the finding on one level.

    Attributes
    ----------
    level
        ``city`` or ``country_pair``.
    claim
        ``proximity_plays_no_part``, ``proximity_explains_little`` or ``highly_assortative``.
    holds
        Whether it is borne out; nothing when it cannot be said.
    sentence
        The same in words, with its numbers.
    """

    level: str
    claim: str
    holds: bool | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The report.

    Attributes
    ----------
    citation, rule
        What is tested, and the thresholds.
    layer, as_of
        The ties between cities that are looked at, and the day.
    verdicts
        Three claims on two levels.
    cities, countries
        Degree assortativity of the graph of cities, and of the graph of countries with at least one tie between them.
    countries_by_ties
        The same of countries when every city tie counts: the correlation of their numbers of city ties.
    nearness
        Distances of ties against random pairs.
    ties_not_located
        Pairs of tied places of which an end has no coordinates or no country.
    distance
        The coefficient of the logarithm of distance in the Poisson fit of pairs of countries; nothing when the model
        was fitted without it.
    explained
        What the terms explain of the counts between countries.
    """

    citation: str
    rule: FindingRule
    layer: str
    as_of: str | None
    verdicts: tuple[Verdict, ...]
    cities: Assortativity
    countries: Assortativity
    countries_by_ties: float | None
    nearness: tuple[Nearness, ...]
    ties_not_located: int
    distance: Coefficient | None
    explained: tuple[Explained, ...]

    def verdict(self, level: str, claim: str) -> Verdict:
        """Return one verdict."""
        return next(one for one in self.verdicts if (one.level, one.claim) == (level, claim))

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return asdict(self)


def build_finding(
    snapshot: Snapshot, expected: ExpectedTies, *, seed: int = 1, rule: FindingRule = FINDING_RULE
) -> Finding:
    """Return the report.

    Parameters
    ----------
    snapshot
        As of the day.
    expected
        Of the same day.
    seed
        For random pairs and shuffled graphs.

    Raises
    ------
    InputError
        When too few ties between places have coordinates.
    """
    ground = Ground.of(snapshot, LAYER, seed=seed)
    nearness = nearness_of(ground.graph, ground.actors, seed=seed)
    cities = assortativity_of(ground.graph, seed=seed)
    tied = expected.pairs.filter(pl.col("city_ties") > 0).sort("a", "b")
    graph = Graph.of_links(tied)
    countries = assortativity_of(graph, seed=seed)
    explained = _explained(expected)
    distance = next((one for one in expected.fit.poisson if one.term == "log_distance"), None)
    return Finding(
        citation=CITATION,
        rule=rule,
        layer=LAYER,
        as_of=snapshot.manifest.get("as_of"),
        verdicts=(
            _no_part_between_cities(nearness, rule),
            _little_between_cities(nearness, rule),
            _assortative("city", "cities", cities, rule),
            _no_part_between_countries(distance),
            _little_between_countries(explained, rule),
            _assortative("country_pair", "countries", countries, rule),
        ),
        cities=cities,
        countries=countries,
        countries_by_ties=degree_assortativity(np.repeat(graph.edges, tied["city_ties"].to_numpy(), axis=0)),
        nearness=nearness,
        ties_not_located=len(ground.graph.edges) - nearness[0].ties,
        distance=distance,
        explained=explained,
    )


def _explained(expected: ExpectedTies) -> tuple[Explained, ...]:
    terms = expected.fit.terms
    models = {name: wanted for name, wanted in _NESTED.items() if set(wanted) <= set(terms)}
    if "log_distance" in terms and len(terms) > 1:
        models["all but distance"] = tuple(term for term in terms if term != "log_distance")
    models["all"] = terms
    used = expected.table.rows.drop_nulls(["city_ties", *terms])
    counts, alpha = used["city_ties"].to_numpy().astype(np.float64), expected.fit.dispersion.alpha
    found = []
    for name, wanted in models.items():
        columns = used.select(wanted).to_numpy()
        centred = np.column_stack([np.ones(len(counts)), columns - columns.mean(axis=0)])
        shares = (deviance_share(counts, centred, alpha=each) for each in (0.0, alpha))
        found.append(Explained(name, wanted, *shares))
    return tuple(found)


def _holds(value: bool) -> str:
    return "The finding holds here" if value else "The finding does not hold here"


def _no_part_between_cities(nearness: tuple[Nearness, ...], rule: FindingRule) -> Verdict:
    farthest = max(nearness, key=lambda one: abs(one.mean_ratio - 1))
    holds = abs(farthest.mean_ratio - 1) <= rule.no_part_gap
    first = nearness[0]
    sentence = (
        f"{_holds(holds)}: twinned places lie {first.mean_km:,.0f} km apart on average, random pairs of the same "
        f"places {first.random_mean_km:,.0f} km; over all comparisons the ratio is "
        f"{_range(one.mean_ratio for one in nearness)}, and it would be {1 - rule.no_part_gap:.2f} to "
        f"{1 + rule.no_part_gap:.2f} if proximity played no part."
    )
    return Verdict("city", "proximity_plays_no_part", holds, sentence)


def _little_between_cities(nearness: tuple[Nearness, ...], rule: FindingRule) -> Verdict:
    shares = [one.explained_share for one in nearness]
    holds = max(shares) < rule.little_share
    sentence = (
        f"{_holds(holds)}: distance alone explains {_range(shares, percent=True)} of which pairs of places are "
        f"twinned, and little means less than {rule.little_share:.0%}."
    )
    return Verdict("city", "proximity_explains_little", holds, sentence)


def _no_part_between_countries(distance: Coefficient | None) -> Verdict:
    if distance is None:
        return Verdict("country_pair", "proximity_plays_no_part", None, WITHOUT_DISTANCE)
    holds = distance.low <= 0.0 <= distance.high
    sentence = (
        f"{_holds(holds)}: with the other terms alike, one per cent more distance goes with "
        f"{-distance.estimate:.2f} per cent fewer city ties (95 % interval {-distance.high:.2f} to "
        f"{-distance.low:.2f}), and no part would mean 0."
    )
    return Verdict("country_pair", "proximity_plays_no_part", holds, sentence)


def _little_between_countries(explained: tuple[Explained, ...], rule: FindingRule) -> Verdict:
    by_model = {one.model: one for one in explained}
    if "distance" not in by_model:
        return Verdict("country_pair", "proximity_explains_little", None, WITHOUT_DISTANCE)
    alone, whole, rest = (by_model.get(name, by_model["all"]) for name in _COMPARED)
    holds = max(alone.poisson, alone.negative_binomial) < rule.little_share
    sentence = (
        f"{_holds(holds)}: distance alone explains {_both(alone)} of the deviance of city ties between countries "
        f"(Poisson and negative binomial), all terms {_both(whole)}, all but distance {_both(rest)}; little means less "
        f"than {rule.little_share:.0%}."
    )
    return Verdict("country_pair", "proximity_explains_little", holds, sentence)


def _assortative(level: str, actors: str, found: Assortativity, rule: FindingRule) -> Verdict:
    claim = "highly_assortative"
    if found.value is None or found.shuffled_mean is None or found.z is None:
        return Verdict(level, claim, None, f"Nothing can be said: all {actors} have as many partners.")
    holds = found.value >= rule.high_assortativity and found.z >= rule.least_z
    sentence = (
        f"{_holds(holds)}: the degree assortativity of the graph of {found.actors:,} {actors} is "
        f"{found.value:.3f}; graphs shuffled with the same degrees have {found.shuffled_mean:.3f} (give or take "
        f"{found.shuffled_deviation:.3f}), and high means {rule.high_assortativity} or more and {rule.least_z:g} such "
        f"deviations above."
    )
    return Verdict(level, claim, holds, sentence)


def _range(values: Any, *, percent: bool = False) -> str:
    known = sorted(values)
    return f"{known[0]:.1%} to {known[-1]:.1%}" if percent else f"{known[0]:.2f} to {known[-1]:.2f}"


def _both(one: Explained) -> str:
    return f"{one.poisson:.0%} and {one.negative_binomial:.0%}"
