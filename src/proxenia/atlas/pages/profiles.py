"""The six profiles, how many cities have each, and which ones those are."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.atlas.cited import CitedSource, described_sources
from proxenia.atlas.index import AtlasIndex
from proxenia.atlas.lines import ActorLink, actor_link
from proxenia.profiles.finding import ANSWERS
from proxenia.profiles.profile import CityProfile
from proxenia.profiles.registry import PROFILES, cities_with
from proxenia.profiles.thresholds import THRESHOLDS, Threshold

__all__ = [
    "ProfileCity",
    "ProfileLine",
    "ProfilePage",
    "ProfilesPage",
    "ShownThreshold",
    "build_list",
    "build_profiles",
]

CITIES_A_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class ShownThreshold:
    """A threshold in words, and where it comes from."""

    id: str
    in_words: str
    meaning: str
    origin: str
    reference: str


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """A profile with how many cities have it, have it not, and of how many nobody can say."""

    id: str
    label: str
    meaning: str
    decides: str
    thresholds: list[ShownThreshold]
    yes: int
    no: int
    unknown: int
    address: str


@dataclass(frozen=True, slots=True)
class ProfilesPage:
    """All profiles at the end of a year."""

    as_of: int
    cities: int
    profiles: list[ProfileLine]


@dataclass(frozen=True, slots=True)
class ProfileCity:
    """A city of the list: its value with date and sources, and whose value it is."""

    city: ActorLink
    value: float | None
    at_least: bool
    unit: str | None
    threshold: str
    of: str | None
    subject: ActorLink | None
    date: str | None
    dated_by: str | None
    note: str | None
    sources: list[str]
    statements: list[str]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The cities of which a profile has an answer at the end of a year: the highest value first, then the largest.

    Attributes
    ----------
    answer
        ``yes``, ``no`` or ``unknown``; of those of `unknown` only how many there are is told.
    cities, found, page, pages
        The cities of this page; how many there are in all; which page this is, of how many.
    source_titles
        The titles of the sources by their ids.
    """

    as_of: int
    profile: ProfileLine
    answer: str
    cities: list[ProfileCity]
    found: int
    page: int
    pages: int
    source_titles: dict[str, str]
    sources: list[CitedSource]


def _threshold(one: Threshold) -> ShownThreshold:
    return ShownThreshold(one.id, one.in_words, one.meaning, one.origin, one.reference)


def _line(profile: CityProfile, counts: dict[tuple[str, str], int]) -> ProfileLine:
    return ProfileLine(
        id=profile.id,
        label=profile.label,
        meaning=profile.meaning,
        decides=profile.decides,
        thresholds=[_threshold(one) for one in profile.thresholds],
        **{answer: counts.get((profile.id, answer), 0) for answer in ANSWERS},
        address=f"/profiles/{profile.id}",
    )


def _counts(table: pl.DataFrame) -> dict[tuple[str, str], int]:
    rows = table.group_by("profile", "answer").len().iter_rows()
    return {(profile, answer): number for profile, answer, number in rows}


def build_profiles(table: pl.DataFrame, *, as_of: int) -> ProfilesPage:
    """Return the payload of all profiles.

    Parameters
    ----------
    table
        As :data:`proxenia.profiles.registry.PROFILE_TABLE`, of the end of the year.
    as_of
        The year.
    """
    counts = _counts(table)
    return ProfilesPage(as_of, table["city"].n_unique(), [_line(one, counts) for one in PROFILES.values()])


def _city(index: AtlasIndex, row: dict[str, object]) -> ProfileCity:
    shared = ("value", "at_least", "unit", "of", "date", "dated_by", "note", "sources", "statements")
    subject = row["subject"]
    return ProfileCity(
        city=actor_link(index, str(row["city"])),
        subject=None if subject is None else actor_link(index, str(subject)),
        threshold=THRESHOLDS[str(row["threshold"])].in_words,
        **{name: row[name] for name in shared},  # type: ignore[arg-type]
    )


def build_list(
    index: AtlasIndex, table: pl.DataFrame, profile: CityProfile, *, as_of: int, answer: str, page: int | None
) -> ProfilePage:
    """Return the payload of one profile.

    Parameters
    ----------
    index
        Names and sources.
    table
        As :data:`proxenia.profiles.registry.PROFILE_TABLE`, of the end of the year.
    profile
        Which.
    as_of
        The year.
    answer
        Of which answer the cities are listed.
    page
        Which hundred of them; all when none.

    Raises
    ------
    UnknownValueError
        When there is no such answer.
    """
    rows = cities_with(index.snapshot, table, profile.id, answer=answer)
    pages = max(1, -(-rows.height // CITIES_A_PAGE))
    shown = rows if page is None else rows.slice((min(page, pages) - 1) * CITIES_A_PAGE, CITIES_A_PAGE)
    counted = rows.select(pl.col("sources").explode().drop_nulls()).to_series().value_counts().iter_rows()
    sources = described_sources(index, dict(counted))
    return ProfilePage(
        as_of=as_of,
        profile=_line(profile, _counts(table)),
        answer=answer,
        cities=[_city(index, row) for row in shown.iter_rows(named=True)],
        found=rows.height,
        page=1 if page is None else min(page, pages),
        pages=pages,
        source_titles={one.id: one.title for one in sources},
        sources=sources,
    )
