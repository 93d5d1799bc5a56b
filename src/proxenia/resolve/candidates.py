"""Which places a name may mean: those that bear it, else those that bear a stripped form of it, else those alike."""

import re
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from proxenia.resolve.blocking import blocks_of
from proxenia.resolve.gazetteer import Gazetteer
from proxenia.resolve.names import fold, fold_column, is_larger_unit, is_other_unit, romanised, written_forms

__all__ = ["ALIKE", "BARE", "HEAD", "LITERAL", "TERRITORIES", "find_candidates", "find_hints"]

LITERAL, BARE, HEAD, ALIKE = range(4)
"""How the name was read: as written, without its kind of place, without its addition, or only alike."""
TERRITORIES: Final = {
    "AU": ("CC", "CX", "NF"),
    "CN": ("HK", "MO"),
    "DK": ("FO", "GL"),
    "FI": ("AX",),
    "FR": ("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT"),
    "GB": ("AI", "BM", "FK", "GG", "GI", "IM", "JE", "KY", "MS", "SH", "TC", "VG"),
    "MA": ("EH",),
    "NL": ("AW", "BQ", "CW", "SX"),
    "NO": ("SJ",),
    "NZ": ("CK", "NU", "TK"),
    "RS": ("XK",),
    "US": ("AS", "GU", "MP", "PR", "VI"),
}
"""Where else a list that names this state may mean: areas with an ISO 3166-1 code of their own that lists often put
under it. Says nothing about whose they are."""
MOST_ALIKE: Final = 5
"""Places of a similar name that are kept."""
LEAST_ALIKE: Final = 0.75
_FOUND: Final = pl.Schema(
    {
        "q": pl.UInt32(),
        "number": pl.Int32(),
        "own": pl.Boolean(),
        "form": pl.UInt8(),
        "alike": pl.Float32(),
        "same_words": pl.Float32(),
        "begins": pl.Boolean(),
    }
)
_KEYS: Final = pl.Schema({"q": pl.UInt32(), "key": pl.String(), "form": pl.UInt8(), "step": pl.UInt8()})
_HINTS: Final = pl.Schema({"q": pl.UInt32(), "hint": pl.String()})


def find_candidates(asked: pl.DataFrame, reach: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Return the places that each name may mean.

    Parameters
    ----------
    asked
        A row for each name: `q` (its number) and `name`.
    reach
        The states it may lie in: `q` and `country`; a name without a row there may lie anywhere.
    """
    literal = asked.select("q", key=fold_column(asked["name"]))
    exact = _bearing(literal.with_columns(form=pl.lit(LITERAL, pl.UInt8)), reach, gazetteer)
    rest = asked.join(exact.select("q").unique(), on="q", how="anti")
    keys = _other_keys(rest)
    steps = _bearing(keys, reach, gazetteer, carry=["step"])
    first = steps.filter(pl.col("step") == pl.col("step").min().over("q")).drop("step")
    first = first.sort("own", descending=True).unique(["q", "number"], keep="first", maintain_order=True)
    left = keys.join(first.select("q").unique(), on="q", how="anti").join(
        reach.select("q").unique(), on="q", how="semi"
    )
    return pl.concat([exact, first, _alike(left, rest, reach, gazetteer)])


def find_hints(asked: pl.DataFrame) -> pl.DataFrame:
    """Return the folded additions of names (in brackets or after the comma): `q` and `hint`, one or two rows each."""
    rows = []
    added = asked.filter(pl.col("name").str.contains(r"[,(]"))
    for q, name in added.select("q", "name").iter_rows():
        for form in written_forms(name):
            if form.hint:
                plain = re.sub(
                    r"\s+(district|county|province|voivodeship|prefecture)$", "", form.hint, flags=re.IGNORECASE
                )
                rows += [(q, fold(plain)), (q, fold(form.hint))]
    return pl.DataFrame(rows, schema=_HINTS, orient="row").unique().sort("q", "hint")


def _bearing(
    keys: pl.DataFrame, reach: pl.DataFrame, gazetteer: Gazetteer, *, carry: list[str] | None = None
) -> pl.DataFrame:
    """Return the places that bear one of the keys."""
    names = gazetteer.names
    keys = keys.filter(pl.col("key") != "")
    placed = keys.join(reach, on="q").join(names, on=["country", "key"])
    anywhere = keys.join(reach, on="q", how="anti")
    columns = ["q", "number", "own", "form", *(carry or [])]
    found = placed.select(columns)
    if not anywhere.is_empty():
        found = pl.concat([found, anywhere.join(names, on="key").select(columns)])
    one = pl.lit(1.0, pl.Float32)
    shaped = found.select(
        "q",
        "number",
        "own",
        "form",
        one.alias("alike"),
        one.alias("same_words"),
        pl.lit(value=False).alias("begins"),
        *(carry or []),
    )
    return shaped.cast(_FOUND)


def _other_keys(asked: pl.DataFrame) -> pl.DataFrame:
    """Return the further ways to read names, in their order (`step`), with the same in Latin letters."""
    rows: list[tuple[int, str, int, int]] = []
    for q, name in asked.select("q", "name").iter_rows():
        if is_other_unit(name):
            continue
        forms = written_forms(name)
        for step, form in enumerate(forms):
            kind = HEAD if form.hint else BARE if step else LITERAL
            latin = romanised(form.key)
            rows += [(q, form.key, kind, step)] if step else []
            rows += [(q, latin, max(kind, BARE), step)] if latin != form.key else []
            rows += [(q, form.key, ALIKE, 200)] if step == len(forms) - 1 else []
    return pl.DataFrame(rows, schema=_KEYS, orient="row")


def _begins(longer: str, shorter: str) -> pl.Expr:
    """Tell whether a name is the beginning of another, in whole words: Hattersheim and Hattersheim am Main."""
    return pl.col(longer).str.starts_with(pl.col(shorter) + " ")


def _alike(keys: pl.DataFrame, asked: pl.DataFrame, reach: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Return the most similar names among those that share a block; counties and the like are no towns."""
    towns = asked.filter(~pl.Series(map(is_larger_unit, asked["name"]), dtype=pl.Boolean())).select("q")
    wanted = keys.filter(pl.col("step") == 200).join(towns, on="q", how="semi").join(reach, on="q")
    latin = wanted.select("q", "country", key=pl.Series(map(romanised, wanted["key"]), dtype=pl.String()))
    sought = blocks_of(latin, ["q", "country", "key"]).rename({"key": "wanted"})
    if sought.is_empty():
        return _FOUND.to_frame()
    pairs = sought.join(gazetteer.blocks, on=["country", "block"])
    pairs = pairs.select("q", "wanted", "key", "number", "own").unique()
    if pairs.is_empty():
        return _FOUND.to_frame()
    one, other = pairs["wanted"].to_list(), pairs["key"].to_list()
    alike = process.cpdist(one, other, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)
    words = process.cpdist(one, other, scorer=token_sort_ratio, dtype=np.float32) / 100
    scored = pairs.with_columns(
        form=pl.lit(ALIKE, pl.UInt8),
        alike=pl.Series(alike),
        same_words=pl.Series(words.astype(np.float32)),
        begins=_begins("wanted", "key") | _begins("key", "wanted"),
    )
    best = (
        scored.filter(pl.max_horizontal("alike", "same_words") >= LEAST_ALIKE)
        .sort(
            ["q", pl.col("alike") + pl.col("same_words"), "own", "number"],
            descending=[False, True, True, False],
        )
        .unique(["q", "number"], keep="first", maintain_order=True)
    )
    return best.group_by("q", maintain_order=True).head(MOST_ALIKE).select(_FOUND.names()).cast(_FOUND)
