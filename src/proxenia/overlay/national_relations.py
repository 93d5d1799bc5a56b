"""National relations: what a city did with its own state, and against it.

Counted are the acts up to the day in which the city took part and that belong to the field ``national_relations`` or
have a stance towards the own state. A contest between cities is no such act unless it belongs to the field: its rivals
stand against each other, not against their states.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from proxenia.model.vocabulary import ActRole, Field, Stance
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["NOT_STATED", "NationalAct", "NationalRelations", "national_relations_of"]

NOT_STATED: Final = "not_stated"
"""The key under which acts without a stance are counted."""
_STANCES: Final = (*(one.value for one in Stance), NOT_STATED)
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
    parts = snapshot.participations.filter(pl.col("actor") == who).group_by("act").agg(pl.col("role").sort())
    if parts.is_empty():
        return NationalRelations(who, snapshot.manifest.get("as_of"), dict.fromkeys(_STANCES, 0), ())
    acts = snapshot.acts.join(parts.rename({"act": "id", "role": "roles"}), on="id")
    contests = snapshot.participations.filter(pl.col("role").is_in(_CONTEST)).select(pl.col("act").unique())
    in_field = pl.col("fields").list.contains(Field.NATIONAL_RELATIONS.value).fill_null(value=False)
    is_contest = pl.col("id").is_in(contests["act"].implode())
    chosen = acts.filter(in_field | (pl.col("stance").is_not_null() & ~is_contest))
    listed = chosen.sort(["latest", "id"], descending=[True, False], nulls_last=True)
    counts = dict(chosen.group_by(pl.col("stance").fill_null(NOT_STATED)).len().iter_rows())
    return NationalRelations(
        actor=who,
        as_of=snapshot.manifest.get("as_of"),
        by_stance={word: counts.get(word, 0) for word in _STANCES},
        acts=tuple(_act(row) for row in listed.iter_rows(named=True)),
    )


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
