"""Run the benchmarks, all or those named: ``uv run python -m benchmarks [period compile …]``."""

import platform
import sys
import time
from importlib import import_module
from importlib.util import find_spec

BENCHMARKS = (
    "period",
    "ledger",
    "resolve",
    "importing",
    "registers",
    "compile",
    "measures",
    "overlay",
    "serving",
    "web",
    "years",
    "map",
    "two_maps",
    "dump",
    "wikipedia",
    "foresight",
)


def main() -> int:
    """Print every benchmark's figures; say plainly what cannot be run here."""
    chosen = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in chosen if name not in BENCHMARKS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()} on {platform.machine()}, {platform.system()}")
    for name in chosen:
        print(f"\n== {name}: python -m benchmarks {name}", flush=True)
        if find_spec(f"benchmarks.{name}") is None:
            print("  skipped: this benchmark is not part of this copy")
            continue
        begin = time.perf_counter()
        try:
            module = import_module(f"benchmarks.{name}")
        except ImportError as error:
            print(f"  skipped: {error}")
            continue
        module.main()
        print(f"  ({time.perf_counter() - begin:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
