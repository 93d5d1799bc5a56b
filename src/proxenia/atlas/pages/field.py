"""A field of activity: what belongs to it, its ties and acts over time, the widest pairs, the acts with sources."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import polars as pl

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, SourceLink, actor_link
from proxenia.atlas.pages.city import YearCount
from proxenia.atlas.year import YearView
from proxenia.model.period import day_text
from proxenia.model.vocabulary import ActorKind, Field

__all__ = [
    "MOST_LINES",
    "CityTies",
    "FieldAct",
    "FieldBody",
    "FieldLine",
    "FieldPage",
    "FieldsPage",
    "PairTies",
    "build",
    "build_index",
    "counts_by_year",
]

MOST_LINES: Final = 100
_LOCAL: Final = (ActorKind.CITY.value, ActorKind.REGION.value)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field with what is on the map of a year."""

    id: str
    label: str
    meaning: str
    address: str
    ties: int
    acts: int


@dataclass(frozen=True, slots=True)
class FieldsPage:
    """The seven fields of activity."""

    as_of: int
    choice: ChoiceLine
    fields: list[FieldLine]


@dataclass(frozen=True, slots=True)
class PairTies:
    """What joins two countries in the field, or the actors of one: ties of local governments, and acts."""

    a: ActorLink
    b: ActorLink
    ties: int
    acts: int
    address: str


@dataclass(frozen=True, slots=True)
class CityTies:
    """A city or region with its ties, memberships among them, and its acts in the field."""

    city: ActorLink
    ties: int
    acts: int


@dataclass(frozen=True, slots=True)
class FieldBody:
    """A city network or another body that works in the field, with its members in the register."""

    body: ActorLink
    members: int


@dataclass(frozen=True, slots=True)
class FieldAct:
    """An act in the field; who took part, as far as the register names them, and where it stands."""

    id: str
    title: str
    kind: str
    date: str | None
    actors: list[str]
    sources: list[SourceLink]


@dataclass(frozen=True, slots=True)
class FieldPage:
    """A field of activity as of a year.

    Attributes
    ----------
    ties
        Ties of any kind in the field, memberships among them.
    by_kind
        They by kind; `undated` of them have no start.
    begun, acts_by_kind
        Dated starts of ties, and acts, by year and kind.
    pairs, cities
        Ties and acts by pair of countries (or within one), and by city: the most first, up to a number of them.
    all_pairs, all_cities
        How many there are.
    acts
        Up to the year, the latest first.
    """

    as_of: int
    choice: ChoiceLine
    id: str
    label: str
    meaning: str
    ties: int
    undated: int
    by_kind: dict[str, int]
    begun: list[YearCount]
    acts_by_kind: list[YearCount]
    all_pairs: int
    pairs: list[PairTies]
    all_cities: int
    cities: list[CityTies]
    bodies: list[FieldBody]
    acts: list[FieldAct]
    sources: list[CitedSource]


def label_of(field: Field) -> str:
    """Return the heading of a field.

    >>> label_of(Field.HUMAN_RIGHTS)
    'Human rights'
    """
    return field.value.replace("_", " ").capitalize()


def counts_by_year(days: Iterable[int | None], words: Iterable[str]) -> list[YearCount]:
    """Return how many begin in each year by word; those without a day are left out."""
    counted = Counter(zip(days, words, strict=True))
    years: Counter[tuple[int, str]] = Counter()
    for (day, word), number in counted.items():
        if day is not None:
            years[int(day_text(day)[:-6]), word] += number
    return [YearCount(year, word, number) for (year, word), number in sorted(years.items())]


def _ties(view: YearView, field: Field) -> pl.DataFrame:
    """Return the ties of a field on the map of a year, with the day they begin."""
    inside = view.index.snapshot.ties.filter(pl.col("fields").list.contains(field.value))
    return view.ties.select("id", "a", "b", "kind").join(inside.select("id", "start_earliest"), on="id")


def _homes(index: AtlasIndex) -> pl.DataFrame:
    local = pl.col("kind").fill_null(ActorKind.CITY.value).is_in(_LOCAL)
    return index.snapshot.actors.filter(local).select("id", "country")


def _tied_pairs(index: AtlasIndex, ties: pl.DataFrame) -> Counter[tuple[str, str]]:
    homes = _homes(index)
    counted = (
        ties.join(homes.rename({"id": "a", "country": "one"}), on="a")
        .join(homes.rename({"id": "b", "country": "two"}), on="b")
        .filter(pl.col("one").is_not_null() & pl.col("two").is_not_null())
        .select(pl.min_horizontal("one", "two").alias("one"), pl.max_horizontal("one", "two").alias("two"))
        .group_by("one", "two")
        .len()
    )
    return Counter({(one, two): number for one, two, number in counted.iter_rows()})


def _joined_pairs(index: AtlasIndex, acts: Iterable[str]) -> Counter[tuple[str, str]]:
    """Return how many acts join actors of two countries, or several actors of one."""
    found: Counter[tuple[str, str]] = Counter()
    for act in acts:
        actors = {actor for actor, _ in index.participants_of.get(act, ())}
        homes = sorted(filter(None, (actor_link(index, actor).country for actor in actors)))
        found.update(set(combinations(homes, 2)))
    return found


def _pairs(index: AtlasIndex, ties: pl.DataFrame, acts: Iterable[str]) -> list[tuple[tuple[str, str], int, int]]:
    tied, joined = _tied_pairs(index, ties), _joined_pairs(index, acts)
    pairs = [(pair, tied[pair], joined[pair]) for pair in tied.keys() | joined.keys()]
    return sorted(pairs, key=lambda one: (-one[1], -one[2], one[0]))


def _pair(index: AtlasIndex, pair: tuple[str, str], ties: int, acts: int) -> PairTies:
    one, two = pair
    address = f"/country/{one}" if one == two else f"/country-pair/{one}/{two}"
    return PairTies(actor_link(index, f"iso:{one}"), actor_link(index, f"iso:{two}"), ties, acts, address)


def _cities(view: YearView, ties: pl.DataFrame, acts: Iterable[str]) -> list[tuple[str, int, int]]:
    homes = _homes(view.index)
    ends = pl.concat([ties.select(id="a"), ties.select(id="b")]).join(homes, on="id", how="semi")
    tied: Counter[str] = Counter(dict(ends.group_by("id").len().iter_rows()))
    local = set(homes["id"])
    acting = Counter(actor for act in acts for actor in {one for one, _ in view.participants(act)} if actor in local)
    cities = [(city, tied[city], acting[city]) for city in tied.keys() | acting.keys()]
    return sorted(cities, key=lambda one: (-one[1], -one[2], one[0]))


def _bodies(view: YearView, ties: pl.DataFrame, field: Field) -> list[FieldBody]:
    index = view.index
    members = dict(ties.filter(pl.col("kind") == "membership").group_by("b").len().iter_rows())
    known = {one.id for one in index.actors.values() if field.value in one.fields} | members.keys()
    known = known if view.actors is None else known & view.actors
    lines = [FieldBody(actor_link(index, body), members.get(body, 0)) for body in known]
    return sorted(lines, key=lambda line: (-line.members, line.body.name, line.body.id))


def _act(index: AtlasIndex, act: str) -> FieldAct:
    row = index.acts[act]
    actors = sorted({actor_link(index, actor).name for actor, _ in index.participants_of.get(act, ())})
    places = {(line.source, line.reference) for line in index.evidence(act)}
    sources = [SourceLink(*place) for place in sorted(places)]
    return FieldAct(row.id, row.title or row.id, row.kind, row.date, actors, sources)


def _acts(view: YearView, field: Field) -> list[str]:
    index = view.index
    known = [act for act in index.acts.values() if field.value in (act.fields or ()) and view.shows_act(act.id)]
    return [act.id for act in sorted(known, key=lambda act: (-(act.latest or 0), act.id))]


def build(view: YearView, field: Field, *, most: int | None = MOST_LINES) -> FieldPage:
    """Return the payload of a field.

    Parameters
    ----------
    view
        The year.
    field
        The field.
    most
        So many pairs of countries and cities at most; all of them when none.
    """
    index, ties = view.index, _ties(view, field)
    acts = _acts(view, field)
    pairs, cities = _pairs(index, ties, acts), _cities(view, ties, acts)
    rows = [index.acts[act] for act in acts]
    return FieldPage(
        as_of=view.year,
        choice=choice_line(view),
        id=field.value,
        label=label_of(field),
        meaning=field.meaning,
        ties=ties.height,
        undated=ties["start_earliest"].null_count(),
        by_kind=dict(ties.group_by("kind").len().sort("kind").iter_rows()),
        begun=counts_by_year(ties["start_earliest"], ties["kind"]),
        acts_by_kind=counts_by_year([row.earliest for row in rows], [row.kind for row in rows]),
        all_pairs=len(pairs),
        pairs=[_pair(index, *one) for one in pairs[:most]],
        all_cities=len(cities),
        cities=[CityTies(actor_link(index, city), tied, acting) for city, tied, acting in cities[:most]],
        bodies=_bodies(view, ties, field),
        acts=[_act(index, act) for act in acts],
        sources=cited_sources(index, [*ties["id"], *acts]),
    )


def _line(view: YearView, field: Field) -> FieldLine:
    return FieldLine(
        id=field.value,
        label=label_of(field),
        meaning=field.meaning,
        address=f"/field/{field.value}",
        ties=_ties(view, field).height,
        acts=len(_acts(view, field)),
    )


def build_index(view: YearView) -> FieldsPage:
    """Return the payload of the list of fields."""
    return FieldsPage(as_of=view.year, choice=choice_line(view), fields=[_line(view, field) for field in Field])
