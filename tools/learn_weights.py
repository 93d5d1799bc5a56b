"""Learn what the evidence of names weighs, measure it on names kept back, and write weights.yml.

Command: ``python -m tools.learn_weights`` (needs the reference data and the extra `learn`; about a minute).
With ``--dry`` nothing is written.

Truth and split are told in tools/known_places.py.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import minimize

from proxenia.cli.settings import load_settings
from proxenia.resolve.candidates import ALIKE
from proxenia.resolve.evidence import FEATURES, matrix
from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer
from proxenia.resolve.names import fold
from proxenia.resolve.scoring import best_of, score_names
from proxenia.resolve.surroundings import TIES
from proxenia.resolve.weights import Weights
from tools.known_places import ROOT, Truth, curve, eu_truth, hekman_spots, hekman_ties, judged, surroundings_of

WEIGHTS = ROOT / "src" / "proxenia" / "resolve" / "weights.yml"
PENALTY, LEAST_SCALE = 1.0, 0.25
WANTED = {"placed": 0.993, "alone": 0.985}
"""The precision asked of the learning part for a match to be accepted: a little above what is promised."""
LEAST_ACCEPTED = 0.8
REJECT = 0.02

Floats = NDArray[np.float64]


def fit(evidence: Floats, names: NDArray[Any], right: NDArray[Any]) -> Floats:
    """Return the weights of the conditional logit of greatest likelihood, with a light penalty on their squares."""
    starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    group = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(names)]))
    any_right = np.add.reduceat(right, starts) > 0
    # Evidence that is rarely there is not scaled up: a handful of names shall not make a great weight.
    scale = np.maximum(evidence.std(0), LEAST_SCALE)
    scaled = evidence / scale

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = np.exp(np.clip(scaled @ weights, -40, 40))
        whole = 1 + np.add.reduceat(odds, starts)
        good = np.where(any_right, np.add.reduceat(odds * right, starts), 1.0)
        gradient = scaled.T @ (np.where(any_right[group], odds * right / good[group], 0) - odds / whole[group])
        value = -(np.log(good) - np.log(whole)).sum() + PENALTY / 2 * (weights**2).sum()
        return float(value), -gradient + PENALTY * weights

    found = minimize(loss, np.zeros(evidence.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 1000})
    return np.asarray(found.x / scale)


def flat() -> Weights:
    """Return weights that say nothing, to collect evidence with."""
    zeros = (0.0,) * len(FEATURES)
    return Weights(zeros, zeros, 2.0, 2.0, 0.0)


def weights_of(model: str, values: Floats, accept: float = 2.0) -> Weights:
    """Return weights in which one model is known."""
    told, zeros = tuple(float(value) for value in values), (0.0,) * len(values)
    return Weights(told if model == "placed" else zeros, told if model == "alone" else zeros, accept, accept, 0.0)


def lowest_threshold(best: pl.DataFrame, precision: float) -> float:
    """Return the lowest probability from which on the learning part is right often enough, rounded up."""
    ordered = best.sort("probability", descending=True)
    share = ordered["right"].cast(pl.Int64).cum_sum().to_numpy() / np.arange(1, ordered.height + 1)
    enough = np.flatnonzero(share >= precision)
    return max(LEAST_ACCEPTED, float(np.ceil(ordered["probability"][int(enough[-1])] * 100) / 100))


def learn(gazetteer: Gazetteer, truth: Truth) -> dict[str, dict[str, Any]]:
    """Learn both models; return for each its weights, its threshold, and its figures on the names kept back."""
    spots = hekman_spots(gazetteer)
    keys = [(fold(name), code) for name, code in truth.names.select("name", "country").iter_rows()]
    located = truth.names.with_columns(
        lon=pl.Series([spots.get(key, (None, None))[0] for key in keys], dtype=pl.Float64),
        lat=pl.Series([spots.get(key, (None, None))[1] for key in keys], dtype=pl.Float64),
    ).filter(pl.col("lon").is_not_null())
    print(f"  names with coordinates in the other list too: {located.height:,}")
    results: dict[str, dict[str, Any]] = {}
    ties = pl.DataFrame(schema=TIES)
    for model in ("placed", "alone"):
        hide = [pl.lit("").alias("country"), pl.lit("").alias("division")] if model == "alone" else []
        plain, there = truth.names.with_columns(hide), located.with_columns(hide)
        bare = judged(score_names(plain, gazetteer, weights=flat()), truth)
        near = judged(score_names(there, gazetteer, weights=flat()), truth)
        first = fit_on([bare, near])
        if model == "placed":
            ties = hekman_ties(gazetteer, weights_of(model, first), spots)
        around = surroundings_of(truth, ties)
        tied = judged(score_names(plain, gazetteer, surroundings=around, weights=weights_of(model, first)), truth)
        values = fit_on([bare, near, tied])
        told = weights_of(model, values)
        # What is promised for names with a country is promised without their twins; names alone need them.
        shown = None if model == "placed" else around
        best = best_of(judged(score_names(plain, gazetteer, surroundings=shown, weights=told), truth))
        accept = lowest_threshold(best.filter("learns"), WANTED[model])
        told = weights_of(model, values, accept)
        uses = {"without its twins": None, "with its twins": around}
        bests = {
            use: best_of(judged(score_names(plain, gazetteer, surroundings=given, weights=told), truth))
            for use, given in uses.items()
        }
        bests["with coordinates of the other list"] = best_of(
            judged(score_names(there, gazetteer, weights=told), truth)
        )
        results[model] = {"weights": values, "accept": accept, "bests": bests}
    return results


def fit_on(tables: list[pl.DataFrame]) -> Floats:
    """Return the weights learnt from several uses of the names of the learning part."""
    kept = [table.filter("learns") for table in tables]
    names = np.concatenate(
        [table["q"].to_numpy().astype(np.int64) + number * 10**7 for number, table in enumerate(kept)]
    )
    evidence = np.concatenate([matrix(table) for table in kept])
    right = np.concatenate([table["right"].to_numpy().astype(float) for table in kept])
    return fit(evidence, names, right)


def figures(found: dict[str, Any], truth: Truth) -> dict[str, dict[str, Any]]:
    """Return precision, recall and the curve on the names kept back, for each use."""
    held = truth.names.filter(~pl.col("learns") & pl.col("place").is_not_null())
    told = {}
    for use, best in found["bests"].items():
        kept = best.filter(~pl.col("learns"))
        possible = held.height
        if use.startswith("with coordinates"):
            possible = held.join(kept.select("q"), on="q", how="semi").height
        taken = kept.filter("taken")
        similar = taken.filter(pl.col("form") == ALIKE)
        told[use] = {
            "names": possible,
            "taken": taken.height,
            "precision": round(float(taken["right"].mean()), 4),
            "recall": round(float(taken["right"].sum() / possible), 4),
            "similar_taken": similar.height,
            "similar_right": int(similar["right"].sum()),
            "calibration": calibration(kept),
            "curve": curve(kept, possible),
        }
    return told


def calibration(best: pl.DataFrame) -> list[tuple[float, float, int]]:
    """Return for tenths of the probability its mean, the share that was right, and the number of names."""
    tenth = (pl.col("probability") * 10).floor().clip(0, 9)
    table = (
        best.group_by(tenth.alias("tenth"))
        .agg(pl.col("probability").mean(), pl.col("right").mean(), n=pl.len())
        .sort("tenth")
    )
    return [(round(p, 3), round(r, 3), n) for _, p, r, n in table.iter_rows()]


def report(results: dict[str, dict[str, Any]], truth: Truth) -> None:
    """Print the figures."""
    held = truth.names.filter(~pl.col("learns"))
    print(f"  kept back: {held.height:,} names, {held['place'].count():,} of them in the gazetteer")
    for model, found in results.items():
        print(f"  {model}: accept from {found['accept']}")
        for use, told in figures(found, truth).items():
            print(
                f"    {use}: "
                + ", ".join(f"{key} {value}" for key, value in told.items() if key not in ("curve", "calibration"))
            )
            print(f"      calibration (mean, right, names): {told['calibration']}")
            print(
                "      curve (threshold precision recall): "
                + "; ".join(f"{t:.2f} {p:.4f} {r:.4f}" for t, p, r in told["curve"])
            )


def save(results: dict[str, dict[str, Any]], truth: Truth, path: Path) -> None:
    """Write the weights with the figures of their learning."""
    held = truth.names.filter(~pl.col("learns"))
    lines = [
        "# What the evidence of names weighs. Written by: python -m tools.learn_weights",
        "# The words are explained in evidence.py, the model in weights.py, truth and split in tools/known_places.py.",
        f"# Learnt from {truth.names.height - held.height:,} names, measured on {held.height:,} kept back, of which",
        f"# {held['place'].count():,} are in the gazetteer:",
    ]
    for model, found in results.items():
        for use, told in figures(found, truth).items():
            lines.append(
                f"#   {model}, {use}: precision {told['precision']:.4f}, recall {told['recall']:.4f},"
                f" {told['taken']:,} of {told['names']:,} names taken"
            )
    lines += [f"# left aside: {number} names {reason}" for reason, number in truth.left_aside.items()]
    lines += ["thresholds:"]
    lines += [f"  accept_{model}: {found['accept']}" for model, found in results.items()]
    lines += [f"  reject: {REJECT}", "weights:"]
    for model, found in results.items():
        lines.append(f"  {model}:")
        lines += [f"    {name}: {value:.3f}" for name, value in zip(FEATURES, found["weights"], strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Learn, print and write."""
    gazetteer = load_gazetteer(load_settings().cache)
    truth = eu_truth(gazetteer)
    known = truth.names.filter(pl.col("place").is_not_null()).height
    print(f"  {truth.names.height:,} names, {known:,} in the gazetteer; left aside: {truth.left_aside}")
    results = learn(gazetteer, truth)
    report(results, truth)
    if "--dry" not in sys.argv[1:]:
        save(results, truth, WEIGHTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
