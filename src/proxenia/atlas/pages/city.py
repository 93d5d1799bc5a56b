"""A city: place, names, ties by kind and field over time, networks, acts, evidence."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.index import AtlasIndex, TieRow
from proxenia.atlas.lines import (
    ActLine,
    ActorLink,
    ConflictLine,
    EvidenceLine,
    TieLine,
    act_line,
    actor_link,
    conflict_lines,
    evidence_lines,
    tie_line,
)
from proxenia.atlas.pages.standing import Standing
from proxenia.atlas.year import YearView
from proxenia.model.actor import Actor
from proxenia.model.period import day_text
from proxenia.model.predicates import FIGURES
from proxenia.model.vocabulary import ActorKind, TieKind

__all__ = [
    "ActorPage",
    "CityCount",
    "NameLine",
    "OfficeLine",
    "YearCount",
    "build",
    "cities_in",
    "city_acts",
    "city_ties",
]

_LOCAL = (ActorKind.CITY, ActorKind.REGION)


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name of the actor."""

    name: str
    language: str | None


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many ties of one word of the vocabulary, a kind or a field, begin in a year."""

    year: int
    word: str
    begun: int


@dataclass(frozen=True, slots=True)
class CityCount:
    """A city or region of a state with the number of its ties."""

    city: ActorLink
    ties: int


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An embassy, a consulate or another office in a city, and the tie that it belongs to."""

    keeper: ActorLink
    mission: str | None
    tie: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """A city, region or state as of a year.

    Attributes
    ----------
    twinnings, other_ties, memberships
        Ties on the map of that year, by partner.
    begun_by_kind, begun_by_field
        Starts of ties by year, as far as a source dates them; a tie of two fields counts in both.
    undated
        How many of the ties no source dates.
    acts
        What it took part in up to that year, the latest first.
    offices
        Of a city: the offices that actors keep in it on the map of that year, by their keeper.
    cities
        Of a state: its cities and regions with ties on the map of that year, most ties first.
    evidence
        What each source says of the place itself; figures of many years and between states stand in the tables.
    standing
        Of a city or region: how its ties stand to those of its state; none without a tie abroad.
    """

    as_of: int
    choice: ChoiceLine
    actor: ActorLink
    population: int | None
    names: list[NameLine]
    twinnings: list[TieLine]
    other_ties: list[TieLine]
    memberships: list[TieLine]
    by_kind: dict[str, int]
    by_field: dict[str, int]
    by_status: dict[str, int]
    countries_reached: int
    begun_by_kind: list[YearCount]
    begun_by_field: list[YearCount]
    undated: int
    acts: list[ActLine]
    cities: list[CityCount]
    offices: list[OfficeLine]
    conflicts: list[ConflictLine]
    evidence: list[EvidenceLine]
    standing: Standing | None


def city_ties(view: YearView, identifier: str) -> list[TieLine]:
    """Return the ties of an actor on the map of a year, by kind and partner's name."""
    lines = [tie_line(view, tie, seen_from=identifier) for tie in view.ties_of(identifier)]
    return sorted(lines, key=lambda line: (line.kind, line.partner.name, line.partner.id))


def city_acts(view: YearView, identifier: str) -> list[ActLine]:
    """Return the acts an actor took part in up to a year, the latest first."""
    index = view.index
    known = [(index.acts[act], role) for act, role in view.acts_of(identifier)]
    known.sort(key=lambda pair: (-(pair[0].latest or 0), pair[0].id, pair[1]))
    return [act_line(act, role=role) for act, role in known]


def _names(index: AtlasIndex, actor: Actor) -> list[NameLine]:
    rows = {(name, language) for name, language, _ in index.names(actor.id) if name != actor.name}
    return [NameLine(*row) for row in sorted(rows, key=lambda row: (row[0].casefold(), row[1] or "", row[0]))]


def _begun(ties: list[TieRow], words_of: Callable[[TieRow], Sequence[str]]) -> list[YearCount]:
    """Return how many dated ties begin in each year, by the words that a function gives for a tie."""
    dated = [(int(day_text(tie.start_earliest)[:-6]), tie) for tie in ties if tie.start_earliest is not None]
    counts = Counter((year, word) for year, tie in dated for word in words_of(tie))
    return [YearCount(year, word, begun) for (year, word), begun in sorted(counts.items())]


def cities_in(view: YearView, code: str | None) -> list[CityCount]:
    """Return the cities and regions of a country that have ties, those with most first."""
    index = view.index
    counts = [(view.tie_count(one.id), one) for one in index.local_in.get(code, ())]
    tied = [(ties, one) for ties, one in counts if ties]
    tied.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].id))
    return [CityCount(actor_link(index, one.id), ties) for ties, one in tied]


def _offices(view: YearView, city: Actor) -> list[OfficeLine]:
    """Return the offices that stand in a city, by their keeper's name."""
    index = view.index
    held = [(index.tie_by_id[tie], mission) for tie, mission in index.offices_in.get(city.id, ())]
    lines = [OfficeLine(actor_link(index, tie.a), mission, tie.id) for tie, mission in held if view.shows_tie(tie.id)]
    return sorted(lines, key=lambda line: (line.keeper.name, line.mission or "", line.tie))


def build(
    view: YearView, identifier: str, *, standing: Standing | None = None, cities: list[CityCount] | None = None
) -> ActorPage:
    """Return the payload of a city, a region or a state.

    Parameters
    ----------
    view
        The year.
    identifier
        The actor's, also an alias.
    standing
        How a city stands to its state, which takes longer to compute than the rest.
    cities
        Of a state, where they are there already (:func:`cities_in`).

    Raises
    ------
    NotFoundError
        When there is no such actor.
    """
    index = view.index
    actor = index.actor(identifier)
    rows = list(view.ties_of(actor.id))
    lines = city_ties(view, actor.id)
    if cities is None:
        cities = cities_in(view, actor.country) if actor.kind is ActorKind.STATE else []
    partners = {line.partner.country for line in lines if line.partner.kind in _LOCAL}
    return ActorPage(
        as_of=view.year,
        choice=choice_line(view),
        actor=actor_link(index, actor.id),
        population=actor.population,
        names=_names(index, actor),
        twinnings=[line for line in lines if line.kind == TieKind.TWINNING],
        memberships=[line for line in lines if line.kind == TieKind.MEMBERSHIP],
        other_ties=[line for line in lines if line.kind not in (TieKind.TWINNING, TieKind.MEMBERSHIP)],
        by_kind=dict(sorted(Counter(line.kind for line in lines).items())),
        by_field=dict(sorted(Counter(field for line in lines for field in line.fields).items())),
        by_status=dict(sorted(Counter(line.status for line in lines).items())),
        countries_reached=len(partners - {None, actor.country}),
        begun_by_kind=_begun(rows, lambda tie: (tie.kind,)),
        begun_by_field=_begun(rows, lambda tie: tie.fields or ()),
        undated=sum(row.undated for row in rows),
        acts=city_acts(view, actor.id),
        cities=cities,
        offices=_offices(view, actor),
        conflicts=conflict_lines(index, actor.id),
        evidence=evidence_lines(index, actor.id, leave_out=FIGURES),
        standing=standing,
    )
