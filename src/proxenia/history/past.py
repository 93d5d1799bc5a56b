"""What held in one year of the history: leagues with their members, turning points, ties in force."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final, cast

import polars as pl

from proxenia.history.answer import HistoryAnswer
from proxenia.history.leagues import league_spans, member_spans
from proxenia.history.scale import SLIDER_START, Scale
from proxenia.history.statements import Said, said_of
from proxenia.history.turning_points import TURNING_POINTS
from proxenia.history.years import as_written, astronomical, checked_year, date_label, year_label, year_text
from proxenia.model.period import day_number, day_text
from proxenia.model.predicates import Attribute
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Earlier", "History", "League", "Member", "MemberRow", "Past", "TurningPoint", "TurningPoints"]

_STEPS: Final = 120
"""Parts of equal width of the slider for which its background counts what was there."""


@dataclass(frozen=True, slots=True)
class Member:
    """A city that belonged to a league.

    Attributes
    ----------
    lon, lat
        Degrees; none where no source says where it lay.
    from_, to
        EDTF texts of its start and its end; none where nobody says, or where it has not ended.
    from_label, to_label
        The same in words.
    end_known
        False where it ended and nobody says when: it is then shown until the league's end.
    note
        What is said of the membership, such as the name the city then had.
    tie
        The identifier of the membership.
    """

    id: str
    name: str
    country: str | None
    lon: float | None
    lat: float | None
    from_: str | None
    to: str | None
    from_label: str
    to_label: str
    end_known: bool
    note: str
    tie: str
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class League:
    """A league, a system or a network of cities.

    Attributes
    ----------
    end_known
        False where it ended and nobody says when: it is then shown until the last date a source gives for it.
    members
        Those of the year.
    undated_members
        Those that belonged to it at some time nobody states; they are not counted in any year.
    """

    id: str
    name: str
    from_: str | None
    to: str | None
    from_label: str
    to_label: str
    end_known: bool
    seat: dict[str, Any] | None
    summary: str
    fields: tuple[str, ...]
    scope: str | None
    members: tuple[Member, ...]
    undated_members: tuple[Member, ...]
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A row of the table of a year: a league and a member of it; `since` and `until` are EDTF texts."""

    league: str
    league_name: str
    member: str
    member_name: str
    country: str | None
    lon: float | None
    lat: float | None
    since: str | None
    until: str | None
    note: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """An act by which the system of cities and states changed; `place` is where it happened, where a host is known."""

    id: str
    title: str
    date: str
    date_label: str
    year: int
    kind: str
    summary: str
    actors: tuple[dict[str, Any], ...]
    statements: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class TurningPoints:
    """Those of the year, the last before it and the next after it."""

    in_year: tuple[TurningPoint, ...]
    last: TurningPoint | None
    next: TurningPoint | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A league that was over before the slider begins, with a year in which it is shown."""

    id: str
    name: str
    from_label: str
    to_label: str
    year: int


@dataclass(frozen=True, slots=True)
class History:
    """What held on 31 December of a year.

    Attributes
    ----------
    year
        As people write it: -431 is 431 BCE, and there is no year 0.
    as_of
        The same year as the rest of the project counts, for addresses of other pages (431 BCE is -430).
    label, edtf
        The year in words and as EDTF text.
    ties
        Ties in force by kind; memberships of leagues as shown here among them.
    timeline
        What each part of the slider holds: leagues and memberships in force in its year, turning points in its part.
    """

    year: int
    as_of: int
    label: str
    edtf: str
    leagues: tuple[League, ...]
    turning_points: TurningPoints
    ties: dict[str, int]
    timeline: tuple[dict[str, Any], ...]
    scale: Scale
    earlier: tuple[Earlier, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, year: int | str, *, this_year: int) -> "History":
        """Return what held in a year.

        Parameters
        ----------
        snapshot
            The whole snapshot.
        year
            As people write it: -431 is 431 BCE.
        this_year
            The last year that can be asked for, where the slider ends.

        Raises
        ------
        InputError
            When it is no year.
        NotFoundError
            When it is the year 0, or one outside 3000 BCE to this year.
        """
        return Past(snapshot, this_year=this_year).in_year(year)

    def rows(self) -> Iterator[MemberRow]:
        """Return every membership in force as a row; a league without one has a row of its own."""
        for league in self.leagues:
            for member in league.members:
                yield _row(league, member)
            if not league.members:
                yield _row(league, None)

    def as_json(self) -> HistoryAnswer:
        """Return the payload as plain data; `from_` is called `from` there."""
        told = _plain({**asdict(self), "scale": self.scale.as_json()})
        return cast("HistoryAnswer", told)


def _row(league: League, member: Member | None) -> MemberRow:
    said = {one.reference: None for one in (member or league).statements}
    return MemberRow(
        league=league.id,
        league_name=league.name,
        member=member.id if member else "",
        member_name=member.name if member else "",
        country=member.country if member else None,
        lon=member.lon if member else None,
        lat=member.lat if member else None,
        since=member.from_ if member else None,
        until=member.to if member else None,
        note=member.note if member else "",
        references=tuple(said),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name.removesuffix("_"): _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _shown(table: pl.DataFrame, day: int) -> pl.DataFrame:
    return table.filter((pl.col("first") <= day) & (pl.col("last") >= day).fill_null(value=True))


class Past:
    """The history of one snapshot, ready to be asked for many years.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    this_year
        The last year that can be asked for, where the slider ends.
    as_of
        Gives the snapshot as it held at the end of a year, where somebody keeps that.
    """

    def __init__(self, snapshot: Snapshot, *, this_year: int, as_of: Callable[[int], Snapshot] | None = None) -> None:
        self.snapshot = snapshot
        self._as_of = as_of or snapshot.as_of
        self.this_year = this_year
        self.scale = Scale.until(this_year)
        self.leagues = league_spans(snapshot)
        self.members = member_spans(snapshot, self.leagues)

    def in_year(self, year: int | str) -> History:
        """Return what held in a year, as people write it; errors as of :meth:`History.of`."""
        wanted = checked_year(year, this_year=self.this_year)
        inside = astronomical(wanted)
        day = day_number(inside, 12, 31)
        return History(
            year=wanted,
            as_of=inside,
            label=year_label(wanted),
            edtf=year_text(wanted),
            leagues=tuple(self._leagues(day)),
            turning_points=self._turning_points(inside),
            ties=self._ties(inside, day),
            timeline=self.timeline,
            scale=self.scale,
            earlier=self.earlier,
        )

    @cached_property
    def _actors(self) -> dict[str, dict[str, Any]]:
        columns = ("id", "name", "kind", "country", "longitude", "latitude")
        involved = pl.concat(
            [
                self.members.select(id="a"),
                self.leagues.select(id="seat"),
                self._participations.select(id="actor"),
            ]
        )
        rows = self.snapshot.actors.select(columns).join(involved, on="id", how="semi")
        return {row["id"]: row for row in rows.iter_rows(named=True)}

    @cached_property
    def _participations(self) -> pl.DataFrame:
        wanted = pl.DataFrame({"act": sorted(TURNING_POINTS)})
        return self.snapshot.participations.join(wanted, on="act", how="semi", maintain_order="left")

    @cached_property
    def _said(self) -> dict[str, tuple[Said, ...]]:
        return said_of(self.snapshot, [*self.leagues["id"], *self.members["id"], *TURNING_POINTS])

    @cached_property
    def _summaries(self) -> dict[str, str]:
        told = self.snapshot.evidence.filter(
            (pl.col("predicate") == Attribute.ACTIVITY.value) & pl.col("summary").is_not_null()
        )
        return dict(told.select("record", "summary").sort(pl.all()).unique("record", keep="first").iter_rows())

    def _actor(self, identifier: str) -> dict[str, Any]:
        row = self._actors.get(identifier, {})
        return {
            "id": identifier,
            "name": row.get("name") or identifier,
            "country": row.get("country"),
            "lon": row.get("longitude"),
            "lat": row.get("latitude"),
        }

    def _member(self, row: dict[str, Any]) -> Member:
        return Member(
            **self._actor(row["a"]),
            from_=row["valid_from"],
            to=row["valid_to"],
            from_label=date_label(row["valid_from"]),
            to_label=date_label(row["valid_to"]),
            end_known=row["end_known"],
            note=row["summary"] or "",
            tie=row["id"],
            statements=self._said.get(row["id"], ()),
        )

    def _by_league(self, rows: pl.DataFrame) -> dict[str, tuple[Member, ...]]:
        found: dict[str, list[Member]] = {}
        for row in rows.iter_rows(named=True):
            found.setdefault(row["b"], []).append(self._member(row))
        return {league: tuple(sorted(lines, key=lambda one: (one.name, one.id))) for league, lines in found.items()}

    def _leagues(self, day: int) -> Iterator[League]:
        leagues = _shown(self.leagues, day)
        members = self._by_league(_shown(self.members, day))
        undated = self._by_league(self.members.filter(pl.col("first").is_null()))
        for row in leagues.sort("first", "name", nulls_last=True).iter_rows(named=True):
            key = row["id"]
            yield League(
                id=key,
                name=row["name"],
                from_=row["founded"],
                to=row["dissolved"],
                from_label=date_label(row["founded"]),
                to_label=date_label(row["dissolved"]),
                end_known=row["end_known"],
                seat=self._actor(row["seat"]) if row["seat"] else None,
                summary=self._summaries.get(key, ""),
                fields=tuple(row["fields"] or ()),
                scope=row["scope"],
                members=members.get(key, ()),
                undated_members=undated.get(key, ()),
                statements=self._said.get(key, ()),
            )

    @cached_property
    def points(self) -> tuple[TurningPoint, ...]:
        """The turning points in the order of their dates."""
        wanted = pl.DataFrame({"id": sorted(TURNING_POINTS)})
        acts = self.snapshot.acts.join(wanted, on="id", how="semi").filter(pl.col("earliest").is_not_null())
        joined: dict[str, list[dict[str, Any]]] = {}
        for act, actor, role in self._participations.iter_rows():
            joined.setdefault(act, []).append({**self._actor(actor), "role": role})
        rows = acts.sort("earliest", "id").iter_rows(named=True)
        return tuple(self._point(row, joined.get(row["id"], [])) for row in rows)

    def _point(self, row: dict[str, Any], actors: list[dict[str, Any]]) -> TurningPoint:
        year = int(day_text(row["earliest"])[:-6])
        return TurningPoint(
            id=row["id"],
            title=row["title"],
            date=row["date"],
            date_label=date_label(row["date"]),
            year=as_written(year),
            kind=row["kind"],
            summary=row["summary"] or "",
            actors=tuple(sorted(actors, key=lambda one: (one["role"], one["name"], one["id"]))),
            statements=self._said.get(row["id"], ()),
        )

    def _turning_points(self, inside: int) -> TurningPoints:
        years = [astronomical(point.year) for point in self.points]
        before, after = bisect_left(years, inside), bisect_left(years, inside + 1)
        return TurningPoints(
            in_year=self.points[before:after],
            last=self.points[before - 1] if before else None,
            next=self.points[after] if after < len(self.points) else None,
        )

    def _ties(self, inside: int, day: int) -> dict[str, int]:
        in_force = self._as_of(inside).ties.select("id", "kind").join(self.members, on="id", how="anti")
        leagues = _shown(self.leagues, day).select(b="id")
        shown = _shown(self.members, day).join(leagues, on="b", how="semi").select("id", kind=pl.lit("membership"))
        both = pl.concat([in_force, shown])
        return dict(both.group_by("kind").len().sort("kind").iter_rows())

    @cached_property
    def timeline(self) -> tuple[dict[str, Any], ...]:
        """What each part of the slider holds, from left to right; the year is that of the part's middle."""
        places = [astronomical(point.year) for point in self.points]
        edges = [astronomical(self.scale.year(step / _STEPS)) for step in range(_STEPS + 1)]
        return tuple(self._part(step, edges, places) for step in range(_STEPS))

    def _part(self, step: int, edges: list[int], places: Iterable[int]) -> dict[str, Any]:
        year = self.scale.year((step + 0.5) / _STEPS)
        day = day_number(astronomical(year), 12, 31)
        low, high = edges[step], edges[step + 1] + (step == _STEPS - 1)
        leagues = _shown(self.leagues, day)
        return {
            "position": (step + 0.5) / _STEPS,
            "year": year,
            "label": year_label(year),
            "leagues": leagues.height,
            "members": _shown(self.members, day).join(leagues, left_on="b", right_on="id", how="semi").height,
            "turning_points": sum(low <= place < high for place in places),
        }

    @cached_property
    def earlier(self) -> tuple[Earlier, ...]:
        """The leagues that were over before the slider begins."""
        start = day_number(astronomical(SLIDER_START))
        rows = self.leagues.filter((pl.col("last") < start) & pl.col("first").is_not_null()).sort("first", "id")
        return tuple(self._earlier(row) for row in rows.iter_rows(named=True))

    def _earlier(self, row: dict[str, Any]) -> Earlier:
        middle = int(day_text((row["first"] + row["last"]) // 2)[:-6])
        labels = date_label(row["founded"]), date_label(row["dissolved"])
        return Earlier(row["id"], row["name"], *labels, year=as_written(middle))
