"""Names: the preferred one of every actor, and all the others."""

from typing import Final

import polars as pl

from proxenia.model.predicates import Attribute
from proxenia.snapshot.independence import Independence
from proxenia.snapshot.preference import BY_VALUE, Choice, Criterion, choose
from proxenia.snapshot.tables import NAMES

__all__ = ["choose_names", "folded"]

_BY_NAME: Final = (Criterion("foreign", "language"), *BY_VALUE)
_PLAIN_LANGUAGES: Final = ("en", "mul", "und")


def folded(column: str) -> pl.Expr:
    """Return a name without case, accents, spaces and punctuation."""
    return pl.col(column).str.normalize("NFKD").str.replace_all(r"[^\p{L}\p{N}]", "").str.to_lowercase()


def _stated(facts: pl.DataFrame, predicate: str) -> pl.DataFrame:
    return facts.filter((pl.col("predicate") == predicate) & pl.col("value").is_not_null()).select(
        "record", "value", "language", "source", pl.col("id").alias("statement"), "favour"
    )


def _choose_name(stated: pl.DataFrame, independence: Independence) -> Choice:
    foreign = pl.col("language").is_not_null() & ~pl.col("language").fill_null("en").is_in(_PLAIN_LANGUAGES)
    values = stated.with_columns(
        foreign=pl.when(foreign).then(1).otherwise(0), language=pl.col("language").fill_null("")
    )
    return choose(
        values,
        what="name",
        independence=independence,
        criteria=_BY_NAME,
        same=folded("value") == folded("value_other"),
        differ=(pl.col("language") == pl.col("language_other")) & (folded("value") != folded("value_other")),
    )


def _without_known_names(choice: Choice, alternates: pl.DataFrame, stated: pl.DataFrame) -> Choice:
    """Leave out the conflicts whose name the source of the preferred name knows as another name."""
    rows = choice.conflicts
    if rows.is_empty():
        return choice
    givers = rows.filter(pl.col("preferred")).select("record", "source").unique()
    known = (
        pl.concat([alternates, stated], how="diagonal")
        .join(givers, on=["record", "source"], how="semi")
        .select("record", folded("value").alias("_folded"))
        .unique()
    )
    marked = rows.with_columns(_folded=folded("value"))
    unknown = marked.filter(~pl.col("preferred")).join(known, on=["record", "_folded"], how="anti")
    shown = marked.filter(pl.col("preferred")).join(unknown.select("record").unique(), on="record", how="semi")
    return Choice(choice.chosen, pl.concat([unknown, shown]).drop("_folded"))


def choose_names(facts: pl.DataFrame, independence: Independence) -> tuple[pl.DataFrame, Choice, Choice]:
    """Return the table `names`, the choice of the preferred name, and that of the abbreviation.

    A name of a source that is not the preferred one stays an alternate name. A name is listed once for each
    language, and not as an alternate where it is the preferred one.
    """
    stated = _stated(facts, Attribute.NAME.value)
    alternates = (
        _stated(facts, Attribute.ALTERNATE_NAMES.value)
        .with_columns(pl.col("value").str.split("\n"))
        .explode("value")
        .with_columns(pl.col("value").str.strip_chars())
        .filter(pl.col("value") != "")
    )
    short = _stated(facts, Attribute.ABBREVIATION.value)
    preferred = _choose_name(stated, independence)
    abbreviation = choose(short, what="abbreviation", independence=independence, criteria=BY_VALUE)
    chosen = preferred.chosen.select(pl.col("record").alias("actor"), pl.col("value").alias("name"))
    others = pl.concat([_named(stated), _named(alternates)]).unique().join(chosen, on=["actor", "name"], how="anti")
    languages = preferred.chosen.select(
        pl.col("record").alias("actor"),
        pl.col("value").alias("name"),
        pl.when(pl.col("language") != "").then("language").alias("language"),
    )
    table = pl.concat(
        [
            languages.with_columns(kind=pl.lit("preferred")),
            others.with_columns(kind=pl.lit("alternate")),
            _named(short).unique().with_columns(kind=pl.lit("abbreviation")),
        ]
    )
    known = _without_known_names(preferred, alternates, stated)
    return table.select(NAMES.schema.names()), known, abbreviation


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col("record").alias("actor"), pl.col("value").alias("name"), "language")
