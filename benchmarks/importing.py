"""How long the import of the real list of 26,114 pairs takes, and what comes of its names.

Command: ``uv run python -m benchmarks importing``. Needs the reference data; the gazetteer is converted before the
clock starts. The cost grows with rows and, for the names, with distinct places.
"""

import csv
import re
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import polars as pl

from benchmarks.world import HEKMAN_MAP, MOMENT, hekman_list
from proxenia.cli.importing import ImportReport, import_table
from proxenia.cli.settings import load_settings
from proxenia.ledger import Ledger, open_ledger
from proxenia.model.globe import distance_km
from proxenia.model.identifiers import local_identifier
from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer
from proxenia.snapshot.compile import compile_snapshot
from proxenia.sources.catalogue.table.mapping import mapping_of_pairs

ROUNDS = 3
LATER = "2026-01-02T00:00:00.000000Z"
NEAR_KM = 50


def _collector_spots(pairs: Path) -> dict[str, tuple[float, float]]:
    """Return the longitude and latitude that the list's collector gives, by our identifier; some are wrong."""
    spots = {}
    with pairs.with_name("pairs_geocoded.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for side in ("1", "2"):
                if row[f"lat{side}"] and row[f"lng{side}"]:
                    key = local_identifier("hekman", row[f"city{side}"], row[f"country{side}"])
                    spots[key] = float(row[f"lng{side}"]), float(row[f"lat{side}"])
    return spots


def _precision(ledger: Ledger, pairs: Path, gazetteer: Gazetteer) -> list[str]:
    """Return, for each rule, how many of its places lie within 50 km of the collector's coordinates."""
    spots = _collector_spots(pairs)
    judged = [one for one in ledger.judgements() if one.left in spots]
    places = gazetteer.places({int(one.right.removeprefix("gn:")) for one in judged})
    near: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        place = places[int(one.right.removeprefix("gn:"))]
        close = distance_km(spots[one.left], (place.lon, place.lat)) <= NEAR_KM
        rule = one.reason.rpartition(": ")[2].partition(" (probability")[0]
        for name in ("all rules", re.sub(r"of \d+ places", "of several places", rule)):
            near[name].append(close)
    return [f"{rule}: {sum(got) / len(got):.1%} of {len(got):,}" for rule, got in near.items()]


def _import_once(pairs: Path, gazetteer: Gazetteer) -> tuple[float, float, ImportReport, int, list[str]]:
    """Return the seconds of two imports, the first's report, the twinnings placed, and the precision by rule."""
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
        near = _precision(ledger, pairs, gazetteer)
    return first, second, report, placed, near


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
    print(f"  places within {NEAR_KM} km of the coordinates of the list's collector, some of which are wrong:")
    for line in runs[0][4]:
        print(f"    {line}")


if __name__ == "__main__":
    main()
