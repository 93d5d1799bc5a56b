"""A snapshot held for quick answers: every record by its id, every actor's ties, evidence as slices.

Built once when the atlas starts; memory grows in proportion to ties and evidence rows, an answer's cost with
the number of its own rows only.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.atlas.remembered import Remembered
from proxenia.errors import NotFoundError
from proxenia.model.actor import Actor
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["ActRow", "AtlasIndex", "EvidenceRow", "Slices", "TieRow"]


class TieRow(NamedTuple):
    """A row of the snapshot's table `ties`."""

    id: str
    kind: str
    a: str
    b: str
    valid_from: str | None
    valid_to: str | None
    start_earliest: int | None
    undated: bool
    status: str
    status_since: str | None
    status_since_earliest: int | None
    reason: str | None
    fields: list[str]
    phase: str | None
    stance: str | None
    driver: str | None
    functions: list[str]
    case: str | None
    summary: str | None
    reciprocal: bool | None
    independent_sources: int
    statements: int
    start_rule: str | None
    end_rule: str | None


class ActRow(NamedTuple):
    """A row of the snapshot's table `acts`."""

    id: str
    kind: str
    title: str | None
    summary: str | None
    date: str | None
    earliest: int | None
    latest: int | None
    fields: list[str]
    phase: str | None
    stance: str | None
    driver: str | None
    functions: list[str]
    amount: float | None
    currency: str | None
    amount_year: int | None
    case: str | None
    independent_sources: int
    statements: int


class EvidenceRow(NamedTuple):
    """A row of the snapshot's table `evidence`, without the record it belongs to."""

    statement: str
    predicate: str
    subject: str
    object: str | None
    value: str | None
    unit: str | None
    period: str | None
    status: str | None
    status_since: str | None
    role: str | None
    place: str | None
    mission: str | None
    signed_by: str | None
    summary: str | None
    source: str
    reference: str
    listed: str | None
    retrieved_at: str | None
    recorded_at: str | None


class Slices:
    """The rows of each key of a table that is sorted by that key."""

    def __init__(self, table: pl.DataFrame, key: str) -> None:
        self.table = table
        runs = table.select(pl.col(key).rle().struct.unnest())
        ends = runs["len"].cum_sum()
        spans = zip(ends - runs["len"], ends, strict=True)
        self.spans = dict(zip(runs["value"], spans, strict=True))

    def part(self, key: str) -> pl.DataFrame:
        """Return the rows of a key as a table."""
        first, last = self.spans.get(key, (0, 0))
        return self.table[first:last]

    def rows(self, key: str) -> list[tuple[Any, ...]]:
        """Return the rows of a key."""
        span = self.spans.get(key)
        return [] if span is None else self.table[span[0] : span[1]].rows()


def _actor(row: dict[str, Any]) -> Actor:
    kind = row.pop("kind") or "city"
    activities = tuple(row.pop("fields") or ())
    return Actor(kind=ActorKind(kind), fields=activities, **row)


_YEARS_KEPT = 8
_LOCAL = (ActorKind.CITY, ActorKind.REGION)
_ACTOR_COLUMNS = tuple(field.name for field in fields(Actor))


class AtlasIndex:
    """Every record of one snapshot by its id.

    Parameters
    ----------
    snapshot
        The whole snapshot; :class:`proxenia.atlas.year.YearView` tells what of it held when.

    Attributes
    ----------
    as_of
        The snapshot as it held at the end of a year; the years asked for last are kept.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.as_of: Remembered[int, Snapshot] = Remembered(snapshot.as_of, most=_YEARS_KEPT)
        rows = snapshot.actors.select(_ACTOR_COLUMNS).iter_rows(named=True)
        self.actors: dict[str, Actor] = {row["id"]: _actor(row) for row in rows}
        self.ties: list[TieRow] = list(map(TieRow._make, snapshot.ties.select(TieRow._fields).iter_rows()))
        self.tie_by_id = {tie.id: tie for tie in self.ties}
        self.ties_of: dict[str, list[TieRow]] = defaultdict(list)
        for tie in self.ties:
            self.ties_of[tie.a].append(tie)
            self.ties_of[tie.b].append(tie)
        self.links: dict[str, Any] = {}
        """What lines made of actors already (:func:`proxenia.atlas.lines.actor_link`), by the ids of actors."""
        acts = snapshot.acts.select(ActRow._fields).iter_rows()
        self.acts: dict[str, ActRow] = {row[0]: ActRow._make(row) for row in acts}
        self.participants_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.acts_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for act, actor, role in snapshot.participations.select("act", "actor", "role").iter_rows():
            self.participants_of[act].append((actor, role))
            self.acts_of[actor].append((act, role))

    @cached_property
    def _evidence(self) -> Slices:
        return Slices(self.snapshot.evidence.select("record", *EvidenceRow._fields), "record")

    @cached_property
    def _conflicts(self) -> Slices:
        columns = ("record", "what", "value", "preferred", "rule", "source", "statement")
        return Slices(self.snapshot.conflicts.select(columns), "record")

    @cached_property
    def _names(self) -> Slices:
        return Slices(self.snapshot.names.select("actor", "name", "language", "kind"), "actor")

    @cached_property
    def _attributes(self) -> Slices:
        return Slices(self.snapshot.attributes, "subject")

    @cached_property
    def _tie_sources(self) -> dict[str, list[tuple[str, str]]]:
        chosen = self.snapshot.evidence.filter(pl.col("record").str.starts_with("tie:"))
        pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for record, source, reference in chosen.select("record", "source", "reference").iter_rows():
            if (source, reference) not in pairs[record]:
                pairs[record].append((source, reference))
        return pairs

    @cached_property
    def _sources_said(self) -> tuple[NDArray[np.int64], list[str]]:
        """The source of every row of the evidence, as a number, and the sources by their numbers."""
        said = self._evidence.table["source"]
        names = said.unique().sort()
        numbers = said.replace_strict(names, range(len(names)), return_dtype=pl.Int64)
        return numbers.to_numpy(), names.to_list()

    @cached_property
    def _last_listed(self) -> dict[str, str]:
        listed = self.snapshot.evidence.filter(pl.col("listed").is_not_null())
        return dict(listed.group_by("record").agg(pl.max("listed")).iter_rows())

    @cached_property
    def offices_in(self) -> dict[str, list[tuple[str, str | None]]]:
        """The ties of offices that stand in each city, with the type of the office, once each."""
        chosen = self.snapshot.evidence.filter(pl.col("place").is_not_null() & pl.col("record").str.starts_with("tie:"))
        found: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for place, record, mission in chosen.select("place", "record", "mission").unique().sort(pl.all()).iter_rows():
            found[place].append((record, mission))
        return found

    @cached_property
    def signed(self) -> int:
        """How many statements name who signed."""
        return int(self.snapshot.evidence["signed_by"].count())

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """Every source by its id."""
        return {row["id"]: row for row in self.snapshot.sources.iter_rows(named=True)}

    @cached_property
    def title_at(self) -> dict[str, str]:
        """The title of every source by its public address: a statement may cite another source's list."""
        rows = sorted(self.sources.values(), key=lambda row: str(row["id"]), reverse=True)
        return {row["address"]: row["title"] for row in rows if row["address"] and row["title"]}

    @cached_property
    def states(self) -> dict[str, Actor]:
        """Every state by its ISO 3166-1 alpha-2 code."""
        return {key[4:]: actor for key, actor in self.actors.items() if key.startswith("iso:") and len(key) == 6}

    @cached_property
    def placed(self) -> pl.DataFrame:
        """The cities and regions that have a place: id, name, country, longitude, latitude, population."""
        local = pl.col("kind").is_in([kind.value for kind in _LOCAL])
        has_place = pl.col("longitude").is_not_null() & pl.col("latitude").is_not_null()
        columns = ("id", "name", "country", "longitude", "latitude", "population")
        return self.snapshot.actors.filter(local & has_place).select(columns)

    @cached_property
    def local_in(self) -> dict[str | None, list[Actor]]:
        """The cities and regions of each country; those whose country is not known are nobody's."""
        found: dict[str | None, list[Actor]] = defaultdict(list)
        for actor in self.actors.values():
            if actor.kind in _LOCAL and actor.country is not None:
                found[actor.country].append(actor)
        return found

    def warm(self) -> None:
        """Build what the first question would have to wait for."""
        for name in (
            "_evidence",
            "_conflicts",
            "_names",
            "_attributes",
            "_sources_said",
            "_tie_sources",
            "_last_listed",
            "offices_in",
            "sources",
            "states",
            "local_in",
            "placed",
        ):
            getattr(self, name)

    def actor(self, identifier: str) -> Actor:
        """Return an actor, also by an alias.

        Raises
        ------
        NotFoundError
            When the snapshot has none of that id.
        """
        actor = self.actors.get(identifier) or self.actors.get(self.snapshot.canonical(identifier))
        if actor is None:
            raise NotFoundError("actor", identifier)
        return actor

    def tie(self, identifier: str) -> TieRow:
        """Return a tie, or raise NotFoundError."""
        try:
            return self.tie_by_id[identifier]
        except KeyError:
            raise NotFoundError("tie", identifier, next_step="Open it from a city's page") from None

    def act(self, identifier: str) -> ActRow:
        """Return an act, or raise NotFoundError."""
        try:
            return self.acts[identifier]
        except KeyError:
            raise NotFoundError("act", identifier, next_step="Open it from a city's page") from None

    def evidence(self, record: str) -> list[EvidenceRow]:
        """Return what each source says of a record."""
        return [EvidenceRow._make(row[1:]) for row in self._evidence.rows(record)]

    def conflicts(self, record: str) -> list[dict[str, Any]]:
        """Return the values of a record on which its statements disagree."""
        keys = ("what", "value", "preferred", "rule", "source", "statement")
        return [dict(zip(keys, row[1:], strict=True)) for row in self._conflicts.rows(record)]

    def names(self, actor: str) -> list[tuple[str, str | None, str]]:
        """Return the names of an actor: name, language, kind."""
        return [(row[1], row[2], row[3]) for row in self._names.rows(actor)]

    def attributes(self, subject: str) -> list[dict[str, Any]]:
        """Return the attributes of a subject, one a statement."""
        columns = self.snapshot.attributes.columns
        return [dict(zip(columns, row, strict=True)) for row in self._attributes.rows(subject)]

    def tie_sources(self, tie: str) -> list[tuple[str, str]]:
        """Return the source and the reference of each statement of a tie, once each."""
        return self._tie_sources.get(tie, [])

    def source_counts(self, records: Iterable[str]) -> dict[str, int]:
        """Return how many statements each source makes of some records, each record counted once."""
        numbers, names = self._sources_said
        spans = self._evidence.spans
        found = np.fromiter(chain.from_iterable(filter(None, map(spans.get, set(records)))), np.int64)
        first, lengths = found[::2], found[1::2] - found[::2]
        # The rows of all spans one after the other: each begins where the rows before it end.
        rows = np.repeat(first - (lengths.cumsum() - lengths), lengths) + np.arange(lengths.sum())
        counts = np.bincount(numbers[rows], minlength=len(names)).tolist()
        return {name: count for name, count in zip(names, counts, strict=True) if count}

    def last_listed(self, tie: str) -> str | None:
        """Return the date of the latest dated list that names a tie (EDTF)."""
        return self._last_listed.get(tie)

    def country_name(self, code: str | None) -> str:
        """Return the name of a country, its code when no source names it, nothing when there is none."""
        if code is None:
            return ""
        state = self.states.get(code)
        return state.name if state else code
