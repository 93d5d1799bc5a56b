"""The state level of the overlay: what stands between every two states, and where silence is a finding.

A mission is an office: one statement of a list of missions. Whether the office is there on a day follows from the
statement itself (from its opening, else from the day since when it speaks): the tie that the snapshot makes of all
offices of one state in another tells only the earliest and the latest of them. A rupture closes offices (`_outside`).
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from proxenia.measures.allies import allied_of, until_unlisted
from proxenia.measures.spans import days_of, held_on, tie_spans, within_lives
from proxenia.model.period import FAR_FUTURE, FAR_PAST
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import Status, TieKind
from proxenia.overlay.rule import RECORDED, Rule, is_resident
from proxenia.snapshot.listing import editions_of, with_told_day
from proxenia.snapshot.periods import with_period
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["offices_of", "stances_of", "state_level", "with_codes"]

_BETWEEN: Final = (Attribute.RUPTURE.value, Attribute.NO_RELATIONS.value, Attribute.ARMED_CONFLICT.value)
_RELATION: Final = {TieKind.DIPLOMATIC_RELATION.value: "relation"}
_STANCE: Final = ("what", "a", "b", "forward", "since", "until", "record", "statement", "binding", "restricts")
_KEY: Final = ("day", "a", "b")


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


def offices_of(snapshot: Snapshot, states: pl.DataFrame, ruptures: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the resident missions between states of today.

    Columns: `a`, `b`, `forward`, `since`, `until`; `listed`, the first day on which its list speaks; `source`;
    `dated`, whether somebody says since when it is there; `office`, which tells two offices of one list apart;
    `mission`, its type; `record` and `statement`.

    Parameters
    ----------
    ruptures
        When relations were broken off: `a`, `b`, `since`, `until`.
    """
    said = snapshot.evidence.filter(
        pl.col("predicate") == TieKind.REPRESENTATION.value, pl.col("mission").is_not_null()
    )
    types = [word for word in said["mission"].unique().sort() if is_resident(word, rule)]
    said = said.filter(pl.col("mission").is_in(types)).join(
        snapshot.ties.select(record="id", _host="b", _sender="a"), on="record", how="inner", maintain_order="left"
    )
    offices = within_lives(_office_spans(said, snapshot, rule), snapshot, ("_sender", "_host"))
    return _outside(with_codes(offices, states, "_sender", "_host"), ruptures).select(
        "a",
        "b",
        "forward",
        "since",
        "until",
        "listed",
        "source",
        pl.col("start_earliest").is_not_null().alias("dated"),
        pl.struct("reference", "mission", "place").alias("office"),
        "mission",
        "record",
        "statement",
    )


def _office_spans(said: pl.DataFrame, snapshot: Snapshot, rule: Rule) -> pl.DataFrame:
    over = days_of(said["status_since"], "status_since").select("status_since", _over="last_day")
    ended = pl.col("status").eq_missing(Status.ENDED.value)
    return (
        with_told_day(with_period(said), editions_of(snapshot.sources))
        .join(over, on="status_since", how="left", maintain_order="left")
        .with_columns(listed="told_day")
        .with_columns(
            since=pl.coalesce("start_earliest", "listed"),
            until=pl.coalesce(
                "end_latest",
                pl.when(ended).then(pl.coalesce("_over", pl.col("listed") - 1, pl.lit(FAR_PAST))),
                pl.lit(FAR_FUTURE),
            ),
        )
        .pipe(until_unlisted, "listed", rule.longest_unlisted_years)
        .filter(~pl.col("status").is_in(["suspended"]).fill_null(value=False))
    )


def _outside(offices: pl.DataFrame, ruptures: pl.DataFrame) -> pl.DataFrame:
    """Return the offices without the days of ruptures; one is there again afterwards if a later list names it.

    A list of today knows when an embassy was opened, not that it stood empty for decades.
    """
    breaks = ruptures.select("a", "b", _from="since", _to="until").unique().sort("a", "b", "_from", "_to")
    broken = breaks.with_columns(_turn=pl.int_range(pl.len()).over("a", "b"))
    for turn in broken.partition_by("_turn", maintain_order=True):
        parted = offices.join(turn.drop("_turn"), on=("a", "b"), how="left", maintain_order="left")
        before = parted.with_columns(until=pl.min_horizontal("until", pl.col("_from") - 1))
        again = parted.filter(pl.col("_to") < pl.col("listed")).with_columns(
            since=pl.max_horizontal("since", pl.col("_to") + 1)
        )
        offices = pl.concat([before, again]).filter(pl.col("since") <= pl.col("until")).select(offices.columns)
    return offices


def stances_of(snapshot: Snapshot, states: pl.DataFrame, memberships: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return what else stands between two states, one row a fact.

    Columns: `what` (relation, alliance, sanction, rupture, no_relations, armed_conflict), `a`, `b`, `forward` (the
    lower code is the one that acts), `since`, `until`, `record` (of a tie), `statement` (of a value between two),
    `binding`: the membership through which a body's sanction binds a state or meets one, or the second is allied with
    the first; `restricts` of a sanction.
    """
    kinds = [*_RELATION, TieKind.SANCTION.value]
    ties = snapshot.ties.filter(pl.col("kind").is_in(kinds))
    spans = tie_spans(snapshot, ties).filter(~pl.col("status").is_in(rule.not_in_force))
    spans = within_lives(spans, snapshot, ("a", "b")).select(
        "a",
        "b",
        "since",
        "until",
        what=pl.col("kind").replace(_RELATION),
        record="id",
        binding=pl.lit(None, pl.String),
        restricts="restricts",
    )
    bound = _through_bodies(spans, memberships, rule)
    allied = allied_of(
        snapshot,
        memberships,
        not_in_force=rule.not_in_force,
        defence_bodies=rule.defence_bodies,
        defence_clauses=rule.defence_clauses,
        longest_unlisted_years=rule.longest_unlisted_years,
    ).with_columns(what=pl.lit("alliance"), restricts=pl.lit(None, pl.String))
    found = pl.concat([spans, bound, allied.select(spans.columns)])
    rows = with_codes(found, states, "a", "b").with_columns(statement=pl.lit(None, pl.String))
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


def _broken(snapshot: Snapshot, states: pl.DataFrame) -> pl.DataFrame:
    """Return ruptures, missing relations and armed conflicts; one without a date holds since its page was read."""
    rows = snapshot.dyads.filter(pl.col("attribute").is_in(_BETWEEN), pl.col("number").fill_null(0) != 0)
    said = snapshot.evidence.join(rows.select("statement"), on="statement", how="semi")
    read = with_told_day(said, editions_of(snapshot.sources)).group_by("statement").agg(pl.col("read_day").min())
    since = (
        pl.when(pl.col("period").str.starts_with("../"))
        .then(pl.lit(FAR_PAST))
        .otherwise(pl.coalesce("earliest", "read_day"))
    )
    spans = (
        rows.join(read, on="statement", how="left", maintain_order="left")
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
    """Return `keys` (`day`, `a`, `b`) with what stands between the two states on the day.

    Beside the table's columns there are those that only the rule looks at: `wide_sanction`, one on more than arms or
    persons, or of which nobody says what it restricts; `dated_mission`, one of which somebody says since when it is
    there; `well_listed`, both keep missions in enough states by one list that holds on the day.
    """
    level = keys
    for found in (
        _missions(held_on(offices, days)),
        _stances(held_on(stances, days), rule),
        _well_listed(held_on(offices, days), rule),
    ):
        level = level.join(found, on=_KEY, how="left", maintain_order="left")
    return level.with_columns(pl.col("missions_ab", "missions_ba").fill_null(0), pl.col(*_FLAGS).fill_null(value=False))


_FLAGS: Final = (*RECORDED, "wide_sanction", "sanction_ab", "sanction_ba", "dated_mission", "well_listed")


def _missions(held: pl.DataFrame) -> pl.DataFrame:
    """Return how many missions each keeps in the other: of several lists the one that names most."""
    by_list = held.group_by(*_KEY, "forward", "source").agg(
        pl.col("office").n_unique().cast(pl.Int64).alias("n"), pl.col("dated").any()
    )
    return by_list.group_by(_KEY).agg(
        pl.col("n").filter(pl.col("forward")).max().alias("missions_ab"),
        pl.col("n").filter(~pl.col("forward")).max().alias("missions_ba"),
        pl.col("dated").any().alias("dated_mission"),
    )


def _stances(held: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    is_sanction = pl.col("what") == TieKind.SANCTION.value
    is_narrow = pl.col("restricts").is_in(rule.narrow_sanctions).fill_null(value=False)
    return held.group_by(_KEY).agg(
        *((pl.col("what") == name).any().alias(name) for name in RECORDED),
        (is_sanction & pl.col("forward")).any().alias("sanction_ab"),
        (is_sanction & ~pl.col("forward")).any().alias("sanction_ba"),
        (is_sanction & ~is_narrow).any().alias("wide_sanction"),
    )


def _well_listed(held: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the pairs whose missions one list that holds on the day tells well: `day`, `a`, `b`, `well_listed`."""
    sent = held.filter(pl.col("listed") <= pl.col("day")).select(
        "day",
        "source",
        code=pl.when("forward").then("a").otherwise("b"),
        host=pl.when("forward").then("b").otherwise("a"),
    )
    counted = sent.group_by("day", "source", "code").agg(pl.col("host").n_unique().alias("n"))
    told = counted.filter(pl.col("n") >= rule.least_missions_listed).select("day", "source", "code")
    both = told.join(told, on=("day", "source"), suffix="_other").filter(pl.col("code") < pl.col("code_other"))
    return both.select("day", a="code", b="code_other").unique().with_columns(well_listed=pl.lit(value=True))
