"""Who is allied with whom: the one definition that the layer of alliances and the overlay both use.

Two states are allied while an alliance between them is in force, and while both belong to a body whose members are
bound to defend each other. A list of alliances ends some day; what it leaves open is taken to go on for some years,
unless a body says otherwise: who left it while the other stayed has left the alliance that came with it.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from proxenia.measures.bodies import memberships_of, states_today
from proxenia.measures.spans import held_on, tie_spans, within_lives
from proxenia.model.period import FAR_FUTURE, day_number
from proxenia.model.vocabulary import Status, TieKind
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.periods import with_period
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "DEFENCE_BODIES",
    "DEFENCE_CLAUSES",
    "LONGEST_UNLISTED_YEARS",
    "NOT_IN_FORCE",
    "allied_links",
    "allied_of",
    "until_unlisted",
]

NOT_IN_FORCE: Final = (
    Status.PROPOSED.value,
    Status.NEGOTIATED.value,
    Status.SIGNED.value,
    Status.SUSPENDED.value,
)
"""Statuses in which a tie counts as no tie. Dormant ties count: nobody has ended them."""

DEFENCE_BODIES: Final = ("px:nato", "px:csto")
"""Bodies whose members are bound to defend each other: two members on the day are allied."""

DEFENCE_CLAUSES: Final = (("px:nato", 1949), ("px:csto", 1992), ("px:european-union", 2007))
"""Bodies whose treaty has its members defend each other, and the year in which it was signed."""

LONGEST_UNLISTED_YEARS: Final = 10
"""For so many years after the last list that names it, what the list leaves open is taken to go on."""

_DAYS_A_YEAR: Final = 365.2425
_COLUMNS: Final = ("a", "b", "since", "until", "record", "binding")


def allied_of(
    snapshot: Snapshot,
    memberships: pl.DataFrame,
    *,
    not_in_force: Sequence[str] = NOT_IN_FORCE,
    defence_bodies: Sequence[str] = DEFENCE_BODIES,
    defence_clauses: Sequence[tuple[str, int]] = DEFENCE_CLAUSES,
    longest_unlisted_years: int = LONGEST_UNLISTED_YEARS,
) -> pl.DataFrame:
    """Return who is allied: `a`, `b`, `since`, `until`, `record` (a tie), `binding`.

    An alliance that follows from two memberships has the one of `a` as its `record`, that of `b` as `binding`.

    Parameters
    ----------
    memberships
        Of the states that are asked for, as :func:`proxenia.measures.bodies.memberships_of` gives them.
    """
    ties = snapshot.ties.filter(pl.col("kind") == TieKind.ALLIANCE.value)
    spans = tie_spans(snapshot, ties).filter(~pl.col("status").is_in(not_in_force))
    spans = until_unlisted(within_lives(spans, snapshot, ("a", "b")), "last_listed", longest_unlisted_years)
    spans = _until_left(spans, _clauses(snapshot, defence_clauses))
    listed = spans.select("a", "b", "since", "until", record="id", binding=pl.lit(None, pl.String))
    return pl.concat([listed, _members_allied(memberships, defence_bodies)]).sort(
        "a", "b", "since", "record", "binding", nulls_last=False
    )


def allied_links(snapshot: Snapshot) -> pl.DataFrame:
    """Return the allied of a snapshot as links (`tie`, `a`, `b`); of one as of a day, those of that day."""
    allied = allied_of(snapshot, memberships_of(snapshot, states_today(snapshot)))
    if "as_of" in snapshot.manifest:
        allied = held_on(allied, [day_of(snapshot.manifest["as_of"])])
    return allied.select(pl.col("record").alias("tie"), "a", "b").unique(maintain_order=True)


def until_unlisted(spans: pl.DataFrame, listed: str, years: int) -> pl.DataFrame:
    """Return spans of which those without end are over some years after the day in the column `listed`."""
    is_open = pl.col("until") == FAR_FUTURE
    over = (pl.col(listed) + round(years * _DAYS_A_YEAR)).fill_null(FAR_FUTURE)
    return spans.with_columns(until=pl.when(is_open).then(over).otherwise("until").cast(pl.Int32)).filter(
        pl.col("since") <= pl.col("until")
    )


def _clauses(snapshot: Snapshot, defence_clauses: Sequence[tuple[str, int]]) -> pl.DataFrame:
    """Return the dated memberships in bodies with a clause: `member` (an actor), `body`, `from`, `to`, `signed`.

    They are read from what sources say, which a snapshot as of a day keeps whole: who has left is no member on it.
    """
    bodies = pl.DataFrame(
        [(body, day_number(year, 1, 1)) for body, year in defence_clauses],
        schema={"object": pl.String, "signed": pl.Int32},
        orient="row",
    )
    said = snapshot.evidence.filter(pl.col("predicate") == TieKind.MEMBERSHIP.value).join(bodies, on="object")
    return (
        with_period(said)
        .filter(pl.col("start_earliest").is_not_null())
        .select(
            "signed",
            member="subject",
            body="object",
            begun="start_earliest",
            left=pl.col("end_latest").fill_null(FAR_FUTURE),
        )
        .unique()
    )


def _until_left(alliances: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """Return the alliances; one that a list leaves open ends when a side leaves a body with a clause, alone.

    The body made the alliance when both belonged to it on the day of the list, and the alliance is no older than the
    clause. Who left together is not told apart by it.
    """
    one, other = (
        clauses.rename({"member": end, "begun": f"_begun_{end}", "left": f"_left_{end}"}).drop(drop, strict=False)
        for end, drop in (("a", ()), ("b", ("signed",)))
    )
    left = (
        alliances.filter(pl.col("end_latest").is_null(), pl.col("last_listed").is_not_null())
        .select("id", "a", "b", "start_earliest", "last_listed")
        .join(one, on="a")
        .join(other, on=("b", "body"))
        .filter(
            pl.col("start_earliest") >= pl.col("signed"),
            pl.max_horizontal("_begun_a", "_begun_b") <= pl.col("last_listed"),
            pl.min_horizontal("_left_a", "_left_b") >= pl.col("last_listed"),
            pl.col("_left_a") != pl.col("_left_b"),
        )
        .group_by("id")
        .agg(_left=pl.min_horizontal("_left_a", "_left_b").min())
    )
    return (
        alliances.join(left, on="id", how="left", maintain_order="left")
        .with_columns(until=pl.min_horizontal("until", "_left"))
        .filter(pl.col("since") <= pl.col("until"))
    )


def _members_allied(memberships: pl.DataFrame, defence_bodies: Sequence[str]) -> pl.DataFrame:
    """Return every two members of a body of defence as allied, while both belong to it."""
    members = memberships.filter(pl.col("body").is_in(defence_bodies))
    both = members.join(members, on="body", suffix="_other", maintain_order="left_right")
    return (
        both.filter(pl.col("member") < pl.col("member_other"))
        .select(
            a=pl.lit("iso:") + pl.col("member"),
            b=pl.lit("iso:") + pl.col("member_other"),
            since=pl.max_horizontal("since", "since_other"),
            until=pl.min_horizontal("until", "until_other"),
            record="record",
            binding="record_other",
        )
        .filter(pl.col("since") <= pl.col("until"))
    )
