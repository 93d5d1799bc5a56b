"""Acts and who took part in them.

An act is made by its ``event`` statements; a participation in an act that no such statement describes stays in
`evidence` only. Dates are chosen as those of ties are; kinds and titles by most independent sources.
"""

import polars as pl

from proxenia.model.predicates import Attribute
from proxenia.snapshot.independence import Independence
from proxenia.snapshot.periods import with_period
from proxenia.snapshot.preference import BY_DATE, BY_VALUE, Choice, choose, dates_overlap, precision
from proxenia.snapshot.tables import ACTS, CONFLICTS, PARTICIPATIONS
from proxenia.snapshot.words import first_text, union_of_words

__all__ = ["act_statements", "compile_acts", "compile_participations"]


def act_statements(statements: pl.DataFrame) -> pl.DataFrame:
    """Return the event statements with the act's id as `record`."""
    return statements.filter(pl.col("predicate") == Attribute.EVENT.value).with_columns(record=pl.col("s"))


def _choose_text(events: pl.DataFrame, column: str, what: str, independence: Independence) -> Choice:
    values = events.filter(pl.col(column).is_not_null()).select(
        "record", pl.col(column).alias("value"), "source", pl.col("id").alias("statement"), favour=pl.lit(0)
    )
    return choose(values, what=what, independence=independence, criteria=BY_VALUE)


def _choose_day(events: pl.DataFrame, independence: Independence) -> Choice:
    dated = with_period(events.filter(pl.col("period").is_not_null()))
    values = dated.select(
        "record",
        pl.col("period").alias("value"),
        "source",
        pl.col("id").alias("statement"),
        pl.coalesce("start_earliest", "end_earliest").alias("low"),
        pl.coalesce("end_latest", "start_latest").alias("high"),
    ).with_columns(precision())
    return choose(values, what="date", independence=independence, criteria=BY_DATE, same=dates_overlap())


def _sums(events: pl.DataFrame) -> pl.DataFrame:
    """Return the sum of money of the source whose id comes first, its currency and year with it."""
    return (
        events.with_columns(amount=pl.col("amount").cast(pl.Float64, strict=False))
        .filter(pl.col("amount").is_not_null())
        .sort("record", "source", "id")
        .group_by("record", maintain_order=True)
        .agg(
            pl.col("amount").first(),
            pl.col("currency").first(),
            pl.col("amount_year").first().cast(pl.Int32, strict=False),
        )
    )


def compile_acts(events: pl.DataFrame, independence: Independence) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the table `acts` and its rows of `conflicts`."""
    core = events.group_by("record").agg(
        pl.len().cast(pl.Int32()).alias("statements"), pl.col("source").unique().sort().alias("_behind")
    )
    table = independence.with_count(core, "_behind", "independent_sources")
    conflicts = []
    for column, what in (("value", "kind"), *((name, name) for name in ("title", "phase", "stance", "driver"))):
        choice = _choose_text(events, column, what, independence)
        table = table.join(choice.chosen.select("record", pl.col("value").alias(what)), on="record", how="left")
        conflicts.append(choice.conflicts)
    day = _choose_day(events, independence)
    conflicts.append(day.conflicts)
    days = day.chosen.select(
        "record", pl.col("value").alias("date"), pl.col("low").alias("earliest"), pl.col("high").alias("latest")
    )
    table = table.join(days, on="record", how="left").join(_sums(events), on="record", how="left")
    for column in ("case", "summary"):
        table = table.join(first_text(events, column), on="record", how="left")
    for column in ("fields", "functions"):
        table = table.join(union_of_words(events, column), on="record", how="left")
    key = pl.col("record").str.splitn(":", 2).struct.field("field_1")
    table = table.with_columns(pl.col("fields", "functions").fill_null([]), title=pl.coalesce("title", key))
    disputed = pl.concat([part.select(CONFLICTS.schema.names()) for part in conflicts])
    return table.rename({"record": "id"}).select(ACTS.schema.names()), disputed


def compile_participations(statements: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Return the table `participations` of the acts that there are."""
    return (
        statements.filter(pl.col("predicate") == Attribute.PARTICIPATION.value)
        .select(pl.col("o").alias("act"), pl.col("s").alias("actor"), "role")
        .unique()
        .join(acts.select(pl.col("id").alias("act")), on="act", how="semi")
        .select(PARTICIPATIONS.schema.names())
    )
