"""Diaspora ties: tied to where its residents came from.

The origins are those of the city's own residents where a source counts them, else those of the residents of its
country, which are labelled so. A tie or act that somebody coded as driven by migrants' origins decides alone.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from proxenia.measures.engines.kept import kept
from proxenia.model.predicates import Attribute
from proxenia.model.vocabulary import Driver
from proxenia.overlay.alignment_ties import ties_of_cities
from proxenia.profiles.figure import Figure, day_of_snapshot
from proxenia.profiles.finding import NO, UNKNOWN, YES
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.profile import CityProfile, Row, Telling, completed, with_ordered_sources
from proxenia.profiles.thresholds import DIASPORA_ORIGINS, DIASPORA_SHARE, DIASPORA_TIES, MIGRANT_DRIVER
from proxenia.snapshot.snapshot import Snapshot
from proxenia.snapshot.spans import row_spans

__all__ = ["DIASPORA_TIES_PROFILE", "main_origins"]

_CODED: Final = "coded"


@kept
def main_origins(snapshot: Snapshot) -> pl.DataFrame:
    """Return the countries from which most residents of a city or country came, by the latest count of the day.

    Returns
    -------
    polars.DataFrame
        Columns `whose`, `origin` (identifiers), `persons`, `date`, `statement`, `source`; most residents first.
    """
    day, _ = day_of_snapshot(snapshot)
    counted = _origins_of_every_count(snapshot.whole or snapshot).filter(pl.col("earliest") <= day)
    return counted.filter(pl.col("earliest") == pl.col("earliest").max().over("whose")).drop("earliest")


@kept
def _origins_of_every_count(whole: Snapshot) -> pl.DataFrame:
    """Return the main origins by every count, with the day since which it holds; sorted by whose they are."""
    rows = whole.dyads.filter(pl.col("attribute") == Attribute.MIGRANT_STOCK.value, pl.col("number") > 0)
    count = ["a", "earliest"]
    main = (
        rows.sort([*count, "number", "b", "statement"], descending=[False, False, True, False, False])
        .unique([*count, "b"], keep="first", maintain_order=True)
        .group_by(count, maintain_order=True)
        .head(DIASPORA_ORIGINS)
    )
    said = whole.evidence.join(main.select("statement"), on="statement", how="semi")
    return main.join(said.select("statement", "source"), on="statement", maintain_order="left").select(
        "statement", "source", "earliest", whose="a", origin="b", persons="number", date="period"
    )


@kept
def _spans_of_origins(snapshot: Snapshot) -> Mapping[str, tuple[int, int]]:
    return row_spans(main_origins(snapshot), "whose")


@kept
def _ties_abroad(snapshot: Snapshot) -> pl.DataFrame:
    return ties_of_cities(snapshot).filter(pl.col("home") != pl.col("country"))


def _counted(ground: ProfileGround, origins: pl.DataFrame) -> pl.DataFrame:
    """Return of each city with ties abroad how many there are, and which go to the main origins of its residents."""
    abroad = _ties_abroad(ground.snapshot).join(ground.cities.select(actor="city"), on="actor", how="semi")
    own = origins["whose"].unique()
    whose = pl.when(pl.col("actor").is_in(own.implode())).then("actor").otherwise(pl.lit("iso:") + pl.col("home"))
    placed = abroad.with_columns(whose=whose, origin=pl.lit("iso:") + pl.col("country"))
    met = placed.join(
        origins.select("whose", "origin", is_origin=pl.lit(value=True)), on=["whose", "origin"], how="left"
    ).with_columns(pl.col("is_origin").fill_null(value=False))
    return met.group_by(city="actor").agg(
        pl.col("whose").first(),
        ties=pl.len(),
        to_origins=pl.col("is_origin").sum(),
        records=pl.col("tie").filter("is_origin").unique().sort(),
    )


def _share_rows(ground: ProfileGround) -> pl.DataFrame:
    origins = main_origins(ground.snapshot)
    by_whose = origins.group_by("whose").agg(
        origin_sources=pl.col("source").unique().sort(), statements=pl.col("statement").sort()
    )
    rows = _counted(ground, origins).join(by_whose, on="whose", how="left")
    told = rows.join(_sources_of(ground, rows), on="city", how="left").with_columns(
        value=pl.col("to_origins") / pl.col("ties"),
        sources=pl.concat_list(pl.col("origin_sources").fill_null([]), pl.col("tie_sources").fill_null([])),
    )
    return with_ordered_sources(told)


def _sources_of(ground: ProfileGround, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the sources of the ties that go to the main origins."""
    ties = rows.select("city", record="records").explode("record").drop_nulls()
    said = ground.snapshot.evidence.select("record", "source").join(ties.select("record"), on="record", how="semi")
    return ties.join(said.unique(), on="record").group_by("city").agg(tie_sources=pl.col("source").unique().sort())


def _coded_rows(ground: ProfileGround) -> pl.DataFrame:
    coded = ground.drivers.filter(pl.col("driver") == Driver.MIGRANT_ORIGINS.value)
    latest = coded.sort("actor", "date", "record", descending=[False, True, False])
    return latest.group_by(city="actor", maintain_order=True).agg(
        coded_value=pl.col("record").n_unique().cast(pl.Float64),
        coded_date=pl.col("date").first(),
        coded_dated_by=pl.col("dated_by").first(),
        coded_sources=pl.col("source").unique().sort(),
        coded_statements=pl.col("statement").unique().sort(),
        coded_records=pl.col("record").unique().sort(),
    )


def _find(ground: ProfileGround) -> pl.DataFrame:
    rows = (
        ground.cities.join(_share_rows(ground), on="city", how="left", maintain_order="left")
        .join(_coded_rows(ground), on="city", how="left", maintain_order="left")
        .with_columns(known=pl.col("statements").list.len().fill_null(0) > 0)
    )
    case = (
        pl.when(pl.col("coded_value").is_not_null())
        .then(pl.lit(_CODED))
        .when(pl.col("ties").is_null())
        .then(pl.lit("no_ties"))
        .when(~pl.col("known") | pl.lit(ground.day_text is None))
        .then(pl.lit("no_origins"))
        .when(pl.col("ties") < DIASPORA_TIES)
        .then(pl.lit("few_ties"))
        .when(pl.col("value") >= DIASPORA_SHARE.value)
        .then(pl.lit("share"))
        .otherwise(pl.lit("share_below"))
    )
    return _answers(ground, rows.with_columns(case=case))


def _answers(ground: ProfileGround, rows: pl.DataFrame) -> pl.DataFrame:
    coded = pl.col("case") == _CODED
    counted = pl.col("case").is_in(["share", "share_below"])
    empty = pl.lit([], dtype=pl.List(pl.String()))
    lists = {
        name: pl.when(coded).then(f"coded_{name}").when(counted).then(name).otherwise(empty)
        for name in ("sources", "statements", "records")
    }
    return completed(
        rows.select(
            "city",
            "case",
            answer=pl.col("case").replace_strict(
                {_CODED: YES, "share": YES, "share_below": NO}, default=UNKNOWN, return_dtype=pl.String()
            ),
            threshold=pl.when(coded).then(pl.lit(MIGRANT_DRIVER.id)).otherwise(pl.lit(DIASPORA_SHARE.id)),
            value=pl.when(coded).then("coded_value").when(counted).then("value"),
            unit=pl.when(coded).then(pl.lit(MIGRANT_DRIVER.unit)).when(counted).then(pl.lit(DIASPORA_SHARE.unit)),
            of=pl.when(coded | counted).then(pl.lit("city")),
            subject=pl.when(coded | counted).then("city"),
            date=pl.when(coded).then("coded_date").when(counted).then(pl.lit(ground.day_text, dtype=pl.String())),
            dated_by=pl.when(coded).then("coded_dated_by").when(counted).then(pl.lit("day")),
            **lists,
        )
    )


def _origin_figures(ground: ProfileGround, city: str, country: str | None) -> tuple[Figure, ...]:
    """Return the main origins of the residents of a city, else of its country, as figures of that."""
    spans = _spans_of_origins(ground.snapshot)
    is_own = city in spans
    span = spans.get(city if is_own else f"iso:{country}", (0, 0))
    found = main_origins(ground.snapshot).slice(*span).rows(named=True)
    of = "city" if is_own else "country"
    whose = "residents" if is_own else "residents of the country"
    return tuple(
        Figure(
            id=Attribute.MIGRANT_STOCK.value,
            label=f"{whose} from {ground.name(row['origin'])}",
            value=row["persons"],
            unit="persons",
            word=None,
            of=of,
            subject=row["whose"],
            subject_name=ground.name(row["whose"]),
            date=row["date"],
            dated_by="figure",
            at_least=False,
            note=None,
            sources=(row["source"],),
            statements=(row["statement"],),
        )
        for row in found
    )


def _tell(ground: ProfileGround, row: Row) -> Telling:
    beside = _origin_figures(ground, row["city"], ground.place(row["city"]).country)
    whose = "its country" if any(one.of == "country" for one in beside) else "the city"
    counted = f"of its ties abroad go to the {DIASPORA_ORIGINS} countries from which most residents of {whose} came"
    match row["case"]:
        case "coded":
            number = "One tie or act of it is" if row["value"] == 1 else f"{row['value']:.0f} ties and acts of it are"
            reason = f"{number} coded as driven by where its residents came from."
        case "share":
            reason = f"{100 * row['value']:.0f} % {counted}, which is half or more."
        case "share_below":
            reason = f"{100 * row['value']:.0f} % {counted}, less than half; none is coded as driven by them."
        case "few_ties":
            reason = f"It has fewer than {DIASPORA_TIES} ties in force abroad, too few for a share."
        case "no_origins":
            reason = "Nobody has told where the residents of the city or of its country came from."
        case _:
            reason = "The register knows of no tie of it abroad on the day."
    missing = {
        "few_ties": "ties abroad, or a tie or act coded as driven by migrants' origins",
        "no_origins": "where its residents came from",
        "no_ties": "ties abroad, or a tie or act coded as driven by migrants' origins",
    }
    return Telling(reason, missing.get(row["case"], ""), beside)


DIASPORA_TIES_PROFILE: Final = CityProfile(
    id="diaspora_ties",
    label="Diaspora ties",
    meaning="Is tied to where its residents came from.",
    decides=(
        f"Half or more of its ties in force abroad go to the {DIASPORA_ORIGINS} countries from which most residents "
        "came: of the city where a source counts them, else of its country, labelled so. A tie or act that is coded as "
        "driven by migrants' origins decides alone."
    ),
    thresholds=(DIASPORA_SHARE, MIGRANT_DRIVER),
    find=_find,
    tell=_tell,
)
