"""How long seven public registers take from nothing to a compiled snapshot, and how many ties are left of their sum.

Command: ``uv run python -m benchmarks registers``. Every step is the command a user would type, in a process of its
own, with an empty ledger at the beginning; the gazetteer is converted before the clock starts. The cost grows with
the rows of the lists and the distinct places they name. Needs the reference data.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

import polars as pl

from benchmarks.world import reference_folder
from proxenia.cli.settings import load_settings
from proxenia.ledger import open_ledger
from proxenia.resolve.gazetteer import load_gazetteer
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import cached_snapshot

MAPS = Path(__file__).parents[1] / "docs" / "guides" / "maps"
STEPS = (
    ("Hekman", "table", "city/wikipedia_lists_2026_hekman/pairs_raw.csv", "wikipedia_lists_2026"),
    ("Wikidata 2016", "table", "city/wikidata_p190_2016/relations.csv", "wikidata_p190_2016"),
    ("EU list", "table", "city/eu_sistercities_wikidata/by_origin_country_raw.csv", "eu_sistercities"),
    ("Eurocities", "membership", "city/networks_eurocities/members.csv", "eurocities"),
    (
        "declaration of mayors",
        "declaration",
        "city/declarations/gpm_declaration_mayors_democracy.csv",
        "declaration_mayors_for_democracy",
    ),
    (
        "statement of mayors",
        "declaration",
        "city/declarations/eurocities_statement_imamoglu_2025.csv",
        "declaration_imamoglu_2025",
    ),
    ("embassies", "embassies", "state/embassies_wikidata/diplomatic_missions_2022-11.csv", None),
)


def _run(home: Path, cache: Path, *words: str) -> str:
    environment = {**os.environ, "PROXENIA_DATA": str(home), "PROXENIA_CACHE": str(cache)}
    environment.pop("PROXENIA_LEDGER", None)
    done = subprocess.run(
        [sys.executable, "-m", "proxenia", *words], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def import_twinnings(home: Path, cache: Path) -> None:
    """Bring the founding register and the three large lists of twinnings into a data folder, where they are at hand."""
    reference = reference_folder()
    _run(home, cache, "status")
    for _, kind, path, mapping in STEPS[:3] if reference else ():
        _run(home, cache, "import", kind, f"{reference}/{path}", "--map", str(MAPS / f"{mapping}.yml"))


@contextmanager
def world_of_twinnings() -> Iterator[tuple[Path, Snapshot]]:
    """Give the data folder and the snapshot of that world; of the ledger in ``PROXENIA_WEB_DATA`` where it is named."""
    cache, given = load_settings().cache, os.environ.get("PROXENIA_WEB_DATA")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(given or folder)
        if not given:
            import_twinnings(place, cache)
        with open_ledger(place / "ledger.sqlite", create=False) as ledger:
            snapshot = cached_snapshot(ledger, cache)
        yield place, snapshot


def _overlaps(snapshot: Snapshot) -> list[str]:
    """Return how many distinct twinnings with both places found each pair of large lists holds, together and both."""
    found = pl.col("a").str.starts_with("gn:") & pl.col("b").str.starts_with("gn:")
    ties = snapshot.ties.filter((pl.col("kind") == "twinning") & found).select(record="id")
    twinnings = snapshot.evidence.join(ties, on="record", how="semi")
    held = {
        source: set(group["record"])
        for (source,), group in twinnings.group_by("source")
        if group["record"].n_unique() > 5_000
    }
    return [
        f"both places found: {one} {len(held[one]):,} and {other} {len(held[other]):,}:"
        f" {len(held[one] | held[other]):,} distinct, {len(held[one] & held[other]):,} in both"
        for one, other in combinations(sorted(held), 2)
    ]


def main() -> None:
    """Print the seconds of every step and the ties by kind and source."""
    reference = reference_folder()
    if reference is None:
        print("  skipped: the reference data is not here")
        return
    load_gazetteer(load_settings().cache)
    with tempfile.TemporaryDirectory() as folder:
        home, cache = Path(folder) / "data", Path(folder) / "cache"
        cache.mkdir(parents=True)
        for made in load_settings().cache.glob("geonames-*"):
            (cache / made.name).symlink_to(made)
        begun = time.perf_counter()
        for label, kind, path, mapping in STEPS:
            step = time.perf_counter()
            words = ["import", kind, str(reference / path), "--json"]
            report = json.loads(
                _run(home, cache, *words, *(["--map", str(MAPS / f"{mapping}.yml")] if mapping else []))
            )
            names = report["names"]
            print(
                f"  {label}: {time.perf_counter() - step:.1f} s, {report['rows']:,} rows, {len(report['refused']):,}"
                f" refused; names {names['resolved']:,} resolved, {names['ambiguous']:,} ambiguous,"
                f" {names['unknown']:,} unknown",
                flush=True,
            )
        step = time.perf_counter()
        status = json.loads(_run(home, cache, "status", "--json"))
        print(f"  compile and status: {time.perf_counter() - step:.1f} s, {status['statements']:,} statements")
        print(f"  from nothing to a snapshot: {time.perf_counter() - begun:.1f} s")
        for kind, sources in status["ties_by_source"].items():
            print(
                f"  {kind}: {status['ties'][kind]:,} distinct; " + ", ".join(f"{s} {n:,}" for s, n in sources.items())
            )
        with open_ledger(home / "ledger.sqlite") as ledger:
            for line in _overlaps(cached_snapshot(ledger, cache)):
                print(f"  {line}")
