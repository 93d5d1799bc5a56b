"""The history: a year's leagues with their members and who says so, the turning points, and the leagues in time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from proxenia.atlas.cited import CitedSource, cited_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.history.past import Earlier, History, League, Member, Past, TurningPoint
from proxenia.history.scale import Scale
from proxenia.history.statements import Said
from proxenia.history.years import as_written, date_label
from proxenia.model.period import FAR_FUTURE, day_number, day_text

__all__ = ["HistoryPage", "LeagueLine", "LifeLine", "MemberLine", "MemberRow", "build", "member_rows", "span_words"]

SHOWN_MEMBERS: Final = 60
"""Members named on the page for each league; its own page has the rest."""

_COLOURS: Final = 6
SHAPES: Final = (
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
    "M-4.4 -4.4H4.4V4.4H-4.4Z",
    "M0 -6L6 0L0 6L-6 0Z",
    "M0 -5.6L5.8 4.6H-5.8Z",
    "M0 5.6L5.8 -4.6H-5.8Z",
)
"""The shapes of the marks, as on the map (frontend/src/lib/league_marks.ts)."""
_MARKS: Final = _COLOURS * len(SHAPES)
_SHORT: Final = 28
_SHORT_TITLES: Final = {
    "act:agenda-21-rio-1992": "Agenda 21",
    "act:c40-first-summit-2005": "C40",
    "act:cem-founded-1951": "European municipalities",
    "act:committee-of-the-regions-1994": "Committee of the Regions",
    "act:corinth-destroyed-146-bce": "Corinth destroyed",
    "act:covenant-of-mayors-launch-2008": "Covenant of Mayors",
    "act:coventry-stalingrad-1944": "Coventry–Stalingrad",
    "act:first-hanseatic-diet-1356": "Hanseatic diet",
    "act:ghent-congress-1913": "Congress of Ghent",
    "act:habitat-ii-1996": "Habitat II",
    "act:habitat-iii-2016": "Habitat III",
    "act:iclei-founding-congress-1990": "ICLEI",
    "act:last-hanseatic-diet-1669": "Last Hanseatic diet",
    "act:league-of-san-genesio-1197": "Tuscan League",
    "act:local-self-government-charter-1985": "Self-government charter",
    "act:madrid-outline-convention-1980": "Madrid Convention",
    "act:oath-of-pontida-1167": "Lombard League",
    "act:peloponnesian-war-431-bce": "Peloponnesian War",
    "act:people-to-people-1956": "People-to-People",
    "act:sdg-11-2015": "SDG 11",
    "act:uclg-founded-2004": "UCLG",
    "act:urban-20-launch-2017": "Urban 20",
}
"""Titles for the slider, where there is room for two words; the list below it has them in full."""
_SMALL_WORDS: Final = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "that", "the", "to", "with"})
_OLD: Final = day_number(1945)
"""Leagues that began before this day have a line in the picture of the leagues in time; those since are too many."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a league is told apart: its number, the number of its colour, the path of its shape."""

    number: int
    colour: int
    shape: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member with its page, when it belonged, under which name, and the membership."""

    name: str
    address: str
    dates: str
    note: str
    tie: str


@dataclass(frozen=True, slots=True)
class LeagueLine:
    """A league with what its row tells.

    Attributes
    ----------
    dates
        From when to when, in words.
    size, unplaced
        Members of the year, and those of them that no source places on the map.
    more
        Members that only the league's own page names.
    undated
        Members whose time nobody states; they are not counted.
    references
        Where the league itself is described: source and place in it, once each.
    """

    id: str
    name: str
    address: str
    mark: Mark
    dates: str
    summary: str
    seat: ActorLink | None
    size: int
    unplaced: int
    members: list[MemberLine]
    more: int
    undated: list[MemberLine]
    references: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PointLine:
    """A turning point; `short` is its title for the slider."""

    point: TurningPoint
    short: str
    in_year: bool
    references: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LifeLine:
    """A league as a bar on the slider's scale, and a year in which it can be seen; places are from 0 to 100."""

    id: str
    name: str
    dates: str
    mark: Mark
    left: float
    width: float
    year: int
    in_year: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the slider: how many memberships were in force, of 100 (square root); places are from 0 to 100."""

    left: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What held in a year of the history.

    Attributes
    ----------
    history
        The year as the interface gives it.
    at
        Where the year lies on the slider, from 0 to 100.
    cities
        Cities that belonged to a league.
    first_year, this_year
        The years between which one can ask.
    marks
        The number of every league's mark, of all years.
    """

    history: History
    at: float
    cities: int
    first_year: int
    this_year: int
    leagues: list[LeagueLine]
    points: list[PointLine]
    lifelines: list[LifeLine]
    bars: list[Bar]
    earlier: tuple[Earlier, ...]
    marks: dict[str, int]
    sources: list[CitedSource]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A membership as a row of the table that can be taken along."""

    league_id: str
    league: str
    league_from: str | None
    league_to: str | None
    member_id: str
    member: str
    longitude: float | None
    latitude: float | None
    member_from: str | None
    member_to: str | None
    end_known: bool
    tie: str
    references: list[str]


def span_words(start: str, end: str, *, end_known: bool) -> str:
    """Return two dates in words as a span.

    >>> span_words("478 BCE", "404 BCE", end_known=True), span_words("1986", "", end_known=True)
    ('478 BCE – 404 BCE', 'since 1986')
    >>> span_words("1197", "", end_known=False), span_words("", "", end_known=True)
    ('from 1197, its end not recorded', '')
    """
    if not end_known:
        return f"from {start}, its end not recorded" if start else "its end not recorded"
    if start and end:
        return start if start == end else f"{start} – {end}"
    if end:
        return f"until {end}"
    return f"since {start}" if start else ""


def shortened(title: str) -> str:
    """Return a title short enough for the slider, cut between words.

    >>> shortened("Peace of Westphalia"), shortened("First international congress of cities in Ghent")
    ('Peace of Westphalia', 'First international congress…')
    """
    if len(title) <= _SHORT:
        return title
    words = title[: _SHORT + 1].rsplit(" ", 1)[0].split()
    while len(words) > 1 and words[-1].casefold() in _SMALL_WORDS:
        words.pop()
    return " ".join(words).rstrip(",;:") + "…"


def assign_marks(spans: Iterable[tuple[str, int, int]]) -> dict[str, int]:
    """Return a mark's number for every league, such that leagues of the same time differ while there are enough marks.

    Parameters
    ----------
    spans
        Identifier, first and last day of each league.

    >>> assign_marks([("a", 0, 10), ("b", 5, 20), ("c", 12, 30)])
    {'a': 0, 'b': 1, 'c': 0}
    """
    marks: dict[str, int] = {}
    taken: list[tuple[int, int]] = []
    for number, (league, first, last) in enumerate(sorted(spans, key=lambda span: (span[1], span[0]))):
        taken = [(end, mark) for end, mark in taken if end >= first]
        used = {mark for _, mark in taken}
        free = (mark for mark in range(_MARKS) if mark not in used)
        marks[league] = next(free, number % _MARKS)
        taken.append((last, marks[league]))
    return marks


def _mark(number: int) -> Mark:
    return Mark(number, number % _COLOURS, SHAPES[(number + number // _COLOURS) % len(SHAPES)])


def _spans(past: Past) -> Iterator[tuple[str, int, int]]:
    known = past.leagues.filter(pl.col("first").is_not_null()).select("id", "first", "last")
    for league, first, last in known.iter_rows():
        yield league, first, FAR_FUTURE if last is None else last


def _references(said: Iterable[Said]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((one.source, one.reference) for one in said))


def _member(index: AtlasIndex, member: Member) -> MemberLine:
    dates = span_words(member.from_label, member.to_label, end_known=member.end_known)
    return MemberLine(member.name, actor_link(index, member.id).address, dates, member.note, member.tie)


def _league(index: AtlasIndex, league: League, mark: Mark) -> LeagueLine:
    return LeagueLine(
        id=league.id,
        name=league.name,
        address=actor_link(index, league.id).address,
        mark=mark,
        dates=span_words(league.from_label, league.to_label, end_known=league.end_known),
        summary=league.summary,
        seat=actor_link(index, league.seat["id"]) if league.seat else None,
        size=len(league.members),
        unplaced=sum(member.lon is None for member in league.members),
        members=[_member(index, member) for member in league.members[:SHOWN_MEMBERS]],
        more=max(0, len(league.members) - SHOWN_MEMBERS),
        undated=[_member(index, member) for member in league.undated_members],
        references=_references(league.statements),
    )


def _by_size(history: History) -> list[League]:
    return sorted(history.leagues, key=lambda league: (-len(league.members), league.name.casefold(), league.id))


def _points(past: Past, history: History) -> list[PointLine]:
    return [
        PointLine(
            point,
            _SHORT_TITLES.get(point.id) or shortened(point.title),
            point.year == history.year,
            _references(point.statements),
        )
        for point in past.points
    ]


def _lifelines(past: Past, marks: dict[str, int], shown: set[str]) -> Iterator[LifeLine]:
    start = day_number(past.scale.breakpoints[0].astronomical)
    old = past.leagues.filter((pl.col("first") < _OLD) & (pl.col("last").is_null() | (pl.col("last") >= start)))
    for row in old.sort("first", "id").iter_rows(named=True):
        yield _lifeline(row, past.scale, _mark(marks[row["id"]]), last_year=past.this_year, shown=row["id"] in shown)


def _lifeline(row: dict[str, Any], scale: Scale, mark: Mark, *, last_year: int, shown: bool) -> LifeLine:
    began = _year_of(row["first"])
    ended = last_year if row["last"] is None else _year_of(row["last"])
    left, right = 100 * scale.position(began), 100 * scale.position(ended)
    middle = scale.year((left + right) / 200)
    dates = span_words(date_label(row["founded"]), date_label(row["dissolved"]), end_known=row["end_known"])
    return LifeLine(
        row["id"], row["name"], dates, mark, round(left, 3), round(max(0.4, right - left), 3), middle, shown
    )


def _year_of(day: int) -> int:
    """Return the year of a day, as people write it."""
    return as_written(int(day_text(day)[:-6]))


def _bars(history: History) -> list[Bar]:
    tallest = max((part["members"] for part in history.timeline), default=0) or 1
    width = 100 / max(1, len(history.timeline))
    return [
        Bar(round(number * width, 3), round(width * 0.9, 3), round(100 * (part["members"] / tallest) ** 0.5, 2))
        for number, part in enumerate(history.timeline)
        if part["members"]
    ]


def build(index: AtlasIndex, past: Past, history: History, *, first_year: int) -> HistoryPage:
    """Return the payload of a year.

    Parameters
    ----------
    index
        Every record: names and pages of actors, sources.
    past
        The history of all years: turning points and the leagues in time.
    history
        What held in the year.
    first_year
        The earliest year that can be asked for.
    """
    marks = assign_marks(_spans(past))
    records = [member.tie for league in history.leagues for member in league.members]
    records += [league.id for league in history.leagues] + [point.id for point in history.turning_points.in_year]
    return HistoryPage(
        history=history,
        at=round(100 * past.scale.position(history.year), 3),
        cities=len({member.id for league in history.leagues for member in league.members}),
        first_year=first_year,
        this_year=past.this_year,
        leagues=[_league(index, league, _mark(marks[league.id])) for league in _by_size(history)],
        points=_points(past, history),
        lifelines=list(_lifelines(past, marks, {league.id for league in history.leagues})),
        bars=_bars(history),
        earlier=history.earlier,
        marks=marks,
        sources=cited_sources(index, records),
    )


def member_rows(history: History) -> Iterator[MemberRow]:
    """Yield every membership of a year, by league and member."""
    for league in history.leagues:
        for member in league.members:
            yield MemberRow(
                league_id=league.id,
                league=league.name,
                league_from=league.from_,
                league_to=league.to,
                member_id=member.id,
                member=member.name,
                longitude=member.lon,
                latitude=member.lat,
                member_from=member.from_,
                member_to=member.to,
                end_known=member.end_known,
                tie=member.tie,
                references=[reference for _, reference in _references(member.statements)],
            )
