"""The table of all pairs of countries on a day: both levels, the context and the class.

What changes over time is brought into spans of days once (:class:`Facts`); a day is then a filter on them. Making the
facts costs in proportion to ties and statements, a day to the facts and the square of the states.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from proxenia.measures.bodies import memberships_of, states_today
from proxenia.model.predicates import Attribute
from proxenia.overlay.city_level import city_level, city_ties_of, coverage_of
from proxenia.overlay.context import context_level, languages_of, points_of, recognitions_of, values_of
from proxenia.overlay.rule import (
    RULE,
    Rule,
    class_expression,
    hostile_expression,
    known_expression,
    tied_expression,
)
from proxenia.overlay.state_level import offices_of, stances_of, state_level
from proxenia.overlay.tables import PAIRS
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Facts", "facts_of", "pairs_on"]


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything the overlay needs of a snapshot, each fact with the days on which it held.

    Attributes
    ----------
    states
        The states of today: `id`, `code`, `name`, `population`, `longitude`, `latitude`.
    offices, stances, memberships
        Of the state level, see :mod:`proxenia.overlay.state_level`.
    city_ties, coverage
        Of the city level, see :mod:`proxenia.overlay.city_level`.
    organised, recognitions, recognised, values, languages, points
        Of the context, see :mod:`proxenia.overlay.context`.
    """

    rule: Rule
    states: pl.DataFrame
    offices: pl.DataFrame
    stances: pl.DataFrame
    memberships: pl.DataFrame
    organised: pl.DataFrame
    city_ties: pl.DataFrame
    coverage: pl.DataFrame
    recognitions: pl.DataFrame
    recognised: pl.DataFrame
    values: pl.DataFrame
    languages: pl.DataFrame
    points: pl.DataFrame

    def of_pair(self, a: str, b: str) -> "Facts":
        """Return what is needed for one pair: the lower code first."""
        both = [a, b]
        between = (pl.col("a") == a) & (pl.col("b") == b)
        return replace(
            self,
            states=self.states.filter(pl.col("code").is_in(both)),
            # All missions of the two: whether a list tells them well depends on the others.
            offices=self.offices.filter(pl.when("forward").then("a").otherwise("b").is_in(both)),
            stances=self.stances.filter(between),
            memberships=self.memberships.filter(pl.col("member").is_in(both)),
            city_ties=self.city_ties.filter(between),
            coverage=self.coverage.filter(pl.col("code").is_in(both)),
            recognitions=self.recognitions.filter(between),
            values=self.values.filter(between),
            languages=self.languages.filter(pl.col("code").is_in(both)),
        )


def facts_of(snapshot: Snapshot, *, rule: Rule = RULE) -> Facts:
    """Return the facts of a whole snapshot (not one that was filtered as of a day)."""
    states = states_today(snapshot)
    memberships = memberships_of(snapshot, states)
    city_ties = city_ties_of(snapshot, states, rule)
    recognitions = recognitions_of(snapshot, states, rule)
    stances = stances_of(snapshot, states, memberships, rule)
    return Facts(
        rule=rule,
        states=states,
        offices=offices_of(snapshot, states, stances.filter(pl.col("what") == Attribute.RUPTURE.value), rule),
        stances=stances,
        memberships=memberships,
        organised=memberships.select("since", "until").unique().sort("since", "until"),
        city_ties=city_ties,
        coverage=coverage_of(city_ties, rule),
        recognitions=recognitions,
        recognised=recognitions.group_by(code="object").agg(pl.col("since").min().alias("begun")),
        values=values_of(snapshot, states, rule),
        languages=languages_of(snapshot, states),
        points=points_of(snapshot, states),
    )


def pairs_on(facts: Facts, days: Sequence[int]) -> pl.DataFrame:
    """Return the pairs of all states of the facts on each day: `day` and the columns of :data:`PAIRS`.

    Sorted by day, `a` and `b`. The country of a city, and which states there are, are those of today on every day.
    """
    codes = facts.states.select(a="code")
    pairs = codes.join(facts.states.select(b="code"), how="cross").filter(pl.col("a") < pl.col("b"))
    keys = pl.DataFrame({"day": sorted(set(days))}, schema={"day": pl.Int32}).join(
        pairs, how="cross", maintain_order="left_right"
    )
    level = state_level(keys, facts.offices, facts.stances, facts.rule, days)
    level = city_level(level, facts.city_ties, facts.coverage, facts.rule, days)
    level = context_level(
        level,
        memberships=facts.memberships,
        organised=facts.organised,
        recognitions=facts.recognitions,
        recognised=facts.recognised,
        values=facts.values,
        languages=facts.languages,
        points=facts.points,
        days=days,
    )
    people = facts.states.select("code", "population")
    for end in ("a", "b"):
        level = level.join(
            people.rename({"code": end, "population": f"population_{end}"}), on=end, how="left", maintain_order="left"
        )
    return (
        level.with_columns(hostile=hostile_expression(), state_known=known_expression())
        .with_columns(tied=tied_expression())
        .with_columns(class_expression())
        .select("day", *(pl.col(name).cast(dtype) for name, dtype in PAIRS.items()))
    )
