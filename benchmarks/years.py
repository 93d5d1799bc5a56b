"""What it takes to open an earlier year in the atlas: computed, and from the few bytes that are kept of it.

Command: ``uv run python -m benchmarks years``. Data: that of ``web``, some 41,000 ties (``PROXENIA_WEB_DATA`` names the
data folder of another ledger). Of five years drawn by lot, medians by the clock: the pairs of the overlay, the profiles
and conditions of all cities, what the gravity model expects; and how large the tables of pairs, profiles and
conditions are, and their few bytes.
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

import polars as pl

from benchmarks.registers import world_of_twinnings
from proxenia.atlas.world import FIRST_SLIDER_YEAR
from proxenia.overlay.expected import expected_ties
from proxenia.overlay.overlay import Overlay
from proxenia.profiles.city_tables import CityTables
from proxenia.snapshot.snapshot import Snapshot

YEARS = 5
LAST_YEAR = 2025
SEED = 20261123
MEGABYTE = 1_000_000


def _seconds(task: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = task()
    return time.perf_counter() - begin, result


def _alone(snapshot: Snapshot, year: int) -> Overlay:
    """Return the overlay of a year, of which nothing is remembered."""
    return replace(Overlay.of(snapshot, year))


def _pairs(overlay: Overlay) -> pl.DataFrame:
    overlay.warm()
    return overlay.pairs


def _of_year(snapshot: Snapshot, year: int) -> dict[str, float]:
    overlay, of_day = _alone(snapshot, year), snapshot.as_of(year)
    pairs_computed, pairs = _seconds(lambda: _pairs(overlay))
    tables_computed, tables = _seconds(lambda: CityTables.of(of_day))
    expected_computed, _ = _seconds(lambda: expected_ties(pairs, of_day))
    few_pairs, few_tables = overlay.packed(), tables.packed()
    few = (few_pairs.pairs, few_pairs.of_countries, *few_tables.profiles, *few_tables.conditions)
    rows = (tables.profile_rows, tables.condition_rows)
    opened_tables = (pairs, *(part for one in rows for part in (one.different, one.numbers, one.cities)))
    opened = _alone(snapshot, year)
    pairs_opened, _ = _seconds(lambda: opened.unpack(few_pairs))
    tables_opened, _ = _seconds(lambda: CityTables.unpacked(few_tables).answers)
    return {
        "pairs computed, ms": 1_000 * pairs_computed,
        "pairs opened, ms": 1_000 * pairs_opened,
        "profiles computed, ms": 1_000 * tables_computed,
        "profiles opened, ms": 1_000 * tables_opened,
        "expected ties computed, ms": 1_000 * expected_computed,
        "tables, MB": sum(one.estimated_size() for one in opened_tables) / MEGABYTE,
        "few bytes, MB": sum(map(len, few)) / MEGABYTE,
    }


def _tell(snapshot: Snapshot) -> None:
    _pairs(_alone(snapshot, LAST_YEAR))  # what all years share is computed with the first
    CityTables.of(snapshot.as_of(LAST_YEAR))
    years = sorted(random.Random(SEED).sample(range(FIRST_SLIDER_YEAR, LAST_YEAR), YEARS))
    measured = [_of_year(snapshot, year) for year in years]
    print(f"{snapshot.ties.height:,} ties; medians of the years {', '.join(map(str, years))}")
    for name in measured[0]:
        print(f"  {name:<28}{median(one[name] for one in measured):8.1f}")


def main() -> None:
    """Print what it takes to open a year."""
    with world_of_twinnings() as (_, snapshot):
        _tell(snapshot)


if __name__ == "__main__":
    main()
