"""Matches become judgements, signed and undoable: the only writer of judgements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from proxenia.ledger import Ledger
from proxenia.model.identifiers import scheme_of
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.predicates import Attribute, Qualifier
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.resolve.facts import place_facts
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.match import LocalPlace, Match, Outcome, match_places

__all__ = ["SIGNATURE", "Resolution", "local_places", "resolve_places", "write_judgements"]

SIGNATURE: Final = "resolver:1"
_SETTLED: Final = frozenset({"gn", "iso", "px", "act", "un"})
"""Schemes of identifiers that are nobody's local ones."""
_TOLD: Final = frozenset({Attribute.KIND, Attribute.NAME, Attribute.COUNTRY, Attribute.LOCATION})


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came of the names of a batch.

    Attributes
    ----------
    judgements
        The new ones, not yet written.
    facts
        What GeoNames says of the matched places and their states, to be appended by the runner of sources.
    settled
        How many places had been judged before.
    open
        The places that stay unresolved, with their candidates.
    """

    judgements: tuple[Judgement, ...]
    facts: tuple[Statement, ...]
    settled: int
    open: tuple[Match, ...]

    @property
    def names(self) -> dict[str, int]:
        """How many names are resolved, ambiguous and unknown."""
        ambiguous = sum(match.outcome is Outcome.AMBIGUOUS for match in self.open)
        return {
            "resolved": len(self.judgements) + self.settled,
            "ambiguous": ambiguous,
            "unknown": len(self.open) - ambiguous,
        }


def local_places(statements: Iterable[Statement], gazetteer: Gazetteer) -> list[LocalPlace]:
    """Return the cities that statements name in a source's own identifiers, with what helps to find them.

    A place without a country is left out of the gazetteer's reach by an empty one.
    """
    told: dict[str, dict[str, Statement]] = {}
    for statement in statements:
        if statement.predicate in _TOLD and scheme_of(statement.subject) not in _SETTLED:
            told.setdefault(statement.subject, {}).setdefault(statement.predicate, statement)
    return [
        _local_place(subject, facts, gazetteer)
        for subject, facts in told.items()
        if Attribute.NAME in facts and _is_city(facts.get(Attribute.KIND))
    ]


def _is_city(kind: Statement | None) -> bool:
    return kind is not None and kind.value == ActorKind.CITY


def _local_place(subject: str, facts: Mapping[str, Statement], gazetteer: Gazetteer) -> LocalPlace:
    country, location = facts.get(Attribute.COUNTRY), facts.get(Attribute.LOCATION)
    code = (country.object or "").removeprefix("iso:") if country is not None else ""
    # What the source wrote may say more than the state: England, or a state of the United States.
    written = country.qualifier(Qualifier.SUMMARY) if country is not None else None
    area = gazetteer.countries.area(written) if written else None
    division = area.division if area is not None and area.country == code else ""
    lon, _, lat = (location.value or "").partition(" ") if location is not None else ("", "", "")
    spot = (float(lon), float(lat)) if lon and lat else None
    return LocalPlace(subject, facts[Attribute.NAME].value or "", code, division, spot)


def resolve_places(
    places: Sequence[LocalPlace],
    gazetteer: Gazetteer,
    *,
    judged: Iterable[Judgement] = (),
    taken_back: Iterable[Judgement] = (),
    also: Iterable[str] = (),
    recorded_at: str,
) -> Resolution:
    """Match the places that nobody has judged yet, and prepare what is to be written.

    Parameters
    ----------
    judged
        The judgements in force: a place judged to be the same as another is left as it is, and a place judged to
        be different from a candidate does not become it.
    taken_back
        The judgements that were undone: a place whose match was taken back stays open, with that match as candidate.
    also
        Identifiers that a source used itself, whose facts are wanted too.
    """
    targets: dict[str, str] = {}
    different: dict[str, set[str]] = {}
    for judgement in judged:
        if judgement.verdict is Verdict.SAME:
            targets[judgement.left] = judgement.right
        elif judgement.verdict is Verdict.DIFFERENT:
            different.setdefault(judgement.left, set()).add(judgement.right)
    waiting = [_without(place, different) for place in places if place.id not in targets]
    undone = {(judgement.left, judgement.right) for judgement in taken_back}
    matches = [_unless_undone(match, undone) for match in match_places(waiting, gazetteer)]
    judgements = tuple(_judgement(match, recorded_at) for match in matches if match.place is not None)
    ids = {*also, *(judgement.right for judgement in judgements)}
    ids |= {targets[place.id] for place in places if place.id in targets}
    ids |= {f"iso:{place.country}" for place in places if place.country}
    facts = place_facts(ids, gazetteer, retrieved_at=recorded_at[:10])
    unresolved = tuple(match for match in matches if match.place is None)
    return Resolution(judgements, tuple(facts), len(places) - len(waiting), unresolved)


def _without(place: LocalPlace, different: Mapping[str, set[str]]) -> LocalPlace:
    others = different.get(place.id)
    if not others:
        return place
    return LocalPlace(place.id, place.name, place.country, place.division, place.spot, frozenset(others))


def _unless_undone(match: Match, undone: set[tuple[str, str]]) -> Match:
    place = match.place
    if place is None or (match.local.id, place.id) not in undone:
        return match
    return Match(match.local, Outcome.AMBIGUOUS, "this match was taken back", None, (place,))


def _judgement(match: Match, recorded_at: str) -> Judgement:
    place = match.place
    assert place is not None  # noqa: S101  # the caller keeps only resolved matches
    reason = f"{match.local.name!r} in {match.local.country} is {place.name}: {match.rule}"
    return Judgement(match.local.id, place.id, Verdict.SAME, reason, SIGNATURE, recorded_at)


def write_judgements(resolution: Resolution, ledger: Ledger) -> int:
    """Write the judgements of a resolution; return how many were new.

    What somebody took back is not judged again: only a person decides otherwise.
    """
    with ledger.transaction():
        undone = {(judgement.left, judgement.right) for judgement in ledger.taken_back()}
        return ledger.judge(item for item in resolution.judgements if (item.left, item.right) not in undone)
