"""How long the import of the real list of 26,114 pairs takes, and what comes of its names.

Command: ``uv run python -m benchmarks importing``. Needs the reference data; the gazetteer is converted before the
clock starts. The cost grows with rows and, for the names, with distinct places.
"""

import tempfile
import time
from pathlib import Path
from statistics import median

import polars as pl

from benchmarks.world import HEKMAN_MAP, MOMENT, hekman_list
from proxenia.cli.importing import ImportReport, import_table
from proxenia.cli.settings import load_settings
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.sources.catalogue.table.mapping import mapping_of_pairs

ROUNDS = 3
LATER = "2026-01-02T00:00:00.000000Z"


def _import_once(pairs: Path, gazetteer: Gazetteer) -> tuple[float, float, ImportReport, int]:
    """Return the seconds of the first and of the second import, the first's report, and the twinnings placed."""
    mapping = mapping_of_pairs(HEKMAN_MAP)
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.sqlite") as ledger:
        begin = time.perf_counter()
        report = import_table(pairs, mapping, ledger, gazetteer, recorded_at=MOMENT)
        first = time.perf_counter() - begin
        begin = time.perf_counter()
        import_table(pairs, mapping, ledger, gazetteer, recorded_at=LATER)
        second = time.perf_counter() - begin
        ties = compile_snapshot(ledger, code_version="benchmark").ties
        placed = ties.filter(pl.col("a").str.starts_with("gn:") & pl.col("b").str.starts_with("gn:")).height
    return first, second, report, placed


def main() -> None:
    """Print seconds, rows a second, and how many names are resolved."""
    pairs = hekman_list()
    if pairs is None:
        print("  skipped: the reference data is not at hand (PROXENIA_REFERENCE)")
        return
    gazetteer = load_gazetteer(load_settings().cache)
    runs = [_import_once(pairs, gazetteer) for _ in range(ROUNDS)]
    report, placed = runs[0][2], runs[0][3]
    first, second = (median(run[number] for run in runs) for number in (0, 1))
    print(f"  import of {report.rows:,} rows: {first:.1f} s ({report.rows / first:,.0f} rows/s), median of {ROUNDS}")
    print(f"  the same again: {second:.1f} s, nothing new")
    print(f"  statements new: {report.statements_new:,}; rows refused: {len(report.refused)}")
    print(f"  names: {', '.join(f'{number:,} {outcome}' for outcome, number in report.names.items())}")
    print(f"  distinct twinnings with both ends resolved: {placed:,}")


if __name__ == "__main__":
    main()
