"""Cases: what the founding texts name, each told by its statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, EvidenceLine, actor_link, evidence_lines
from proxenia.model.vocabulary import Field, Phase
from proxenia.profiles.cases import CASE_STATUS, METHOD, Case, CaseRecord

__all__ = ["CaseLine", "CasePage", "CasesPage", "TakingPart", "TellingRecord", "build", "build_list"]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as one line of the list."""

    id: str
    name: str
    meaning: str
    field: str | None
    fields: list[str]
    phases: list[str]
    status: str
    first: str | None
    last: str | None
    acts: int
    ties: int
    actors: int
    statements: int
    claimed_records: int


@dataclass(frozen=True, slots=True)
class CasesPage:
    """All cases as of a year, or those of a field, a phase or a status.

    Attributes
    ----------
    by_status
        How many of all cases stand where.
    groups
        The cases shown, by the field in which the texts name them.
    """

    as_of: int
    field: str
    phase: str
    status: str
    all: int
    by_status: dict[str, int]
    statuses: dict[str, str]
    fields: list[str]
    phases: list[str]
    groups: dict[str, list[CaseLine]]
    method: str
    sources: list[CitedSource]


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Who takes part in a record, and as what."""

    actor: ActorLink
    role: str


@dataclass(frozen=True, slots=True)
class TellingRecord:
    """A tie or an act of a case with who takes part and what each source says."""

    record: CaseRecord
    address: str
    actors: list[TakingPart]
    evidence: list[EvidenceLine]


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as of a year."""

    as_of: int
    case: Case
    status_meaning: str
    records: list[TellingRecord]
    actors: list[ActorLink]
    sources: list[CitedSource]


def _line(case: Case) -> CaseLine:
    dates = [record.date for record in case.records if record.date]
    return CaseLine(
        id=case.id,
        name=case.name,
        meaning=case.meaning,
        field=case.field,
        fields=list(case.fields),
        phases=list(case.phases),
        status=case.status,
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        acts=sum(record.level == "act" for record in case.records),
        ties=sum(record.level == "tie" for record in case.records),
        actors=len(case.actors),
        statements=case.statements,
        claimed_records=case.claimed_records,
    )


def build_list(
    index: AtlasIndex, cases: Sequence[Case], *, as_of: int, field: str = "", phase: str = "", status: str = ""
) -> CasesPage:
    """Return the payload of the list.

    Parameters
    ----------
    index
        For the sources.
    cases
        All cases as of the year.
    as_of
        The year.
    field, phase, status
        Only cases of these; an empty one does not narrow the list.
    """
    shown = [
        case
        for case in cases
        if (not field or field == case.field or field in case.fields)
        and (not phase or phase in case.phases)
        and status in ("", case.status)
    ]
    groups: dict[str, list[CaseLine]] = {}
    for case in shown:
        groups.setdefault(case.field or "", []).append(_line(case))
    return CasesPage(
        as_of=as_of,
        field=field,
        phase=phase,
        status=status,
        all=len(cases),
        by_status={word: sum(case.status == word for case in cases) for word in CASE_STATUS},
        statuses=CASE_STATUS,
        fields=[one.value for one in Field],
        phases=[one.value for one in Phase],
        groups=groups,
        method=METHOD,
        sources=cited_sources(index, {record.id for case in shown for record in case.records}),
    )


def build(index: AtlasIndex, case: Case, *, as_of: int) -> CasePage:
    """Return the payload of one case."""
    return CasePage(
        as_of=as_of,
        case=case,
        status_meaning=CASE_STATUS[case.status],
        records=[_record(index, record) for record in case.records],
        actors=[actor_link(index, actor.id) for actor in case.actors],
        sources=cited_sources(index, [record.id for record in case.records]),
    )


def _record(index: AtlasIndex, record: CaseRecord) -> TellingRecord:
    return TellingRecord(
        record=record,
        address=f"/{record.level}/{record.id}",
        actors=[TakingPart(actor_link(index, actor.id), actor.role) for actor in record.actors],
        evidence=evidence_lines(index, record.id),
    )
