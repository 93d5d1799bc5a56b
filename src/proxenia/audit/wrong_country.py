"""Cities placed in the wrong country.

Three signs:

- sources name different countries for one city (a territory and the state it belongs to are no different countries);
- sources give places for one city that lie more than 300 km apart;
- the coordinates that a source gives lie among the cities of another country: no city of its own country that the
  gazetteer knows in this snapshot lies within 300 km, but one of another country within 50 km does. Borders are not
  known here, so a place wrongly put just across one is not found.

The last compares every place that only a source locates with every located city of the gazetteer: its cost grows
with the product of the two (5,000 places and 20,000 cities take half a second), worked in blocks of flat memory.
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from proxenia.audit.check import Check, as_said, nothing_said
from proxenia.audit.distance import EARTH_RADIUS_KM, distance_km
from proxenia.audit.ground import Ground
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind

__all__ = ["WRONG_COUNTRY"]

FAR_KM: Final = 300.0
AMONG_KM: Final = 50.0
_BLOCK: Final = 512
_SAID: Final = ("record", "statement", "source", "value", "preferred")
_STATE_OF: Final = {
    **dict.fromkeys(("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"), "FR"),
    **dict.fromkeys(("AS", "GU", "MP", "PR", "UM", "VI"), "US"),
    **dict.fromkeys(("AW", "BQ", "CW", "SX"), "NL"),
    **dict.fromkeys(("AI", "BM", "FK", "GG", "GI", "IM", "JE", "KY", "MS", "PN", "SH", "TC", "VG"), "GB"),
    **dict.fromkeys(("HK", "MO"), "CN"),
    **dict.fromkeys(("FO", "GL"), "DK"),
    **dict.fromkeys(("CK", "NU", "TK"), "NZ"),
    **dict.fromkeys(("CC", "CX", "NF"), "AU"),
    "AX": "FI",
    "SJ": "NO",
}
"""Territories with an ISO 3166-1 code of their own, and the state they belong to."""


def _state(column: str) -> pl.Expr:
    return pl.col(column).replace(_STATE_OF)


def _named(ground: Ground, column: str) -> pl.Expr:
    """Return the name of the state of a column of codes, with or without their scheme; the code where it has none."""
    states = ground.snapshot.actors.filter(pl.col("kind") == ActorKind.STATE.value)
    names = dict(states.select(pl.col("id").str.strip_prefix("iso:"), "name").iter_rows())
    return pl.col(column).str.strip_prefix("iso:").replace(names)


def _cities(ground: Ground) -> pl.DataFrame:
    return ground.snapshot.actors.filter(pl.col("kind").fill_null("city") == ActorKind.CITY.value).select(
        pl.col("id").alias("record"), "name", "country", "longitude", "latitude"
    )


def _disputed(ground: Ground, what: str) -> pl.DataFrame:
    """Return the disputed values of cities: one row a statement, with the value shown as `value_shown`."""
    rows = ground.snapshot.conflicts.filter(pl.col("what") == what).join(_cities(ground), on="record", how="inner")
    shown = rows.filter("preferred").select("record", pl.col("value").alias("value_shown")).unique("record")
    return rows.join(shown, on="record", how="left")


def _by_country(ground: Ground) -> pl.DataFrame:
    rows = _disputed(ground, Attribute.COUNTRY.value)
    apart = rows.filter(_state("value") != _state("value_shown")).select("record").unique()
    in_country = pl.col("name") + pl.lit(" lies in ") + _named(ground, "value")
    return rows.join(apart, on="record", how="semi").with_columns(value=in_country)


def _degrees(rows: pl.DataFrame, column: str, ending: str) -> pl.DataFrame:
    parts = pl.col(column).str.split(" ")
    return rows.with_columns(
        parts.list.get(0, null_on_oob=True).cast(pl.Float64, strict=False).alias(f"longitude{ending}"),
        parts.list.get(1, null_on_oob=True).cast(pl.Float64, strict=False).alias(f"latitude{ending}"),
    )


def _by_location(ground: Ground) -> pl.DataFrame:
    rows = _degrees(_degrees(_disputed(ground, Attribute.LOCATION.value), "value", ""), "value_shown", "_other")
    rows = rows.with_columns(apart_km=distance_km())
    far = rows.filter(pl.col("apart_km") > FAR_KM).select("record").unique()
    beside = (
        pl.when("preferred")
        .then(pl.lit(""))
        .otherwise(pl.lit(", ") + pl.col("apart_km").round().cast(pl.Int64()).cast(pl.String()) + pl.lit(" km away"))
    )
    at = pl.col("name") + pl.lit(" lies at ") + pl.col("value") + beside
    return rows.join(far, on="record", how="semi").with_columns(value=at)


def _points(places: pl.DataFrame) -> NDArray[np.float64]:
    """Return places as points on the unit sphere, for which a dot product tells the distance."""
    lon, lat = np.radians(places["longitude"].to_numpy()), np.radians(places["latitude"].to_numpy())
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _strays(ground: Ground) -> pl.DataFrame:
    """Return the places that lie among the cities of another country, with the nearest of those."""
    located = _cities(ground).filter(pl.col("country").is_not_null() & pl.col("longitude").is_not_null())
    located = located.with_columns(_state("country").alias("state"))
    known = located.filter(pl.col("record").str.starts_with("gn:"))
    loose = located.filter(~pl.col("record").str.starts_with("gn:"))
    loose = loose.join(known.select("state").unique(), on="state", how="semi")
    if loose.is_empty():
        return loose.with_columns(near=pl.lit(""), near_km=pl.lit(0.0))
    states = pl.concat([known["state"], loose["state"]]).cast(pl.Categorical()).to_physical().to_numpy()
    homes, own = states[: known.height], states[known.height :]
    marks, spots = _points(known), _points(loose)
    found: list[tuple[int, int, float]] = []
    for begin in range(0, loose.height, _BLOCK):
        cosines = spots[begin : begin + _BLOCK] @ marks.T
        at_home = own[begin : begin + _BLOCK, None] == homes[None, :]
        home = np.where(at_home, cosines, -1.0).max(axis=1)
        nearest = np.where(at_home, -1.0, cosines)
        best = nearest.argmax(axis=1)
        abroad = nearest[np.arange(len(best)), best]
        stray = (home < np.cos(FAR_KM / EARTH_RADIUS_KM)) & (abroad >= np.cos(AMONG_KM / EARTH_RADIUS_KM))
        found += [
            (begin + int(row), int(best[row]), float(np.arccos(min(1.0, abroad[row])) * EARTH_RADIUS_KM))
            for row in np.flatnonzero(stray)
        ]
    near = known[[mark for _, mark, _ in found]]
    return loose[[row for row, _, _ in found]].with_columns(
        near=near["name"] + pl.lit(" (") + near.select(_named(ground, "country")).to_series() + pl.lit(")"),
        near_km=pl.Series([km for _, _, km in found], dtype=pl.Float64()),
    )


def _by_neighbours(ground: Ground) -> pl.DataFrame:
    strays = _strays(ground).select("record", "near", "near_km")
    if strays.is_empty():
        return pl.DataFrame()
    places = ground.facts(Attribute.LOCATION.value).join(strays, on="record")
    km = pl.col("near_km").round().cast(pl.Int64()).cast(pl.String())
    at = pl.col("name") + pl.lit(" lies at ") + pl.col("value") + pl.lit(", ") + km + pl.lit(" km from ")
    homes = ground.facts(Attribute.COUNTRY.value).join(strays, on="record", how="semi")
    country = pl.col("name") + pl.lit(" lies in ") + _named(ground, "object")
    return pl.concat(
        [
            homes.with_columns(value=country, preferred=pl.lit(value=True)).select(_SAID),
            places.with_columns(value=at + pl.col("near"), preferred=pl.lit(value=False)).select(_SAID),
        ]
    )


def _with_references(rows: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    where = ground.snapshot.evidence.select("statement", "reference").unique("statement")
    return rows.join(where, on="statement", how="left")


def _find(ground: Ground) -> pl.DataFrame:
    parts = [part for part in (_by_country(ground), _by_location(ground), _by_neighbours(ground)) if part.height]
    if not parts:
        return nothing_said()
    rows = _with_references(pl.concat(part.select(_SAID) for part in parts), ground)
    return as_said(rows, case=pl.col("record"), actors=pl.concat_list("record"), place=~pl.col("preferred"))


WRONG_COUNTRY: Final = Check(
    "wrong_country",
    "Placed in the wrong country",
    "Sources place one city in two countries, or more than 300 km apart, or its coordinates lie in another country.",
    _find,
)
