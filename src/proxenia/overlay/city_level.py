"""The city level of the overlay: ties between local governments of two countries, and where there are data at all."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from proxenia.measures.spans import held_on, tie_spans, within_lives
from proxenia.model.vocabulary import ActorKind, Status
from proxenia.overlay.rule import Rule
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["city_level", "city_ties_of", "coverage_of"]

_KEY: Final = ("day", "a", "b")


def city_ties_of(snapshot: Snapshot, states: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the ties between local governments: `tie`, `kind`, `a`, `b`, `since`, `until`, `status`.

    `a` and `b` are the countries, the lower code first; ties within one country are there too (they show that the
    register has data on it). An actor of which nobody says what it is counts as a city.
    """
    local = snapshot.actors.filter(pl.col("kind").fill_null(ActorKind.CITY.value).is_in(rule.city_actors))
    homes = local.filter(pl.col("country").is_in(states["code"].implode())).select("id", "country")
    ties = snapshot.ties.filter(pl.col("kind").is_in(rule.city_tie_kinds))
    for end in ("a", "b"):
        ties = ties.join(
            homes.rename({"country": f"_{end}"}), left_on=end, right_on="id", how="inner", maintain_order="left"
        )
    spans = within_lives(tie_spans(snapshot, ties), snapshot, ("a", "b"))
    return spans.select(
        pl.col("id").alias("tie"),
        "kind",
        pl.min_horizontal("_a", "_b").alias("a"),
        pl.max_horizontal("_a", "_b").alias("b"),
        "since",
        "until",
        "status",
    )


def coverage_of(city_ties: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return when some city tie of a country was in force, at home or abroad: `code`, `since`, `until`.

    Each country's spans lie apart and in order.
    """
    counted = city_ties.filter(~pl.col("status").is_in(rule.not_in_force))
    ends = [counted.select("since", "until", code=end) for end in ("a", "b")]
    spans = pl.concat(ends).sort("code", "since", "until")
    before = pl.col("until").cum_max().shift(1)
    return (
        spans.with_columns(_run=(pl.col("since") > before + 1).fill_null(value=True).over("code"))
        .with_columns(_run=pl.col("_run").cum_sum().over("code"))
        .group_by("code", "_run")
        .agg(pl.col("since").min(), pl.col("until").max())
        .sort("code", "since")
        .drop("_run")
    )


def city_level(
    keys: pl.DataFrame, city_ties: pl.DataFrame, coverage: pl.DataFrame, rule: Rule, days: Sequence[int]
) -> pl.DataFrame:
    """Return `keys` (`day`, `a`, `b`) with the city ties of each kind, and `city_known`."""
    held = held_on(city_ties.filter(pl.col("a") != pl.col("b")), days)
    counts = held.group_by(_KEY).agg(_counts(rule))
    names = [name for name in counts.columns if name not in _KEY]
    level = keys.join(counts, on=_KEY, how="left", maintain_order="left").with_columns(pl.col(names).fill_null(0))
    known = held_on(coverage, days).select("day", "code").unique().with_columns(known=pl.lit(value=True))
    for end in ("a", "b"):
        level = level.join(
            known.rename({"code": end, "known": f"_known_{end}"}), on=("day", end), how="left", maintain_order="left"
        )
    both = pl.col("_known_a").fill_null(value=False) & pl.col("_known_b").fill_null(value=False)
    return level.with_columns(city_known=both).drop("_known_a", "_known_b")


def _counts(rule: Rule) -> list[pl.Expr]:
    counts = ~pl.col("status").is_in(rule.not_in_force)
    kinds = [((pl.col("kind") == kind) & counts).sum().cast(pl.Int64).alias(kind) for kind in rule.city_tie_kinds]
    states = {"suspended": Status.SUSPENDED.value, "dormant": Status.DORMANT.value}
    told = [(pl.col("status") == status).sum().cast(pl.Int64).alias(name) for name, status in states.items()]
    return [counts.sum().cast(pl.Int64).alias("city_ties"), *kinds, *told]
