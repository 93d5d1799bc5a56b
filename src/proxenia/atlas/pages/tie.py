"""A tie: what each source says, with date and address, disagreements beside each other."""

from dataclasses import dataclass

from proxenia.atlas.lines import (
    ActorLink,
    ConflictLine,
    EvidenceLine,
    actor_link,
    conflict_lines,
    evidence_lines,
)
from proxenia.atlas.year import YearView
from proxenia.model.vocabulary import TieKind

__all__ = ["TiePage", "build"]


@dataclass(frozen=True, slots=True)
class TiePage:
    """A tie as of a year.

    Attributes
    ----------
    shown
        Whether it is on the map of that year.
    last_listed
        The date of the latest dated list that names it: a rough sign of life, for lists keep what sleeps.
    start_rule, end_rule
        The rules that chose the dates among the sources'.
    """

    as_of: int
    id: str
    kind: str
    kind_meaning: str
    a: ActorLink
    b: ActorLink
    shown: bool
    valid_from: str | None
    valid_to: str | None
    undated: bool
    status: str
    status_since: str | None
    reason: str | None
    last_listed: str | None
    fields: list[str]
    phase: str | None
    stance: str | None
    driver: str | None
    functions: list[str]
    summary: str | None
    reciprocal: bool | None
    independent_sources: int
    start_rule: str | None
    end_rule: str | None
    conflicts: list[ConflictLine]
    evidence: list[EvidenceLine]


def build(view: YearView, identifier: str) -> TiePage:
    """Return the payload of a tie.

    Raises
    ------
    NotFoundError
        When there is no such tie.
    """
    index = view.index
    tie = index.tie(identifier)
    status, status_since, reason = view.status(tie)
    return TiePage(
        as_of=view.year,
        id=tie.id,
        kind=tie.kind,
        kind_meaning=TieKind(tie.kind).meaning,
        a=actor_link(index, tie.a),
        b=actor_link(index, tie.b),
        shown=view.shows_tie(tie.id),
        valid_from=tie.valid_from,
        valid_to=tie.valid_to,
        undated=tie.undated,
        status=status,
        status_since=status_since,
        reason=reason,
        last_listed=index.last_listed(tie.id),
        fields=tie.fields or [],
        phase=tie.phase,
        stance=tie.stance,
        driver=tie.driver,
        functions=tie.functions or [],
        summary=tie.summary,
        reciprocal=tie.reciprocal,
        independent_sources=tie.independent_sources,
        start_rule=tie.start_rule,
        end_rule=tie.end_rule,
        conflicts=conflict_lines(index, tie.id),
        evidence=evidence_lines(index, tie.id),
    )
