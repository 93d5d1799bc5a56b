"""A city's profile: six profiles, five conditions and the drivers, each with value, threshold, date and source."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.statement_places import Place, StatementPlaces, places_of
from proxenia.profiles.city_record import CityRecord, city_record
from proxenia.profiles.city_tables import AnswersByCity, CityTables
from proxenia.profiles.condition import ConditionFinding
from proxenia.profiles.driver import Drivers
from proxenia.profiles.figure import Figure
from proxenia.profiles.finding import ANSWERS, NO, UNKNOWN, YES, Finding
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.peers import METHOD, PeersInBrief, peers_in_brief
from proxenia.profiles.registry import profile_table
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "CityProfilePage",
    "PeerLine",
    "ProfileRow",
    "SaidAt",
    "ShownAnswers",
    "build",
    "prepare",
    "rows_of",
    "shown_answers",
]

_REASONS_SHOWN = 3
"""Of each peer so many respects are named, those in which it is nearest."""


@dataclass(frozen=True, slots=True)
class SaidAt:
    """Where a statement stands: its source, and the place in it."""

    source: str
    title: str
    reference: str


@dataclass(frozen=True, slots=True)
class PeerLine:
    """A city like this one: how unlike it is (0 to 1), in what it is nearest, and its answers by profile."""

    peer: ActorLink
    distance: float
    compared: int
    left_out: int
    nearest_in: list[str]
    answers: dict[str, str]


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One answer or figure as a row of a table.

    Attributes
    ----------
    part, id, label
        ``profile``, ``condition`` or ``beside`` (a figure that decides nothing); which one, and in words.
    answer
        Of a profile only.
    threshold
        Of a profile, in words.
    of, subject
        Whose value it is.
    statements
        What it rests on.
    """

    part: str
    id: str
    label: str
    answer: str | None
    value: float | None
    at_least: bool
    unit: str | None
    threshold: str | None
    date: str | None
    dated_by: str | None
    of: str | None
    subject: str | None
    subject_name: str | None
    reason: str
    sources: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityProfilePage:
    """The profile of a city at the end of a year.

    Attributes
    ----------
    country
        The state that it lies in, where somebody says.
    said
        Where each statement behind the page stands, by its identifier.
    source_titles
        The titles of the sources by their ids.
    peers
        The cities most like it, nearest first; `peers_why` says why there is none, `peers_method` how they are found.
    sources
        The sources behind the page, those with most statements first.
    """

    as_of: int
    actor: ActorLink
    country: ActorLink | None
    region: str | None
    region_name: str | None
    profiles: tuple[Finding, ...]
    conditions: tuple[ConditionFinding, ...]
    drivers: Drivers
    peers: list[PeerLine]
    peers_why: str
    peers_method: str
    said: dict[str, SaidAt]
    source_titles: dict[str, str]
    sources: list[CitedSource]


def _said(index: AtlasIndex, places: Mapping[str, Place]) -> dict[str, SaidAt]:
    return {
        statement: SaidAt(source, (index.sources.get(source) or {}).get("title") or source, reference)
        for statement, (source, reference) in places.items()
    }


def _sources(index: AtlasIndex, record: CityRecord, said: Mapping[str, SaidAt]) -> list[CitedSource]:
    counts: dict[str, int] = {}
    for one in said.values():
        counts[one.source] = counts.get(one.source, 0) + 1
    named = {source for finding in record.profiles for source in finding.sources}
    return described_sources(index, counts | dict.fromkeys(sorted(named - counts.keys()), 0))


def _answers_of(snapshot: Snapshot, cities: list[str]) -> AnswersByCity:
    return AnswersByCity.of(profile_table(ProfileGround(snapshot, tuple(cities))))


def _peers(index: AtlasIndex, snapshot: Snapshot, peers: PeersInBrief, tables: CityTables | None) -> list[PeerLine]:
    answers = _answers_of(snapshot, [one.id for one in peers.peers]) if tables is None else tables.answers
    return [
        PeerLine(
            peer=actor_link(index, one.id),
            distance=one.distance,
            compared=one.compared,
            left_out=one.left_out,
            nearest_in=list(one.nearest_in),
            answers=dict(answers.get(one.id, {})),
        )
        for one in peers.peers
    ]


def prepare(snapshot: Snapshot, tables: CityTables) -> None:
    """Make beforehand what the pages of all cities look up; the rest is there once one city was asked for.

    Parameters
    ----------
    snapshot
        As of the end of a year.
    tables
        The profiles and conditions of all its cities.
    """
    ProfileGround(snapshot).prepare()
    for city in islice(tables.answers, 1):
        city_record(snapshot, city, tables=tables)
        peers_in_brief(snapshot, city, reasons=_REASONS_SHOWN)


def build(
    index: AtlasIndex,
    snapshot: Snapshot,
    identifier: str,
    *,
    as_of: int,
    tables: CityTables | None = None,
    places: StatementPlaces | None = None,
) -> CityProfilePage:
    """Return the payload.

    Parameters
    ----------
    index
        Names and sources.
    snapshot
        As of the end of the year.
    identifier
        The city's, also an alias.
    as_of
        The year.
    tables
        The profiles and conditions of all cities of the snapshot, where these are there.
    places
        Where every statement stands, where this is there.

    Raises
    ------
    NotFoundError
        When there is no such actor, or not in that year.
    InputError
        When it is no city.
    """
    record = city_record(snapshot, identifier, tables=tables)
    peers = peers_in_brief(snapshot, record.id, reasons=_REASONS_SHOWN)
    statements = record.statements()
    said = _said(index, places_of(index.snapshot, statements) if places is None else places(statements))
    sources = _sources(index, record, said)
    return CityProfilePage(
        as_of=as_of,
        actor=actor_link(index, record.id),
        country=None if record.country is None else actor_link(index, f"iso:{record.country}"),
        region=record.region,
        region_name=record.region_name,
        profiles=record.profiles,
        conditions=record.conditions,
        drivers=record.drivers,
        peers=_peers(index, snapshot, peers, tables),
        peers_why=peers.none_because,
        peers_method=METHOD,
        said=said,
        source_titles={one.id: one.title for one in sources},
        sources=sources,
    )


@dataclass(frozen=True, slots=True)
class ShownAnswers:
    """The profiles that a city has, those that it has not and those of which nobody can say, by their labels."""

    has: str
    has_not: str
    unknown: str


def shown_answers(page: CityProfilePage) -> tuple[ShownAnswers, list[ShownAnswers]]:
    """Return the answers of the city and of each of its peers in words; most peers have the same."""
    labels = {finding.id: finding.label for finding in page.profiles}
    known: dict[tuple[str | None, ...], ShownAnswers] = {}

    def shown(answers: Mapping[str, str]) -> ShownAnswers:
        told = tuple(map(answers.get, labels))
        if told not in known:
            of = {
                word: ", ".join(label for label, answer in zip(labels.values(), told, strict=True) if answer == word)
                for word in ANSWERS
            }
            known[told] = ShownAnswers(has=of[YES], has_not=of[NO], unknown=of[UNKNOWN])
        return known[told]

    own = {finding.id: finding.answer for finding in page.profiles}
    return shown(own), [shown(line.answers) for line in page.peers]


def rows_of(page: CityProfilePage) -> list[ProfileRow]:
    """Return the page as rows of one table: each profile with what stands beside it, then the conditions."""
    rows = []
    for finding in page.profiles:
        tested = next(one for one in finding.thresholds if one.id == finding.tested)
        rows.append(_row(finding, "profile", finding.reason, answer=finding.answer, threshold=tested.in_words))
        rows += [_row(one, "beside", f"beside {finding.label}") for one in finding.beside]
    for condition in page.conditions:
        rows += [_row(one, "condition", condition.label) for one in condition.figures]
        if not condition.known:
            rows.append(_unknown(condition))
    return rows


def _row(
    told: Finding | Figure, part: str, reason: str, *, answer: str | None = None, threshold: str | None = None
) -> ProfileRow:
    return ProfileRow(
        part=part,
        id=told.id,
        label=told.label,
        answer=answer,
        value=told.value,
        at_least=told.at_least,
        unit=told.unit,
        threshold=threshold,
        date=told.date,
        dated_by=told.dated_by,
        of=told.of,
        subject=told.subject,
        subject_name=told.subject_name,
        reason=reason,
        sources=told.sources,
        statements=told.statements,
    )


def _unknown(condition: ConditionFinding) -> ProfileRow:
    return ProfileRow(
        part="condition",
        id=condition.id,
        label=condition.label,
        answer="unknown",
        value=None,
        at_least=False,
        unit=None,
        threshold=None,
        date=None,
        dated_by=None,
        of=None,
        subject=None,
        subject_name=None,
        reason=f"nobody has told {condition.missing}",
        sources=(),
        statements=(),
    )
