"""The lines of an outlook's page: numbers with their intervals, and every table to take along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proxenia.foresight.outlook.sentences import number_words

__all__ = [
    "CoverageRow",
    "HeldRow",
    "NetworkLine",
    "NetworkRow",
    "NumberLine",
    "Numbers",
    "OutlookRow",
    "PairRow",
    "ProfileLine",
    "ProfileRow",
    "ScoreRow",
    "YearRow",
    "held_rows",
    "network_line",
    "network_row",
    "number_line",
    "numbers_of",
    "pair_row",
    "profile_line",
    "profile_row",
    "score_rows",
    "year_row",
]

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Numbers:
    """An expected number with its intervals, and in words."""

    expected: float
    low_50: float
    high_50: float
    low_90: float
    high_90: float
    words: str
    range: str


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """A line of a table: what it is of, how many ties stood, and what is expected; none where nothing can be said."""

    level: str
    id: str
    name: str
    address: str
    ties: int | None
    dated: int | None
    standing: int
    new: Numbers | None
    suspended: Numbers | None
    ended: Numbers | None
    why: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of what may come: new ties in it."""

    year: int
    expected: float
    low_90: float
    low_50: float
    median: float
    high_50: float
    high_90: float


@dataclass(frozen=True, slots=True)
class PairRow:
    """A likely pair with its chance within the years told, and why."""

    a: str
    name_a: str
    country_a: str
    b: str
    name_b: str
    country_b: str
    chance: float
    chance_words: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A named city network: its last size that a source tells, and what may become of it."""

    id: str
    name: str
    last_size: float | None
    last_year: int | None
    size: Numbers | None
    joined: Numbers
    left: Numbers
    dated_members: int


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One of the six kinds of city, with its expected growth: new ties over its dated ones in force, in per cent."""

    id: str
    label: str
    cities: int
    known_cities: int
    dated: int
    dated_in_force: int
    new: Numbers | None
    growth_percent: Numbers | None
    why: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """How a predictor did at a past cut; log score per new tie, lower is better."""

    predictor: str
    cut: int
    last_year: int
    expected: float
    low_90: int
    high_90: int
    seen: int
    log_score: float | None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """How often intervals of past outlooks held what came."""

    label: str
    intervals: int
    in_50: int
    in_90: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Ties of a part of the world, and how many carry a year."""

    region: str
    ties: int
    dated: int
    dated_share: float | None
    enough: bool


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line of the table to take along."""

    level: str
    id: str
    name: str
    ties: int | None
    dated_ties: int | None
    standing: int
    new_expected: float | None
    new_low_50: float | None
    new_high_50: float | None
    new_low_90: float | None
    new_high_90: float | None
    suspended_expected: float | None
    suspended_low_90: float | None
    suspended_high_90: float | None
    ended_expected: float | None
    ended_low_90: float | None
    ended_high_90: float | None
    why: str


def numbers_of(told: Plain | None) -> Numbers | None:
    """Return an expected number with its intervals."""
    if told is None:
        return None
    half = f"{number_words(told['low_50'])} to {number_words(told['high_50'])}"
    most = f"{number_words(told['low_90'])} to {number_words(told['high_90'])}"
    bounds = {name: told[name] for name in ("expected", "low_50", "high_50", "low_90", "high_90")}
    return Numbers(**bounds, words=number_words(told["expected"]), range=f"{half}; {most}")


def _sure(told: Plain) -> Numbers:
    found = numbers_of(told)
    assert found is not None  # noqa: S101 - told by every result
    return found


def year_row(row: Plain) -> YearRow:
    """Return a year to come."""
    return YearRow(**{name: row[name] for name in YearRow.__dataclass_fields__})


def pair_row(row: Plain) -> PairRow:
    """Return a likely pair."""
    one, other = row["a"], row["b"]
    return PairRow(
        one["id"],
        one["name"],
        one["country"],
        other["id"],
        other["name"],
        other["country"],
        chance=row["chance"],
        chance_words=f"{100 * row['chance']:.2g} %",
        reasons=[f"{reason['words']} {_times(reason['factor'])}" for reason in row["reasons"]],
    )


def _times(factor: float) -> str:
    """Return how many times as likely something makes a pair as the average one."""
    shown = number_words(factor) if factor < 1000 else "over 1,000"
    return f"({shown} times as likely as the average pair)"


def network_row(row: Plain) -> NetworkRow:
    """Return a city network."""
    return NetworkRow(
        row["id"],
        row["name"],
        row["last_size"],
        None if row["last_year"] is None else int(row["last_year"]),
        numbers_of(row["size"]),
        _sure(row["joined"]),
        _sure(row["left"]),
        row["dated_members"],
    )


def profile_row(row: Plain) -> ProfileRow:
    """Return one of the six kinds of city."""
    return ProfileRow(
        row["id"],
        row["id"].replace("_", " "),
        row["cities"],
        row["known_cities"],
        row["dated"],
        row["dated_in_force"],
        numbers_of(row["new"]),
        numbers_of(row["growth_percent"]),
        row.get("words", ""),
    )


def score_rows(result: Plain) -> list[ScoreRow]:
    """Return how the predictor did at past cuts."""
    scores, predictor = result["method"]["scores"], result["method"]["predictor"]
    if scores is None:
        return []
    names = ("predictor", "last_year", "expected", "low_90", "high_90", "seen")
    return [
        ScoreRow(cut=row["year"], log_score=row["scores"].get("log_score"), **{name: row[name] for name in names})
        for row in scores["cuts"]
        if row["predictor"] == predictor
    ]


def held_rows(result: Plain) -> list[HeldRow]:
    """Return how often intervals held."""
    told = result["past_intervals"]
    rows = [] if told is None else told["held"]
    return [HeldRow(row["label"], row["intervals"], row["in_50"], row["in_90"]) for row in rows if row["intervals"]]


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A city network in the table to take along; the size is the median, the others are means."""

    id: str
    name: str
    last_size: float | None
    last_year: int | None
    size: float | None
    size_low_50: float | None
    size_high_50: float | None
    size_low_90: float | None
    size_high_90: float | None
    joined: float
    joined_low_90: float
    joined_high_90: float
    left: float
    left_low_90: float
    left_high_90: float
    dated_members: int


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """A kind of city in the table to take along."""

    id: str
    cities: int
    known_cities: int
    dated_in_force: int
    new_expected: float | None
    new_low_50: float | None
    new_high_50: float | None
    new_low_90: float | None
    new_high_90: float | None
    growth_percent: float | None
    growth_low_90: float | None
    growth_high_90: float | None
    why: str


_FIVE = ("expected", "low_50", "high_50", "low_90", "high_90")


def _parts(told: Numbers | None, *names: str) -> list[float | None]:
    return [None if told is None else getattr(told, name) for name in names]


def network_line(row: NetworkRow) -> NetworkLine:
    """Return a city network as the table to take along has it."""
    numbers = [*_parts(row.size, *_FIVE), *_parts(row.joined, *_NINE), *_parts(row.left, *_NINE)]
    names = list(NetworkLine.__dataclass_fields__)[4:-1]
    found: dict[str, Any] = dict(zip(names, numbers, strict=True))
    return NetworkLine(row.id, row.name, row.last_size, row.last_year, dated_members=row.dated_members, **found)


def profile_line(row: ProfileRow) -> ProfileLine:
    """Return a kind of city as the table to take along has it."""
    numbers = [*_parts(row.new, *_FIVE), *_parts(row.growth_percent, *_NINE)]
    found: dict[str, Any] = dict(zip(list(ProfileLine.__dataclass_fields__)[4:-1], numbers, strict=True))
    return ProfileLine(row.id, row.cities, row.known_cities, row.dated_in_force, why=row.why, **found)


_NINE = ("expected", "low_90", "high_90")


def number_line(row: OutlookRow) -> NumberLine:
    """Return a line of a table as the table to take along has it."""
    found: dict[str, Any] = {"why": row.why}
    for what, told in (("new", row.new), ("suspended", row.suspended), ("ended", row.ended)):
        names = ("expected", "low_50", "high_50", "low_90", "high_90")
        found |= {f"{what}_{name}": None if told is None else getattr(told, name) for name in names}
    about = (row.level, row.id, row.name, row.ties, row.dated, row.standing)
    return NumberLine(*about, **{name: found[name] for name in NumberLine.__dataclass_fields__ if name in found})
