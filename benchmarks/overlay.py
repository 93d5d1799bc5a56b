"""How fast the overlay is: all pairs of a year, one pair, its history, every reason; and how the cost grows with ties.

Command: ``uv run python -m benchmarks overlay``. Data: the founding register with the real list of 26,114 pairs, the
list of missions and the alliances (``PROXENIA_REFERENCE``, else ``../shared/reference``), and the same world with ten
times its city ties (synthetic: copies of each tie under other ids). Figures are medians by the clock. The history is
set beside all pairs of the same years, in the same run.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from benchmarks.world import MOMENT, make_ledger, reference_folder
from proxenia.cli.importing import import_source
from proxenia.cli.settings import load_settings
from proxenia.overlay.city_book import CityBook
from proxenia.overlay.deciding import FactBook
from proxenia.overlay.overlay import Overlay
from proxenia.overlay.pairs import facts_of, pairs_on
from proxenia.overlay.rule import RULE
from proxenia.resolve.gazetteer import load_gazetteer
from proxenia.snapshot.as_of import day_of
from proxenia.snapshot.compile import compile_snapshot
from proxenia.snapshot.snapshot import Snapshot
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context

RUNS = 5
YEAR = 2026
YEARS = range(1945, YEAR + 1)
COPIES = (1, 10)
SOURCES = {
    "embassies": Path("state", "embassies_wikidata", "diplomatic_missions_2022-11.csv"),
    "alliances": Path("state", "alliances_atop", "atop_alliance_dyad_year.csv"),
}


def _world(folder: Path, cache: Path) -> Snapshot:
    gazetteer, reference = load_gazetteer(cache), reference_folder()
    with make_ledger(folder, cache) as ledger:
        for source, path in SOURCES.items() if reference is not None else ():
            reading = Context(describe(source), reference / path, MOMENT[:10], countries=gazetteer.countries)
            import_source(reader_of(source), reading, ledger, gazetteer, recorded_at=MOMENT)
        return compile_snapshot(ledger, code_version="benchmark")


def _copied(world: Snapshot, copies: int) -> Snapshot:
    """Return the world with each city tie so many times."""
    cities = world.ties.filter(pl.col("kind").is_in(RULE.city_tie_kinds))
    more = [cities.with_columns(pl.col("id") + f"-{copy}") for copy in range(1, copies)]
    ties = pl.concat([world.ties, *more]).sort("id")
    return Snapshot(tables={**world.tables, "ties": ties}, manifest={}, aliases=world.aliases)


def _seconds(task: Callable[[], Any], *, runs: int = RUNS) -> float:
    passed = []
    for _ in range(runs):
        begin = time.perf_counter()
        task()
        passed.append(time.perf_counter() - begin)
    return median(passed)


def _overlay(world: Snapshot) -> Overlay:
    facts = facts_of(world)
    return Overlay(world, FactBook(world, facts), CityBook(world, facts), day_of(YEAR))


def _print(world: Snapshot, *, base: dict[str, float]) -> dict[str, float]:
    overlay = _overlay(world)
    figures = {
        "facts of a snapshot": _seconds(lambda: facts_of(world)),
        "all pairs of a year, facts there": _seconds(lambda: pairs_on(overlay.facts, [overlay.day])),
        "all pairs of a year, from the snapshot": _seconds(lambda: _overlay(world).pairs),
        "a pair with evidence": _seconds(lambda: overlay.pair("DE", "FR")),
        f"history of a pair, {len(YEARS)} years": _seconds(lambda: overlay.history("DE", "FR", YEARS)),
        "reasons of all pairs": _seconds(lambda: overlay.reasons(overlay.pairs), runs=1),
    }
    print(f"\n{world.ties.height:,} ties, {overlay.pairs.height:,} pairs")
    for name, seconds in figures.items():
        ratio = f"  ({seconds / base[name]:.1f} times)" if base else ""
        print(f"  {name}: {seconds * 1000:,.0f} ms{ratio}")
    return figures


def main() -> None:
    """Print the seconds, and the ratios to the smallest world."""
    if reference_folder() is None:
        print("the reference data is not here (PROXENIA_REFERENCE): the founding register alone")
    with tempfile.TemporaryDirectory() as place:
        world = _world(Path(place), load_settings().cache)
    base: dict[str, float] = {}
    for copies in COPIES:
        figures = _print(_copied(world, copies), base=base)
        base = base or figures
    overlay = _overlay(world)
    days = [day_of(year) for year in YEARS]
    together = _seconds(lambda: overlay.history("DE", "FR", YEARS))
    apart = _seconds(lambda: [pairs_on(overlay.facts, [day]) for day in days], runs=1)
    print(
        f"\nall pairs of each of {len(YEARS)} years, one by one: {apart:.1f} s, {apart / together:.0f} times a history"
    )


if __name__ == "__main__":
    main()
