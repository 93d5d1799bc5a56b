"""The cases that the founding texts name, each told by its statements: what, who, when, where it stands, who says so.

The words are made from the data: of a case nothing is told that no statement says. A record (a tie or an act) of which
only a founding text speaks is marked *claimed*; where all of a case are, the case is. Whether a case goes on is said by
its ties alone: an act is done when it is done.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any, Final

import polars as pl

from proxenia.errors import NotFoundError
from proxenia.measures.engines.kept import kept
from proxenia.model.vocabulary import Field, Phase, Status
from proxenia.profiles.case_names import CASES
from proxenia.profiles.case_told import told
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["CASE_STATUS", "METHOD", "Case", "CaseActor", "CaseBody", "CaseRecord", "case_of", "cases_of"]

CASE_STATUS: Final = {
    "active": "a tie of it is in force",
    "suspended": "a tie of it is suspended, and none is in force",
    "ended": "all of its ties have ended",
    "happened": "it is made of acts, which happened at their dates",
    "claimed": "only a founding text speaks of it",
    "nothing": "the register holds nothing of it by the day",
}
"""Where a case may stand, and what that means; of two that fit the one that stands last here, but for `claimed`."""
METHOD: Final = (
    "A case is made of the ties and acts that the founding register marks with its word. It is active while one of its "
    "ties is in force, which means that no source says it ended; acts happened at their dates and say nothing of "
    "today. A record is claimed when every reference behind it is to the text that names the case; all others rest on "
    "pages that say so themselves."
)
_FOUNDING_TEXTS: Final = ("Marchetti, R. (2017)", "Marchetti, R. (2021)")
"""How references to the two texts begin; they name the cases, and are no evidence of their own."""


@dataclass(frozen=True, slots=True)
class CaseActor:
    """Who took part in a record, and as what."""

    id: str
    name: str
    kind: str
    country: str | None
    role: str


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A tie or an act of a case.

    Attributes
    ----------
    id
        Of the tie or act, whose page holds its statements.
    kind
        The tie kind or event kind.
    title
        Of an act its title; of a tie its two sides.
    date, until
        EDTF: of an act when it happened; of a tie its start and end. None where nobody says.
    standing
        Of a tie ``live``, ``suspended`` or ``dead``; of an act ``happened``.
    claimed
        Only a founding text speaks of it.
    references
        Where its statements stand.
    """

    id: str
    level: str
    kind: str
    title: str
    summary: str | None
    date: str | None
    until: str | None
    standing: str
    reason: str | None
    fields: tuple[str, ...]
    phase: str | None
    stance: str | None
    driver: str | None
    functions: tuple[str, ...]
    amount: float | None
    currency: str | None
    actors: tuple[CaseActor, ...]
    claimed: bool
    statements: int
    independent_sources: int
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseBody:
    """A city network that takes part in a case; `members` as the latest statement counts them, at its date."""

    id: str
    name: str
    founded: str | None
    dissolved: str | None
    members: float | None
    members_date: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A case as of a day.

    Attributes
    ----------
    field
        The field in which the texts name it; none of a case that a register of one's own brings.
    fields, phases
        Of its records.
    status
        As :data:`CASE_STATUS`.
    told
        It in a few sentences, each made from what is below.
    records
        Its ties and acts, the earliest first, those without a date last.
    actors
        Everybody who takes part, once, with no role.
    """

    id: str
    name: str
    meaning: str
    field: str | None
    fields: tuple[str, ...]
    phases: tuple[str, ...]
    status: str
    as_of: str | None
    told: tuple[str, ...]
    records: tuple[CaseRecord, ...]
    actors: tuple[CaseActor, ...]
    bodies: tuple[CaseBody, ...]
    claimed_records: int
    statements: int
    method: str = METHOD

    def as_json(self) -> dict[str, Any]:
        """Return the case as JSON."""
        return asdict(self)


def case_of(whole: Snapshot, case: str, *, now: Snapshot) -> Case:
    """Return one case.

    Parameters
    ----------
    whole
        The whole snapshot: it still has the ties that ended.
    case
        The word of the case.
    now
        The same snapshot as of the day.

    Raises
    ------
    NotFoundError
        When there is no such case; the error names near ones.
    """
    found = next((one for one in cases_of(whole, now=now) if one.id == case), None)
    if found is None:
        near = get_close_matches(case, CASES, n=3)
        raise NotFoundError("case", case, near=near, next_step="All of them: `proxenia cases`, or the page of cases")
    return found


def cases_of(whole: Snapshot, *, now: Snapshot) -> tuple[Case, ...]:
    """Return every case as of a day, by field and name; one of which the register holds nothing too.

    Parameters
    ----------
    whole, now
        As for :func:`case_of`.
    """
    records = _records(whole, now)
    by_case: dict[str, list[CaseRecord]] = {name: [] for name in CASES}
    for case, record in records:
        by_case.setdefault(case, []).append(record)
    bodies = _bodies(whole, now, (actor.id for _, record in records for actor in record.actors))
    cases = [_case(name, tuple(found), bodies, now) for name, found in by_case.items()]
    order = [field.value for field in Field]
    return tuple(
        sorted(
            cases, key=lambda one: (order.index(one.field) if one.field else len(order), one.name.casefold(), one.id)
        )
    )


def _case(name: str, records: tuple[CaseRecord, ...], bodies: Mapping[str, CaseBody], now: Snapshot) -> Case:
    known = CASES.get(name)
    actors: dict[str, CaseActor] = {}
    for record in records:
        for actor in record.actors:
            actors.setdefault(actor.id, CaseActor(actor.id, actor.name, actor.kind, actor.country, ""))
    fields = {field for record in records for field in record.fields}
    phases = {record.phase for record in records}
    status = _status(records)
    as_of = now.manifest.get("as_of")
    return Case(
        id=name,
        name=known.name if known else name.replace("-", " ").replace("_", " "),
        meaning=known.meaning if known else "A case that a register of one's own names",
        field=known.field.value if known else None,
        fields=tuple(field.value for field in Field if field.value in fields),
        phases=tuple(phase.value for phase in Phase if phase.value in phases),
        status=status,
        as_of=as_of,
        told=told(records, status=status, as_of=as_of),
        records=records,
        actors=tuple(sorted(actors.values(), key=lambda actor: (actor.name, actor.id))),
        bodies=tuple(bodies[actor] for actor in sorted(actors) if actor in bodies),
        claimed_records=sum(record.claimed for record in records),
        statements=sum(record.statements for record in records),
    )


def _status(records: tuple[CaseRecord, ...]) -> str:
    standings = {record.standing for record in records}
    if not records:
        return "nothing"
    if all(record.claimed for record in records):
        return "claimed"
    for standing, status in (("live", "active"), ("suspended", "suspended"), ("dead", "ended")):
        if standing in standings:
            return status
    return "happened"


def _records(whole: Snapshot, now: Snapshot) -> list[tuple[str, CaseRecord]]:
    """Return the ties and acts of all cases by the day with the word of their case, the earliest first."""
    ties = whole.ties.filter(pl.col("case").is_not_null())
    acts = now.acts.filter(pl.col("case").is_not_null())
    people = _actors(whole, ties, acts)
    said = _references(whole, [*ties["id"], *acts["id"]])
    day = day_of(now.manifest["as_of"])
    shown = {row["id"]: row for row in now.ties.filter(pl.col("case").is_not_null()).iter_rows(named=True)}
    dated: list[tuple[int, str, CaseRecord]] = []
    for row in ties.iter_rows(named=True):
        if row["id"] in shown or _has_begun(row, day):
            record = _tie(shown.get(row["id"], row), people, said, shown=row["id"] in shown)
            dated.append((_first(row["start_earliest"]), row["case"], record))
    dated += [(_first(row["earliest"]), row["case"], _act(row, people, said)) for row in acts.iter_rows(named=True)]
    dated.sort(key=lambda one: (one[0], one[2].id))
    return [(case, record) for _, case, record in dated]


_LAST: Final = 10**9


def _first(day: int | None) -> int:
    return _LAST if day is None else day


def _has_begun(row: Mapping[str, Any], day: int) -> bool:
    begun = row["start_earliest"] if row["start_earliest"] is not None else row["first_listed"]
    ended = row["end_latest"]
    return (begun is not None and begun <= day) or (ended is not None and ended <= day)


def _tie(
    row: Mapping[str, Any], people: Mapping[str, list[CaseActor]], said: Mapping[str, tuple[str, ...]], *, shown: bool
) -> CaseRecord:
    standing = "suspended" if row["status"] == Status.SUSPENDED.value else "live"
    actors = tuple(people[row["id"]])
    return CaseRecord(
        level="tie",
        title=" – ".join(actor.name for actor in actors),
        date=row["valid_from"],
        until=row["valid_to"],
        standing=standing if shown else "dead",
        reason=row["reason"],
        amount=None,
        currency=None,
        actors=actors,
        **_shared(row, said),
    )


def _act(
    row: Mapping[str, Any], people: Mapping[str, list[CaseActor]], said: Mapping[str, tuple[str, ...]]
) -> CaseRecord:
    return CaseRecord(
        level="act",
        title=row["title"] or row["id"],
        date=row["date"],
        until=None,
        standing="happened",
        reason=None,
        amount=row["amount"],
        currency=row["currency"],
        actors=tuple(people.get(row["id"], ())),
        **_shared(row, said),
    )


def _shared(row: Mapping[str, Any], said: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    references = said.get(row["id"], ())
    return {
        "id": row["id"],
        "kind": row["kind"],
        "summary": row["summary"],
        "fields": tuple(row["fields"] or ()),
        "phase": row["phase"],
        "stance": row["stance"],
        "driver": row["driver"],
        "functions": tuple(row["functions"] or ()),
        "claimed": bool(references) and all(one.startswith(_FOUNDING_TEXTS) for one in references),
        "statements": row["statements"],
        "independent_sources": row["independent_sources"],
        "references": references,
    }


def _references(whole: Snapshot, records: list[str]) -> dict[str, tuple[str, ...]]:
    said = whole.evidence.filter(pl.col("record").is_in(records)).select("record", "reference").unique()
    grouped = said.sort("record", "reference").group_by("record", maintain_order=True).agg("reference")
    return {record: tuple(references) for record, references in grouped.iter_rows()}


def _actors(whole: Snapshot, ties: pl.DataFrame, acts: pl.DataFrame) -> dict[str, list[CaseActor]]:
    """Return who takes part in each record: the two sides of a tie in their order, those of an act by role."""
    sides = [ties.select(record="id", actor=end, role=pl.lit(role)) for end, role in (("a", ""), ("b", ""))]
    parts = whole.participations.join(acts.select(act="id"), on="act", how="semi").select("actor", "role", record="act")
    every = pl.concat([*sides, parts.select("record", "actor", "role").sort("record", "role", "actor")])
    about = whole.actors.select(actor="id", name="name", kind=pl.col("kind").fill_null("city"), country="country")
    named = every.join(about, on="actor", how="left", maintain_order="left")
    people: dict[str, list[CaseActor]] = {}
    for record, actor, role, name, kind, country in named.select(
        "record", "actor", "role", "name", "kind", "country"
    ).iter_rows():
        people.setdefault(record, []).append(CaseActor(actor, name or actor, kind or "city", country, role))
    return people


def _bodies(whole: Snapshot, now: Snapshot, ids: Iterable[str]) -> dict[str, CaseBody]:
    """Return the city networks among some actors, with the latest count of their members."""
    wanted = whole.actors.filter(pl.col("id").is_in(sorted(set(ids))), pl.col("kind") == "city_network")
    sizes = _sizes(now)
    return {
        row["id"]: CaseBody(
            row["id"], row["name"] or row["id"], row["founded"], row["dissolved"], *sizes.get(row["id"], (None, None))
        )
        for row in wanted.iter_rows(named=True)
    }


@kept
def _sizes(now: Snapshot) -> dict[str, tuple[float, str | None]]:
    counts = now.attributes.filter(pl.col("attribute") == "member_count", pl.col("number").is_not_null())
    latest = counts.sort("subject", "latest", "statement", nulls_last=False).unique("subject", keep="last")
    return {row["subject"]: (row["number"], row["period"]) for row in latest.iter_rows(named=True)}
