"""Every profile, in the order in which people read them, and all of them of all cities at once."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from proxenia.errors import UnknownValueError
from proxenia.profiles.finding import ANSWERS, YES, Finding
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.profile import FOUND, CityProfile, Row, finding_of
from proxenia.profiles.profile_by_figure import EXPORT_ORIENTED, IMMIGRANT_GATEWAY, MEGA_CITY_PROFILE
from proxenia.profiles.profile_decentralised_country import DECENTRALISED_COUNTRY
from proxenia.profiles.profile_diaspora_ties import DIASPORA_TIES_PROFILE
from proxenia.profiles.profile_quasi_sovereign import QUASI_SOVEREIGN_PROFILE
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "PROFILES",
    "PROFILE_TABLE",
    "cities_with",
    "findings_of",
    "findings_told",
    "parse_profile",
    "profile_table",
    "profiles_of",
]

PROFILES: Final[dict[str, CityProfile]] = {
    one.id: one
    for one in (
        MEGA_CITY_PROFILE,
        IMMIGRANT_GATEWAY,
        QUASI_SOVEREIGN_PROFILE,
        DECENTRALISED_COUNTRY,
        DIASPORA_TIES_PROFILE,
        EXPORT_ORIENTED,
    )
}
"""The profiles by their ids."""

PROFILE_TABLE: Final = pl.Schema({"city": pl.String(), "profile": pl.String(), **dict(list(FOUND.items())[1:])})
"""One row a city and profile, sorted by both; see :data:`proxenia.profiles.profile.FOUND`."""


def profiles_of(snapshot: Snapshot) -> pl.DataFrame:
    """Return every profile of every city.

    Parameters
    ----------
    snapshot
        As of the day that is asked for.

    Returns
    -------
    polars.DataFrame
        As :data:`PROFILE_TABLE`.
    """
    return profile_table(ProfileGround(snapshot))


def profile_table(ground: ProfileGround) -> pl.DataFrame:
    """Return every profile of every city of a ground, as :data:`PROFILE_TABLE`."""
    parts = [one.find(ground).with_columns(profile=pl.lit(one.id)) for one in PROFILES.values()]
    return pl.concat(parts).select(PROFILE_TABLE.names()).sort("city", "profile")


def findings_of(ground: ProfileGround, city: str, *, table: pl.DataFrame | None = None) -> tuple[Finding, ...]:
    """Return the six findings of one city, in the order of :data:`PROFILES`.

    Parameters
    ----------
    ground
        Of all cities, or of this one.
    city
        Its canonical identifier.
    table
        Its rows of :func:`profiles_of`, where these are there.
    """
    own = profile_table(ground) if table is None else table
    return findings_told(ground, own.filter(pl.col("city") == city).iter_rows(named=True))


def findings_told(ground: ProfileGround, found: Iterable[Row]) -> tuple[Finding, ...]:
    """Return the findings of one city, of which the rows of :data:`PROFILE_TABLE` are there, in the same order."""
    rows = {row["profile"]: row for row in found}
    return tuple(finding_of(one, ground, rows[one.id]) for one in PROFILES.values())


def cities_with(snapshot: Snapshot, table: pl.DataFrame, profile: str, *, answer: str = YES) -> pl.DataFrame:
    """Return the rows of the cities of which a profile has this answer: the highest value first, then the largest.

    Parameters
    ----------
    snapshot
        Gives the inhabitants, which only order cities of one value.
    table
        As :data:`PROFILE_TABLE`.
    profile, answer
        Which.

    Raises
    ------
    UnknownValueError
        When there is no such profile or answer.
    """
    wanted = parse_profile(profile)
    if answer not in ANSWERS:
        raise UnknownValueError("answer", answer, ANSWERS)
    rows = table.filter((pl.col("profile") == wanted.id) & (pl.col("answer") == answer))
    people = snapshot.actors.select(pl.col("id").alias("city"), "population")
    ordered = rows.join(people, on="city", how="left").sort(
        ["value", "population", "city"], descending=[True, True, False], nulls_last=True
    )
    return ordered.drop("population")


def parse_profile(text: str) -> CityProfile:
    """Return the profile of an id.

    >>> parse_profile("mega_city").label
    'Mega-city'

    Raises
    ------
    UnknownValueError
        When there is none; the error names the known ones.
    """
    if text not in PROFILES:
        raise UnknownValueError("profile", text, PROFILES)
    return PROFILES[text]
