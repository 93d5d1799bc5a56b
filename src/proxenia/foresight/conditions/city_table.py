"""The cities that are compared, their conditions as columns, and how many ties and acts each has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.foresight.conditions.declared import CONDITIONS, NEAR_KM, Condition
from proxenia.foresight.dated_ties import CITY_TIES, DatedTies, year_of_day
from proxenia.foresight.regions import REGION_OF
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind, ActRole, TieKind
from proxenia.overlay.rule import RULE
from proxenia.profiles.condition import condition_table
from proxenia.profiles.finding import NO, YES
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.registry import profile_table
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["ACTING_SINCE", "ERAS", "OUTCOMES", "SETS", "CitySet", "Era", "Told", "city_counts", "city_table", "told_of"]

OUTCOMES: Final = ("ties", "acts")
"""What is counted: ties in force with local governments abroad, and acts in which the city acted."""
ACTING_SINCE: Final = 1945
"""Acts before are those of leagues and republics of the past: they are not counted."""
_NOT_ACTING: Final = (ActRole.RECIPIENT.value, ActRole.TARGET.value, ActRole.GUEST.value)
_LOCAL: Final = (ActorKind.CITY.value, ActorKind.REGION.value)
_MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Era:
    """Some years, from the first to the last, both with; none is open."""

    id: str
    label: str
    first: int | None
    last: int | None


ERAS: Final[dict[str, Era]] = {
    one.id: one
    for one in (
        Era("before_1945", "before 1945", None, 1944),
        Era("1945_1989", "from 1945 to 1989", 1945, 1989),
        Era("1990_2009", "from 1990 to 2009", 1990, 2009),
        Era("from_2010", "from 2010 on", 2010, None),
    )
}
"""The eras by their ids."""


@dataclass(frozen=True, slots=True)
class CitySet:
    """A set of cities that are compared with each other.

    Attributes
    ----------
    id, label, meaning
        The word, a heading, and which cities these are and what a nought of one of them means.
    """

    id: str
    label: str
    meaning: str


SETS: Final[dict[str, CitySet]] = {
    one.id: one
    for one in (
        CitySet(
            "members",
            "members of city networks",
            "The cities that belong to a city network. They are listed for that and not for their ties or acts, so "
            "that a nought says something: the lists of ties and acts name others and not them. They all act abroad in "
            "this one way: what is found of them need not hold of cities that never do.",
        ),
        CitySet(
            "harbours",
            "towns with a harbour",
            "The towns to which a harbour of the World Port Index belongs. They are listed for their harbour alone, "
            "whether or not they act abroad.",
        ),
        CitySet(
            "tied",
            "cities with at least one",
            "All cities of the register with at least one. Nobody lists the cities without, so only how many there are "
            "if there is any can be asked.",
        ),
    )
}
"""The sets by their ids; the first is the one that the answer rests on, the others are second looks."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells of a condition: the sources, and the first and last date of their figures (EDTF)."""

    sources: tuple[str, ...]
    first: str
    last: str


def city_table(now: Snapshot) -> tuple[pl.DataFrame, Mapping[str, Told]]:
    """Return every city with its conditions, and who tells of each condition.

    Parameters
    ----------
    now
        As of the day for which conditions are asked.

    Returns
    -------
    tuple
        One row a city: `city`, `country`, `part` (of the world), one column a condition (null where not known), and
        `members`, `harbours` whether it belongs to the set; by condition its sources.
    """
    ground = ProfileGround(now)
    figures, profiles = condition_table(ground), profile_table(ground)
    part = pl.col("country").replace_strict(REGION_OF, default=None, return_dtype=pl.String())
    table = ground.cities.select("city", "country", part=part).sort("city")
    told: dict[str, Told] = {}
    for one in CONDITIONS.values():
        rows = _answers(profiles, one) if one.is_profile else _figures(figures, one)
        known = rows.filter(pl.col("value").is_not_null())
        # Of a profile the yes is told: a no follows from lists in which a place does not stand.
        said = known.filter(pl.col("value") > 0) if one.is_profile else known
        if said.height:
            told[one.id] = told_of(said)
        column = known.select("city", pl.col("value").alias(one.id))
        table = table.join(column, on="city", how="left", maintain_order="left")
    listed = [pl.col("city").is_in(cities.implode()).alias(name) for name, cities in _listed(now).items()]
    return _without_borders(table).with_columns(listed), told


def told_of(rows: pl.DataFrame) -> Told:
    """Return who tells of figures that have `sources` and a `date`."""
    sources = rows["sources"].explode().drop_nulls().unique().sort()
    dates = rows["date"].drop_nulls()
    return Told(tuple(sources), str(dates.min() or ""), str(dates.max() or ""))


def _figures(figures: pl.DataFrame, condition: Condition) -> pl.DataFrame:
    """Return the first known measure of each city, on the scale of the models."""
    order = pl.col("measure").replace_strict(
        condition.measures, range(len(condition.measures)), default=None, return_dtype=pl.Int8
    )
    rows = figures.filter(pl.col("value").is_not_null()).with_columns(order=order).drop_nulls("order")
    first = rows.sort("city", "order").unique("city", keep="first", maintain_order=True)
    return first.with_columns(value=_scaled(condition, pl.col("value")))


def _scaled(condition: Condition, value: pl.Expr) -> pl.Expr:
    if condition.yes_no:
        return (value <= NEAR_KM).cast(pl.Float64)
    if condition.word == "resources":
        return pl.when(value > 0).then(value.log(2))
    return value / 10


def _answers(profiles: pl.DataFrame, condition: Condition) -> pl.DataFrame:
    answer = pl.col("answer").replace_strict({YES: 1.0, NO: 0.0}, default=None, return_dtype=pl.Float64)
    return profiles.filter(pl.col("profile") == condition.word).with_columns(value=answer)


def _without_borders(table: pl.DataFrame) -> pl.DataFrame:
    """Say of cities in states without land borders that none is near.

    The distance is told of every city with a known place whose state has a land border; of a state of which no city
    has one while others do, it follows that there is none. A city without a GeoNames place stays unknown.
    """
    known = pl.col("near_border").is_not_null()
    placed = pl.col("city").str.starts_with("gn:") & pl.col("country").is_not_null()
    none = placed & ~known.any().over("country") & known.any()
    return table.with_columns(near_border=pl.when(none).then(0.0).otherwise("near_border"))


def _listed(now: Snapshot) -> dict[str, pl.Series]:
    bodies = now.actors.filter(pl.col("kind") == ActorKind.CITY_NETWORK.value)["id"]
    members = now.ties.filter(
        pl.col("kind") == TieKind.MEMBERSHIP.value,
        pl.col("b").is_in(bodies.implode()),
        ~pl.col("status").is_in(RULE.not_in_force),
    )
    harbours = now.attributes.filter(pl.col("attribute") == Attribute.HARBOUR.value)
    return {"members": members["a"].unique().sort(), "harbours": harbours["subject"].unique().sort()}


def city_counts(snapshot: Snapshot, *, year: int, of: str, era: Era | None = None) -> pl.DataFrame:
    """Return how many ties or acts cities have: `city`, `count`; cities without any are not in it.

    Ties are those with local governments of other countries: in force at the end of the year, or, of an era, those
    that began in it (what is not dated to the year then counts nowhere). Acts are those in which a city did more than
    receive, be addressed or come as a guest.

    Parameters
    ----------
    snapshot
        The whole one.
    year
        The last year that counts.
    of
        ``ties`` or ``acts``.
    era
        Only what began or happened in it.
    """
    if of == "acts":
        return _acts(snapshot, year, era)
    ties = _ties_in_force(snapshot, year) if era is None else _ties_begun(snapshot, year, era)
    ends = pl.concat([ties.select(city="a"), ties.select(city="b")])
    return ends.group_by("city").agg(count=pl.len().cast(pl.Int64)).sort("city")


def _ties_in_force(snapshot: Snapshot, year: int) -> pl.DataFrame:
    now = snapshot.as_of(year)
    places = now.actors.filter(pl.col("kind").fill_null(_LOCAL[0]).is_in(_LOCAL)).select("id", "country").drop_nulls()
    ties = now.ties.filter(
        pl.col("kind").is_in([kind.value for kind in CITY_TIES]), ~pl.col("status").is_in(RULE.not_in_force)
    )
    return (
        ties.join(places.rename({"id": "a", "country": "country_a"}), on="a")
        .join(places.rename({"id": "b", "country": "country_b"}), on="b")
        .filter(pl.col("country_a") != pl.col("country_b"))
    )


def _ties_begun(snapshot: Snapshot, year: int, era: Era) -> pl.DataFrame:
    begun = DatedTies.of(snapshot).ties.filter(pl.col("country_a") != pl.col("country_b"))
    return begun.filter(_within(pl.col("year"), year, era))


def _within(when: pl.Expr, year: int, era: Era) -> pl.Expr:
    last = year if era.last is None else min(year, era.last)
    return (when <= last) if era.first is None else when.is_between(era.first, last)


def _acts(snapshot: Snapshot, year: int, era: Era | None) -> pl.DataFrame:
    when = year_of_day(pl.col("earliest"))
    acts = snapshot.acts.with_columns(year=when)
    if era is None:
        counted = acts.filter(pl.col("year").is_null() | pl.col("year").is_between(ACTING_SINCE, year))
    else:
        dated = pl.col("latest") - pl.col("earliest") < _MOST_DAYS
        counted = acts.filter(dated, pl.col("year") >= ACTING_SINCE, _within(pl.col("year"), year, era))
    parts = snapshot.participations.filter(~pl.col("role").is_in(_NOT_ACTING))
    joined = parts.join(counted.select(act="id"), on="act", how="semi").unique(["act", "actor"])
    return joined.group_by(city="actor").agg(count=pl.len().cast(pl.Int64)).sort("city")
