"""Matches become judgements, signed and undoable: the only writer of judgements.

Three things are judged, in this order, and none of them against a judgement in force or a person's word: identifiers
that a source states itself, then matches by name from the likeliest on, then states, regions and networks. Two
entries of one register are never judged the same place (:mod:`proxenia.resolve.links`): the likelier one gets it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final, cast

import polars as pl

from proxenia.ledger import Ledger
from proxenia.model.judgement import Judgement, Verdict
from proxenia.model.predicates import Attribute
from proxenia.model.statement import Statement
from proxenia.model.vocabulary import ActorKind
from proxenia.resolve.bodies import Known, LocalBody, find_bodies, known_bodies, local_bodies
from proxenia.resolve.facts import ISO_REGIONS, gazetteer_facts
from proxenia.resolve.gazetteer import Gazetteer, Place
from proxenia.resolve.links import Links, is_person
from proxenia.resolve.local import local_places
from proxenia.resolve.match import LocalPlace, Match, Outcome, match_places
from proxenia.resolve.stated import Stated, weigh_stated
from proxenia.resolve.surroundings import MUTUAL, known_ties

__all__ = [
    "SIGNATURE",
    "Resolution",
    "is_person",
    "local_places",
    "named_regions",
    "resolve_places",
    "resolve_statements",
    "write_judgements",
]

SIGNATURE: Final = "resolver:2"
_LOOKED_AT: Final = ("subject", "predicate", "object", "value", "source")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came of the names of a batch.

    Attributes
    ----------
    judgements
        The new ones, not yet written.
    facts
        What GeoNames says of the matched places and their states, and ISO 3166-2 of the regions, to be appended by
        the runner of sources.
    settled
        How many places had been judged before.
    open
        The places that stay unresolved, with their candidates: the names for people to look at, and the unknown ones.
    contradictions
        The places whose coordinates lie far from every place of their name.
    bodies
        How many states, regions and networks were judged.
    """

    judgements: tuple[Judgement, ...]
    facts: tuple[Statement, ...]
    settled: int
    open: tuple[Match, ...]
    contradictions: tuple[Match, ...] = ()
    bodies: int = 0
    resolved: int = 0

    @property
    def names(self) -> dict[str, int]:
        """How many names are resolved, ambiguous and unknown."""
        ambiguous = len(self.review)
        return {
            "resolved": self.resolved + self.settled,
            "ambiguous": ambiguous,
            "unknown": len(self.open) - ambiguous,
        }

    @property
    def review(self) -> tuple[Match, ...]:
        """The open matches with candidates."""
        return tuple(match for match in self.open if match.outcome is Outcome.AMBIGUOUS)


def resolve_statements(
    statements: Sequence[Statement], ledger: Ledger, gazetteer: Gazetteer, *, also: Iterable[str] = (), recorded_at: str
) -> Resolution:
    """Resolve what statements name, with all that the ledger holds: its judgements, other lists' ties, its actors.

    Parameters
    ----------
    statements
        Those of one source, as it says them now.
    also
        Identifiers that the source used itself, whose facts are wanted too.
    """
    held = cast("pl.DataFrame", pl.from_arrow(ledger.statements_table(columns=_LOOKED_AT)))
    judged = ledger.judgements()
    sources = {statement.source for statement in statements}
    others = held.filter(pl.col("predicate").is_in(MUTUAL) & ~pl.col("source").is_in(sources))
    return resolve_places(
        local_places(statements, gazetteer),
        gazetteer,
        judged=judged,
        taken_back=ledger.taken_back(),
        also=also,
        ties=known_ties(_statements_of(others), judged),
        bodies=local_bodies(statements),
        known=known_bodies(_statements_of(held.filter(pl.col("subject").str.contains("^(px|iso):")))),
        named=_named_among(held, judged),
        recorded_at=recorded_at,
    )


def _statements_of(rows: pl.DataFrame) -> Iterator[Statement]:
    """Give rows of `_LOOKED_AT` as statements that are looked at and not written."""
    for subject, predicate, object_, value, source in rows.select(_LOOKED_AT).iter_rows():
        yield Statement(subject, predicate, source, "", object_, value)


def resolve_places(
    places: Sequence[LocalPlace],
    gazetteer: Gazetteer,
    *,
    judged: Iterable[Judgement] = (),
    taken_back: Iterable[Judgement] = (),
    also: Iterable[str] = (),
    ties: pl.DataFrame | None = None,
    bodies: Sequence[LocalBody] = (),
    known: Known | None = None,
    named: AbstractSet[str] = frozenset(),
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
    ties
        What other lists tie (:data:`proxenia.resolve.surroundings.TIES`).
    bodies, known
        States, regions and networks to be found, and those that are known (:mod:`proxenia.resolve.bodies`).
    named
        The regions (``iso:XX-YY``) that a source names: their facts bring other names only.
    """
    in_force = list(judged)
    links = Links(in_force)
    targets = {place.id: found for place in places if (found := links.place_of(place.id))}
    waiting = _with_differences((place for place in places if place.id not in targets), in_force)
    closed = _closed(in_force, taken_back)
    stated, contradicted = weigh_stated(waiting, gazetteer, links, closed.keys())
    by_id = {one.place.id: one.identifier for one in stated if one.identifier.startswith("gn:")}
    unnamed = [place for place in waiting if place.id not in by_id]
    matches = match_places(unnamed, gazetteer, ties=ties, placed=targets | by_id)
    matches = [_unless_closed(_unless_contradicted(match, contradicted), closed) for match in matches]
    kept = _joined(matches, links)
    judgements = [_of_stated(one, recorded_at) for one in stated]
    judgements += [_judgement(match, recorded_at) for match in kept if match.place is not None]
    met = find_bodies(bodies, gazetteer.countries, known or {}, gazetteer.regions if bodies else None)
    of_bodies = _of_bodies(met, links, closed, recorded_at)
    ids = {*also, *(one.right for one in (*judgements, *of_bodies))}
    ids |= {targets[place.id] for place in places if place.id in targets}
    ids |= {f"iso:{place.country}" for place in places if place.country}
    regions = {key for body in bodies if _is_region(key := links.place_of(body.id))}
    ids |= regions
    facts = gazetteer_facts(ids, gazetteer, named=regions | named, retrieved_at=recorded_at[:10])
    return Resolution(
        (*judgements, *of_bodies),
        tuple(facts),
        len(places) - len(waiting),
        tuple(match for match in kept if match.place is None),
        tuple(match for match in kept if match.contradicts),
        len(of_bodies),
        len(by_id) + sum(match.place is not None for match in kept),
    )


def named_regions(ledger: Ledger) -> set[str]:
    """Return the regions of ISO 3166-2 that any other source of a ledger gives a name."""
    table = ledger.statements_table(columns=["subject", "predicate", "source"])
    held = cast("pl.DataFrame", pl.from_arrow(table))
    return _named_among(held, ledger.judgements())


def _named_among(held: pl.DataFrame, judged: Iterable[Judgement]) -> set[str]:
    """Return the regions that a source names: by their identifier, or by one of its own that was judged the same."""
    same = {one.left: one.right for one in judged if one.verdict is Verdict.SAME and _is_region(one.right)}
    is_named = (pl.col("predicate") == Attribute.NAME.value) & (pl.col("source") != ISO_REGIONS)
    is_asked = pl.col("subject").is_in(list(same)) | pl.col("subject").str.starts_with("iso:")
    named = held.filter(is_named & is_asked)["subject"].unique().to_list()
    return {key for one in named if _is_region(key := same.get(one, one))}


def _is_region(identifier: str) -> bool:
    return identifier.startswith("iso:") and "-" in identifier


def _with_differences(places: Iterable[LocalPlace], judged: Iterable[Judgement]) -> list[LocalPlace]:
    """Return the places, each with what it is known not to be."""
    different: dict[str, set[str]] = {}
    for one in judged:
        if one.verdict is Verdict.DIFFERENT:
            different.setdefault(one.left, set()).add(one.right)
            different.setdefault(one.right, set()).add(one.left)
    return [
        replace(place, other_than=frozenset(different[place.id])) if place.id in different else place
        for place in places
    ]


def _closed(judged: Iterable[Judgement], taken_back: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """Return the pairs that are not judged by a program again, and why."""
    unsure = {
        (one.left, one.right): "a person looked at this match and did not decide"
        for one in judged
        if one.verdict is Verdict.UNSURE
    }
    return unsure | {(one.left, one.right): "this match was taken back" for one in taken_back}


def _unless_closed(match: Match, closed: Mapping[tuple[str, str], str]) -> Match:
    why = closed.get((match.local.id, match.place.id)) if match.place is not None else None
    return match if why is None else _reopened(match, why)


def _unless_contradicted(match: Match, contradicted: Mapping[str, Place]) -> Match:
    """Leave a place open whose stated identifier its own country or coordinates contradict."""
    stated = contradicted.get(match.local.id)
    if stated is None:
        return match
    opened = _reopened(match, "") if match.place is not None else match
    rest = [pair for pair in zip(opened.candidates, opened.probabilities, strict=True) if pair[0] != stated]
    return replace(
        opened,
        outcome=Outcome.AMBIGUOUS,
        rule=(
            f"the source states {stated.id} ({stated.name}, {stated.country}),"
            " which its own country or coordinates contradict"
        ),
        candidates=(*(place for place, _ in rest), stated),
        probabilities=(*(likely for _, likely in rest), 0.0),
        contradicts=True,
    )


def _reopened(match: Match, why: str) -> Match:
    place = match.place
    assert place is not None  # noqa: S101  # only matches with a place are reopened
    return replace(
        match,
        outcome=Outcome.AMBIGUOUS,
        rule=why,
        place=None,
        candidates=(place, *match.candidates),
        probabilities=(match.probability, *match.probabilities),
    )


def _joined(matches: Sequence[Match], links: Links) -> list[Match]:
    """Take the matches from the likeliest on; one that would make one of two entries of a register stays open."""
    order = sorted(range(len(matches)), key=lambda number: (-matches[number].probability, matches[number].local.id))
    kept = list(matches)
    for number in order:
        match = matches[number]
        if match.place is not None:
            obstacle = links.join(match.local.id, match.place.id)
            if obstacle:
                kept[number] = _reopened(match, f"it would make one of two: {obstacle}")
    return kept


def _judgement(match: Match, recorded_at: str) -> Judgement:
    place = match.place
    assert place is not None  # noqa: S101  # the caller keeps only resolved matches
    where = f" in {match.local.country}" if match.local.country else ""
    reason = f"{match.local.name!r}{where} is {place.name}: {match.rule} (probability {match.probability:.3f})"
    return Judgement(match.local.id, place.id, Verdict.SAME, reason, SIGNATURE, recorded_at)


def _of_stated(stated: Stated, recorded_at: str) -> Judgement:
    return Judgement(stated.place.id, stated.identifier, Verdict.SAME, stated.reason, SIGNATURE, recorded_at)


def _of_bodies(
    found: Iterable[tuple[LocalBody, str, str]], links: Links, closed: Container[tuple[str, str]], recorded_at: str
) -> list[Judgement]:
    judgements = []
    for body, identifier, reason in found:
        if body.kind == ActorKind.REGION and links.place_of(body.id).startswith("gn:"):
            continue  # what another source takes for a city: a person decides which of them it is
        is_new = links.find(body.id) != links.find(identifier)
        if is_new and (body.id, identifier) not in closed and not links.join(body.id, identifier):
            judgements.append(Judgement(body.id, identifier, Verdict.SAME, reason, SIGNATURE, recorded_at))
    return judgements


def write_judgements(resolution: Resolution, ledger: Ledger) -> int:
    """Write the judgements of a resolution; return how many were new.

    What somebody took back is not judged again: only a person decides otherwise.
    """
    with ledger.transaction():
        undone = {(judgement.left, judgement.right) for judgement in ledger.taken_back()}
        return ledger.judge(item for item in resolution.judgements if (item.left, item.right) not in undone)
