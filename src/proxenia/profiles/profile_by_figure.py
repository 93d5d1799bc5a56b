"""Profiles that one figure of the city decides: its urban area's inhabitants, its residents born abroad, its exports.

A country's total bounds its cities from above where the figure is a count of people: no city can have more foreign-born
residents than its country. Below the threshold it is a `no`, labelled as the country's figure; above it says nothing.
"""

from typing import Final

import polars as pl

from proxenia.model.predicates import Attribute
from proxenia.profiles.figure import Figure
from proxenia.profiles.finding import NO, UNKNOWN, YES
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.profile import CityProfile, Row, Telling, completed
from proxenia.profiles.thresholds import EXPORT_SHARE, FOREIGN_BORN, MEGA_CITY, Threshold

__all__ = ["EXPORT_ORIENTED", "IMMIGRANT_GATEWAY", "MEGA_CITY_PROFILE"]

_SHOWN: Final = ("value", "unit", "date", "dated_by", "at_least", "note", "source", "statement")
_OF_COUNTRY: Final = "country_below"
_BOUND: Final = "bound_below"


def _figures(ground: ProfileGround, attribute: Attribute, prefix: str) -> pl.DataFrame:
    own = ground.figures_of(attribute)
    return own.select("subject", *(pl.col(name).alias(f"{prefix}{name}") for name in _SHOWN))


def _decide(ground: ProfileGround, attribute: Attribute, threshold: Threshold, *, bounded: bool) -> pl.DataFrame:
    """Return the answers by one attribute: the city's own figure, else a bound that the country's total sets."""
    countries = _figures(ground, attribute, "country_")
    cities = ground.cities.with_columns(state=pl.lit("iso:") + pl.col("country"))
    rows = cities.join(_figures(ground, attribute, "own_"), left_on="city", right_on="subject", how="left").join(
        countries, left_on="state", right_on="subject", how="left", maintain_order="left"
    )
    reached = pl.col("own_value") >= threshold.value
    below = (pl.col("country_value") < threshold.value) & ~pl.col("country_at_least") & pl.lit(bounded)
    case = (
        pl.when(reached & pl.col("own_at_least"))
        .then(pl.lit("own_at_least"))
        .when(reached)
        .then(pl.lit("own"))
        .when(pl.col("own_value").is_not_null() & ~pl.col("own_at_least"))
        .then(pl.lit("own_below"))
        .when(below.fill_null(value=False))
        .then(pl.lit(_OF_COUNTRY))
        .when(pl.col("own_value").is_not_null())
        .then(pl.lit(_BOUND))
        .otherwise(pl.lit("no_figure"))
    )
    return _answers(rows.with_columns(case=case), threshold)


def _answers(rows: pl.DataFrame, threshold: Threshold) -> pl.DataFrame:
    of_country = pl.col("case") == _OF_COUNTRY
    known = pl.col("case") != "no_figure"
    shown = {name: pl.when(of_country).then(f"country_{name}").otherwise(f"own_{name}") for name in _SHOWN}
    lists = {
        f"{name}s": pl.when(known).then(pl.concat_list(shown[name])).otherwise(pl.lit([], dtype=pl.List(pl.String())))
        for name in ("source", "statement")
    }
    return completed(
        rows.select(
            "city",
            "case",
            answer=pl.col("case").replace_strict(
                {"own": YES, "own_at_least": YES, "own_below": NO, _OF_COUNTRY: NO},
                default=UNKNOWN,
                return_dtype=pl.String(),
            ),
            threshold=pl.lit(threshold.id),
            of=pl.when(of_country).then(pl.lit("country")).when(known).then(pl.lit("city")),
            subject=pl.when(of_country).then("state").when(known).then("city"),
            **{name: shown[name] for name in _SHOWN[:6] if name != "at_least"},
            at_least=shown["at_least"].fill_null(value=False),
            **lists,
        )
    )


def _number(row: Row) -> str:
    if row["unit"] == "share":
        return f"{100 * row['value']:.0f} %"
    return f"{row['value']:,.0f}"


def _beside(*figures: Figure | None) -> tuple[Figure, ...]:
    return tuple(figure for figure in figures if figure is not None)


def _country_figure(ground: ProfileGround, row: Row, attribute: Attribute) -> Figure | None:
    country = ground.place(row["city"]).country
    decided = row["case"] == _OF_COUNTRY
    return None if country is None or decided else ground.figure(f"iso:{country}", attribute, of="country")


def _tell_mega_city(ground: ProfileGround, row: Row) -> Telling:
    population = ground.figure(row["city"], Attribute.POPULATION, of="city")
    match row["case"]:
        case "own":
            reason = f"Its urban area has {_number(row)} inhabitants, which is ten million or more."
        case "own_at_least":
            reason = f"Its urban area has at least {_number(row)} inhabitants, which is ten million or more."
        case "own_below":
            reason = f"Its urban area has {_number(row)} inhabitants, fewer than ten million."
        case "country_below":
            reason = (
                f"In all towns of the country together live {_number(row)} people, fewer than ten million: "
                "no urban area in it can have more."
            )
        case _:
            reason = "Nobody has told how many people live in its urban area."
    missing = "the inhabitants of its urban area; those of the municipality do not decide"
    return Telling(reason, missing, _beside(population))


def _tell_gateway(ground: ProfileGround, row: Row) -> Telling:
    match row["case"]:
        case "own":
            reason = f"{_number(row)} of its residents were born abroad, which is a million or more."
        case "own_at_least":
            reason = f"At least {_number(row)} of its residents were born abroad, which is a million or more."
        case "own_below":
            reason = f"{_number(row)} of its residents were born abroad, fewer than a million."
        case "country_below":
            reason = (
                f"In the whole country live {_number(row)} people who were born abroad, fewer than a million: "
                "no city in it can have more."
            )
        case "bound_below":
            reason = f"At least {_number(row)} of its residents were born abroad; whether a million, nobody has told."
        case _:
            reason = "Nobody has told how many of its residents were born abroad."
    missing = "how many residents of the city, or of its urban area, were born abroad"
    return Telling(reason, missing, _beside(_country_figure(ground, row, Attribute.FOREIGN_BORN)))


def _tell_exports(ground: ProfileGround, row: Row) -> Telling:
    match row["case"]:
        case "own" | "own_at_least":
            reason = f"Exports are {_number(row)} of the output of its area, which is a fifth or more."
        case "own_below":
            reason = f"Exports are {_number(row)} of the output of its area, less than a fifth."
        case _:
            reason = (
                "Nobody has told how much of what its own area makes is exported; its country's share says nothing."
            )
    missing = "exports of the city's own area as a share of its output"
    return Telling(reason, missing, _beside(_country_figure(ground, row, Attribute.EXPORTS)))


MEGA_CITY_PROFILE: Final = CityProfile(
    id="mega_city",
    label="Mega-city",
    meaning="An urban area of ten million people or more.",
    decides=(
        "The inhabitants of the urban area, as the latest source by the day counts them; never those of the "
        "municipality. Where nobody counts them, the people in all towns of the country, if they are fewer."
    ),
    thresholds=(MEGA_CITY,),
    find=lambda ground: _decide(ground, Attribute.URBAN_POPULATION, MEGA_CITY, bounded=True),
    tell=_tell_mega_city,
)
IMMIGRANT_GATEWAY: Final = CityProfile(
    id="immigrant_gateway",
    label="Immigrant gateway",
    meaning="A million foreign-born residents or more.",
    decides=(
        "The residents of the city or its urban area who were born abroad, as the latest source by the day counts "
        "them. Where nobody does, those of the whole country, if they are fewer than a million."
    ),
    thresholds=(FOREIGN_BORN,),
    find=lambda ground: _decide(ground, Attribute.FOREIGN_BORN, FOREIGN_BORN, bounded=True),
    tell=_tell_gateway,
)
EXPORT_ORIENTED: Final = CityProfile(
    id="export_oriented",
    label="Export-oriented",
    meaning="Lives from exports.",
    decides="Exports of the city's own area as a share of its output; the country's share decides nothing.",
    thresholds=(EXPORT_SHARE,),
    find=lambda ground: _decide(ground, Attribute.EXPORTS, EXPORT_SHARE, bounded=False),
    tell=_tell_exports,
)
