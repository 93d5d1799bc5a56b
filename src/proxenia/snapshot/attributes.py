"""Attributes of single subjects, and values measured between two.

An attribute of an actor that does not change over time (its name, kind, country …) stands in `actors`; figures and
their history stand in `attributes`, one row a statement. A statement that carries an object and a value together is
a row of `dyads`.
"""

from typing import Final

import polars as pl

from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import TieKind
from proxenia.snapshot.periods import with_days
from proxenia.snapshot.rules import LEGAL
from proxenia.snapshot.tables import ATTRIBUTES, DYADS

__all__ = ["compile_attributes", "compile_dyads"]

_ELSEWHERE: Final = [
    *(kind.value for kind in TieKind),
    *(
        name.value
        for name in (
            Attribute.KIND,
            Attribute.SUBTYPE,
            Attribute.NAME,
            Attribute.ALTERNATE_NAMES,
            Attribute.ABBREVIATION,
            Attribute.COUNTRY,
            Attribute.REGION,
            Attribute.LOCATION,
            Attribute.ISO_NUMERIC,
            Attribute.FOUNDED,
            Attribute.DISSOLVED,
            Attribute.SEAT,
            Attribute.SITE,
            Attribute.ACTIVITY,
            Attribute.EVENT,
            Attribute.PARTICIPATION,
        )
    ),
    *LEGAL,
]
_NUMBER: Final = pl.col("value").cast(pl.Float64, strict=False).alias("number")


def _figures(statements: pl.DataFrame) -> pl.DataFrame:
    rows = statements.filter(~pl.col("predicate").is_in(_ELSEWHERE))
    return with_days(rows, "period", earliest="earliest", latest="latest")


def _is_dyad() -> pl.Expr:
    return pl.col("o").is_not_null() & pl.col("value").is_not_null()


def compile_attributes(statements: pl.DataFrame) -> pl.DataFrame:
    """Return the table `attributes`."""
    return (
        _figures(statements.filter(~_is_dyad()))
        .with_columns(_NUMBER, subject=pl.col("s"), object=pl.col("o"))
        .rename({"predicate": "attribute", "id": "statement"})
        .with_columns(summary=pl.coalesce("summary", "title"))
        .select(ATTRIBUTES.schema.names())
    )


def compile_dyads(statements: pl.DataFrame) -> pl.DataFrame:
    """Return the table `dyads`."""
    return (
        _figures(statements.filter(_is_dyad()))
        .with_columns(_NUMBER, a=pl.col("s"), b=pl.col("o"))
        .rename({"predicate": "attribute", "id": "statement"})
        .select(DYADS.schema.names())
    )
