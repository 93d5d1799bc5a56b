"""Names whose place is known, for learning what evidence weighs and for measuring matches.

Truth. The list of twinnings of EU cities from Wikidata gives coordinates. They are hidden from the matcher. The true
place of a name is the nearest gazetteer place within 30 km of them that bears the name (folded, with or without the
kind of place or an addition), in any country; else the nearest within 10 km of a similar name. A match is right when
it is that place or lies within 10 km of it (GeoNames often has a town and its centre). Names without a true place are
not in the gazetteer: matching them is wrong, and recall does not count them. Left aside, and counted: names of several
coordinates, and names whose true place lies in another country than the list says (it has Malmö in Denmark).

Split. By a hash of the folded name: 60 of 100 names learn, 40 are kept back, in every use of them. Another split is had
by a word in the environment variable PROXENIA_SPLIT.
"""

import csv
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from proxenia.model.globe import distance_km
from proxenia.resolve.candidates import ALIKE, TERRITORIES, find_candidates
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.names import fold
from proxenia.resolve.scoring import Surroundings, best_of, score_names
from proxenia.resolve.surroundings import TIES
from proxenia.resolve.weights import Weights

ROOT = Path(__file__).parent.parent
LEARNING_SHARE = 60
BEARER_KM, ALIKE_KM, SAME_KM, ONE_SPOT_KM = 30.0, 10.0, 10.0, 5.0

Key = tuple[str, str]
Spots = dict[Key, tuple[float, float]]


def reference() -> Path:
    """Return the folder of the reference data on cities."""
    return Path(os.environ.get("PROXENIA_REFERENCE", ROOT.parent / "shared" / "reference")) / "city"


@dataclass(frozen=True)
class Truth:
    """Names with known places.

    Attributes
    ----------
    names
        `q`, `name`, `country` (code), `division`, `lon`, `lat` (empty), `place` (the true one, or null), `place_lon`,
        `place_lat`, `learns`.
    ties
        Pairs of `q` that the list ties, both ways.
    left_aside
        Why names are not used, and how many.
    """

    names: pl.DataFrame
    ties: pl.DataFrame
    left_aside: dict[str, int]


def _eu_rows() -> Iterator[tuple[Key, Key, tuple[float, float], tuple[float, float]]]:
    folder = reference() / "eu_sistercities_wikidata"
    for name, delimiter in (("sistercities.tsv", "\t"), ("by_origin_country_raw.csv", ",")):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter=delimiter):
                try:
                    one = float(row["originlong"]), float(row["originlat"])
                    other = float(row["destinationlong"]), float(row["destinationlat"])
                except ValueError:
                    continue
                left = row["origincityLabel"], row["origincountry"]
                yield left, (row["sistercityLabel"], row["destination_countryLabel"]), one, other


def learns(name: str) -> bool:
    """Tell whether a name belongs to the learning part."""
    salt = os.environ.get("PROXENIA_SPLIT", "").encode()[:16]
    digest = hashlib.blake2b(fold(name).encode(), digest_size=4, salt=salt).digest()
    return int.from_bytes(digest, "big") % 100 < LEARNING_SHARE


def eu_truth(gazetteer: Gazetteer) -> Truth:
    """Return the names of the EU list with their places."""
    spots: dict[Key, set[tuple[float, float]]] = defaultdict(set)
    pairs = []
    for one, other, spot, other_spot in _eu_rows():
        spots[one].add(spot)
        spots[other].add(other_spot)
        pairs.append((one, other))
    rows, aside = [], {"no state of today": 0, "several coordinates": 0}
    for (name, country), seen in spots.items():
        area, places = gazetteer.countries.area(country), sorted(seen)
        if area is None:
            aside["no state of today"] += 1
        elif any(distance_km(places[0], place) > ONE_SPOT_KM for place in places):
            aside["several coordinates"] += 1
        else:
            rows.append((name, country, area.country, area.division, *places[0]))
    columns = ["name", "written", "country", "division", "true_lon", "true_lat"]
    return true_places(pl.DataFrame(rows, schema=columns, orient="row"), pairs, aside, gazetteer)


def true_places(
    names: pl.DataFrame, pairs: list[tuple[Key, Key]], aside: dict[str, int], gazetteer: Gazetteer
) -> Truth:
    """Find the true place of each name by the coordinates of its source."""
    none = pl.lit(None, pl.Float64)
    names = names.with_row_index("q").with_columns(lon=none, lat=none, learns=pl.Series(map(learns, names["name"])))
    anywhere = pl.DataFrame(schema={"q": pl.UInt32(), "country": pl.String()})
    own = names.select("q", "country")
    found = pl.concat([find_candidates(names, anywhere, gazetteer), find_candidates(names, own, gazetteer)])
    spots = gazetteer.spots.select("number", place_country="country", place_lon="lon", place_lat="lat")
    table = found.join(names.select("q", "country", "true_lon", "true_lat"), on="q").join(spots, on="number")
    km = kilometres(table, "true_lon", "true_lat", "place_lon", "place_lat")
    near = table.with_columns(km=km).filter(
        pl.col("km") <= pl.when(pl.col("form") == ALIKE).then(ALIKE_KM).otherwise(BEARER_KM)
    )
    true = near.sort("q", pl.col("form") == ALIKE, "km", "number").unique("q", keep="first", maintain_order=True)
    names = names.join(
        true.select("q", "place_country", "place_lon", "place_lat", place="number"),
        on="q",
        how="left",
        maintain_order="left",
    )
    elsewhere = pl.col("place").is_not_null() & (pl.col("place_country") != pl.col("country"))
    territory = pl.struct("country", "place_country").map_elements(_is_territory, return_dtype=pl.Boolean)
    wrong = names.filter(elsewhere & ~territory)
    aside["in another country than the list says"] = wrong.height
    names = names.join(wrong.select("q"), on="q", how="anti", maintain_order="left")
    number = {(name, written): q for q, name, written in names.select("q", "name", "written").iter_rows()}
    tied = [(number[one], number[other]) for one, other in pairs if one in number and other in number]
    ties = pl.DataFrame(tied, schema={"q": pl.UInt32(), "r": pl.UInt32()}, orient="row")
    return Truth(names, pl.concat([ties, ties.select(q="r", r="q")]).unique(), aside)


def _is_territory(pair: dict[str, str]) -> bool:
    return pair["place_country"] in TERRITORIES.get(pair["country"], ())


def kilometres(table: pl.DataFrame, *columns: str) -> pl.Series:
    """Return the great-circle distance of two points in each row."""
    lon, lat, lon_b, lat_b = (np.radians(table[name].to_numpy()) for name in columns)
    turn = np.sin((lat_b - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat_b) * np.sin((lon_b - lon) / 2) ** 2
    return pl.Series(12_742.0 * np.arcsin(np.sqrt(np.clip(turn, 0, 1)))).fill_nan(None)


def judged(scored: pl.DataFrame, truth: Truth) -> pl.DataFrame:
    """Add to candidates whether each is right, and whether its name learns."""
    table = scored.join(
        truth.names.select("q", "learns", "place", "place_lon", "place_lat"), on="q", how="left", maintain_order="left"
    )
    km = kilometres(table, "lon", "lat", "place_lon", "place_lat")
    return table.with_columns(right=(km <= SAME_KM).fill_null(value=False))


def hekman_spots(gazetteer: Gazetteer) -> Spots:
    """Return the coordinates of another list by name and country code; about 3 % of them are wrong."""
    spots = {}
    path = reference() / "wikipedia_lists_2026_hekman" / "pairs_geocoded.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for side in "12":
                code = gazetteer.countries.code(row[f"country{side}"])
                if code and row[f"lng{side}"] and row[f"lat{side}"]:
                    spots[fold(row[f"city{side}"]), code] = float(row[f"lng{side}"]), float(row[f"lat{side}"])
    return spots


def hekman_ties(gazetteer: Gazetteer, weights: Weights, spots: Spots) -> pl.DataFrame:
    """Return the ties of the other list as it would stand in a ledger: both ends found, coordinates known."""
    path = reference() / "wikipedia_lists_2026_hekman" / "pairs_raw.csv"
    keys: dict[Key, int] = {}
    pairs = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            one, other = (row["city1"], row["country1"]), (row["city2"], row["country2"])
            pairs.append((keys.setdefault(one, len(keys)), keys.setdefault(other, len(keys))))
    rows = [(q, name, gazetteer.countries.code(country)) for (name, country), q in keys.items()]
    schema = {"q": pl.UInt32(), "name": pl.String(), "country": pl.String()}
    asked = pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("country").is_not_null())
    found = [spots.get((fold(name), code), (None, None)) for name, code in asked.select("name", "country").iter_rows()]
    lon, lat = (pl.Series([spot[axis] for spot in found], dtype=pl.Float64) for axis in (0, 1))
    asked = asked.with_columns(division=pl.lit(""), lon=lon, lat=lat)
    sure = best_of(score_names(asked, gazetteer, weights=weights)).filter(pl.col("probability") >= 0.9)
    place = dict(sure.select("q", "number").iter_rows())
    tied = [(place[one], place[other]) for one, other in pairs if one in place and other in place]
    table = pl.DataFrame(tied, schema=TIES, orient="row")
    return pl.concat([table, table.select(a="b", b="a")]).unique()


def curve(best: pl.DataFrame, possible: int) -> list[tuple[float, float, float]]:
    """Return threshold, precision and recall from the loosest to the strictest threshold."""
    ordered = best.sort("probability", descending=True)
    right = ordered["right"].cast(pl.Int64).cum_sum().to_numpy()
    taken = np.arange(1, ordered.height + 1)
    likely = ordered["probability"].to_numpy()
    steps = [*np.arange(0.3, 0.95, 0.05), 0.95, 0.97, 0.98, 0.99]
    rows = []
    for step in steps:
        last = int((likely >= step).sum())
        if last:
            rows.append(
                (float(round(step, 3)), float(right[last - 1] / taken[last - 1]), float(right[last - 1] / possible))
            )
    return rows


def surroundings_of(truth: Truth, ties: pl.DataFrame) -> Surroundings:
    """Return the twins of the names: those of the list itself, and what the other list holds."""
    return Surroundings(truth.ties, pl.DataFrame(schema={"q": pl.UInt32(), "b": pl.Int32()}), ties)
