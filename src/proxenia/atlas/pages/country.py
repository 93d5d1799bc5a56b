"""A country: the state and its cities on one page, both levels' ties by partner country, over time."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.pages.city import YearCount
from proxenia.atlas.pages.field import counts_by_year
from proxenia.atlas.placed import abroad_and_within
from proxenia.atlas.year import YearView
from proxenia.model.vocabulary import OverlayClass, Status, TieKind
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.rule import CLASS_SENTENCES

__all__ = [
    "MOST_CITIES",
    "BodyMembership",
    "ClassCount",
    "CountryCity",
    "CountryPage",
    "PartnerLine",
    "build",
]

MOST_CITIES: Final = 50
_STATE_KINDS: Final = (
    TieKind.REPRESENTATION.value,
    TieKind.DIPLOMATIC_RELATION.value,
    TieKind.ALLIANCE.value,
    TieKind.RECOGNITION.value,
    TieKind.SANCTION.value,
    TieKind.MEMBERSHIP.value,
)


_OF_CITIES: Final = ("city_ties", "twinning", "agreement", "partnership", "treaty", "suspended", "dormant")
_SAME: Final = (
    *_OF_CITIES,
    *("relation", "alliance", "shared_organisations", "vote_agreement"),
    *("rupture", "no_relations", "armed_conflict"),
)
"""Columns of the overlay that are the same from both sides."""
_SHOWN: Final = [
    *("a", "b", "class", "hostile", "state_known", "distance_km"),
    *(f"{what}_{way}" for what in ("missions", "recognises", "sanction") for way in ("ab", "ba")),
    *_SAME,
]
"""The columns of the overlay that the page looks at."""
_OF_TIES: Final = ["id", "a", "b", "one", "two", "kind", "status", "start_earliest"]
"""What the page looks at of a city tie."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """Another country as both levels of this one stand to it; the columns of the overlay, seen from here.

    Attributes
    ----------
    missions_out, missions_in
        Resident missions kept there, and kept here.
    recognises, recognised
        This one recognises that one, and the other way round; none when nobody says.
    sanction_out, sanction_in
        Restrictions by this one, and by that one.
    hostile
        A rupture, a sanction or an armed conflict is in force.
    """

    partner: ActorLink
    overlay_class: str
    city_ties: int
    twinning: int
    agreement: int
    partnership: int
    treaty: int
    suspended: int
    dormant: int
    missions_out: int | None
    missions_in: int | None
    relation: bool | None
    alliance: bool | None
    shared_organisations: int | None
    vote_agreement: float | None
    recognises: bool | None
    recognised: bool | None
    sanction_out: bool | None
    sanction_in: bool | None
    rupture: bool | None
    no_relations: bool | None
    armed_conflict: bool | None
    hostile: bool
    state_known: bool
    distance_km: float | None
    address: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class of pairs, what it means, and in how many of the country's pairs it stands, with their city ties."""

    id: str
    meaning: str
    countries: int
    city_ties: int


@dataclass(frozen=True, slots=True)
class CountryCity:
    """A city or region of the country: its ties abroad and at home, and the countries it reaches."""

    city: ActorLink
    abroad: int
    at_home: int
    countries: int


@dataclass(frozen=True, slots=True)
class BodyMembership:
    """An organisation of states that the state belongs to, and the tie that says so.

    They are those that the overlay counts as shared bodies: one that was dissolved is not here, nor one whose later
    lists no longer name the state.

    Attributes
    ----------
    since
        None when no source dates it; it counts from the first list that names it.
    listed
        The latest dated list that names it; none when no list does.
    """

    body: ActorLink
    since: str | None
    listed: str | None
    status: str
    tie: str


@dataclass(frozen=True, slots=True)
class CountryPage:
    """A country as of a year.

    A choice narrows the city ties, the cities, the organisations and the starts, and the partners to those with a city
    tie that fits; the classes and what is between the states stay, for they follow from all ties.

    Attributes
    ----------
    city_ties, at_home
        Ties of its local governments in force with other countries; ties among them on the map.
    partners
        Every other country on which one of the levels says something, most city ties first.
    silent
        How many other countries both levels say nothing of.
    cities
        The busiest, up to a number of them; `all_cities` have ties.
    begun_cities, begun_state
        Dated starts of the ties abroad of its cities, and of the state's own ties, by year and kind.
    undated_cities, undated_state
        How many of either have no date.
    """

    as_of: int
    choice: ChoiceLine
    code: str
    country: ActorLink
    population: int | None
    city_ties: int
    at_home: int
    countries_reached: int
    missions_out: int
    missions_in: int
    classes: list[ClassCount]
    partners: list[PartnerLine]
    silent: int
    all_cities: int
    cities: list[CountryCity]
    organisations: list[BodyMembership]
    begun_cities: list[YearCount]
    undated_cities: int
    begun_state: list[YearCount]
    undated_state: int
    sources: list[CitedSource]


def _other(row: Row, code: str) -> str:
    """Return the other country of a pair."""
    other: str = row["b"] if row["a"] == code else row["a"]
    return other


def _partner(index: AtlasIndex, row: Row, code: str) -> PartnerLine:
    out, back = ("ab", "ba") if row["a"] == code else ("ba", "ab")
    return PartnerLine(
        partner=actor_link(index, f"iso:{_other(row, code)}"),
        overlay_class=row["class"],
        missions_out=row[f"missions_{out}"],
        missions_in=row[f"missions_{back}"],
        recognises=row[f"recognises_{out}"],
        recognised=row[f"recognises_{back}"],
        sanction_out=row[f"sanction_{out}"],
        sanction_in=row[f"sanction_{back}"],
        hostile=bool(row["hostile"]),
        state_known=bool(row["state_known"]),
        distance_km=row["distance_km"],
        address=f"/country-pair/{row['a']}/{row['b']}",
        **{name: row[name] for name in _SAME},
    )


def _counted(rows: list[Row], abroad: pl.DataFrame, code: str) -> list[Row]:
    """Return the rows with the city ties counted anew, of those on the map that are given, most ties first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one, two, kind, status in abroad.select("one", "two", "kind", "status").iter_rows():
        told = found[two if one == code else one]
        if status == Status.SUSPENDED.value:
            told["suspended"] += 1
        else:
            told.update([kind, "city_ties", *([status] if status == Status.DORMANT.value else [])])
    again = [{**row, **{name: found[_other(row, code)][name] for name in _OF_CITIES}} for row in rows]
    return sorted(again, key=lambda row: (-row["city_ties"], _other(row, code)))


def _says(row: Row) -> bool:
    """Tell whether one of the levels says anything of a pair."""
    return row["class"] != OverlayClass.UNKNOWN.value or _has_ties(row) or bool(row["state_known"])


def _has_ties(row: Row) -> bool:
    return bool(row["city_ties"] + row["suspended"])


def _missions(rows: list[Row], code: str) -> tuple[int, int]:
    """Return to how many countries a mission is sent, and from how many one is here."""
    ways = [("ab", "ba") if row["a"] == code else ("ba", "ab") for row in rows]
    told = [(row[f"missions_{out}"], row[f"missions_{back}"]) for row, (out, back) in zip(rows, ways, strict=True)]
    return sum(bool(out) for out, _ in told), sum(bool(back) for _, back in told)


def _classes(rows: list[Row]) -> list[ClassCount]:
    countries = Counter(row["class"] for row in rows)
    ties: Counter[str] = Counter()
    for row in rows:
        ties[row["class"]] += row["city_ties"]
    return [
        ClassCount(one.value, CLASS_SENTENCES[one.value], countries[one.value], ties[one.value]) for one in OverlayClass
    ]


def _cities(abroad: pl.DataFrame, home: pl.DataFrame, code: str) -> list[tuple[str, int, int, int]]:
    """Return the cities with ties, the busiest first: ties abroad, ties at home, countries reached."""
    ties: Counter[str] = Counter()
    reached: dict[str, set[str]] = defaultdict(set)
    for a, b, one, two in zip(*(abroad[name].to_list() for name in ("a", "b", "one", "two")), strict=True):
        city, other = (a, two) if one == code else (b, one)
        ties[city] += 1
        reached[city].add(other)
    at_home = Counter([*home["a"], *home["b"]])
    cities = sorted(ties.keys() | at_home.keys(), key=lambda city: (-ties[city], -at_home[city], city))
    return [(city, ties[city], at_home[city], len(reached[city]) if city in reached else 0) for city in cities]


def _organisations(view: YearView, overlay: Overlay, code: str) -> list[BodyMembership]:
    lines = []
    for body, record in overlay.bodies_of(code):
        if view.choice and not view.shows_tie(record):
            continue
        tie, listed = view.index.tie_by_id[record], view.index.last_listed(record)
        status = view.status(tie)[0]
        lines.append(BodyMembership(actor_link(view.index, body), tie.valid_from, listed, status, record))
    return sorted(lines, key=lambda line: (line.body.name, line.body.id))


def build(
    view: YearView, overlay: Overlay, placed: pl.DataFrame, code: str, *, most: int | None = MOST_CITIES
) -> CountryPage:
    """Return the payload of a country.

    Parameters
    ----------
    view
        The year.
    overlay
        Of the same year.
    placed
        The city ties of the year with their countries: those of this one, or all.
    code
        ISO 3166-1 alpha-2, in capitals.
    most
        So many cities at most; all of them when none.
    """
    index, state = view.index, f"iso:{code}"
    abroad, home = abroad_and_within(placed[_OF_TIES], code)
    chosen = bool(view.choice)
    rows = overlay.of_country(code)[_SHOWN].rows(named=True)
    if chosen:
        rows = _counted(rows, abroad, code)
    shown = [row for row in rows if (_has_ties(row) if chosen else _says(row))]
    missions_out, missions_in = _missions(rows, code)
    own = [tie for tie in view.ties_of(state) if tie.kind in _STATE_KINDS]
    cities = _cities(abroad, home, code)
    actor = index.actors.get(state)
    return CountryPage(
        as_of=view.year,
        choice=choice_line(view),
        code=code,
        country=actor_link(index, state),
        population=actor.population if actor is not None else None,
        city_ties=sum(row["city_ties"] for row in rows),
        at_home=home.height,
        countries_reached=sum(row["city_ties"] > 0 for row in rows),
        missions_out=missions_out,
        missions_in=missions_in,
        classes=_classes(rows),
        partners=[_partner(index, row, code) for row in shown],
        silent=len(rows) - len(shown),
        all_cities=len(cities),
        cities=[CountryCity(actor_link(index, city), *counts) for city, *counts in cities[:most]],
        organisations=_organisations(view, overlay, code),
        begun_cities=counts_by_year(abroad["start_earliest"], abroad["kind"]),
        undated_cities=abroad["start_earliest"].null_count(),
        begun_state=counts_by_year([tie.start_earliest for tie in own], [tie.kind for tie in own]),
        undated_state=sum(tie.start_earliest is None for tie in own),
        sources=cited_sources(index, [*abroad["id"], *(tie.id for tie in own)]),
    )
