"""What a scenario changes of the new ties that are expected, chance left out.

Runs draw whole ties, and where a handful of ties is expected in the whole world most runs draw none: the mean of the
runs then says nought of a change that is small and there. The expectation itself is exact: the ties expected among
known cities at the cut, times what the scenario multiplies them by, for many draws of the scenario's numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from proxenia.foresight.outlook.ground import Ground
from proxenia.foresight.scenarios.changes import Changes, Drawn

__all__ = ["DRAWS", "Expected", "expected_new"]

Numbers = npt.NDArray[np.float64]

DRAWS: Final = 200
"""How often the numbers of the scenario are drawn."""


@dataclass(frozen=True, eq=False)
class Expected:
    """New ties expected of one thing: at the baseline, and by draw with the scenario."""

    level: str
    id: str
    baseline: float
    scenario: Numbers


def expected_new(ground: Ground, changes: Changes, *, seed: int) -> list[Expected]:
    """Return the new ties expected in the years of an outlook among known cities: altogether, by country and pair.

    Only what the scenario reaches is told below the total.

    Parameters
    ----------
    ground
        What the outlook stands on.
    seed
        Of the outlook: the draws are those of its first runs.
    """
    cells = _cells(ground, changes)
    yearly = ground.prediction.expected / ground.prediction.years
    base = yearly * cells["weight"].to_numpy() * ground.request.horizon
    by_draw = [_of_draw(ground, cells, changes.drawn(run, seed), yearly) for run in range(DRAWS)]
    drawn = np.stack(by_draw) if cells.height else np.zeros((DRAWS, 0))
    return list(_told(cells, base, drawn, yearly * ground.request.horizon))


def _cells(ground: Ground, changes: Changes) -> pl.DataFrame:
    """Return the pairs of countries, and the listed pairs of cities, that the scenario reaches, with their weights."""
    pairs, cities = ground.candidates, ground.candidates.cities
    table = pl.DataFrame({"first": pairs.first, "second": pairs.second, "weight": ground.prediction.weights})
    listed = _listed(changes)
    ids, country = cities["id"], cities["country"]
    rows = pairs.rows_of(pl.DataFrame(listed, schema={"a": pl.String(), "b": pl.String()}, orient="row"))
    alone = np.zeros(len(pairs), dtype=bool)
    alone[rows] = True
    told = table.with_columns(
        one=country.gather(table["first"]),
        other=country.gather(table["second"]),
        city_a=pl.when(pl.Series(alone)).then(ids.gather(table["first"])).otherwise(pl.lit("")),
        city_b=pl.when(pl.Series(alone)).then(ids.gather(table["second"])).otherwise(pl.lit("")),
    )
    low, high = pl.min_horizontal("one", "other"), pl.max_horizontal("one", "other")
    cells = told.group_by(a=low, b=high, city_a="city_a", city_b="city_b").agg(pl.col("weight").sum())
    cells = cells.sort("a", "b", "city_a", "city_b")
    return cells.filter(pl.Series(_reached(cells, changes)))


def _listed(changes: Changes) -> list[tuple[str, str]]:
    return sorted({pair for one in changes.shifts for pair in one.reach.cities or ()})


def _reached(cells: pl.DataFrame, changes: Changes) -> npt.NDArray[np.bool_]:
    words = [cells[name].to_numpy() for name in ("a", "b", "city_a", "city_b")]
    reached = np.zeros(cells.height, dtype=bool)
    for one in changes.shifts:
        if one.acts_on == "new_ties":
            reached |= one.reach.of(*words) != 0
    return reached


def _of_draw(ground: Ground, cells: pl.DataFrame, drawn: Drawn, yearly: float) -> Numbers:
    words = [cells[name].to_numpy() for name in ("a", "b", "city_a", "city_b")]
    total = np.zeros(cells.height)
    for year in ground.request.years:
        fields = drawn.fields(year)
        share = sum(part * np.exp(sum(fields.get(one, 0.0) for one in named)) for _, named, part in ground.words)
        total += np.exp(drawn.new_ties(year, words[0], words[1], words[2], words[3])) * (share if fields else 1.0)
    return np.asarray(yearly * cells["weight"].to_numpy() * total)


def _told(cells: pl.DataFrame, base: Numbers, drawn: Numbers, everything: float) -> Iterator[Expected]:
    rest = everything - float(base.sum())
    yield Expected("total", "all", everything, drawn.sum(axis=1) + rest)
    sides = [cells["a"].to_list(), cells["b"].to_list()]
    for country in sorted({*sides[0], *sides[1]}):
        there = np.array([country in pair for pair in zip(*sides, strict=True)], dtype=bool)
        yield Expected("country", country, float(base[there].sum()), drawn[:, there].sum(axis=1))
    names = [f"{a}-{b}" for a, b in zip(*sides, strict=True)]
    for name in sorted(set(names)):
        there = np.array([one == name for one in names], dtype=bool)
        yield Expected("country_pair", name, float(base[there].sum()), drawn[:, there].sum(axis=1))
