"""What the checks look at: the statements of ties as the sources make them, with the actors they speak of.

Made once for all checks. Every step is a join or a filter over whole columns: the cost grows in proportion to the
statements of ties, and with the logarithm of it where rows are sorted.
"""

from functools import cached_property
from typing import Final

import polars as pl

from proxenia.model.vocabulary import Status, TieKind
from proxenia.snapshot.periods import parsed_periods, with_period
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["SEVERAL_AT_ONCE", "UNDIRECTED", "Ground"]

_TIES: Final = [kind.value for kind in TieKind]
_ABOUT: Final = r"\b(-?[0-9]{4}(?:-[0-9]{2}){0,2})~"
SEVERAL_AT_ONCE: Final = [TieKind.TREATY.value, TieKind.REPRESENTATION.value]
"""Kinds of which two actors have several beside each other: treaties of different years, an embassy and consulates."""
UNDIRECTED: Final = [kind.value for kind in TieKind if not kind.is_directed]
"""Kinds of tie that both sides can claim of each other."""


def _words(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all("_", " ", literal=True)


def _period_words() -> pl.Expr:
    """Return a period as people say it: since 1979, until 1990, 1979 to 1990; from 1979 where its end is unknown."""
    text = pl.col("period")
    start, end = text.str.replace("/.*", ""), text.str.replace("^.*/", "")
    has_start, has_end = ~start.is_in(["", ".."]), ~end.is_in(["", ".."])
    return (
        pl.when(text.is_null())
        .then(pl.lit(""))
        .when(~text.str.contains("/", literal=True))
        .then(pl.lit(", ") + text)
        .when(has_start & has_end)
        .then(pl.lit(", ") + start + pl.lit(" to ") + end)
        .when(has_start & (end == ".."))
        .then(pl.lit(", since ") + start)
        .when(has_start)
        .then(pl.lit(", from ") + start)
        .when(has_end)
        .then(pl.lit(", until ") + end)
        .otherwise(pl.lit(""))
    )


def _status_words() -> pl.Expr:
    """Return a status with its date; of an end the period may have said it already."""
    is_end = pl.col("status") == Status.ENDED.value
    since = pl.when(is_end).then(pl.lit(" ")).otherwise(pl.lit(" since ")) + pl.col("status_since")
    told = pl.when(is_end & pl.col("valid_to").is_not_null()).then(pl.lit("")).otherwise(since.fill_null(""))
    return (pl.lit(", ") + _words("status") + told).fill_null("")


def _told() -> pl.Expr:
    """Return what a statement of a tie says, in plain words."""
    joined = pl.when("keeps_direction").then(pl.lit(" lists ")).otherwise(pl.lit(" – "))
    listed = (pl.lit(" (list of ") + pl.col("listed") + pl.lit(")")).fill_null("")
    between = pl.col("s_name") + joined + pl.col("o_name")
    told = between + pl.lit(": ") + _words("kind") + _period_words() + _status_words() + listed
    return told.str.replace_all(_ABOUT, "about $1")


class Ground:
    """A snapshot with what several checks need of it.

    Parameters
    ----------
    snapshot
        The whole snapshot, not one of a year: a list that disagrees does so on no certain day.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def actors(self) -> pl.DataFrame:
        """Every identifier with the actor it stands for: `id`, `actor`, `name`, `country`, `kind`; aliases too.

        Of an actor that nobody describes, and that is tied to itself alone, the rest is missing.
        """
        told = self.snapshot.actors.select(
            pl.col("id").alias("actor"), "name", "country", pl.col("kind").fill_null("city")
        )
        own = told.select(pl.col("actor").alias("id"), "actor", "name", "country", "kind")
        others = self.snapshot.aliases.join(told, on="actor", how="left").select(
            pl.col("alias").alias("id"), "actor", "name", "country", "kind"
        )
        return pl.concat([own, others]).unique("id", keep="first", maintain_order=True)

    @cached_property
    def sources(self) -> pl.DataFrame:
        """The sources: `source`, `keeps_direction`, and the first day of the edition, `edition_day`."""
        told = self.snapshot.sources.select(
            pl.col("id").alias("source"), pl.col("keeps_direction").fill_null(value=False), "date"
        )
        return _with_day(told, "date", "edition_day").drop("date")

    def with_actor(self, rows: pl.DataFrame, column: str, *, to: str) -> pl.DataFrame:
        """Return rows with the actor that an identifier stands for, as `to`, and its name, as `to_name`."""
        known = self.actors.select(
            pl.col("id").alias(column), pl.col("actor").alias(to), pl.col("name").alias(f"{to}_name")
        )
        return rows.join(known, on=column, how="left").with_columns(
            pl.coalesce(to, column).alias(to), pl.coalesce(f"{to}_name", to, column).alias(f"{to}_name")
        )

    @cached_property
    def claims(self) -> pl.DataFrame:
        """Every statement of a tie.

        `s` and `o` are the actors that it ties, `seen_day` is the day from which it speaks (of the list, else of the
        source's edition, else of its reading), `ended` says that it calls the tie ended by then, `value` is all of it
        in plain words. Days are day numbers; periods have the columns of :func:`with_period`.
        """
        evidence = self.snapshot.evidence.filter(pl.col("predicate").is_in(_TIES)).select(
            "record",
            "statement",
            pl.col("predicate").alias("kind"),
            "subject",
            "object",
            "period",
            "status",
            "status_since",
            "source",
            "reference",
            "listed",
            "retrieved_at",
        )
        rows = self.with_actor(self.with_actor(evidence, "subject", to="s"), "object", to="o")
        rows = with_period(rows.join(self.sources, on="source", how="left"))
        rows = _with_day(_with_day(rows, "listed", "named_day"), "retrieved_at", "read_day")
        since = parsed_periods(rows["status_since"]).select(
            pl.col("period").alias("status_since"),
            pl.col("start_earliest").alias("since_earliest"),
            pl.col("start_latest").alias("since_latest"),
        )
        rows = rows.join(since, on="status_since", how="left").with_columns(
            pl.col("keeps_direction").fill_null(value=False),
            seen_day=pl.coalesce("named_day", "edition_day", "read_day"),
        )
        is_over = (pl.col("end_earliest") <= pl.col("seen_day")).fill_null(value=True) & pl.col(
            "valid_to"
        ).is_not_null()
        called = pl.col("status").eq_missing(pl.lit(Status.ENDED.value))
        return rows.with_columns(ended=called | is_over, value=_told())

    @cached_property
    def ties(self) -> pl.DataFrame:
        """The statements that tie two different actors."""
        return self.claims.filter(pl.col("s") != pl.col("o"))

    def facts(self, predicate: str) -> pl.DataFrame:
        """Return the statements of one attribute: `record` (the actor), `name`, and what is said."""
        known = self.actors.select(pl.col("id").alias("record"), "name")
        return (
            self.snapshot.evidence.filter(pl.col("predicate") == predicate)
            .select("record", "statement", "subject", "object", "value", "period", "source", "reference")
            .join(known, on="record", how="left")
            .with_columns(pl.coalesce("name", "record").alias("name"))
        )


def _with_day(rows: pl.DataFrame, column: str, to: str) -> pl.DataFrame:
    """Return rows with the first day of one of their columns of EDTF texts."""
    days = parsed_periods(rows[column]).select(
        pl.col("period").alias(column), pl.coalesce("start_earliest", "end_earliest").alias(to)
    )
    return rows.join(days, on=column, how="left")
