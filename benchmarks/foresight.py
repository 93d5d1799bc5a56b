"""How fast models of formation are fitted, and whether their intervals cover the truth.

Commands: ``uv run python -m benchmarks foresight`` (seconds of the three fits to the treaties of the reference data,
``PROXENIA_REFERENCE``, else ``../shared/reference``; and of larger simulated histories) and
``uv run python benchmarks/foresight.py coverage [500]`` (simulated histories with known coefficients).
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.foresight.simulated import simulate

from benchmarks.world import reference_folder
from proxenia.cli.histories import load_history
from proxenia.foresight.dynam import Fit, fit_coordination
from proxenia.foresight.effects.registry import parse_terms
from proxenia.foresight.history import EventHistory

RUNS = 7
MODELS = {
    "(i)": "tie:contig",
    "(ii)": "inertia,degree,common_partners,tie:contig",
    "(iii)": "weighted_inertia,degree,common_partners,tie:contig,alter:regime,difference:regime,alter:gdp,"
    "difference:gdp",
}
TRUTH = {"inertia": 0.8, "common_partners": 0.3, "tie:near": 0.9, "alter:size": 0.5}
NORMAL_95 = 1.959964


def _fit(history: EventHistory, effects: str) -> Fit:
    return fit_coordination(history, parse_terms(effects, layers=history.layers, attributes=history.attributes))


def _timed(history: EventHistory, effects: str, *, runs: int = RUNS) -> tuple[float, float, Fit]:
    fit, clock, processor = _fit(history, effects), [], []
    for _ in range(runs):
        begin, worked = time.perf_counter(), time.process_time()
        fit = _fit(history, effects)
        clock.append(time.perf_counter() - begin)
        processor.append(time.process_time() - worked)
    return median(clock), median(processor), fit


def _print(name: str, history: EventHistory, effects: str, *, runs: int = RUNS) -> None:
    clock, processor, fit = _timed(history, effects, runs=runs)
    size = f"{fit.n_actors} actors, {fit.n_events} events, {len(fit.effects)} effects"
    print(f"  {name}: {size}: {clock:.3f} s by the clock, {processor:.3f} s of CPU, {fit.iterations} iterations")


def coverage(histories: int) -> None:
    """Print the share of 95 % intervals that cover the truth, effect by effect and over all."""
    hits = dict.fromkeys(TRUTH, 0)
    for seed in range(histories):
        made = simulate(actors=20, events=150, seed=seed, inertia=0.8, common=0.3, near=0.9, alter=0.5)
        for one in _fit(made, ",".join(TRUTH)).effects:
            hits[one.id] += abs(one.coef - TRUTH[one.id]) <= NORMAL_95 * one.se
    for name, count in hits.items():
        print(f"  {name}: {count / histories:.1%} of {histories} intervals cover {TRUTH[name]}")
    print(f"  all effects: {sum(hits.values()) / (histories * len(hits)):.1%}")


def main() -> None:
    """Print the seconds of the fits."""
    print(f"  medians of {RUNS} warm fits; OPENBLAS_NUM_THREADS={os.environ.get('OPENBLAS_NUM_THREADS', '(not set)')}")
    folder = reference_folder()
    if folder is None:
        print("  the reference data is not here (PROXENIA_REFERENCE): simulated histories alone")
    else:
        history = load_history(folder / "state" / "fisheries_treaties")
        for name, effects in MODELS.items():
            _print(f"treaties, model {name}", history, effects)
    for actors in (100, 200, 500):
        made = simulate(actors=actors, events=100, seed=1, inertia=0.8, common=0.3, near=0.9, alter=0.5)
        _print("simulated", made, ",".join(TRUTH), runs=1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["coverage"]:
        coverage(int(sys.argv[2]) if len(sys.argv) > 2 else 500)
    else:
        main()
