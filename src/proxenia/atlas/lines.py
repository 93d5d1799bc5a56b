"""The lines pages are made of: a link to an actor, a tie, an act, a piece of evidence."""

from collections.abc import Collection
from dataclasses import dataclass

from proxenia.atlas.index import ActRow, AtlasIndex, EvidenceRow, TieRow
from proxenia.atlas.year import YearView
from proxenia.model.actor import Actor
from proxenia.model.vocabulary import ActorKind, TieKind

__all__ = [
    "ActLine",
    "ActorLink",
    "ConflictLine",
    "EvidenceLine",
    "SourceLink",
    "TieLine",
    "act_line",
    "actor_address",
    "actor_link",
    "conflict_lines",
    "evidence_lines",
    "tie_line",
]


@dataclass(frozen=True, slots=True)
class ActorLink:
    """An actor as other lines name it."""

    id: str
    name: str
    kind: str
    country: str | None
    country_name: str
    address: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class SourceLink:
    """Where a fact stands: the source and the place in it."""

    id: str
    reference: str


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie seen from one of its actors.

    Attributes
    ----------
    is_first
        Of a kind that has a direction: whether it is seen from its first actor (the member, the one that keeps the
        office or recognises); none for the other kinds.
    last_listed
        The date of the latest dated list that names it.
    """

    id: str
    kind: str
    is_first: bool | None
    partner: ActorLink
    valid_from: str | None
    valid_to: str | None
    undated: bool
    status: str
    status_since: str | None
    reason: str | None
    last_listed: str | None
    fields: list[str]
    functions: list[str]
    summary: str | None
    reciprocal: bool | None
    independent_sources: int
    sources: list[SourceLink]


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act, and the role of the actor whose page it stands on."""

    id: str
    kind: str
    title: str
    date: str | None
    fields: list[str]
    functions: list[str]
    role: str | None


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What one source says.

    Attributes
    ----------
    subject, object
        As the source has them, with the names of the actors they are.
    place, mission
        Of an office: the name of the city in which it stands, and its type.
    signed_by
        Who signed for the actor.
    reference_title
        The title of the list that the reference leads to, where the register knows it as a source.
    """

    statement: str
    predicate: str
    subject: str
    subject_name: str
    object: str | None
    object_name: str | None
    value: str | None
    period: str | None
    status: str | None
    status_since: str | None
    role: str | None
    place: str | None
    mission: str | None
    signed_by: str | None
    summary: str | None
    source: str
    source_title: str
    reference: str
    reference_title: str | None
    listed: str | None
    retrieved_at: str | None
    recorded_at: str | None


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One of several values that the sources give."""

    what: str
    value: str | None
    preferred: bool
    rule: str | None
    source: str
    source_title: str
    statement: str


def actor_address(identifier: str, kind: ActorKind) -> str:
    """Return the address of an actor's page."""
    folder = {ActorKind.CITY: "city", ActorKind.CITY_NETWORK: "city-network"}.get(kind, "actor")
    return f"/{folder}/{identifier}"


def actor_link(index: AtlasIndex, identifier: str) -> ActorLink:
    """Return the link of an actor; one that no source names is shown by its id."""
    known = index.links.get(identifier)
    if known is None:
        actor = index.actors.get(identifier)
        known = _link(index, actor or Actor(id=identifier, kind=ActorKind.CIVIL_SOCIETY, name=identifier))
        if actor is not None:
            index.links[identifier] = known
    return known


def _link(index: AtlasIndex, actor: Actor) -> ActorLink:
    return ActorLink(
        id=actor.id,
        name=actor.name,
        kind=actor.kind.value,
        country=actor.country,
        country_name=index.country_name(actor.country),
        address=actor_address(actor.id, actor.kind),
        longitude=actor.longitude,
        latitude=actor.latitude,
    )


def tie_line(view: YearView, tie: TieRow, *, seen_from: str) -> TieLine:
    """Return a tie as seen from one of its actors, with the status it had then."""
    status, status_since, reason = view.status(tie)
    return TieLine(
        id=tie.id,
        kind=tie.kind,
        is_first=tie.a == seen_from if TieKind(tie.kind).is_directed else None,
        partner=actor_link(view.index, tie.b if tie.a == seen_from else tie.a),
        valid_from=tie.valid_from,
        valid_to=tie.valid_to,
        undated=tie.undated,
        status=status,
        status_since=status_since,
        reason=reason,
        last_listed=view.index.last_listed(tie.id),
        fields=tie.fields or [],
        functions=tie.functions or [],
        summary=tie.summary,
        reciprocal=tie.reciprocal,
        independent_sources=tie.independent_sources,
        sources=[SourceLink(*pair) for pair in view.index.tie_sources(tie.id)],
    )


def act_line(act: ActRow, *, role: str | None = None) -> ActLine:
    """Return an act as one line."""
    return ActLine(act.id, act.kind, act.title or act.id, act.date, act.fields or [], act.functions or [], role)


def _source_title(index: AtlasIndex, source: str) -> str:
    return str((index.sources.get(source) or {}).get("title") or source)


def _said_name(index: AtlasIndex, identifier: str) -> str:
    """Return the name of what a source speaks of; its own identifier when that is nobody the atlas knows."""
    known = index.actors.get(identifier) or index.actors.get(index.snapshot.canonical(identifier))
    if known is not None:
        return known.name
    act = index.acts.get(identifier)
    return act.title or act.id if act is not None else identifier


def _evidence_line(index: AtlasIndex, row: EvidenceRow) -> EvidenceLine:
    return EvidenceLine(
        statement=row.statement,
        predicate=row.predicate,
        subject=row.subject,
        subject_name=_said_name(index, row.subject),
        object=row.object,
        object_name=None if row.object is None else _said_name(index, row.object),
        value=row.value,
        period=row.period,
        status=row.status,
        status_since=row.status_since,
        role=row.role,
        place=None if row.place is None else _said_name(index, row.place),
        mission=row.mission,
        signed_by=row.signed_by,
        summary=row.summary,
        source=row.source,
        source_title=_source_title(index, row.source),
        reference=row.reference,
        reference_title=index.title_at.get(row.reference),
        listed=row.listed,
        retrieved_at=row.retrieved_at,
        recorded_at=row.recorded_at,
    )


def evidence_lines(index: AtlasIndex, record: str, *, leave_out: Collection[str] = ()) -> list[EvidenceLine]:
    """Return what each source says of a record, by source and date, without some predicates."""
    said = [row for row in index.evidence(record) if row.predicate not in leave_out]
    rows = sorted(said, key=lambda row: (row.source, row.listed or row.retrieved_at or "", row.reference))
    return [_evidence_line(index, row) for row in rows]


def conflict_lines(index: AtlasIndex, record: str) -> list[ConflictLine]:
    """Return the values on which the sources disagree, the preferred one of each first."""
    rows = sorted(index.conflicts(record), key=lambda row: (row["what"], not row["preferred"], str(row["value"])))
    return [
        ConflictLine(
            what=row["what"],
            value=row["value"],
            preferred=row["preferred"],
            rule=row["rule"],
            source=row["source"],
            source_title=_source_title(index, row["source"]),
            statement=row["statement"],
        )
        for row in rows
    ]
