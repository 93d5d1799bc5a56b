"""From an item to statements: ties, offices and facts, with what the other items tell about them.

Who gets what:

- an item of a class of cities, regions or states, or whose classes were not met: its twinnings (P190);
- a city, a region or a state: its memberships (P463); a state: its diplomatic relations (P530);
- an item of a class of missions: `representation` of its operator (P137) in the state where it stands (P17), with the
  place (P131) and the word for the mission;
- whoever has a kind, or a tie: its name, other names, country, location, population, head, dates, and other ids.

States are ``iso:XX`` in ties, as everywhere; of themselves they speak as ``wd:Q…`` with `same_as`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Qualifiers, Statement
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.sources.wikidata.classes import Classes
from proxenia.sources.wikidata.drafts import Draft, Office, Record, address, record_of
from proxenia.sources.wikidata.entity import Entity

__all__ = ["GOVERNED", "Known", "Refuse", "entity_statements", "record_statements"]

Refuse = Callable[[str], None]
"""Called with the reason for everything that is left out."""

GOVERNED: Final = frozenset({ActorKind.CITY.value, ActorKind.REGION.value, ActorKind.STATE.value})
"""Kinds of actors whose memberships are said."""
_LONGEST_REASON: Final = 200
_STATE: Final = ActorKind.STATE.value
_TWINNING: Final = TieKind.TWINNING.value
_MEMBERSHIP: Final = TieKind.MEMBERSHIP.value
_HEAD: Final = Attribute.HEAD_OF_GOVERNMENT.value


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of other items than the one at hand.

    Attributes
    ----------
    classes
        What the classes mean.
    states
        The identifier of each item that bears an ISO 3166-1 code today: ``Q183`` → ``iso:DE``.
    labels
        Names of items: of causes and of persons.
    kinds
        The kind of items that were met; an empty text for what is no actor.
    """

    classes: Classes
    states: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    def actor(self, item: str) -> str:
        """Return the identifier of an item: a state's ISO code where it has one."""
        return self.states.get(item) or f"wd:{item}"


def entity_statements(
    entity: Entity, known: Known, *, source: str, retrieved_at: str, refuse: Refuse
) -> Iterator[Statement]:
    """Give what an item says.

    Parameters
    ----------
    retrieved_at
        The day of reading (EDTF).
    refuse
        Called with the reason for everything that is left out.
    """
    record = record_of(entity, retrieved_at=retrieved_at)
    yield from record_statements(record, known, source=source, retrieved_at=retrieved_at, refuse=refuse)


def record_statements(
    record: Record,
    known: Known,
    *,
    source: str,
    retrieved_at: str,
    refuse: Refuse,
    is_named: bool = True,
    is_body: bool = False,
) -> Iterator[Statement]:
    """Give what an item says, from what was taken out of it before.

    Parameters
    ----------
    is_named
        Another item is tied to it: its facts are wanted even where it has no tie of its own.
    is_body
        A city, a region or a state is a member of it: its facts are wanted even where its classes make it no actor.
    """
    reader = _Reader(record, known, source, retrieved_at, refuse)
    kind = known.classes.kind(record.classes)
    word = known.classes.mission(record.classes) if record.office is not None else ""
    said = [*reader.ties(kind), *(reader.representations(record.office, word) if word and record.office else ())]
    wanted = is_body or (bool(kind) and is_named) or bool(said)
    if not wanted:
        return
    for note in record.notes:
        refuse(f"{record.id}: {note}")
    if not word:
        yield from reader.facts(kind)
    yield from said


@dataclass(frozen=True, slots=True)
class _Reader:
    record: Record
    known: Known
    source: str
    retrieved_at: str
    refuse: Refuse

    def ties(self, kind: str | None) -> Iterator[Statement]:
        subject = self.known.actor(self.record.id)
        for draft in self.record.ties:
            if draft.predicate == _TWINNING and kind is not None and kind not in GOVERNED:
                self.refuse(f"{self.record.id}: twinned, but no city, region or state by its classes")
            elif draft.predicate == _TWINNING or _may(draft.predicate, kind):
                yield from self._tie(draft, subject, self.known.actor(draft.object), draft.qualifiers)

    def representations(self, office: Office, word: str) -> Iterator[Statement]:
        item = self.record.id
        if not office.hosts:
            self.refuse(f"{item}: {word} without the state in which it stands (P17)")
            return
        place = ((Qualifier.PLACE.value, f"wd:{office.places[0]}"),) if len(office.places) == 1 else ()
        if len(office.places) > 1:
            self.refuse(f"{item}: {word} in several places ({', '.join(office.places[:5])}): none is taken")
        for draft in office.kept:
            if self._kind_of(draft.object) == "":
                self.refuse(f"{item}: {word} kept by {draft.object}, which is no state, region, city or body")
                continue
            for host in office.hosts:
                qualifiers = (*draft.qualifiers, (Qualifier.MISSION.value, word), *place)
                subject, other = self.known.actor(draft.object), self.known.actor(host)
                yield from self._tie(draft, subject, other, tuple(sorted(qualifiers)))

    def _kind_of(self, item: str) -> str | None:
        return _STATE if item in self.known.states else self.known.kinds.get(item)

    def _tie(self, draft: Draft, subject: str, other: str, qualifiers: Qualifiers) -> Iterator[Statement]:
        if subject == other:
            self.refuse(f"{self.record.id}: {draft.predicate} ties {subject} to itself")
            return
        if draft.cause:
            reason = (self.known.labels.get(draft.cause) or draft.cause)[:_LONGEST_REASON]
            qualifiers = tuple(sorted((*qualifiers, (Qualifier.REASON.value, reason))))
        yield Statement(
            subject,
            draft.predicate,
            self.source,
            draft.reference,
            other,
            None,
            None,
            None,
            draft.period or None,
            qualifiers,
            self.retrieved_at,
        )

    def facts(self, kind: str | None) -> Iterator[Statement]:
        record, here = self.record, address(self.record.id)
        if kind:
            yield self._fact(Attribute.KIND.value, address(record.id, "P31"), value=kind)
        if record.name:
            yield self._fact(Attribute.NAME.value, here, value=record.name, language=record.language)
        for item in record.countries:
            # A state is not in a country; a country without a code of today is no state of today.
            if item in self.known.states and kind != _STATE:
                there = self.known.states[item]
                yield self._fact(Attribute.COUNTRY.value, address(record.id, "P17"), object_=there)
        for draft in record.facts:
            yield self._fact_of(draft)

    def _fact_of(self, draft: Draft) -> Statement:
        value, object_ = draft.value or None, draft.object or None
        if draft.predicate == _HEAD:
            value = self.known.labels.get(draft.object)
            object_ = None if value else f"wd:{draft.object}"
        return Statement(
            f"wd:{self.record.id}",
            draft.predicate,
            self.source,
            draft.reference,
            object_,
            value,
            draft.unit or None,
            draft.language or None,
            draft.period or None,
            (),
            self.retrieved_at,
        )

    def _fact(
        self,
        predicate: str,
        reference: str,
        *,
        value: str | None = None,
        language: str | None = None,
        object_: str | None = None,
    ) -> Statement:
        return Statement(
            subject=f"wd:{self.record.id}",
            predicate=predicate,
            source=self.source,
            reference=reference,
            object=object_,
            value=value,
            language=language,
            retrieved_at=self.retrieved_at,
        )


def _may(predicate: str, kind: str | None) -> bool:
    """Tell whether an actor of a kind has such a tie here; nobody knows what an unmet class is."""
    if predicate == _MEMBERSHIP:
        return kind in GOVERNED
    return kind in (_STATE, None)
