"""National relations: what a city did with its own state, and against it.

Counted are the acts up to the day in which the city took part and that belong to the field ``national_relations`` or
have a stance towards the own state. A contest between cities is no such act unless it belongs to the field: its rivals
stand against each other, not against their states.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from proxenia.model.vocabulary import ActRole, Field, Stance
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["NOT_STATED", "NO_ACTS", "NationalAct", "NationalRelations", "national_relations", "national_relations_of"]

NOT_STATED: Final = "not_stated"
"""The key under which acts without a stance are counted."""
_STANCES: Final = (*(one.value for one in Stance), NOT_STATED)
NO_ACTS: Final[Mapping[str, int]] = dict.fromkeys(_STANCES, 0)
"""The counts of who took part in no such act."""
_CONTEST: Final = (ActRole.WINNER.value, ActRole.RIVAL.value)


@dataclass(frozen=True, slots=True)
class NationalAct:
    """An act in which a city stood to its state: what it was in it, and how it stood; no stance when nobody says."""

    id: str
    kind: str
    title: str
    date: str | None
    fields: Sequence[str]
    stance: str | None
    roles: Sequence[str]


@dataclass(frozen=True, slots=True)
class NationalRelations:
    """The acts of a city with and against its own state up to a day.

    Attributes
    ----------
    by_stance
        How many acts were ``cooperative``, ``competitive`` and ``not_stated``. No acts means that the register knows of
        none, not that there were none.
    acts
        The acts, the latest first.
    """

    actor: str
    as_of: str | None
    by_stance: Mapping[str, int]
    acts: Sequence[NationalAct]

    def as_json(self) -> dict[str, Any]:
        """Return the payload as JSON."""
        return asdict(self)


def national_relations_of(snapshot: Snapshot, actor: str) -> NationalRelations:
    """Return the acts in which a city or region stood to its own state.

    Parameters
    ----------
    snapshot
        As of the day that is asked for.
    actor
        Its identifier, also an alias.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    """
    who = snapshot.actor(actor).id
    found = _by_actor(snapshot, snapshot.participations.filter(pl.col("actor") == who))
    return found.get(who) or NationalRelations(who, snapshot.manifest.get("as_of"), dict(NO_ACTS), ())


def national_relations(snapshot: Snapshot) -> dict[str, NationalRelations]:
    """Return the same of all that took part in such an act, by their canonical identifiers."""
    return _by_actor(snapshot, snapshot.participations)


def _by_actor(snapshot: Snapshot, parts: pl.DataFrame) -> dict[str, NationalRelations]:
    roles = parts.group_by("actor", pl.col("act").alias("id")).agg(pl.col("role").sort().alias("roles"))
    listed = _national_acts(snapshot).join(roles, on="id")
    acts: dict[str, list[NationalAct]] = defaultdict(list)
    for row in listed.sort(["latest", "id"], descending=[True, False], nulls_last=True).iter_rows(named=True):
        acts[row["actor"]].append(_act(row))
    return {actor: _relations(snapshot, actor, done) for actor, done in acts.items()}


def _national_acts(snapshot: Snapshot) -> pl.DataFrame:
    """Return the acts that count, whoever took part in them."""
    contests = snapshot.participations.filter(pl.col("role").is_in(_CONTEST)).select(pl.col("act").unique())
    in_field = pl.col("fields").list.contains(Field.NATIONAL_RELATIONS.value).fill_null(value=False)
    is_contest = pl.col("id").is_in(contests["act"].implode())
    return snapshot.acts.filter(in_field | (pl.col("stance").is_not_null() & ~is_contest))


def _relations(snapshot: Snapshot, actor: str, acts: Sequence[NationalAct]) -> NationalRelations:
    counts = Counter(act.stance or NOT_STATED for act in acts)
    by_stance = {word: counts[word] for word in _STANCES}
    return NationalRelations(actor, snapshot.manifest.get("as_of"), by_stance, tuple(acts))


def _act(row: Mapping[str, Any]) -> NationalAct:
    return NationalAct(
        id=row["id"],
        kind=row["kind"],
        title=row["title"] or row["id"],
        date=row["date"],
        fields=tuple(row["fields"] or ()),
        stance=row["stance"],
        roles=tuple(row["roles"]),
    )
