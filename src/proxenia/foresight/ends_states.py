"""What stood between two countries in each year, as far as it goes with ties that are suspended or ended.

Years are told as of their last day, by the facts and the published rule of the overlay
(:mod:`proxenia.overlay.rule`): nothing that begins later is looked at.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from proxenia.foresight.dated_ties import year_of_day
from proxenia.measures.spans import held_on
from proxenia.model.period import day_number
from proxenia.model.predicates import Attribute
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.pairs import Facts
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["STATE_YEARS", "state_years"]

STATE_YEARS: Final = pl.Schema(
    {
        "low": pl.String(),
        "high": pl.String(),
        "year": pl.Int32(),
        "shock": pl.Boolean(),
        "hostile": pl.Boolean(),
        "escalation": pl.Boolean(),
        "broken": pl.Boolean(),
        "same_bloc": pl.Boolean(),
    }
)
"""One row a pair of countries and a year in which one of these held; no row where none did.

`shock`: hostile at the end of the year and not a year before. `hostile`: hostile, and a year before as well.
`escalation`: that, and in this year one of the two broke with a state or went to war with one, be it a third one.
`broken`: relations broken off, or at war with each other. `same_bloc`: allied, or both in a body whose sanctions bind
its members. `low` and `high` are ISO 3166-1 alpha-2 codes in order.
"""

_PAIR: Final = ("a", "b")
_WAR: Final = (Attribute.RUPTURE.value, Attribute.ARMED_CONFLICT.value)


def state_years(snapshot: Snapshot, cut: int, pairs: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    """Return what stood between countries in years as :data:`STATE_YEARS`.

    Parameters
    ----------
    cut
        What began after the end of this year is not known.
    pairs
        Rows of `low` and `high`.
    years
        The years asked for; those after the cut look like the year of the cut, without a shock or an escalation.
    """
    told = sorted({min(year, cut) for year in years} | {min(year, cut) - 1 for year in years})
    facts = Overlay.of(snapshot, cut).facts
    wanted = pairs.select(a="low", b="high").unique()
    begun = facts.stances.filter(pl.col("since") <= day_number(cut, 12, 31))
    stances = begun.join(wanted, on=_PAIR, how="semi")
    ends = _ends(facts, stances, told).join(_shared_bodies(facts, wanted, told), on=(*_PAIR, "year"), how="full")
    ends = ends.select(
        pl.coalesce("a", "a_right").alias("a"),
        pl.coalesce("b", "b_right").alias("b"),
        pl.coalesce("year", "year_right").alias("year"),
        *(pl.col(name).fill_null(value=False) for name in ("broken", "hostile_now", "allied", "bound")),
    )
    found = _with_years_before(ends, _breaking(begun))
    asked = pl.DataFrame({"asked": sorted(set(years))}, schema={"asked": pl.Int32})
    asked = asked.with_columns(year=pl.min_horizontal("asked", pl.lit(cut, pl.Int32)))
    later = pl.col("asked") > cut
    told_of = found.join(asked, on="year", how="inner").with_columns(
        hostile=pl.when(later).then(pl.col("shock") | pl.col("hostile")).otherwise("hostile"),
        shock=pl.col("shock") & ~later,
        escalation=pl.col("escalation") & ~later,
        year="asked",
    )
    return (
        told_of.rename({"a": "low", "b": "high"})
        .select(STATE_YEARS.names())
        .cast(STATE_YEARS)
        .sort("low", "high", "year")
    )


def _ends(facts: Facts, stances: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    """Return what stood at the ends of years: `a`, `b`, `year`, `broken`, `hostile_now`, `allied`."""
    days = [day_number(year, 12, 31) for year in years]
    held = held_on(stances, days)
    held = held.join(_unrecognised(facts, held), on=("day", *_PAIR), how="left").with_columns(
        pl.col("denied").fill_null(value=False)
    )
    war = (pl.col("what") == Attribute.ARMED_CONFLICT.value) | (
        (pl.col("what") == Attribute.RUPTURE.value) & ~pl.col("denied")
    )
    narrow = pl.col("restricts").is_in(list(facts.rule.narrow_sanctions)).fill_null(value=False)
    return (
        held.with_columns(_war=war, _wide=(pl.col("what") == "sanction") & ~narrow, _ally=pl.col("what") == "alliance")
        .group_by(*_PAIR, year_of_day(pl.col("day")).alias("year"))
        .agg(broken=pl.col("_war").any(), _wide=pl.col("_wide").any(), allied=pl.col("_ally").any())
        .with_columns(hostile_now=pl.col("broken") | pl.col("_wide"))
        .drop("_wide")
    )


def _unrecognised(facts: Facts, held: pl.DataFrame) -> pl.DataFrame:
    """Return on which days of a rupture one of the two was known not to recognise the other: that is no hostility."""
    days = held.filter(pl.col("what") == Attribute.RUPTURE.value).select("day", *_PAIR).unique()
    said = held_on(facts.recognitions, days["day"].unique().to_list()).select("day", *_PAIR, "object").unique()
    parts = []
    for end in _PAIR:
        known = days.with_columns(object=pl.col(end)).join(facts.recognised, left_on="object", right_on="code")
        silent = known.filter(pl.col("begun") <= pl.col("day")).join(said, on=("day", *_PAIR, "object"), how="anti")
        parts.append(silent.select("day", *_PAIR))
    return pl.concat(parts).unique().with_columns(denied=pl.lit(value=True))


def _shared_bodies(facts: Facts, pairs: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    """Return in which years both belonged to one binding body: `a`, `b`, `year`, `bound`."""
    binding = facts.memberships.filter(pl.col("body").is_in(facts.rule.binding_bodies))
    held = held_on(binding, [day_number(year, 12, 31) for year in years]).select("day", "member", "body").unique()
    both = held.join(held, on=("day", "body"), suffix="_other").filter(pl.col("member") < pl.col("member_other"))
    found = both.select(a="member", b="member_other", year=year_of_day(pl.col("day"))).unique()
    return found.join(pairs, on=_PAIR, how="semi").with_columns(bound=pl.lit(value=True))


def _breaking(stances: pl.DataFrame) -> pl.DataFrame:
    """Return the years in which a country broke with a state or went to war with one: `code`, `year`."""
    wars = stances.filter(pl.col("what").is_in(_WAR)).with_columns(year=year_of_day(pl.col("since")))
    return pl.concat([wars.select(pl.col(end).alias("code"), "year") for end in _PAIR]).unique()


def _with_years_before(ends: pl.DataFrame, breaking: pl.DataFrame) -> pl.DataFrame:
    before = ends.select(*_PAIR, pl.col("year") + 1, _before="hostile_now")
    found = ends.join(before, on=(*_PAIR, "year"), how="left").with_columns(pl.col("_before").fill_null(value=False))
    for end in _PAIR:
        marked = breaking.rename({"code": end}).with_columns(pl.lit(value=True).alias(f"_breaks_{end}"))
        found = found.join(marked, on=(end, "year"), how="left")
    breaks = pl.any_horizontal(pl.col(f"_breaks_{end}").fill_null(value=False) for end in _PAIR)
    lasting = pl.col("hostile_now") & pl.col("_before")
    return found.with_columns(
        shock=pl.col("hostile_now") & ~pl.col("_before"),
        hostile=lasting,
        escalation=lasting & breaks,
        same_bloc=pl.col("allied") | pl.col("bound"),
    )
