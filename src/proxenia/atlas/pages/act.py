"""An act: who took part and how, what each source says."""

from dataclasses import dataclass

from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, ConflictLine, EvidenceLine, actor_link, conflict_lines, evidence_lines
from proxenia.model.vocabulary import ActRole, EventKind

__all__ = ["ActPage", "ParticipantLine", "build"]


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """An actor and what it was in the act."""

    actor: ActorLink
    role: str


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act; `amount` is in `currency` at prices of `amount_year`."""

    as_of: int
    id: str
    kind: str
    kind_meaning: str
    title: str
    summary: str | None
    date: str | None
    fields: list[str]
    phase: str | None
    stance: str | None
    driver: str | None
    functions: list[str]
    amount: float | None
    currency: str | None
    amount_year: int | None
    participants: list[ParticipantLine]
    conflicts: list[ConflictLine]
    evidence: list[EvidenceLine]


_ROLE_ORDER = [role.value for role in ActRole]


def build(index: AtlasIndex, identifier: str, *, as_of: int) -> ActPage:
    """Return the payload of an act.

    Raises
    ------
    NotFoundError
        When there is no such act.
    """
    act = index.act(identifier)
    pairs = sorted(index.participants_of.get(act.id, ()), key=lambda pair: (_ROLE_ORDER.index(pair[1]), pair[0]))
    return ActPage(
        as_of=as_of,
        id=act.id,
        kind=act.kind,
        kind_meaning=EventKind(act.kind).meaning,
        title=act.title or act.id,
        summary=act.summary,
        date=act.date,
        fields=act.fields or [],
        phase=act.phase,
        stance=act.stance,
        driver=act.driver,
        functions=act.functions or [],
        amount=act.amount,
        currency=act.currency,
        amount_year=act.amount_year,
        participants=[ParticipantLine(actor_link(index, actor), role) for actor, role in pairs],
        conflicts=conflict_lines(index, act.id),
        evidence=evidence_lines(index, act.id),
    )
