"""The state level of the overlay: what stands between every two states, and where silence is a finding.

A mission is an office: one statement of a list of missions. Whether the office is there on a day follows from the
statement itself (from its opening, else from the date of its list), for the tie that the snapshot makes of all offices
of one state in another tells only the earliest and the latest of them.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from proxenia.model.period import FAR_FUTURE, FAR_PAST
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import Status, TieKind
from proxenia.overlay.rule import Rule, is_resident
from proxenia.overlay.spans import days_of, held_on, tie_spans, within_lives
from proxenia.snapshot.periods import with_period
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["memberships_of", "offices_of", "stances_of", "state_level", "states_today", "with_codes"]

_BETWEEN: Final = (Attribute.RUPTURE.value, Attribute.NO_RELATIONS.value, Attribute.ARMED_CONFLICT.value)
_UNDIRECTED: Final = {TieKind.DIPLOMATIC_RELATION.value: "relation", TieKind.ALLIANCE.value: "alliance"}
_STANCE: Final = ("what", "a", "b", "forward", "since", "until", "record", "statement", "binding", "restricts")
_KEY: Final = ("day", "a", "b")


def states_today(snapshot: Snapshot) -> pl.DataFrame:
    """Return the states of today: `id`, `code`, `name`, `population`, `longitude`, `latitude`, sorted by code."""
    is_state = (pl.col("kind") == "state") & pl.col("id").str.contains(r"^iso:[A-Z]{2}$")
    return (
        snapshot.actors.filter(is_state & pl.col("dissolved").is_null())
        .select(
            "id",
            pl.col("id").str.slice(4).alias("code"),
            pl.coalesce("name", pl.col("id").str.slice(4)).alias("name"),
            "population",
            "longitude",
            "latitude",
        )
        .sort("code")
    )


def with_codes(rows: pl.DataFrame, states: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """Return the rows between two states of today, with their codes in order: `a`, `b`, `forward`.

    `forward` tells whether `a`, the lower code, is the actor of the column `first`.
    """
    codes = states.select("id", "code")
    return (
        rows.rename({first: "_one", second: "_two"})
        .join(codes.rename({"code": "_a"}), left_on="_one", right_on="id", how="inner", maintain_order="left")
        .join(codes.rename({"code": "_b"}), left_on="_two", right_on="id", how="inner", maintain_order="left")
        .filter(pl.col("_a") != pl.col("_b"))
        .with_columns(
            a=pl.min_horizontal("_a", "_b"), b=pl.max_horizontal("_a", "_b"), forward=pl.col("_a") < pl.col("_b")
        )
        .drop("_one", "_two", "_a", "_b")
    )


def offices_of(snapshot: Snapshot, states: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the resident missions between states of today.

    Columns: `a`, `b`, `forward`, `since`, `until`; `listed`, the first day of the list that names it; `source`;
    `office`, which tells two offices of one list apart; `mission`, its type; `record` and `statement`.
    """
    said = snapshot.evidence.filter(
        pl.col("predicate") == TieKind.REPRESENTATION.value, pl.col("mission").is_not_null()
    )
    types = [word for word in said["mission"].unique().sort() if is_resident(word, rule)]
    said = said.filter(pl.col("mission").is_in(types)).join(
        snapshot.ties.select(record="id", _host="b", _sender="a"), on="record", how="inner", maintain_order="left"
    )
    offices = within_lives(_office_spans(said, snapshot), snapshot, ("_sender", "_host"))
    return with_codes(offices, states, "_sender", "_host").select(
        "a",
        "b",
        "forward",
        "since",
        "until",
        "listed",
        "source",
        pl.struct("reference", "mission", "place").alias("office"),
        "mission",
        "record",
        "statement",
    )


def _office_spans(said: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    listed = days_of(said["listed"], "listed").select("listed", _listed="first_day")
    editions = snapshot.sources.select(source="id", _date="date")
    edition = days_of(editions["_date"], "_date").select("_date", _edition="first_day")
    over = days_of(said["status_since"], "status_since").select("status_since", _over="last_day")
    ended = pl.col("status").eq_missing(Status.ENDED.value)
    return (
        with_period(said)
        .join(listed, on="listed", how="left", maintain_order="left")
        .join(editions.join(edition, on="_date", how="left"), on="source", how="left", maintain_order="left")
        .join(over, on="status_since", how="left", maintain_order="left")
        .with_columns(listed=pl.coalesce("_listed", "_edition"))
        .with_columns(
            since=pl.coalesce("start_earliest", "listed"),
            until=pl.coalesce(
                "end_latest",
                pl.when(ended).then(pl.coalesce("_over", pl.col("listed") - 1, pl.lit(FAR_PAST))),
                pl.lit(FAR_FUTURE),
            ),
        )
        .filter(pl.col("since") <= pl.col("until"), ~pl.col("status").is_in(["suspended"]).fill_null(value=False))
    )


def memberships_of(snapshot: Snapshot, states: pl.DataFrame) -> pl.DataFrame:
    """Return which state belongs to which body of states: `member` (a code), `body`, `since`, `until`, `record`.

    A membership of which only lists tell holds from the first of them until the next list of the same source that no
    longer names it: a source that states the members of 2000, 2010 and 2014 has told by 2010 who is not there any more.
    Suspended members are members still; their bodies keep the seat.
    """
    bodies = snapshot.actors.filter(pl.col("kind") == "igo").select("id")
    ties = snapshot.ties.filter(pl.col("kind") == TieKind.MEMBERSHIP.value).join(
        bodies, left_on="b", right_on="id", how="semi", maintain_order="left"
    )
    ties = ties.join(states.select("id", member="code"), left_on="a", right_on="id", how="inner", maintain_order="left")
    spans = within_lives(tie_spans(snapshot, ties), snapshot, ("b",))
    spans = spans.join(_next_list(snapshot, ties), on="id", how="left", maintain_order="left").with_columns(
        until=pl.min_horizontal("until", pl.col("_next") - 1)
    )
    return (
        spans.filter(pl.col("since") <= pl.col("until"))
        .filter(~pl.col("status").is_in([Status.PROPOSED.value, Status.NEGOTIATED.value, Status.SIGNED.value]))
        .group_by("member", pl.col("b").alias("body"), pl.col("id").alias("record"))
        .agg(pl.col("since").min(), pl.col("until").max())
        .sort("member", "body", "since", "record")
    )


def _next_list(snapshot: Snapshot, ties: pl.DataFrame) -> pl.DataFrame:
    """Return, of undated memberships, the day of the next list that should name them and does not: `id`, `_next`."""
    undated = ties.filter(pl.col("undated"), pl.col("end_latest").is_null()).select(record="id", body="b")
    said = snapshot.evidence.filter(
        pl.col("predicate") == TieKind.MEMBERSHIP.value, pl.col("listed").is_not_null()
    ).select("record", "source", "listed")
    told = said.join(days_of(said["listed"], "listed"), on="listed", how="inner")
    lists = told.join(ties.select(record="id"), on="record", how="semi").select("source", _next="first_day").unique()
    return (
        told.join(undated, on="record", how="inner")
        .group_by("record", "source")
        .agg(pl.col("first_day").max())
        .join(lists, on="source", how="inner")
        .filter(pl.col("_next") > pl.col("first_day"))
        .group_by("record")
        .agg(pl.col("_next").min())
        .rename({"record": "id"})
    )


def stances_of(snapshot: Snapshot, states: pl.DataFrame, memberships: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return what else stands between two states, one row a fact.

    Columns: `what` (relation, alliance, sanction, rupture, no_relations, armed_conflict), `a`, `b`, `forward` (the
    lower code is the one that acts), `since`, `until`, `record` (of a tie), `statement` (of a value between two),
    `binding`: the membership through which a body's sanction binds a state or meets one, or the second is allied with
    the first; `restricts` of a sanction.
    """
    kinds = [*_UNDIRECTED, TieKind.SANCTION.value]
    ties = snapshot.ties.filter(pl.col("kind").is_in(kinds))
    spans = tie_spans(snapshot, ties).filter(~pl.col("status").is_in(rule.not_in_force))
    spans = within_lives(spans, snapshot, ("a", "b")).select(
        "a",
        "b",
        "since",
        "until",
        what=pl.col("kind").replace(_UNDIRECTED),
        record="id",
        binding=pl.lit(None, pl.String),
        restricts="restricts",
    )
    bound = _through_bodies(spans, memberships, rule)
    allied = _allied_through_bodies(memberships, rule).select(spans.columns)
    rows = with_codes(pl.concat([spans, bound, allied]), states, "a", "b").with_columns(
        statement=pl.lit(None, pl.String)
    )
    return pl.concat([rows.select(_STANCE), _broken(snapshot, states)]).sort(
        "a", "b", "what", "since", "record", "statement", "binding", "forward"
    )


def _through_bodies(sanctions: pl.DataFrame, memberships: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the sanctions of binding bodies, and against them, as sanctions of and against each member."""
    members = memberships.filter(pl.col("body").is_in(rule.binding_bodies)).select(
        "body", _member=pl.lit("iso:") + pl.col("member"), binding="record", _from="since", _to="until"
    )
    parts = []
    for end in ("a", "b"):
        joined = (
            sanctions.filter(pl.col("what") == TieKind.SANCTION.value)
            .drop("binding")
            .join(members, left_on=end, right_on="body", how="inner", maintain_order="left_right")
        )
        parts.append(
            joined.with_columns(
                pl.col("_member").alias(end),
                since=pl.max_horizontal("since", "_from"),
                until=pl.min_horizontal("until", "_to"),
            )
            .filter(pl.col("since") <= pl.col("until"))
            .select(sanctions.columns)
        )
    return pl.concat(parts)


def _allied_through_bodies(memberships: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return every two members of a body of defence as allied, while both belong to it."""
    members = memberships.filter(pl.col("body").is_in(rule.defence_bodies))
    both = members.join(members, on="body", suffix="_other", maintain_order="left_right")
    return (
        both.filter(pl.col("member") < pl.col("member_other"))
        .select(
            a=pl.lit("iso:") + pl.col("member"),
            b=pl.lit("iso:") + pl.col("member_other"),
            since=pl.max_horizontal("since", "since_other"),
            until=pl.min_horizontal("until", "until_other"),
            what=pl.lit("alliance"),
            record="record",
            binding="record_other",
            restricts=pl.lit(None, pl.String),
        )
        .filter(pl.col("since") <= pl.col("until"))
    )


def _broken(snapshot: Snapshot, states: pl.DataFrame) -> pl.DataFrame:
    """Return ruptures, missing relations and armed conflicts; one without a date holds since its page was read."""
    rows = snapshot.dyads.filter(pl.col("attribute").is_in(_BETWEEN), pl.col("number").fill_null(0) != 0)
    read = snapshot.evidence.join(rows.select("statement"), on="statement", how="semi").select(
        "statement", _read=pl.coalesce("retrieved_at", "recorded_at").str.slice(0, 10)
    )
    read = read.join(days_of(read["_read"], "_read").select("_read", "first_day"), on="_read", how="left")
    since = (
        pl.when(pl.col("period").str.starts_with("../"))
        .then(pl.lit(FAR_PAST))
        .otherwise(pl.coalesce("earliest", "first_day"))
    )
    spans = (
        rows.join(read.unique("statement"), on="statement", how="left", maintain_order="left")
        .with_columns(since=since, until=pl.coalesce("latest", pl.lit(FAR_FUTURE)))
        .filter(pl.col("since") <= pl.col("until"))
    )
    named = with_codes(spans, states, "a", "b").with_columns(
        what="attribute", **{name: pl.lit(None, pl.String) for name in ("record", "binding", "restricts")}
    )
    return named.select(_STANCE).cast({"since": pl.Int32, "until": pl.Int32})


def state_level(
    keys: pl.DataFrame, offices: pl.DataFrame, stances: pl.DataFrame, rule: Rule, days: Sequence[int]
) -> pl.DataFrame:
    """Return `keys` (`day`, `a`, `b`) with what stands between the two states on the day, and `state_known`.

    `wide_sanction` is there too: one on more than arms or persons, or of which nobody says what it restricts.

    Silence is a finding only where both states keep missions in enough states by a list that holds on the day. A narrow
    sanction is no data: it decides neither that two states are hostile nor that they are not tied.
    """
    level = keys
    for found in (_missions(held_on(offices, days)), _stances(held_on(stances, days), rule)):
        level = level.join(found, on=_KEY, how="left", maintain_order="left")
    listed = _well_listed(held_on(offices, days), rule)
    level = level.join(listed, on=_KEY, how="left", maintain_order="left").with_columns(
        pl.col("missions_ab", "missions_ba").fill_null(0), pl.col(*_FLAGS, "_listed").fill_null(value=False)
    )
    recorded = pl.any_horizontal(pl.col("missions_ab") > 0, pl.col("missions_ba") > 0, *_DECISIVE)
    return level.with_columns(state_known=recorded | pl.col("_listed")).drop("_listed")


_DECISIVE: Final = ("relation", "alliance", "wide_sanction", *_BETWEEN)
_FLAGS: Final = (*_DECISIVE, "sanction_ab", "sanction_ba")


def _missions(held: pl.DataFrame) -> pl.DataFrame:
    """Return how many missions each keeps in the other: of several lists the one that names most."""
    by_list = held.group_by(*_KEY, "forward", "source").agg(pl.col("office").n_unique().cast(pl.Int64).alias("n"))
    return by_list.group_by(_KEY).agg(
        pl.col("n").filter(pl.col("forward")).max().alias("missions_ab"),
        pl.col("n").filter(~pl.col("forward")).max().alias("missions_ba"),
    )


def _stances(held: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    is_sanction = pl.col("what") == TieKind.SANCTION.value
    is_narrow = pl.col("restricts").is_in(rule.narrow_sanctions).fill_null(value=False)
    return held.group_by(_KEY).agg(
        *((pl.col("what") == name).any().alias(name) for name in ("relation", "alliance", *_BETWEEN)),
        (is_sanction & pl.col("forward")).any().alias("sanction_ab"),
        (is_sanction & ~pl.col("forward")).any().alias("sanction_ba"),
        (is_sanction & ~is_narrow).any().alias("wide_sanction"),
    )


def _well_listed(held: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the pairs whose missions one list that holds on the day tells well: `day`, `a`, `b`, `_listed`."""
    sent = held.filter(pl.col("listed") <= pl.col("day")).select(
        "day",
        "source",
        code=pl.when("forward").then("a").otherwise("b"),
        host=pl.when("forward").then("b").otherwise("a"),
    )
    counted = sent.group_by("day", "source", "code").agg(pl.col("host").n_unique().alias("n"))
    told = counted.filter(pl.col("n") >= rule.least_missions_listed).select("day", "source", "code")
    both = told.join(told, on=("day", "source"), suffix="_other").filter(pl.col("code") < pl.col("code_other"))
    return both.select("day", a="code", b="code_other").unique().with_columns(_listed=pl.lit(value=True))
