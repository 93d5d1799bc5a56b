"""A comparison as one long table: one row a city and figure, for files and for reading side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.profiles.compare import ComparedCity, Comparison
from proxenia.profiles.finding import NO, YES

__all__ = ["COMPARED", "ComparedFigure", "comparison_frame", "comparison_rows"]

COMPARED: Final = pl.Schema(
    {
        "city_id": pl.String(),
        "city": pl.String(),
        "country": pl.String(),
        "as_of": pl.String(),
        "group": pl.String(),
        "figure": pl.String(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "records": pl.String(),
    }
)
"""One row a city and figure, in the order of the cities; `records` are the ties behind it, or who is counted."""


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure of one city.

    Attributes
    ----------
    group, figure
        What it belongs to (``standing``, ``kind``, ``field``, ``reach``, ``country``, ``partners``, ``memberships``,
        ``year``, ``profile``), and its word in it; of a year ``<year> <field>``.
    value, unit
        The number; none where it is not known. A profile has 1 for yes, 0 for no and none for unknown.
    records
        Identifiers of what was counted.
    """

    group: str
    figure: str
    value: float | None
    unit: str
    records: tuple[str, ...] = ()


def comparison_rows(city: ComparedCity, comparison: Comparison) -> Iterator[ComparedFigure]:
    """Yield every figure of one of the compared."""
    people = city.population
    said = people.statements if people else ()
    yield ComparedFigure("place", "population", people.value if people else None, "persons", tuple(said))
    for group, counts in (("standing", city.by_standing), ("kind", city.by_kind), ("field", city.by_field)):
        for one in counts:
            yield ComparedFigure(group, one.word, one.number, "ties", one.ties)
    yield ComparedFigure("standing", "dormant", city.dormant.number, "ties", city.dormant.ties)
    yield ComparedFigure("standing", "dormant_share", city.dormant_share, "share")
    yield ComparedFigure("standing", "suspended_share", city.suspended_share, "share")
    yield ComparedFigure("standing", "dead_share", city.dead_share, "share")
    yield ComparedFigure("standing", "dated", city.dated.number, "ties", city.dated.ties)
    yield from _reach(city)
    for group, lines, missing in (
        ("partners", comparison.partners, city.missing_partners),
        ("memberships", comparison.memberships, city.missing_memberships),
    ):
        shared = tuple(line.id for line in lines if city.id in line.ties and len(line.ties) > 1)
        own = tuple(line.id for line in lines if city.id in line.ties)
        yield ComparedFigure(group, "own", len(own), "actors", own)
        yield ComparedFigure(group, "shared", len(shared), "actors", shared)
        yield ComparedFigure(group, "missing", len(missing), "actors", missing)
    for found in city.profiles:
        behind = (*found.statements, *found.records)
        yield ComparedFigure("profile", found.id, {YES: 1, NO: 0}.get(found.answer), "yes or no", behind)
    for line in city.years:
        yield ComparedFigure("year", f"{line.year} {line.word}", line.ties, "ties")


def _reach(city: ComparedCity) -> Iterator[ComparedFigure]:
    reach = city.reach
    yield ComparedFigure("reach", "partners", reach.partners, "actors", reach.ties)
    yield ComparedFigure("reach", "countries", len(reach.countries), "countries")
    yield ComparedFigure("reach", "placed", reach.placed, "actors")
    yield ComparedFigure("reach", "mean_distance", reach.mean_km, "km")
    yield ComparedFigure("reach", "median_distance", reach.median_km, "km")
    far = () if reach.farthest is None else (reach.farthest,)
    yield ComparedFigure("reach", "farthest", reach.farthest_km, "km", far)
    for one in reach.countries:
        yield ComparedFigure("country", one.country, one.partners, "actors", one.ties)


def comparison_frame(comparison: Comparison) -> pl.DataFrame:
    """Return all figures of all cities, as :data:`COMPARED`."""
    rows = [
        {
            "city_id": city.id,
            "city": city.name,
            "country": city.country,
            "as_of": comparison.as_of,
            "group": one.group,
            "figure": one.figure,
            "value": one.value,
            "unit": one.unit,
            "records": "; ".join(one.records),
        }
        for city in comparison.cities
        for one in comparison_rows(city, comparison)
    ]
    return pl.DataFrame(rows, schema=COMPARED, strict=False)
