"""Compare: two to five cities side by side, with the ties behind every number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from proxenia.atlas.chosen_cities import AskedCity, Choice
from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, TieLine, actor_link, tie_line
from proxenia.atlas.year import YearView
from proxenia.errors import UnknownValueError
from proxenia.model.vocabulary import Field, Status
from proxenia.profiles.compare import Comparison, TieCount
from proxenia.profiles.compare_partners import BETWEEN_CITIES, PartnerLine
from proxenia.profiles.compare_ties import WITHOUT_DATE, ComparedTie, YearTies
from proxenia.profiles.peer_world import KINDS, LOCAL

__all__ = [
    "STANDINGS",
    "ComparePage",
    "ComparedTiesPage",
    "CountLine",
    "MatrixCell",
    "MatrixLine",
    "MissingLine",
    "TieLink",
    "TiesFilter",
    "YearLine",
    "build",
    "build_ties",
]

STANDINGS: Final = ("live", "suspended", "dead")
_SHOWN_MISSING: Final = 12
_YEARS_APART: Final = 10


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one city has with one partner: live ties, else former ones, else nothing; or it is the partner itself.

    `city` is its name.
    """

    city: str
    ties: tuple[str, ...]
    former: tuple[str, ...]
    is_itself: bool


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A partner or city network, with one cell a city in their order; `holders` is how many have it."""

    actor: ActorLink
    holders: int
    cells: list[MatrixCell]


@dataclass(frozen=True, slots=True)
class MissingLine:
    """Partners of the others that one city has not: how many, and the first of them."""

    city: ActorLink
    number: int
    first: list[MatrixLine]


@dataclass(frozen=True, slots=True)
class CountLine:
    """A word of a vocabulary, and how many live ties each city has of it."""

    word: str
    counts: list[tuple[ActorLink, int]]


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year, and of each city how many ties with and without a known start were in force at its end."""

    year: int
    counts: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TieLink:
    """A tie with its kind and two sides as its title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Cities side by side as of a year; before a choice is clear, only what was asked for.

    Attributes
    ----------
    asked
        What the visitor asked for, clear or not.
    problem
        Why nothing is compared; empty where something is, or nothing was asked.
    comparison
        None until two to five are clear.
    cities
        The compared.
    ties_addresses
        Where all ties of each stand, to be narrowed further; by identifier.
    kinds, fields
        Live ties by kind and field, those of which one of them has any.
    years
        Ties in force in every tenth year and in the last.
    shared
        Partners of at least two of them.
    missing
        Of each of them, the partners of the others.
    city_networks
        City networks and bodies to which one of them belongs.
    farthest
        The farthest partner of each; none where nobody's place is known.
    among
        Live ties of the compared with each other.
    countries
        Names of the countries that they reach.
    example
        Cities to begin with, where nothing is compared.
    """

    as_of: int
    asked: list[AskedCity]
    problem: str
    comparison: Comparison | None
    cities: list[ActorLink]
    ties_addresses: dict[str, str]
    kinds: list[CountLine]
    fields: list[CountLine]
    years: list[YearLine]
    shared: list[MatrixLine]
    missing: list[MissingLine]
    city_networks: list[MatrixLine]
    farthest: list[ActorLink | None]
    among: list[TieLink]
    countries: dict[str, str]
    sources: list[CitedSource]
    example: list[ActorLink]

    @property
    def chosen(self) -> list[Choice]:
        """Return those of the asked that are clear."""
        return [one.meant for one in self.asked if one.meant is not None and one.problem is None]


def build(
    index: AtlasIndex,
    asked: Sequence[AskedCity],
    comparison: Comparison | None,
    *,
    as_of: int,
    problem: str = "",
    example: Sequence[ActorLink] = (),
) -> ComparePage:
    """Return the payload of a comparison.

    Parameters
    ----------
    index
        Names of the partners.
    asked
        What the visitor asked for.
    comparison
        What was found; nothing while the choice is not clear.
    as_of
        The year.
    problem
        Why there is none.
    example
        Cities to begin with, where nothing is compared.
    """
    if comparison is None:
        return ComparePage(
            as_of, list(asked), problem, None, [], {}, [], [], [], [], [], [], [], [], {}, [], list(example)
        )
    cities = [actor_link(index, city.id) for city in comparison.cities]
    partners = {line.id: line for line in comparison.partners}
    return ComparePage(
        as_of=as_of,
        asked=list(asked),
        problem=problem,
        comparison=comparison,
        cities=cities,
        ties_addresses={one.id: f"/compare/ties?city={quote(one.id, safe='/:')}" for one in cities},
        kinds=_count_lines(cities, [city.by_kind for city in comparison.cities]),
        fields=_count_lines(cities, [city.by_field for city in comparison.cities]),
        years=_year_lines(comparison),
        shared=[_line(index, line, cities) for line in comparison.partners if len(line.ties) > 1],
        missing=[
            MissingLine(
                actor_link(index, city.id),
                len(city.missing_partners),
                [_line(index, partners[one], cities) for one in city.missing_partners[:_SHOWN_MISSING]],
            )
            for city in comparison.cities
        ],
        city_networks=[_line(index, line, cities) for line in comparison.memberships],
        farthest=[
            actor_link(index, city.reach.farthest) if city.reach.farthest else None for city in comparison.cities
        ],
        among=[_tie_link(index, tie) for tie in comparison.among],
        countries={
            line.country: index.country_name(line.country)
            for city in comparison.cities
            for line in city.reach.countries
        },
        sources=cited_sources(index, {tie.id for city in comparison.cities for tie in city.ties}),
        example=[],
    )


def _count_lines(cities: Sequence[ActorLink], counts: Sequence[Sequence[TieCount]]) -> list[CountLine]:
    """Return one line a word, which stands at the same place in the counts of every city."""
    return [
        CountLine(same[0].word, [(city, count.number) for city, count in zip(cities, same, strict=True)])
        for same in zip(*counts, strict=True)
        if any(count.number for count in same)
    ]


def _year_lines(comparison: Comparison) -> list[YearLine]:
    of_cities = [_by_year(city.years) for city in comparison.cities]
    years = range(comparison.first_year, comparison.last_year + 1)
    shown = (year for year in years if year % _YEARS_APART == 0 or year == comparison.last_year)
    return [YearLine(year, [counts[year] for counts in of_cities]) for year in shown]


def _by_year(years: Iterable[YearTies]) -> dict[int, tuple[int, int]]:
    """Return the ties with and without a known start by year, all fields together."""
    counts: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in years:
        dated, undated = counts[one.year]
        counts[one.year] = (dated, undated + one.ties) if one.word == WITHOUT_DATE else (dated + one.ties, undated)
    return counts


def _tie_link(index: AtlasIndex, tie: str) -> TieLink:
    row = index.tie(tie)
    a, b = (actor_link(index, end).name for end in (row.a, row.b))
    return TieLink(tie, f"{a} – {b} ({row.kind.replace('_', ' ')})")


def _line(index: AtlasIndex, line: PartnerLine, cities: Sequence[ActorLink]) -> MatrixLine:
    cells = [
        MatrixCell(one.name, line.ties.get(one.id, ()), line.former.get(one.id, ()), line.id == one.id)
        for one in cities
    ]
    return MatrixLine(actor_link(index, line.id), len(line.ties), cells)


@dataclass(frozen=True, slots=True)
class TiesFilter:
    """Which ties of a city are wanted; an empty part does not narrow them.

    Attributes
    ----------
    standing
        ``live``, ``suspended`` or ``dead``.
    status
        A status, such as ``dormant``.
    country
        The country of the partner.
    dated
        Only those whose start somebody states.
    between
        Only those with a city or region, of the kinds that run between them.
    abroad
        Only those with another country.
    """

    standing: str = ""
    kind: str = ""
    field: str = ""
    status: str = ""
    country: str = ""
    dated: bool = False
    between: bool = False
    abroad: bool = False

    def check(self) -> None:
        """Raise UnknownValueError for a word that is in no vocabulary."""
        known = {
            "standing": STANDINGS,
            "kind": KINDS,
            "field": tuple(field.value for field in Field),
            "status": tuple(status.value for status in Status),
        }
        for name, words in known.items():
            value = getattr(self, name)
            if value and value not in words:
                raise UnknownValueError(name, value, words)

    def keeps(self, index: AtlasIndex, tie: ComparedTie, city: str) -> bool:
        """Tell whether a tie of a city is wanted."""
        country = self._country(index, tie.partner)
        is_local = tie.partner not in index.actors or index.actors[tie.partner].kind.value in LOCAL
        return (
            self.standing in ("", tie.standing)
            and self.kind in ("", tie.kind)
            and (not self.field or self.field in tie.fields)
            and self.status in ("", tie.status)
            and self.country.upper() in ("", country)
            and not (self.dated and tie.undated)
            and not (self.between and not (is_local and tie.kind in BETWEEN_CITIES))
            and not (self.abroad and country in (None, self._country(index, city)))
        )

    @staticmethod
    def _country(index: AtlasIndex, actor: str) -> str | None:
        known = index.actors.get(actor)
        return known.country if known is not None else None

    def words(self) -> list[str]:
        """Return what is wanted, in plain words."""
        parts = [self.standing, self.status, self.kind, self.field and f"field {self.field}", self.country.upper()]
        parts += (
            ["with a dated start"] * self.dated + ["with cities and regions"] * self.between + ["abroad"] * self.abroad
        )
        return [part.replace("_", " ") for part in parts if part]


@dataclass(frozen=True, slots=True)
class ComparedTiesPage:
    """The ties of one city behind a number of a comparison."""

    as_of: int
    city: ActorLink
    wanted: list[str]
    ties: list[TieLine]
    standing: dict[str, str]
    sources: list[CitedSource]


def build_ties(
    view: YearView, city: str, ties: Sequence[ComparedTie], wanted: TiesFilter, *, as_of: int
) -> ComparedTiesPage:
    """Return the payload of the ties behind a number.

    Parameters
    ----------
    view
        The year.
    city
        The identifier of the city.
    ties
        All of its ties.
    wanted
        Which of them.
    as_of
        The year.

    Raises
    ------
    UnknownValueError
        When `wanted` holds a word of no vocabulary.
    """
    wanted.check()
    kept = {tie.id: tie.standing for tie in ties if wanted.keeps(view.index, tie, city)}
    lines = [tie_line(view, view.index.tie_by_id[one], seen_from=city) for one in kept]
    return ComparedTiesPage(
        as_of=as_of,
        city=actor_link(view.index, city),
        wanted=wanted.words(),
        ties=sorted(lines, key=lambda line: (line.kind, line.partner.name.casefold(), line.id)),
        standing=kept,
        sources=cited_sources(view.index, kept),
    )
