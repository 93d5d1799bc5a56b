"""Competition: contests between cities as a layer of their own, and whether rivals are also partners.

A contest is an act in which local governments were ``winner`` and ``rival``: a bid for the Games, the seat of an
agency, the head office of a firm. Everybody in a contest contends with everybody else in it. Whether contenders are
partners is told as of the day; beside their share stands what size alone would lead to expect
(:mod:`proxenia.overlay.competition_chance`).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from proxenia.model.vocabulary import ActorKind, ActRole, TieKind
from proxenia.overlay.alignment_ties import CityGround, local_governments
from proxenia.overlay.competition_chance import DRAWS, SAME_SIZE, SEED, ChanceOfPairs, estimate_chances
from proxenia.overlay.rule import RULE
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Competition", "Contender", "ContendingPair", "Contest", "competition_of"]

_WINNER, _RIVAL = ActRole.WINNER.value, ActRole.RIVAL.value


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest: the act, who won it and who lost it, by identifier; no winner when the register names none."""

    id: str
    title: str
    date: str | None
    winners: Sequence[str]
    rivals: Sequence[str]


@dataclass(frozen=True, slots=True)
class Contender:
    """A city with the number of contests it won and lost."""

    actor: str
    name: str
    country: str | None
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class ContendingPair:
    """Two cities that contended.

    Attributes
    ----------
    contests
        The acts in which they did.
    won_a, won_b
        How many of them the one and the other won; the rest was won by a third.
    ties
        City ties in force between the two on the day; none listed means that the register knows of none.
    city_networks
        City networks to which both belong on the day, as far as the register knows their members.
    """

    a: str
    b: str
    contests: Sequence[str]
    won_a: int
    won_b: int
    ties: Sequence[str]
    city_networks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Competition:
    """The contests between cities up to a day: all, or those of one city.

    Attributes
    ----------
    actor
        The city that was asked for; none for all.
    contests
        The latest first.
    contenders
        Of all contests: who contended, most contests first. Of one city: only itself.
    pairs
        Who contended with whom, most contests first. Of one city: only the pairs that it belongs to.
    tied, same_city_network
        The share of the pairs that are partners on the day, and that are members of the same city network, each beside
        what size alone would lead to expect.
    """

    actor: str | None
    as_of: str | None
    contests: Sequence[Contest]
    contenders: Sequence[Contender]
    pairs: Sequence[ContendingPair]
    tied: ChanceOfPairs
    same_city_network: ChanceOfPairs
    draws: int
    same_size: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        """Return the payload as JSON."""
        return asdict(self)


def competition_of(ground: CityGround, *, actor: str | None = None, seed: int = SEED) -> Competition:
    """Return the contests between cities up to the day of the ground.

    Parameters
    ----------
    ground
        Of all local governments.
    actor
        Only the contests of this one: its identifier, also an alias.
    seed
        Of the pairs that are drawn.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    """
    snapshot = ground.snapshot
    who = None if actor is None else snapshot.actor(actor).id
    roles = _roles(snapshot, who)
    pairs = _pairs(roles, who)
    ties = ground.ties.select("actor", group="tie")
    members = _members(snapshot)
    cities = local_governments(snapshot).select("id", "population")
    chances = estimate_chances(pairs, cities, {"tied": ties, "same_city_network": members}, seed=seed)
    return Competition(
        actor=who,
        as_of=snapshot.manifest.get("as_of"),
        contests=_contests(snapshot, roles),
        contenders=_contenders(snapshot, roles, who),
        pairs=_told(pairs, _shared(pairs, ties, "ties"), _shared(pairs, members, "city_networks")),
        tied=chances["tied"],
        same_city_network=chances["same_city_network"],
        draws=DRAWS,
        same_size=SAME_SIZE,
        seed=seed,
    )


_ROLES: Final = (_RIVAL, _WINNER)


def _roles(snapshot: Snapshot, who: str | None) -> pl.DataFrame:
    """Return who won and who lost which contest: `act`, `actor`, `won`; only contests of at least two cities."""
    local = local_governments(snapshot).select(actor="id")
    parts = snapshot.participations.filter(pl.col("role").is_in(_ROLES)).join(local, on="actor", how="semi")
    roles = parts.group_by("act", "actor").agg((pl.col("role") == _WINNER).any().alias("won"))
    contested = roles.filter(pl.len().over("act") > 1, (~pl.col("won")).any().over("act"))
    if who is not None:
        contested = contested.filter((pl.col("actor") == who).any().over("act"))
    return contested.sort("act", "actor")


def _pairs(roles: pl.DataFrame, who: str | None) -> pl.DataFrame:
    """Return who contended with whom: `a`, `b`, `contests`, `won_a`, `won_b`."""
    both = roles.join(roles, on="act", suffix="_b").filter(pl.col("actor") < pl.col("actor_b"))
    if who is not None:
        both = both.filter((pl.col("actor") == who) | (pl.col("actor_b") == who))
    counted = both.group_by(a="actor", b="actor_b").agg(
        pl.col("act").sort().alias("contests"),
        pl.col("won").sum().cast(pl.Int64).alias("won_a"),
        pl.col("won_b").sum().cast(pl.Int64).alias("won_b"),
    )
    return counted.sort([pl.col("contests").list.len(), "a", "b"], descending=[True, False, False])


def _members(snapshot: Snapshot) -> pl.DataFrame:
    """Return who belongs to which city network on the day: `actor`, `group`."""
    bodies = snapshot.actors.filter(pl.col("kind") == ActorKind.CITY_NETWORK.value).select(b="id")
    held = snapshot.ties.filter(pl.col("kind") == TieKind.MEMBERSHIP.value, ~pl.col("status").is_in(RULE.not_in_force))
    return held.join(bodies, on="b", how="semi").select(actor="a", group="b")


def _shared(pairs: pl.DataFrame, groups: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return what the two of each pair share: `a`, `b` and the list."""
    ends = pairs.select("a", "b")
    both = ends.join(groups, left_on="a", right_on="actor").join(
        groups, left_on=["b", "group"], right_on=["actor", "group"], how="semi"
    )
    return both.group_by("a", "b").agg(pl.col("group").unique().sort().alias(name))


def _told(pairs: pl.DataFrame, ties: pl.DataFrame, shared_bodies: pl.DataFrame) -> tuple[ContendingPair, ...]:
    rows = pairs.join(ties, on=["a", "b"], how="left", maintain_order="left")
    rows = rows.join(shared_bodies, on=["a", "b"], how="left", maintain_order="left")
    return tuple(
        ContendingPair(
            a=row["a"],
            b=row["b"],
            contests=tuple(row["contests"]),
            won_a=row["won_a"],
            won_b=row["won_b"],
            ties=tuple(row["ties"] or ()),
            city_networks=tuple(row["city_networks"] or ()),
        )
        for row in rows.iter_rows(named=True)
    )


def _contests(snapshot: Snapshot, roles: pl.DataFrame) -> tuple[Contest, ...]:
    sides = roles.group_by("act").agg(
        pl.col("actor").filter("won").sort().alias("winners"),
        pl.col("actor").filter(~pl.col("won")).sort().alias("rivals"),
    )
    rows = snapshot.acts.join(sides, left_on="id", right_on="act").sort(
        ["latest", "id"], descending=[True, False], nulls_last=True
    )
    return tuple(
        Contest(row["id"], row["title"] or row["id"], row["date"], tuple(row["winners"]), tuple(row["rivals"]))
        for row in rows.iter_rows(named=True)
    )


def _contenders(snapshot: Snapshot, roles: pl.DataFrame, who: str | None) -> tuple[Contender, ...]:
    shown = roles if who is None else roles.filter(pl.col("actor") == who)
    counted = shown.group_by("actor").agg(
        pl.col("won").sum().cast(pl.Int64), (~pl.col("won")).sum().cast(pl.Int64).alias("lost")
    )
    named = counted.join(snapshot.actors.select("id", "name", "country"), left_on="actor", right_on="id", how="left")
    told = named.with_columns(pl.coalesce("name", "actor")).sort(
        [pl.col("won") + pl.col("lost"), "won", "actor"], descending=[True, True, False]
    )
    return tuple(Contender(*row) for row in told.select("actor", "name", "country", "won", "lost").iter_rows())
