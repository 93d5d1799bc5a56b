"""Ties: the statements of one kind between the same two actors brought together.

- **Direction.** Of an undirected kind `a` is the lower identifier. `reciprocal` is known only from sources that
  keep direction: true when both sides claim the tie, false when one does.
- **Start and end** are chosen by :mod:`proxenia.snapshot.preference`. An end is what a period ends with, or the
  date since which a source calls the tie ended. An end that lies wholly before the chosen start is never chosen
  (rule ``before_start`` when there is no other). Where one source gives an end and another says the tie is still
  open, the open side stands in `conflicts` as ``..``.
- **Status**: the latest `status_since` wins; of equal or missing dates the one further in a tie's life (an end beats a
  suspension, a suspension beats activity). A stated end counts as ``ended`` since then. A tie of which nobody states
  a status is active.
- **first_listed** is the first day on which a statement speaks of the tie: see :mod:`proxenia.snapshot.listing`.
  **last_listed** is the latest date of a list that names it: that somebody read a page makes it no list.
"""

from typing import Final

import polars as pl

from proxenia.model.tie import tie_id
from proxenia.model.vocabulary import Field, Status, TieKind
from proxenia.snapshot.independence import Independence
from proxenia.snapshot.listing import with_told_day
from proxenia.snapshot.periods import parsed_periods, with_period
from proxenia.snapshot.preference import BY_DATE, BY_VALUE, Choice, choose, dates_overlap, precision
from proxenia.snapshot.spells import split_spells
from proxenia.snapshot.tables import CONFLICTS, TIES
from proxenia.snapshot.words import first_text, union_of_words

__all__ = ["STATUS_RANK", "compile_ties", "latest_status", "tie_statements"]

_KIND: Final = {kind.value: kind for kind in TieKind}
_KINDS: Final = list(_KIND)
_DIRECTED: Final = [kind.value for kind in TieKind if kind.is_directed]
STATUS_RANK: Final = {
    Status.PROPOSED.value: 0,
    Status.NEGOTIATED.value: 1,
    Status.SIGNED.value: 2,
    Status.ACTIVE.value: 3,
    Status.DORMANT.value: 4,
    Status.SUSPENDED.value: 5,
    Status.ENDED.value: 6,
}
_DISPUTABLE: Final = ("phase", "stance", "driver", "restricts")


def tie_statements(statements: pl.DataFrame, editions: pl.DataFrame) -> pl.DataFrame:
    """Return the statements of ties with the tie's id as `record`, its ends, and when it was listed.

    Parameters
    ----------
    statements
        Statements with canonical ends `s` and `o`; ties of an actor to itself are left out.
    editions
        The day of each source's edition: `source`, `edition_day`.
    """
    ties = statements.filter(pl.col("predicate").is_in(_KINDS) & (pl.col("s") != pl.col("o")))
    in_order = pl.col("predicate").is_in(_DIRECTED) | (pl.col("s") < pl.col("o"))
    ties = ties.with_columns(
        a=pl.when(in_order).then("s").otherwise("o"), b=pl.when(in_order).then("o").otherwise("s"), forward=in_order
    )
    pairs = ties.select("predicate", "a", "b").unique()
    ids = [tie_id(_KIND[kind], a, b) for kind, a, b in pairs.iter_rows()]
    pairs = pairs.with_columns(pl.Series("record", ids, dtype=pl.String()))
    return split_spells(with_period(with_told_day(ties.join(pairs, on=["predicate", "a", "b"], how="left"), editions)))


def _starts(ties: pl.DataFrame) -> pl.DataFrame:
    return (
        ties.filter(pl.col("valid_from").is_not_null())
        .select(
            "record",
            pl.col("valid_from").alias("value"),
            "source",
            pl.col("id").alias("statement"),
            pl.col("start_earliest").alias("low"),
            pl.col("start_latest").alias("high"),
        )
        .with_columns(precision())
    )


def _ends(ties: pl.DataFrame) -> pl.DataFrame:
    """Return every date at which a statement says the tie ended."""
    ended_since = (pl.col("status") == Status.ENDED.value) & pl.col("valid_to").is_null()
    ended = ties.with_columns(_end=pl.when(ended_since).then("status_since").otherwise("valid_to")).filter(
        pl.col("_end").is_not_null()
    )
    days = parsed_periods(ended["_end"]).select(
        pl.col("period").alias("_end"), pl.col("end_earliest").alias("low"), pl.col("end_latest").alias("high")
    )
    return (
        ended.join(days, on="_end", how="left")
        .select(
            "record",
            pl.col("_end").alias("value"),
            "source",
            pl.col("id").alias("statement"),
            "low",
            "high",
        )
        .with_columns(precision())
    )


def _choose_end(ties: pl.DataFrame, starts: pl.DataFrame, independence: Independence) -> Choice:
    ends = _ends(ties)
    begun = starts.select("record", pl.col("low").alias("begun"))
    placed = ends.join(begun, on="record", how="left")
    early = (pl.col("high") < pl.col("begun")).fill_null(value=False)
    choice = choose(
        placed.filter(~early).drop("begun"),
        what="end",
        independence=independence,
        criteria=BY_DATE,
        same=dates_overlap(),
    )
    beside = [choice.conflicts, _too_early(placed.filter(early)), _still_open(ties, choice.chosen)]
    conflicts = pl.concat(beside).unique()
    disputed = conflicts.select("record").unique()
    shown = _preferred_rows(ends, choice.chosen.join(disputed, on="record", how="semi"), "end")
    return Choice(choice.chosen, pl.concat([conflicts, shown]).unique())


def _preferred_rows(values: pl.DataFrame, chosen: pl.DataFrame, what: str) -> pl.DataFrame:
    """Return the rows of `conflicts` for the statements that give the chosen value."""
    kept = values.join(chosen.select("record", "value", "rule"), on=["record", "value"], how="inner")
    return kept.select(
        "record",
        pl.lit(what).alias("what"),
        "value",
        pl.lit(value=True).alias("preferred"),
        "rule",
        "source",
        "statement",
    )


def _too_early(ends: pl.DataFrame) -> pl.DataFrame:
    return ends.select(
        "record",
        pl.lit("end").alias("what"),
        "value",
        pl.lit(value=False).alias("preferred"),
        pl.lit("before_start").alias("rule"),
        "source",
        "statement",
    )


def _still_open(ties: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    open_ones = ties.filter(pl.col("still_open") & (pl.col("status").ne_missing(Status.ENDED.value)))
    return open_ones.join(ends.select("record", "rule"), on="record", how="inner").select(
        "record",
        pl.lit("end").alias("what"),
        pl.lit("..").alias("value"),
        pl.lit(value=False).alias("preferred"),
        "rule",
        "source",
        pl.col("id").alias("statement"),
    )


def latest_status(candidates: pl.DataFrame) -> pl.DataFrame:
    """Return for every record the status that stands, since when, and why.

    Parameters
    ----------
    candidates
        Rows of `record`, `status`, `status_since`, `status_since_earliest`, `reason`, `source`, `statement`.
    """
    return (
        candidates.with_columns(_rank=pl.col("status").replace_strict(STATUS_RANK, return_dtype=pl.Int8))
        .sort(
            "record",
            "status_since_earliest",
            "_rank",
            "source",
            "statement",
            descending=[False, True, True, False, False],
            nulls_last=True,
        )
        .group_by("record", maintain_order=True)
        .agg(
            pl.col("status").first(),
            pl.col("status_since").first(),
            pl.col("status_since_earliest").first(),
            # The winning status' own reason, else what another statement of the same status says.
            pl.col("reason").filter(pl.col("status") == pl.col("status").first()).drop_nulls().first(),
        )
    )


def _status_candidates(ties: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    stated = ties.filter(pl.col("status").is_not_null())
    days = parsed_periods(stated["status_since"]).select(
        pl.col("period").alias("status_since"), pl.col("start_earliest").alias("status_since_earliest")
    )
    columns = ["record", "status", "status_since", "status_since_earliest", "reason", "source", "statement"]
    said = stated.join(days, on="status_since", how="left").rename({"id": "statement"}).select(columns)
    implied = ends.select(
        "record",
        pl.lit(Status.ENDED.value).alias("status"),
        pl.col("value").alias("status_since"),
        pl.col("low").alias("status_since_earliest"),
        pl.lit(None, dtype=pl.String()).alias("reason"),
        pl.lit("").alias("source"),
        pl.lit("").alias("statement"),
    )
    return pl.concat([said, implied])


def _status_conflicts(ties: pl.DataFrame, status: pl.DataFrame) -> pl.DataFrame:
    """Return the statuses of ties on which statements that state one disagree."""
    stated = ties.filter(pl.col("status").is_not_null()).select("record", "status", "source", "id")
    disputed = stated.group_by("record").agg(pl.col("status").n_unique().alias("n")).filter(pl.col("n") > 1)
    shown = status.select("record", pl.col("status").alias("shown"))
    return (
        stated.join(disputed.select("record"), on="record", how="semi")
        .join(shown, on="record", how="left")
        .select(
            "record",
            pl.lit("status").alias("what"),
            pl.col("status").alias("value"),
            (pl.col("status") == pl.col("shown")).alias("preferred"),
            pl.lit("latest").alias("rule"),
            "source",
            pl.col("id").alias("statement"),
        )
    )


def _core(ties: pl.DataFrame, directed: list[str], independence: Independence) -> pl.DataFrame:
    """Return one row a tie: its ends, how many statements and sources, and whether both sides claim it."""
    keeps = pl.col("source").is_in(directed) & ~pl.col("predicate").is_in(_DIRECTED)
    core = ties.group_by("record").agg(
        pl.col("predicate").first().alias("kind"),
        pl.col("a").first(),
        pl.col("b").first(),
        pl.col("told_day").min().alias("first_listed"),
        pl.col("named_day").max().alias("last_listed"),
        pl.len().cast(pl.Int32()).alias("statements"),
        pl.col("origin").unique().sort().alias("_behind"),
        keeps.any().alias("_directed"),
        ((keeps & pl.col("forward")).any() & (keeps & ~pl.col("forward")).any()).alias("_both"),
    )
    return independence.with_count(core, "_behind", "independent_sources").with_columns(
        reciprocal=pl.when("_directed").then("_both")
    )


def compile_ties(
    ties: pl.DataFrame, *, directed: list[str], independence: Independence
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the table `ties` and its rows of `conflicts`.

    Parameters
    ----------
    ties
        What :func:`tie_statements` returns.
    directed
        The sources that keep who claims a tie of whom.
    """
    start = choose(_starts(ties), what="start", independence=independence, criteria=BY_DATE, same=dates_overlap())
    end = _choose_end(ties, start.chosen, independence)
    status = latest_status(_status_candidates(ties, end.chosen))
    table = (
        _core(ties, directed, independence)
        .join(_renamed(start.chosen, "valid_from", "start"), on="record", how="left")
        .join(_renamed(end.chosen, "valid_to", "end"), on="record", how="left")
        .join(status, on="record", how="left")
        .with_columns(pl.col("status").fill_null(Status.ACTIVE.value), undated=pl.col("valid_from").is_null())
    )
    conflicts = [start.conflicts, end.conflicts, _status_conflicts(ties, status)]
    for column in _DISPUTABLE:
        choice = choose_text(ties, column, independence)
        table = table.join(choice.chosen.select("record", pl.col("value").alias(column)), on="record", how="left")
        conflicts.append(choice.conflicts)
    for column in ("case", "summary"):
        table = table.join(first_text(ties, column), on="record", how="left")
    for column in ("fields", "functions"):
        table = table.join(union_of_words(ties, column), on="record", how="left")
    is_twinning = pl.col("kind") == TieKind.TWINNING.value
    by_definition = (
        pl.when(is_twinning).then(pl.lit([Field.INTERCITY.value])).otherwise(pl.lit([], dtype=TIES.schema["fields"]))
    )
    table = table.with_columns(pl.col("fields").fill_null(by_definition), pl.col("functions").fill_null([]))
    return table.rename({"record": "id"}).select(TIES.schema.names()), pl.concat(
        [part.select(CONFLICTS.schema.names()) for part in conflicts]
    )


def choose_text(statements: pl.DataFrame, column: str, independence: Independence) -> Choice:
    """Choose among the words that the statements of one record give for a qualifier."""
    values = statements.filter(pl.col(column).is_not_null()).select(
        "record", pl.col(column).alias("value"), "source", pl.col("id").alias("statement"), favour=pl.lit(0)
    )
    return choose(values, what=column, independence=independence, criteria=BY_VALUE)


def _renamed(chosen: pl.DataFrame, text: str, side: str) -> pl.DataFrame:
    return chosen.select(
        "record",
        pl.col("value").alias(text),
        pl.col("low").alias(f"{side}_earliest"),
        pl.col("high").alias(f"{side}_latest"),
        pl.col("rule").alias(f"{side}_rule"),
    )
