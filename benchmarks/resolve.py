"""How quickly names become places, how many, and how many of them rightly.

Command: ``uv run python -m benchmarks resolve``. The figures on the real lists need the reference data; truth and split
are told in ``tools/known_places.py``. The gazetteer is converted before the clock starts; opening it is timed apart.
"""

import csv
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from tools.known_places import (
    Truth,
    curve,
    eu_truth,
    hekman_spots,
    hekman_ties,
    judged,
    kilometres,
    surroundings_of,
    true_places,
)

from benchmarks.world import hekman_list, reference_folder
from proxenia.cli.settings import load_settings
from proxenia.resolve.gazetteer import Gazetteer, load_gazetteer
from proxenia.resolve.match import LocalPlace, Outcome, match_places
from proxenia.resolve.names import fold_column
from proxenia.resolve.scoring import asked_table, best_of, score_names
from proxenia.resolve.weights import load_weights

ROUNDS = 5
EXACT_NAMES = 100_000
JARO_WINKLER = 0.93
RIGHT_KM = 10.0


def _speed(what: str, names: int, work: Callable[[], object]) -> None:
    """Print names a second: the median of several rounds, and what a second of one processor does."""
    work()
    walls, processors = [], []
    for _ in range(ROUNDS):
        begin, used = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - begin)
        processors.append(time.process_time() - used)
    wall, processor = median(walls), median(processors)
    print(f"  {what}: {names / wall:,.0f} names/s ({names / processor:,.0f} a second of one processor)")
    print(f"    {ROUNDS} rounds of {min(walls):.2f} to {max(walls):.2f} s")


def _open(gazetteer: Gazetteer) -> None:
    begin = time.perf_counter()
    _ = gazetteer.names, gazetteer.spots, gazetteer.blocks, gazetteer.divisions, gazetteer.countries
    print(f"  opening the gazetteer, once a process: {time.perf_counter() - begin:.2f} s")


def _exact_speed(gazetteer: Gazetteer) -> None:
    spots = gazetteer.spots.sample(EXACT_NAMES, seed=20261122)
    asked = asked_table(spots["name"], spots["country"])
    what = f"{EXACT_NAMES:,} names that folding matches, with probabilities"
    _speed(what, EXACT_NAMES, lambda: score_names(asked, gazetteer))


def _mixed_speed(pairs: Path, gazetteer: Gazetteer) -> None:
    names: dict[tuple[str, str], None] = {}
    with pairs.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["city1"], row["country1"]] = names[row["city2"], row["country2"]] = None
    areas = {country: gazetteer.countries.area(country) for _, country in names}
    places = [
        LocalPlace(f"h:{name},{country}", name, area.country, area.division)
        for name, country in names
        if (area := areas[country]) is not None
    ]
    asked = asked_table([place.name for place in places], [place.country for place in places])
    what = f"the real list's {len(places):,} names, with probabilities"
    _speed(what, len(places), lambda: score_names(asked, gazetteer))
    _speed("the same as matches with reasons and candidates", len(places), lambda: match_places(places, gazetteer))
    keys = asked.select("q", "country", key=fold_column(asked["name"]))
    _exact_alone("the real list", keys, gazetteer)
    matches = match_places(places, gazetteer)
    counts = {outcome.value: sum(match.outcome is outcome for match in matches) for outcome in Outcome}
    print(f"  of them: {', '.join(f'{number:,} {outcome}' for outcome, number in counts.items())}")


def _shown(name: str, best: pl.DataFrame, possible: int, *, missed: int = 0) -> None:
    taken = best.filter("taken")
    right = int(taken["right"].sum())
    more = f" ({right / (possible + missed):.4f} with the names whose country is wrong)" if missed else ""
    print(f"  {name}: precision {right / taken.height:.4f}, recall {right / possible:.4f}{more}")
    print(f"    {taken.height:,} taken of {possible:,} that are in the gazetteer")


def _accuracy(gazetteer: Gazetteer) -> Truth:
    truth = eu_truth(gazetteer)
    held = truth.names.filter(~pl.col("learns"))
    possible = int(held["place"].count())
    print(f"  the EU list: {held.height:,} names kept back from learning, {possible:,} of them in the gazetteer")
    print(f"    left aside in the whole list: {truth.left_aside}")
    wrong = round(truth.left_aside["in another country than the list says"] * held.height / truth.names.height)
    ties = hekman_ties(gazetteer, load_weights(), hekman_spots(gazetteer))
    around = surroundings_of(truth, ties)
    hidden = truth.names.with_columns(country=pl.lit(""), division=pl.lit(""))
    for name, asked, given in (
        ("name and country", truth.names, None),
        ("name, country and twins", truth.names, around),
        ("name alone", hidden, None),
        ("name and twins", hidden, around),
    ):
        best = best_of(judged(score_names(asked, gazetteer, surroundings=given), truth)).filter(~pl.col("learns"))
        _shown(name, best, possible, missed=wrong if given is None and name != "name alone" else 0)
        steps = [row for row in curve(best, possible) if row[0] in (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)]
        print("    " + "; ".join(f"from {step}: {p:.4f}, {r:.4f}" for step, p, r in steps))
    return truth


def _other_lists(gazetteer: Gazetteer, folder: Path) -> None:
    """Measure on two small lists of the whole world that played no part in learning."""
    for title, file, name, country, lon, lat in (
        ("Eurocities", "networks_eurocities/members.csv", "name_on_website", "country_name", "lon", "lat"),
        ("UNESCO", "networks_unesco_creative_cities/members_since_182.csv", "city", "country", "lon", "lat"),
    ):
        rows = []
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                area = gazetteer.countries.area(row[country])
                if area is not None and row[lon] and row[lat]:
                    spot = float(row[lon]), float(row[lat])
                    rows.append((row[name], row[country], area.country, area.division, *spot))
        columns = ["name", "written", "country", "division", "true_lon", "true_lat"]
        table = pl.DataFrame(rows, schema=columns, orient="row").unique(["name", "country"], maintain_order=True)
        truth = true_places(table, [], {}, gazetteer)
        possible = int(truth.names["place"].count())
        print(f"  {title}: {truth.names.height} names, {possible} of them in the gazetteer")
        _shown("    name and country", best_of(judged(score_names(truth.names, gazetteer), truth)), possible)


def _exact_alone(title: str, keys: pl.DataFrame, gazetteer: Gazetteer) -> None:
    """Compare: folding and looking up within the country, or anywhere, and nothing else."""
    for where, on in (("in the country", ["country", "key"]), ("anywhere", ["key"])):
        places = keys.join(gazetteer.names, on=on).select("q", "number").unique().group_by("q").len()
        several = places.filter(pl.col("len") > 1).height
        matched, doubtful = places.height / keys.height, several / places.height
        print(f"  {title}, exact folding alone {where}: {matched:.0%} matched, {doubtful:.0%} of them ambiguous")


def _jaro_winkler_alone(truth: Truth, gazetteer: Gazetteer) -> None:
    """Compare: for what folding does not match, the most similar name of the country above a threshold."""
    keys = truth.names.with_columns(key=fold_column(truth.names["name"]))
    open_ones = keys.join(gazetteer.names, on=["country", "key"], how="anti")
    rows = []
    for (country,), names in open_ones.group_by("country", maintain_order=True):
        known = gazetteer.names.filter(pl.col("country") == country)
        if known.is_empty():
            continue
        choices, numbers = known["key"].to_list(), known["number"].to_list()
        for q, key in names.select("q", "key").iter_rows():
            best = process.extractOne(key, choices, scorer=JaroWinkler.similarity, score_cutoff=JARO_WINKLER)
            if best is not None:
                rows.append((q, numbers[best[2]]))
    met = pl.DataFrame(rows, schema={"q": pl.UInt32(), "number": pl.Int32()}, orient="row")
    table = met.join(truth.names.select("q", "place_lon", "place_lat"), on="q").join(gazetteer.spots, on="number")
    right = kilometres(table, "place_lon", "place_lat", "lon", "lat") <= RIGHT_KM
    share = float(np.mean(right.fill_null(value=False).to_numpy()))
    others = f"the {open_ones.height:,} that folding does not match"
    print(f"  Jaro–Winkler above {JARO_WINKLER} alone for {others}: {met.height:,} matched, {share:.0%} rightly")


def main() -> None:
    """Print speed, then precision and recall."""
    gazetteer = load_gazetteer(load_settings().cache)
    _open(gazetteer)
    _exact_speed(gazetteer)
    folder, pairs = reference_folder(), hekman_list()
    if folder is None or pairs is None:
        print("  the rest is skipped: the reference data is not at hand (PROXENIA_REFERENCE)")
        return
    _mixed_speed(pairs, gazetteer)
    truth = _accuracy(gazetteer)
    _other_lists(gazetteer, folder / "city")
    keys = truth.names.select("q", "country", key=fold_column(truth.names["name"]))
    _exact_alone("the EU list", keys, gazetteer)
    _jaro_winkler_alone(truth, gazetteer)


if __name__ == "__main__":
    main()
