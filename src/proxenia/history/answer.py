"""The shape of a year's history as plain data, for programs and for the page."""

from typing_extensions import TypedDict

__all__ = ["HistoryAnswer"]


class SaidAnswer(TypedDict):
    """A statement with the place where its source says it."""

    statement: str
    says: str
    period: str | None
    source: str
    reference: str
    listed: str | None


class PlaceAnswer(TypedDict):
    """A city with degrees of longitude and latitude; null where no source places it."""

    id: str
    name: str
    country: str | None
    lon: float | None
    lat: float | None


class ActorAnswer(PlaceAnswer):
    """An actor with its role in an act."""

    role: str


_Dated = TypedDict("_Dated", {"from": str | None, "to": str | None})
"""EDTF texts; null where nobody says, or where it has not ended."""


class SpanAnswer(_Dated):
    """A span in EDTF and in words; `end_known` is false where it ended and nobody says when."""

    from_label: str
    to_label: str
    end_known: bool


class MemberAnswer(PlaceAnswer, SpanAnswer):
    """A member; `note` is what is said of the membership, such as the name the city then had."""

    note: str
    tie: str
    statements: list[SaidAnswer]


class LeagueAnswer(SpanAnswer):
    """A league, system or network of cities with its members of the year, and those whose time nobody states."""

    id: str
    name: str
    seat: PlaceAnswer | None
    summary: str
    fields: list[str]
    scope: str | None
    members: list[MemberAnswer]
    undated_members: list[MemberAnswer]
    statements: list[SaidAnswer]


class TurningPointAnswer(TypedDict):
    """An act by which the system of cities and states changed."""

    id: str
    title: str
    date: str
    date_label: str
    year: int
    kind: str
    summary: str
    actors: list[ActorAnswer]
    statements: list[SaidAnswer]


class TurningPointsAnswer(TypedDict):
    """Those of the year, the last before it and the next after it."""

    in_year: list[TurningPointAnswer]
    last: TurningPointAnswer | None
    next: TurningPointAnswer | None


class PartAnswer(TypedDict):
    """What a part of the slider holds: leagues and memberships in force in its year, turning points in all of it."""

    position: float
    year: int
    label: str
    leagues: int
    members: int
    turning_points: int


class BreakpointAnswer(TypedDict):
    """A year and its place on the slider, which is straight in astronomical years from one to the next."""

    year: int
    astronomical: int
    position: float
    label: str


class ScaleAnswer(TypedDict):
    """The scale of the slider."""

    breakpoints: list[BreakpointAnswer]


class EarlierAnswer(TypedDict):
    """A league that was over before the slider begins, with a year in which it is shown."""

    id: str
    name: str
    from_label: str
    to_label: str
    year: int


class HistoryAnswer(TypedDict):
    """What held on 31 December of a year, counted as people write it: -431 is 431 BCE, and there is no year 0."""

    year: int
    as_of: int
    label: str
    edtf: str
    leagues: list[LeagueAnswer]
    turning_points: TurningPointsAnswer
    ties: dict[str, int]
    timeline: list[PartAnswer]
    scale: ScaleAnswer
    earlier: list[EarlierAnswer]
