"""The ties of one polity's own state level abroad, by partner: also of polities that have no code."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.overlay.rule import RULE, is_resident
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["STATE_TIES", "state_ties_of"]

STATE_TIES: Final = {
    "missions": "resident missions of either in the other",
    "offices": "ties by offices that are no resident missions: representative offices, liaison or trade offices",
    "relations": "a record says that they keep diplomatic relations",
    "recognition": "it is recognised by the other",
    "alliance": "an alliance in force",
    "refused": "the other is on record as keeping no relations with it, or as having broken them off; no tie",
}
"""What is counted between a polity and another state."""

_BROKEN: Final = pl.col("rupture") | pl.col("no_relations")
_MISSIONS: Final = pl.col("missions_ab") + pl.col("missions_ba")
_REFUSALS: Final = (Attribute.NO_RELATIONS.value, Attribute.RUPTURE.value)


def state_ties_of(snapshot: Snapshot, pairs: pl.DataFrame, polity: str, code: str | None) -> pl.DataFrame:
    """Return what stands between one polity and every other state on the day: `partner`, `country`, :data:`STATE_TIES`.

    Of a polity with a code the table of pairs tells missions and refusals; of another one its ties and the dated
    records. As in the rule of the overlay, a record that the two keep no relations outranks a mission or a relation;
    the office of such a mission counts among the other offices if a list still names it after the break.
    """
    held = _held(snapshot, polity)
    refused = _refused(snapshot, polity) if code is None else _of_pairs(pairs, code, _BROKEN)
    offices = _offices(snapshot, held).join(refused.select("partner", broken="n"), on="partner", how="left")
    offices = offices.join(_breaks(snapshot, polity), on="partner", how="left")
    stands = (pl.col("last_listed") >= pl.col("since")).fill_null(value=True)
    resident, broken = pl.col("resident"), pl.col("broken").is_not_null()
    missions = _count(offices.filter(resident)) if code is None else _of_pairs(pairs, code, _MISSIONS)
    parts = {
        "missions": missions.join(refused, on="partner", how="anti"),
        "offices": _count(offices.filter(~resident | (broken & stands))),
        "relations": _count(_of_kind(held, TieKind.DIPLOMATIC_RELATION)).join(refused, on="partner", how="anti"),
        "recognition": _count(_of_kind(held, TieKind.RECOGNITION).filter("received")),
        "alliance": _count(_of_kind(held, TieKind.ALLIANCE)),
        "refused": refused,
    }
    return _side_by_side(snapshot, parts)


def _side_by_side(snapshot: Snapshot, parts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    rows = pl.concat(part.select("partner", "n", what=pl.lit(name)) for name, part in parts.items())
    columns = [pl.col("n").filter(pl.col("what") == kind).sum().alias(kind) for kind in STATE_TIES]
    states = snapshot.actors.filter(pl.col("kind") == ActorKind.STATE.value).select("country", partner="id")
    told = rows.group_by("partner").agg(columns).join(states, on="partner")
    return told.select("partner", "country", *STATE_TIES).sort("partner")


def _other(polity: str) -> pl.Expr:
    return pl.when(pl.col("a") == polity).then("b").otherwise("a").alias("partner")


def _held(snapshot: Snapshot, polity: str) -> pl.DataFrame:
    """Return the ties in force of a polity; `received` says that it is the second actor."""
    mine = snapshot.ties.filter(
        (pl.col("a") == polity) | (pl.col("b") == polity), ~pl.col("status").is_in(RULE.not_in_force)
    )
    return mine.select("id", "kind", _other(polity), "last_listed", received=pl.col("b") == polity)


def _of_kind(held: pl.DataFrame, kind: TieKind) -> pl.DataFrame:
    return held.filter(pl.col("kind") == kind.value)


def _count(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("partner").agg(pl.len().cast(pl.Int64).alias("n"))


def _offices(snapshot: Snapshot, held: pl.DataFrame) -> pl.DataFrame:
    """Return the ties by offices; `resident` says that some statement calls the office a resident mission."""
    offices = _of_kind(held, TieKind.REPRESENTATION)
    said = snapshot.evidence.join(offices.select(record="id"), on="record", how="semi").select("record", "mission")
    types = [word for word in said["mission"].unique().sort() if is_resident(word)]
    resident = said.filter(pl.col("mission").is_in(types))["record"].unique()
    return offices.with_columns(resident=pl.col("id").is_in(resident.implode()))


def _refusals(snapshot: Snapshot, polity: str) -> pl.DataFrame:
    """Return the dated records on the day that a state keeps no relations with the polity."""
    return snapshot.dyads.filter(
        (pl.col("a") == polity) | (pl.col("b") == polity),
        pl.col("attribute").is_in(_REFUSALS),
        pl.col("number").fill_null(0) != 0,
        pl.col("earliest").is_not_null(),
        (pl.col("latest") >= day_of(snapshot.manifest["as_of"])).fill_null(value=True),
    ).with_columns(_other(polity))


def _refused(snapshot: Snapshot, polity: str) -> pl.DataFrame:
    return _refusals(snapshot, polity).select("partner", n=pl.lit(1, dtype=pl.Int64)).unique()


def _breaks(snapshot: Snapshot, polity: str) -> pl.DataFrame:
    """Return since when a state keeps no relations with the polity: `partner`, `since`."""
    return _refusals(snapshot, polity).group_by("partner").agg(pl.col("earliest").max().alias("since"))


def _of_pairs(pairs: pl.DataFrame, code: str, number: pl.Expr) -> pl.DataFrame:
    """Return a number of the table of pairs by partner, where it is above zero: `partner`, `n`."""
    sides = [
        pairs.filter(pl.col(one) == code).select(partner=pl.lit("iso:") + pl.col(other), n=number.cast(pl.Int64))
        for one, other in (("a", "b"), ("b", "a"))
    ]
    return pl.concat(sides).filter(pl.col("n") > 0)
