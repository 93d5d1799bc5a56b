"""A pair of countries: both levels side by side, the class with its reasons by year, every tie, the evidence."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

import polars as pl

from proxenia.atlas.choice_line import ChoiceLine, choice_line
from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.index import AtlasIndex, TieRow
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.atlas.pages.city import YearCount
from proxenia.atlas.pages.field import counts_by_year
from proxenia.atlas.year import YearView
from proxenia.model.vocabulary import Status
from proxenia.overlay.deciding import PairEvidence
from proxenia.overlay.overlay import Overlay, PairYear
from proxenia.overlay.rule import CLASS_SENTENCES

__all__ = [
    "TIES_ON_A_PAGE",
    "ClassSpell",
    "ClassYear",
    "CountryPairPage",
    "Expectation",
    "PairSaid",
    "PairState",
    "PairTie",
    "TiesBetween",
    "build",
    "history_years",
    "ties_between",
    "with_city_evidence",
    "with_page",
]

TIES_ON_A_PAGE: Final = 50
_FIRST_YEAR: Final = 1945
_MOST_YEARS: Final = 120
_beside_the_year: Final = attrgetter("overlay_class", "reason", "city_ties", "suspended")


@dataclass(frozen=True, slots=True)
class PairState:
    """What the state level and the context say of the pair; ``_ab`` is from the first to the second.

    None means that nobody says. `tied` and `hostile` are what the rule makes of it.
    """

    missions_ab: int | None
    missions_ba: int | None
    relation: bool | None
    alliance: bool | None
    shared_organisations: int | None
    vote_agreement: float | None
    recognises_ab: bool | None
    recognises_ba: bool | None
    sanction_ab: bool | None
    sanction_ba: bool | None
    rupture: bool | None
    no_relations: bool | None
    armed_conflict: bool | None
    state_known: bool
    city_known: bool
    tied: bool
    hostile: bool
    distance_km: float | None
    contiguous: bool | None
    common_language: bool | None
    colonial_tie: bool | None


@dataclass(frozen=True, slots=True)
class ClassYear:
    """The class of the pair at the end of a year, and why."""

    year: int
    overlay_class: str
    reason: str
    city_ties: int
    suspended: int


@dataclass(frozen=True, slots=True)
class ClassSpell:
    """Years in a row of one class, with the reason in the last of them."""

    first: int
    last: int
    overlay_class: str
    reason: str


@dataclass(frozen=True, slots=True)
class PairTie:
    """A tie between local governments of the two: `a` lies in the first country, `b` in the second."""

    id: str
    kind: str
    a: ActorLink
    b: ActorLink
    valid_from: str | None
    valid_to: str | None
    status: str
    status_since: str | None
    reason: str | None
    fields: list[str]
    independent_sources: int


@dataclass(frozen=True, slots=True)
class TiesBetween:
    """The ties of a year between local governments of two countries, in the order of the page, and what they make up.

    Attributes
    ----------
    suspended, dormant
        How many of them are.
    by_field
        How many by field; one of two fields counts in both.
    begun, undated
        Dated starts by year and kind; how many have none.
    statements
        At how many places each source tells of them.
    """

    ties: list[PairTie]
    suspended: int
    dormant: int
    by_field: dict[str, int]
    begun: list[YearCount]
    undated: int
    statements: dict[str, int]


@dataclass(frozen=True, slots=True)
class PairSaid:
    """A statement that decided the class, or one behind a city tie."""

    statement: str
    record: str | None
    level: str
    says: str
    period: str | None
    listed: str | None
    status: str | None
    source: str
    source_title: str
    reference: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the gravity model expects of the pair, and how many city ties more (or fewer) there are."""

    city_ties: int
    expected: float
    residual: float


@dataclass(frozen=True, slots=True)
class CountryPairPage:
    """A pair of countries as of a year.

    A choice narrows the ties, their fields, starts and sources; the class, its years and its evidence stay, for they
    follow from all ties.

    Attributes
    ----------
    a, b
        The two, the lower code first.
    city_ties
        Ties in force between their local governments, by kind.
    suspended, dormant
        Suspended ones, which do not count above; dormant ones, which do.
    alliance
        Since when an alliance binds them and up to which list it is known, in words; none when none does.
    undecided_missions
        Missions are listed, and none of them decides: nobody dates them, and one of the two does not recognise the
        other.
    by_field
        The ties on the map by field; one of two fields counts in both.
    expectation
        None where the model cannot say, or has not been computed.
    expectation_ready
        Whether it has been computed; false only on a page that did not wait.
    years, spells
        The class by year, and in runs of one class.
    begun, undated
        Dated starts of the ties on the map by year and kind; how many have none.
    ties, found, page, pages
        Fifty ties of those on the map (suspended ones too), how many there are, and where in them this page stands.
    """

    as_of: int
    choice: ChoiceLine
    a: ActorLink
    b: ActorLink
    overlay_class: str
    class_meaning: str
    reason: str
    city_ties: dict[str, int]
    suspended: int
    dormant: int
    alliance: str | None
    undecided_missions: bool
    by_field: dict[str, int]
    state: PairState
    expectation: Expectation | None
    expectation_ready: bool
    years: list[ClassYear]
    spells: list[ClassSpell]
    begun: list[YearCount]
    undated: int
    ties: list[PairTie]
    found: int
    page: int
    pages: int
    evidence: list[PairSaid]
    sources: list[CitedSource]

    @property
    def alike(self) -> list[list[ClassYear]]:
        """The years, the latest first, in runs that differ in nothing else."""
        return [list(run) for _, run in groupby(reversed(self.years), key=_beside_the_year)]


def history_years(as_of: int) -> range:
    """Return the years whose classes the page shows: from 1945, or thirty years before an earlier year.

    >>> history_years(2026), history_years(1900)
    (range(1945, 2027), range(1870, 1901))
    """
    first = _FIRST_YEAR if as_of >= _FIRST_YEAR else as_of - 30
    return range(max(first, as_of - _MOST_YEARS), as_of + 1)


def _alliance(overlay: Overlay, a: str, b: str) -> str | None:
    found = overlay.facts_between(a, b).on(overlay.day, "alliance")
    return "; ".join(dict.fromkeys(fact.when for fact in found)) or None


def _undecided(overlay: Overlay, a: str, b: str, state: Mapping[str, Any]) -> bool:
    missions = overlay.facts_between(a, b).on(overlay.day, "mission")
    unrecognised = state["recognises_ab"] is False or state["recognises_ba"] is False
    return unrecognised and bool(missions) and not any(fact.dated for fact in missions)


def _spells(years: Sequence[PairYear]) -> list[ClassSpell]:
    runs = [list(run) for _, run in groupby(years, key=attrgetter("overlay_class"))]
    return [ClassSpell(run[0].year, run[-1].year, run[-1].overlay_class, run[-1].reason) for run in runs]


def _tie(view: YearView, tie: TieRow, first: str) -> PairTie:
    one, other = actor_link(view.index, tie.a), actor_link(view.index, tie.b)
    a, b = (one, other) if one.country == first else (other, one)
    status, since, reason = view.status(tie)
    return PairTie(
        id=tie.id,
        kind=tie.kind,
        a=a,
        b=b,
        valid_from=tie.valid_from,
        valid_to=tie.valid_to,
        status=status,
        status_since=since,
        reason=reason,
        fields=tie.fields or [],
        independent_sources=tie.independent_sources,
    )


def ties_between(view: YearView, between: pl.DataFrame, first: str) -> TiesBetween:
    """Return the city ties between two countries as their page lists and counts them.

    Parameters
    ----------
    view
        The year.
    between
        The ties, with `start_earliest` and `kind`.
    first
        The country whose cities stand first, the lower code.
    """
    index = view.index
    lines = [_tie(view, index.tie_by_id[tie], first) for tie in between["id"]]
    starts = between["start_earliest"]
    return TiesBetween(
        ties=sorted(lines, key=lambda line: (line.a.name, line.b.name, line.kind, line.id)),
        suspended=sum(line.status == Status.SUSPENDED.value for line in lines),
        dormant=sum(line.status == Status.DORMANT.value for line in lines),
        by_field=dict(sorted(Counter(field for line in lines for field in line.fields).items())),
        begun=counts_by_year(starts, between["kind"]),
        undated=starts.null_count(),
        statements=Counter(source for line in lines for source, _ in index.tie_sources(line.id)),
    )


def _said(one: PairEvidence) -> PairSaid:
    return PairSaid(
        statement=one.statement,
        record=one.record,
        level=one.level,
        says=one.says,
        period=one.period,
        listed=one.listed,
        status=one.status,
        source=one.source,
        source_title=one.source_title,
        reference=one.reference,
    )


def _sources(
    index: AtlasIndex, between_states: Iterable[PairSaid], statements: Mapping[str, int], of_ties: Iterable[str]
) -> list[CitedSource]:
    """Return the sources of the city ties and of what is said between the states.

    Evidence of a city tie is one of the statements of the ties; its source is named even if a choice leaves none.
    """
    counts = Counter(dict.fromkeys(of_ties, 0))
    counts.update(statements)
    counts.update(line.source for line in between_states)
    return described_sources(index, counts)


def build(view: YearView, overlay: Overlay, between: TiesBetween, a: str, b: str) -> CountryPairPage:
    """Return the payload of a pair with all its ties, without what the model expects and the evidence of city ties.

    Parameters
    ----------
    view
        The year.
    overlay
        Of the same year.
    between
        The city ties of the year between the two (:func:`ties_between`).
    a, b
        ISO 3166-1 alpha-2 codes in capitals, the lower first.
    """
    index, report = view.index, overlay.pair(a, b, with_city_ties=False)
    years = overlay.history(a, b, history_years(view.year))
    evidence = [_said(one) for one in report.evidence]
    state: dict[str, Any] = {name: report.state[name] for name in PairState.__dataclass_fields__}
    return CountryPairPage(
        as_of=view.year,
        choice=choice_line(view),
        a=actor_link(index, f"iso:{a}"),
        b=actor_link(index, f"iso:{b}"),
        overlay_class=report.overlay_class,
        class_meaning=CLASS_SENTENCES[report.overlay_class],
        reason=report.reason,
        city_ties=report.city_ties,
        suspended=between.suspended,
        dormant=between.dormant,
        alliance=_alliance(overlay, a, b),
        undecided_missions=_undecided(overlay, a, b, report.state),
        by_field=between.by_field,
        state=PairState(**state),
        expectation=None,
        expectation_ready=False,
        years=[ClassYear(one.year, one.overlay_class, one.reason, one.city_ties, one.suspended) for one in years],
        spells=_spells(years),
        begun=between.begun,
        undated=between.undated,
        ties=between.ties,
        found=len(between.ties),
        page=1,
        pages=max(1, -(-len(between.ties) // TIES_ON_A_PAGE)),
        evidence=evidence,
        sources=_sources(index, evidence, between.statements, overlay.cities.evidence_sources(a, b, overlay.day)),
    )


def with_city_evidence(page: CountryPairPage, overlay: Overlay) -> CountryPairPage:
    """Return the payload with a statement behind each city tie; the page itself leads to those tie by tie."""
    said = overlay.cities.evidence(page.a.id[4:], page.b.id[4:], overlay.day)
    return replace(page, evidence=[*page.evidence, *(_said(one) for one in dict.fromkeys(said))])


def with_page(page: CountryPairPage, number: int, expectation: Expectation | None, *, ready: bool) -> CountryPairPage:
    """Return the payload with fifty of its ties, and with what the model expects.

    Parameters
    ----------
    page
        With all ties.
    number
        Which fifty; a page beyond the last is the last.
    expectation, ready
        What the model expects, and whether it has been computed.
    """
    shown = min(number, page.pages)
    ties = page.ties[(shown - 1) * TIES_ON_A_PAGE : shown * TIES_ON_A_PAGE]
    return replace(page, ties=ties, page=shown, expectation=expectation, expectation_ready=ready)
