"""In a quasi-sovereign polity: one that is no recognised state, or not fully, and acts much like one.

Which polities these are, sources say: a dated attribute of a state or region, or recognition by some states without a
seat in the United Nations (:func:`proxenia.overlay.substitution.find_polities`). `no` is said of a city elsewhere on a
day of which polities are known: where part of its country is such a polity, only when the city's region is known.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from proxenia.measures.engines.kept import kept
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import ActorKind, TieKind
from proxenia.overlay.substitution import find_polities
from proxenia.profiles.finding import NO, UNKNOWN, YES
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.profile import CityProfile, Row, Telling, completed, with_ordered_sources
from proxenia.profiles.thresholds import QUASI_SOVEREIGN, RECOGNISED_BY
from proxenia.snapshot.actors import FAVOURED_SOURCE
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["PARTED_REGIONS", "QUASI_SOVEREIGN_PROFILE"]

PARTED_REGIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("iso:CY-01", "iso:CY-03", "iso:CY-04", "iso:CY-06"), "px:northern-cyprus"),
    "iso:GE-AB": "px:abkhazia",
    **dict.fromkeys(("iso:GE-IM", "iso:GE-MM", "iso:GE-RL", "iso:GE-SK"), "px:south-ossetia"),
    **dict.fromkeys(("iso:MD-BD", "iso:MD-SN"), "px:transnistria"),
    **dict.fromkeys(("iso:SO-AW", "iso:SO-SA", "iso:SO-SO", "iso:SO-TO", "iso:SO-WO"), "px:somaliland"),
}
"""Regions that a polity without a code of its own holds or claims, in whole or in part.

It serves one thing: of a city in them nobody can say `no` from its region alone.
"""

_POLITIES: Final = pl.Schema(
    {
        "polity": pl.String(),
        "case": pl.String(),
        "threshold": pl.String(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "date": pl.String(),
        "dated_by": pl.String(),
        "note": pl.String(),
        "sources": pl.List(pl.String()),
        "statements": pl.List(pl.String()),
        "records": pl.List(pl.String()),
    }
)
_NAMED: Final = "named"
_NOT_NAMED: Final = "named_not"
_RECOGNISED: Final = "recognised_by_some"


def _by_attribute(ground: ProfileGround) -> pl.DataFrame:
    told = ground.figures_of(Attribute.QUASI_SOVEREIGN)
    return told.select(
        "value",
        "date",
        "dated_by",
        "note",
        polity="subject",
        case=pl.when(pl.col("value") >= QUASI_SOVEREIGN.value).then(pl.lit(_NAMED)).otherwise(pl.lit(_NOT_NAMED)),
        threshold=pl.lit(QUASI_SOVEREIGN.id),
        unit=pl.lit(QUASI_SOVEREIGN.unit),
        sources=pl.concat_list("source"),
        statements=pl.concat_list("statement"),
        records=pl.lit([], dtype=pl.List(pl.String())),
    ).select(_POLITIES.names())


def _by_recognition(ground: ProfileGround) -> pl.DataFrame:
    found = find_polities(ground.snapshot).filter(
        pl.col("kind") == ActorKind.STATE.value, pl.col("recognised_by") >= RECOGNISED_BY.value
    )
    ties = ground.snapshot.ties.filter(pl.col("kind") == TieKind.RECOGNITION.value).join(
        found.select(b="id"), on="b", how="semi"
    )
    said = ground.snapshot.evidence.join(ties.select("b", record="id"), on="record")
    behind = said.group_by(id="b").agg(
        sources=pl.col("source").unique().sort(),
        statements=pl.col("statement").sort(),
        records=pl.col("record").unique().sort(),
    )
    return (
        found.join(behind, on="id")
        .with_columns(
            polity="id",
            case=pl.lit(_RECOGNISED),
            threshold=pl.lit(RECOGNISED_BY.id),
            value=pl.col("recognised_by").cast(pl.Float64),
            unit=pl.lit(RECOGNISED_BY.unit),
            date=pl.lit(ground.day_text, dtype=pl.String()),
            dated_by=pl.lit("day"),
            note=pl.lit(None, dtype=pl.String()),
        )
        .filter(pl.col("date").is_not_null())
        .select(_POLITIES.names())
    )


@kept
def _polities(snapshot: Snapshot) -> pl.DataFrame:
    """Return the polities of the day; where a source names one as such, that counts before the recognitions."""
    ground = ProfileGround(snapshot)
    named = _by_attribute(ground).cast(_POLITIES)
    recognised = _by_recognition(ground).cast(_POLITIES)
    return pl.concat([named, recognised.join(named, on="polity", how="anti")]).sort("polity")


def _placed(ground: ProfileGround) -> pl.DataFrame:
    """Return the statements that place each city: those of its country and of its region that are the ones shown."""
    placing = (Attribute.COUNTRY.value, Attribute.REGION.value)
    cities = ground.cities.with_columns(state=pl.lit("iso:") + pl.col("country"))
    said = ground.snapshot.evidence.filter(pl.col("predicate").is_in(placing)).select(
        "statement", "source", "predicate", "object", city="record"
    )
    said = said.join(cities.select("city", "state", "region"), on="city")
    shown = said.filter(
        pl.col("object") == pl.when(pl.col("predicate") == placing[0]).then("state").otherwise("region")
    )
    favoured = pl.col("source") != FAVOURED_SOURCE
    first = shown.sort("city", "predicate", favoured, "source", "statement").unique(["city", "predicate"], keep="first")
    # One statement of the country, one of the region: two at most, in order.
    statements = first.group_by("city").agg(
        placed_sources="source", one=pl.col("statement").min(), other=pl.col("statement").max()
    )
    one_alone = pl.when(pl.col("one") == pl.col("other")).then(pl.concat_list("one"))
    return statements.select(
        "city", "placed_sources", placed_statements=one_alone.otherwise(pl.concat_list("one", "other"))
    )


def _find(ground: ProfileGround) -> pl.DataFrame:
    polities = _polities(ground.snapshot)
    parts = polities.filter(pl.col("case") != _NOT_NAMED)["polity"].str.extract(r"^iso:([A-Z]{2})-")
    # Without this list nobody can be told from the others: the day is before it, or nothing is known at all.
    listed = polities.filter(pl.col("case") != _NOT_NAMED).height > 0
    cities = ground.cities.with_columns(state=pl.lit("iso:") + pl.col("country"))
    rows = _within(cities, polities).join(_placed(ground), on="city", how="left", maintain_order="left")
    lacks_region = pl.col("region").is_null() & pl.col("country").is_in(
        pl.concat([parts.drop_nulls(), pl.Series([one[4:6] for one in PARTED_REGIONS])]).unique().implode()
    )
    case = (
        pl.when(pl.col("case").is_not_null())
        .then("case")
        .when(pl.lit(not listed))
        .then(pl.lit("no_list"))
        .when(pl.col("country").is_null())
        .then(pl.lit("no_country"))
        .when(lacks_region)
        .then(pl.lit("no_region"))
        .when(pl.col("region").is_in(list(PARTED_REGIONS)))
        .then(pl.lit("parted_region"))
        .otherwise(pl.lit("elsewhere"))
    )
    return _answers(ground, rows.with_columns(case=case), _list_sources(polities))


def _within(cities: pl.DataFrame, polities: pl.DataFrame) -> pl.DataFrame:
    """Return the cities with the polity in which they lie: the region before the country, and a yes before a no."""
    keys = pl.concat(
        [
            cities.select("city", polity="region", near=pl.lit(0)),
            cities.select("city", polity="state", near=pl.lit(1)),
        ]
    ).drop_nulls()
    is_not = pl.col("case") == _NOT_NAMED
    met = keys.join(polities, on="polity").sort("city", is_not, "near").unique("city", keep="first")
    return cities.join(met, on="city", how="left", maintain_order="left")


def _list_sources(polities: pl.DataFrame) -> list[str]:
    return sorted(set(polities["sources"].explode().drop_nulls()))


def _answers(ground: ProfileGround, rows: pl.DataFrame, list_sources: list[str]) -> pl.DataFrame:
    elsewhere, in_polity = pl.col("case") == "elsewhere", pl.col("polity").is_not_null()
    empty = pl.lit([], dtype=pl.List(pl.String()))
    answer = pl.col("case").replace_strict(
        {_NAMED: YES, _RECOGNISED: YES, _NOT_NAMED: NO, "elsewhere": NO}, default=UNKNOWN, return_dtype=pl.String()
    )
    told = rows.with_columns(
        answer=answer,
        threshold=pl.coalesce("threshold", pl.lit(QUASI_SOVEREIGN.id)),
        of=pl.when(in_polity | elsewhere).then(
            pl.when(pl.col("polity") == pl.col("region")).then(pl.lit("region")).otherwise(pl.lit("country"))
        ),
        subject=pl.when(in_polity).then("polity").when(elsewhere).then("state"),
        date=pl.when(elsewhere).then(pl.lit(ground.day_text, dtype=pl.String())).otherwise("date"),
        dated_by=pl.when(elsewhere).then(pl.lit("day")).otherwise("dated_by"),
        sources=pl.when(elsewhere)
        .then(pl.concat_list(pl.lit(list_sources, dtype=pl.List(pl.String())), pl.col("placed_sources").fill_null([])))
        .otherwise(pl.col("sources").fill_null([])),
        statements=pl.when(elsewhere)
        .then(pl.col("placed_statements").fill_null([]))
        .otherwise(pl.col("statements").fill_null([])),
        records=pl.coalesce("records", empty),
    )
    return completed(with_ordered_sources(told))


def _tell(ground: ProfileGround, row: Row) -> Telling:
    name = "" if row["subject"] is None else ground.name(row["subject"])
    region = ground.place(row["city"]).region
    match row["case"]:
        case "named":
            reason = f"It lies in {name}, of which a source says that it acts much like a state: {row['note']}"
        case "named_not":
            reason = f"It lies in {name}, which was looked at and is not one: {row['note']}"
        case "recognised_by_some":
            reason = f"It lies in {name}, which {row['value']:.0f} states recognise and which is no member of the UN."
        case "elsewhere":
            part = "" if region is None else ground.name(region)
            where = f"{part}, {name}" if part else name
            reason = f"It lies in {where}, which no source names among the quasi-sovereign polities of the day."
        case "no_region":
            reason = (
                "Part of its country is a quasi-sovereign polity, and nobody has told in which region the city lies."
            )
        case "parted_region":
            polity = ground.name(PARTED_REGIONS[region or ""])
            reason = f"{polity} holds or claims its region or a part of it, and nobody has told on which side it lies."
        case "no_country":
            reason = "Nobody has told in which country it lies."
        case _:
            reason = "Nobody has told which polities of that day were quasi-sovereign."
    missing = {
        "no_region": "the region in which the city lies",
        "parted_region": "on which side of the line the city lies",
        "no_country": "the country in which the city lies",
        "no_list": "which polities were quasi-sovereign on the day",
    }
    return Telling(reason, missing.get(row["case"], ""))


QUASI_SOVEREIGN_PROFILE: Final = CityProfile(
    id="quasi_sovereign",
    label="In a quasi-sovereign polity",
    meaning="Lies in a polity that is not a recognised state and acts much like one.",
    decides=(
        "Of the state or region in which the city lies a source says that it acts much like a state without being a "
        "recognised one; or some states recognise it and it is no member of the United Nations."
    ),
    thresholds=(QUASI_SOVEREIGN, RECOGNISED_BY),
    find=_find,
    tell=_tell,
)
