"""How fast a ledger compiles on one core, how fast a saved snapshot opens again, and how much memory both take.

Command: ``uv run python -m benchmarks compile``. Data: the founding register with the real list of 26,114 pairs
(``PROXENIA_REFERENCE``, else ``../shared/reference``), and that tenfold. The tenfold world is synthetic: ten
copies of the real statements, the places of each copy renamed, so that it has ten times the actors and ties.
Each figure comes from a process of its own with one Polars thread; figures are medians. Compiling is timed by the
processor time of that process, which is what one core of its own would take, and by the clock; opening by the clock.
"""

import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from proxenia.model.judgement import Judgement
from proxenia.snapshot.compile import compile_tables
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.store import load_snapshot, save_snapshot

COPIES = 10
RUNS = 5
LARGE = 1_000_000


def _renamed(column: str, copy: int) -> pl.Expr:
    """Return identifiers of places renamed for a copy; states, regions and bodies stay shared."""
    text = pl.col(column)
    is_place = ~text.str.contains(r"^(iso|px|un|act):")
    suffix = pl.when(text.str.starts_with("gn:")).then(pl.lit(str(copy))).otherwise(pl.lit(f"-{copy}"))
    return pl.when(is_place).then(text + suffix).otherwise(text).alias(column)


def _tenfold(statements: pl.DataFrame) -> pl.DataFrame:
    """Return ten copies of the statements, each with places of its own and ids of its own."""
    copies = [
        statements.with_columns(
            _renamed("subject", copy), _renamed("object", copy), id=pl.col("id").str.slice(1) + pl.lit(f"{copy:x}")
        )
        for copy in range(COPIES)
    ]
    return pl.concat(copies).sort("id").rechunk()


def _renamed_text(identifier: str, copy: int) -> str:
    if identifier.startswith(("iso:", "px:", "un:", "act:")):
        return identifier
    return f"{identifier}{copy}" if identifier.startswith("gn:") else f"{identifier}-{copy}"


def _tenfold_judgements(judgements: list[Judgement]) -> list[Judgement]:
    return [
        replace(item, left=_renamed_text(item.left, copy), right=_renamed_text(item.right, copy))
        for copy in range(COPIES)
        for item in judgements
    ]


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_048_576 if sys.platform == "darwin" else 1024)


def _seconds(task: Callable[[], Any], *, runs: int = RUNS) -> tuple[float, float]:
    """Return the medians of processor time and of the clock."""
    busy, passed = [], []
    for _ in range(runs):
        begin, clock = time.process_time(), time.perf_counter()
        task()
        busy.append(time.process_time() - begin)
        passed.append(time.perf_counter() - clock)
    return median(busy), median(passed)


def _measure_compile(folder: Path) -> dict[str, float]:
    statements = pl.read_ipc(folder / "statements.arrow")
    judgements, sources = pickle.loads((folder / "rest.pickle").read_bytes())
    before = _peak_mb()
    tables = compile_tables(statements, judgements, sources)
    peak = _peak_mb()
    runs = RUNS if statements.height < LARGE else 3
    busy, passed = _seconds(lambda: compile_tables(statements, judgements, sources), runs=runs)
    saving = time.perf_counter()
    save_snapshot(Snapshot(tables=tables), folder / "snapshot")
    saving = time.perf_counter() - saving
    return {
        "statements": statements.height,
        "ties": tables["ties"].height,
        "actors": tables["actors"].height,
        "evidence": tables["evidence"].height,
        "busy_seconds": busy,
        "seconds": passed,
        "runs": runs,
        "save_seconds": saving,
        "before_mb": before,
        "peak_mb": peak,
    }


def _measure_reopen(folder: Path) -> dict[str, float]:
    before = _peak_mb()
    begin = time.perf_counter()
    load_snapshot(folder / "snapshot")
    first = time.perf_counter() - begin
    peak = _peak_mb()
    return {
        "first_seconds": first,
        "seconds": _seconds(lambda: load_snapshot(folder / "snapshot"))[1],
        "checked_seconds": _seconds(lambda: load_snapshot(folder / "snapshot", check=True))[1],
        "before_mb": before,
        "peak_mb": peak,
        "disk_mb": sum(path.stat().st_size for path in (folder / "snapshot").iterdir()) / 1_048_576,
    }


TASKS = {"compile": _measure_compile, "reopen": _measure_reopen}


def _apart(task: str, folder: Path) -> dict[str, float]:
    """Run one measurement in a process of its own with one Polars thread."""
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "RAYON_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.compile", task, str(folder)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _put(folder: Path, statements: pl.DataFrame, judgements: list[Judgement], sources: list[Any]) -> Path:
    folder.mkdir()
    statements.write_ipc(folder / "statements.arrow")
    (folder / "rest.pickle").write_bytes(pickle.dumps((judgements, sources)))
    return folder


def _print(name: str, folder: Path) -> None:
    made, opened = _apart("compile", folder), _apart("reopen", folder)
    rate = made["statements"] / made["busy_seconds"]
    print(
        f"{name}: {made['statements']:,.0f} statements to {made['ties']:,.0f} ties, {made['actors']:,.0f} actors, "
        f"{made['evidence']:,.0f} rows of evidence"
    )
    print(f"  compile, one core: {made['busy_seconds']:.2f} s, {rate:,.0f} statements/s (median of {made['runs']})")
    print(f"  compile by the clock, whatever else ran: {made['seconds']:.2f} s")
    print(f"  memory: peak {made['peak_mb']:,.0f} MB, of which {made['before_mb']:,.0f} MB before compiling")
    print(f"  save: {made['save_seconds']:.2f} s, {opened['disk_mb']:.1f} MB on disk")
    more = opened["peak_mb"] - opened["before_mb"]
    print(f"  reopen: {opened['seconds']:.3f} s (median of {RUNS}), first time {opened['first_seconds']:.3f} s")
    print(f"  reopen with every hash checked: {opened['checked_seconds']:.3f} s; memory {more:,.0f} MB more")


def main() -> None:
    """Print statements a second, seconds to open again and memory, for the real world and for ten of it."""
    # Imported here so that the measuring processes hold only what they measure.
    from benchmarks.world import hekman_list, make_ledger  # noqa: PLC0415
    from proxenia.cli.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    if hekman_list() is None:
        print("the reference data is not here (PROXENIA_REFERENCE): the founding register alone")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with make_ledger(folder, settings.cache) as ledger:
            statements = pl.from_arrow(ledger.statements_table())
            judgements, sources = ledger.judgements(), ledger.sources()
        assert isinstance(statements, pl.DataFrame)
        _print("real", _put(folder / "real", statements, judgements, sources))
        tenfold = _put(folder / "tenfold", _tenfold(statements), _tenfold_judgements(judgements), sources)
        _print("synthetic, tenfold", tenfold)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(TASKS[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
