"""What speaks for and against each candidate, as numbers a weight can be put on."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.model.globe import great_circle_km
from proxenia.resolve.candidates import ALIKE, BARE, HEAD
from proxenia.resolve.gazetteer import Gazetteer

__all__ = ["AROUND_KM", "FAR_KM", "FEATURES", "matrix", "weigh"]

PART_KM: Final = 15.0
"""A smaller namesake this near to a larger one is a part of it."""
HINT_KM: Final = 60.0
"""A place named in brackets or after the comma speaks for the namesake within this distance of it."""
NEAR_KM: Final = 10.0
AROUND_KM: Final = 30.0
FAR_KM: Final = 100.0
"""Beyond this distance coordinates and name contradict each other."""
_UNCOUNTED: Final = 300
"""People a place is taken for that GeoNames has no number of: it knows all of 500 and more."""
_NO_RIVAL: Final = 99.0
_LARGEST: Final = 4

FEATURES: Final = {
    "some_place": "it is a candidate at all (all else is weighed against `none of them`)",
    "own_name": "it bears the name as its own, not as another one",
    "same_spelling": "its own name is written just so, accents included",
    "bare": "read without the kind of place (Municipality, City of)",
    "head": "read without the addition in brackets or after the comma",
    "alike": "only a similar name",
    "alike_own": "only a similar name, its own",
    "letters": "how similar the letters are: 10 (Jaro–Winkler − 0.9), similar names only",
    "words": "how similar the words are: 10 (token sort ratio − 0.9), similar names only",
    "begins": "one of the two similar names is the beginning of the other, in whole words",
    "alike_people": "log10 of its people, similar names only",
    "alike_renown": "its renown, similar names only",
    "people": "log10 of its people, 300 where none are counted",
    "uncounted": "GeoNames has no number of its people",
    "renown": "log10 of 1 + the number of its other names",
    "part": "a larger namesake lies within 15 km",
    "only_one": "no other place is meant by the name, parts left out",
    "own_rivals": "log2 of 1 + the namesakes that bear the name as their own, parts left out",
    "other_rivals": "log2 of 1 + the namesakes that bear it as another name, parts left out",
    "larger_than_own": "log10 of its people over those of the largest other that bears the name as its own, cut at 3",
    "smaller_than_own": "the same where that one is larger",
    "larger_than_other": "log10 of its people over those of the largest that bears it as another name, cut at 3",
    "smaller_than_other": "the same where that one is larger",
    "renown_gap": "its renown less that of the best known namesake",
    "territory": "it lies in a territory with a code of its own (Réunion for France)",
    "division_agrees": "it lies in the division that the source or the addition names",
    "division_differs": "it lies elsewhere than in that division",
    "addition_near": "the place that the addition names lies within 60 km",
    "addition_silent": "there is an addition, and it decides nothing",
    "within_10_km": "of the source's coordinates",
    "within_30_km": "of the source's coordinates, farther than 10",
    "within_100_km": "of the source's coordinates, farther than 30",
    "beyond_100_km": "of the source's coordinates",
    "tied": "log2 of 1 + its twins in other lists that are its twins here too",
    "untied": "its twins are known, and none of them is its twin in other lists",
    "affinity": "how usual ties are between its state and those of its twins here",
}


def weigh(
    found: pl.DataFrame,
    asked: pl.DataFrame,
    hints: pl.DataFrame,
    gazetteer: Gazetteer,
    context: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the candidates with the evidence of each, sorted by name and number.

    Parameters
    ----------
    found
        Candidates (:func:`proxenia.resolve.candidates.find_candidates`).
    asked
        The names: `q`, `name`, `country` (a code, or empty), `division`, `lon`, `lat`.
    hints
        Their additions.
    context
        `q`, `number`, `tied`, `partners`, `affinity` (:func:`proxenia.resolve.surroundings.context_of`).
    """
    spelling = pl.col("name").str.normalize("NFC").str.to_lowercase()
    wanted = asked.select(
        "q", "division", spelling=spelling, wanted_country="country", wanted_lon="lon", wanted_lat="lat"
    )
    table = found.sort("q", "number").join(gazetteer.spots, on="number", how="left", maintain_order="left")
    table = _near_ones(table.join(wanted, on="q", how="left", maintain_order="left"))
    table = _with_parts(table.with_columns(several=_several(table["q"].to_numpy())))
    table = _with_additions(table, hints, gazetteer)
    return _compared(_with_context(table, context))


def _several(names: NDArray[np.uint32]) -> pl.Series:
    """Tell for rows sorted by name whether the name has several of them."""
    if not len(names):
        return pl.Series([], dtype=pl.Boolean())
    starts = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    sizes = np.diff(np.r_[starts, len(names)])
    return pl.Series(np.repeat(sizes > 1, sizes))


def _km(lon: str, lat: str, lon_b: str, lat_b: str) -> pl.Expr:
    return great_circle_km(pl.col(lon), pl.col(lat), pl.col(lon_b), pl.col(lat_b))


def _near_ones(table: pl.DataFrame) -> pl.DataFrame:
    """Add the distance to the source's coordinates; where a namesake lies around them, far ones are out of question."""
    if table["wanted_lon"].null_count() == table.height:
        return table.with_columns(km=pl.lit(None, pl.Float64))
    table = table.with_columns(km=_km("wanted_lon", "wanted_lat", "lon", "lat"))
    around = ((pl.col("km") <= AROUND_KM) & (pl.col("form") != ALIKE)).any().over("q")
    return table.filter((pl.col("km") <= FAR_KM).fill_null(value=True) | ~around.fill_null(value=False))


def _with_parts(table: pl.DataFrame) -> pl.DataFrame:
    several = table.filter("several")
    if several.is_empty():
        return table.with_columns(part=pl.lit(value=False))
    largest = (
        several.sort(["q", "population", "number"], descending=[False, True, False])
        .group_by("q", maintain_order=True)
        .head(_LARGEST)
        .select("q", number_b="number", people_b="population", lon_b="lon", lat_b="lat")
    )
    smaller = (pl.col("population") < pl.col("people_b")) | (
        (pl.col("population") == pl.col("people_b")) & (pl.col("number") > pl.col("number_b"))
    )
    parts = (
        several.join(largest, on="q")
        .filter(smaller & (pl.col("number") != pl.col("number_b")))
        .filter(_km("lon", "lat", "lon_b", "lat_b") <= PART_KM)
        .select("q", "number")
        .unique()
    )
    marked = table.join(
        parts.with_columns(part=pl.lit(value=True)), on=["q", "number"], how="left", maintain_order="left"
    )
    return marked.with_columns(pl.col("part").fill_null(value=False))


def _with_additions(table: pl.DataFrame, hints: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Add what the additions say: where they name a division or a state, and what lies near a place they name."""
    if hints.is_empty():
        no = pl.lit(value=False)
        return table.with_columns(hinted=no, hint_near=no, told=no, agrees=no)
    some = table.join(hints.select("q").unique(), on="q", how="semi").select(
        "q", "number", "country", "admin1", "lon", "lat"
    )
    at = hints.join(gazetteer.divisions.select("country", "code", hint="key"), on="hint").select("q", "country", "code")
    named = pl.concat([at, _named_states(hints, gazetteer)])
    told = some.join(named, on=["q", "country"], how="semi").select("q").unique().with_columns(told=pl.lit(value=True))
    agrees = (
        some.join(named, on=["q", "country"])
        .filter((pl.col("code") == pl.col("admin1")) | (pl.col("code") == ""))
        .select("q", "number", agrees=pl.lit(value=True))
        .unique()
    )
    near = _near_additions(some, hints, gazetteer)
    return (
        table.join(hints.select("q", hinted=pl.lit(value=True)).unique(), on="q", how="left", maintain_order="left")
        .join(near, on=["q", "number"], how="left", maintain_order="left")
        .join(told, on="q", how="left", maintain_order="left")
        .join(agrees, on=["q", "number"], how="left", maintain_order="left")
        .with_columns(pl.col("hinted", "hint_near", "told", "agrees").fill_null(value=False))
    )


def _named_states(hints: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Return the states that additions name, as divisions without a code: Saint-Denis (Réunion)."""
    codes = {hint: gazetteer.countries.code(hint) for hint in hints["hint"].unique()}
    rows = [(q, codes[hint], "") for q, hint in hints.iter_rows() if codes[hint]]
    return pl.DataFrame(rows, schema={"q": pl.UInt32(), "country": pl.String(), "code": pl.String()}, orient="row")


def _near_additions(some: pl.DataFrame, hints: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Return the candidates near which lies a place that the addition names, and that is none of the candidates."""
    marks = (
        some.select("q", "country")
        .unique()
        .join(hints, on="q")
        .join(gazetteer.names.select("country", hint="key", mark="number"), on=["country", "hint"])
        .select("q", "mark")
        .unique()
        .join(some.select("q", mark="number"), on=["q", "mark"], how="anti")
        .join(gazetteer.spots.select(mark="number", lon_b="lon", lat_b="lat"), on="mark")
    )
    near = some.join(marks, on="q").filter(_km("lon", "lat", "lon_b", "lat_b") <= HINT_KM)
    return near.select("q", "number", hint_near=pl.lit(value=True)).unique()


def _with_context(table: pl.DataFrame, context: pl.DataFrame | None) -> pl.DataFrame:
    if context is None:
        return table.with_columns(tied=pl.lit(0, pl.Int32), partners=pl.lit(0, pl.Int32), affinity=pl.lit(0.0))
    return table.join(context, on=["q", "number"], how="left", maintain_order="left").with_columns(
        pl.col("tied", "partners").fill_null(0), pl.col("affinity").fill_null(0.0)
    )


def _compared(table: pl.DataFrame) -> pl.DataFrame:
    """Add how each candidate stands beside its namesakes; most names have one candidate, and nothing to compare."""
    table = table.with_columns(
        people=pl.max_horizontal(pl.col("population"), pl.lit(_UNCOUNTED)).log10(),
        renown=(1 + pl.col("other_names")).log10(),
    )
    own, people, renown = pl.col("own"), pl.col("people"), pl.col("renown")
    group = (
        table.filter(pl.col("several") & ~pl.col("part"))
        .group_by("q")
        .agg(
            rivals=pl.len(),
            owns=own.sum(),
            others=(~own).sum(),
            known_first=renown.max(),
            known_second=renown.top_k(2).min(),
            own_first=people.filter(own).max(),
            own_second=people.filter(own).top_k(2).min(),
            other_first=people.filter(~own).max(),
            other_second=people.filter(~own).top_k(2).min(),
        )
    )
    known = pl.when(renown < pl.col("known_first")).then("known_first").otherwise("known_second")
    return table.join(group, on="q", how="left", maintain_order="left").with_columns(
        rivals=pl.col("rivals").fill_null(1),
        own_rivals=(pl.col("owns") - (own & ~pl.col("part")).cast(pl.Int64)).fill_null(0),
        other_rivals=(pl.col("others") - (~own & ~pl.col("part")).cast(pl.Int64)).fill_null(0),
        own_gap=_gap("own", own),
        other_gap=_gap("other", ~own),
        renown_gap=(renown - known).fill_null(0.0),
    )


def _gap(name: str, kind: pl.Expr) -> pl.Expr:
    """Return log10 of the people of each place over those of the largest other that bears the name in one way."""
    first, second, count = pl.col(f"{name}_first"), pl.col(f"{name}_second"), pl.col(f"{name}s")
    is_first = kind & ~pl.col("part") & (pl.col("people") >= first)
    next_one = pl.when(~is_first).then(first).when(count > 1).then(second)
    return (pl.col("people") - next_one).fill_null(_NO_RIVAL)


def _columns() -> dict[str, pl.Expr]:
    alike = pl.col("form") == ALIKE
    has_division = pl.col("division") != ""
    agrees = (has_division & (pl.col("admin1") == pl.col("division"))) | pl.col("agrees")
    told = has_division | pl.col("told")
    km = pl.col("km")
    return {
        "some_place": pl.lit(1.0),
        "own_name": pl.col("own") & ~alike,
        "same_spelling": pl.col("own") & ~alike & (pl.col("spelling") == pl.col("name").str.to_lowercase()),
        "bare": pl.col("form") == BARE,
        "head": pl.col("form") == HEAD,
        "alike": alike,
        "alike_own": alike & pl.col("own"),
        "letters": pl.when(alike).then(10 * (pl.col("alike") - 0.9)).otherwise(0.0),
        "words": pl.when(alike).then(10 * (pl.col("same_words") - 0.9)).otherwise(0.0),
        "begins": pl.col("begins"),
        "alike_people": pl.when(alike).then("people").otherwise(0.0),
        "alike_renown": pl.when(alike).then("renown").otherwise(0.0),
        "people": pl.col("people"),
        "uncounted": pl.col("population") == 0,
        "renown": pl.col("renown"),
        "part": pl.col("part"),
        "only_one": pl.col("rivals") == 1,
        "own_rivals": (1 + pl.col("own_rivals")).log(2),
        "other_rivals": (1 + pl.col("other_rivals")).log(2),
        "larger_than_own": pl.when(pl.col("own_gap") < _NO_RIVAL).then(pl.col("own_gap").clip(0, 3)).otherwise(0.0),
        "smaller_than_own": (-pl.col("own_gap")).clip(0, 3),
        "larger_than_other": pl.when(pl.col("other_gap") < _NO_RIVAL)
        .then(pl.col("other_gap").clip(0, 3))
        .otherwise(0.0),
        "smaller_than_other": (-pl.col("other_gap")).clip(0, 3),
        "renown_gap": pl.col("renown_gap"),
        "territory": (pl.col("wanted_country") != "") & (pl.col("wanted_country") != pl.col("country")),
        "division_agrees": told & agrees,
        "division_differs": told & ~agrees,
        "addition_near": pl.col("hint_near"),
        "addition_silent": pl.col("hinted") & ~pl.col("hint_near") & ~told,
        "within_10_km": km <= NEAR_KM,
        "within_30_km": (km > NEAR_KM) & (km <= AROUND_KM),
        "within_100_km": (km > AROUND_KM) & (km <= FAR_KM),
        "beyond_100_km": km > FAR_KM,
        "tied": (1 + pl.col("tied")).log(2),
        "untied": (pl.col("partners") > 0) & (pl.col("tied") == 0),
        "affinity": pl.col("affinity"),
    }


def matrix(weighed: pl.DataFrame) -> NDArray[np.float64]:
    """Return the evidence as numbers, a row for each candidate and a column for each of `FEATURES`."""
    columns = weighed.select(**{name: expression.cast(pl.Float64) for name, expression in _columns().items()})
    return columns.fill_null(0.0).to_numpy()
