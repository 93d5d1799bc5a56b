"""In a decentralised country: a federation, or one in which regions or municipalities decide much. All of the country.

`no` needs both indices: a country whose regions decide little may have strong municipalities.
"""

from typing import Final

import polars as pl

from proxenia.model.predicates import Attribute
from proxenia.profiles.finding import NO, UNKNOWN, YES
from proxenia.profiles.ground import ProfileGround
from proxenia.profiles.profile import CityProfile, Row, Telling, completed
from proxenia.profiles.thresholds import FEDERATION, LOCAL_AUTONOMY, REGIONAL_AUTONOMY, Threshold

__all__ = ["DECENTRALISED_COUNTRY"]

_TESTED: Final[tuple[tuple[Attribute, Threshold], ...]] = (
    (Attribute.FEDERAL, FEDERATION),
    (Attribute.REGIONAL_AUTONOMY, REGIONAL_AUTONOMY),
    (Attribute.LOCAL_AUTONOMY, LOCAL_AUTONOMY),
)
"""In this order: the first that reaches its threshold decides."""
_NEEDED_FOR_NO: Final = (Attribute.REGIONAL_AUTONOMY.value, Attribute.LOCAL_AUTONOMY.value)


def _country_answers(ground: ProfileGround) -> pl.DataFrame:
    """Return one row a country of which anything is known: the answer and the figure it rests on."""
    parts = [
        ground.figures_of(attribute).with_columns(
            threshold=pl.lit(threshold.id), order=pl.lit(order), reached=pl.col("value") >= threshold.value
        )
        for order, (attribute, threshold) in enumerate(_TESTED)
    ]
    known = pl.concat(parts).filter(pl.col("subject").str.starts_with("iso:"))
    told = known.group_by("subject").agg(
        any_reached=pl.col("reached").any(),
        needed=pl.col("attribute").filter(pl.col("attribute").is_in(_NEEDED_FOR_NO)).n_unique(),
        all_sources=pl.col("source").unique().sort(),
        all_statements=pl.col("statement").sort(),
    )
    # What decides a yes is the first that reaches; what is shown of a no or an unknown is an index before the rest.
    is_index = pl.col("attribute").is_in(_NEEDED_FOR_NO)
    first = pl.when(pl.col("reached")).then(pl.lit(0)).when(is_index).then(pl.lit(1)).otherwise(pl.lit(2))
    shown = known.with_columns(first=first).sort("subject", "first", "order").unique("subject", keep="first")
    rows = shown.join(told, on="subject")
    is_no = ~pl.col("any_reached") & (pl.col("needed") == len(_NEEDED_FOR_NO))
    return rows.with_columns(
        case=pl.when("any_reached")
        .then("threshold")
        .when(is_no)
        .then(pl.lit("both_below"))
        .otherwise(pl.lit("half_known")),
        answer=pl.when("any_reached").then(pl.lit(YES)).when(is_no).then(pl.lit(NO)).otherwise(pl.lit(UNKNOWN)),
        sources=pl.when("any_reached").then(pl.concat_list("source")).otherwise("all_sources"),
        statements=pl.when("any_reached").then(pl.concat_list("statement")).otherwise("all_statements"),
    )


def _find(ground: ProfileGround) -> pl.DataFrame:
    states = ground.cities.select("city", subject=pl.lit("iso:") + pl.col("country"))
    columns = ("subject", "case", "answer", "threshold", "value", "unit", "date", "dated_by", "at_least", "note")
    known = _country_answers(ground).select(*columns, "sources", "statements", of=pl.lit("country"))
    rows = states.join(known, on="subject", how="left", maintain_order="left")
    nobody = pl.col("case").is_null()
    return completed(
        rows.with_columns(
            case=pl.when(nobody).then(pl.lit("no_figure")).otherwise("case"),
            answer=pl.when(nobody).then(pl.lit(UNKNOWN)).otherwise("answer"),
            subject=pl.when(~nobody).then("subject"),
            at_least=pl.col("at_least").fill_null(value=False),
            sources=pl.col("sources").fill_null([]),
            statements=pl.col("statements").fill_null([]),
        )
    )


def _reason(country: str, row: Row) -> str:
    match row["case"]:
        case "federation":
            return f"A source counts {country} among the federations."
        case "regional_autonomy":
            return (
                f"The regions of {country} decide much: {row['value']:g} points of the Regional Authority Index, "
                f"which is {REGIONAL_AUTONOMY.value:g} or more."
            )
        case "local_autonomy":
            return (
                f"The municipalities of {country} decide much: {row['value']:g} points of the Local Autonomy Index, "
                f"which is {LOCAL_AUTONOMY.value:g} or more."
            )
        case "both_below":
            return f"Neither the regions nor the municipalities of {country} decide much, by either index."
        case "half_known":
            return f"What is known of {country} reaches no threshold; the rest nobody has told."
        case _:
            return "Nobody has told how much regions and municipalities of its country decide."


def _tell(ground: ProfileGround, row: Row) -> Telling:
    if row["subject"] is None:
        return Telling(_reason("", row), "whether its country is a federation, and how much its parts decide")
    figures = {attribute: ground.figure(row["subject"], attribute, of="country") for attribute, _ in _TESTED}
    shown = {threshold.id: attribute for attribute, threshold in _TESTED}[row["threshold"]]
    missing = {
        Attribute.REGIONAL_AUTONOMY: "how much the regions of the country decide",
        Attribute.LOCAL_AUTONOMY: "how much the municipalities of the country decide",
    }
    beside = tuple(one for attribute, one in figures.items() if one is not None and attribute is not shown)
    told = " and ".join(words for attribute, words in missing.items() if figures[attribute] is None)
    return Telling(_reason(ground.name(row["subject"]), row), told, beside)


DECENTRALISED_COUNTRY: Final = CityProfile(
    id="decentralised_country",
    label="In a decentralised country",
    meaning="Lies in a country with strong regions or cities.",
    decides=(
        "Figures of the country: it is a federation, or its regions reach the threshold of the Regional Authority "
        "Index, or its municipalities that of the Local Autonomy Index. For a no both indices must be known."
    ),
    thresholds=(FEDERATION, REGIONAL_AUTONOMY, LOCAL_AUTONOMY),
    find=_find,
    tell=_tell,
)
