"""A city network, or any other body: members, size over time, acts, evidence."""

from dataclasses import dataclass

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import (
    ActLine,
    ActorLink,
    ConflictLine,
    EvidenceLine,
    TieLine,
    actor_link,
    conflict_lines,
    evidence_lines,
)
from proxenia.atlas.pages.city import city_acts, city_ties
from proxenia.atlas.year import YearView
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import TieKind

__all__ = ["BodyPage", "SizeLine", "build"]


@dataclass(frozen=True, slots=True)
class SizeLine:
    """How many members, or countries, a body had at a date, and who says so."""

    date: str | None
    number: float | None
    unit: str | None
    statement: str


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A city network or another body as of a year.

    Attributes
    ----------
    members
        Memberships in it that are on the map of that year (the register's, seldom all of them).
    other_ties
        Its other ties: offices, agreements, memberships of its own.
    sizes
        What sources say of its size, by date.
    """

    as_of: int
    choice: ChoiceLine
    actor: ActorLink
    subtype: str | None
    abbreviation: str | None
    founded: str | None
    dissolved: str | None
    seat: ActorLink | None
    site: str | None
    fields: list[str]
    scope: str | None
    members: list[TieLine]
    other_ties: list[TieLine]
    sizes: list[SizeLine]
    acts: list[ActLine]
    conflicts: list[ConflictLine]
    evidence: list[EvidenceLine]


def _sizes(index: AtlasIndex, identifier: str) -> list[SizeLine]:
    rows = [
        row
        for row in index.attributes(identifier)
        if row["attribute"] in (Attribute.MEMBER_COUNT, Attribute.COUNTRY_COUNT)
    ]
    rows.sort(key=lambda row: (row["attribute"], row["earliest"] is None, row["earliest"], row["number"]))
    return [SizeLine(row["period"], row["number"], row["unit"], row["statement"]) for row in rows]


def build(view: YearView, identifier: str) -> BodyPage:
    """Return the payload of a body.

    Raises
    ------
    NotFoundError
        When there is no such actor.
    """
    index = view.index
    actor = index.actor(identifier)
    lines = city_ties(view, actor.id)
    is_body_of = {tie.id for tie in view.ties_of(actor.id) if tie.b == actor.id}
    members = {line.id: line for line in lines if line.kind == TieKind.MEMBERSHIP and line.id in is_body_of}
    return BodyPage(
        as_of=view.year,
        choice=choice_line(view),
        actor=actor_link(index, actor.id),
        subtype=actor.subtype,
        abbreviation=actor.abbreviation,
        founded=actor.founded,
        dissolved=actor.dissolved,
        seat=actor_link(index, actor.seat) if actor.seat else None,
        site=actor.site,
        fields=list(actor.fields),
        scope=actor.scope,
        members=list(members.values()),
        other_ties=[line for line in lines if line.id not in members],
        sizes=_sizes(index, actor.id),
        acts=city_acts(view, actor.id),
        conflicts=conflict_lines(index, actor.id),
        evidence=evidence_lines(index, actor.id),
    )
