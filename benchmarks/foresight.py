"""How fast models of formation are fitted, and whether their estimates and intervals are right.

Commands: ``uv run python -m benchmarks foresight`` (seconds of the three fits to the treaties of the reference data,
``PROXENIA_REFERENCE``, else ``../shared/reference``; of larger histories that are made; of the relational model with
10,000 actors; and how far sampled estimates are from those of all pairs) and
``uv run python benchmarks/foresight.py coverage [relational] [500]`` (simulated histories with known coefficients).
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.foresight.simulated import crowd, simulate

from benchmarks.world import reference_folder
from proxenia.cli.histories import load_history
from proxenia.foresight.dynam import Fit, fit_coordination
from proxenia.foresight.effects.registry import parse_terms
from proxenia.foresight.history import EventHistory
from proxenia.foresight.relational import fit_relational, pair_numbers
from proxenia.foresight.sampling import Sampling

RUNS = 7
MODELS = {
    "(i)": "tie:contig",
    "(ii)": "inertia,degree,common_partners,tie:contig",
    "(iii)": "weighted_inertia,degree,common_partners,tie:contig,alter:regime,difference:regime,alter:gdp,"
    "difference:gdp",
}
ACTORS, EVENTS, CONTROLS = 10_000, 10_000, 30
CROWDED = (
    "inertia,weighted_inertia,recency:365,degree,common_partners,tie:near,tie:border,same:country,alter:size,"
    "difference:size,distance:place,crowding:country"
)
PAIRS = 2_800
"""Actors whose pairs are all weighed: 3.9 million."""
WAYS: tuple[tuple[int | None, Sampling], ...] = (
    (None, "favouring"),
    (20, "favouring"),
    (20, "uniform"),
    (100, "favouring"),
    (100, "uniform"),
)
"""Pairs drawn for each tie, none for all; and how."""
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


def coverage_of_relational(histories: int) -> None:
    """Print the same for the relational model, of all pairs and of drawn ones."""
    ways: tuple[tuple[int | None, Sampling], ...] = ((None, "favouring"), (20, "favouring"), (20, "uniform"))
    hits = {way: dict.fromkeys(TRUTH, 0) for way in ways}
    for seed in range(histories):
        made = simulate(actors=20, events=150, seed=seed, inertia=0.8, common=0.3, near=0.9, alter=0.5, relational=True)
        terms = parse_terms(",".join(TRUTH), layers=made.layers, attributes=made.attributes)
        for controls, sampling in ways:
            fit = fit_relational(made, terms, controls=controls, sampling=sampling, seed=seed)
            for one in fit.effects:
                hits[controls, sampling][one.id] += abs(one.coef - TRUTH[one.id]) <= NORMAL_95 * one.se
    for (controls, sampling), found in hits.items():
        told = ", ".join(f"{name} {count / histories:.1%}" for name, count in found.items())
        whole = sum(found.values()) / (histories * len(found))
        print(f"  {_way(controls, sampling)}, {histories} histories: {told}; all effects {whole:.1%}")


def _way(controls: int | None, sampling: Sampling) -> str:
    return "all pairs" if controls is None else f"{controls} pairs drawn ({sampling})"


def _print_agreement() -> None:
    """Print sampled estimates beside those of all pairs: the mean of ten draws, and errors."""
    made = simulate(actors=60, events=500, seed=1, inertia=0.8, common=0.3, near=0.9, alter=0.5, relational=True)
    terms = parse_terms(",".join(TRUTH), layers=made.layers, attributes=made.attributes)
    print("  agreement: 60 actors (1,770 pairs), 500 ties; estimate (standard error), of draws the mean of ten seeds")
    print(f"    {'':28}" + "".join(f"{name:>20}" for name in TRUTH))
    for controls, sampling in WAYS:
        fits = [
            fit_relational(made, terms, controls=controls, sampling=sampling, seed=seed)
            for seed in range(1 if controls is None else 10)
        ]
        told = [
            f"{sum(fit.effects[k].coef for fit in fits) / len(fits):.3f} "
            f"({sum(fit.effects[k].se for fit in fits) / len(fits):.3f})"
            for k in range(len(terms))
        ]
        print(f"    {_way(controls, sampling):28}" + "".join(f"{one:>20}" for one in told))


def _print_relational() -> None:
    """Print the seconds of a relational model of many, from the statistics to the estimates."""
    made = crowd(ACTORS, EVENTS, 1)
    terms = parse_terms(CROWDED, layers=made.layers, attributes=made.attributes)
    for sampling in ("favouring", "uniform"):
        begin, worked = time.perf_counter(), time.process_time()
        fit = fit_relational(made, terms, controls=CONTROLS, sampling=sampling)
        clock, processor = time.perf_counter() - begin, time.process_time() - worked
        size = f"{fit.n_actors:,} actors, {fit.n_events:,} events, {len(fit.effects)} effects"
        drawn = f"{CONTROLS} pairs an event ({sampling})"
        print(f"  relational: {size}, {drawn}: {clock:.1f} s by the clock, {processor:.1f} s of CPU")
    first, second = np.triu_indices(PAIRS, 1)
    begin = time.perf_counter()
    told = pair_numbers(made, terms, made.end + 1, first, second)
    print(f"  {told.shape[1]} effects of {told.shape[0]:,} pairs after all events: {time.perf_counter() - begin:.1f} s")


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
    # Among 500 actors, 100 ties leave hardly a pair that is tied or shares a partner.
    for actors, effects in ((100, ",".join(TRUTH)), (200, ",".join(TRUTH)), (500, "degree,tie:near,alter:size")):
        made = simulate(actors=actors, events=100, seed=1, inertia=0.8, common=0.3, near=0.9, alter=0.5)
        _print("simulated", made, effects, runs=1)
    _print_relational()
    _print_agreement()


if __name__ == "__main__":
    if sys.argv[1:2] == ["coverage"]:
        words = sys.argv[2:]
        number = int(words[-1]) if words and words[-1].isdigit() else 500
        (coverage_of_relational if "relational" in words else coverage)(number)
    else:
        main()
