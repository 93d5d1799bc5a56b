"""How fast a dump of Wikidata is read, from the file to statements, beside the decompressors alone.

Command: ``uv run python -m benchmarks dump``. The dump is synthetic (see ``benchmarks/dump_file.py``): 5 GB of text as
.gz and .zst, which takes minutes to make, and 100 MB as .bz2; ``PROXENIA_DUMP_MB=1000`` takes less. It is kept in
``proxenia-dumps`` in the folder for temporary files, and may be deleted.

Every reading runs in a process of its own. The decompressor alone and the reading take turns, and each ratio is that of
the two best times, so that other work on the machine hurts both alike. The cost grows with the bytes of text.
"""

import bz2
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import indexed_bzip2
import orjson
import zstandard
from isal import igzip_threaded

from benchmarks.dump_file import dump_file, reference_entities
from proxenia.sources.catalogue import describe, reader_of
from proxenia.sources.context import Context

FOLDER = Path(tempfile.gettempdir()) / "proxenia-dumps"
ROUNDS = 3
BZ2_MB = 100
LOOP_MB = 250
"""The usual loop is measured on less, for it is slow; it costs the same for every megabyte."""
_PIECE = 1 << 20


def _drain(file: Any) -> int:
    """Read everything into one buffer, and give how many bytes it was."""
    total, view = 0, memoryview(bytearray(4 * _PIECE))
    while got := file.readinto(view):
        total += got
    return total


def _isal(path: Path) -> int:
    with igzip_threaded.open(path, "rb") as file:
        return _drain(file)


def _zstd(path: Path) -> int:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file, read_size=4 * _PIECE) as reader:
        return _drain(reader)


def _bzip2_parallel(path: Path) -> int:
    with indexed_bzip2.open(str(path), parallelization=2) as file:
        return _drain(file)


def _bzip2_indexed(path: Path) -> int:
    with indexed_bzip2.open(str(path), parallelization=1) as file:
        return _drain(file)


def _bzip2(path: Path) -> int:
    with bz2.open(path, "rb") as file:
        return _drain(file)


def _usual_loop(path: Path) -> int:
    """Read as everybody does: every line is decoded, those with a twinning are kept."""
    total, kept = 0, []
    with gzip.open(path, "rb") as file:
        for line in file:
            total += len(line)
            text = line.strip().rstrip(b",")
            if len(text) > 2:
                item = orjson.loads(text)
                if "P190" in item["claims"]:
                    kept.append(item["id"])
    return total


def _proxenia(path: Path) -> int:
    """Read a dump to statements; the bytes are not counted."""
    context = Context(describe("wikidata_dump"), path, "2026-11-22")
    return sum(1 for _ in reader_of("wikidata_dump")(context))


_TASKS: dict[str, Callable[[Path], int]] = {
    "isal": _isal,
    "zstd": _zstd,
    "bz2-parallel": _bzip2_parallel,
    "bz2-indexed": _bzip2_indexed,
    "bz2": _bzip2,
    "loop": _usual_loop,
    "proxenia": _proxenia,
}


def _run(task: str, path: Path) -> tuple[float, int, int]:
    """Give the seconds, the count and the memory at its highest (MB) of a task in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.dump", task, str(path)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, count, peak = ran.stdout.split()
    return float(seconds), int(count), int(peak)


def _turns(path: Path, others: tuple[str, ...], rounds: int) -> dict[str, tuple[float, int, int]]:
    """Let each task take its turn, and give the best of each."""
    best: dict[str, tuple[float, int, int]] = {}
    for _ in range(rounds):
        for task in (*others, "proxenia"):
            best[task] = min(best.get(task, (float("inf"), 0, 0)), _run(task, path))
    return best


def _say(name: str, found: dict[str, tuple[float, int, int]], asked: float) -> float:
    """Print the figures of one compression; give the seconds of a reading."""
    alone = {task: result for task, result in found.items() if task != "proxenia"}
    fastest = min(alone, key=lambda task: alone[task][0])
    size = alone[fastest][1]
    for task, (seconds, _, _) in alone.items():
        print(f"  .{name} {task} alone: {size / seconds / 1e6:,.0f} MB/s of text ({seconds:.1f} s)")
    seconds, statements, peak = found["proxenia"]
    share = alone[fastest][0] / seconds
    print(
        f"  .{name} to {statements:,} statements: {size / seconds / 1e6:,.0f} MB/s ({seconds:.1f} s, {peak} MB):"
        f" {share:.0%} of {fastest} alone (asked: {asked:.0%})",
        flush=True,
    )
    return seconds


def main() -> None:
    """Print throughput, ratios and memory at two sizes."""
    if reference_entities() is None:
        print("  skipped: the reference data is not at hand (PROXENIA_REFERENCE)")
        return
    size = int(os.environ.get("PROXENIA_DUMP_MB", "5000")) << 20
    print(
        f"  a synthetic dump of {size / 1e9:.1f} GB of text, 3 % of its items with what is kept; best of {ROUNDS} turns"
    )
    path = dump_file(FOLDER, size, "gz")
    found = _turns(path, ("isal",), ROUNDS)
    seconds = _say("gz", found, 0.8)
    part = dump_file(FOLDER, LOOP_MB << 20, "gz")
    loop, count, _ = min(_run("loop", part) for _ in range(2))
    times = (loop / count) / (seconds / size)
    print(
        f"  gzip.open and orjson on {LOOP_MB} MB: {count / loop / 1e6:,.0f} MB/s: {times:.1f} times slower (asked: 8)"
    )
    _say("zst", _turns(dump_file(FOLDER, size, "zst"), ("zstd",), ROUNDS), 0.6)
    _say("bz2", _turns(dump_file(FOLDER, BZ2_MB << 20, "bz2"), ("bz2-parallel", "bz2-indexed", "bz2"), 2), 0.85)
    peaks = {LOOP_MB << 20: _run("proxenia", part)[2], size: found["proxenia"][2]}
    for text, peak in peaks.items():
        print(f"  memory at its highest for {text / 1e9:.1f} GB as .gz: {peak} MB (asked: under 500)")


def _child(task: str, path: Path) -> None:
    reader_of("wikidata_dump")  # what is imported once is no part of the throughput
    begin = time.perf_counter()
    count = _TASKS[task](path)
    seconds = time.perf_counter() - begin
    print(seconds, count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)


if __name__ == "__main__":
    _child(sys.argv[1], Path(sys.argv[2]))
