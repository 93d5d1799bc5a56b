"""Which conditions go with ties and acts: the answer, how far it holds, and what could not be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from proxenia.errors import UnknownValueError
from proxenia.foresight.conditions.city_table import ERAS, OUTCOMES, SETS, CitySet, Era, Told, city_counts, city_table
from proxenia.foresight.conditions.estimate import Estimate, Model, estimate_model
from proxenia.foresight.conditions.marginal import Difference
from proxenia.foresight.date_coverage import RegionCoverage, region_coverage
from proxenia.foresight.dated_ties import DatedTies
from proxenia.foresight.regions import REGIONS
from proxenia.snapshot.snapshot import Snapshot

__all__ = [
    "MAIN_SET",
    "Check",
    "Report",
    "Scope",
    "conditions_report",
    "conditions_scope",
    "headline",
    "region_named",
]

MAIN_SET: Final = next(iter(SETS))


@dataclass(frozen=True, eq=False)
class Scope:
    """A model with what it is of.

    Attributes
    ----------
    of
        ``ties`` or ``acts``.
    cities
        Which cities are compared.
    region, era
        Only those of one part of the world, only what began in an era; none for all.
    model
        What came out.
    """

    of: str
    cities: CitySet
    model: Model
    region: str | None = None
    era: Era | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What becomes of the others when one condition is left out.

    Attributes
    ----------
    id
        The condition left out.
    cities
        How many cities are complete then.
    changed
        The other conditions of which it is then told otherwise whether the count is higher, lower, or not to be told.
    """

    id: str
    cities: int
    changed: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Report:
    """The whole answer.

    Attributes
    ----------
    of, year
        What is counted, at the end of which year.
    main
        The model that the answer rests on.
    checks
        One a condition of it.
    looks
        The same asked of other sets of cities.
    regions, eras
        By part of the world, and by when ties began or acts happened.
    told
        Who tells of each condition.
    coverage
        How many ties of local governments carry a year, by part of the world; empty for acts.
    """

    of: str
    year: int
    main: Scope
    checks: tuple[Check, ...]
    looks: tuple[Scope, ...]
    regions: tuple[Scope, ...]
    eras: tuple[Scope, ...]
    told: Mapping[str, Told]
    coverage: tuple[RegionCoverage, ...]


def _checked(of: str) -> str:
    if of not in OUTCOMES:
        raise UnknownValueError("count", of, OUTCOMES)
    return of


def conditions_report(snapshot: Snapshot, *, year: int, of: str = "ties") -> Report:
    """Return which conditions go with ties or acts.

    Parameters
    ----------
    snapshot
        The whole one, not as of a day.
    year
        Conditions and counts are those of the end of this year.
    of
        ``ties`` or ``acts``.

    Raises
    ------
    UnknownValueError
        When `of` is neither.
    """
    _checked(of)
    conditions, told = city_table(snapshot.as_of(year))
    now = _counted(conditions, city_counts(snapshot, year=year, of=of))
    members = _of_set(now, SETS[MAIN_SET])
    main = Scope(of, SETS[MAIN_SET], estimate_model(members))
    looks = [Scope(of, one, estimate_model(_of_set(now, one))) for one in SETS.values() if one.id != MAIN_SET]
    regions = [
        Scope(of, SETS[MAIN_SET], estimate_model(members.filter(pl.col("part") == part), parts=False), region=part)
        for part in REGIONS
    ]
    eras = []
    for era in ERAS.values():
        then = _counted(conditions, city_counts(snapshot, year=year, of=of, era=era))
        eras.append(Scope(of, SETS[MAIN_SET], estimate_model(_of_set(then, SETS[MAIN_SET])), era=era))
    coverage = region_coverage(DatedTies.of(snapshot)) if of == "ties" else ()
    return Report(
        of, year, main, _checks(members, main.model), tuple(looks), tuple(regions), tuple(eras), told, coverage
    )


def conditions_scope(
    snapshot: Snapshot,
    *,
    year: int,
    of: str = "ties",
    among: str = MAIN_SET,
    region: str | None = None,
    era: str | None = None,
) -> Scope:
    """Return one model: of a set of cities, a part of the world, an era.

    Raises
    ------
    UnknownValueError
        When one of the words is not known.
    """
    _checked(of)
    if among not in SETS:
        raise UnknownValueError("set of cities", among, SETS)
    if region is not None and region not in REGIONS:
        raise UnknownValueError("part of the world", region, REGIONS)
    if era is not None and era not in ERAS:
        raise UnknownValueError("era", era, ERAS)
    conditions, _ = city_table(snapshot.as_of(year))
    years = None if era is None else ERAS[era]
    table = _of_set(_counted(conditions, city_counts(snapshot, year=year, of=of, era=years)), SETS[among])
    table = table if region is None else table.filter(pl.col("part") == region)
    return Scope(of, SETS[among], estimate_model(table, parts=region is None), region=region, era=years)


def region_named(text: str) -> str:
    """Return the part of the world of a name, in whatever letters.

    >>> region_named("europe")
    'Europe'

    Raises
    ------
    UnknownValueError
        When there is none.
    """
    for region in REGIONS:
        if region.casefold() == text.strip().casefold():
            return region
    raise UnknownValueError("part of the world", text, REGIONS)


def _counted(conditions: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    joined = conditions.join(counts, on="city", how="left", maintain_order="left")
    return joined.with_columns(pl.col("count").fill_null(0))


def _of_set(table: pl.DataFrame, cities: CitySet) -> pl.DataFrame:
    return table.filter(pl.col("count") > 0) if cities.id == "tied" else table.filter(pl.col(cities.id))


def headline(estimate: Estimate) -> Difference | None:
    """Return the difference that is told of a condition: of the number, else of the part that could be fitted."""
    contrast = estimate.contrast
    return contrast.number or contrast.if_any or contrast.any


def _verdict(estimate: Estimate) -> int:
    difference = headline(estimate)
    if difference is None or not difference.is_told_from_nought:
        return 0
    return 1 if difference.estimate > 0 else -1


def _checks(table: pl.DataFrame, main: Model) -> tuple[Check, ...]:
    verdicts = {one.condition.id: _verdict(one) for one in main.estimates}
    found = []
    for left_out in verdicts:
        other = estimate_model(table, without=(left_out,))
        changed = [
            one.condition.id
            for one in other.estimates
            if one.condition.id in verdicts and _verdict(one) != verdicts[one.condition.id]
        ]
        found.append(Check(left_out, other.complete, tuple(changed)))
    return tuple(found)
