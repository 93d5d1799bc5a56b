"""Which of several values is shown, by which rule, and which others stand beside it.

A value is chosen by the first criterion on which it stands alone at the top; the criterion's name is the rule:

``only``          there is one value
``gazetteer``     of a place with a GeoNames identifier, what GeoNames says
``newest``        the latest date it speaks of
``majority``      most independent sources support it (a date is supported by every source whose date may be the same)
``most_precise``  the most precise date: a day, a month, a year, a decade, longer (a leap year is no less precise)
``first_source``  the source whose identifier comes first, then the lowest value
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.snapshot.independence import Independence
from proxenia.snapshot.tables import CONFLICTS

__all__ = ["BY_DATE", "BY_VALUE", "NEWEST", "Choice", "Criterion", "choose", "dates_overlap", "precision"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A column to order values by, and the name of the rule when it decides."""

    column: str
    rule: str
    descending: bool = False


_FAVOUR: Final = Criterion("favour", "gazetteer")
_MAJORITY: Final = Criterion("support", "majority", descending=True)
_FIRST: Final = (Criterion("first_source", "first_source"), Criterion("value", "first_source"))
BY_VALUE: Final = (_FAVOUR, _MAJORITY, *_FIRST)
BY_DATE: Final = (_MAJORITY, Criterion("precision", "most_precise"), *_FIRST)
NEWEST: Final = (Criterion("moment", "newest", descending=True), _FAVOUR, *_FIRST)


def precision() -> pl.Expr:
    """Return how precise the date between `low` and `high` is: 0 a day, 1 a month, 2 a year, 3 a decade, 4 longer."""
    days = pl.col("high") - pl.col("low")
    ladder = pl.when(days < 1).then(0).when(days < 31).then(1).when(days < 366).then(2).when(days < 3653).then(3)
    return ladder.otherwise(4).cast(pl.Int8()).alias("precision")


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen value of every record, and the rows of the table `conflicts`.

    Attributes
    ----------
    chosen
        One row a record: `record`, `value`, `rule`, and the values' further columns.
    conflicts
        One row for every statement of a record whose values differ.
    """

    chosen: pl.DataFrame
    conflicts: pl.DataFrame


def dates_overlap() -> pl.Expr:
    """Return the condition that two dates may be the same day."""
    return (pl.col("low") <= pl.col("high_other")) & (pl.col("low_other") <= pl.col("high"))


def _distinct(values: pl.DataFrame) -> pl.DataFrame:
    """Return one row for every record and value, with the sources that give it."""
    kept = [name for name in values.columns if name not in ("record", "value", "source", "statement")]
    best = [pl.col(name).max() if name == "moment" else pl.col(name).min() for name in kept]
    return values.group_by("record", "value").agg(
        *best, pl.col("source").unique().sort().alias("sources"), pl.col("source").min().alias("first_source")
    )


def _with_others(values: pl.DataFrame) -> pl.DataFrame:
    """Return every value beside every value of the same record, the others' columns ending in `_other`."""
    others = values.rename({name: f"{name}_other" for name in values.columns if name != "record"})
    return values.join(others, on="record", how="inner")


def _with_support(distinct: pl.DataFrame, independence: Independence, same: pl.Expr | None) -> pl.DataFrame:
    """Return the values with how many independent sources support each."""
    if same is None:
        return independence.with_count(distinct, "sources", "support")
    backed = (
        _with_others(distinct)
        .filter(same | (pl.col("value") == pl.col("value_other")))
        .explode("sources_other")
        .group_by("record", "value")
        .agg(pl.col("sources_other").unique().sort().alias("backing"))
    )
    counted = independence.with_count(backed, "backing", "support").drop("backing")
    return distinct.join(counted, on=["record", "value"], how="left")


def _best(ranked: pl.DataFrame, criteria: Sequence[Criterion]) -> pl.DataFrame:
    """Return the first value of every record and the rule on which it beat the second."""
    columns = list(dict.fromkeys(criterion.column for criterion in criteria))
    descending = {criterion.column: criterion.descending for criterion in criteria}
    ordered = ranked.sort(
        "record", *columns, descending=[False, *(descending[column] for column in columns)], nulls_last=True
    )
    rule = pl.lit(criteria[-1].rule)
    for criterion in reversed(criteria):
        second = pl.col(criterion.column).shift(-1)
        rule = pl.when(pl.col(criterion.column).ne_missing(second)).then(pl.lit(criterion.rule)).otherwise(rule)
    return ordered.with_columns(rule=rule).group_by("record", maintain_order=True).first()


def _conflicts(values: pl.DataFrame, chosen: pl.DataFrame, what: str, differ: pl.Expr | None) -> pl.DataFrame:
    beside = values.join(
        chosen.rename({name: f"{name}_other" for name in chosen.columns if name not in ("record", "rule")}),
        on="record",
        how="inner",
    )
    preferred = pl.col("value") == pl.col("value_other")
    other = ~preferred if differ is None else ~preferred & differ
    disputed = beside.filter(other).select("record").unique()
    return (
        beside.filter(preferred | other)
        .join(disputed, on="record", how="semi")
        .select(
            "record",
            pl.lit(what).alias("what"),
            "value",
            preferred.alias("preferred"),
            "rule",
            "source",
            "statement",
        )
    )


def choose(
    values: pl.DataFrame,
    *,
    what: str,
    independence: Independence,
    criteria: Sequence[Criterion],
    same: pl.Expr | None = None,
    differ: pl.Expr | None = None,
) -> Choice:
    """Choose one value for every record.

    Parameters
    ----------
    values
        Rows of `record`, `value`, `source`, `statement` and the columns the criteria need; no value is null.
    what
        What the value is, for the table `conflicts`.
    same
        When two values (`value`, `value_other` …) support each other; only equal ones when none.
    differ
        When a value really differs from the chosen one; whenever it is not equal when none.
    """
    distinct = _distinct(values)
    several = distinct.filter(pl.len().over("record") > 1)
    single = distinct.join(several.select("record").unique(), on="record", how="anti")
    single = single.with_columns(rule=pl.lit("only")).drop("sources", "first_source")
    if several.is_empty():
        return Choice(single, CONFLICTS.schema.to_frame())
    best = _best(_with_support(several, independence, same), criteria).select(single.columns)
    disputed = values.join(best.select("record"), on="record", how="semi")
    return Choice(pl.concat([single, best]), _conflicts(disputed, best, what, differ))
