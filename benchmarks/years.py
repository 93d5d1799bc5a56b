"""What it takes to keep the earlier years of the atlas ready, and how much room they take.

Command: ``uv run python -m benchmarks years``. Data: that of ``web``, some 41,000 ties (``PROXENIA_WEB_DATA`` names the
data folder of another ledger). Every year of the slider is kept, as a server does while nobody asks. Told are, as
medians of the years by the clock: what all that belongs to a year takes; of that the pairs of the overlay, the profiles
and conditions of all cities, and what the gravity model expects, each computed anew; and adding the rows of a year to
those of the years before. Then, of all years together: how large the tables would be beside each other, and how large
they are with each different row held once; and by how much the process grew.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from benchmarks.registers import world_of_twinnings
from proxenia.atlas.world import AtlasWorld
from proxenia.errors import InputError
from proxenia.overlay.expected import expected_ties
from proxenia.overlay.overlay import Overlay
from proxenia.profiles.city_rows import CityRows, CityStore
from proxenia.profiles.condition import condition_table
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.registry import profile_table
from proxenia.snapshot.row_store import RowStore
from proxenia.snapshot.snapshot import Snapshot

THIS_YEAR = 2026
MEGABYTE = 1_000_000


def _milliseconds(task: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = task()
    return 1_000 * (time.perf_counter() - begin), result


def _resident_bytes() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(1_024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _keep_all(world: AtlasWorld) -> tuple[list[float], int]:
    """Keep every year of the slider; return what each took and by how much the process grew."""
    world.keep_year(world.this_year)  # what all years share is computed with the first
    before = _resident_bytes()
    taken = [_milliseconds(lambda year=year: world.keep_year(year))[0] for year in world.slider_years]
    return taken, _resident_bytes() - before


class _Stores:
    """The rows of all years, and how large their tables are beside each other."""

    def __init__(self) -> None:
        self.pairs, self.profiles, self.conditions = RowStore(), CityStore(), CityStore()
        self.beside_each_other = 0
        self.numbers = 0

    def add(self, pairs: pl.DataFrame, profiles: pl.DataFrame, conditions: pl.DataFrame, day: str | None) -> None:
        held = (
            self.pairs.add(pairs),
            CityRows.of(profiles, day, self.profiles).stored,
            CityRows.of(conditions, day, self.conditions).stored,
        )
        self.beside_each_other += sum(table.estimated_size() for table in (pairs, profiles, conditions))
        self.numbers += sum(one.numbers.estimated_size() for one in held)

    @property
    def held_once(self) -> int:
        stores = (self.pairs, self.profiles.rows, self.conditions.rows)
        return self.numbers + sum(store.rows.estimated_size() for store in stores)


def _expected(pairs: pl.DataFrame, of_day: Snapshot) -> None:
    with suppress(InputError):  # of a year with too few ties
        expected_ties(pairs, of_day)


def _of_year(snapshot: Snapshot, year: int, stores: _Stores) -> dict[str, float]:
    of_day = snapshot.as_of(year)
    ground = ProfileGround(of_day)
    overlay = replace(Overlay.of(snapshot, year))  # of which nothing is remembered
    pairs_computed, pairs = _milliseconds(lambda: overlay.pairs)
    tables_computed, tables = _milliseconds(lambda: (profile_table(ground), condition_table(ground)))
    expected_computed, _ = _milliseconds(lambda: _expected(pairs, of_day))
    added, _ = _milliseconds(lambda: stores.add(pairs, *tables, ground.day_text))
    return {
        "pairs computed, ms": pairs_computed,
        "profiles and conditions computed, ms": tables_computed,
        "expected ties computed, ms": expected_computed,
        "rows added to those of other years, ms": added,
    }


def _tell(snapshot: Snapshot) -> None:
    world, stores = AtlasWorld(snapshot, this_year=THIS_YEAR), _Stores()
    years = world.slider_years
    measured = [_of_year(snapshot, year, stores) for year in years]
    taken, grown = _keep_all(world)
    print(f"{snapshot.ties.height:,} ties, {len(years)} years; medians of the years")
    print(f"  {'all that is kept of a year, ms':<42}{median(taken):8.1f}")
    for name in measured[0]:
        print(f"  {name:<42}{median(one[name] for one in measured):8.1f}")
    print("all years together")
    print(f"  {'their tables beside each other, MB':<42}{stores.beside_each_other / MEGABYTE:8.1f}")
    print(f"  {'each different row once, MB':<42}{stores.held_once / MEGABYTE:8.1f}")
    print(f"  {'by how much the process grew, MB':<42}{grown / MEGABYTE:8.1f}")


def main() -> None:
    """Print what it takes to keep years."""
    with world_of_twinnings() as (_, snapshot):
        _tell(snapshot)


if __name__ == "__main__":
    main()
