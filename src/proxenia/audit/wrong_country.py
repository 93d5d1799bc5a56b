"""Cities placed in the wrong country.

Four signs:

- sources name different countries for one city (a territory and the state it belongs to are no different countries);
- sources give places for one city that lie more than 300 km apart;
- the coordinates that a source gives lie among the cities of another country: no city of its own country that the
  gazetteer knows in this snapshot lies within 300 km, but one of another country within 50 km does;
- at the coordinates that a source gives, within 15 km, lies a city of its name in another country, and within 50 km
  none of that name in its own.

Borders are not known here: a place wrongly put just across one, and nowhere near its namesake, is not found.

The third compares every place that only a source locates with the located cities of its own country, and the few that
are far from home with all: its cost grows with the product of the two within each country.
"""

from typing import Final

import polars as pl

from proxenia.audit.check import Check, as_said, nothing_said
from proxenia.audit.distance import distance_km
from proxenia.audit.ground import Ground
from proxenia.audit.neighbours import nearest
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind
from proxenia.snapshot.names import folded

__all__ = ["WRONG_COUNTRY"]

FAR_KM: Final = 300.0
AMONG_KM: Final = 50.0
NAMESAKE_KM: Final = 15.0
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


def _far_from_home(loose: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the places that lie far from every known city of their own state; those of unknown states are left out."""
    homes = known.partition_by("state", as_dict=True)
    kept = [
        places.filter(nearest(places, homes[state])["km"] > FAR_KM)
        for state, places in sorted(loose.partition_by("state", as_dict=True).items())
        if state in homes
    ]
    return pl.concat([loose.clear(), *kept])


def _strays(ground: Ground) -> pl.DataFrame:
    """Return the places that lie among the cities of another country: `record`, the nearest of those, how far it is."""
    located = _cities(ground).filter(pl.col("country").is_not_null() & pl.col("longitude").is_not_null())
    located = located.with_columns(_state("country").alias("state"))
    of_gazetteer = pl.col("record").str.starts_with("gn:")
    known = located.filter(of_gazetteer)
    far = _far_from_home(located.filter(~of_gazetteer), known)
    namesakes = _namesakes_abroad(located.filter(~of_gazetteer), known)
    if far.is_empty():
        return _with_names(namesakes, ground)
    found = nearest(far, known)
    beside = known[found["mark"]].select(near="name", abroad="country")
    among = pl.concat([far.select("record", near_km=found["km"]), beside], how="horizontal")
    among = among.filter(pl.col("near_km") <= AMONG_KM).select("record", "near", "abroad", "near_km")
    return _with_names(pl.concat([among, namesakes]).unique("record", keep="first", maintain_order=True), ground)


def _with_names(strays: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    near = pl.col("near") + pl.lit(" (") + _named(ground, "abroad") + pl.lit(")")
    return strays.select("record", near.alias("near"), "near_km")


def _namesakes_abroad(loose: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the places at whose coordinates a city of another country bears their name, and none of their own."""
    keyed, marks = (
        rows.with_columns(folded("name").alias("key")).filter(pl.col("key") != "") for rows in (loose, known)
    )
    alike = keyed.join(marks, on="key", suffix="_other").with_columns(near_km=distance_km())
    at_home = pl.col("state") == pl.col("state_other")
    own = alike.filter(at_home & (pl.col("near_km") <= AMONG_KM)).select("record")
    abroad = alike.filter(~at_home & (pl.col("near_km") <= NAMESAKE_KM)).join(own, on="record", how="anti")
    chosen = abroad.sort("record", "near_km", "record_other").unique("record", keep="first", maintain_order=True)
    return chosen.select("record", near="name_other", abroad="country_other", near_km="near_km")


def _by_neighbours(ground: Ground) -> pl.DataFrame:
    strays = _strays(ground)
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
    evidence = ground.snapshot.evidence.select("statement", "reference")
    where = evidence.join(rows.select("statement").unique(), on="statement", how="semi").unique("statement")
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
